"""What the tests share: the course, a copy of it to spoil, the built book, and a browser.

Tests may run in several workers at once (`pytest -n auto`). What takes long is made once a run (`once`), and each worker has a
browser and a server of its own.
"""

import fcntl
import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, sync_playwright

from safeguarding import chromium, script
from safeguarding.course import contents, load
from safeguarding.entries import read_list
from safeguarding.page import parser, read_notebook, read_page

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("book", "exercises", "_config.yml", "_toc.yml")
PAGES = [*(path.relative_to(ROOT).with_suffix(".html").as_posix() for path in contents(ROOT)), "search.html"]
"""Every page of the built book, in the order of the contents, by its address. (`index.html` only leads to the cover.)"""
FAILURES = ROOT / ".test-failures"
"""Where the pages of a failed test are kept, each as a picture; and where TRACES=1, as a trace too (`playwright show-trace FILE`)."""
TRACES = os.environ.get("TRACES") == "1"
"""Whether every page is traced. A trace doubles the time of a test, so what failed is run again for it: `TRACES=1 pytest --lf`."""


def pytest_configure(config):
    config.addinivalue_line("markers", "built: needs the built book or a browser, and is left out by `make quick`")
    config.addinivalue_line("markers", "waits: takes a quarter of a minute, most of it by waiting, and comes last")
    config.addinivalue_line("markers", "shipped: looks at the course as shipped, whatever `local.yml` says")
    if not hasattr(config, "workerinput") and not TRACES:
        shutil.rmtree(FAILURES, ignore_errors=True)


def pytest_collection_modifyitems(items):
    """What needs no book comes first: it fails soonest, and one worker builds the book meanwhile. What waits comes last."""
    items.sort(key=lambda item: ("book" in item.fixturenames, item.get_closest_marker("waits") is not None))
    for item in items:
        if {"book", "chrome"} & set(item.fixturenames):
            item.add_marker("built")
        if {"shipped", "copy"} & set(item.fixturenames):
            item.add_marker("shipped")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed and "chrome" in getattr(item, "funcargs", ()):
        folder = FAILURES / re.sub(r"[^\w-]+", "-", item.nodeid.removeprefix("tests/"))
        for number, context in enumerate(item.funcargs["chrome"].contexts):
            with suppress(Error):  # a page that is gone has no picture
                for nth, page in enumerate(context.pages):
                    page.screenshot(path=folder / f"{number}-{nth}.png", full_page=True)
                if TRACES:
                    context.tracing.stop(path=folder / f"{number}.zip")
                    context.tracing.start(snapshots=True)
    return report


