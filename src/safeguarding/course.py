"""The whole course, read from its folder and cross-checked: every name that is used must be known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from .about import About
from .aims import CriticalAction, Misconception, Objective
from .blocks import DIRECTIVES, ROLES, TITLED
from .briefing import Briefing
from .change import Change
from .chart import Chart
from .claim import Claim, Status
from .contact import Contact
from .entries import WORDS_A_MINUTE, CourseError, N, Named, Place, Problem, read_list, read_one, read_plain
from .local import FIELDS, WORDS, Local, read_local
from .page import KEY_POINTS, Heading, Link, Page, count_words, parser, read_notebook, read_page
from .question import Question
from .role import Role
from .runsheet import RunSheet
from .walk import Walk
from .wording import EVERYWHERE, MENDED, Wording
from .writing import WritingTask

CARDS = "trainer/cards"
"""The page that names the scenario cards, in order."""

KNOWLEDGE: dict[str, type[Named]] = {
    "claims": Claim,
    "contacts": Contact,
    "objectives": Objective,
    "critical": CriticalAction,
    "misconceptions": Misconception,
    "charts": Chart,
    "roles": Role,
    "runsheets": RunSheet,
    "briefings": Briefing,
    "changes": Change,
    "lms": Wording,
}
"""The files of `book/facts/`, each a list, and what each holds."""


@dataclass(frozen=True, eq=False)
class Course:
    """Everything, by id. `pages` are by name, in the order of the contents."""

    root: Path
    claims: dict[str, Claim]
    contacts: dict[str, Contact]
    objectives: dict[str, Objective]
    critical: dict[str, CriticalAction]
    misconceptions: dict[str, Misconception]
    charts: dict[str, Chart]
    roles: dict[str, Role]
    runsheets: dict[str, RunSheet]
    briefings: dict[str, Briefing]
    changes: dict[str, Change]
    lms: dict[str, Wording]
    questions: dict[str, Question]
    assessment: dict[str, Question]
    drills: dict[str, Walk]
    cases: dict[str, Walk]
    writing: dict[str, WritingTask]
    pages: dict[str, Page]
    notebooks: dict[str, Page]
    about: About
    local: Local

    @property
    def documents(self) -> list[Page]:
        """All prose: the pages, and the Markdown of the notebooks."""
        return [*self.pages.values(), *self.notebooks.values()]

    @property
    def chapters(self) -> list[Page]:
        """The pages that teach, in the order of the contents."""
        return [page for page in self.pages.values() if page.is_chapter]

    @property
    def items(self) -> list[Question]:
        """Every question there is: those of the chapters, and those of the final assessment."""
        return [*self.questions.values(), *self.assessment.values()]

    @cached_property
    def walks(self) -> dict[str, Walk]:
        """Every walk: the drills of the chapters, and the cases."""
        return {**self.drills, **self.cases}

    @cached_property
    def cards(self) -> dict[str, int]:
        """The number of every scenario card, by its question or case, as the page of cards names them."""
        return {name: number for number, name in enumerate(self.pages[CARDS].named("cards"), 1)}

    @property
    def areas(self) -> list[str]:
        """The areas that can be chosen in the local details: those whose council is in the directory, in its order."""
        return [area for contact in self.contacts.values() if contact.role == "council" for area in contact.serves]

    def page_minutes(self, page: Page) -> int:
        """All minutes of a page, drills included."""
        return self.minutes(page) + self.drill_minutes(page)

    def minutes(self, page: Page) -> int:
        """Minutes to read a page and to answer its questions, with what it shows of other pages."""
        if not page.shows("in-short"):
            return page.minutes
        points = [one.text for other in self.chapters for one in other.words if one.under == KEY_POINTS]
        return round((page.word_count + sum(len(count_words(text)) for text in points)) / WORDS_A_MINUTE)

    def path_minutes(self, page: Page) -> int:
        """Minutes of a page on a path. The drill of a chapter is named apart, but for the one of Essentials, which everybody does."""
        return self.minutes(page) if page.is_chapter and page.name != ESSENTIALS else self.page_minutes(page)

    def tier_minutes(self, role: Role, tier: str) -> int:
        """Minutes of a tier of a role’s path."""
        return sum(self.path_minutes(self.pages[name]) for name in role.tiers[tier])

    def met(self, page: Page) -> set[str]:
        """The critical actions and misconceptions that a page trains: by its questions, its words, and what it shows of other pages."""
        named = list(page.meets)
        if page.shows("in-short"):
            named += [mention for other in self.chapters for mention in other.meets if mention.under == KEY_POINTS]
        items = [self.questions[name] for name in page.named("quiz")]
        thoughts = {option.misconception for item in items for option in item.options}
        return {name for mention in named for name in mention.names} | {
            name for name in (*thoughts, *(item.critical for item in items)) if name
        }

    def of_chapter(self, name: str) -> list[Question]:
        """The questions in the file of a chapter, in the order of the file."""
        return self._by_chapter.get(name, [])

    @cached_property
    def _by_chapter(self) -> dict[str, list[Question]]:
        found: dict[str, list[Question]] = {}
        for question in self.questions.values():
            found.setdefault(question.chapter, []).append(question)
        return found

    def drill_minutes(self, page: Page) -> int:
        """Minutes for the drills of a page, which can be done apart; 0 where it has none."""
        drills = [self.walks[name] for name in page.named("walk")] + [self.writing[name] for name in page.named("writing")]
        return round(sum(drill.minutes for drill in drills))

    def siblings(self, question: Question) -> list[Question]:
        """Other questions on the same objective, the nearest first: same critical action or section, then the rest."""
        others = [other for other in self._by_objective[question.objective] if other.id != question.id]

        def near(other: Question) -> bool:
            return other.section == question.section or (question.critical is not None and other.critical == question.critical)

        return sorted(others, key=lambda other: not near(other))

    @cached_property
    def _by_objective(self) -> dict[str, list[Question]]:
        found: dict[str, list[Question]] = {}
        for question in self.questions.values():
            found.setdefault(question.objective, []).append(question)
        return found

    def cited(self, page: Page) -> list[Claim]:
        """The claims that a page cites, in the order of their marks."""
        return [self.claims[name] for name in page.named("claim")]

    @cached_property
    def uses(self) -> dict[str, list[tuple[str, str, Place]]]:
        """For each claim: the name of the page or question that cites it, the words around it, and the place."""
        found: dict[str, list[tuple[str, str, Place]]] = {name: [] for name in self.claims}
        for page in self.pages.values():
            for mention in page.mentions:
                if mention.kind == "claim":
                    for name in mention.names:
                        found[name].append((page.name, mention.under, mention.place))
        for thing in [*self.items, *self._stated]:
            for name in thing.claims:
                found[name].append((thing.id, type(thing).__name__.lower(), thing.place))
        return found

    @cached_property
    def resting(self) -> dict[str, set[str]]:
        """For each claim: the names of the pages that rest on it. They cite it, or show something that cites it."""
        found: dict[str, set[str]] = {name: set() for name in self.claims}
        things = {thing.id: thing for thing in (*self.questions.values(), *self._stated)}
        for page in self.pages.values():
            shown = [name for kind in ("quiz", "walk", "writing", "chart") for name in page.named(kind)]
            for name in (*page.named("claim"), *(name for thing in shown for name in things[thing].claims)):
                found[name].add(page.name)
        for item in self.assessment.values():
            for name in item.claims:
                found[name].add("assessment")
        return found

    @property
    def _stated(self) -> list[_Stated]:
        """All data but questions that cites claims."""
        return [
            *self.walks.values(),
            *self.writing.values(),
            *self.charts.values(),
            *self.misconceptions.values(),
            *self.critical.values(),
            *self.changes.values(),
        ]

    def section(self, name: str) -> tuple[Page, Heading]:
        """The page and the heading of a section, written as “page#label”. Raises KeyError where there is none."""
        page, _, label = name.partition("#")
        return self.pages[page], self.pages[page].labels[label]

    def section_minutes(self, name: str) -> float:
        """Minutes to read a section, with what stands below its smaller headings; its questions and drills apart."""
        page, heading = self.section(name)
        below = page.headings[page.headings.index(heading) + 1 :]
        after = next((other.place.line for other in below if other.level <= heading.level), float("inf"))
        words = [one.text for one in page.read if heading.place.line <= one.place.line < after]
        return sum(len(count_words(text)) for text in words) / WORDS_A_MINUTE


