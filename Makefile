# `make` installs what is missing and builds the example; `make help` lists the rest.

PYTHON ?= python3
CONTENT ?= content/tajikistan-russia
OUTPUT ?= output
BIN := .venv/bin
INSTALLED := .venv/installed
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := build

##> For authors
.PHONY: build
build: $(INSTALLED) ## install what is missing, then build CONTENT into OUTPUT
	@$(BIN)/stagebrief build $(CONTENT) --output $(OUTPUT) --no-daemon

.PHONY: check
check: $(INSTALLED) ## check CONTENT without TeX
	@$(BIN)/stagebrief check $(CONTENT)

.PHONY: help
help: ## list what there is to make
	@sed -n -e 's/^##> */\n/p' -e 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

##> For those who work on stagebrief
.PHONY: test
test: lint | test-system ## lint, check format and types, and run all tests
	$(BIN)/pytest --numprocesses 2

.PHONY: lint
lint: $(INSTALLED) ## lint, check format and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

.PHONY: schema
schema: $(INSTALLED) ## write the JSON Schemas anew from the models
	$(BIN)/stagebrief schema brief > docs/schema/brief.schema.json
	$(BIN)/stagebrief schema stage > docs/schema/stage.schema.json
	$(BIN)/stagebrief schema manifest > docs/schema/manifest.schema.json

.PHONY: docs
docs: $(INSTALLED) ## write the pages anew that are made from cases, models and the catalogue
	-$(BIN)/pytest --update-cases tests/test_catalogue.py tests/test_faults.py tests/test_content_format.py

.PHONY: lock
lock: $(INSTALLED) ## write the locks of Python packages anew, with the newest versions
	$(PIP) uv
	$(BIN)/python .ci/lock.py

.PHONY: vendor
vendor: $(INSTALLED) ## fetch PDF.js for the live page again, checked by its digest (needs npm)
	$(BIN)/python .ci/vendor.py

.PHONY: clean
clean: ## remove what was built and installed here
	rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache dist output/.stagebrief
	rm -f output/*.pdf

# Campaigns: long comparisons and searches that are not part of `make test`; one target each.

##> Campaigns
PANDOC := .venv-pandoc/bin/python
PANDOC_SOURCE ?=

.PHONY: compare-pandoc
compare-pandoc: $(INSTALLED) $(PANDOC) ## compare citations and notes with Pandoc's; PANDOC_SOURCE=DIR adds its own tests
	$(BIN)/python benchmarks/pandoc_citations.py --pandoc "$$($(PANDOC) -c 'import pypandoc; print(pypandoc.get_pandoc_path())')" \
	  $(if $(PANDOC_SOURCE),--pandoc-source "$(PANDOC_SOURCE)")
	$(BIN)/python benchmarks/pandoc_sequences.py --pandoc "$$($(PANDOC) -c 'import pypandoc; print(pypandoc.get_pandoc_path())')" \
	  $(if $(PANDOC_SOURCE),--pandoc-source "$(PANDOC_SOURCE)")

$(PANDOC):
	@$(PYTHON) -m venv .venv-pandoc
	@$(PANDOC) -m pip install --quiet --disable-pip-version-check pypandoc-binary

.PHONY: styles
styles: $(INSTALLED) ## typeset the notes of the first brief in twenty styles and compare them with the expected texts
	$(BIN)/python benchmarks/styles.py

.PHONY: biblatex-examples
biblatex-examples: $(INSTALLED) ## typeset every entry of biblatex's own examples in six styles
	$(BIN)/python benchmarks/biblatex_examples.py

.PHONY: bad-bibliographies
bad-bibliographies: $(INSTALLED) ## read and typeset bad bibliographies: nothing may be run or read, nor take long
	$(BIN)/python benchmarks/bad_bibliographies.py

.PHONY: hostile
hostile: $(INSTALLED) ## build two hundred folders of strangers, with the sandbox and without: nothing may be read or written
	$(BIN)/python benchmarks/hostile.py

.PHONY: archive-campaigns
archive-campaigns: $(INSTALLED) ## kills, full disks, publishers at once, a thousand releases (as root: it mounts small disks)
	$(BIN)/python benchmarks/archive.py

PDFS ?=

.PHONY: inspect-generated
inspect-generated: $(INSTALLED) ## build two hundred made-up briefs and decks and count what their pages show; COUNT=N for fewer
	$(BIN)/python benchmarks/inspect_generated.py --count $(or $(COUNT),200)

.PHONY: inspect-others
inspect-others: $(INSTALLED) ## inspect other people's PDFS="A.pdf B.pdf" and count what is found
	$(BIN)/python benchmarks/inspect_generated.py --pdfs $(PDFS)

.PHONY: tex-faults
tex-faults: $(INSTALLED) ## count how many recorded faults of typesetting are told at the very line
	$(BIN)/python benchmarks/tex_faults.py

##> Installation
.PHONY: system
system: ## install the missing system packages, or say the command that does
	@$(PYTHON) .ci/install.py

.PHONY: test-system
test-system: ## install what only the tests need, or say the command that does
	@$(PYTHON) .ci/install.py --tests

$(INSTALLED): requirements.lock requirements-build.lock pyproject.toml | system
	@echo "installing Python packages into .venv"
	@$(PYTHON) -m venv .venv
	@$(PIP) --require-hashes -r requirements-build.lock
	@$(PIP) --require-hashes --no-build-isolation -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@
