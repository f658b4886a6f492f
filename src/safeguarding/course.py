"""The whole course, read from its folder and cross-checked: every name that is used must be known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .aims import CriticalAction, Misconception, Objective
from .chart import Chart
from .claim import Claim, Status
from .contact import Contact
from .entries import CourseError, E, Place, Problem, read_list, read_plain
from .local import FIELDS, WORDS, Local, read_local
from .page import Page, read_page
from .question import Question
from .role import Role
from .runsheet import RunSheet
from .walk import Walk
from .writing import WritingTask

KNOWLEDGE = {
    "claims": Claim,
    "contacts": Contact,
    "objectives": Objective,
    "critical": CriticalAction,
    "misconceptions": Misconception,
    "charts": Chart,
    "roles": Role,
    "runsheets": RunSheet,
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
    questions: dict[str, Question]
    assessment: dict[str, Question]
    drills: dict[str, Walk]
    cases: dict[str, Walk]
    writing: dict[str, WritingTask]
    pages: dict[str, Page]
    local: Local

    @property
    def chapters(self) -> list[Page]:
        return [page for page in self.pages.values() if page.is_chapter]

    @property
    def items(self) -> list[Question]:
        """Every question there is: those of the chapters, and those of the final assessment."""
        return [*self.questions.values(), *self.assessment.values()]

    @cached_property
    def walks(self) -> dict[str, Walk]:
        """Every walk: the drills of the chapters, and the cases."""
        return {**self.drills, **self.cases}

    @property
    def areas(self) -> list[str]:
        """The areas that can be chosen in the local details: those whose council is in the directory, in its order."""
        return [area for contact in self.contacts.values() if contact.role == "council" for area in contact.serves]

    def page_minutes(self, page: Page) -> int:
        """All minutes of a page, drills included."""
        return page.minutes + self.drill_minutes(page)

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
        things: Iterable = [
            *self.items,
            *self.walks.values(),
            *self.writing.values(),
            *self.charts.values(),
            *self.misconceptions.values(),
            *self.critical.values(),
        ]
        for thing in things:
            for name in thing.claims:
                found[name].append((thing.id, type(thing).__name__.lower(), thing.place))
        return found


def load(root: Path) -> Course:
    """Read and cross-check the course in `root`. Raises `CourseError` with every problem found."""
    problems: list[Problem] = []

    def gather(paths: Iterable[Path], model: type[E], *before: dict[str, E]) -> dict[str, E]:
        """The entries of some files by id, which none of those `before` may have."""
        found: dict[str, E] = {}
        taken = {name: entry for earlier in before for name, entry in earlier.items()}
        for path in paths:
            try:
                entries = read_list(path, model)
            except CourseError as error:
                problems.extend(error.problems)
                continue
            for entry in entries:
                if entry.id in taken:
                    what = f"The id “{entry.id}” is already used at {taken[entry.id].place}."
                    problems.append(Problem(entry.place, what, "Give it another."))
                else:
                    found[entry.id] = taken[entry.id] = entry
        return found

    facts = {name: gather([root / "book/facts" / f"{name}.yaml"], model) for name, model in KNOWLEDGE.items()}
    questions = gather(sorted((root / "exercises/questions").glob("*.yaml")), Question)
    assessment = gather(sorted((root / "exercises/assessment").glob("*.yaml")), Question, questions)
    drills = gather(sorted((root / "exercises/drills").glob("*.yaml")), Walk)
    cases = gather(sorted((root / "exercises/cases").glob("*.yaml")), Walk, drills)
    writing = gather(sorted((root / "exercises/writing").glob("*.yaml")), WritingTask)

    pages: dict[str, Page] = {}
    try:
        listed = contents(root)
    except CourseError as error:
        raise CourseError(problems + error.problems) from None
    for path in sorted((root / "book").rglob("*.md"), key=lambda path: listed.index(path) if path in listed else -1):
        name = path.relative_to(root / "book").with_suffix("").as_posix()
        try:
            pages[name] = read_page(path, name)
        except CourseError as error:
            problems.extend(error.problems)
    try:
        local = read_local(root / "local.yml")
    except CourseError as error:
        problems.extend(error.problems)
        local = Local()
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
        local=local,
    )
    problems = list(_unknown(course))
    if problems:
        raise CourseError(sorted(problems, key=lambda problem: (str(problem.place.path), problem.place.line)))
    return course


def contents(root: Path) -> list[Path]:
    """The Markdown pages of the contents, in order. Raises `CourseError` where `_toc.yml` cannot be read."""
    found: list[Path] = []

    def walk(node) -> None:
        if isinstance(node, dict):
            found.extend(root / f"{name}.md" for key, name in node.items() if key in ("file", "root"))
        for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            walk(inner)

    walk(read_plain(root / "_toc.yml"))
    return found


LIVE = ("practise", "kept", "record", "confidence", "make-it-yours")
"""The places that the browser's script fills."""
SHEETS = {"poster": 1, "wallet": 10, "visitor": 4, "concern": 1}
"""What goes on the wall and in the pocket, and how many of each are printed on a page."""
PAPER_PARTS = ("form", "answer-sheet", "key")
"""What can be printed of a form of the final assessment."""


