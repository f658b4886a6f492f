"""Small errors put into the code on purpose: does a test notice? `make mutate`.

300 mutants of the Python and 60 of the browser's parts are drawn by hash, so the same ones every time. Each is tried in a copy of
the course with the tests that cover its line: those of a measured run without a browser, or for what only a built book shows, the
test files of `LOOKING` and `PARTS`, in the book of `_build` with its scripts written anew. What became of each mutant is printed
at once; one that no test notices is alive. The figures are for people to read; no test depends on them. What is alive and does no
harm has its reason in `REASONS`.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from queue import Queue

import coverage

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/safeguarding"
PYTHON, BROWSER = 300, 60
LONGEST = 120
"""Seconds for the tests of one mutant. What no test has noticed by then is not known, and counts for neither side."""
MOST = 10
"""Seconds of the measured tests that are tried on one mutant, the quickest first."""

BUILDS = ("book", "head", "render")
"""What needs a book of its own to be tried. All others are looked at in the one that was built before."""
LOOKING = {
    "answers": ("items",),
    "item_card": ("items",),
    "impact": ("impact",),
    "briefing": ("between",),
    "scorm": ("scorm",),
    "archive": ("print",),
    "moodle": ("moodle",),
    "epub": ("epub",),
    "runsheet": ("trainers",),
    "clock": ("trainers",),
    "book": ("book", "trainers"),
    "head": ("book",),
    "render": ("book", "trainers"),
    "script": ("notebooks", "journey"),
    "slides": ("slides",),
    "deck": ("slides",),
    "fit": ("slides",),
    "workbook": ("workbook",),
    "plain_text": ("plain_text",),
    "sheets": ("wall",),
    "chromium": ("wall",),
    "__main__": ("print", "changed"),
}
"""For a module that a built book shows, the test files that look at the book."""
PARTS = {
    "00-store": ("record", "journey"),
    "05-exit": ("exit",),
    "10-questions": ("journey", "browser"),
    "15-before": ("journey",),
    "20-walks": ("browser",),
    "30-page": ("browser",),
    "50-progress": ("journey",),
    "60-plans": ("journey", "record"),
    "80-aloud": ("browser",),
    "head/local": ("local",),
    "screen/screen": ("slides",),
    "pages/00-shared": ("record", "assessment", "make_it_yours"),
    "pages/assessment": ("assessment",),
    "pages/confidence": ("journey", "record"),
    "pages/due": ("course",),
    "pages/index": ("journey",),
    "pages/items": ("items",),
    "pages/kept": ("record", "journey"),
    "pages/make-it-yours": ("make_it_yours",),
    "pages/make-it-yours.deck": ("make_it_yours",),
    "pages/make-it-yours.zip": ("zip",),
    "pages/practise": ("journey",),
    "pages/real-child": ("make_it_yours", "local"),
    "pages/record": ("record",),
    "pages/register": ("register",),
    "pages/search": ("search",),
    "pages/what-changed": ("changed",),
    "pages/briefings": ("between",),
    "pages/this-month": ("between",),
    "package/codec": ("scorm",),
    "package/contents": ("scorm",),
    "package/page": ("scorm",),
    "package/shell": ("scorm",),
}
"""For each of the browser's parts, the test files that look at it. A new part needs its line here."""
WANTED = {"models": 85, "rules": 85, "walks": 85, "store": 85, "elsewhere in Python": 75, "elsewhere in the browser": 75}
"""Per cent of the mutants that have to be noticed, by group."""
REASONS = {
    "rules.py number + 1: 50": "it is how much of a text is quoted",
    "rules.py number + 1: 50000": "it is how much is remembered, and not what",
    "fit.py number + 1: 32": "a size of letters is a choice, and the tests take it from here",
    "impact.py number + 1: 16.0": "a search for a bound begins anywhere above it",
    "entries.py number + 1: 50": "how many problems are printed is a choice, and the tests take it from here",
    "pages/assessment.js return → return void: if (now) return show(true);": "nobody asks what it returns",
    "00-store.js return → return void: return null;": "where storage is refused, `trouble` says so before anybody asks",
}
"""Mutants that survive and do no harm, by their names without lines and numbers, with the reason."""

MODELS = [
    "about",
    "aims",
    "blocks",
    "chart",
    "claim",
    "contact",
    "course",
    "entries",
    "local",
    "page",
    "question",
    "role",
    "routes",
    "runsheet",
    "telephone",
    "writing",
    "assessment",
]


