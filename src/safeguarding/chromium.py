"""Find a Chromium, and install one where there is none: `python -m safeguarding.chromium`. For the tests and for what is printed.

The order: what the environment variable CHROMIUM names, a file or the word “playwright”; chromium or chrome on the PATH, its shell
without windows first; Playwright’s own, downloaded; Debian’s package, when run as root. Says which one it is: a red test on one
machine and a green one on another are often two browsers. Playwright’s own is the same everywhere, so CI asks for it.
The shell is the same engine, and opens a page in half the time: it draws no window around it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

SHELL = "chromium-headless-shell"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OWN = "playwright"
FONT = "Liberation Sans"
"""As wide as Arial, which our styles ask for: whether a line fits is measured with it."""
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--no-first-run"]


def path(window: bool = False) -> str | None:
    """The browser’s file, of one with a window where it is to be seen or heard; None for Playwright’s own."""
    named = os.environ.get("CHROMIUM")
    return None if named == OWN else named or next(filter(None, map(shutil.which, NAMES if window else (SHELL, *NAMES))), None)


@contextmanager
def started() -> Iterator[Browser]:
    """The browser, for as long as the `with` lasts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path(), args=ARGUMENTS)
        yield browser
        browser.close()


def works() -> bool:
    """Whether a Chromium starts. Says which."""
    try:
        with started() as browser:
            version = browser.version
    except Exception:  # whatever is wrong with it, another has to be found
        return False
    print(f"The browser: Chromium {version}, {path() or 'Playwright’s own'}", flush=True)
    return True


def arial() -> str:
    """The font that stands here for Arial; "" where nothing can tell."""
    ask = shutil.which("fc-match")
    return subprocess.run([ask, "-f", "%{family}", "Arial"], capture_output=True, check=False, text=True).stdout if ask else ""


def install() -> None:
    """Install one where none works, or say in one line what to do."""
    if works():
        return
    print("Setting up a browser for the tests (once)", flush=True)

    def quietly(*command: str) -> None:
        """Run a command whose failure is no news: what counts is whether a browser works afterwards."""
        subprocess.run(command, capture_output=True, check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})

    quietly(sys.executable, "-m", "playwright", "install", "--only-shell", "chromium")
    if not works() and shutil.which("apt-get") and os.geteuid() == 0:
        quietly("apt-get", "update")
        quietly("apt-get", "install", "-y", SHELL, "fonts-liberation")
    if not works():
        sys.exit("No Chromium could be started. Install chromium or chrome, or set CHROMIUM to its file, and try again.")


if __name__ == "__main__":
    install()
    if (font := arial()) not in ("", "Arial", FONT):
        print(f"Arial is shown as {font} here, which may be wider: tests of what fits on a line may fail. Install {FONT}.", flush=True)
