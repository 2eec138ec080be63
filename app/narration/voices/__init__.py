"""One file for each voice, found by the register; a new voice is a new file here with its VOICES in it."""