def load(root: Path) -> Course:
    """Read and cross-check the course in `root`. Raises `CourseError` with every problem found."""
    problems: list[Problem] = []

    def gather(paths: Iterable[Path], model: type[N], *before: dict[str, N]) -> dict[str, N]:
        """The entries of some files by id, which none of those `before` may have."""
        found: dict[str, N] = {}
        taken = {entry.id: entry for earlier in before for entry in earlier.values()}
        for path in paths:
            for entry in attempt(lambda path=path: read_list(path, model)) or ():
                if entry.id in taken:
                    what = f"The id “{entry.id}” is already used at {taken[entry.id].place}."
                    problems.append(Problem(entry.place, what, "Give it another."))
                else:
                    found[entry.id] = taken[entry.id] = entry
        return found

    def attempt(read):
        """What `read` returns; None where it fails, with its problems kept."""
        try:
            return read()
        except CourseError as error:
            problems.extend(error.problems)
            return None

    facts: dict[str, Any] = {name: gather([root / "book/facts" / f"{name}.yaml"], model) for name, model in KNOWLEDGE.items()}
    about = attempt(lambda: read_one(root / "book/facts/about.yaml", About))
    questions = gather(_files(root / "exercises/questions"), Question)
    assessment = gather(_files(root / "exercises/assessment"), Question, questions)
    drills = gather(_files(root / "exercises/drills"), Walk)
    cases = gather(_files(root / "exercises/cases"), Walk, drills)
    writing = gather(_files(root / "exercises/writing"), WritingTask)
    listed = attempt(lambda: contents(root))
    markdown = attempt(lambda: parser(_extensions(root)))
    local = attempt(lambda: read_local(root / "local.yml"))
    pages, notebooks = {}, {}
    if markdown and listed is not None:
        order = {path: number for number, path in enumerate(listed)}
        for path in sorted((root / "book").rglob("*.md"), key=lambda path: order.get(path, -1)):
            name = path.relative_to(root / "book").with_suffix("").as_posix()
            pages[name] = attempt(lambda path=path, name=name: read_page(path, name, markdown))
        for path in sorted((root / "exercises").glob("*.ipynb")):
            notebooks[path.stem] = attempt(lambda path=path: read_notebook(path, path.stem, markdown))
    problems += _unread(root)
    if problems:
        raise CourseError(problems)
    course = Course(
        root=root,
        **facts,
        questions=questions,
        assessment=assessment,
        drills=drills,
        cases=cases,
        writing=writing,
        pages=pages,
        notebooks=notebooks,
        about=about,
        local=local,
    )
    problems = [problem for check in CHECKS for problem in check(course)]
    if problems:
        raise CourseError(sorted(problems, key=lambda problem: (str(problem.place.path), problem.place.line)))
    return course


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


