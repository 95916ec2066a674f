# Shahid: `make run` answers, `make test` proves. Both do all the set-up; a second call is fast.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := -m pip install --quiet --disable-pip-version-check
EVAL_DATA ?= ../shared
export EVAL_DATA

.PHONY: help run chat fast test lint types contracts quick unit quality benchmarks mutants fmt lock audit clean
.DEFAULT_GOAL := run

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.installed ## the bot; with no token, the local page
	@$(BIN)/shahid run

chat: $(VENV)/.installed ## the local page
	@$(BIN)/shahid chat

fast: lint types contracts quick ## what most changes need, within a minute: all but the slow tests and the quality gate

test: lint types contracts unit quality ## everything: what a change must pass

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Shahid needs Python 3.11 or newer: set one with  make PYTHON=python3.12 …"; exit 1; }
	@echo "Making $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

# --no-deps: the lock files are the full closure, without what camel-tools' BERT parts would bring.
$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing Shahid (about a minute the first time) …"
	@$(BIN)/python $(PIP) --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python $(PIP) --no-deps -e .
	@touch $@

$(VENV)/.tested: requirements-dev.lock $(VENV)/.installed
	@echo "Installing what the tests need …"
	@$(BIN)/python $(PIP) --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

$(VENV)/audit/.installed: | $(VENV)/bin/python
	@echo "Installing pip-audit …"
	@$(PYTHON) -m venv $(VENV)/audit
	@$(VENV)/audit/bin/python $(PIP) 'pip-audit>=2.9'
	@touch $@

lint: $(VENV)/.tested ## ruff: rules and layout
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.tested ## mypy, strict
	$(BIN)/mypy

contracts: $(VENV)/.tested ## import-linter: which layer may import which
	$(BIN)/lint-imports

quick: $(VENV)/.tested ## the tests that are not marked slow, on up to 4 cores
	$(BIN)/python -m pytest -m "not slow" --numprocesses auto --maxprocesses 4 --dist loadfile

unit: $(VENV)/.tested ## all tests, with coverage
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine -q
	$(BIN)/coverage report --include='retrieval/*' --fail-under=95
	$(BIN)/coverage report --include='bot/*' --fail-under=95

quality: $(VENV)/.tested ## the quality gate: no measure below its floor
	$(BIN)/python -m retrieval.evaluation.gate

benchmarks: $(VENV)/.tested ## quality and speed beside peers
	$(BIN)/python -m benchmarks.quality
	$(BIN)/python -m benchmarks.speed

mutants: $(VENV)/.tested ## draws mutants and runs the tests of their modules: up to 40 minutes
	$(BIN)/python -m benchmarks.mutants --write docs/mutants.md

fmt: $(VENV)/.tested ## repairs what ruff can repair
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

lock: ## resolves the lock files anew, keeping versions that fit (needs the network; .ci/lock --upgrade takes the newest)
	PYTHON=$(PYTHON) .ci/lock

audit: $(VENV)/audit/.installed ## known vulnerabilities of the locked versions (needs the network)
	$(VENV)/audit/bin/pip-audit --strict --require-hashes --disable-pip -r requirements.lock -r requirements-dev.lock

clean: ## removes what was installed, indexed and cached
	rm -rf $(VENV) data .coverage* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
