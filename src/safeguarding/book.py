"""The book face: Sphinx directives and roles that show the course's things in pages.

Directives: those that `setup` lists, and the building blocks of `BLOCKS`. Roles: claim, contact, number, word, local. Each hands
over to `render` and puts what comes back into the page as two raw nodes, HTML and text: the text builder prints the one,
search indexes the other.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from itertools import groupby
from pathlib import Path

import furo
from docutils import nodes
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.logging import getLogger

from . import EDITION, render, routes, script
from .aims import VERBS
from .assessment import PAPER, forms
from .claim import Status
from .course import SHEETS, Course, load
from .entries import CourseError
from .local import as_css
from .page import Page
from .plain_text import Twin

LOG = getLogger(__name__)

BLOCKS = {
    "scene": "A scene",
    "do": "Do this",
    "not": "Not this",
    "hear-fact": "You may hear",
    "action": "The action card",
    "routes": "Our routes",
    "content-note": "What is coming",
}
"""The building blocks that a learner sees, and the title of each."""

ROLE_TITLES = {
    "emergency": "Danger now, and the police",
    "police": "Danger now, and the police",
    "finder": "Find the local route",
    "child": "For children themselves",
    "images": "Pictures and pages online",
    "helpline": "Advice lines",
    "support": "Support",
    "council": "Thames Valley: the councils’ front doors",
    "out-of-hours": "Thames Valley: the councils’ front doors",
    "lado": "Thames Valley: concerns about adults (LADO)",
    "partnership": "Thames Valley: safeguarding partnerships",
    "regulator": "Regulators and trustees",
}
"""The groups of the contact directory, by the role of a contact, in the order of the page."""


LEAVING = '<p class="leaving">“Leave this page”, or Shift three times, shows the weather at once. It does not clear your history.</p>'
"""What stands in every content note, so that it is read before it is needed."""


def raw(html: str, text: str = "") -> list[nodes.Node]:
    """The same thing for the web and for plain text."""
    return [nodes.raw("", html, format="html"), nodes.raw("", text, format="text")]


class _Face:
    """What directives and roles share: the course, the page at hand, and the way from it to the book's folder."""

    @property
    def course(self) -> Course:
        return self.env.app.course

    @property
    def page(self) -> Page | None:
        name = self.env.docname.removeprefix("book/")
        return self.course.pages.get(name)

    @property
    def book(self) -> str:
        """From this page to `book/`, for links. Rendered things carry their own way, from one folder deep."""
        return "../" * self.env.docname.count("/") + "book/"