FOLDERS = ("questions", "assessment", "drills", "cases", "writing")
"""The folders of data in `exercises`."""


def _unread(root: Path) -> Iterator[Problem]:
    """No data lies where nothing reads it: a file of another name or ending is a person’s work, lost without a word."""
    facts, exercises = root / "book/facts", root / "exercises"
    read = {facts / f"{name}.yaml" for name in (*KNOWLEDGE, "about")} | {path for name in FOLDERS for path in _files(exercises / name)}
    for path in sorted([*facts.rglob("*"), *exercises.rglob("*")]):
        if path.suffix.lower() in (".yaml", ".yml") and path not in read:
            where = (
                f"name it as one of the files in {facts.relative_to(root)}"
                if facts in path.parents
                else f"put it into exercises/{FOLDERS[0]} or a folder beside it"
            )
            yield Problem(Place(path, 1), "Nothing reads this file.", f"Let it end in .yaml, and {where}; or delete it.")


def _extensions(root: Path) -> list[str]:
    """The MyST extensions that `_config.yml` switches on."""
    try:
        return list(read_plain(root / "_config.yml")["parse"]["myst_enable_extensions"])
    except (LookupError, TypeError):
        place = Place(root / "_config.yml", 1)
        raise CourseError([Problem(place, "“parse: myst_enable_extensions:” is missing.", "Restore it.")]) from None


