"""Figures, taken in one run and printed with their limits: `make bench`. Machines are noisy, so no test depends on them.

Beside each figure stands what the same words cost another way: the same pages as plain Markdown, with this theme
(for the build) and with Jupyter Book's stock theme and settings (for the weight of a page).
"""

import contextlib
import functools
import gzip
import http.server
import json
import math
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import nbformat
import yaml
from playwright.sync_api import sync_playwright

from safeguarding import chromium, render, rules, script
from safeguarding.__main__ import release
from safeguarding.course import Course, load
from safeguarding.local import as_css, read_local

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from visitors import LATE_VOICE, NOTE_SHIFTS, half_way  # type: ignore[import-not-found]  # noqa: E402

HEAVIEST = "book/signs.html"


def row(what: str, found: str, limit: str = "", ok: bool | None = None) -> None:
    print(f"{what:<58} {found:>22}   {limit:<28} {'' if ok is None else 'reached' if ok else 'NOT REACHED'}", flush=True)


def build(root: Path) -> tuple[float, float]:
    """Seconds and peak memory in MB of one clean build."""
    shutil.rmtree(root / "_build", ignore_errors=True)
    command = [str(Path(sys.executable).parent / "jupyter-book"), "build", str(root), "--all", "--keep-going"]
    measured = (
        "import subprocess, resource, sys, time; start = time.perf_counter();"
        "subprocess.run(sys.argv[1:], check=True, capture_output=True);"
        "print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", measured, *command], capture_output=True, text=True, check=True)
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


def plain(course: Course, into: Path, config: dict) -> None:
    """The same words as plain Markdown pages, questions and drills as lists, under the given configuration."""
    for page in course.pages.values():
        lines = []
        for words in page.words:
            level = next((h.level for h in page.headings if h.place == words.place), 0)
            lines.append("#" * level + " " * bool(level) + words.text)
        lines += [render.question(course, course.questions[name], "txt") for name in page.named("quiz")]
        lines += [render.walk(course, course.walks[name], "txt") for name in page.named("walk")]
        target = into / f"book/{page.name}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("\n\n".join(lines), "utf-8")
    (into / "exercises").mkdir(parents=True)
    for path in sorted((ROOT / "exercises").glob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        shown = [cell for cell in cells if "remove-cell" not in cell.metadata.get("tags", ())]
        texts = [cell.source if cell.cell_type == "markdown" else _text_of(cell) for cell in shown]
        (into / f"exercises/{path.stem}.md").write_text("\n\n".join(texts), "utf-8")
    shutil.copy(ROOT / "_toc.yml", into)
    (into / "_config.yml").write_text(yaml.safe_dump(config), "utf-8")


def _text_of(cell) -> str:
    """The plain text of a code cell’s outputs."""
    return "\n".join(output.get("text", "") or output["data"]["text/plain"] for output in cell.outputs)


def weigh(browser, folder: Path, path: str, script: str = "") -> tuple[int, int]:
    """(requests, bytes when gzipped) of a page, cold, from a server; `script` runs before the page’s own."""
    requests, files = fetched(browser, folder, path, script)
    return requests, weight(files)


def weight(files: Iterable[Path]) -> int:
    """Bytes of files, each gzipped."""
    return sum(len(gzip.compress(file.read_bytes(), 6)) for file in files)


def fetched(browser, folder: Path, path: str, script: str = "") -> tuple[int, list[Path]]:
    """How many requests a page makes, cold, from a server, and the files that come."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *words):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_context().new_page()
    page.add_init_script(script)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    here = f"http://127.0.0.1:{server.server_port}/"
    page.goto(here + path, wait_until="networkidle")
    page.wait_for_timeout(500)
    server.shutdown()
    page.context.close()
    files = [folder / url.removeprefix(here).split("?")[0].split("#")[0] for url in asked if url.startswith(here)]
    icon = [] if any("favicon" in url for url in asked) else list(folder.glob("_static/favicon.*"))[:1]
    return len(asked) + len(icon), [file for file in [*files, *icon] if file.is_file()]


def feedback_time(browser, folder: Path) -> list[float]:
    """Milliseconds from Check to the feedback on the screen, with the CPU slowed four times, for each question of a page."""
    page = browser.new_context().new_page()
    page.goto(f"{folder.as_uri()}/{HEAVIEST}")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    times = page.evaluate(
        """async () => {
             const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
             const times = [];
             for (const question of document.querySelectorAll(".q")) {
               question.querySelector("input").click();
               await frame();
               const start = performance.now();
               question.querySelector("button").click();
               question.querySelector("[role=status]").getBoundingClientRect();
               times.push(performance.now() - start);
               await frame();
             }
             return times;
           }"""
    )
    page.context.close()
    return times


def registered(browser, folder: Path, count: int) -> float:
    """Seconds in which “Who has done it” reads so many record files and draws its list."""
    page = browser.new_context().new_page()
    page.goto(f"{folder.as_uri()}/book/reference/register.html")
    drop = """(count) => new Promise((done) => {
      const given = new DataTransfer(), place = document.querySelector("[data-live=register]");
      const record = { course: "Recognise and Refer", date: "2026-11-24", edition: "1.0.0", passed: "2026-11-20" };
      for (let n = 0; n < count; n += 1) {
        given.items.add(new File([JSON.stringify({ ...record, id: String(n), name: `Person ${n}` })], `${n}.json`));
      }
      const start = performance.now();
      new MutationObserver(() => {
        if (/Files read/.test(place.textContent)) done((performance.now() - start) / 1000);
      }).observe(place, { childList: true, subtree: true });
      place.querySelector(".register-files").dispatchEvent(new DragEvent("drop", { dataTransfer: given, cancelable: true, bubbles: true }));
    })"""
    seconds = page.evaluate(drop, count)
    page.context.close()
    return seconds


class Gzipping(http.server.SimpleHTTPRequestHandler):
    """A server that gzips, as those that serve such pages do."""

    def log_message(self, *words):
        pass

    def do_GET(self):
        path = Path(self.translate_path(self.path.split("?")[0]))
        if not path.is_file():
            return self.send_error(404)
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def first_content(browser, folder: Path, path: str = HEAVIEST, script: str = "") -> tuple[float, float]:
    """Seconds to the first content of a page on a phone and a slow 3G profile, and the layout shift of its whole loading."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Gzipping, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_context(viewport={"width": 375, "height": 800}).new_page()
    page.context.new_cdp_session(page).send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8},
    )
    page.add_init_script(script)
    page.add_init_script(NOTE_SHIFTS)
    page.goto(f"http://127.0.0.1:{server.server_port}/{path}", wait_until="load")
    page.wait_for_timeout(1000)
    first = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime") / 1000
    shift = page.evaluate("window.shift")
    server.shutdown()
    page.context.close()
    return first, shift


