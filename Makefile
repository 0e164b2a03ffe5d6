# Every command of a developer or newcomer; `make` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help

VENV ?= .venv
# The first of these that runs and is new enough: a pyenv shim may be there for a version that is not installed.
PYTHON ?= $(shell for python in python3.13 python3.12 python3; do $$python -c 'import sys; sys.exit(not (3, 12) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$python && break; done)
PORT ?= 8000

IN := $(VENV)/bin
STAMP := $(VENV)/.made-from-the-lock
DEMO_DATABASE := sqlite+aiosqlite:///.demo/demo.db

define HOW_TO_ASK

The server starts now; Ctrl-C stops it. Open http://127.0.0.1:$(PORT) in a browser, /graphql there to ask questions, or
ask from another shell:

  curl -s http://127.0.0.1:$(PORT)/graphql -H 'content-type: application/json' \
    -d '{"query":"{ speaker(name: \"مریم نیک‌فر\") { name tenures { role from } claims(first: 3) { totalCount nodes { content role saidOn article { title outlet { name } } } } } }"}'

or read its database on the command line:

  export PATH=$$PWD/$(IN):$$PATH GOZAREH_DATABASE_URL=$(DEMO_DATABASE)
  gozareh claims --speaker "مریم نیک‌فر" --text "اتوبوس"

endef
export HOW_TO_ASK

.PHONY: help
help:
	@grep -hE '^[a-z%-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.PHONY: setup
setup: $(STAMP) ## set up the environment in .venv, from the lock

$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo 'Gozareh needs Python 3.12 or 3.13; name it: make setup PYTHON=/path/to/python3.13' >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(IN)/pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(IN)/pip install --quiet --no-deps --no-build-isolation --editable .
	$(IN)/pip check --quiet
	@touch $@

.PHONY: demo
demo: export GOZAREH_DATABASE_URL := $(DEMO_DATABASE)
demo: export GOZAREH_PUBLIC_URL := http://127.0.0.1:$(PORT)
demo: setup ## ingest the sample articles and serve them on port 8000, or PORT
	@mkdir -p .demo
	@$(IN)/gozareh db upgrade
	@$(IN)/gozareh speakers load
	@$(IN)/gozareh speakers import samples/speakers.csv
	@$(IN)/gozareh ingest samples/articles.jsonl samples/ketabkhane.html
	@$(IN)/gozareh ingest samples/boostan.txt --outlet "نمای شهر" --published-at 1402-12-15
	@$(IN)/gozareh claims --first 3
	@$(IN)/gozareh timeline --speaker "مریم نیک‌فر" --interval year
	@echo "$$HOW_TO_ASK"
	@$(IN)/gozareh serve --port $(PORT)

.PHONY: serve
serve: setup ## serve the database that GOZAREH_DATABASE_URL names
	$(IN)/gozareh serve --port $(PORT)

.PHONY: test
test: setup ## run every test, on SQLite and on PostgreSQL
	$(IN)/pytest -n auto

.PHONY: test-fast
test-fast: setup ## run the tests but the slow ones
	$(IN)/pytest -n auto -m "not slow"

.PHONY: test-once
test-once: setup ## run each test but the slow ones with the first of its parameters, on SQLite where it runs on both
	$(IN)/pytest -n auto -m "not slow" -k "not postgresql" --once

.PHONY: prove
prove: setup ## prove the invariants of verification by 100,000 random operations, in some 22 minutes
	GOZAREH_TEST_OPERATIONS=100000 $(IN)/pytest -q tests/ingest/test_invariants.py

.PHONY: prove-kills
prove-kills: setup ## kill the server at 200 random moments while clients write, on both engines, in some 30 minutes
	GOZAREH_TEST_KILLS=200 $(IN)/pytest -q -s tests/proofs/test_kills.py

.PHONY: fuzz
fuzz: setup ## ask 2,000 documents that Schemathesis makes from the schema, on each engine, in some 10 minutes
	GOZAREH_TEST_FUZZ_CASES=2000 $(IN)/pytest -q -s tests/proofs/test_fuzz.py

.PHONY: coverage
coverage: setup ## run every test and show the lines and branches that none reaches
	$(IN)/pytest --cov --cov-report=term-missing:skip-covered

.PHONY: check
check: setup ## check form, types, layers, the schema and, where it can be asked, what is known of dependencies; changes nothing
	$(IN)/ruff check .
	$(IN)/ruff format --check .
	$(IN)/mypy
	$(IN)/lint-imports
	$(IN)/gozareh schema check
	$(IN)/python -m tests.auditing

.PHONY: format
format: setup ## put the code in form
	$(IN)/ruff check --fix .
	$(IN)/ruff format .

.PHONY: types
types: setup ## check the types
	$(IN)/mypy

.PHONY: conformance
conformance: setup ## run the audits of graphql-http, relay-compiler and graphql-codegen; needs the npm registry
	$(IN)/python -m tests.conformance.run

.PHONY: schema
schema: setup ## write schema.graphql anew
	$(IN)/gozareh schema write

.PHONY: bench
bench: setup ## measure extraction, ingest and knowledge; bench-NAME runs one alone
	@for benchmark in $(patsubst benchmarks/%.py,%,$(wildcard benchmarks/*.py)); do $(IN)/python -m benchmarks.$$benchmark || exit 1; done

bench-%: setup
	$(IN)/python -m benchmarks.$* $(ARGUMENTS)

.PHONY: bench-api
bench-api: setup ## measure the API beside PostGraphile 5, some 20 minutes and 4 GB the first time; ARGUMENTS=--help tells more
	$(IN)/python -m benchmarks.api $(ARGUMENTS)

.PHONY: bench-pages
bench-pages: setup ## measure what pages cost the server and weigh, with a million claims; fails where speakers' are too dear
	$(IN)/python -m benchmarks.pages $(ARGUMENTS)

.PHONY: lighthouse
lighthouse: setup ## let Lighthouse judge a speaker's page of 5,000 claims, on a phone; needs the npm registry once, and Chromium
	$(IN)/python -m benchmarks.pages.lighthouse

.PHONY: screenshots
screenshots: setup ## take the pictures of pages that docs/ shows, of the samples; needs Chromium
	$(IN)/python -m tests.browser.screenshots

.PHONY: soak
soak: setup ## ask a server for two hours as all sorts of clients do; fails where it does not stay flat; ARGUMENTS=--help tells more
	$(IN)/python -m benchmarks.soak $(ARGUMENTS)

.PHONY: lock
lock: setup ## write requirements.lock anew from pyproject.toml, and requirements.run.lock, what a container needs of it
	$(IN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --extra dev pyproject.toml -o requirements.lock
	$(IN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --extra build --extra tracing --constraint requirements.lock pyproject.toml -o requirements.run.lock
