"""SCORM packages of the built book, for the learning management systems (LMSs) that organisations already run.

Every package holds the whole course; a build choice sets its title, its identifiers, the page where it starts, and what counts as
done. Its pages are the book’s own with three changes: one line in the head, which takes the browser’s storage away from them
(`browser/package/page.js`); the sentences that are untrue in an LMS in their other form (`book/facts/lms.yaml`); and what every
page repeats, the contents beside it and the script that fills in routes, as files that they share. Around them
stands a shell, which alone speaks to the LMS (`browser/package/shell.js`), and keeps what a learner did as one line of signs
(`browser/package/codec.js`).
"""

from __future__ import annotations

import json
import posixpath
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from bs4 import BeautifulSoup

from . import EDITION, render, script
from .archive import write_zip
from .course import Course
from .entries import CourseError, Place, Problem
from .wording import EVERYWHERE, MENDED, Wording

PARTS = script.PARTS / "package"
IDENTIFIERS = "book/facts/scorm-identifiers.txt"
"""The checked-in list of all identifiers. An LMS knows a package by them: where one changes, learners begin again."""
ESSENTIALS = "essentials"
COURSE_NAME = "Recognise and Refer"
VERSIONS = {"1.2": "scorm12", "2004": "scorm2004"}
"""The versions of SCORM, by what the shell calls them, with their word in the name of a file."""
STORE = 2
"""The version of the list that `browser/00-store.js` keeps."""
SHELL = "index.html"
LINK = re.compile(r'(?:href|src)="([^"#?:]+)')
CONTENTS = re.compile(r'(?<=<nav class="sidebar-tree" aria-label="Contents">).*?(?=</nav>)', re.S)
"""The contents beside a page. On the page of the search their addresses are those of the package’s folder."""
LEFT_OUT = (".zip", ".pptx", ".pdf", ".epub", ".txt")
"""Endings of files that a page may offer, and that no package carries."""


@dataclass(frozen=True)
class Kind:
    """A package. Done is: the `pages` done, and the assessment passed where it counts. `role` is set for the learner from the start."""

    name: str
    title: str
    start: str
    pages: tuple[str, ...]
    assessment: bool
    role: str = ""


def kinds(course: Course) -> list[Kind]:
    """The packages that are made: the whole course, Essentials alone, and one for each role with the first tier of its path."""
    whole = Kind("whole", COURSE_NAME, "index", (ESSENTIALS,), assessment=True)
    short = Kind(ESSENTIALS, f"{COURSE_NAME}: Essentials", ESSENTIALS, (ESSENTIALS,), assessment=False)
    roles = [
        Kind(f"role-{role.id}", f"{COURSE_NAME}: {role.name}", "index", role.first, assessment=True, role=role.id)
        for role in course.roles.values()
    ]
    return [whole, short, *roles]


def identifiers(kind: Kind, version: str) -> list[str]:
    """Of the manifest, its organisation, the item and the resource."""
    base = f"rr-{kind.name}" if version == "1.2" else f"rr{version}-{kind.name}"
    return [base, f"{base}-org", f"{base}-item", f"{base}-sco"]


def unlisted(course: Course) -> Iterator[Problem]:
    """Every package whose identifiers do not stand in the checked-in list, and every line there of a package that is no longer made."""
    path = course.root / IDENTIFIERS
    listed = path.read_text("utf-8").splitlines()
    made = [" ".join(identifiers(kind, version)) for version in VERSIONS for kind in kinds(course)]
    for number, line in enumerate(listed, 1):
        if line not in made:
            what = f"No package has the identifiers “{line}” any more."
            yield Problem(Place(path, number), what, "An LMS knows a package by them: give them back, or learners there begin again.")
    for line in made:
        if line not in listed:
            yield Problem(Place(path, len(listed)), f"The identifiers “{line}” are new.", "Add the line if the package is new too.")


def write_packages(course: Course, html: Path, out: Path) -> Iterator[Path]:
    """Write every package of the book that is built in `html` into the folder `out`, in each version of SCORM, and name each as it is
    made: the same bytes for the same book. Raises CourseError where a sentence that is untrue in an LMS cannot be found, or an
    identifier is not listed."""
    if problems := list(unlisted(course)):
        raise CourseError(problems)
    files = reworded(course, gathered(html))
    keys = keyed(course, files)
    for version, word in VERSIONS.items():
        for kind in kinds(course):
            yield write_zip(out / f"recognise-and-refer-{EDITION}-{word}-{kind.name}.zip", package(course, files, keys, kind, version))


def package(course: Course, files: dict[str, bytes], keys: dict, kind: Kind, version: str) -> dict[str, bytes]:
    """All files of one package by their names in it; `files` are those that packages share, as `reworded` makes them, and `keys` what
    `keyed` finds in them."""
    made = dict(files)
    if kind.role:
        made |= _drawn(course, files, kind)
    rule = {"pages": kind.pages, "assessment": kind.assessment, "role": kind.role}
    known = {"api": version, "start": kind.start, "rule": rule, **keys}
    parts = "".join(script.lean(PARTS / name) for name in ("codec.js", "shell.js"))
    made["_static/shell.js"] = f'"use strict";\nconst KNOWN = {_json(known)};\n{parts}'.encode()
    made["_static/package.js"] = f'"use strict";\n{script.lean(PARTS / "page.js")}'.encode()
    made[SHELL] = render.fill("shell.html.j2", title=kind.title).encode()
    made["imsmanifest.xml"] = manifest(kind, version, sorted(made)).encode()
    return made


