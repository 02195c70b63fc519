# One command each: `make check` runs everything that CI runs, `make demo` the main job on the shipped fixture.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

$(VENV)/.installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.PHONY: setup demo test lint types imports schemas fixtures check
setup: $(VENV)/.installed

demo: setup
	@$(BIN)/summariser demo

test: setup
	$(BIN)/python -m pytest -n auto

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

imports: setup
	$(BIN)/lint-imports

schemas: setup
	for name in draft reading brief digest; do $(BIN)/summariser schema $$name > schemas/$$name.json; done

FIXTURES := embassy flood
fixtures: setup
	for name in $(FIXTURES); do for form in md json; do (cd fixtures/$$name && \
		../../$(BIN)/summariser brief articles --replay recordings --strict --format $$form > expected/brief.$$form); done; done
	$(BIN)/summariser demo --week -o fixtures/week/expected

check: lint types imports test