class CourseDirective(_Face, SphinxDirective):
    """A directive of ours: names as argument or one a line."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    @property
    def names(self) -> list[str]:
        return " ".join([*self.arguments, *self.content]).split()


def shows(kind: str, draw) -> type[CourseDirective]:
    """A directive that shows the things named, one after the other: `kind` is where the course keeps them."""

    class Shows(CourseDirective):
        def run(self):
            items = [getattr(self.course, kind)[name] for name in self.names]
            return [node for item in items for node in raw(draw(self.course, item), draw(self.course, item, "txt"))]

    return Shows


class About(CourseDirective):
    """Minutes, what the learner will be able to do, and the verbs that the chapter trains."""

    def run(self):
        objectives = [self.course.objectives[name] for name in self.page.objectives]
        things = dict(
            minutes=self.page.minutes,
            drill=self.course.drill_minutes(self.page),
            questions=len(self.page.named("quiz")),
            objectives=objectives,
            verbs=[(verb, VERBS[verb]) for verb in VERBS if any(objective.verb == verb for objective in objectives)],
        )
        return raw(render.fill("about.html.j2", **things), render.fill("about.txt.j2", **things))


class Pages(CourseDirective):
    """The chapters with their minutes, in the order of the contents."""

    def run(self):
        rows = [(page, self.course.page_minutes(page)) for page in self.course.chapters]
        return raw(render.fill("pages.html.j2", rows=rows), render.fill("pages.txt.j2", rows=rows))


class Paths(CourseDirective):
    """The eight roles, each with its path of pages and the minutes of these."""

    def run(self):
        course = self.course
        rows = [
            (role, [(course.pages[name], course.page_minutes(course.pages[name])) for name in role.pages]) for role in course.roles.values()
        ]
        return raw(render.fill("paths.html.j2", rows=rows), render.fill("paths.txt.j2", rows=rows))


class Cases(CourseDirective):
    """All cases, with their minutes and what each trains."""

    def run(self):
        course = self.course
        shown = [(course.cases[name], page) for page in course.pages.values() for name in page.named("walk") if name in course.cases]
        rows = [(walk, page.name, course.page_minutes(page), course.objectives[walk.objective].plain) for walk, page in shown]
        return raw(render.fill("cases.html.j2", rows=rows), render.fill("cases.txt.j2", rows=rows))


class Assessment(CourseDirective):
    """The final assessment."""

    def run(self):
        return raw(render.assessment(self.course), render.assessment(self.course, "txt"))


class Blueprint(CourseDirective):
    """What the bank and the forms of the final assessment hold."""

    def run(self):
        return raw(render.blueprint(self.course), render.blueprint(self.course, "txt"))


class PaperForms(CourseDirective):
    """The fixed forms on paper: `{paper-forms} form`, `answer-sheet` or `key`."""

    def run(self):
        found = []
        for drawn in forms(self.course, PAPER):
            section = nodes.section(ids=[f"{self.names[0]}-{drawn.number}"])
            section += nodes.title("", f"Form {drawn.number}")
            for part in self.names:
                section += raw(render.paper_form(self.course, drawn, part), render.paper_form(self.course, drawn, part, "txt"))
            found.append(section)
        return found


class RunSheets(CourseDirective):
    """All run sheets, with the likely wrong answers of their questions."""

    def run(self):
        found = []
        for sheet in self.course.runsheets.values():
            section = nodes.section(ids=[f"sheet-{sheet.id}"])
            section += nodes.title("", sheet.title)
            section += raw(render.run_sheet(self.course, sheet, self.book), render.run_sheet(self.course, sheet, self.book, "txt"))
            found.append(section)
        return found


class Cards(CourseDirective):
    """Scenario cards, four to a page of A4, of the questions and cases named; `{card-keys}` prints what each is about."""

    def run(self):
        course = self.course
        cards = [course.questions.get(name) or course.walks[name] for name in self.names]
        part = "cards" if self.name == "cards" else "card-keys"
        return raw(render.cards(course, cards, part), render.cards(course, cards, part, "txt"))


class Live(CourseDirective):
    """A place that the script fills: `{live} kept`. Without script it says so in one line."""

    def run(self):
        (name,) = self.names
        return raw(render.live(self.course, name), "This part needs a browser with JavaScript.")


class From(CourseDirective):
    """A building block of another page, shown again: `{from} essentials action`. Nothing is written twice."""

    def run(self):
        name, kind = self.names
        block = next(block for block in self.course.pages[name].blocks if block.name == kind)
        box = nodes.admonition(block.source, classes=[kind])
        box += nodes.title("", BLOCKS[kind])
        self.state.nested_parse(nodes_source(block.source, str(block.place.path), block.place.line), 0, box)
        return [box]


class Sheet(CourseDirective):
    """What goes on the wall or in the pocket: `:::{sheet} poster`, with its words inside. On paper each is there in three sizes,
    one behind the other, and the first that fits covers the rest: so long details fit without a script. Cards are there as often
    as the page holds them. On a screen, in plain text and to a screen reader each is there once."""

    def run(self):
        (name,) = self.arguments
        words = nodes.container(classes=["words"])
        self.state.nested_parse(self.content, self.content_offset, words)
        words += nodes.paragraph("", f"Recognise and Refer, edition {EDITION}.", classes=["edition"])
        face = nodes.container("", self.paper(*self.behind(words, "mid", *self.behind(words, "least"))), words, classes=["face"])
        return [nodes.container("", face, self.paper(*(self.again(face) for _ in range(1, SHEETS[name]))), classes=["wall", name])]

    def behind(self, words: nodes.Element, size: str, *more: nodes.Node) -> list[nodes.Node]:
        """The words in another size, before `more` that lies further behind. A screen reader passes over them."""
        copy = self.again(words)
        copy["classes"].append(size)
        return [
            nodes.raw("", '<div class="behind" aria-hidden="true">', format="html"),
            *more,
            copy,
            nodes.raw("", "</div>", format="html"),
        ]

    @staticmethod
    def again(found: nodes.Element) -> nodes.Element:
        """A copy without ids, which are unique on a page."""
        copy = found.deepcopy()
        for node in copy.findall(nodes.Element):
            node["ids"] = []
        return copy

    @staticmethod
    def paper(*found: nodes.Node) -> nodes.Node:
        """What the web page alone has, and shows on paper alone."""
        return addnodes.only("", *found, expr="html")


class Sources(CourseDirective):
    """The claims that this page cites, in the order of their marks."""

    def run(self):
        claims = self.course.cited(self.page)
        return raw(render.fill("sources.html.j2", claims=claims, book=self.book), render.fill("sources.txt.j2", claims=claims))


class Claims(CourseDirective):
    """Every claim, with where it is used."""

    def run(self):
        used = {name: [_use_link(self.course, self.book, use) for use in uses] for name, uses in self.course.uses.items()}
        claims = list(self.course.claims.values())
        html = render.fill("claims.html.j2", claims=claims, used=used, waiting=Status.unconfirmed)
        return raw(html, render.fill("sources.txt.j2", claims=claims))


def _use_link(course: Course, book: str, use: tuple) -> tuple[str, str]:
    """(address, words) of a place where a claim is used."""
    name, where, _ = use
    if name in course.pages:
        page = course.pages[name]
        label = next((heading.label for heading in page.headings if heading.text == where), "")
        return f"{book}{name}.html{'#' + label if label else ''}", f"{page.title}: {where}" if where != page.title else page.title
    if name in course.questions:
        shown = next((page for page in course.chapters if name in page.named("quiz")), None)
        return (f"{book}{shown.name}.html#q-{name}" if shown else ""), f"question {name}"
    for kind, letter in (("walk", "w"), ("writing", "r"), ("chart", "c")):
        for page in course.pages.values():
            if name in page.named(kind):
                return f"{book}{page.name}.html#{letter}-{name}", f"{kind} {name}"
    return "", f"{where}: {name}"


class Contacts(CourseDirective):
    """The whole directory, in groups."""

    def run(self):
        order = list(ROLE_TITLES)
        titles = list(dict.fromkeys(ROLE_TITLES.values()))

        def group(contact):
            if contact.area in ("Scotland", "Wales", "Northern Ireland"):
                return "Scotland, Wales and Northern Ireland"
            return ROLE_TITLES[contact.role]

        titles.append("Scotland, Wales and Northern Ireland")
        contacts = sorted(self.course.contacts.values(), key=lambda c: (titles.index(group(c)), order.index(c.role)))
        found = []
        for title, members in groupby(contacts, key=group):
            section = nodes.section(ids=[nodes.make_id(title)])
            section += nodes.title(title, title)
            for contact in members:
                section += raw(render.contact_card(contact), render.contact_card(contact, "txt"))
            found.append(section)
        return found


class TrainerNotes(CourseDirective):
    """The trainer's notes of all chapters, in the order of the contents: written there, printed here."""

    def run(self):
        found = []
        for page in self.course.chapters:
            for block in page.blocks:
                if block.name == "trainer":
                    section = nodes.section(ids=[nodes.make_id(f"notes-{page.name}")])
                    section += nodes.title(page.title, page.title)
                    self.state.nested_parse(nodes_source(block.source, str(page.path), block.place.line), 0, section)
                    found.append(section)
        return found


