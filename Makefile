# Everything sets itself up in .venv; all that must be there is Python 3.11+ and git.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# What the first checks would have to make is kept beside the byte code: rules, databases, code.
KEEP := XDG_CACHE_HOME=$(CURDIR)/prtool/__pycache__ $(BIN)/prtool -C / check \
	--diff $(CURDIR)/prtool/demo/everyday.diff >/dev/null

.PHONY: demo test test-lowest check lint types docs bench bench-check bench-wild clean

demo: $(VENV)/.ready
	$(BIN)/prtool demo

test: $(VENV)/.ready-dev
	$(BIN)/pytest -n auto -q

# With the least version of each package that pyproject.toml names.
test-lowest:
	$(PYTHON) -m venv --clear .venv-lowest
	.venv-lowest/bin/python -m tests.support.lowest >.venv-lowest/constraints.txt
	.venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check \
		--constraint .venv-lowest/constraints.txt --editable '.[test]'
	.venv-lowest/bin/pytest -n auto -q

lint: $(VENV)/.ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.ready-dev
	$(BIN)/mypy

# What CI runs.
check: lint types test

bench: $(VENV)/.ready-dev
	$(BIN)/python -m benchmarks.bench_prepare
	$(BIN)/python -m benchmarks.bench_conductor --write

# The pages of docs/reference that are made from the tables.
docs: $(VENV)/.ready-dev
	$(BIN)/python -m tests.support.reference_pages

# Against other scanners, which go into .venv-bench; writes its tables into the docs.
bench-check: $(VENV)/.ready-dev
	rm -f .venv-bench/prtool/.ready
	$(MAKE) VENV=.venv-bench/prtool .venv-bench/prtool/.ready
	$(BIN)/python -m benchmarks.bench_check --prtool .venv-bench/prtool/bin/prtool --write

bench-wild: $(VENV)/.ready-dev
	$(BIN)/python -m benchmarks.bench_wild --lines

clean:
	rm -rf $(VENV) .venv-bench .venv-lowest .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "prtool needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip

$(VENV)/.ready: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	$(BIN)/python -m compileall -q prtool
	$(KEEP) && $(KEEP)
	touch $@

$(VENV)/.ready-dev: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(BIN)/python -m compileall -q prtool
	$(KEEP) && $(KEEP)
	touch $@ $(VENV)/.ready