@dataclass(frozen=True)
class Mutant:
    """One small error: a `name` that says where and what, and `make`, which writes the whole file with it."""

    path: Path
    line: int
    name: str
    make: Callable[[], str]

    @property
    def part(self) -> str:
        """The part of the code it stands in, for example "rules" or "pages/kept"."""
        return self.path.relative_to(SOURCE / "browser" if self.path.suffix == ".js" else SOURCE).with_suffix("").as_posix()

    @property
    def reason(self) -> str:
        """Why it may live, or ""."""
        return REASONS.get(re.sub(r":\d+(?= )| [#@]\d+$", "", self.name), "")

    @property
    def group(self) -> str:
        if self.path.suffix == ".js":
            return "store" if self.part == "00-store" else "elsewhere in the browser"
        named = {"rules": "rules", "walk": "walks"} | dict.fromkeys(MODELS, "models")
        return named.get(self.part, "elsewhere in Python")


def drawn(found: Iterable[Mutant], count: int) -> list[Mutant]:
    """`count` of the mutants, by the hash of their names."""
    return sorted(found, key=lambda mutant: sha256(mutant.name.encode()).digest())[:count]


SWAPPED: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn,
    ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.Add, ast.Div: ast.Mult,
}  # fmt: skip


def changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What can be put in the place of a node, each with a word for it."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPPED:
        yield "comparison", ast.Compare(node.left, [SWAPPED[type(node.ops[0])](), *node.ops[1:]], node.comparators)
    if isinstance(node, ast.BoolOp):
        yield "and/or", ast.BoolOp(SWAPPED[type(node.op)](), node.values)
        for place in range(len(node.values)):
            rest = [value for number, value in enumerate(node.values) if number != place]
            yield f"without operand {place + 1}", rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "without not", node.operand
    if isinstance(node, ast.BinOp) and type(node.op) in SWAPPED:
        yield "arithmetic", ast.BinOp(node.left, SWAPPED[type(node.op)](), node.right)
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        yield "number + 1", ast.Constant(node.value + 1)
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield "truth", ast.Constant(not node.value)
    if isinstance(node, ast.IfExp):
        yield "condition", ast.IfExp(node.test, node.orelse, node.body)
    if isinstance(node, ast.If):
        yield "condition", ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
    if isinstance(node, ast.comprehension) and node.ifs:
        yield "without its if", ast.comprehension(node.target, node.iter, node.ifs[1:], node.is_async)
    if isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        yield "returns None", ast.Return(ast.Constant(None))
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Yield | ast.YieldFrom):
        yield "left out", ast.Pass()
    if isinstance(node, ast.Raise | ast.Assert | ast.AugAssign | ast.Continue | ast.Break):
        yield "left out", ast.Pass()


class _Put(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST):
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def of_python(path: Path) -> Iterator[Mutant]:
    """Every mutant of a Python file."""
    source = path.read_text("utf-8")
    for number, (node, said, _) in enumerate(_all(ast.parse(source))):
        line = getattr(node, "lineno", 0) or getattr(getattr(node, "target", None), "lineno", 1)
        name = f"{path.stem}.py:{line} {said}: {ast.unparse(node).splitlines()[0][:80]} #{number}"
        yield Mutant(path, line, name, partial(_with, source, number))


def _all(tree: ast.AST) -> Iterator[tuple[ast.AST, str, ast.AST]]:
    return ((node, *change) for node in ast.walk(tree) for change in changes(node))


def _with(source: str, number: int) -> str:
    """The source with one of its changes."""
    tree = ast.parse(source)
    node, _, new = next(islice(_all(tree), number, None))
    return ast.unparse(ast.fix_missing_locations(_Put(node, ast.copy_location(new, node)).visit(tree)))


SIGNS = [
    (r"===", "!=="), (r"!==", "==="), (r"&&", "||"), (r"\|\|", "&&"), (r"\?\?", "&&"),
    (r" < ", " <= "), (r" > ", " >= "), (r" <= ", " < "), (r" >= ", " > "),
    (r" \+ 1\b", " - 1"), (r" - 1\b", " + 1"), (r"\btrue\b", "false"), (r"\bfalse\b", "true"), (r"(?<=[(& ])!(?=[\w(])", ""),
    (r"\breturn(?= [^;]+;?)", "return void"), (r"\bcontinue\b", ""), (r"(?<=\bif \()", "!"),
]  # fmt: skip
"""What can be put in the place of what, in the browser's parts."""


