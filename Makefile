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
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

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
	.venv-exporters/bin/python -m pip install --quiet --require-hashes -r .ci/requirements-exporters.txt
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
	mypy generator exporters/src
	lint-imports
	watchkeeper check

.PHONY: test
test: $(VENV) tools ## pytest, then promtool proves the generated rules, and amtool the routes
	pytest
	watchkeeper test

.PHONY: test-exporters
test-exporters: $(VENV_EXPORTERS) ## pytest of the exporters, against a real Prometheus
	@.ci/tools prometheus
	cd exporters && ../.venv-exporters/bin/mypy && ../.venv-exporters/bin/pytest

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

.PHONY: ci
ci: tools check test drift validate charts mutants ## all that a change must pass
