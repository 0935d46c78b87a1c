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
	$(BIN)/stagebrief schema theme > docs/schema/theme.schema.json
	$(BIN)/stagebrief schema manifest > docs/schema/manifest.schema.json

.PHONY: docs
docs: $(INSTALLED) .venv-docs/installed ## write the pages anew that are made from the code, and make a site of all in output/site
	-$(BIN)/pytest --quiet --update-cases tests/test_catalogue.py tests/test_faults.py tests/test_content_format.py tests/test_reference.py
	NO_MKDOCS_2_WARNING=1 .venv-docs/bin/mkdocs build --quiet --strict --config-file .ci/mkdocs.yml

.venv-docs/installed: requirements-docs.lock
	@$(PYTHON) -m venv .venv-docs
	@.venv-docs/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-docs.lock
	@touch $@

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

BENCH ?=
BENCH_TOOLS := .venv-bench/bin/python

.PHONY: bench
bench: $(INSTALLED) $(BENCH_TOOLS) ## compare the speed with latexmk, Pandoc and Typst; BENCH=quick takes minutes, else hours
	$(BIN)/python -m benchmarks.speed --tools $(BENCH_TOOLS) $(if $(filter quick,$(BENCH)),--quick,$(BENCH))

$(BENCH_TOOLS):
	@$(PYTHON) -m venv .venv-bench
	@$(BENCH_TOOLS) -m pip install --quiet --disable-pip-version-check pypandoc-binary typst

.PHONY: preamble-costs
preamble-costs: $(INSTALLED) ## measure what each package and font costs to load
	$(BIN)/python benchmarks/preamble_costs.py

STEPS ?= 100

.PHONY: edits
edits: $(INSTALLED) ## a hundred random edits under watch: the bytes of builds from nothing; STEPS=10 for fewer
	$(BIN)/python benchmarks/edits.py --steps $(STEPS) --record

.PHONY: watch-faults
watch-faults: $(INSTALLED) ## a hundred broken saves, kills and changed templates under watch; STEPS=10 for fewer
	$(BIN)/python benchmarks/watch_faults.py --steps $(STEPS) --record

.PHONY: tex-faults
tex-faults: $(INSTALLED) ## count how many recorded faults, of check and of typesetting, are told at the very line
	$(BIN)/python benchmarks/tex_faults.py

FUZZ := .venv-fuzz/bin/python
FUZZ_SECONDS ?= 60

.PHONY: fuzz
fuzz: $(INSTALLED) $(FUZZ) ## fuzz the readers by coverage, FUZZ_SECONDS=60 each; FUZZ_TARGETS="bib log" for some of them
	FUZZ_SECONDS=$(FUZZ_SECONDS) $(BIN)/python benchmarks/fuzz $(FUZZ)

$(FUZZ): $(INSTALLED)
	@$(PYTHON) -m venv .venv-fuzz
	@$(FUZZ) -m pip install --quiet --disable-pip-version-check atheris
	@$(BIN)/python -c 'import site; print(f"import site; site.addsitedir({site.getsitepackages()[0]!r})")' \
	  > "$$($(FUZZ) -c 'import site; print(site.getsitepackages()[0])')/stagebrief-packages.pth"

.PHONY: properties
properties: $(INSTALLED) ## try the properties of loaders, escape and read-back with PROPERTIES=2000 examples each
	PROPERTIES=$(or $(PROPERTIES),2000) $(BIN)/pytest -n 0 tests/test_properties.py tests/test_fuzz.py

MYST := .venv-myst/node_modules/.bin/myst

.PHONY: compare-faults
compare-faults: $(INSTALLED) $(PANDOC) $(MYST) ## make the same 25 slips in Pandoc with latexmk, in MyST and here (needs npm, latexmk)
	$(BIN)/python benchmarks/slips --myst "$(CURDIR)/$(MYST)" \
	  --pandoc "$$($(PANDOC) -c 'import pypandoc; print(pypandoc.get_pandoc_path())')"

$(MYST):
	@npm install --silent --no-audit --no-fund --prefix .venv-myst mystmd

.PHONY: kills
kills: $(INSTALLED) ## end builds and watch at a hundred random moments: KILLS=N for more or fewer
	$(BIN)/python benchmarks/kills.py

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
