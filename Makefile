# The commands of il6widgets. `make lab` and `make test` begin from nothing: Python 3.11 or newer.
#
# On Windows, without make, uv does the same from the same lock files (a browser for the tests
# must be there, or named by CHROMIUM):
#
#   uv run --no-project --with-requirements requirements/lab.txt --with-editable . jupyter lab notebooks/en
#   uv run --no-project --with-requirements requirements/test.txt python build_js.py install --dev
#   uv run --no-project --with-requirements requirements/test.txt --with-editable . python -m pytest
#
# Variables: PYTHON (which one to use), LAB_ARGS (passed on to JupyterLab), CHROMIUM (the browser
# for tests). Mirrors are those that pip, uv and npm are set to.

SHELL := /bin/sh
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: lab site test matrix check lint format types js watch bench lock clean

VENV := .venv
PY := $(VENV)/bin/python
DONE := $(VENV)/done# holds an empty file for every step that need not be done again
BUNDLE := il6widgets/widgets/static/experiment.js
NOTEBOOK = $(firstword $(sort $(wildcard notebooks/en/*.ipynb)))

# The environment's own kernel and extensions come before any that the user has elsewhere.
export JUPYTER_PREFER_ENV_PATH := 1

# No questions, no news, no look-ups outside; root is refused by JupyterLab unless it is named.
LAB_FLAGS = --ServerApp.log_level=WARN --ServerApp.root_dir=notebooks --LabApp.default_url=/lab/tree/$(NOTEBOOK:notebooks/%=%) \
  --LabApp.extension_manager=readonly \
  --LabApp.app_settings_dir=$(CURDIR)/requirements/jupyterlab \
  $(shell [ "$$(id -u)" != 0 ] || echo --allow-root) \
  $(shell [ -z "$$CI" ] && { [ "$$(uname)" = Darwin ] || [ -n "$$DISPLAY$$WAYLAND_DISPLAY$$BROWSER" ]; } || echo --no-browser)

lab: $(DONE)/package $(BUNDLE)
	$(PY) -m jupyterlab $(LAB_FLAGS) $(LAB_ARGS)

# The course as a static site, in site/.
site: $(DONE)/package $(BUNDLE)
	$(PY) -m il6widgets course build --out site

test: check
	$(PY) -m pytest $(TEST_ARGS)

# Every view in every state, theme, language and width, where `test` takes a selection: an hour.
matrix: $(DONE)/test $(DONE)/package $(BUNDLE)
	MATRIX=1 $(PY) -m pytest tests/browser/test_matrix.py $(TEST_ARGS)

# Everything but pytest.
check: lint types
	$(PY) build_js.py run vitest run

lint: $(DONE)/test
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) build_js.py run biome check

types: $(DONE)/test $(DONE)/package $(BUNDLE)
	$(PY) build_js.py run pyright --project .. --pythonpath $(CURDIR)/$(PY)
	$(PY) build_js.py run tsc

format: $(DONE)/test
	$(PY) -m ruff check --fix
	$(PY) -m ruff format
	$(PY) build_js.py run biome check --write

js: $(BUNDLE)

watch: $(DONE)/lab
	$(PY) build_js.py watch

bench: $(DONE)/package $(DONE)/benchmarks $(BUNDLE)
	for file in $$(grep -l __main__ benchmarks/*.py); do \
	  $(PY) -m benchmarks.$$(basename $$file .py) || exit 1; \
	done

# Bring the lock files in step with pyproject.toml and js/package.json; UPGRADE=--upgrade takes
# the newest versions that pyproject.toml allows.
COMPILE := $(VENV)/bin/uv pip compile --universal --python-version 3.11 --fork-strategy fewest \
  --generate-hashes --no-annotate --quiet $(UPGRADE) --custom-compile-command "make lock"
lock: $(DONE)/lab
	$(COMPILE) pyproject.toml --extra lab --group build --group test --group benchmarks -o requirements/benchmarks.txt
	$(COMPILE) pyproject.toml --extra lab --group build --group test -c requirements/benchmarks.txt -o requirements/test.txt
	$(COMPILE) pyproject.toml --extra lab --group build -c requirements/benchmarks.txt -o requirements/lab.txt
	echo uv | $(COMPILE) - -o requirements/uv.txt
	$(PY) build_js.py lock

clean:
	rm -rf $(VENV) js/node_modules $(dir $(BUNDLE)) dist site .pytest_cache .ruff_cache .hypothesis tests/browser/screenshots

# --- the steps -------------------------------------------------------------------------------

$(DONE)/venv:
	@for python in $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python); do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then break; fi; \
	  python=; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "il6widgets needs Python 3.11 or newer: install it, or say where it is with 'make PYTHON=/path/to/python3'." >&2; exit 1; \
	fi; \
	if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "$$python cannot make a virtual environment: install its venv package (on Debian and Ubuntu 'apt install python3-venv')." >&2; exit 1; \
	fi; \
	echo "$(VENV) from $$($$python --version)"; \
	rm -rf $(VENV) && $$python -m venv $(VENV)
	@mkdir -p $(@D) && touch $@

$(DONE)/uv: requirements/uv.txt | $(DONE)/venv
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(DONE)/lab $(DONE)/test $(DONE)/benchmarks: $(DONE)/%: requirements/%.txt | $(DONE)/uv
	$(PY) requirements/install.py $<
	@touch $@

# Everything that the bundle is made of, so that nobody ever sees stale JavaScript.
$(BUNDLE): $(shell find js/src -type f) $(wildcard il6widgets/locale/*.json) \
  $(wildcard il6widgets/widgets/tokens.json) js/build.mjs js/package-lock.json build_js.py | $(DONE)/lab
	$(PY) build_js.py

$(DONE)/package: pyproject.toml build_js.py | $(DONE)/lab
	$(VENV)/bin/uv pip install --quiet --python $(PY) --no-build-isolation --no-deps --no-index --editable .
	@touch $@