def contents(root: Path) -> list[Path]:
    """The Markdown pages of the contents, in order. Raises `CourseError` where `_toc.yml` cannot be read, or the book could not be
    built of it."""
    found: dict[str, int] = {}
    problems: list[Problem] = []

    def refuse(line: int, what: str, do: str) -> None:
        problems.append(Problem(Place(root / "_toc.yml", line), what, do))

    def walk(node) -> None:
        for key, inner in node.items() if isinstance(node, dict) else ():
            line = node.lines[key]
            if key not in CONTENTS:
                refuse(line, f"“{key}” is not a word of the contents.", f"Write one of these: {', '.join(CONTENTS)}.")
            elif key in ("file", "root"):
                if not isinstance(inner, str) or not re.fullmatch(r"(book|exercises)(/[a-z0-9-]+)+", inner):
                    refuse(line, f"“{inner}” is no page of the book.", "Write its path without its ending, as in book/essentials.")
                elif inner in found:
                    refuse(line, f"“{inner}” stands in the contents twice.", "Keep one of them.")
                else:
                    found[inner] = line
        for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            walk(inner)

    top = read_plain(root / "_toc.yml")
    walk(top)
    if not found and not problems:
        refuse(1, "This file names no page.", "Restore it.")
    elif not isinstance(top, dict) or top.get("format") != "jb-book" or "root" not in top:
        refuse(1, "The contents begin with “format: jb-book” and “root: book/index”.", "Write both lines.")
    if problems:
        raise CourseError(problems)
    return [root / f"{name}.md" for name in found]


CONTENTS = ("format", "root", "parts", "caption", "chapters", "file", "sections")
"""The words of `_toc.yml` that the book is built of."""


LIVE = ("practise", "kept", "record", "confidence", "make-it-yours", "register", "what-changed")
"""The places that the browser's script fills."""
SHEETS = {"poster": 1, "wallet": 10, "visitor": 4, "concern": 1}
"""What goes on the wall and in the pocket, and how many of each are printed on a page."""
PAPERS = {
    "letters": ("Letters A, B and C to raise", 1),
    "plan": ("Plan slips", 8),
    "attendance": ("Attendance sheet", 1),
    "evaluation": ("Five lines on this session", 2),
    "certificate": ("Certificate of attendance", 1),
}
"""What a session hands out: its title, and how many are printed on a page."""
PAPER_PARTS = ("form", "answer-sheet", "short-key", "key")
"""What can be printed of a form of the final assessment."""

IMPACT_PARTS = {"codes": "Slips with codes", "form": "Form", "key": "Key, form"}
"""What can be printed to find out whether a session helped, and its title."""


class _Stated(Protocol):
    """Whatever cites claims."""

    @property
    def id(self) -> str: ...
    @property
    def place(self) -> Place: ...
    def place_of(self, field: str) -> Place: ...
    @property
    def claims(self) -> tuple[str, ...]: ...


def _missing(place: Place, kind: str, name: str, known: Collection[str], where: str, of: str = "") -> Iterator[Problem]:
    if name not in known:
        yield Problem(place, f"There is no {kind} “{name}”{of}.", f"Correct the name, or add it to {where}.")


