# Two commands do everything on a fresh machine with Python 3.11 or newer: `make book` and `make test`.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: book test quick check due notebooks schemas zip print shots serve bench lock clean

book: .venv/ready              # build the book from a clean folder, and say which file to open
	@rm -rf .build
	@$(BIN)/jupyter-book build . --path-output .build -W --keep-going --all > .venv/book.log 2>&1 || { grep -E "WARNING|ERROR|^[^ ]+:[0-9]+: " .venv/book.log | awk '!told[$$0]++' | grep . || tail -30 .venv/book.log; rm -rf .build; echo "The book that was built before is untouched."; exit 1; }
	@rm -rf _build && mv .build/_build _build && rm -rf .build
	@grep "local.yml " .venv/book.log || true
	@echo "Open $(CURDIR)/_build/html/index.html"

test: .venv/ready              # everything: rules, data, notebooks (nbval), the built book in a real browser
	@$(BIN)/python -m safeguarding.chromium
	$(BIN)/pytest -n auto --dist worksteal
	$(BIN)/pytest -n auto --dist loadfile --nbval --nbval-current-env --nbval-cell-timeout=60 exercises

quick: .venv/ready             # after a change of text or data: the content rules, and the tests of data, rules, course and notebooks
	@$(BIN)/python -m safeguarding check
	@$(BIN)/pytest -n auto --dist worksteal -m "not built" tests/test_data.py tests/test_rules.py tests/test_course.py tests/test_notebooks.py
	@echo "Not run: the build of the book, its pages in a browser and on paper, local details, the zip, and nbval of the notebooks. “make test” runs everything."

check: .venv/ready             # the content rules alone, in seconds
	@$(BIN)/python -m safeguarding check

due: .venv/ready               # which claims and contacts are to be checked again
	@$(BIN)/python -m safeguarding due

notebooks: .venv/ready         # run the notebooks again and store what they show
	@$(BIN)/python -m safeguarding notebooks

schemas: .venv/ready           # write the JSON Schemas of the data files
	@$(BIN)/python -m safeguarding schemas

zip: book                      # the built book as one file with one folder in it, to put on a shared drive or a web server
	@$(BIN)/python -m safeguarding zip

print: book                    # the workbook as tagged PDF, and every page as plain text
	@$(BIN)/python -m safeguarding.chromium
	@$(BIN)/python -m safeguarding print

serve: book                    # show the built book at http://localhost:8000
	@$(BIN)/python -m http.server 8000 --bind 127.0.0.1 --directory _build/html

shots: book                    # pictures of the eight most seen screens, in dist/shots
	@$(BIN)/python -m safeguarding.chromium
	@$(BIN)/python tools/shots.py

bench: .venv/ready             # figures and ratios, taken in one run
	@$(BIN)/python -m safeguarding.chromium
	@$(BIN)/python tools/bench.py

lock: .venv/ready              # renew the locked packages, with hashes, for Python 3.11 to 3.13
	@$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group test --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --upgrade -o requirements.lock

clean:
	rm -rf .venv _build

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; (3, 11) <= sys.version_info < (3, 14) or sys.exit("Python 3.11, 3.12 or 3.13 is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12")'
	@echo "Setting up .venv (about a minute, once)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
