# Thước Đo. `make help` lists what can be done here.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(min(6, os.cpu_count() or 1))')
export PYTHONPATH := $(CURDIR)

.DEFAULT_GOAL := help
.PHONY: help run test test-sqlite test-postgres browser check style fix words migrate migration demo sample-plan bench clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

$(VENV)/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit("Cần Python 3.11 trở lên." if sys.version_info < (3, 11) else 0)'
	@echo "Đang cài đặt thư viện (chỉ lần đầu)..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed tests/requirements.txt
	@echo "Installing what tests and checks need (first time only)..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@

run: $(VENV)/installed ## the demo on http://127.0.0.1:8000, installed and filled on first use
	@THUOCDO_DEMO=1 THUOCDO_LOG=console THUOCDO_PUBLIC_URL=$${THUOCDO_PUBLIC_URL:-http://$(HOST):$(PORT)} $(BIN)/flask demo serve --host $(HOST) --port $(PORT)

test: $(VENV)/installed-dev words-compiled ## the whole suite, on SQLite and on PostgreSQL
	@$(BIN)/python -m pytest -n $(WORKERS) --database sqlite
	@$(BIN)/python -m pytest -n $(WORKERS) --database postgresql -m database

test-sqlite: $(VENV)/installed-dev words-compiled ## the suite on SQLite alone
	@$(BIN)/python -m pytest -n $(WORKERS) --database sqlite

test-postgres: $(VENV)/installed-dev words-compiled ## what touches the database, on a real PostgreSQL
	@$(BIN)/python -m pytest -n $(WORKERS) --database postgresql -m database

browser: $(VENV)/installed-dev words-compiled ## every journey in a real Chromium, also the longest
	@$(BIN)/python -m pytest -m browser --every-page tests/browser

check: style ## format, lint, types, words, and the rules of the house (tests/architecture)
	@$(BIN)/python -m pytest -q -n $(WORKERS) tests/architecture

style: $(VENV)/installed-dev ## format, lint, types, import order, words fresh
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/djlint app --lint --quiet
	@$(BIN)/python -m app.cli.words check
	@$(BIN)/flask forms check

fix: $(VENV)/installed-dev ## let ruff put right what it can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

words: $(VENV)/installed-dev ## collect the marked words and bring every catalog and the table of rights up to date
	@$(BIN)/python -m app.cli.words update
	@THUOCDO_DEMO=1 $(BIN)/flask rights table > docs/quyen-truy-cap.md.new && mv docs/quyen-truy-cap.md.new docs/quyen-truy-cap.md

words-compiled: $(VENV)/installed
	@$(BIN)/python -m app.cli.words compile

migrate: $(VENV)/installed ## bring the database of this environment to the newest schema
	@$(BIN)/flask db upgrade

migration: $(VENV)/installed-dev ## write a new migration: make migration NAME=add_something
	@$(BIN)/flask db revision "$(NAME)"

sample-plan: $(VENV)/installed-dev ## write the demo's plan again as .docx and .pdf after its .txt was changed
	@$(BIN)/python -m tests.cli.sample_plan

bench: $(VENV)/installed-dev ## the six benchmarks, small; see docs/benchmarks.md for the full sizes
	@$(BIN)/python bench/intake.py
	@$(BIN)/python bench/scores.py
	@$(BIN)/python bench/export.py
	@$(BIN)/python bench/plans.py
	@$(BIN)/python bench/first_view.py
	@$(BIN)/python bench/cases.py --sizes 1000,10000

clean: ## forget the virtual environment and the caches; the data in instance/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
