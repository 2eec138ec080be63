"""The engines, one file each: `open_speaker(voice, engines)` loads one for a line of the register in voice.py."""
