PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo app test journeys check bench-quick clean

demo: $(READY) ## Build the sample knowledge base in ./demo, ask about criterion 56, write the gap report
	$(BIN)/ctpat demo demo

app: $(READY) ## Open the assistant in the browser on the sample (make app WORKSPACE=workspace for your own)
	$(BIN)/ctpat --workspace $(or $(WORKSPACE),demo) app

test: $(READY) ## Run the tests, on every core; the journeys through the pages are apart
	$(BIN)/pytest -n auto --dist loadfile -m "not browser"

journeys: $(READY) ## Drive the pages in Debian's Chromium, a failed one again at most twice; skipped where it is not installed
	$(BIN)/pytest -m browser --reruns 2

check: $(READY) ## Format, lint, types, layering, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto --dist loadfile -m "not browser"

bench-quick: $(READY) ## Fail where quality has fallen against eval/results/guard.json (the sample's dev labels)
	$(BIN)/python -m eval.guard

# The constraint keeps pip from fetching the CUDA build of torch on Linux.
$(READY): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $(READY)

clean: ## Remove what make made
	rm -rf $(VENV) demo build dist