def nodes_source(source: str, path: str, line: int) -> StringList:
    """Lines for a nested parse that remember where they came from."""
    lines = source.splitlines()
    return StringList(lines, items=[(path, line + number) for number in range(1, len(lines) + 1)])


class Block(CourseDirective):
    """A building block: a titled box with Markdown inside."""

    def run(self):
        box = nodes.admonition("\n".join(self.content), classes=[self.name])
        box += nodes.title("", BLOCKS[self.name])
        self.state.nested_parse(self.content, self.content_offset, box)
        if self.name == "hear-fact":
            answer = nodes.paragraph("", "", nodes.strong("", "In fact"), classes=["in-fact"])
            box.insert(2, answer)
        if self.name == "content-note":
            skip = any(heading.text == "Key points" for heading in self.page.headings)
            box += raw(('<p class="skip"><a href="#key-points">Skip to the key points</a></p>' if skip else "") + LEAVING)
        return [box]


class Trainer(CourseDirective):
    """The trainer's note of a chapter: nothing on the page itself."""

    def run(self):
        return []


class ClaimRole(_Face, SphinxRole):
    """The mark that leads to a source: its number at the foot of the page."""

    def run(self):
        cited = self.page.named("claim") if self.page else []
        marks = []
        for name in (part.strip() for part in self.text.split(",")):
            lead = self.course.claims[name].status is Status.lead
            if name in cited:
                link, number = f"#source-{name}", str(cited.index(name) + 1)
            else:
                link, number = render.source_link(name, self.book), "source"
            words = f"{number}, to be checked" if lead else number
            marks.append((words, f'<a class="cite" href="{link}" aria-label="Source {escape(words)}">{escape(words)}</a>'))
        plain, linked = (", ".join(forms) for forms in zip(*marks))
        return raw(f"<sup>[{linked}]</sup>", f" [{plain}]"), []


