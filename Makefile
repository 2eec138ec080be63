# Every word is dev.py's; `make` alone lists them. More words for a word: make test ARGS="-k wall"
PYTHON ?= python3
WORDS := run test check setup slow bench listen divide narrate prove chaos pictures

.PHONY: help $(WORDS)
help:
	@$(PYTHON) dev.py || true

$(WORDS):
	@$(PYTHON) dev.py $@ $(ARGS)
