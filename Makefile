# Needs only Python 3.11 or newer and make; uv is used where it is installed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
WORDS := $(wildcard indexer/normalise/data/*.yaml indexer/normalise/data/*/*.yaml)
SERIF := web/static/fonts/OFL.txt
COMPILED := indexer/normalise/data/compiled.json
SEEDS := $(wildcard seed_data/*/)

.DEFAULT_GOAL := help
.PHONY: help env dev run test test-long lint format quality measure fit bench screenshots clients fuzz torture soak record openapi sbom audit locks clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

env: $(VENV)/.run $(COMPILED) $(SERIF) ## make .venv with what running needs, and .venv/bin/entente

dev: $(VENV)/.dev $(COMPILED) $(SERIF) ## env, plus what tests and lint need

run: env ## ingest seed_data, build the index, serve http://127.0.0.1:8000
	$(BIN)/entente ingest $(SEEDS)
	$(BIN)/entente serve

test: dev ## every test; what is not installed here is skipped with a sentence
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

test-long: dev ## what takes longer: packages built, linters from npm, proxies, several servers
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m long $(PYTEST_ARGS)

lint: dev ## ruff, mypy --strict, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: dev ## rewrite the code in house format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

quality: dev ## normalisers on the labelled set, ranking on the judged one, speed (BESIDE=../old: and of that)
	$(BIN)/entente quality
	$(BIN)/python -m indexer.quality.record
	$(BIN)/python -m tests.speed $(if $(BESIDE),--beside $(BESIDE))
	$(BIN)/python -m tests.judging

measure: dev ## record the figures of this version (they may not fall)
	$(BIN)/python -m indexer.quality.record --write
	$(BIN)/python -m tests.judging --write

fit: dev ## fit the models of domains and of primary dates to the labelled set, record the new figures
	$(BIN)/python -m indexer.quality.record --fit --write

bench: dev ## every door beside yardsticks: docs/performance.md (options in BENCH)
	$(BIN)/python -m tests.bench $(BENCH)

screenshots: dev ## render every kind of page into docs/images (needs Chromium)
	$(BIN)/python -W ignore -m tests.screenshots

fuzz: dev ## Schemathesis in full, on both search engines
	$(BIN)/python -m tests.fuzz

clients: dev ## clients generated from the description by three tools, and used (npm and PyPI)
	$(BIN)/python -W ignore -m tests.clients.generate

torture: dev ## kill every kind of work at 100 points, flood every reader (options in TORTURE, INPUTS)
	$(BIN)/python -W ignore -m tests.torture $(TORTURE)
	$(BIN)/python -W ignore -m tests.torture.inputs $(INPUTS)

soak: dev ## ten minutes of searches and uploads, a search server killed midway (options in SOAK)
	$(BIN)/python -W ignore -m tests.torture.soak $(SOAK)

record: dev ## record the answers to tests/recorded_requests anew, for a reviewed change
	$(BIN)/python -W ignore -m tests.recorded_requests.play

openapi: dev ## record examples, description and docs/api.md after a reviewed change of the API
	$(BIN)/python -m tests.recorded
	$(BIN)/python -m tests.tour

sbom: dev ## what a release is made of, as CycloneDX on standard output
	@$(BIN)/python -m tests.house.sbom

audit: dev ## known vulnerabilities of what running needs, where PyPI can be asked
	@$(BIN)/python -m tests.house.audit

locks: ## refresh requirements/*.txt from pyproject.toml (needs uv)
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 \
	  --no-emit-index-url --no-emit-find-links \
	  pyproject.toml requirements/build.in --extra postgres -o requirements/run.txt
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 \
	  --no-emit-index-url --no-emit-find-links \
	  pyproject.toml requirements/build.in --extra postgres --extra mcp --group dev -c requirements/run.txt \
	  -o requirements/dev.txt
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 \
	  --no-emit-index-url --no-emit-find-links --group bench -o requirements/bench.txt
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 \
	  --no-emit-index-url --no-emit-find-links --group analyst -o requirements/analyst.txt
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 \
	  --no-emit-index-url --no-emit-find-links --group audit -o requirements/audit.txt

clean: ## remove the environment and the caches; var/ stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Entente needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
ifdef UV
	$(UV) venv -q --python "$$(command -v $(PYTHON))" $(VENV)
else
	$(PYTHON) -m venv $(VENV)
endif

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(call install,requirements/run.txt)
	touch $@

$(COMPILED): $(VENV)/.run $(WORDS)
	$(BIN)/python -m indexer.normalise.vocabulary

$(SERIF): web/fonts.py | $(VENV)/.run
	$(BIN)/python -m web.fonts

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(call install,requirements/dev.txt)
	touch $@

ifdef UV
define install
	$(UV) pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r $(1)
	$(UV) pip install -q --compile-bytecode --python $(BIN)/python --no-deps --no-build-isolation -e .
endef
else
define install
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $(1)
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
endef
endif
