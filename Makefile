# make demo   build examples/articles into demo/      make test    the test suite
# make check  format, lint, types, tests              make wheel   dist/*.whl
# make docs   the pages of docs/ontology from ontology/*.ttl
PYTHON ?= python3
BIN := .venv/bin
ARTICLES := $(wildcard examples/articles/*)

.PHONY: install demo test check format lint types wheel docs clean
.DELETE_ON_ERROR:

install: .venv/installed

.venv/installed: requirements.lock requirements-dev.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock --requirement requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: install
	$(BIN)/kg build examples/articles --output demo --base-iri https://news.example/data/ \
		--title "Example articles" --license https://creativecommons.org/publicdomain/zero/1.0/
	@echo
	@echo "Look at demo/graph.ttl (Turtle), demo/graph.nq (N-Quads), demo/report.txt; or try:"
	@echo "  $(BIN)/kg extract examples/articles/ankara-visit.txt"
	@echo "  $(BIN)/kg query demo 'SELECT ?label WHERE { ?e a kg:Event ; rdfs:label ?label } LIMIT 10'"

test: install
	$(BIN)/python -m pytest -n 2

check: install format lint types test

format: install
	$(BIN)/ruff format --check .

lint: install
	$(BIN)/ruff check .

types: install
	$(BIN)/mypy kg

wheel: install
	rm -rf dist
	$(BIN)/python -m build --no-isolation --wheel

docs: install
	$(BIN)/python docs/ontology/make.py

clean:
	rm -rf .venv demo dist build