def routes_cost(folder: Path, path: str) -> tuple[int, int]:
    """Bytes, gzipped, that local routes add to a page: what stands in its head for them, and once the filler and `local.css`, filled."""
    text = (folder / path).read_text("utf-8")
    link = r'<link rel="stylesheet" href="[^"]*local\.css">'
    data = r'<script type="application/json" id="route-data">.*?</script>\s*<script .*?</script>'
    bare = re.sub(f"{link}|{data}", "", text, flags=re.S)
    files = (as_css(read_local(ROOT / "local.example.yml")), script.FILLER)
    page, rest = (len(gzip.compress(one.encode(), 6)) for one in (text, bare))
    return page - rest, sum(len(gzip.compress(one.encode(), 6)) for one in files)


def generated(course: Course, count: int) -> tuple[float, float, float]:
    """Seconds to load, check and render `count` questions, copies of the bank under other ids."""
    sources = {path: path.read_text("utf-8") for path in sorted((ROOT / "exercises/questions").glob("*.yaml"))}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(ROOT / "book", root / "book")
        shutil.copytree(ROOT / "exercises", root / "exercises", ignore=shutil.ignore_patterns("assessment"))
        for name in ("local.yml", "_toc.yml", "_config.yml"):
            shutil.copy(ROOT / name, root)
        written = len(course.questions)
        copies = 0
        bank = {path.stem: [text] for path, text in sources.items()}
        while written < count:
            copies += 1
            for path, text in sources.items():
                if written >= count:
                    break
                ids = text.count("\n- id: ") + text.startswith("- id: ")
                bank[path.stem].append(text.replace("- id: ", f"- id: copy{copies}-"))
                written += ids
        for name, texts in bank.items():
            (root / f"exercises/questions/{name}.yaml").write_text("\n".join(texts), "utf-8")
        start = time.perf_counter()
        many = load(root)
        loaded = time.perf_counter()
        for _ in rules.broken(many):
            pass
        checked = time.perf_counter()
        for item in many.questions.values():
            render.question(many, item), render.question(many, item, "txt")
        rendered = time.perf_counter()
        return loaded - start, checked - loaded, rendered - checked


