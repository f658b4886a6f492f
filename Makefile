# Two commands do everything on a fresh machine with Python 3.11 or newer: `make book` and `make test`.
# What builds the book stands in `requirements.lock`; tests, linters and print install the rest, `requirements-tools.lock`, on top.
PYTHON ?= python3
BIN := .venv/bin
HOST = 127.0.0.1

.PHONY: help book rules check test test-release quick due items impact links notebooks schemas zip release print shots heard serve bench mutate lock clean

help:                          # this list
	@awk -F ':.*# ' '/^[a-z-]+:.*# / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

book: .venv/ready              # build the book from a clean folder, and say which file to open
	@rm -rf .build
	@NO_COLOR=1 $(BIN)/jupyter-book build . --path-output .build -W --keep-going --all > .venv/book.log 2>&1 || { grep -E "WARNING|ERROR|^[^ ]+:[0-9]+: " .venv/book.log | awk '!told[$$0]++' | grep . || tail -30 .venv/book.log; rm -rf .build; echo "The book that was built before is untouched."; exit 1; }
	@rm -rf _build && mv .build/_build _build && rm -rf .build
	@grep "local.yml " .venv/book.log || true
	@echo "Open $(CURDIR)/_build/html/index.html"

rules: .venv/ready             # the content rules, in seconds: what to run after a change of words or of local.yml
	@$(BIN)/python -m safeguarding check

check: rules .venv/tools       # the content rules, then the code: ruff, mypy, and ESLint where it is at hand
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/python tools/lint_browser.py

test: .venv/tools              # everything: rules, data, notebooks (nbval), the built book in real browsers
	@$(BIN)/python -m safeguarding.chromium
	$(BIN)/pytest -n auto --dist worksteal -rs
	$(BIN)/pytest -n auto --dist loadfile --nbval --nbval-current-env --nbval-cell-timeout=60 -p no:cacheprovider exercises

test-release: .venv/tools      # what a release has to prove: its files (packages played as an LMS plays them, EPUB, print), adopted copies, axe on every page
	@$(BIN)/python -m safeguarding.chromium
	$(BIN)/pytest -n auto --dist worksteal -rs -m release

quick: rules .venv/tools       # after a change of words or data: the content rules, and the tests of data, rules, course and notebooks
	@$(BIN)/pytest -n auto --dist worksteal -m "not built" $(addprefix tests/test_,data.py rules.py course.py notebooks.py)
	@echo "Not run: the tests that need the built book or a browser, those of pages, local details, print, the zip and the papers, and nbval. “make test” runs all."

due: .venv/ready               # which claims and contacts are overdue or due in 90 days, with every place that uses them, and which sources a person should open
	@$(BIN)/python -m safeguarding due

items: .venv/ready             # what people answered, item by item: make items FILE.csv
	@$(BIN)/python -m safeguarding items $(filter-out $@,$(MAKECMDGOALS))

impact: .venv/ready            # did it help? What the papers of a group show, and what they do not: make impact FILE.csv
	@$(BIN)/python -m safeguarding impact $(filter-out $@,$(MAKECMDGOALS))

links: .venv/ready             # ask every source once whether it still answers (needs the network)
	@$(BIN)/python -m safeguarding links

notebooks: .venv/ready         # run the notebooks again and store what they show
	@$(BIN)/python -m safeguarding notebooks

schemas: .venv/ready           # write the JSON Schemas of the data files
	@$(BIN)/python -m safeguarding schemas

zip: book                      # the built book as one file with one folder in it, to put on a shared drive or a web server
	@$(BIN)/python -m safeguarding zip

release: book                  # all files of a release, in dist: the zip, SCORM packages, Moodle XML, EPUB, checksums; what is overdue stops it
	@$(BIN)/python -m safeguarding release

print: book .venv/tools        # the workbook as tagged PDF, and every page as plain text
	@$(BIN)/python -m safeguarding.chromium
	@$(BIN)/python -m safeguarding print

serve: book                    # show the built book at http://localhost:8000; with HOST=0.0.0.0 a phone on the same network sees it too
	@$(BIN)/python -m http.server 8000 --bind $(HOST) --directory _build/html

shots: book .venv/tools        # pictures of the eight most seen screens and of every slide, in dist/shots
	@$(BIN)/python -m safeguarding.chromium
	@$(BIN)/python tools/shots.py

heard: book .venv/tools        # what a screen reader says: Orca with Firefox and Chromium, answered by keyboard (not part of make test)
	@$(BIN)/python -m safeguarding.chromium
	@$(BIN)/python tools/heard.py

bench: .venv/tools             # figures and ratios, taken in one run
	@$(BIN)/python -m safeguarding.chromium
	@$(BIN)/python tools/bench.py

mutate: book .venv/tools       # small errors put into the code on purpose: which does no test notice? (an hour or more)
	@$(BIN)/python -m safeguarding.chromium
	@$(BIN)/python tools/mutate.py

COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header

lock: .venv/ready              # renew both lists of locked packages, with hashes, for Python 3.11 to 3.13
	@$(BIN)/pip install --quiet --disable-pip-version-check uv
	@$(COMPILE) --group build --group tools -o requirements-tools.lock
	@$(COMPILE) --group build -c requirements-tools.lock -o requirements.lock

clean:                         # take away what was set up and built
	rm -rf .venv _build

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; (3, 11) <= sys.version_info < (3, 14) or sys.exit("Python 3.11, 3.12 or 3.13 is needed; this is " + sys.version.split()[0] + ". Try: make $(MAKECMDGOALS) PYTHON=python3.13")'
	@echo "Setting up .venv (about a minute, once)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/tools: .venv/ready requirements-tools.lock
	@echo "Setting up tests and linters (once)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-tools.lock
	@touch $@