@pytest.fixture(scope="session")
def once(request, tmp_path_factory):
    """A folder that is made once a run, by the worker that comes first: `once("book", make)`, where `make(folder)` fills it."""
    base = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        base = base.parent

    def found(name: str, make) -> Path:
        folder, draft = base / name, base / f"{name}.draft"
        with open(base / f"{name}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                shutil.rmtree(draft, ignore_errors=True)
                draft.mkdir()
                make(draft)
                draft.rename(folder)
        return folder

    return found


def copied(folder: Path, local: str = "organisation: ''\nlead: ''\narea: ''\n") -> Path:
    """A copy of the course in `folder`, with the words of a `local.yml`: as shipped, whatever the organisation that runs the
    tests has filled in."""
    for name in SOURCES:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    (folder / "local.yml").write_text(local, "utf-8")
    return folder


@pytest.fixture(scope="session", autouse=True)
def read_once():
    """A file that was read before, at the same place and with the same bytes, is not read again: a hundred tests load a course of
    which they changed one line. What has to hold between files is looked at each time."""

    def remembering(read):
        kept = {}

        def found(path, *more):
            asked = (path, path.read_bytes() if path.is_file() else None, *more)
            if asked not in kept:
                kept[asked] = read(path, *more)
            return kept[asked]

        return found

    one_parser = functools.cache(parser)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("safeguarding.course.parser", lambda extensions: one_parser(tuple(extensions)))
        for read in (read_list, read_page, read_notebook):
            patch.setattr(f"safeguarding.course.{read.__name__}", remembering(read))
        yield


@pytest.fixture(scope="session")
def shipped(once):
    """The course as shipped, in a folder that no test changes."""
    return once("shipped", copied)


@pytest.fixture(scope="session")
def course(shipped):
    return load(shipped)


@pytest.fixture(scope="session")
def one_copy(tmp_path_factory):
    """A copy of the course as shipped, and when each of its files was last written."""
    folder = copied(tmp_path_factory.mktemp("copy"))
    return folder, written(folder)


def written(folder: Path) -> dict[Path, tuple[int, int]]:
    """When each file and folder below a folder was last written, and when anything of it was last changed."""
    found = [Path(at, name) for at, folders, files in os.walk(folder) for name in folders + files]
    return {path: (os.lstat(path).st_mtime_ns, os.lstat(path).st_ctime_ns) for path in found}


@pytest.fixture
def copy(one_copy):
    """A copy of the course as shipped that a test may spoil. It is mended afterwards, so that each test finds it at one place."""
    folder, whole = one_copy
    yield folder
    if written(folder) != whole:
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        copied(folder)
        whole.clear()
        whole.update(written(folder))


def build(root: Path, out: Path) -> subprocess.CompletedProcess:
    """Build the book of `root` into `out`, as `make book` does."""
    command = [Path(sys.executable).parent / "jupyter-book", "build", root, "--path-output", out, "-W", "--keep-going", "--all"]
    return subprocess.run(command, capture_output=True, text=True)


def cut(root: Path, *pages: str) -> Path:
    """Leave in the contents of a copy the cover, the glossary and these pages alone: it is built in a third of the time, and as
    strictly, but for links to the pages left out."""
    listed = "".join(f"  - file: book/{page}\n" for page in ("reference/glossary", *pages))
    (root / "_toc.yml").write_text(f"format: jb-book\nroot: book/index\nchapters:\n{listed}", "utf-8")
    config = root / "_config.yml"
    text = config.read_text("utf-8")
    assert "suppress_warnings: []" in text
    config.write_text(text.replace("suppress_warnings: []", "suppress_warnings: [myst.xref_missing]"), "utf-8")
    return root


@pytest.fixture(scope="session")
def book(request, shipped, once):
    """The folder of the built book, as shipped. Where BUILT names one that was built of the same pages, its scripts alone are
    written anew: so `make mutate` tries an error in a script without building the book again."""

    def make(folder):
        if built := os.environ.get("BUILT"):
            shutil.copytree(built, folder / "_build" / "html")
            script.write(request.getfixturevalue("course"), folder / "_build" / "html" / "_static")
        else:
            done = build(shipped, folder)
            assert done.returncode == 0, done.stdout + done.stderr

    return once("book", make) / "_build" / "html"


@contextmanager
def served(folder: Path, headers: dict[str, str] | None = None):
    """The address of a folder on a server of its own, which sends these headers."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *words):
            pass

        def end_headers(self):
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            super().end_headers()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def site(book):
    """The address of the built book on a server of its own."""
    with served(book) as address:
        yield address


def asked_as_function(wait):
    """A wait in the page takes a function. Bare words are evaluated anew at each look, and from the second on the policy of our
    pages forbids it: such a test passes only where it need not wait."""

    def checked(page, expression, **more):
        assert "=>" in expression, f"wait_for_function: write a function, “() => {expression}”"
        return wait(page, expression, **more)

    return checked


@pytest.fixture(scope="session")
def browsers():
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setattr(Page, "wait_for_function", asked_as_function(Page.wait_for_function))
        yield playwright


@pytest.fixture(scope="session")
def chrome(browsers):
    found = browsers.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
    yield found
    found.close()


def new_page(chrome, **options):
    """A page in a context of its own."""
    context = chrome.new_context(**options)
    context.set_default_timeout(10_000)
    if TRACES:
        context.tracing.start(snapshots=True)
    return context.new_page()


@pytest.fixture
def open_page(chrome, site):
    """Open a page of the book: `open_page("book/signs.html", width=375, dark=True)`. Everything it says or asks for is kept.

    `page.said` lists console errors and uncaught errors, `page.asked` every address requested.
    """
    pages = []

    def opener(path: str, width: int = 1280, height: int = 900, dark: bool = False, base: str | None = None, script: str = "", **options):
        view = {"viewport": {"width": width, "height": height}, "color_scheme": "dark" if dark else "light"}
        page = new_page(chrome, **view, reduced_motion="reduce", **options)
        pages.append(page)
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        if script:
            page.add_init_script(script)
        page.goto(f"{base or site}/{path}")
        return page

    yield opener
    for page in pages:
        page.context.close()