FULL = (ROOT / "tests/full-state.js").read_text("utf-8").strip()
AN_LMS = """
  const yes = () => "true", get = (field) => (field === "cmi.suspend_data" ? %s : "");
  window.API = { LMSInitialize: yes, LMSGetValue: get, LMSSetValue: yes, LMSCommit: yes, LMSFinish: yes };
"""
"""What a package asks of an LMS, which gives back one line as it was kept."""


def released(browser, root: Path) -> list[tuple[str, str, str, bool | None]]:
    """The rows of a release of the book that is built in `root`: its seconds, and what its files weigh."""
    start = time.perf_counter()
    with contextlib.redirect_stdout(None):
        release(root, date.min)
    seconds = time.perf_counter() - start
    (whole,) = (root / "dist").glob("*-scorm12-whole.zip")
    (epub,) = (root / "dist").glob("*.epub")
    decks = [path.stat().st_size / 1000 for path in (root / "_build/html/book/trainer").glob("*.pptx")]
    package = root / "package"
    with ZipFile(whole) as packed:
        packed.extractall(package)
    page = browser.new_page()
    page.add_script_tag(content=(package / "_static/shell.js").read_text("utf-8").split("\n(() => {\nconst ROOM")[0])
    line = page.evaluate(f"() => {{ const full = ({FULL})(); full.record.place = 'essentials'; return codec.encode(full, 1) }}")
    page.close()
    size, book = whole.stat().st_size / 1024**2, epub.stat().st_size / 1024**2
    rows = [
        ("make release, after a build", f"{seconds:.1f} s", "at most 90 s", seconds <= 90),
        ("The package of the whole course", f"{size:.2f} MB", "at most 2 MB", size <= 2),
    ]
    for what, kept, most in (("launch", "", 60), ("resumed at Essentials, with everything answered", line, 70)):
        requests, weight = weigh(browser, package, "index.html", AN_LMS % json.dumps(kept))
        well = requests <= 12 and weight <= most * 1000
        rows.append((f"  {what}", f"{weight / 1000:.1f} kB, {requests} requests", f"at most {most} kB, 12 requests", well))
    return [
        *rows,
        ("  suspend data with everything answered", f"{len(line):,} signs", "at most 4,000", len(line) <= 4_000),
        ("The EPUB", f"{book:.2f} MB", "at most 1 MB", book <= 1),
        (f"The decks of {len(decks)} sessions", f"{min(decks):.0f} to {max(decks):.0f} kB", "", None),
    ]