def _claims(course: Course, place: Place, names: Iterable[str], of: str = "") -> Iterator[Problem]:
    """Claims that are not known, and unconfirmed ones that are stated."""
    for name in names:
        yield from _missing(place, "claim", name, course.claims, "book/facts/claims.yaml", of)
        if name in course.claims and course.claims[name].status is Status.unconfirmed:
            yield Problem(
                place, f"The claim “{name}” is unconfirmed, and is stated here.", "Confirm it at its source, or take the statement out."
            )


def _names(course: Course) -> dict[str, tuple[Collection[str], str]]:
    """For each kind of name that a page can use (`blocks`): the names there are, and where they stand."""
    return {
        "block": (
            [f"{page.name} {block.name}" for page in course.pages.values() for block in page.blocks if block.name in TITLED],
            "its page",
        ),
        "chart": (course.charts, "book/facts/charts.yaml"),
        "contact": (course.contacts, "book/facts/contacts.yaml"),
        "contact with a number": ([contact.id for contact in course.contacts.values() if contact.phones], "book/facts/contacts.yaml"),
        "live place": (LIVE, "LIVE in course.py"),
        "local detail": (FIELDS, "FIELDS in local.py"),
        "paper": (PAPERS, "PAPERS in course.py"),
        "part of a paper form": (PAPER_PARTS, "PAPER_PARTS in course.py"),
        "part of the impact kit": (IMPACT_PARTS, "IMPACT_PARTS in course.py"),
        "post": (WORDS, "WORDS in local.py"),
        "question": (course.questions, "exercises/questions/"),
        "question or walk": ({**course.questions, **course.walks}, "exercises/"),
        "session": (course.runsheets, "book/facts/runsheets.yaml"),
        "sheet": (SHEETS, "SHEETS in course.py"),
        "term": ({term for page in course.pages.values() for term in page.terms}, "the glossary"),
        "walk": (course.walks, "exercises/drills/ or exercises/cases/"),
        "writing task": (course.writing, "exercises/writing/"),
    }


ESSENTIALS = "essentials"
"""The page that every path begins with."""


def _mentions(course: Course) -> Iterator[Problem]:
    """Every name that a page uses is known."""
    known = _names(course)
    trained = {**course.critical, **course.misconceptions}
    for page in course.documents:
        for mention in page.meets:
            for name in mention.names:
                yield from _missing(mention.place, "critical action or misconception", name, trained, "book/facts/")
        for mention in page.mentions:
            kind = (DIRECTIVES.get(mention.kind) or ROLES[mention.kind]).names
            if kind == "claim":
                yield from _claims(course, mention.place, mention.names)
            elif kind in known:
                for name in [" ".join(mention.names)] if kind == "block" else mention.names:
                    yield from _missing(mention.place, kind, name, *known[kind])


def _pages(course: Course) -> Iterator[Problem]:
    """What a page says of itself: objectives, labels, links, and nothing shown twice."""
    labels = Counter(heading.label for page in course.documents for heading in page.headings)
    files = {page.path.resolve(): page for page in course.documents}
    for page in course.documents:
        top = Place(page.path, 1)
        for objective in page.objectives:
            yield from _missing(top, "objective", objective, course.objectives, "book/facts/objectives.yaml")
        shown = Counter(
            name for kind in ("quiz", "walk", "writing") for mention in page.mentions if mention.kind == kind for name in mention.names
        )
        for name in (name for name, times in shown.items() if times > 1):
            yield Problem(top, f"“{name}” is shown twice on this page.", "Show it once.")
        for heading in page.headings:
            if heading.label and labels[heading.label] > 1:
                yield Problem(heading.place, f"The label “{heading.label}” stands on two headings.", "Rename one.")
        if page.mentions and not page.objectives and any(mention.kind == "about" for mention in page.mentions):
            yield Problem(top, "{about} stands on a page without objectives.", "Name them in its head: “objectives: [R1]”.")
        for link in page.links:
            yield from _link(files, page, link)


