"""Ways of speaking over a screen locale: which there are, and the words they say; makes no sound and draws no page."""
