# Every target only wraps what CONTRIBUTING.md spells out.
PYTHON ?= python3
BIN := .venv/bin
export DAGSTER_HOME ?= $(CURDIR)/.dagster

.PHONY: nightly test soak ocr bench errorloc evidence demo-site check dev format lock clean

nightly: .venv/run.stamp
	@$(BIN)/ogi nightly; code=$$?; if [ $$code -ge 2 ]; then exit $$code; fi

test: .venv/dev.stamp
	$(BIN)/pytest -n auto --dist worksteal

soak: .venv/dev.stamp
	OGI_SOAK=1 $(BIN)/pytest -s tests/soak tests/extract/test_swift.py tests/documents/test_flat.py \
	  tests/intake/crawl/test_killed.py

ocr: .venv/ocr.stamp

bench: .venv/bench.stamp
	$(BIN)/python -m bench

# The peer pins old versions of what we use: it has an environment of its own, and no lock of ours.
errorloc: .venv/dev.stamp .venv-banff/bin/banff.stamp
	$(BIN)/python -m bench.errorloc .venv-banff/bin/python

.venv-banff/bin/banff.stamp:
	$(PYTHON) -m venv .venv-banff
	.venv-banff/bin/pip install --quiet --disable-pip-version-check banff==3.1.3
	touch $@

evidence: .venv/dev.stamp
	$(BIN)/python -m tests.evidence --reports 5000

demo-site: .venv/dev.stamp
	$(BIN)/python -m tests.site

check: .venv/dev.stamp $(DAGSTER_HOME)/dagster.yaml
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy pipeline schemas tests
	$(BIN)/lint-imports
	$(BIN)/dagster definitions validate -w workspace.yaml

dev: .venv/run.stamp $(DAGSTER_HOME)/dagster.yaml
	$(BIN)/dagster dev -w workspace.yaml

format: .venv/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Needs uv; the locks carry hashes and no addresses, and keep extras because pip asks for them by name.
lock:
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --no-strip-extras --python-version 3.11 \
	  pyproject.toml --group build -o requirements.lock
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --no-strip-extras --python-version 3.11 \
	  pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --no-strip-extras --python-version 3.11 \
	  pyproject.toml --group build --group dev --group bench -c requirements-dev.lock -o requirements-bench.lock

	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --no-strip-extras --python-version 3.11 \
	  pyproject.toml --group build --extra ocr -c requirements-dev.lock -o requirements-ocr.lock

$(DAGSTER_HOME)/dagster.yaml:
	mkdir -p $(@D)
	cp pipeline/defs/dagster.yaml $@

.venv/bin/pip:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "ogi-warehouse needs Python 3.11 or newer, found " + sys.version.split()[0] + "; say make PYTHON=python3.12, for example")'
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.lock pyproject.toml | .venv/bin/pip
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/dev.stamp: requirements-dev.lock .venv/run.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

.venv/ocr.stamp: requirements-ocr.lock .venv/run.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-ocr.lock
	touch $@

.venv/bench.stamp: requirements-bench.lock .venv/dev.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	touch $@

clean:
	rm -rf .venv .venv-banff .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
