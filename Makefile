# Shahid: `make run` answers, `make test` proves. Both do all the set-up; a second call is fast.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
EVAL_DATA ?= ../shared
export EVAL_DATA

.PHONY: run chat test lint types contracts unit quality benchmarks clean

run: $(VENV)/.installed
	@$(BIN)/shahid run

chat: $(VENV)/.installed
	@$(BIN)/shahid chat

test: lint types contracts unit quality

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Shahid needs Python 3.11 or newer: set one with  make PYTHON=python3.12 …"; exit 1; }
	@echo "Making $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

# --no-deps: the lock files are the full closure, without what camel-tools' BERT parts would bring.
$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing Shahid (about a minute the first time) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.tested: requirements-dev.lock $(VENV)/.installed
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

lint: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.tested
	$(BIN)/mypy

contracts: $(VENV)/.tested
	$(BIN)/lint-imports

unit: $(VENV)/.tested
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine -q
	$(BIN)/coverage report --include='retrieval/*' --fail-under=95
	$(BIN)/coverage report --include='bot/*' --fail-under=95

quality: $(VENV)/.tested
	$(BIN)/python -m retrieval.evaluation.gate

benchmarks: $(VENV)/.tested
	$(BIN)/python -m benchmarks.quality
	$(BIN)/python -m benchmarks.speed

clean:
	rm -rf $(VENV) data .coverage* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
