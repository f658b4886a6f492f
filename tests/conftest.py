"""What the tests share: the course, a copy of it to spoil, the built book, and a browser."""

import functools
import http.server
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from safeguarding import chromium
from safeguarding.course import load

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("book", "exercises", "_config.yml", "_toc.yml")


def copied(folder: Path, local: str = "organisation: ''\nlead: ''\narea: ''\n") -> Path:
    """A copy of the course in `folder`, with the words of a `local.yml`: as shipped, whatever the organisation that runs the
    tests has filled in."""
    for name in SOURCES:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    (folder / "local.yml").write_text(local, "utf-8")
    return folder


@pytest.fixture(scope="session")
def shipped(tmp_path_factory):
    """The course as shipped, in a folder that no test changes."""
    return copied(tmp_path_factory.mktemp("shipped"))


@pytest.fixture(scope="session")
def course(shipped):
    return load(shipped)


@pytest.fixture
def copy(tmp_path):
    """A copy of the course as shipped that a test may spoil."""
    return copied(tmp_path)


def build(root: Path, out: Path) -> subprocess.CompletedProcess:
    """Build the book of `root` into `out`, as `make book` does."""
    command = [Path(sys.executable).parent / "jupyter-book", "build", root, "--path-output", out, "-W", "--keep-going", "--all"]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture(scope="session")
def book(shipped, tmp_path_factory):
    """The folder of the built book, as shipped."""
    out = tmp_path_factory.mktemp("book")
    done = build(shipped, out)
    assert done.returncode == 0, done.stdout + done.stderr
    return out / "_build" / "html"


@pytest.fixture(scope="session")
def site(book):
    """The address of the built book on a server of its own."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *words):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=book))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def browsers():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chrome(browsers):
    found = browsers.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
    yield found
    found.close()


@pytest.fixture
def open_page(chrome, site):
    """Open a page of the book: `open_page("book/signs.html", width=375, dark=True)`. Everything it says or asks for is kept.

    `page.said` lists console errors and uncaught errors, `page.asked` every address requested.
    """
    contexts = []

    def opener(path: str, width: int = 1280, height: int = 900, dark: bool = False, base: str | None = None, script: str = "", **options):
        context = chrome.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", reduced_motion="reduce", **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        if script:
            page.add_init_script(script)
        page.goto(f"{base or site}/{path}")
        return page

    yield opener
    for context in contexts:
        context.close()