class ContactRole(_Face, SphinxRole):
    """A contact’s name with its number or page."""

    def run(self):
        contact = self.course.contacts[self.text.strip()]
        return raw(render.contact(contact), render.contact(contact, "txt")), []


class NumberRole(_Face, SphinxRole):
    """A contact’s first number alone, to be pressed: {number}`police-999`."""

    def run(self):
        phone = self.course.contacts[self.text.strip()].phones[0]
        return raw(f'<a href="{phone.link}">{phone.number}</a>', phone.number), []


class WordRole(_Face, SphinxRole):
    """What a post is called in this kind of organisation: {word}`head`."""

    def run(self):
        post = self.text.strip()
        said = self.course.local.word(post)
        return raw(f'<span data-word="{post}">{said}</span>', said), []


class LocalRole(_Face, SphinxRole):
    """A local detail with the routes of the set area, or a general sentence that is true anywhere."""

    def run(self):
        field = self.text.strip()
        return raw(render.local(self.course, field), render.local(self.course, field, "txt")), []


def _load(app: Sphinx) -> None:
    try:
        app.course = load(Path(app.srcdir))
    except CourseError as error:
        raise ExtensionError("the course’s data is wrong:\n" + str(error)) from None
    if missing := app.course.local.missing:
        said = (
            "local.yml still lacks" if app.course.local.is_set_up else "local.yml is not set up, and pages print general routes. It lacks"
        )
        LOG.info(f"{said}: {', '.join(missing)}.")
    if app.builder.format == "html":
        script.write(app.course, Path(app.outdir) / "_static")
        (Path(app.outdir) / "local.css").write_text(as_css(app.course.local), "utf-8")


UNUSED = ("mystnb", "pygments.css", "sphinx-design", "design-tabs", "furo-extensions")
"""Style and script files that no page of ours needs, by a part of their names."""
MAKE_IT_YOURS = "make-it-yours"
"""The page that fills its routes afresh while somebody types."""
SEARCH = ("documentation_options", "doctools", "sphinx_highlight")
"""Script files that the search page alone needs."""