def _unknown(course: Course) -> Iterable[Problem]:
    """Every name that is used and not known, and every unconfirmed claim that is stated."""

    def missing(place: Place, kind: str, name: str, known: Iterable[str], where: str) -> Iterable[Problem]:
        if name not in known:
            yield Problem(place, f"There is no {kind} “{name}”.", f"Correct the name, or add it to {where}.")

    def claims(place: Place, names: Iterable[str]) -> Iterable[Problem]:
        for name in names:
            yield from missing(place, "claim", name, course.claims, "book/facts/claims.yaml")
            if name in course.claims and course.claims[name].status is Status.unconfirmed:
                yield Problem(
                    place, f"The claim “{name}” is unconfirmed, and is stated here.", "Confirm it at its source, or take the statement out."
                )

    known = {
        "quiz": ("question", course.questions, "exercises/questions/"),
        "walk": ("walk", course.walks, "exercises/drills/"),
        "writing": ("writing task", course.writing, "exercises/writing/"),
        "chart": ("chart", course.charts, "book/facts/charts.yaml"),
        "contact": ("contact", course.contacts, "book/facts/contacts.yaml"),
        "local": ("local detail", FIELDS, "the fields of local.yml"),
        "word": ("post", WORDS, "WORDS in local.py"),
        "number": ("contact", course.contacts, "book/facts/contacts.yaml"),
        "cards": ("question or walk", {**course.questions, **course.walks}, "exercises/"),
        "card-keys": ("question or walk", {**course.questions, **course.walks}, "exercises/"),
        "live": ("live place", LIVE, "its names"),
        "sheet": ("sheet", SHEETS, "SHEETS in course.py"),
        "paper-forms": ("part of a paper form", PAPER_PARTS, "its names"),
    }
    labels = Counter(label for page in course.pages.values() for label in page.labels)
    for page in course.pages.values():
        for objective in page.objectives:
            yield from missing(Place(page.path, 1), "objective", objective, course.objectives, "book/facts/objectives.yaml")
        for mention in page.mentions:
            if mention.kind == "claim":
                yield from claims(mention.place, mention.names)
            elif mention.kind in known:
                for name in mention.names:
                    kind, names, where = known[mention.kind]
                    yield from missing(mention.place, kind, name, names, where)
            elif mention.kind == "from":
                source = course.pages.get(mention.names[0]) if len(mention.names) == 2 else None
                if not source or mention.names[1] not in [block.name for block in source.blocks]:
                    yield Problem(
                        mention.place,
                        f"There is no block “{' '.join(mention.names)}”.",
                        "Name a page and one of its blocks: {from} essentials action.",
                    )
        shown = Counter(name for mention in page.mentions if mention.kind in ("quiz", "walk", "writing") for name in mention.names)
        for name in (name for name, times in shown.items() if times > 1):
            yield Problem(Place(page.path, 1), f"“{name}” is shown twice on this page.", "Show it once.")
        for heading in page.headings:
            if heading.label and labels[heading.label] > 1:
                yield Problem(heading.place, f"The label “{heading.label}” stands on two headings.", "Rename one.")
    for question in course.items:
        place = question.place
        yield from missing(place, "objective", question.objective, course.objectives, "book/facts/objectives.yaml")
        if question.critical:
            yield from missing(place, "critical action", question.critical, course.critical, "book/facts/critical.yaml")
        for option in question.options:
            if option.misconception:
                yield from missing(place, "misconception", option.misconception, course.misconceptions, "book/facts/misconceptions.yaml")
        yield from claims(place, question.claims)
        home = course.pages.get(question.chapter)
        if home is None:
            yield Problem(place, f"No chapter is called “{question.chapter}”.", "Name the file after its chapter.")
        elif question.section not in home.labels:
            yield Problem(
                place,
                f"“{question.id}” names the section “{question.section}”, which is no label of {home.name}.md.",
                "Name one of its labels.",
            )
        if question.id in course.questions and len(course._by_objective[question.objective]) < 2:
            yield Problem(place, f"“{question.id}” is the only question on objective {question.objective}.", "Write another on it.")
    for thing in [*course.walks.values(), *course.writing.values()]:
        yield from missing(thing.place, "objective", thing.objective, course.objectives, "book/facts/objectives.yaml")
        yield from claims(thing.place, thing.claims)
    for walk in course.walks.values():
        for step in walk.steps:
            for name in step.end.routes if step.end else ():
                yield from missing(walk.place, "contact", name, course.contacts, "book/facts/contacts.yaml")
    for thing in [*course.charts.values(), *course.misconceptions.values(), *course.critical.values()]:
        yield from claims(thing.place, thing.claims)
    for role in course.roles.values():
        for name in role.pages:
            yield from missing(role.place, "page", name, course.pages, "book/")
        for name in role.pages:
            if name in course.pages and not (course.pages[name].is_chapter or course.pages[name].named("walk")):
                yield Problem(role.place, f"“{name}” on the path “{role.id}” is no chapter and no case.", "Paths hold what can be studied.")
        if role.pages[0] != "essentials":
            yield Problem(role.place, f"The path “{role.id}” begins with “{role.pages[0]}”.", "Begin with essentials: it stands alone.")
    for sheet in course.runsheets.values():
        for part in sheet.parts:
            for name in part.questions:
                yield from missing(sheet.place, "question", name, course.questions, "exercises/questions/")
            if part.walk:
                yield from missing(sheet.place, "walk", part.walk, course.walks, "exercises/drills/")
            if part.page:
                yield from missing(sheet.place, "page", part.page, course.pages, "book/")
    areas = course.areas
    if course.local.area and course.local.area not in areas:
        yield Problem(
            course.local.place_of("area"),
            f"The directory has no area “{course.local.area}”.",
            f"Use one of {', '.join(areas)}, or leave it empty and fill in “council_day” and “council_night”.",
        )
    for area in areas:
        for role in ("lado", "out-of-hours"):
            served = [
                c
                for c in course.contacts.values()
                if area in c.serves and (c.role == role or (role == "out-of-hours" and any(p.answers("night") for p in c.phones)))
            ]
            if not served:
                yield Problem(
                    next(c for c in course.contacts.values() if area in c.serves).place,
                    f"{area} has no {role} contact.",
                    "Add one, or take the council out.",
                )
