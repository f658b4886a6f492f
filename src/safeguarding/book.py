"""The book face: Sphinx directives and roles that show the course's things in pages.

Which there are, `blocks` says; `setup` gives each its class. Each hands over to `render` and puts what comes back into the page
as two raw nodes, HTML and text: the text builder prints the one, search indexes the other. What cannot be shown is said with
file and line, never with a traceback. `head` does what stands around a page.
"""

from __future__ import annotations

from html import escape
from itertools import groupby
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.logging import getLogger
from sphinx.writers.html5 import HTML5Translator

from . import EDITION, briefing, deck, due, head, render, script, slides, styles
from .aims import VERBS
from .assessment import PAPER, forms
from .blocks import DIRECTIVES, ROLES, TITLED
from .claim import Status
from .course import IMPACT_PARTS, PAPERS, SHEETS, Course, load
from .entries import CourseError
from .impact import NAMES
from .local import as_css
from .page import Page
from .plain_text import Twin
from .role import TIERS

LOG = getLogger(__name__)

LEAVING = '<p class="leaving">“Leave”, or Shift three times, shows the weather. Your history stays.</p>'
"""What stands in every content note, so that it is read before it is needed."""


def raw(html: str, text: str = "") -> list[nodes.Node]:
    """The same thing for the web and for plain text."""
    return [nodes.raw("", html, format="html"), nodes.raw("", text, format="text")]


class Unsearched(nodes.General, nodes.Element):
    """HTML that the index of the search does not hold: it reads text and raw nodes, and this is neither. No search for the words
    of a scene leads a learner to what is right in the final assessment."""


def unsearched(html: str, text: str = "") -> list[nodes.Node]:
    """The same thing for the web, but not for its search, and for plain text."""
    return [Unsearched(html=html), nodes.raw("", text, format="text")]


def _print(writer: HTML5Translator, node: Unsearched) -> None:
    writer.body.append(node["html"])
    raise nodes.SkipNode


def _skip(writer: nodes.NodeVisitor, node: Unsearched) -> None:
    raise nodes.SkipNode


def _answer(name: str, fault: Exception) -> str:
    """What an author reads where a directive or role fails. A fault of our own is named with its kind."""
    if isinstance(fault, KeyError):
        said = f"there is no {fault}"
    else:
        said = str(fault) if isinstance(fault, LookupError | ValueError) else f"{type(fault).__name__}, {fault}"
    return f"{{{name}}} cannot be shown: {said}. Correct it; “make rules” names what is not known."


class _Face:
    """What directives and roles share: the course, the page at hand, and the way from it to the book's folder."""

    env: BuildEnvironment

    @property
    def course(self) -> Course:
        return head.course(self.env.app)

    @property
    def page(self) -> Page:
        """The page at hand. Raises LookupError in a notebook."""
        return self.course.pages[self.name_of_page]

    @property
    def name_of_page(self) -> str:
        return self.env.docname.removeprefix("book/")

    @property
    def book(self) -> str:
        """From this page to `book/`, for links. Rendered things carry their own way, from one folder deep."""
        return "../" * self.env.docname.count("/") + "book/"