def _inline_hashes() -> list[str]:
    """The hashes of the inline scripts: the theme’s own, and those of our templates."""
    folder = Path(__file__).resolve().parents[2] / "book" / "_templates"
    found = [furo.THEME_PATH / "base.html", *folder.glob("*.html")]
    inline = [text for path in found for text in re.findall(r"<script>(.*?)</script>", path.read_text("utf-8"), re.S) if "{{" not in text]
    inline.append(script.FILLER)
    return [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in inline]


POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self' file: " + " ".join(_inline_hashes()),
        "style-src 'self' file: 'unsafe-inline'",
        "img-src 'self' file: data:",
        "form-action 'self' file:",
        "base-uri 'none'",
    ]
)
"""The Content-Security-Policy of every page: no other host, no inline script but these. The theme needs inline styles.
`file:` stands beside 'self' because a page opened from a folder has no origin of its own."""


def _lean(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Add the script of the page’s own, leave out what it does not use, and hand the templates what they print."""
    if own := script.of_page(pagename):
        app.add_js_file(own, priority=901, loading_method="defer")
    if 'class="wall ' in (context.get("body") or ""):
        app.add_css_file("wall.css", priority=901)
    if pagename.endswith((MAKE_IT_YOURS, "real-child")):
        app.add_css_file("yours.css", priority=901)
    for key in ("css_files", "script_files"):
        unused = UNUSED if pagename == "search" else UNUSED + SEARCH
        context[key] = [entry for entry in context.get(key, []) if not any(word in str(entry.filename or "") for word in unused)]
    depth = "../" * pagename.count("/")
    context["book"] = f"{depth}book/"
    context["policy"] = POLICY + ("; connect-src 'self'" if pagename.endswith(MAKE_IT_YOURS) else "")  # it asks for the zip beside it
    context["edition"] = EDITION
    context["organisation"] = app.course.local.organisation
    fields, posts = (set(re.findall(rf'data-{kind}="(\w+)"', context.get("body") or "")) for kind in ("local", "word"))
    if fields or posts:
        data = json.dumps(
            routes.known(app.course, fields | {"organisation"}, posts, afresh=pagename.endswith(MAKE_IT_YOURS)),
            ensure_ascii=False,
            separators=(",", ":"),
        )
        context["route_data"] = data.replace("<", "\\u003c")  # nothing in it closes the element
        context["filler"] = script.FILLER
    name = context["page_name"] = pagename.removeprefix("book/")
    course = app.course
    follow = [(role.name, course.pages[after]) for role in course.roles.values() if (after := role.after(name))]
    context["paths"] = [(role, f"{depth}book/{page.name}.html", page.title, course.page_minutes(page)) for role, page in follow]


def _finish(app: Sphinx, failure: Exception | None) -> None:
    if app.builder.format == "html" and not failure:
        script.lean_styles(Path(app.outdir) / "_static")


def setup(app: Sphinx) -> dict:
    """Register all of it."""
    app.connect("builder-inited", _load)
    app.connect("html-page-context", _lean, priority=900)
    app.connect("build-finished", _finish)
    for name, directive in {
        "about": About,
        "quiz": shows("questions", render.question),
        "walk": shows("walks", render.walk),
        "writing": shows("writing", render.writing),
        "chart": shows("charts", render.chart),
        "pages": Pages,
        "paths": Paths,
        "cases": Cases,
        "from": From,
        "live": Live,
        "sheet": Sheet,
        "run-sheets": RunSheets,
        "cards": Cards,
        "card-keys": Cards,
        "assessment": Assessment,
        "blueprint": Blueprint,
        "paper-forms": PaperForms,
        "sources": Sources,
        "claims": Claims,
        "contacts": Contacts,
        "trainer": Trainer,
        "trainer-notes": TrainerNotes,
        **dict.fromkeys(BLOCKS, Block),
    }.items():
        app.add_directive(name, directive)
    app.add_role("claim", ClaimRole())
    app.add_role("contact", ContactRole())
    app.add_role("number", NumberRole())
    app.add_role("word", WordRole())
    app.add_role("local", LocalRole())
    app.set_translator("text", Twin)
    app.add_css_file("course.css", priority=900)
    app.add_js_file("course.js", priority=900, loading_method="defer")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
