# Needs Python 3.11 or later with venv, and make. `make help` lists what there is.

PORT   ?= 8080
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
FIVE   := hallserver displays counters devices reports
UV     := uv==0.13.9

# Without compiled modules each of the hundreds of processes that the tests start would compile the program anew.
unexport PYTHONDONTWRITEBYTECODE

# Each stamp is newer than its lock file once that is installed.
RUN_READY  := $(VENV)/run.stamp
TEST_READY := $(VENV)/test.stamp

.DEFAULT_GOAL := help
.PHONY: help run test check check-style check-types check-habits check-collected faults promises shots old-kiosk soak axe bench lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

run: $(RUN_READY) ## run the demo hall on 127.0.0.1; PORT=8080
	$(BIN)/python -m hallserver demo --port $(PORT)

test: $(TEST_READY) ## install what the tests need, check, run all tests (the habits with the checks)
	.ci/tools
	$(MAKE) --no-print-directory --jobs 3 --output-sync check
	$(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder --ignore tests/habits

check: check-types check-habits check-collected check-style ## style, types, floors and habits of the house

check-style: $(TEST_READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-logo

check-types: $(TEST_READY)
	$(BIN)/mypy

check-habits: $(TEST_READY)
	$(BIN)/python -m pytest --quiet tests/habits

# What cannot be imported is said here; and the three who collect the tests after this find them compiled.
check-collected: $(TEST_READY)
	$(BIN)/python -m pytest --collect-only -qqq --ignore tests/habits > $(VENV)/collected || { tail -n 60 $(VENV)/collected; exit 1; }

faults: $(TEST_READY) ## every promise tested at length; P=R1,R2 for some
	.ci/tools
	$(BIN)/python -m pytest --long --promise "$(P)"

promises: $(TEST_READY) ## the same; fills tests/promises.json and the tables of the READMEs; P=R1,R2 for some
	.ci/tools
	$(BIN)/python -m tests.promises "$(P)"

shots: $(TEST_READY) ## pictures of every screen to build/shots, and the README's; ONLY=kiosk,hall-busy for some
	.ci/tools
	$(BIN)/python -m tests.browser.shots build/shots --readme --only "$(ONLY)"

old-kiosk: $(TEST_READY) ## run the screens of the public and of the clerk in Chromium 67
	.ci/tools
	.ci/old-chromium $(BIN)/python
	$(BIN)/python -m pytest tests/browser/test_old_kiosk.py

soak: $(TEST_READY) ## screens that are never turned off: a simulated day, and twenty losses of the hall; some 15 minutes
	.ci/tools
	$(BIN)/python -m pytest --long -m soak

axe: $(TEST_READY) ## axe-core on every screen and dialog, each in three languages, light and dark; some 10 minutes
	.ci/tools
	$(BIN)/python -m pytest --long -m axe --numprocesses 2 --dist loadfile

bench: $(TEST_READY) ## measure beside the machine's limits; writes tests/bench/README.md, some 40 minutes
	.ci/tools
	$(BIN)/python -m tests.bench

lock: ## make run.lock and test.lock anew from pyproject.toml
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet --disable-pip-version-check $(UV)
	.ci/lock $(VENV)-lock/bin/uv
	rm -rf $(VENV)-lock

clean: ## remove the virtual environments and all caches
	rm -rf $(VENV) $(VENV)-lock build dist *.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find $(FIVE) tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN_READY): run.lock
	.ci/venv $(PYTHON) $(VENV)
	$(PIP) -r run.lock
	touch $@

$(TEST_READY): test.lock $(RUN_READY)
	$(PIP) -r test.lock
	touch $@