def _link(files: dict[Path, Page], page: Page, link: Link) -> Iterator[Problem]:
    """A link to a page of the book or to a label leads somewhere."""
    file, _, label = link.address.partition("#")
    if scheme := re.match(r"[a-z][a-z+.-]*:", link.address, re.I):
        if scheme[0] != "https:":
            what = f"The link “{link.text}” begins with {scheme[0]}, and no rule reads where it leads."
            yield Problem(link.place, what, "Print a number with {contact} or {number}; else write an address that begins with https:.")
        return
    target = (page.path.parent / file).resolve()
    found = files.get(target)
    if file and not target.is_file():
        yield Problem(link.place, f"The link “{link.text}” leads to {file}, which is not there.", "Correct its address.")
    elif label and not any(label in other.labels for other in ([found] if found else files.values())):
        yield Problem(
            link.place, f"The link “{link.text}” leads to the label “{label}”, which no heading has.", "Correct it, or label the heading."
        )


def _contents(course: Course) -> Iterator[Problem]:
    """Every page of the contents is there."""
    lines = (course.root / "_toc.yml").read_text("utf-8").splitlines()
    for path in contents(course.root):
        name = path.relative_to(course.root).with_suffix("").as_posix()
        if not path.is_file() and not path.with_suffix(".ipynb").is_file():
            line = next((number for number, text in enumerate(lines, 1) if text.strip().endswith(f": {name}")), 1)
            yield Problem(Place(course.root / "_toc.yml", line), f"There is no page “{name}”.", "Correct the name, or take the line out.")


def _questions(course: Course) -> Iterator[Problem]:
    """A question has a chapter with its section, an objective that others share, and thoughts behind its wrong answers."""
    for question in course.items:
        place, at, of = question.place, question.place_of, f", which “{question.id}” names"
        yield from _missing(at("objective"), "objective", question.objective, course.objectives, "book/facts/objectives.yaml", of)
        if question.critical:
            yield from _missing(at("critical"), "critical action", question.critical, course.critical, "book/facts/critical.yaml", of)
        for number, option in enumerate(question.options):
            if name := option.misconception:
                where = at(f"options.{number}.misconception")
                yield from _missing(where, "misconception", name, course.misconceptions, "book/facts/misconceptions.yaml", of)
        yield from _claims(course, at("claims"), question.claims, of)
        home = course.pages.get(question.chapter)
        if home is None:
            yield Problem(place, f"No chapter is called “{question.chapter}”.", "Name the file after its chapter.")
        elif question.section not in home.labels:
            what = f"“{question.id}” names the section “{question.section}”, which is no label of {home.name}.md."
            yield Problem(at("section"), what, "Name one of its labels.")
        if question.id in course.questions and len(course._by_objective[question.objective]) < 2:
            yield Problem(place, f"“{question.id}” is the only question on objective {question.objective}.", "Write another on it.")


def _drills(course: Course) -> Iterator[Problem]:
    """A walk or writing task has an objective, and what it states and ends with is known."""
    drills: list[Walk | WritingTask] = [*course.walks.values(), *course.writing.values()]
    for thing in drills:
        yield from _missing(
            thing.place_of("objective"),
            "objective",
            thing.objective,
            course.objectives,
            "book/facts/objectives.yaml",
            f", which “{thing.id}” names",
        )
    for walk in course.walks.values():
        for number, step in enumerate(walk.steps):
            for name in step.end.routes if step.end else ():
                where = walk.place_of(f"steps.{number}.end.routes")
                yield from _missing(where, "contact", name, course.contacts, "book/facts/contacts.yaml", f", which “{walk.id}” names")


def _statements(course: Course) -> Iterator[Problem]:
    """What stands in data states nothing that is unknown or unconfirmed."""
    for thing in course._stated:
        yield from _claims(course, thing.place_of("claims"), thing.claims)
    yield from _claims(course, course.about.place_of("claims"), course.about.claims)