class CourseDirective(_Face, SphinxDirective):
    """A directive of ours: names as argument or one a line. `show` makes its nodes."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """The nodes of the directive, or the error with its file and line."""
        try:
            return self.show()
        except Exception as fault:
            raise self.error(_answer(self.name, fault)) from fault

    def show(self) -> list[nodes.Node]:
        raise NotImplementedError

    @property
    def names(self) -> list[str]:
        return " ".join([*self.arguments, *self.content]).split()


def shows(kind: str, draw) -> type[CourseDirective]:
    """A directive that shows the things named, one after the other: `kind` is where the course keeps them."""

    class Shows(CourseDirective):
        def show(self):
            items = [getattr(self.course, kind)[name] for name in self.names]
            return [node for item in items for node in raw(draw(self.course, item), draw(self.course, item, "txt"))]

    return Shows


class About(CourseDirective):
    """Minutes, what the learner will be able to do, and the verbs that the chapter trains."""

    def show(self):
        objectives = [self.course.objectives[name] for name in self.page.objectives]
        things = {
            "minutes": self.page.minutes,
            "drill": self.course.drill_minutes(self.page),
            "questions": len(self.page.named("quiz")),
            "objectives": objectives,
            "verbs": [(verb, VERBS[verb]) for verb in VERBS if any(objective.verb == verb for objective in objectives)],
        }
        return raw(render.fill("about.html.j2", **things), render.fill("about.txt.j2", **things))


class Pages(CourseDirective):
    """The chapters with their minutes, in the order of the contents."""

    def show(self):
        rows = [(page, self.course.page_minutes(page)) for page in self.course.chapters]
        return raw(render.fill("pages.html.j2", rows=rows), render.fill("pages.txt.j2", rows=rows))


class Paths(CourseDirective):
    """The eight roles, each with its path of pages and the minutes of these."""

    def show(self):
        course = self.course
        rows = [
            (
                role,
                [
                    (TIERS[tier], course.tier_minutes(role, tier), [_on_path(course, name) for name in names])
                    for tier, names in role.tiers.items()
                    if names
                ],
            )
            for role in course.roles.values()
        ]
        return raw(render.fill("paths.html.j2", rows=rows), render.fill("paths.txt.j2", rows=rows))


def _on_path(course: Course, name: str) -> tuple[Page, int, int]:
    """(page, its minutes on a path, the minutes of a drill that can be done apart)."""
    page = course.pages[name]
    minutes = course.path_minutes(page)
    return page, minutes, course.page_minutes(page) - minutes


class InShort(CourseDirective):
    """The key points of every chapter, written there and printed here, in the order of the contents."""

    def show(self):
        found = []
        for page in self.course.chapters:
            if page.points:
                section = nodes.section(ids=[nodes.make_id(f"short-{page.name}")])
                section += nodes.title(page.title, page.title)
                self.state.nested_parse(nodes_source(page.points.source, str(page.path), page.points.place.line), 0, section)
                found.append(section)
        return found


class Quiz(CourseDirective):
    """Questions, each under its number on the page. The number stands outside the question, which is the same bytes everywhere."""

    def show(self):
        course, order = self.course, self.page.named("quiz")
        found = []
        for name in self.names:
            item = course.questions[name]
            html = f'<p class="q-number">Question {order.index(name) + 1}</p>\n{render.question(course, item)}'
            found += raw(html, render.question(course, item, "txt"))
        return found


class Cases(CourseDirective):
    """All cases, with their minutes and what each trains."""

    def show(self):
        course = self.course
        shown = [(course.cases[name], page) for page in course.pages.values() for name in page.named("walk") if name in course.cases]
        rows = [(walk, page.name, course.page_minutes(page), course.objectives[walk.objective].plain) for walk, page in shown]
        return raw(render.fill("cases.html.j2", rows=rows), render.fill("cases.txt.j2", rows=rows))


class Assessment(CourseDirective):
    """The final assessment."""

    def show(self):
        return raw(render.assessment(self.course), render.assessment(self.course, "txt"))


class Blueprint(CourseDirective):
    """What the bank and the forms of the final assessment hold."""

    def show(self):
        return raw(render.blueprint(self.course), render.blueprint(self.course, "txt"))


class Printing(CourseDirective):
    """How to print one paper of a page alone, and all of them in large print. It works without a script."""

    def show(self):
        return raw(render.fill("printing.html.j2", whole=False))


def paper(name: str, title: str, *found: nodes.Node) -> nodes.section:
    """What is printed alone: whoever follows the link under its title prints this and nothing else of the page."""
    section = nodes.section("", nodes.title(title, title), *found, ids=[name], classes=["paper"])
    section.insert(1, nodes.raw("", f'<p class="screen"><a href="#{name}">Print alone: {escape(title)}</a></p>', format="html"))
    return section


PAPER_TITLES = {"form": "Form", "answer-sheet": "Answer sheet, form", "short-key": "Short key, form", "key": "Key and reasons, form"}


class PaperForms(CourseDirective):
    """The fixed forms on paper: `{paper-forms} form`, `answer-sheet`, `short-key` or `key`, each part on sheets of its own."""

    def show(self):
        return [
            paper(
                f"{part}-{drawn.number}",
                f"{PAPER_TITLES[part]} {drawn.number}",
                *unsearched(render.paper_form(self.course, drawn, part), render.paper_form(self.course, drawn, part, "txt")),
            )
            for part in self.names
            for drawn in forms(self.course, PAPER)
        ]


class Impact(CourseDirective):
    """The papers of the impact kit: `{impact} form`, `key` or `codes`, each on sheets of its own."""

    def show(self):
        return [
            paper(
                f"{part}-{name.lower()}" if name else part,
                f"{IMPACT_PARTS[part]} {name}".strip(),
                *unsearched(render.impact_paper(self.course, part, name), render.impact_paper(self.course, part, name, "txt")),
            )
            for part in self.names
            for name in ([""] if part == "codes" else NAMES)
        ]


class ItemCards(CourseDirective):
    """The card of every item."""

    def show(self):
        return unsearched(render.item_cards(self.course, self.book), render.item_cards(self.course, self.book, "txt"))


def projected(directive: CourseDirective, page: str, made: list[slides.Slide], who: str) -> list[nodes.Node]:
    """Write slides beside their page, as a PowerPoint file and as a web page: links to both. In a book of another kind there are none."""
    course, app = directive.course, directive.env.app
    if app.builder.format != "html":
        return []
    around = head.filling(course, render.screen(course, page, made)) | {"policy": head.policy(app, "")}
    try:
        show = deck.deck(made, made[0].title, who, slides.edition_day(course))
    except CourseError as error:
        raise ValueError(str(error)) from None
    folder = Path(app.outdir) / "book/trainer"
    folder.mkdir(parents=True, exist_ok=True)
    files = [
        (f"{page}.pptx", "Slides for PowerPoint", show),
        (f"screen-{page}.html", "the same slides in this browser", render.screen(course, page, made, **around).encode()),
    ]
    for name, _, data in files:
        (folder / name).write_bytes(data)
    return raw(render.fill("projected.html.j2", files=[(name, said, round(len(data) / 1000)) for name, said, data in files]))


class RunSheets(CourseDirective):
    """All sessions, with their minutes and for whom they are."""

    def show(self):
        rows = [(sheet, f"{self.book}trainer/{sheet.id}.html") for sheet in self.course.runsheets.values()]
        return raw(render.fill("run-sheets.html.j2", rows=rows), render.fill("run-sheets.txt.j2", rows=rows))


class RunSheet(CourseDirective):
    """A run sheet: `{run-sheet} twenty`. What to print and to prepare, the clock, our own route, and what the trainer reads out."""

    def show(self):
        course, (name,) = self.course, self.names
        sheet = course.runsheets[name]
        found = projected(self, name, slides.slides(course, sheet), sheet.who)
        found += raw(render.fill("printing.html.j2", whole=True), "")
        found += raw(render.front(course, sheet, self.book), render.front(course, sheet, self.book, "txt"))
        found += block_of(self, "trainer/run-sheets", "front")
        found += raw(render.run_sheet(course, sheet, self.book), render.run_sheet(course, sheet, self.book, "txt"))
        found += block_of(self, "real-child", "routes")
        for one in sheet.exercises:
            if one.walk and one.how in ("letters", "line"):
                walk = course.walks[one.walk]
                found += raw(render.script(walk), render.walk(course, walk, "txt"))
            if one.record:
                task = course.writing[one.record]
                found += [nodes.rubric("", task.title), nodes.paragraph("", task.scene)]
        return [nodes.container("", *found, classes=["paper", "run", name])]


class Handouts(CourseDirective):
    """What each person has before them, one handout a session; and the two records to compare, each on a sheet of its own."""

    def show(self):
        course, found = self.course, []
        for sheet in course.runsheets.values():
            found.append(
                paper(
                    f"handout-{sheet.id}",
                    f"Handout: {sheet.title}",
                    *raw(render.handout(course, sheet, self.book), render.handout(course, sheet, self.book, "txt")),
                )
            )
        for name in dict.fromkeys(one.record for sheet in course.runsheets.values() for one in sheet.exercises if one.record):
            found.append(paper(f"models-{name}", "Two records, to hand out after writing", *raw(render.models(course.writing[name]))))
        return found


class Briefings(CourseDirective):
    """The speaker’s sheet of each briefing, and the days on which they come, which the script puts into a calendar."""

    def show(self):
        dates = render.fill("briefing-dates.html.j2", every=briefing.EVERY, minutes=briefing.MINUTES, reminder=briefing.REMINDER)
        made = slides.year(self.course)
        linked = projected(self, "briefings", made, "For trainers and leads")
        found = linked + raw(dates, "")
        begins = {slide.section: nth for nth, slide in reversed([*enumerate(made, 1)])}
        for number, item in enumerate(self.course.briefings.values(), 1):
            title = f"{number}. {item.title}"
            section = nodes.section(ids=[f"briefing-{item.id}"], classes=["briefing"])
            section += nodes.title("", title)
            if linked:
                slide = f'<a href="screen-briefings.html#slide-{begins[title]}">Its slides</a>'
                section += nodes.raw("", f'<p class="screen">{slide}</p>', format="html")
            given = self.course, item, number, self.book
            section += raw(render.briefing(*given), render.briefing(*given, "txt"))
            found.append(section)
        return found


class ThisMonth(CourseDirective):
    """The briefings for one person alone: one a month, each with its questions."""

    def show(self):
        found = raw('<p class="month-said"></p>')
        for number, item in enumerate(self.course.briefings.values(), 1):
            given = self.course, item, number, self.book
            found += raw(render.this_month(*given), render.briefing(*given, "txt"))
        return found


class Paper(CourseDirective):
    """What a session hands out: `:::{paper} plan`, with its words inside. On paper it is there as often as a page holds it."""

    def show(self):
        (name,) = self.arguments
        words = nodes.container(classes=["copy"])
        self.state.nested_parse(self.content, self.content_offset, words)
        if name == "attendance":
            words += nodes.raw("", render.fill("attendance.html.j2"), format="html")
        title, times = PAPERS[name]
        return [paper(f"paper-{name}", title, words, Sheet.paper(*(Sheet.again(words) for _ in range(1, times))))]


class Cards(CourseDirective):
    """Scenario cards, four to a page of A4, of the questions and cases named; `{card-keys}` prints what comes of each answer."""

    def show(self):
        part, title = ("cards", "The cards") if self.name == "cards" else ("card-keys", "What comes of each answer")
        return [paper(part, title, *raw(render.cards(self.course, part), render.cards(self.course, part, "txt")))]


class Live(CourseDirective):
    """A place that the script fills: `{live} kept`. Without script it says so in one line."""

    def show(self):
        (name,) = self.names
        return raw(render.live(self.course, name), "This part needs a browser with JavaScript.")


class From(CourseDirective):
    """A building block of another page, shown again: `{from} essentials action`. Nothing is written twice."""

    def show(self):
        return block_of(self, *self.names)


def block_of(at: CourseDirective, name: str, kind: str) -> list[nodes.Node]:
    """The building block of that kind of the page `name`, as it is shown in the directive `at`."""
    block = next(block for block in at.course.pages[name].blocks if block.name == kind)
    box = nodes.admonition(block.source, classes=[kind])
    box += nodes.title("", TITLED[kind])
    at.state.nested_parse(nodes_source(block.source, str(block.place.path), block.place.line), 0, box)
    return [box]


class Sheet(CourseDirective):
    """What goes on the wall or in the pocket: `:::{sheet} poster`, with its words inside. On paper each is there in three sizes,
    one behind the other, and the first that fits covers the rest: so long details fit without a script. Cards are there as often
    as the page holds them. On a screen, in plain text and to a screen reader each is there once."""

    def show(self):
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

    def show(self):
        claims = self.course.cited(self.page)
        return raw(render.fill("sources.html.j2", claims=claims, book=self.book), render.fill("sources.txt.j2", claims=claims))


class Claims(CourseDirective):
    """Every claim, with where it is used."""

    def show(self):
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
    if name in course.changes:
        return f"{book}reference/corrections.html#change-{name}", f"change {name}"
    for kind, letter in (("walk", "w"), ("writing", "r"), ("chart", "c")):
        for page in course.pages.values():
            if name in page.named(kind):
                return f"{book}{page.name}.html#{letter}-{name}", f"{kind} {name}"
    return "", f"{where}: {name}"


class Changes(CourseDirective):
    """Every change since the first edition, newest first, with who should read what again."""

    def show(self):
        return raw(render.changes(self.course, self.book), render.changes(self.course, self.book, "txt"))


class Contacts(CourseDirective):
    """The whole directory, in groups."""

    def show(self):
        about = self.course.about
        place = {contact.id: about.directory.index(about.group(contact.area, contact.role)) for contact in self.course.contacts.values()}
        order = {role: number for number, role in enumerate(role for group in about.directory for role in group.roles)}
        contacts = sorted(self.course.contacts.values(), key=lambda contact: (place[contact.id], order[contact.role]))
        found = []
        for number, members in groupby(contacts, key=lambda contact: place[contact.id]):
            title = about.directory[number].title
            section = nodes.section(ids=[nodes.make_id(title)])
            section += nodes.title(title, title)
            for contact in members:
                section += raw(render.contact_card(contact), render.contact_card(contact, "txt"))
            found.append(section)
        return found


class Due(CourseDirective):
    """All that is to be read again, month by month, with the pages that rest on it. The script opens what is due by the clock of
    whoever looks."""

    def show(self):
        months = due.months(self.course)
        return raw(render.fill("due.html.j2", months=months, book=self.book, ahead=due.AHEAD), render.fill("due.txt.j2", months=months))


class ReviewSheet(CourseDirective):
    """What somebody from outside is asked to read, on one list, and who has signed."""

    def show(self):
        return raw(render.review_sheet(self.course, self.book), render.review_sheet(self.course, self.book, "txt"))


class TrainerNotes(CourseDirective):
    """The trainer's notes of all chapters, in the order of the contents: written there, printed here."""

    def show(self):
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

    def show(self):
        box = nodes.admonition("\n".join(self.content), classes=[self.name])
        box += nodes.title("", TITLED[self.name])
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

    def show(self):
        return []


