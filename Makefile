# Everything runs in an environment of its own, made on first use and remade when pyproject.toml
# changes. Needs Python 3.11 or later; `make PYTHON=python3.12 …` chooses another one.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The libraries that ours is measured beside, where none of ours is.
PEERS := .venv-peers
SYSTEM_PACKAGES := libreoffice-writer libreoffice-calc chromium fonts-wqy-zenhei fonts-noto-cjk poppler-utils libarchive-tools
SYSTEM_TOOLS := soffice chromium pdftoppm bsdtar
# Where pytest-xdist has the cores for it, tests run side by side.
PYTEST_ARGS ?= -n auto

# What daily work leaves out: see tests/conftest.py.
QUICK := not slow and not office and not ray

.PHONY: demo test test-quick lint format score conformance fuzz fuzz-guided corpus fire bench bench-check figures docs system clean

# From files to answers: an archive of ours becomes a store, with a chart on the terminal at the end.
demo: $(VENV)/installed-serve
	@$(BIN)/python examples/demo.py

# A minute on two cores, without any program beside Python.
test-quick: $(VENV)/installed-dev
	$(BIN)/python -m pytest $(PYTEST_ARGS) -m "$(QUICK)"

# Everything: the quick ones measure how much of the code they reach, by branch.
test: $(VENV)/installed-dev system
	$(BIN)/python -m pytest $(PYTEST_ARGS) -m "$(QUICK)" --cov
	$(BIN)/python -m pytest $(PYTEST_ARGS) -m "not ($(QUICK))"

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache

format: $(VENV)/installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# How well the text labelled by hand is read; with -v what differs.
score: $(VENV)/installed-dev
	PYTHONPATH=tests $(BIN)/python -m labelled $(SCORE_ARGS)

# Each rule against a report that keeps it and one that breaks it.
conformance: $(VENV)/installed-dev
	$(BIN)/python conformance/run.py

# 10,000 damaged files of each format, and of archives, mails and pictures: some hours.
fuzz: $(VENV)/installed-dev system
	PYTHONPATH=tests $(BIN)/python -m fuzz

# Led by the code that is reached, without end: `make fuzz-guided FORMAT=docx`; what is new is kept.
FORMAT ?= docx
fuzz-guided: $(VENV)/installed-dev system
	$(BIN)/python -m pip install --quiet atheris
	PYTHONPATH=tests $(BIN)/python -m fuzz.guided $(FORMAT) $(VENV)/fuzz/$(FORMAT) $(FUZZ_ARGS)

# A batch that is killed, and put out of disk, memory and rights, a hundred times: half an hour, as
# root, for the disks.
fire: $(VENV)/installed-dev
	PYTHONPATH=tests $(BIN)/python -m fire

# Any folder of files: what comes of each, in what time and memory, and what text is lost.
corpus: $(VENV)/installed-dev system
	PYTHONPATH=tests $(BIN)/python -m corpus $(DIR)

# Measure again what the page of figures says, and write the page.
figures: $(VENV)/installed-dev $(PEERS)/installed system
	$(BIN)/python docs/measure.py accuracy speed growth scans misread

# Beside other libraries and programs; some minutes on two cores.
bench: $(VENV)/installed-dev $(PEERS)/installed system
	$(BIN)/python benchmarks/run.py --peers $(PEERS)/bin/python

# Which budgets were missed by more than a tenth: not for CI, whose machines are noisy.
bench-check: $(VENV)/installed-dev $(PEERS)/installed system
	$(BIN)/python benchmarks/run.py --peers $(PEERS)/bin/python --check

docs: $(VENV)/installed-docs
	$(BIN)/python docs/render.py
	$(BIN)/python docs/architecture.py
	$(BIN)/mkdocs build --strict

# Some tests compare with LibreOffice, look at pages in Chromium and at PDFs as pictures, make 7z
# files with libarchive.
system:
	@for tool in $(SYSTEM_TOOLS); do command -v $$tool >/dev/null || missing=1; done; \
	if [ -n "$$missing" ] && command -v apt-get >/dev/null; then \
		if [ "$$(id -u)" -ne 0 ]; then as_root=sudo; fi; \
		$$as_root apt-get update -qq && \
		$$as_root apt-get install -y -qq --no-install-recommends $(SYSTEM_PACKAGES); \
	fi; \
	for tool in $(SYSTEM_TOOLS); do \
		command -v $$tool >/dev/null || { echo "tests need $$tool: install it" >&2; exit 1; }; \
	done

clean:
	rm -rf $(VENV) $(PEERS) .mypy_cache .pytest_cache .ruff_cache .hypothesis dist site
	find src tests benchmarks docs -name __pycache__ -exec rm -rf {} +

$(VENV)/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later, please: make PYTHON=…")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@# pip knows dependency groups from 25.1 on.
	@$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@$(BIN)/python -m pip install --quiet --editable '.[all]' --group dev
	@touch $@

$(VENV)/installed-serve: $(VENV)/installed
	@$(BIN)/python -m pip install --quiet --editable '.[serve,pandas]'
	@touch $@

$(VENV)/installed-docs: $(VENV)/installed
	@$(BIN)/python -m pip install --quiet --group docs
	@touch $@

# Line by line, so that what cannot be had costs nothing but its own row.
$(PEERS)/installed: benchmarks/peers.txt
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	@grep -v '^#' $< | while read -r line; do \
		$(PEERS)/bin/python -m pip install --quiet $$line || echo "cannot be had: $$line" >&2; \
	done
	@touch $@
