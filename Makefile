# Everything that can be run has a name here; each does all of its own set-up.
#   make demo    see it work, without a token or a network
#   make test    run the tests

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PEERS := .venv-bench
.DEFAULT_GOAL := help
.PHONY: help install demo test check soak bench-delivery load score bench-reading bench-match bench-terms bench-feeds soak-feeds bench-latency fuzz run lock screenshot clean

help:  ## say what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

install: $(READY)  ## make .venv with pinned, hashed packages

$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 install"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

demo: $(READY)  ## replay sample feeds and open a preview of the channel
	$(BIN)/counterclaim demo

test: $(READY)  ## run the tests
	$(BIN)/pytest -n 2

check: $(READY)  ## lint, types, direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

soak: $(READY)  ## kill publishing processes 200 times, and the program at its every step; prints its seed (again with COUNTERCLAIM_SOAK_SEED, from a kill on with COUNTERCLAIM_SOAK_FROM)
	COUNTERCLAIM_SOAK_KILLS=200 $(BIN)/pytest -s -n 0 tests/test_delivery_kills.py tests/wire/test_kills.py

bench-delivery: $(READY)  ## measure stored report to wire, and commands on a million claims
	$(BIN)/python -m tools.bench_delivery

load: $(READY)  ## run the bot for 50 servers, 500 reports an hour and 20 commands a second, held to Discord's limits, on SQLite and PostgreSQL
	$(BIN)/python -m tools.bench_load

score: $(READY)  ## score the reading of claims against the labelled corpus
	$(BIN)/python -m tools.score

bench-reading: $(READY) $(PEERS)/.ready-reading  ## measure how fast entries are read, against spaCy
	$(BIN)/python -m tools.bench_reading --peer $(PEERS)/bin/python

$(PEERS)/.ready-reading: requirements/bench-reading.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/pip install --quiet --require-hashes -r requirements/bench-reading.txt
	@touch $@

bench-match: $(READY)  ## measure the match of one entry against records of 1,000 to 1,000,000 events
	$(BIN)/python -m tools.bench_match

bench-terms: $(READY)  ## measure what 2,000 terms of the filter cost against 200
	$(BIN)/python -m tools.bench_terms

bench-feeds: $(READY) $(PEERS)/.ready-feeds  ## measure a poll cycle, against lemon24/reader and bare fetching
	$(BIN)/python -m tools.bench_feeds

$(PEERS)/.ready-feeds: requirements/bench-feeds.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/pip install --quiet --require-hashes -r requirements/bench-feeds.txt
	@touch $@

soak-feeds: $(READY)  ## poll 2,000 times, then 5,000 feeds, and watch the memory
	$(BIN)/python -m tools.bench_feeds --soak
	$(BIN)/python -m tools.bench_feeds --memory

bench-latency: $(READY)  ## measure a command's latency while 2,000 feeds are polled and entries read
	$(BIN)/python -m tools.bench_latency

fuzz: $(READY) $(PEERS)/.ready-fuzz  ## look for feeds and texts that break reading, for six minutes
	COUNTERCLAIM_FUZZ_EXAMPLES=20000 $(BIN)/pytest tests/adapters/test_fuzz.py tests/core/test_any_text.py
	$(PEERS)/bin/python -m tools.fuzz_feeds

$(PEERS)/.ready-fuzz: requirements/fuzz.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/pip install --quiet --require-hashes -r requirements/fuzz.txt
	@touch $@

run: $(READY)  ## start the bot (needs DISCORD_TOKEN)
	$(BIN)/counterclaim run

lock: $(READY)  ## pin requirements anew
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --quiet --output-file requirements/run.txt
	$(BIN)/uv pip compile pyproject.toml --extra full-text --universal --python-version 3.11 --generate-hashes --no-header --quiet --output-file requirements/full-text.txt
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --quiet --output-file requirements/dev.txt
	$(BIN)/uv pip compile requirements/bench-reading.in --universal --python-version 3.11 --generate-hashes --no-header --quiet --output-file requirements/bench-reading.txt
	$(BIN)/uv pip compile requirements/bench-feeds.in --universal --python-version 3.11 --generate-hashes --no-header --quiet --output-file requirements/bench-feeds.txt
	$(BIN)/uv pip compile requirements/fuzz.in --universal --python-version 3.11 --generate-hashes --no-header --quiet --output-file requirements/fuzz.txt

screenshot: $(READY)  ## make the picture in the README (needs Chromium)
	$(BIN)/python -m tools.screenshot docs/card.png

clean:  ## remove what was made
	rm -rf $(VENV) $(PEERS) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