def of_browser(path: Path) -> Iterator[Mutant]:
    """Every mutant of one of the browser's parts, comments and strings apart."""
    source = path.read_text("utf-8")
    bare = re.sub(
        r"/\*.*?\*/|\"[^\"\n]*\"|'[^'\n]*'|`[^`$]*`|//[^\n]*",
        lambda found: re.sub(r"[^\n]", "\x00", found[0]),
        source,
        flags=re.S,
    )
    for pattern, new in SIGNS:
        for found in re.finditer(pattern, bare):
            line = source.count("\n", 0, found.start()) + 1
            text = source[: found.start()] + new + source[found.end() :]
            if not found[0]:
                end = _closing(bare, found.start())
                text = f"{source[: found.start()]}!({source[found.start() : end]}){source[end:]}"
            said = source.splitlines()[line - 1].strip()
            where = path.relative_to(SOURCE / "browser").as_posix()
            yield Mutant(path, line, f"{where}:{line} {found[0] or 'if'} → {new}: {said[:80]} @{found.start()}", partial(str, text))


def _closing(text: str, start: int) -> int:
    """Where the bracket closes that was opened before `start`."""
    depth = 1
    for place in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if not depth:
            return place
    raise ValueError("a bracket is not closed")


class Tree:
    """A copy of the course, in which one mutant at a time is tried."""

    def __init__(self, folder: Path):
        self.root = folder
        left = shutil.ignore_patterns(
            ".git", ".venv", ".build", ".*_cache", ".test-failures", "_build", "dist", "__pycache__", "*.egg-info"
        )
        shutil.copytree(ROOT, folder, ignore=left)
        self.second = int(time.time())

    def write(self, path: Path, text: str) -> None:
        """Write a file, each time with another second as its time: by that and its size Python knows what it compiled before."""
        path.write_text(text, "utf-8")
        self.second += 1
        os.utime(path, (self.second, self.second))

    def noticed(self, mutant: Mutant, tests: list[str]) -> str:
        """The test that fails with the mutant in place, or "" where every test passes. Raises RuntimeError where that is not
        known: the test fails without the mutant too, or the time is over."""
        path = self.root / mutant.path.relative_to(ROOT)
        kept = path.read_text("utf-8")
        self.write(path, mutant.make())
        built = "" if mutant.part in BUILDS else str(ROOT / "_build/html")
        try:
            by = failing(self.root, tests, built)
        finally:
            self.write(path, kept)
        if "::" in by and by not in GREEN:
            if failing(self.root, [by], built):
                raise RuntimeError(f"{by} fails without it too")
            GREEN.add(by)
        return by


GREEN: set[str] = set()
"""Tests that noticed a mutant, and were seen to pass without any."""
RUNNING: set[int] = set()
"""The runs of tests under way, by their process groups."""


