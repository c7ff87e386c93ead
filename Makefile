# One door to everything: `make help`. Each target sets up what it needs, on Linux with Python 3.11 or newer.

VENV ?= .venv
ARGS ?=
# The suite's workers: one per core, unless told otherwise (PYTEST_WORKERS=0 for one process and a debugger).
PYTEST_WORKERS ?= auto

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL_SELF := $(PIP) install --no-deps --no-build-isolation --editable .
RUNTIME := $(VENV)/.installed-runtime
DEV := $(VENV)/.installed-dev
UV_VERSION := 0.13.8
# LGPL-2.1 (semgrep) and Apache-2.0: programs of their own, no part of what is installed.
SCANNERS := bandit==1.9.4 semgrep==1.182.0
MARK := printf '%s\n' '$(CURDIR)'
NOT_FETCHED := echo "The packages could not be fetched. Is this machine connected? Then run the same command again." >&2; exit 1

# At home the slow tests are left out; CI runs everything.
MARKS := $(if $(CI),,-m "not slow")

# A target whose material does not exist (yet) is not offered.
WEB := $(wildcard web/package.json)
COMMANDS := help run $(if $(WEB),web) test check fmt docs lock clean \
	$(if $(wildcard bench/__main__.py),bench bench-material bench-learning guards scan)

# The programs in an environment name the folder it was made in: in a folder that was moved it is made anew.
ifeq ($(VENV),.venv)
ifneq ($(wildcard $(RUNTIME)),)
ifneq ($(shell cat $(RUNTIME)),$(CURDIR))
$(shell [ ! -s $(RUNTIME) ] || rm -f $(BIN)/python $(RUNTIME) $(DEV))
endif
endif
endif

export PIP_NO_INPUT := 1
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: $(COMMANDS)

help: ## Show this list.
	@awk -F ':.*## ' -v commands=" $(COMMANDS) " '/^[a-z-]+:.*## / && index(commands, " " $$1 " ") { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUNTIME) ## Start Lyceum on this machine, with its own database (ARGS="--help" for options).
	@tools/make_model.sh $(VENV)
	@tools/build_web.sh $(VENV)
	@$(BIN)/lyceum up $(ARGS)

ifdef WEB
web: $(RUNTIME) ## Build the web app, if it has changed; `make run` does it too.
	@tools/build_web.sh $(VENV)
endif

test: check ## Run the checks, then every test with coverage.
	@tools/make_model.sh $(VENV)
	@tools/build_web.sh $(VENV)
	@tools/web_npm.sh $(VENV) test
	@$(BIN)/python -m pytest -n $(PYTEST_WORKERS) --cov --cov-report= --coverage-floors $(MARKS) $(ARGS)

check: $(DEV) ## Check style, types and the borders between domains.
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy src tools tests
	@$(BIN)/lint-imports --no-logo
	@tools/web_npm.sh $(VENV) run check

fmt: $(DEV) ## Format the code and mend what can be mended safely.
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .
	@tools/web_npm.sh $(VENV) run fmt

docs: $(DEV) ## Check that links and commands in the documents lead somewhere.
	@$(BIN)/python -m pytest tests/architecture/test_documents.py $(ARGS)

ifneq ($(filter bench,$(COMMANDS)),)
guards: $(DEV) ## Take each guard away in turn, and see that a test notices (half an hour).
	@$(BIN)/python -m tools.guards $(ARGS)

scan: $(BIN)/python ## Read the code for what attackers look for, with bandit and semgrep in an environment of their own.
	@test -x .scan/bin/semgrep || { tools/make_venv.sh .scan && .scan/bin/python -m pip -q install $(SCANNERS); } || { rm -rf .scan; $(NOT_FETCHED); }
	@$(BIN)/python -m tools.scan .scan/bin/bandit .scan/bin/semgrep

bench: $(DEV) ## Measure start, memory, requests and events (ARGS="--help" for options).
	@$(BIN)/python -m bench $(ARGS)

bench-material: $(DEV) ## Measure what is made of textbook chapters (DATA=folder, see bench/material.py).
	@$(BIN)/python -m bench.material $(DATA) $(ARGS)

bench-learning: $(DEV) ## Measure how well learners are predicted (DATA=folder, see bench/learning.py).
	@OMP_NUM_THREADS=1 $(BIN)/python -m bench.learning $(DATA) $(ARGS)
endif

lock: $(BIN)/python ## Pin every dependency with its hashes (UPGRADE=1 for the newest versions).
	@$(PIP) install "uv==$(UV_VERSION)"
	@tools/lock.sh $(BIN)/uv
	@tools/lock_web.sh $(VENV)

clean: ## Remove what the targets above have made, but no learner's data.
	@rm -rf src/lyceum/app/static web/node_modules web/.generated
	@rm -rf .venv .scan build dist .coverage .coverage.* .hypothesis .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	@find . -path ./.git -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/python:
	@tools/make_venv.sh $(VENV)

$(RUNTIME): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing Lyceum into $(VENV): about a minute, and again only when the lock has changed."
	@$(PIP) install --require-hashes --no-deps --requirement requirements.lock || { $(NOT_FETCHED); }
	@$(INSTALL_SELF)
	@$(MARK) > $@

# The development lock contains the runtime lock, so it satisfies `make run` too.
$(DEV): requirements-dev.lock requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing Lyceum and its tools into $(VENV): a minute or two, and again only when a lock has changed."
	@$(PIP) install --require-hashes --no-deps --requirement requirements-dev.lock || { $(NOT_FETCHED); }
	@$(INSTALL_SELF)
	@$(MARK) > $(RUNTIME)
	@$(MARK) > $@
