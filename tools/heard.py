"""What somebody hears who reads by ear: the screen reader Orca with Firefox ESR and with Chromium, on a screen that nobody sees,
on a page of the course by itself, and in its package in the frame of an LMS (scorm-again): `make heard`.

Keys are pressed as a person presses them, and what Orca gives to its voice is read in its log: no sound is made. The voice
service is left out, for without a sound card Orca waits for it. What was heard is kept in `docs/heard.txt`. Exits with 1
where a check fails, and says what to install where a program is not here.
"""

import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from safeguarding import chromium, scorm
from safeguarding.course import Course, load

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
import lms  # type: ignore[import-not-found]  # noqa: E402  (the LMS of the tests)

BUILT = ROOT / "_build/html"
LOG = ROOT / "docs/heard.txt"
DISPLAY = ":88"
QUIET, PATIENCE = 1.5, 60
"""Seconds without a word after which Orca has said all; and to wait for it at most."""
SPOKEN = re.compile(r"SPEECH OUTPUT: '([^']*)'")
PREFERENCES = """
user_pref("accessibility.force_disabled", -1);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
"""
PROGRAMS = {
    "orca": "orca",
    "Xvfb": "xvfb",
    "dbus-run-session": "dbus-daemon",
    "xdotool": "xdotool",
    "matchbox-window-manager": "matchbox-window-manager",
}
BUS = "/usr/libexec/at-spi-bus-launcher"


def firefox(home: Path) -> list[str]:
    """How Firefox is started, with nothing kept from before."""
    (home / "profile").mkdir()
    (home / "profile/user.js").write_text(PREFERENCES, "utf-8")
    return [shutil.which("firefox-esr") or "firefox", "--no-remote", "--profile", str(home / "profile")]


def chrome(home: Path) -> list[str]:
    """The same for Chromium."""
    return [
        chromium.path(window=True) or "chromium",
        *chromium.ARGUMENTS,
        "--force-renderer-accessibility",
        f"--user-data-dir={home / 'profile'}",
    ]


BROWSERS: dict[str, Callable[[Path], list[str]]] = {"Firefox": firefox, "Chromium": chrome}


class Listener:
    """A person with a keyboard and Orca."""

    def __init__(self, log: Path):
        self.log, self.at = log, 0
        self.named = "Recognise and Refer"
        """Words that the window has in its title for as long as nobody left."""

    def words(self) -> list[str]:
        """What was said since one last asked, when Orca has fallen silent."""
        end, size, since = time.monotonic() + PATIENCE, -1, time.monotonic()
        while time.monotonic() < end and time.monotonic() - since < QUIET:
            if (now := self.log.stat().st_size) != size:
                size, since = now, time.monotonic()
            time.sleep(0.1)
        text = self.log.read_bytes()
        said, self.at = text[self.at :].decode("utf-8", "replace"), len(text)
        return [" ".join(words.split()) for words in SPOKEN.findall(said) if words.strip()]

    def press(self, *keys: str, apart: int = 120) -> list[str]:
        """Press keys, milliseconds apart: what was said."""
        subprocess.run(["xdotool", "key", "--delay", str(apart), *keys], check=True)
        return self.words()

    def until(self, key: str, words: str, most: int) -> list[str]:
        """Press a key until something is said: all that was said. Raises LookupError with all that was said instead."""
        heard: list[str] = []
        for _ in range(most):
            said = self.press(key)
            heard += said
            if any(words in one for one in said):
                return heard
        raise LookupError(f"“{words}” was not heard after {most} times {key}, but {heard[-12:]}")

    def title(self) -> str:
        """The title of the window that has the keyboard."""
        return subprocess.run(["xdotool", "getwindowfocus", "getwindowname"], capture_output=True, text=True, check=False).stdout.strip()

    def open(self, address: str) -> list[str]:
        """Go to an address by the browser’s own line."""
        self.press("ctrl+l")
        subprocess.run(["xdotool", "type", "--delay", "20", address], check=True)
        self.press("Return")
        time.sleep(3)
        return self.words()


