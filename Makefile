# Two commands are enough: `make run` and `make test`. What they do is written in tools/.

PYTHON ?= python3

.PHONY: run setup test lint tidy requirements

run setup test lint tidy requirements:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here. Install Python 3.11 or later, then run this again."; exit 1; }
	@exec $(PYTHON) -m tools $@
