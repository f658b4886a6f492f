"""Lint the browser’s parts with ESLint, where it is at hand: a step of `make check`.

The parts see each other only once they are joined, so they are joined as `script.py` does, all of them, comments and indents
left in; what ESLint says of a joined line is told with the file and line that somebody can open.
"""

import json
import subprocess
import sys
from pathlib import Path

from safeguarding.entries import Place, Problem
from safeguarding.script import PARTS, SHARED

ROOT = Path(__file__).resolve().parent.parent
ESLINT = ROOT / "node_modules/.bin/eslint"
ABSENT = """\
The browser’s parts were not linted, since ESLint is not installed here. With Node: npm install --no-save eslint@9 @eslint/js@9 globals"""


def lines() -> list[tuple[Place, str]]:
    """Every line of every part, in the order of a page that loads all of them, with its place."""
    pages = [part for part in sorted(PARTS.glob("pages/*.js")) if part != SHARED]
    parts = [
        *sorted(PARTS.glob("head/*.js")),
        *sorted(PARTS.glob("*.js")),
        SHARED,
        *pages,
        *sorted(PARTS.glob("screen/*.js")),
        *sorted(PARTS.glob("package/*.js")),
    ]
    return [(Place(part, n), line) for part in parts for n, line in enumerate(part.read_text("utf-8").splitlines(), 1)]


def findings() -> list[Problem]:
    """What ESLint finds in the joined parts, by `eslint.config.mjs`. Raises RuntimeError where ESLint itself fails."""
    joined = lines()
    done = subprocess.run(
        [ESLINT, "--stdin", "--stdin-filename", "joined.js", "--format", "json"],
        input="\n".join(line for _, line in joined) + "\n",
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    if done.returncode > 1:
        raise RuntimeError(done.stderr)
    (found,) = json.loads(done.stdout)
    return [
        Problem(joined[message["line"] - 1][0], message["message"], f"(ESLint: {message['ruleId'] or 'syntax'})")
        for message in found["messages"]
    ]


def main() -> int:
    """Prints each finding with its place; 0 when there is none, or no ESLint."""
    if not ESLINT.exists():
        print(ABSENT)
        return 0
    found = findings()
    for problem in found:
        print(problem)
    print(f"{len(found)} to mend in the browser’s parts." if found else "ESLint finds nothing in the browser’s parts.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