def check_bar(one: Listener, course: Course, site: str) -> tuple[bool, list[str]]:
    """The bar says its names: a real child, 999, leave."""
    one.press("ctrl+Home")
    heard = [words for _ in range(8) for words in one.press("Tab")]
    found = " / ".join(heard)
    places = [found.find(name) for name in ("Worried about a real child now?", "999", "Leave this page")]
    return places == sorted(places) and -1 not in places, heard


def check_headings(one: Listener, course: Course, site: str) -> tuple[bool, list[str]]:
    """The key for the heading before, twelve times in three seconds, never leaves the page."""
    one.press("ctrl+Home")
    heard = one.press(*["h"] * 6, apart=700)
    heard += one.press(*["shift+h"] * 12, apart=250)
    heard += one.press(*["shift+h"] * 3, apart=1500)
    return one.named in one.title() and any("heading" in words for words in heard), [*heard, f"(the window: {one.title()})"]


def check_letters(one: Listener, course: Course, site: str) -> tuple[bool, list[str]]:
    """The letter of each option is spoken, before its words."""
    item = course.questions[course.pages["essentials"].named("quiz")[0]]
    one.press("ctrl+Home")
    begun = tuple(f"{letter} {option.say.split()[0]}" for letter, option in item.lettered)
    heard = [words for _ in begun for words in one.press("r")]
    heard += one.press("b")  # Orca writes the last of its log when there is more to write
    spoken = [words for words in heard if words.startswith(begun)]
    return len(spoken) == len(begun) and all(map(str.startswith, spoken, begun)), heard


def check_feedback(one: Listener, course: Course, site: str) -> tuple[bool, list[str]]:
    """What the first Check says is heard whole and once, after a wrong answer and then after the right one."""
    item = course.questions[course.pages["essentials"].named("quiz")[0]]
    wrong = next(letter for letter, option in item.lettered if not option.key)
    said, heard = [], []
    for letter in (wrong, item.key):
        option = dict(item.lettered)[letter]
        said.append(" ".join(option.feedback.split()))
        heard += one.until("shift+r", f"{letter} {option.say.split()[0]}", len(item.lettered) + 1)
        heard += one.press("space")
        heard += one.press("b")  # the next button: what Orca says of it may stand in its log only later
        heard += one.press("Return")
        heard += one.press("Tab")  # Orca writes the last of its log when there is more to write
    whole = " ".join(heard)
    return [whole.count(words) for words in said] == [1, 1] and whole.index(said[0]) < whole.index(said[1]), heard


def check_case(one: Listener, course: Course, site: str) -> tuple[bool, list[str]]:
    """A choice in a case is taken by keyboard: what was chosen and what came of it are heard."""
    choice = course.walks["case-lunch-table"].steps[0].choices[0]
    one.open(f"{site}/book/case-lunch-table.html")
    one.press("ctrl+End")
    heard = one.until("shift+k", choice.say[:30], 40)
    heard += one.press("Return")
    heard += one.press("Down")
    heard += one.press("Down")
    whole = " ".join(heard)
    return "You chose" in whole and choice.then.split(".")[0] in whole, heard


CHECKS = (check_bar, check_headings, check_letters, check_feedback, check_case)
IN_A_FRAME = (check_bar, check_headings, check_letters, check_feedback)


