"""Firefox and WebKit as people have them, by the one interface of `Browser`. Playwright drives builds of its own alone, so
Firefox is asked by Marionette over its socket, and WebKit by W3C WebDriver over http: three commands are all that we need.

    with started("Firefox") as browser:
        browser.open(address)
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

PATIENCE = 20
"""Seconds to wait for a browser or for what a page is to show."""


class Browser:
    """A browser with one page. `ask(command, **parameters)` speaks to it, and raises RuntimeError with what it says is wrong."""

    def ask(self, command: str, **parameters):
        raise NotImplementedError

    def open(self, address: str) -> None:
        """Open an address, and wait until the page is whole."""
        self.ask("Navigate", url=address)

    def execute(self, script: str, *arguments):
        """Run the body of a function in the page: what it returns."""
        return self.ask("ExecuteScript", script=script, args=list(arguments))

    def wait(self, script: str, *arguments):
        """Run a script until it returns something true: that. Raises TimeoutError with the script."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := self.execute(script, *arguments):
                return found
            time.sleep(0.1)
        raise TimeoutError(f"{script} {arguments} at {self.execute('return location.href')}")

    def click(self, selector: str, words: str = "") -> None:
        """Press the first visible element that fits a selector and holds these words, as a pointer does."""
        element = self.wait(
            """const found = [...document.querySelectorAll(arguments[0])]
                 .find((one) => one.getClientRects().length && one.textContent.includes(arguments[1]));
               found?.scrollIntoView({ block: "center" });  // WebKit’s own way stops at the edge, where nothing can be pressed
               return found || null""",
            selector,
            words,
        )
        self.ask("ElementClick", id=next(iter(element.values())))

    def text(self, selector: str) -> str:
        """The words of the first element that fits, as they are shown."""
        return self.wait("return document.querySelector(arguments[0])", selector) and self.execute(
            "return document.querySelector(arguments[0]).innerText", selector
        )


class Firefox(Browser):
    """By Marionette: messages `length:[0, number, command, parameters]`, answered by `length:[1, number, error, result]`."""

    def __init__(self, port: int):
        self.stream = socket.create_connection(("127.0.0.1", port), PATIENCE).makefile("rwb")
        self.number = 0
        self._read()  # its greeting
        self.ask("NewSession", capabilities={})

    def _read(self):
        length = b""
        while (sign := self.stream.read(1)) != b":":
            length += sign
        return json.loads(self.stream.read(int(length)))

    def ask(self, command: str, **parameters):
        self.number += 1
        message = json.dumps([0, self.number, f"WebDriver:{command}", parameters]).encode()
        self.stream.write(b"%d:%b" % (len(message), message))
        self.stream.flush()
        _, _, error, result = self._read()
        if error:
            raise RuntimeError(f"{command}: {error['error']}, {error['message']}")
        return result.get("value")


class WebKit(Browser):
    """By WebDriver over http."""

    PATHS = {"Navigate": "/url", "ExecuteScript": "/execute/sync", "ElementClick": "/element/{id}/click"}

    def __init__(self, port: int):
        self.base = f"http://127.0.0.1:{port}/session"
        self.base += "/" + self._post("", {"capabilities": {}})["sessionId"]

    def _post(self, path: str, parameters: dict):
        body = json.dumps(parameters or {}).encode()
        request = urllib.request.Request(self.base + path, body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=3 * PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as fault:
            raise RuntimeError(f"{path}: {fault.read().decode()}") from fault

    def ask(self, command: str, **parameters):
        return self._post(self.PATHS[command].format(**parameters), parameters)


class Absent(Exception):
    """A browser is not here. Says what to install."""


def _program(browser: str, package: str, *names: str) -> str:
    for name in names:
        if found := shutil.which(name):
            return found
    raise Absent(f"{browser} was NOT TRIED, since it is not installed here. On Debian: apt-get install {package}")


def _until(found, what: str):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.1)
    raise TimeoutError(f"{what} did not start.")


@contextmanager
def _running(*command: str, **options) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **options)
    try:
        yield process
    finally:
        os.killpg(process.pid, 15)
        process.wait(PATIENCE)


PREFERENCES = {
    "marionette.port": 0,
    # Without this Firefox lets pages of a folder share what they keep, as it does for nobody but a test.
    "remote.prefs.recommended": False,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
}


@contextmanager
def _firefox(home: Path, stack: ExitStack) -> Iterator[Firefox]:
    program = _program("Firefox", "firefox-esr", "firefox-esr", "firefox")
    lines = [f'user_pref("{name}", {json.dumps(value)});\n' for name, value in PREFERENCES.items()]
    (home / "user.js").write_text("".join(lines), "utf-8")
    stack.enter_context(_running(program, "--headless", "--marionette", "--no-remote", "--profile", str(home)))
    port = home / "MarionetteActivePort"
    yield Firefox(int(_until(lambda: port.exists() and port.read_text("utf-8"), "Firefox")))


@contextmanager
def _webkit(home: Path, stack: ExitStack) -> Iterator[WebKit]:
    driver = _program("WebKit", "webkit2gtk-driver xvfb", "WebKitWebDriver")
    xvfb = _program("WebKit", "webkit2gtk-driver xvfb", "Xvfb")
    reading, writing = os.pipe()
    stack.enter_context(_running(xvfb, "-displayfd", str(writing), "-screen", "0", "1280x900x24", pass_fds=[writing]))
    os.close(writing)
    with os.fdopen(reading) as display:
        number = display.readline().strip()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    # A home of its own: nothing that was kept before is found.
    kept = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("DATA", "CACHE", "CONFIG")}
    environment = {**os.environ, **kept, "DISPLAY": f":{number}", "NO_AT_BRIDGE": "1", "WAYLAND_DISPLAY": ""}
    stack.enter_context(_running(driver, f"--port={port}", env=environment))

    def answers() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    _until(answers, "WebKitWebDriver")
    yield WebKit(port)


BROWSERS = {"Firefox": _firefox, "WebKit": _webkit}


@contextmanager
def started(name: str) -> Iterator[Browser]:
    """A browser that keeps nothing from before, for as long as the `with` lasts. Raises Absent where it is not installed."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home, ExitStack() as stack:
        yield stack.enter_context(BROWSERS[name](Path(home), stack))