def main() -> None:
    course = load(ROOT)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        ours, text, stock = (Path(folder) / name for name in ("ours", "text", "stock"))
        for name in ("book", "exercises", "local.yml", "_config.yml", "_toc.yml"):
            source = ROOT / name
            ours.mkdir(exist_ok=True)
            (shutil.copytree if source.is_dir() else shutil.copy)(source, ours / name)
        same = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
        same["sphinx"]["config"]["extensions"].remove("safeguarding.book")
        for key in ("templates_path", "html_static_path"):
            del same["sphinx"]["config"][key]
        del same["html"]["favicon"]
        plain(course, text, same)
        plain(course, stock, {"title": "Stock", "only_build_toc_files": True, "execute": {"execute_notebooks": "off"}})

        runs = [(build(ours), build(text)) for _ in range(3)]
        seconds = [statistics.median(run[place][0] for run in runs) for place in (0, 1)]
        memory = max(run[0][1] for run in runs)
        build(stock)

        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        weights = {name: weigh(browser, root / "_build/html", HEAVIEST) for name, root in (("ours", ours), ("stock", stock))}
        built, back = ours / "_build/html", half_way(course)
        fresh = {page.name: fetched(browser, built, f"book/{page.name}.html") for page in course.chapters}
        heaviest = max((weight(files), count, name) for name, (count, files) in fresh.items())
        first = set(fresh["essentials"][1])
        after = sorted((weight(set(files) - first), name) for name, (_, files) in fresh.items())
        missed = max((*weigh(browser, built, f"book/{page.name}.html", back)[::-1], page.name) for page in course.chapters)
        registers = {count: registered(browser, built, count) for count in (1_000, 10_000)}
        slow = feedback_time(browser, ours / "_build/html")
        paint, shift = first_content(browser, built)
        shifts = {
            "a chapter, first visit": shift,
            "a chapter, with missed questions at its head": first_content(browser, built, "book/when-a-child-tells-you.html", back)[1],
            "the cover, coming back": first_content(browser, built, "book/index.html", back)[1],
            "the record": first_content(browser, built, "book/record.html", back)[1],
            "a chapter, a voice that comes late": first_content(browser, built, HEAVIEST, LATE_VOICE)[1],
        }
        costs = {path: routes_cost(built, path) for path in ("book/signs.html", "book/real-child.html", "book/who-to-call.html")}
        general = first_content(browser, built, "book/who-to-call.html")
        (built / "local.css").write_text(as_css(read_local(ROOT / "local.example.yml")), "utf-8")
        filled = first_content(browser, built, "book/who-to-call.html")
        packages = released(browser, ours)
        browser.close()

    (requests, size), (stock_requests, stock_size) = weights["ours"], weights["stock"]
    print(f"{len(course.pages)} pages, {len(course.questions)} questions, {len(course.walks)} walks, {len(course.claims)} claims")
    row(f"A chapter page, gzipped ({HEAVIEST})", f"{size / 1000:.1f} kB", "at most 62 kB", size <= 62_000)
    row("  the same words in the stock theme", f"{stock_size / 1000:.1f} kB", f"{stock_size / size:.1f} times ours")
    for what, (bytes_, count, name) in (("The heaviest chapter", heaviest), ("  with missed questions at its head", missed)):
        row(f"{what} ({name})", f"{bytes_ / 1000:.1f} kB, {count} requests", "at most 62 kB, 10 requests", bytes_ <= 62_000 and count <= 10)
    for what, (bytes_, name) in (("A second chapter, the median", after[len(after) // 2]), ("  the heaviest", after[-1])):
        row(f"{what} ({name})", f"{bytes_ / 1000:.1f} kB", "at most 30 kB", bytes_ <= 30_000)
    row("Requests of a chapter page", str(requests), "at most 10", requests <= 10)
    row("  in the stock theme", str(stock_requests))
    beyond = statistics.mean(
        len(render.question(course, item).encode()) - sum(len(text.encode()) for text in item.texts) for item in course.questions.values()
    )
    row("Markup beyond the words, a question", f"{beyond:.0f} bytes", "at most 900", beyond <= 900)
    row("Build, median of 3", f"{seconds[0]:.2f} s")
    row(
        "  the same pages as plain text, median of 3",
        f"{seconds[1]:.2f} s",
        f"ratio {seconds[0] / seconds[1]:.2f}, at most 1.3",
        seconds[0] / seconds[1] <= 1.3,
    )
    row("Peak memory of the build", f"{memory:.0f} MB", "at most 200 MB", memory <= 200)
    totals = {}
    for count in (500, 2_000, 10_000):
        times = generated(course, count)
        totals[count] = sum(times)
        row(
            f"{count:,} questions: loaded + checked + rendered",
            " + ".join(f"{t:.2f}" for t in times) + f" = {sum(times):.2f} s",
            "at most 10 s" if count == 10_000 else "",
            sum(times) <= 10 if count == 10_000 else None,
        )
    exponent = math.log(totals[10_000] / totals[2_000]) / math.log(5)
    row("  growth exponent from 2,000 to 10,000", f"{exponent:.2f}", "1 is linear")
    for count, took in registers.items():
        row(f"The register: {count:,} record files read and listed", f"{took:.2f} s", f"{1000 * took / count:.2f} ms a file")
    row("Check to feedback, CPU slowed four times, worst", f"{max(slow):.1f} ms", "at most 50 ms", max(slow) <= 50)
    row("First content on slow 3G (400 ms, 400 kbit/s)", f"{paint:.2f} s", "at most 1.5 s", paint <= 1.5)
    for path, (inline, files) in costs.items():
        row(
            f"Local routes add to {path}, gzipped",
            f"{inline / 1000:.1f} kB, and once {files / 1000:.1f} kB in 2 files",
            "at most 3 kB and 1 request",
            inline + files <= 3_000,
        )
    row(
        "First content of Who to call, general and filled", f"{general[0]:.2f} and {filled[0]:.2f} s", f"ratio {filled[0] / general[0]:.2f}"
    )
    shifts["Who to call, filled from local.css"] = filled[1]
    for what, moved in shifts.items():
        row(f"Layout shift: {what}", f"{moved:.3f}", "0", moved == 0)
    for one in packages:
        row(*one)


if __name__ == "__main__":
    main()