class CourseRole(_Face, SphinxRole):
    """A role of ours. `show` makes its nodes."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The nodes of the role, or the error with its file and line."""
        try:
            return self.show(), []
        except Exception as fault:
            return [], [self.inliner.reporter.error(_answer(self.name, fault), line=self.lineno)]

    def show(self) -> list[nodes.Node]:
        raise NotImplementedError


class ClaimRole(CourseRole):
    """The mark that leads to a source: its number at the foot of the page."""

    def show(self):
        here = self.course.pages.get(self.name_of_page)
        cited = here.named("claim") if here else []
        marks = []
        for name in (part.strip() for part in self.text.split(",")):
            lead = self.course.claims[name].status is Status.lead
            if name in cited:
                link, number = f"#source-{name}", str(cited.index(name) + 1)
            else:
                link, number = render.source_link(name, self.book), "source"
            words = f"{number}, to be checked" if lead else number
            marks.append((words, f'<a class="cite" href="{link}" aria-label="Source {escape(words)}">{escape(words)}</a>'))
        plain, linked = (", ".join(forms) for forms in zip(*marks, strict=True))
        return raw(f"<sup>[{linked}]</sup>", f" [{plain}]")


class ContactRole(CourseRole):
    """A contact’s name with its number or page."""

    def show(self):
        contact = self.course.contacts[self.text.strip()]
        return raw(render.contact(contact), render.contact(contact, "txt"))


