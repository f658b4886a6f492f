"""What stands around a page: its head, the security policy, and which files it asks for."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from weakref import WeakKeyDictionary

import furo
from sphinx.application import Sphinx

from . import EDITION, routes, script
from .course import Course

UNUSED = ("mystnb", "pygments.css", "furo-extensions", "documentation_options", "doctools", "sphinx_highlight")
"""Style and script files that no page of ours needs, by a part of their names. The last would keep the words of a search."""
MAKE_IT_YOURS = "make-it-yours"
"""The page that fills its routes afresh while somebody types."""

POLICY = {
    "default-src": "'none'",
    "script-src": "'self' file:",
    "style-src": "'self' file: 'unsafe-inline'",
    "img-src": "'self' file: data:",
    "form-action": "'self' file:",
    "base-uri": "'none'",
}
"""The Content-Security-Policy of every page: no other host, no inline script but those whose hash stands in it (`_inline`). The
theme needs inline styles. `file:` stands beside 'self' because a page opened from a folder has no origin of its own."""

SOURCES = re.compile(r'<section id="sources">\s*<h2>.*?</h2>\s*<ol class="sources">(.*?)</ol>\s*</section>', re.S)
"""The last section of a chapter: its sources, which stand folded away behind the end of the page."""
CHECK_BY = re.compile(r' data-check-by="([\d-]+)"')
"""Until when a source or a contact of a page holds. A reader is told once a page that something is overdue, so the page as it is
built says the first of these days alone, in its foot."""

_COURSES: WeakKeyDictionary[Sphinx, Course] = WeakKeyDictionary()
_HASHES: WeakKeyDictionary[Sphinx, str] = WeakKeyDictionary()


def remember(app: Sphinx, course: Course) -> None:
    """Keep the course that this build shows."""
    _COURSES[app] = course
    _HASHES[app] = _inline([Path(app.confdir) / folder for folder in app.config.templates_path])


def course(app: Sphinx) -> Course:
    """The course that this build shows."""
    return _COURSES[app]


def _inline(folders: list[Path]) -> str:
    """The hashes of the inline scripts: the theme’s own, and those of our templates."""
    templates = [furo.THEME_PATH / "base.html", *(path for folder in folders for path in sorted(folder.glob("*.html")))]
    found = [text for path in templates for text in re.findall(r"<script>(.*?)</script>", path.read_text("utf-8"), re.S)]
    plain = [text for text in found if "{{" not in text]
    return " ".join(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in plain)


def policy(app: Sphinx, pagename: str) -> str:
    """The policy of one page. “Make it yours” may ask for the zip beside it."""
    said = POLICY | {"script-src": f"{POLICY['script-src']} {_HASHES[app]}"}
    if pagename.endswith(MAKE_IT_YOURS):
        said["connect-src"] = "'self'"
    return "; ".join(f"{name} {value}" for name, value in said.items())


def drop_unasked(out: Path) -> None:
    """Take the files out of a build that no page asks for: an address of theirs is longer than some drives can hold. Questions
    stay, which a script asks for, and licences."""
    static = out / "_static"
    asked = {name for page in out.rglob("*.html") for name in re.findall(r'_static/([^"?]+)', page.read_text("utf-8"))}
    for path in [*static.rglob("*"), out / "objects.inv"]:
        name = path.relative_to(out).as_posix().removeprefix("_static/")
        if path.is_file() and name not in asked and not name.startswith("questions/") and "LICENSE" not in name:
            path.unlink()


def fill(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: object) -> None:
    """Add the script of the page’s own, leave out what it does not use, and hand the templates what they print."""
    here, body = course(app), context.get("body") or ""
    first_due, body = min(CHECK_BY.findall(body), default=""), CHECK_BY.sub("", body)
    context["body"] = body
    if sources := SOURCES.search(body):
        context |= {"sources": sources[1], "body": SOURCES.sub("", body)}
    if own := script.of_page(pagename):
        app.add_js_file(own, priority=901, loading_method="defer")
    if 'class="wall ' in body:
        app.add_css_file("wall.css", priority=901)
    if 'class="paper' in body:
        app.add_css_file("paper.css", priority=901)
    if pagename.endswith((MAKE_IT_YOURS, "real-child", "register", "what-changed", "reference/items")):
        app.add_css_file("yours.css", priority=901)
    for key in ("css_files", "script_files"):
        context[key] = [entry for entry in context.get(key, []) if not any(word in str(entry.filename or "") for word in UNUSED)]
    depth = "../" * pagename.count("/")
    name = pagename.removeprefix("book/")
    follow = [(role.name, here.pages[after]) for role in here.roles.values() if (after := role.after(name))]
    context |= {
        "book": f"{depth}book/",
        "first_due": first_due,
        "edition": EDITION,
        "organisation": here.local.organisation,
        "page_name": name,
        "paths": [(role, f"{depth}book/{page.name}.html", page.title, here.path_minutes(page)) for role, page in follow],
        "policy": policy(app, pagename),
        **filling(here, body, afresh=pagename.endswith(MAKE_IT_YOURS)),
    }
    if pagename == "search":
        context["directory"] = _directory(here)


def _directory(here: Course) -> str:
    """The contacts that have a number, for the search page: a number typed in any grouping finds whose it is."""
    listed = here.contacts.values()
    found = [{"id": one.id, "name": one.name, "numbers": [phone.number for phone in one.phones]} for one in listed if one.phones]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def filling(here: Course, body: str, afresh: bool = False) -> dict[str, str]:
    """What a page that prints local details needs to fill them in: `route_data`, the directory’s lines, and `filler`, the file’s
    address in `_static`. Its mark changes with it, as the theme’s do: an old one from a cache would not know a new page’s lines."""
    fields, posts = (set(re.findall(rf'data-{kind}="(\w+)"', body)) for kind in ("local", "word"))
    if not fields and not posts:
        return {}
    known = routes.known(here, fields | {"organisation"}, posts, afresh)
    data = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    mark = sha256(script.FILLER.encode()).hexdigest()[:8]
    return {"route_data": data.replace("<", "\\u003c"), "filler": f"local.js?v={mark}"}  # nothing in it closes the element