def _paths(course: Course) -> Iterator[Problem]:
    """A path begins with Essentials and holds what can be studied."""
    for role in course.roles.values():
        for tier, names in role.tiers.items():
            where, of = role.place_of(tier), f", which the path “{role.id}” names"
            for name in names:
                yield from _missing(where, "page", name, course.pages, "book/", of)
                if name in course.pages and not course.pages[name].is_studied:
                    what = f"“{name}” on the path “{role.id}” cannot be studied."
                    yield Problem(where, what, "Paths hold chapters, cases, In short and role pages.")
        if role.pages[0] != ESSENTIALS:
            what = f"The path “{role.id}” begins with “{role.pages[0]}”."
            yield Problem(role.place_of("first"), what, "Begin with essentials: it stands alone.")


def _run_sheets(course: Course) -> Iterator[Problem]:
    """A run sheet sends for what is there, and each of its scenes is on a card."""
    for sheet in course.runsheets.values():
        for number, part in enumerate(sheet.parts):
            if part.page:
                yield from _missing(sheet.place_of(f"parts.{number}.page"), "page", part.page, course.pages, "book/")
            for place, one in enumerate(part.do):
                at = sheet.place_of(f"parts.{number}.do.{place}")
                if one.question:
                    yield from _missing(at, "question", one.question, course.questions, "exercises/questions/")
                    yield from _missing(at, "card", one.question, course.cards, f"{{cards}} in book/{CARDS}.md")
                if one.walk:
                    yield from _missing(at, "walk", one.walk, course.walks, "exercises/drills/ or exercises/cases/")
                if one.record:
                    yield from _missing(at, "writing task", one.record, course.writing, "exercises/writing/")
                for name in one.charts:
                    yield from _missing(at, "chart", name, course.charts, "book/facts/charts.yaml")


def _briefings(course: Course) -> Iterator[Problem]:
    """A briefing asks about its page, then twice about what came before; in a year every objective comes up twice."""
    asked: Counter[str] = Counter()
    before = {course.questions[name].objective for name in course.pages[ESSENTIALS].named("quiz") if name in course.questions}
    for briefing in course.briefings.values():
        at, of = briefing.place_of, f", which the briefing “{briefing.id}” names"
        yield from _missing(at("page"), "page", briefing.page, course.pages, "book/", of)
        for number, name in enumerate(briefing.questions):
            where = at(f"questions.{number}")
            if name not in course.questions:
                yield from _missing(where, "question", name, course.questions, "exercises/questions/", of)
                continue
            question = course.questions[name]
            asked[question.objective] += 1
            if number == 0 and briefing.page in course.pages and name not in course.pages[briefing.page].named("quiz"):
                yield Problem(where, f"“{name}” is not asked on “{briefing.page}”{of}.", "Begin with a question of that page.")
            if number and question.objective not in before:
                what = f"“{name}” asks about {question.objective}, which came in no briefing before “{briefing.id}”, nor in Essentials."
                yield Problem(where, what, "Come back to something older.")
        before |= {course.questions[name].objective for name in briefing.questions[:1] if name in course.questions}
    for name, objective in course.objectives.items():
        asks = sum(question.objective == name for question in course.questions.values())
        if course.briefings and asked[name] < 2 <= asks:
            what = f"In a year of briefings {name} comes up {asked[name]} times."
            yield Problem(objective.place, what, "Ask about each objective twice in book/facts/briefings.yaml.")