class NumberRole(CourseRole):
    """A contact’s first number alone, to be pressed: {number}`police-999`."""

    def show(self):
        phone = self.course.contacts[self.text.strip()].phones[0]
        return raw(f'<a href="{phone.link}">{phone.number}</a>', phone.number)


class WordRole(CourseRole):
    """What a post is called in this kind of organisation: {word}`head`."""

    def show(self):
        post = self.text.strip()
        said = self.course.local.word(post)
        return raw(f'<span data-word="{post}">{said}</span>', said)


class LocalRole(CourseRole):
    """A local detail with the routes of the set area, or a general sentence that is true anywhere."""

    def show(self):
        field = self.text.strip()
        return raw(render.local(self.course, field), render.local(self.course, field, "txt"))


class RowHeads(SphinxPostTransform):
    """On a phone a row of a table stands as a block, so each cell but the first says its heading, for eye and ear; where the row of
    headings stands, the style hides it. It is of the page, not of the script: nothing moves, and it is there without a script."""

    formats = ("html",)
    default_priority = 900

    def run(self, **kwargs) -> None:
        for group in self.document.findall(nodes.tgroup):
            heads, *rows = (list(row.findall(nodes.entry)) for row in group.findall(nodes.row))
            for cells in rows:
                for heading, cell in list(zip(heads, cells, strict=True))[1:]:
                    if heading.astext() and (said := cell.next_node(nodes.paragraph)):
                        said.insert(0, nodes.inline("", f"{heading.astext()}: ", classes=["head"]))