def manifest(kind: Kind, version: str, files: list[str]) -> str:
    """The manifest of a package with these files."""
    whole, organisation, item, resource = identifiers(kind, version)
    return render.fill(
        f"{VERSIONS[version]}.xml.j2",
        files=files,
        title=kind.title,
        edition=EDITION,
        start=SHELL,
        whole=whole,
        organisation=organisation,
        item=item,
        resource=resource,
    )


def gathered(html: Path) -> dict[str, bytes]:
    """The files of a built book that its pages need, by their paths: all that can be reached from the cover, the questions, which a
    script asks for, and licences."""
    found: dict[str, bytes] = {}
    waiting = ["book/index.html", "search.html"]
    while waiting:
        name = waiting.pop()
        if name in found or name.startswith("..") or name.endswith(LEFT_OUT) or not (html / name).is_file():
            continue
        found[name] = (html / name).read_bytes()
        if name.endswith(".html"):
            waiting += [posixpath.normpath(posixpath.join(posixpath.dirname(name), one)) for one in LINK.findall(found[name].decode())]
    beside = [*(html / "_static/questions").glob("*.js"), *(html / "_static").rglob("*LICENSE*")]
    return found | {path.relative_to(html).as_posix(): path.read_bytes() for path in beside}


def reworded(course: Course, files: dict[str, bytes]) -> dict[str, bytes]:
    """The files with every sentence that is untrue in an LMS in its other form, and with the line in the head of each page. Raises
    CourseError where a sentence cannot be found."""
    made, problems = dict(files), []
    for wording in course.lms.values():
        found = [name for name in _files_of(wording, made) if wording.said.encode() in made[name]]
        for name in found:
            made[name] = made[name].replace(wording.said.encode(), wording.instead.encode())
        if not found:
            problems.append(Problem(wording.place, f"“{wording.said}” does not stand in {wording.where} as it is built.", MENDED))
    if problems:
        raise CourseError(problems)
    (contents,) = CONTENTS.findall(made["search.html"].decode())
    made["_static/contents.js"] = f"const CONTENTS = {_json(contents)};\n{script.lean(PARTS / 'contents.js')}".encode()
    for name in [name for name in made if name.endswith(".html")]:
        page = re.sub(r"<(p|li)>\s*</\1>\n?", "", made[name].decode())
        asked = {one: f'<script src="{"../" * name.count("/")}_static/{one}.js"></script>' for one in ("contents", "package")}
        page = CONTENTS.sub(asked["contents"], page)
        made[name] = page.replace("<script", f"{asked['package']}\n<script", 1).encode()
    return made


def _files_of(wording: Wording, files: dict[str, bytes]) -> list[str]:
    """The built files where a wording may stand."""
    if wording.where == EVERYWHERE:
        return [name for name in files if name.endswith(".html")]
    if wording.is_script:
        return [name for name in files if name.startswith("_static/") and name.endswith(".js") and "/questions/" not in name]
    return [f"book/{wording.where}.html"]


def _bank(files: dict[str, bytes]) -> tuple[str, str]:
    """What stands before the mark of the bank in `course.js`, and the mark."""
    found = re.search(r'("bank":")(\w{8})"', files["_static/course.js"].decode())
    assert found, "course.js begins with the mark of the bank"
    return found[1], found[2]


def _drawn(course: Course, files: dict[str, bytes], kind: Kind) -> dict[str, bytes]:
    """The forms of a role’s assessment, and `course.js` with another mark of the bank: a round of other forms is not taken up."""
    aims = frozenset(aim for page, trained in script.trained(course) if page.name in kind.pages for aim in trained)
    given = script.banked(script.FORMS, render.assessment_forms(course, aims))
    before, mark = _bank(files)
    other = sha256(f"{mark}{given}".encode()).hexdigest()[: len(mark)]
    return {
        f"_static/questions/{script.FORMS}.js": given.encode(),
        "_static/course.js": files["_static/course.js"].replace(f"{before}{mark}".encode(), f"{before}{other}".encode(), 1),
    }


def keyed(course: Course, files: dict[str, bytes]) -> dict:
    """What the shell of every package knows: where the way out leads, and the keys under which the codec keeps each name."""
    leave = re.search(r'class="exit" href="([^"]+)"', files["book/index.html"].decode())
    assert leave, "every page has a way out"
    pages = list(script.known(course)["pages"])
    return {
        "exit": leave[1],
        "store": STORE,
        "roles": list(course.roles),
        "pages": _keys(3, pages),
        "aims": _keys(3, list(course.objectives)),
        "plans": _keys(4, _plans(files, pages)),
        "questions": _keys(5, [(item.id, item.stamp) for item in course.questions.values()]),
    }


def _plans(files: dict[str, bytes], pages: list[str]) -> list[tuple[str, str]]:
    """Every plan that a page offers, as (page, words): its words as the browser reads them."""
    found = []
    for name in pages:
        soup = BeautifulSoup(files[f"book/{name}.html"], "html.parser")
        found += [(name, " ".join(item.get_text().split())) for item in soup.select("#your-plan li")]
    return found


def _keys(signs: int, names: list) -> dict:
    """Each name under a key of so many signs, which depends on nothing but the name. Raises ValueError where two share one."""
    keyed = {_key(signs, name): name for name in names}
    if len(keyed) < len(set(names)):
        raise ValueError(f"Two of {len(names)} names share a key of {signs} signs. | Give the keys of their kind one sign more.")
    return keyed


def _key(signs: int, name: str | tuple[str, ...]) -> str:
    text = name if isinstance(name, str) else "\n".join(name)
    return urlsafe_b64encode(sha256(text.encode()).digest()).decode()[:signs]


_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))
