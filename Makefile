# The commands of the house. Each needs nothing but make and a python3 that pyproject.toml names; `make setup` does the rest.
# Variables: PYTHON (which python3 makes the environment), SERVE=0 (run: stop before serving), RESUME (run), PORT, DATA, GOLD, LANES, POSTINGS, SIZES (bench).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
DEV := $(VENV)/.ready-dev
SERVE ?= 1
RESUME ?= crawler/sample/resumes/backend_to_ml_platform.md
PORT ?= 8501

.PHONY: setup setup-dev setup-scale run test test-long torture mutants check bench bench-scale bench-quality bench-finding bench-headings bench-claims bench-resumes bench-sentences bench-trades bench-careers bench-strangers bench-validity clean
.DEFAULT_GOAL := help

help:  ## say what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## / · /'

setup: $(STAMP)  ## make the virtual environment (.venv) for running, from requirements.lock

setup-dev: $(DEV)  ## the same with what tests, checks and benches need, from requirements-dev.lock

setup-scale: $(STAMP) requirements-scale.lock  ## what work past one machine needs besides (docs/scale.md): a cluster that reads, a bucket
	@PYTHON='$(PYTHON)' sh ./setup.sh '$(VENV)' requirements-scale.lock

$(STAMP): requirements.lock pyproject.toml setup.sh
	@PYTHON='$(PYTHON)' sh ./setup.sh '$(VENV)' requirements.lock
	@touch $@

$(DEV): requirements-dev.lock pyproject.toml setup.sh
	@PYTHON='$(PYTHON)' sh ./setup.sh '$(VENV)' requirements-dev.lock
	@touch $@ $(STAMP)

run: $(STAMP)  ## the pipeline on an example market, a sample resume against real jobs, the dashboard (SERVE=0 stops before it)
	@$(BIN)/skillgap demo
	@echo 'The same resume against real jobs, which ship with skillgap:' >&2
	@$(BIN)/skillgap gap $(RESUME) --market reference
ifneq ($(SERVE),0)
	@$(BIN)/skillgap dashboard --port $(PORT)
endif

test: $(DEV)  ## the quick tests: no network but loopback, no browser
	@$(BIN)/python -m pytest -n auto --dist loadfile

test-long: $(DEV)  ## browser, faults, hostile files, simulations
	@$(BIN)/python -m pytest -m long

torture: $(DEV)  ## the full counts of kills, damages, hostile inputs, full disks and simulations, by hand
	@$(BIN)/python -m bench.keeping.torture --write docs/reliability.md
	@SKILLGAP_TORTURE=1 $(BIN)/python -m pytest -m long

mutants: $(DEV)  ## changes to the code that judges and keeps, each seen by a test or named, by hand
	@$(BIN)/python -m bench.keeping.mutants

check: $(DEV)  ## style, types and the layers of the house
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(DEV)  ## seconds, CPU and memory of each stage and of the dashboard (GOLD=… POSTINGS=… measure on your files too)
	@$(BIN)/python -m bench.stages $(if $(GOLD),--gold '$(GOLD)') $(if $(POSTINGS),--postings '$(POSTINGS)')
	@$(BIN)/python -m bench.dashboard
	@$(BIN)/python -m bench.crawl --pages 3000
	@$(BIN)/python -m bench.gap
	@$(BIN)/python -m bench.scale --sizes 1000 10000

bench-scale: $(DEV)  ## each stage at 1,000, 10,000 and 100,000 invented postings beside its peers and aims (SIZES='1000 10000')
	@$(BIN)/python -m bench.scale $(if $(SIZES),--sizes $(SIZES))

bench-quality: $(DEV)  ## how well it reads: GOLD=… LANES=… labelled postings; POSTINGS=… the texts of bench/labels
	@$(BIN)/python -m bench.quality $(if $(GOLD),--gold '$(GOLD)') $(if $(LANES),--lanes '$(LANES)') \
	  $(if $(POSTINGS),--labels $(wildcard bench/labels/*.jsonl) --postings $(POSTINGS))

bench-finding: $(DEV)  ## how fast skills are found and postings read beside spaCy, in turn: POSTINGS=… postings with texts
	@$(BIN)/python -m bench.finding --texts $(POSTINGS)

bench-headings: $(DEV)  ## does a heading stay one whatever decorates it: POSTINGS=… postings with texts
	@$(BIN)/python -m bench.metamorphic --postings $(POSTINGS)

bench-resumes: $(DEV)  ## what is read of fictional people whose truth is known, and what would be advised to them
	@$(BIN)/python -m bench.people

bench-sentences: $(DEV)  ## what is read of each name in labelled sentences of invented resumes, by writer and label
	@$(BIN)/python -m bench.sentences

bench-trades: $(DEV)  ## words that look like skills, in resumes of invented people of other trades
	@$(BIN)/python -m bench.trades

bench-careers: $(DEV)  ## is a career read the same however a resume writes it: texts, Word files, PDFs by Chromium
	@$(BIN)/python -m bench.careers

bench-strangers: $(DEV)  ## is a career read the same in layouts that the reader was not written by: 61 of them
	@$(BIN)/python -m bench.strangers

bench-claims: $(DEV)  ## do the labels of claims say what a plain search of the texts finds: DATA=… a market with texts
	@$(BIN)/python -m bench.claims --data '$(DATA)'

bench-validity: $(DEV)  ## does the advice hold for employers that no fit has seen: DATA=… a real market, GOLD=… labelled postings
	@$(BIN)/python -m bench.validity $(if $(DATA),--data '$(DATA)') $(if $(GOLD),--gold $(GOLD))

clean:  ## take the environment and caches away (never data)
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
