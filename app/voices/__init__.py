"""People's voices: what there is to read, who reads, what is approved, and a dialect as one file; draws no page."""
