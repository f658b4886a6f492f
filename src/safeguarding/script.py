"""The browser’s script: classic files without dependency, written beside the built pages, so that they load from a folder too.

- `course.js`, on every page: one line of data, then the parts in `browser/`, joined in the order of their names.
- `pages/<page>.js`, on that page alone.
- `questions/<id>.js`, one for each question, which a page asks for when a learner missed that question elsewhere.
"""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path

from . import EDITION, GUIDANCE, render
from .course import Course

PARTS = Path(__file__).parent / "browser"
NEAR = 3
"""How many siblings of a question are named with it."""


def of_page(docname: str) -> str | None:
    """The file that a page of the book loads beside `course.js`, or None."""
    name = f"pages/{docname.removeprefix('book/')}.js"
    return name if (PARTS / name).is_file() else None


def write(course: Course, static: Path) -> None:
    """Write all scripts into the folder `static` of a build."""
    (static / "questions").mkdir(parents=True, exist_ok=True)
    joined = "".join(part.read_text("utf-8") for part in sorted(PARTS.glob("*.js")))
    (static / "course.js").write_text(f'"use strict";\nconst COURSE = {_json(known(course))};\n{joined}', "utf-8")
    shutil.copytree(PARTS / "pages", static / "pages", dirs_exist_ok=True)
    for item in course.questions.values():
        given = {"near": [other.id for other in course.siblings(item)[:NEAR]], "html": render.question(course, item)}
        (static / f"questions/{item.id}.js").write_text(f"BANK[{_json(item.id)}] = {_json(given)};\n", "utf-8")


def known(course: Course) -> dict:
    """What the script knows: pages, roles, objectives, and a mark of the bank, so that no browser takes an old question from its cache."""
    pages = {}
    for page in course.pages.values():
        trained = page.objectives or tuple(course.walks[name].objective for name in page.named("walk"))
        if trained:
            pages[page.name] = {
                "title": page.title,
                "minutes": course.page_minutes(page),
                "study": page.minutes if page.is_chapter else course.drill_minutes(page),
                "objectives": trained,
            }
    return {
        "edition": EDITION,
        "guidance": GUIDANCE,
        "bank": sha256("".join(item.stamp for item in course.questions.values()).encode()).hexdigest()[:8],
        "pages": pages,
        "roles": [{"id": role.id, "name": role.name, "pages": role.pages} for role in course.roles.values()],
        "objectives": {objective.id: objective.plain for objective in course.objectives.values()},
    }


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
