# Two commands do everything: `make demo` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
DEV    := $(VENV)/.installed-dev

# Build tools are pinned with the rest: the package itself is installed without network access.
COMPILE := --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --universal \
	--constraint tools/build-requirements.txt tools/build-requirements.txt

.PHONY: demo test check docs lock bench roundtrips kills resume spark hostile requests fuzz clean

$(STAMP): requirements.lock pyproject.toml hatch_build.py src/dragoman/reading/decoding/transitions.c
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $(STAMP)

$(DEV): $(STAMP) requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	touch $(DEV)

demo: $(STAMP)      ## install if needed, read the examples into demo/dragoman.db, ask it
	$(BIN)/python tools/demo.py

test: $(DEV)      ## every test; with ../shared present, the accuracy gates too
	$(BIN)/python -m pytest -n 2

check: $(DEV)     ## lint, types, layers, data
	$(BIN)/ruff check .
	$(BIN)/ruff format --check src tests tools training benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python tools/lint_data.py
	$(BIN)/python training/lint.py

lock:               ## resolve versions anew and pin them with hashes
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra all $(COMPILE) --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev --constraint requirements.lock $(COMPILE) --output-file requirements-dev.lock

bench: $(DEV)     ## speed against the bare parser, by stage; length, number, memory, processes, Spark (about ten minutes)
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/scale.py --spark

docs: $(DEV)      ## the documentation as a site, in site/; every warning is an error
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --clean --quiet

roundtrips: $(DEV)     ## 10,000 records written and read back, format by format; 100,000 events exported (processor time where the machine is busy)
	DRAGOMAN_RECORDS=10000 $(BIN)/python -m pytest tests/exports/test_round_trips.py
	$(BIN)/python benchmarks/exports.py --check

kills: $(DEV)     ## kill the writer of a ledger 500 times and look for losses (about ten minutes)
	DRAGOMAN_KILLS=500 $(BIN)/python -m pytest tests/ledger/test_kill.py

resume: $(DEV)    ## kill a run over 5,000 documents five times and compare with one that nothing stopped
	DRAGOMAN_RESUME_DOCUMENTS=5000 DRAGOMAN_RESUME_KILLS=5 DRAGOMAN_RESUME_JOBS=2 $(BIN)/python -m pytest tests/engines/test_resuming.py

hostile: $(DEV)   ## 300 hostile strings through every page, answer and export, and through Chromium (about ten minutes)
	DRAGOMAN_HOSTILE=300 $(BIN)/python -m pytest tests/web/test_hostile.py

requests: $(DEV)  ## more than 5,000 requests made up from the OpenAPI description (about ten minutes)
	DRAGOMAN_REQUESTS=150 $(BIN)/python -m pytest -s tests/web/test_openapi.py

spark: $(DEV)     ## 500 documents through Spark, record for record as the local engine and a ledger have them
	DRAGOMAN_SPARK_DOCUMENTS=500 $(BIN)/python -m pytest tests/engines/test_spark.py

fuzz: $(DEV)      ## ten minutes of hostile input for every source and the reader
	DRAGOMAN_FUZZ_SECONDS=60 DRAGOMAN_REGEXES=dragoman $(BIN)/python -m pytest tests/hardening/test_fuzz.py tests/hardening/test_regexes.py

clean:
	rm -rf $(VENV) demo build dist
