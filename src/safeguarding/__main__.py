"""The command line: `python -m safeguarding check | due | links | schemas | notebooks | zip | release | print`, and
`items | impact FILE.csv ...`.

The Makefile calls it; see there for what each is for.
"""

from __future__ import annotations

import json
import shutil
import sys
from datetime import date
from pathlib import Path

from . import due as due_
from .about import About
from .archive import write_sums, write_zip
from .course import KNOWLEDGE, load
from .entries import CourseError, Entry, told
from .local import Local
from .question import Question
from .rules import broken
from .walk import Walk
from .writing import WritingTask

MODELS: dict[str, type[Entry]] = {**KNOWLEDGE, "questions": Question, "walks": Walk, "writing": WritingTask, "local": Local, "about": About}
"""Every kind of data file, and what it holds."""


FOLDER = "recognise-and-refer"
"""The one folder that the zip unpacks into, and the name of the zip."""


def check(root: Path) -> int:
    """All content rules. Prints each breach with its place; 0 when there is none."""
    problems = list(broken(load(root)))
    print(f"{told(problems)}\n{len(problems)} to mend." if problems else "All content rules hold.")
    return 1 if problems else 0


def due(root: Path, today: date | None = None) -> int:
    """What is past its “check again by” date, and in the next 90 days, the oldest first, each with every place that uses it, as an
    editor opens it. Then the sources that a person should open, the one that most pages rest on first. Always 0: a date is no fault."""
    today = today or date.today()
    course = load(root)
    every = due_.dated(course)
    soon = [entry for entry in every if (entry.check_by - today).days <= due_.AHEAD]
    late = sum(entry.check_by < today for entry in soon)
    for entry in soon:
        word = "overdue" if entry.check_by < today else "due"
        print(f"{entry.check_by} {word}: {type(entry).__name__.lower()} {entry.id} ({entry.place})")
        print(f"  read at {entry.read_at}; if you read it today: “check_by: {entry.again(today)}”")
        for place in due_.places(course, entry):
            print(f"    {place}")
    print(f"{late} overdue on {today}, {len(soon) - late} more due in the next {due_.AHEAD} days, of {len(every)}.")
    resting = {claim.id: len(course.resting[claim.id]) for claim in course.claims.values() if claim.replace}
    if resting:
        print("\nSources a person should open:")
    for name in sorted(resting, key=lambda name: (-resting[name], name)):
        claim, pages = course.claims[name], f"{resting[name]} page{'' if resting[name] == 1 else 's'}"
        print(f"{pages}: claim {name} ({claim.place}): {claim.replace} {claim.address}")
    return 0


def items(root: Path, *files: str) -> int:
    """What people answered, counted from tables: for each item how many met it, the share of each option, and what to say to the
    commonest wrong one. The files are read and not kept."""
    from .answers import read_answers
    from .render import answers

    course = load(root)
    print(answers(course, read_answers(course, *map(Path, files)), "txt"))
    return 0


def impact(root: Path, *files: str) -> int:
    """What the papers of a group show, from the start to the end and some weeks later, and what they do not show. The files are read
    and not kept."""
    from .impact import read_impact
    from .render import impact_report

    course = load(root)
    print(impact_report(course, read_impact(course, *map(Path, files)), "txt"))
    return 0


def links(root: Path) -> int:
    """Which sources no longer answer, each with the places that name it. Asks the network. Always 0: a person looks first."""
    from .links import addresses, report

    for line in report(addresses(load(root))):
        print(line)
    return 0


def schemas(root: Path) -> int:
    """Write the JSON Schema of every kind of data file, for editors that complete and check while one types."""
    folder = root / "docs" / "schemas"
    folder.mkdir(parents=True, exist_ok=True)
    for name in MODELS:
        (folder / f"{name}.json").write_text(schema(name), "utf-8")
    return 0


def schema(name: str) -> str:
    """The JSON Schema of one kind of data file, as text."""
    model = MODELS[name]
    entry = model.model_json_schema()
    whole = (
        entry
        if name in ("local", "about")
        else {"type": "array", "items": {k: v for k, v in entry.items() if k != "$defs"}, "$defs": entry.get("$defs", {})}
    )
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **whole}, indent=1, ensure_ascii=False) + "\n"


def notebooks(root: Path) -> int:
    """Run every notebook again and store its outputs. All are run before any is written."""
    import nbformat
    from nbclient import NotebookClient

    done = []
    for path in sorted((root / "exercises").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        NotebookClient(notebook, timeout=60, record_timing=False, resources={"metadata": {"path": str(path.parent)}}).execute()
        notebook.metadata = {"kernelspec": notebook.metadata["kernelspec"], "language_info": {"name": "python"}}
        done.append((path, notebook))
    for path, notebook in done:
        nbformat.write(notebook, path)
        print(f"{path.relative_to(root)}: {len(notebook.cells)} cells")
    return 0


def pack(book: Path, out: Path) -> Path:
    """The built book as one zip with one folder in it, the same bytes for the same book."""
    made = out / f"{FOLDER}.zip"
    paths = [path for path in book.rglob("*") if path.is_file() and path.name not in (".buildinfo", made.name)]
    return write_zip(made, {f"{FOLDER}/{path.relative_to(book).as_posix()}": path.read_bytes() for path in paths})


def zip_(root: Path) -> int:
    """The built book as a zip in `dist`, and beside the built `index.html`, where “Make it yours” finds it."""
    made = pack(root / "_build/html", root / "dist")
    shutil.copy(made, root / "_build/html")
    print(f"Made {made}")
    return 0


def print_(root: Path) -> int:
    """From the built book: the workbook, poster, cards, form and the trainer’s papers as tagged PDF, and every page as plain text."""
    from .plain_text import write_text
    from .sheets import write_sheets
    from .workbook import write_workbook

    course = load(root)
    html, out = root / "_build/html", root / "dist"
    for made in (write_workbook(course, html, out), *write_sheets(course, html, out), write_text(course, out)):
        print(f"Made {made}")
    return 0


def release(root: Path, today: date | None = None) -> int:
    """From the built book, into `dist`: the zip, SCORM packages in both versions, the questions as Moodle XML, the EPUB, and the
    checksums of all files there. Raises CourseError, and writes nothing, where a content rule is broken, or what the law or the
    government says, or a contact, is past its day and the edition is not archived."""
    from .epub import write_epub
    from .moodle import write_moodle
    from .scorm import write_packages

    course = load(root)
    if problems := [*broken(course), *due_.stopping(course, today or date.today())]:
        raise CourseError(problems)
    html, out = root / "_build/html", root / "dist"
    zip_(root)
    for made in (*write_packages(course, html, out), *write_moodle(course, out), write_epub(course, html, out), write_sums(out)):
        print(f"Made {made}")
    return 0


def main(words: list[str]) -> int:
    """Run one command in the present folder."""
    commands = {
        "check": check,
        "due": due,
        "items": items,
        "impact": impact,
        "links": links,
        "schemas": schemas,
        "notebooks": notebooks,
        "zip": zip_,
        "release": release,
        "print": print_,
    }
    name, *files = words or [""]
    if name not in commands or bool(files) != (name in ("items", "impact")):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        return commands[name](Path.cwd(), *files)
    except CourseError as error:
        print(error, file=sys.stderr)
        print(f"{len(error.problems)} to mend before anything else can be checked.", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