def failing(root: Path, tests: list[str], built: str) -> str:
    """The first of the tests to fail in `root`, or "" where all pass; whatever they started is ended with them. Raises
    RuntimeError where the time is over."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-o", "addopts=", "-p", "no:cacheprovider", "-p", "no:xdist"]
    environment = {**os.environ, "PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "", "BUILT": built}
    with subprocess.Popen(
        [*command, f"--basetemp={root}/.tmp", *tests],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as run:
        RUNNING.add(run.pid)
        try:
            said, _ = run.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            raise RuntimeError(f"no test noticed it in {LONGEST} seconds") from None
        finally:
            _end(run.pid)
    found = re.search(r"^(?:FAILED|ERROR) ([^ \n\[]+)", said, re.M)
    return "" if run.returncode == 0 else found[1] if found else "the tests do not start"


def _end(group: int) -> None:
    RUNNING.discard(group)
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def measured(folder: Path) -> dict[str, dict[int, list[str]]]:
    """For each module and line, the tests without a browser that run it, the quickest first, of `MOST` seconds together. Line 0
    has those of the whole module. What builds a book of its own (test_book) is left out."""
    settings = folder / "coveragerc"
    settings.write_text(f"[run]\ndynamic_context = test_function\nsource = {SOURCE}\ndata_file = {folder}/coverage\npatch = subprocess\n")
    coverage_ = [sys.executable, "-m", "coverage"]
    options = ["-n", "auto", "-m", "not built", "--ignore=tests/test_book.py", "--durations=0", "-vv", "-o", "addopts="]
    options += ["-p", "no:cacheprovider", f"--basetemp={folder}/measured"]
    run = [*coverage_, "run", f"--rcfile={settings}", "-m", "pytest", *options]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit("The tests have to be green before a mutant can be tried.\n" + done.stdout[-3000:])
    subprocess.run([*coverage_, "combine", "--quiet", f"--rcfile={settings}"], cwd=ROOT, check=True)
    seconds: dict[str, float] = {}
    for took, name in re.findall(r"^([\d.]+)s call +(\S+?)(?:\[.*)?$", done.stdout, re.M):
        seconds[name] = seconds.get(name, 0.0) + float(took)

    def chosen(contexts: Iterable[str]) -> list[str]:
        spent = 0.0
        few: list[str] = []
        for test in sorted({_test(context) for context in contexts} & set(seconds), key=lambda test: (seconds[test], test)):
            spent += seconds[test]
            if few and spent > MOST:
                break
            few.append(test)
        return few

    data = coverage.CoverageData(f"{folder}/coverage")
    data.read()
    found: dict[str, dict[int, list[str]]] = {}
    for path in data.measured_files():
        lines = data.contexts_by_lineno(path)
        found[Path(path).stem] = {line: chosen(contexts) for line, contexts in lines.items()}
        found[Path(path).stem][0] = chosen(context for contexts in lines.values() for context in contexts) or chosen(seconds)
    return found


def _test(context: str) -> str:
    """The test of a context of coverage, “test_data.test_a_good_question”, as pytest takes it; "" where a line ran outside any."""
    if "::" in context:
        return context
    file, _, name = context.rpartition(".")
    return f"tests/{file.rpartition('.')[2]}.py::{name}" if file else ""


def tests_of(mutant: Mutant, covered: dict[str, dict[int, list[str]]]) -> list[str]:
    """The tests that may notice a mutant: those that run its line, then those that look at what its part makes."""
    if mutant.path.suffix == ".js":
        return _files(PARTS[mutant.part])
    lines = covered.get(mutant.part, {})
    return [*(lines.get(mutant.line) or lines.get(0, [])), *_files(LOOKING.get(mutant.part, ()))]


def _files(names: tuple[str, ...]) -> list[str]:
    return [f"tests/test_{name}.py" for name in names]


def main(words: list[str]) -> int:
    """Try the mutants, print what becomes of each, then the shares by group."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--python", type=int, default=PYTHON, help="how many mutants of the Python")
    ask.add_argument("--browser", type=int, default=BROWSER, help="how many mutants of the browser's parts")
    ask.add_argument("--only", default="", help="mutants whose name holds these words")
    ask.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="how many are tried at once")
    wanted = ask.parse_args(words)
    start = time.monotonic()
    python = [mutant for path in sorted(SOURCE.glob("*.py")) for mutant in of_python(path) if wanted.only in mutant.name]
    browser = [mutant for path in sorted((SOURCE / "browser").rglob("*.js")) for mutant in of_browser(path) if wanted.only in mutant.name]
    if strange := {mutant.part for mutant in browser} - PARTS.keys():
        raise SystemExit(f"Which tests look at {', '.join(sorted(strange))}? Say it in PARTS of tools/mutate.py.")
    tried = drawn(python, wanted.python) + drawn(browser, wanted.browser)
    print(f"{len(tried)} of {len(python)} mutants of the Python and {len(browser)} of the browser’s parts", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        covered = measured(folder) if wanted.python else {}
        free: Queue[Tree] = Queue()
        for number in range(wanted.workers):
            free.put(Tree(folder / str(number)))

        def survives(mutant: Mutant) -> bool | None:
            """Whether it is alive; None where that is not known."""
            tree, begun = free.get(), time.monotonic()
            try:
                by = tree.noticed(mutant, tests_of(mutant, covered))
                fate = f"noticed by {by}" if by else f"no harm: {mutant.reason}" if mutant.reason else "ALIVE"
            except RuntimeError as red:
                fate = f"NOT KNOWN: {red}"
            finally:
                free.put(tree)
            print(f"{mutant.group}: {mutant.name}: {fate} ({time.monotonic() - begun:.0f} s)", flush=True)
            return None if fate.startswith("NOT KNOWN") else fate == "ALIVE"

        pool = ThreadPoolExecutor(wanted.workers)
        try:
            fates = dict(zip(tried, pool.map(survives, tried), strict=True))
        finally:  # also where somebody stops it
            pool.shutdown(wait=False, cancel_futures=True)
            for run in list(RUNNING):
                _end(run)
            pool.shutdown()
    for mutant, alive in fates.items():
        if alive:
            print(f"alive: {mutant.name}")
    for group, share in WANTED.items():
        known = [alive for mutant, alive in fates.items() if mutant.group == group and alive is not None]
        if known:
            noticed = 1 - sum(known) / len(known)
            print(f"{group}: {noticed:.0%} of {len(known)} noticed, {'at least' if noticed * 100 >= share else 'UNDER'} {share}%")
    print(f"not known: {sum(alive is None for alive in fates.values())}")
    print(f"{(time.monotonic() - start) / 60:.0f} minutes")
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    sys.exit(main(sys.argv[1:]))
