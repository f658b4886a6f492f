"""Small errors put into the code on purpose: does a test notice? `make mutate`.

300 mutants of the Python and 60 of the browser's parts are drawn by hash, so the same ones every time. Each is tried in a copy of
`src` with the tests that cover its line: those of a measured run without a browser, or for what only a built book shows, the
test files of `BUILT`. A mutant that no test notices survives, and is printed. The figures are for people to read; no test depends
on them. What survives and does no harm has its reason in `REASONS`.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
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
LONGEST = 240
"""Seconds for the tests of one mutant. What hangs is noticed."""

QUICK = ("data", "page", "course", "rules", "local")
"""The test files that are measured: what in them needs no built book."""
BUILT = {
    "book": ("book", "trainers"),
    "head": ("book", "browser"),
    "render": ("book", "trainers"),
    "script": ("notebooks", "journey"),
    "slides": ("slides",),
    "deck": ("slides",),
    "fit": ("slides",),
    "workbook": ("print",),
    "plain_text": ("print",),
    "sheets": ("wall",),
    "notebook": ("notebooks",),
    "chromium": ("course",),
    "__main__": ("course", "zip", "contributing"),
}
"""For a module that a built book shows, the test files that look at it."""
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
    "pages/00-shared": ("record", "assessment"),
    "pages/assessment": ("assessment",),
    "pages/confidence": ("journey", "record"),
    "pages/kept": ("record", "journey"),
    "pages/make-it-yours": ("make_it_yours",),
    "pages/make-it-yours.zip": ("zip",),
    "pages/practise": ("journey",),
    "pages/real-child": ("make_it_yours", "local"),
    "pages/record": ("record",),
}
"""For each of the browser's parts, the test files that look at it."""
WANTED = {"models": 85, "rules": 85, "walks": 85, "store": 85, "elsewhere in Python": 75, "elsewhere in the browser": 75}
"""Per cent of the mutants that have to be noticed, by group."""
REASONS: dict[str, str] = {}
"""Mutants that survive and do no harm, by their names, with the reason."""

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
    """A copy of `src`, with `book` beside it, in which one mutant at a time is tried."""

    def __init__(self, folder: Path):
        self.root = folder
        shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        (folder / "book").symlink_to(ROOT / "book")

    def survives(self, mutant: Mutant, tests: list[str]) -> bool:
        """Whether every test passes with the mutant in place."""
        path = self.root / mutant.path.relative_to(ROOT)
        kept = path.read_text("utf-8")
        path.write_text(mutant.make(), "utf-8")
        try:
            command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]
            environment = {**os.environ, "PYTHONPATH": str(self.root / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
            return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=LONGEST).returncode == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            path.write_text(kept, "utf-8")


def measured(folder: Path) -> dict[str, dict[int, list[str]]]:
    """For each module and line, the tests of `make quick` that run it, the quickest first."""
    settings = folder / "coveragerc"
    settings.write_text("[run]\ndynamic_context = test_function\n")
    run = [sys.executable, "-m", "coverage", "run", f"--rcfile={settings}", f"--data-file={folder}/coverage", f"--source={SOURCE}"]
    options = ["-m", "not built", "--durations=0", "-o", "addopts=", "-q", "-p", "no:xdist", "-p", "no:cacheprovider"]
    done = subprocess.run([*run, "-m", "pytest", *options, *_files(QUICK)], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit("The tests have to be green before a mutant can be tried.\n" + done.stdout[-3000:])
    seconds: dict[str, float] = {}
    for took, name in re.findall(r"^([\d.]+)s call +(\S+?)(?:\[.*)?$", done.stdout, re.M):
        seconds[name] = seconds.get(name, 0.0) + float(took)
    data = coverage.CoverageData(f"{folder}/coverage")
    data.read()
    found: dict[str, dict[int, list[str]]] = {}
    for path in data.measured_files():
        found[Path(path).stem] = {
            line: sorted(filter(None, map(_test, tests)), key=lambda test: seconds.get(test, 0.0))
            for line, tests in data.contexts_by_lineno(path).items()
        }
    return found


def _test(context: str) -> str:
    """The test of a context of coverage, “test_data.test_a_good_question”, as pytest takes it; "" where a line ran outside any."""
    file, _, name = context.rpartition(".")
    return f"tests/{file.rpartition('.')[2]}.py::{name}" if file else ""


def tests_of(mutant: Mutant, covered: dict[str, dict[int, list[str]]]) -> list[str]:
    """The tests that may notice a mutant: those that run its line, then those that look at what its part makes."""
    if mutant.path.suffix == ".js":
        return _files(PARTS[mutant.part])
    lines = covered.get(mutant.part, {})
    near = lines.get(mutant.line) or list(dict.fromkeys(test for tests in lines.values() for test in tests))
    return [*near[:MOST], *_files(BUILT.get(mutant.part, ()))]


MOST = 60
"""How many of the tests that run a line are tried."""


def _files(names: tuple[str, ...]) -> list[str]:
    return [f"tests/test_{name}.py" for name in names]


def main(words: list[str]) -> int:
    """Try the mutants and print what survives, with the shares by group."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--python", type=int, default=PYTHON)
    ask.add_argument("--browser", type=int, default=BROWSER)
    ask.add_argument("--only", default="", help="mutants whose name holds these words")
    wanted = ask.parse_args(words)
    start = time.monotonic()
    python = [mutant for path in sorted(SOURCE.glob("*.py")) for mutant in of_python(path) if wanted.only in mutant.name]
    browser = [mutant for path in sorted((SOURCE / "browser").rglob("*.js")) for mutant in of_browser(path) if wanted.only in mutant.name]
    tried = drawn(python, wanted.python) + drawn(browser, wanted.browser)
    print(f"{len(tried)} of {len(python)} mutants of the Python and {len(browser)} of the browser’s parts")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        covered = measured(folder) if wanted.python else {}
        free: Queue[Tree] = Queue()
        for number in range(os.cpu_count() or 1):
            free.put(Tree(folder / str(number)))

        def lives(mutant: Mutant) -> bool:
            tree = free.get()
            try:
                return tree.survives(mutant, tests_of(mutant, covered))
            finally:
                free.put(tree)

        with ThreadPoolExecutor(free.qsize()) as pool:
            alive = [mutant for mutant, lived in zip(tried, pool.map(lives, tried), strict=True) if lived]
    for mutant in alive:
        print(f"alive: {mutant.group}: {mutant.name}{' (' + REASONS[mutant.name] + ')' if mutant.name in REASONS else ''}")
    for group, share in WANTED.items():
        of_group = [mutant for mutant in tried if mutant.group == group]
        if of_group:
            noticed = 1 - sum(mutant.group == group for mutant in alive) / len(of_group)
            print(f"{group}: {noticed:.0%} of {len(of_group)} noticed, {'at least' if noticed * 100 >= share else 'UNDER'} {share}%")
    print(f"{(time.monotonic() - start) / 60:.0f} minutes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
