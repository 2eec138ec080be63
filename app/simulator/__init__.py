"""The simulator: lessons as plays, the machine that plays them, and what is on the screen; knows nothing outside."""
