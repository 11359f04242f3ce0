# Every target sets up what it needs: a virtual environment in .venv, from lock files with hashes.
PYTHON ?= python3
VENV := .venv
# Tests run in so many processes; each brings its own databases.
WORKERS ?= 2
BIN := $(VENV)/bin
UV := $(BIN)/uv pip install --quiet --require-hashes --no-build
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links

.DEFAULT_GOAL := help
.PHONY: help demo test browser check lint format bench faults docs screenshots schema lock clean

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.runtime ## try it in your browser, on a local Slack; ARGS=--story tells it here
	@$(BIN)/belltower demo $(ARGS)

test: $(VENV)/.dev ## run the tests, on SQLite and on PostgreSQL; those with a browser apart
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal --ignore=tests/browser $(ARGS)

browser: $(VENV)/.browser ## run the tests of the demo's page in Chromium
	@$(BIN)/python -m pytest -q tests/browser $(ARGS)

check: lint test browser ## all that must hold before a change lands
	@$(BIN)/belltower contract check valimail bird

lint: $(VENV)/.dev ## style, types, and which room may import which
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: $(VENV)/.dev ## write the code in its one style
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/.bench $(VENV)/.browser ## measure: time engine, sweep, commands, page, workers; beside other libraries
	@$(BIN)/python -m tests.bench $(ARGS)

faults: $(VENV)/.dev ## kill workers, cut connections, restart the database, and count what got lost: about three minutes
	@$(BIN)/python -m tests.faults $(ARGS)

schema: $(VENV)/.dev ## write the JSON Schema of contract files anew
	@$(BIN)/python -m bot.contracts.schema

docs: $(VENV)/.dev ## write the pages of docs/ that are made from the code anew
	@$(BIN)/python -m tests.docs

screenshots: $(VENV)/.browser ## take the README's pictures anew, with Chromium
	@$(BIN)/python -m tests.browser.screenshots

lock: $(VENV)/.uv ## write the lock files anew
	@$(LOCK) pyproject.toml --all-extras --group build -o requirements/runtime.txt
	@$(LOCK) pyproject.toml --all-extras --group dev -o requirements/dev.txt
	@$(LOCK) pyproject.toml --all-extras --group dev --group bench -o requirements/bench.txt
	@$(LOCK) pyproject.toml --all-extras --group dev --group browser -o requirements/browser.txt
	@sed -n 's/^\(uv==[^ ]*\).*/\1/p' requirements/uv.txt | $(LOCK) - -o requirements/uv.txt

clean: ## remove what the targets above have made
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/.uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "This Python lacks ensurepip: install the python3-venv package of your system."; exit 1; }
	@echo "Setting up $(VENV) (once, some twenty seconds)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/uv.txt
	@touch $@

$(VENV)/.runtime: $(VENV)/.uv requirements/runtime.txt pyproject.toml
	@test -f $(VENV)/.dev || $(UV) -r requirements/runtime.txt
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --offline --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.uv requirements/dev.txt pyproject.toml
	@$(UV) -r requirements/dev.txt
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --offline --editable .
	@touch $@

$(VENV)/.bench: $(VENV)/.dev requirements/bench.txt
	@$(UV) -r requirements/bench.txt
	@touch $@

$(VENV)/.browser: $(VENV)/.dev requirements/browser.txt
	@$(UV) -r requirements/browser.txt
	@touch $@