@contextmanager
def running(*command: str, **options) -> Iterator[subprocess.Popen]:
    """A program, for as long as the `with` lasts."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **options)
    try:
        yield process
    finally:
        os.killpg(process.pid, 15)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)


def until(found: Callable[[], bool], what: str) -> None:
    """Wait for something. Raises TimeoutError with what it was."""
    end = time.monotonic() + PATIENCE
    while not found():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come.")
        time.sleep(0.2)


def packed(course: Course, folder: Path) -> Path:
    """The files of the SCORM package of Essentials, in a folder."""
    files = scorm.reworded(course, scorm.gathered(BUILT))
    kind = next(kind for kind in scorm.kinds(course) if kind.name == "essentials")
    for path, text in scorm.package(course, files, scorm.keyed(course, files), kind, "1.2").items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text)
    return folder


def listen(name: str, course: Course, site: str, launch: str) -> Iterator[str]:
    """The lines of the log for one browser: each check with its verdict and what was heard, first on the page by itself, then where
    an LMS launches it; "" where there is no LMS."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, ExitStack() as stack:
        home, log = Path(folder), Path(folder) / "orca.log"
        os.environ |= {"HOME": folder, "XDG_RUNTIME_DIR": folder}
        stack.enter_context(running("orca", "--replace", "-d", "braille", f"--debug-file={log}"))
        until(lambda: log.exists() and "Screen reader on" in log.read_text("utf-8", "replace"), "Orca")
        one = Listener(log)
        command = BROWSERS[name](home)
        version = subprocess.run([command[0], "--version"], capture_output=True, text=True, check=False).stdout.strip()
        stack.enter_context(running(*command, f"{site}/book/essentials.html"))
        until(lambda: "Text: CC BY 4.0" in log.read_text("utf-8", "replace") or "Essentials" in one.title(), f"The page in {name}")
        time.sleep(3)
        yield f"== {name}: {version}"
        yield f"   opened: {' | '.join(one.words()[:12])}"
        yield from verdicts(CHECKS, one, course, site)
        if not launch:
            return
        yield f"== {name}, in the frame of an LMS"
        yield f"   opened: {' | '.join(one.open(launch)[:12])}"
        one.named = "An LMS"
        yield from verdicts(IN_A_FRAME, one, course, site)


def verdicts(checks: tuple, one: Listener, course: Course, site: str) -> Iterator[str]:
    """The lines of some checks."""
    for check in checks:
        try:
            fine, heard = check(one, course, site)
        except LookupError as fault:
            fine, heard = False, [str(fault)]
        yield f"{'ok ' if fine else 'NOT'} {check.__doc__}"
        yield from (f"      {words}" for words in heard)


def main() -> int:
    """All checks in both browsers."""
    needed = PROGRAMS | {BUS: "at-spi2-core", "firefox-esr": "firefox-esr"}
    if missing := [package for program, package in needed.items() if not shutil.which(program)]:
        print(f"NOT HEARD, since programs are not installed here. On Debian: apt-get install {' '.join(missing)}")
        return 1
    if "--inside" not in sys.argv:
        with running("Xvfb", DISPLAY, "-screen", "0", "1280x900x24"):
            time.sleep(1)
            quiet = {
                "DISPLAY": DISPLAY,
                "GSETTINGS_BACKEND": "memory",
                "SPEECHD_ADDRESS": "none",
                "GNOME_ACCESSIBILITY": "1",
                "WAYLAND_DISPLAY": "",
            }
            return subprocess.run(
                ["dbus-run-session", "--", sys.executable, __file__, "--inside", *sys.argv[1:]],
                env=os.environ | quiet,
                check=False,
                stderr=subprocess.DEVNULL,
            ).returncode
    handler = functools.partial(Quiet, directory=BUILT)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    orca = subprocess.run(["orca", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    lines = [f"Heard on {time.strftime('%Y-%m-%d')}, with Orca {orca}."]
    course = load(ROOT)
    if without := lms.absent(lms.SCORM_AGAIN):
        print(without)
    with (
        running(BUS, "--launch-immediately", "--screen-reader=1"),
        running("matchbox-window-manager", "-use_titlebar", "no"),
        tempfile.TemporaryDirectory() as folder,
        lms.Lms(packed(course, Path(folder))) as launched,
    ):
        for name in [one for one in BROWSERS if one in sys.argv] or BROWSERS:
            launched.kept = {}
            if not without:
                launched.page_of()
            try:
                for line in listen(name, course, f"http://127.0.0.1:{server.server_port}", "" if without else f"{launched.address}/launch"):
                    lines.append(line)
                    if line[:3] in ("ok ", "NOT", "== "):
                        print(line, flush=True)
            except Exception as fault:  # whatever it was, the log of before stays as it is
                print(f"NOT heard to the end in {name}: {fault!r}")
                return 1
    LOG.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"What was heard stands in {LOG.relative_to(ROOT)}.")
    return int(any(line.startswith("NOT") for line in lines))


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server that says nothing."""

    def log_message(self, *_):
        """Nothing."""


if __name__ == "__main__":
    sys.exit(main())
