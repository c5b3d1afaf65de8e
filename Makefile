# Two commands on a machine with Python 3.11, git and make do everything: `make demo`, `make test`.
# The environment is made on the way, once, and again when the lock or pyproject.toml changes.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := .venv

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
export PYTHONUTF8 := 1

LOCKED_GROUPS := build test lint bench
LOCKED_EXTRAS := postgres bulk cluster

.PHONY: .venv demo test test-slow lint bench lock clean help

.venv: .venv/installed  ## the environment, from requirements.lock

# A new lock gives a new environment, and so does an installation that was interrupted: the stamp comes last. --no-deps, because
# the lock is complete (`pip check` shows it) and the resolver of pip 23.2.1, which Python 3.11 brings, stops at the extra that
# some packages call lxml[html_clean] and others lxml[html-clean].
.venv/locked: requirements.lock
	$(PYTHON) -c 'import sys; sys.exit("make PYTHON=python3.11: Chibo needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	@echo "Making .venv; this takes a minute or two, once."
	$(PYTHON) -m venv --clear .venv
	awk '/^[^ #]/ {keep = /^setuptools==/} keep' requirements.lock > .venv/first.txt
	$(PIP) install --no-deps --require-hashes -r .venv/first.txt
	$(PIP) install --no-deps --use-pep517 --no-build-isolation --require-hashes -r requirements.lock
	touch $@

.venv/installed: .venv/locked pyproject.toml
	rm -rf .venv/lib/python3*/site-packages/chibo-*.dist-info  # what an interrupted installation left
	$(PIP) install --no-deps --no-build-isolation -e .
	$(PIP) check
	touch $@

demo: .venv/installed  ## everything on the sample articles, into outputs/demo/
	$(BIN)/chibo demo

test: .venv/installed  ## the tests, without the long ones
	$(BIN)/python -m pytest -m "not slow"

test-slow: .venv/installed  ## the long tests: kills, fuzzing, big archives
	$(BIN)/python -m pytest -m slow

lint: .venv/installed  ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/installed  ## speed beside other tools, into outputs/bench.json
	$(BIN)/python -m tests.bench

lock:  ## requirements.lock again, from pyproject.toml; needs uv
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make lock" $(LOCKED_GROUPS:%=--group %) $(LOCKED_EXTRAS:%=--extra %) --output-file requirements.lock pyproject.toml

clean:  ## all that was made here, the environment included
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis outputs/demo outputs/bench.json
	find pipeline scrapers tests -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## these lines
	@awk -F ':.*## ' '/^[a-z.-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
