"""The browser’s script: classic files without dependency, written beside the built pages, so that they load from a folder too.

- `course.js`, on every page: one line of data, then the parts in `browser/`, joined in the order of their names. All
  stand on the first, the store; each other is in a try of its own, so that one that fails takes nothing else with it.
- `pages/<page>.js`, on that page alone: one more line of data, what the working pages share, and the page’s own part
  (in several files where it has several jobs: `<page>.js`, `<page>.zip.js`, `<page>.deck.js`).
- `screen.js`, on the slides of a session alone.
- `local.js`, in the head of each page that prints a route: it fills in the local details before anything is painted.
- `questions/<id>.js`, one for each question and each item of the assessment: a page asks for those that a learner missed elsewhere,
  and the assessment for those of its form.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

from . import EDITION, render
from .course import Course
from .page import Page

PARTS = Path(__file__).parent / "browser"
SHARED = PARTS / "pages/00-shared.js"
STYLES = Path(__file__).resolve().parents[2] / "book/_static"
FORMS = "assessment-forms"
"""The file beside those of the questions that says which items a form of the assessment has."""
NEAR = 3
"""How many siblings of a question are named with it."""


def of_page(docname: str) -> str | None:
    """The file that a page of the book loads beside `course.js`, or None."""
    name = f"pages/{docname.rsplit('/', 1)[-1]}.js"
    return name if (PARTS / name).is_file() else None


def write(course: Course, static: Path) -> None:
    """Write all scripts into the folder `static` of a build. `course.js` knows a mark of the bank, which stands in the address
    of each question, so that no browser takes an old one from its cache."""
    for folder in ("questions", "pages"):
        (static / folder).mkdir(parents=True, exist_ok=True)
    base, *parts = map(lean, sorted(PARTS.glob("*.js")))
    joined = base + "".join(f"try {{\n{part}}} catch (fault) {{ console.error(fault) }}\n" for part in parts)
    shared = f'"use strict";\nconst MORE = {_json(more(course))};\n{lean(SHARED)}'
    for part in PARTS.glob("pages/*.js"):
        if part != SHARED and part.stem.count(".") == 0:
            own = "".join(map(lean, sorted(PARTS.glob(f"pages/{part.stem}.*"))))
            (static / "pages" / part.name).write_text(shared + own, "utf-8")
    (static / "local.js").write_text(FILLER, "utf-8")
    (static / "screen.js").write_text(f'"use strict";\n{lean(PARTS / "screen/screen.js")}', "utf-8")
    bank = {FORMS: banked(FORMS, render.assessment_forms(course))}
    for item in course.items:
        near = course.siblings(item)[:NEAR] if item.id in course.questions else []
        given = {"near": [other.id for other in near], "html": render.question(course, item)}
        bank[item.id] = banked(item.id, given)
    for name, text in bank.items():
        (static / f"questions/{name}.js").write_text(text, "utf-8")
    mark = sha256("".join(bank.values()).encode()).hexdigest()[:8]
    (static / "course.js").write_text(f'"use strict";\nconst COURSE = {_json({"bank": mark, **known(course)})};\n{joined}', "utf-8")


def banked(name: str, given: dict) -> str:
    """A file of the bank: the line that writes itself into BANK."""
    return f"BANK[{_json(name)}] = {_json(given)};\n"


def trained(course: Course) -> list[tuple[Page, tuple[str, ...]]]:
    """The pages that can be studied, each with the objectives that it trains."""
    studied = [page for page in course.pages.values() if page.is_studied]
    return [(page, page.objectives or tuple(course.walks[name].objective for name in page.named("walk"))) for page in studied]


def known(course: Course) -> dict:
    """What every page knows: the pages and the roles. A tier names its pages by their places in the list, which is short."""
    pages = {page.name: {"title": page.title, "minutes": course.path_minutes(page)} for page, _ in trained(course)}
    place = {name: number for number, name in enumerate(pages)}
    return {
        "edition": EDITION,
        "pages": pages,
        "roles": [
            {"id": role.id, "name": role.name, "tiers": [[place[name] for name in tier] for tier in role.tiers.values()]}
            for role in course.roles.values()
        ],
    }


def more(course: Course) -> dict:
    """What the working pages know beside that: the objectives in words, and for each page its own and its minutes of study."""
    return {
        "guidance": course.about.guidance,
        "objectives": {objective.id: objective.plain for objective in course.objectives.values()},
        "pages": {page.name: {"study": course.path_minutes(page), "objectives": objectives} for page, objectives in trained(course)},
    }


def lean(part: Path) -> str:
    """A script or style without comments on lines of their own and without indents: they are for us, and a phone pays for them."""
    return re.sub(r"^ *(/\*(?:(?!\*/).)*\*/\n| +)", "", part.read_text("utf-8"), flags=re.S | re.M)


def lean_styles(static: Path) -> None:
    """Do the same to the styles of ours that were copied into the folder `static` of a build."""
    for own in STYLES.glob("*.css"):
        (static / own.name).write_text(lean(own), "utf-8")


FILLER = f'"use strict";\n{lean(PARTS / "head/local.js")}'
"""What fills a page from `local.css`: the file `local.js`, which the head of each page that prints a route asks for."""


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