def _changes(course: Course) -> Iterator[Problem]:
    """A change names what is there, and takes the place of older changes alone."""
    for change in course.changes.values():
        at, of = change.place_of, f", which the change “{change.id}” names"
        for number, name in enumerate(change.who):
            yield from _missing(at(f"who.{number}"), "role", name, course.roles, "book/facts/roles.yaml", of)
        for number, name in enumerate(change.sections):
            page, _, label = name.partition("#")
            where = at(f"sections.{number}")
            yield from _missing(where, "page", page, course.pages, "book/", of)
            if page in course.pages and label not in course.pages[page].labels:
                what = f"“{label}” is no label of {page}.md{of}."
                yield Problem(where, what, "Name the label above one of its headings, and not a page as a whole.")
        for number, name in enumerate(change.objectives):
            yield from _missing(at(f"objectives.{number}"), "objective", name, course.objectives, "book/facts/objectives.yaml", of)
        for number, name in enumerate(change.questions):
            yield from _missing(at(f"questions.{number}"), "question", name, course.questions, "exercises/questions/", of)
        for number, name in enumerate(change.replaces):
            yield from _missing(at(f"replaces.{number}"), "change", name, course.changes, "book/facts/changes.yaml", of)
            if name in course.changes and course.changes[name].number >= change.number:
                what = f"“{name}” is of the same edition or a later one{of}."
                yield Problem(at(f"replaces.{number}"), what, "Replace changes of older editions alone, or make one change of the two.")


def _wordings(course: Course) -> Iterator[Problem]:
    """A sentence that has another form in an LMS stands where it is said to stand. (One on every page is looked for in the built book.)"""
    for wording in course.lms.values():
        source = wording.source(course.root)
        if wording.where != EVERYWHERE and not (source.is_file() and wording.said in source.read_text("utf-8")):
            what = f"“{wording.said}” does not stand in {wording.where}."
            yield Problem(wording.place_of("said"), what, MENDED)


def _signed(course: Course) -> Iterator[Problem]:
    """What somebody signed for is there."""
    for number, one in enumerate(course.about.signed):
        for place, name in enumerate(one.pages):
            where = course.about.place_of(f"signed.{number}.pages.{place}")
            yield from _missing(where, "page", name, course.pages, "book/", f", which {one.role} signed for")


def _directory(course: Course) -> Iterator[Problem]:
    """Every contact has a group on the page of the directory, and every area its LADO and its night team."""
    homeless = {contact.role for contact in course.contacts.values() if not course.about.group(contact.area, contact.role)}
    for role in sorted(homeless):
        what = f"No group of the directory holds contacts with the role “{role}”."
        yield Problem(course.about.place_of("directory"), what, "Add the role to a group.")
    titles, served_areas = Counter(group.title for group in course.about.directory), {c.area for c in course.contacts.values()}
    for number, group in enumerate(course.about.directory):
        at = course.about.place_of(f"directory.{number}")
        if not (group.areas or group.roles):
            yield Problem(at, f"The group “{group.title}” holds nothing.", "Name its roles or areas, or take it out.")
        if titles[group.title] > 1:
            yield Problem(at, f"Two groups of the directory are called “{group.title}”.", "Rename one, or make them one.")
        for area in group.areas:
            yield from _missing(at, "area", area, served_areas, "book/facts/contacts.yaml", f", which the group “{group.title}” names")
    for area in course.areas:
        served = [contact for contact in course.contacts.values() if area in contact.serves]
        has = {contact.role for contact in served} | {"out-of-hours" for c in served for phone in c.phones if phone.answers("night")}
        for role in ("lado", "out-of-hours"):
            if role not in has:
                yield Problem(served[0].place, f"{area} has no {role} contact.", "Add one, or take the council out.")


def _local(course: Course) -> Iterator[Problem]:
    """The area of the local details is in the directory."""
    if course.local.area and course.local.area not in course.areas:
        yield Problem(
            course.local.place_of("area"),
            f"The directory has no area “{course.local.area}”.",
            f"Use one of {', '.join(course.areas)}, or leave it empty and fill in “council_day” and “council_night”.",
        )


CHECKS = (
    _mentions,
    _pages,
    _contents,
    _questions,
    _drills,
    _statements,
    _paths,
    _run_sheets,
    _briefings,
    _changes,
    _wordings,
    _signed,
    _directory,
    _local,
)
"""Every name that is used is known, and nothing unconfirmed is stated."""