def _load(app: Sphinx) -> None:
    """Read the course before any page, and write beside the pages what does not depend on one."""
    try:
        course = load(Path(app.srcdir))
    except CourseError as error:
        raise ExtensionError("the course’s data is wrong:\n" + str(error)) from None
    head.remember(app, course)
    if missing := course.local.missing:
        said = "local.yml still lacks" if course.local.is_set_up else "local.yml is not set up, and pages print general routes. It lacks"
        LOG.info(f"{said}: {', '.join(missing)}.")
    if app.builder.format == "html":
        script.write(course, Path(app.outdir) / "_static")
        (Path(app.outdir) / "local.css").write_text(as_css(course.local), "utf-8")


def _finish(app: Sphinx, failure: Exception | None) -> None:
    if app.builder.format == "html" and not failure:
        script.lean_styles(Path(app.outdir) / "_static")
        head.drop_unasked(Path(app.outdir))
        styles.drop_unused(Path(app.outdir))


SHOWN: dict[str, type[CourseDirective]] = {
    "about": About,
    "assessment": Assessment,
    "blueprint": Blueprint,
    "card-keys": Cards,
    "cards": Cards,
    "cases": Cases,
    "changes": Changes,
    "chart": shows("charts", render.chart),
    "claims": Claims,
    "contacts": Contacts,
    "due": Due,
    "from": From,
    "handouts": Handouts,
    "in-short": InShort,
    "item-cards": ItemCards,
    "live": Live,
    "pages": Pages,
    "paper": Paper,
    "impact": Impact,
    "paper-forms": PaperForms,
    "paths": Paths,
    "printing": Printing,
    "quiz": Quiz,
    "review-sheet": ReviewSheet,
    "run-sheet": RunSheet,
    "run-sheets": RunSheets,
    "briefings": Briefings,
    "this-month": ThisMonth,
    "sheet": Sheet,
    "sources": Sources,
    "trainer": Trainer,
    "trainer-notes": TrainerNotes,
    "walk": shows("walks", render.walk),
    "writing": shows("writing", render.writing),
    **dict.fromkeys(TITLED, Block),
}
"""The class of every directive of `blocks` that Sphinx does not bring."""
SAID: dict[str, CourseRole] = {
    "claim": ClaimRole(),
    "contact": ContactRole(),
    "local": LocalRole(),
    "number": NumberRole(),
    "word": WordRole(),
}
"""The same for the roles."""
THEIRS = {"container", "glossary", "term"}
"""What Sphinx and docutils bring."""
assert {*SHOWN, *SAID} | THEIRS == {*DIRECTIVES, *ROLES}, "the tables of `blocks` and of the book differ"


def setup(app: Sphinx) -> dict:
    """Register all of it."""
    app.connect("builder-inited", _load)
    app.connect("html-page-context", head.fill, priority=900)
    app.connect("build-finished", _finish, priority=900)  # after the theme, which writes a file of its own then
    for name, directive in SHOWN.items():
        app.add_directive(name, directive)
    for name, role in SAID.items():
        app.add_role(name, role)
    app.add_post_transform(RowHeads)
    app.add_node(Unsearched, html=(_print, None), text=(_skip, None))
    app.set_translator("text", Twin)
    app.add_css_file("course.css", priority=900)
    app.add_js_file("course.js", priority=900, loading_method="defer")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
