"""A session, or a year of briefings, as slides: what stands on the screen and what the trainer says to it, from the course’s data.

`slides` makes one list. `deck` turns it into an editable PowerPoint file and `templates/screen.html.j2` into a web page, so
the two never differ, and a changed question changes both. A walk goes its best way, one slide a step; what comes of each other
letter stands in the notes. Only the browser branches. What is done in pairs or threes has its steps on the handout.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from typing import Literal, NamedTuple

from . import EDITION, clock, fit, routes
from .briefing import MINUTES, REMINDER, Briefing
from .chart import Chart
from .course import Course
from .entries import Place
from .local import parted
from .question import Question
from .runsheet import Exercise, Item, RunSheet
from .walk import COUNTS, Choice, Step, Walk
from .writing import WritingTask

Kind = Literal["title", "prompt", "text", "question", "answer", "step", "routes", "chart"]
Role = Literal["text", "point", "option", "right", "number", "source"]

SHARED = "Whoever shares this file shares the answers: they stand in these notes. Give people the handout instead."
UNSET = (
    "These lines are true anywhere in England. The page “Make it yours” puts your own people into this file, and into the browser’s slides."
)
APART = "The groups work from the handout while this slide stands. The next slide is for the talk afterwards."


class Run(NamedTuple):
    """Some words. `field` names the local detail, or `post` the post, that they print: a run of its own, which a copy can fill."""

    text: str
    bold: bool = False
    field: str = ""
    post: str = ""


class Para(NamedTuple):
    """A paragraph. What is `listed` stands in a list: a point, an option with its letter, or a numbered line. `nth` is the place
    in that list, from 1, where it begins or goes on with a letter or number."""

    runs: tuple[Run, ...]
    role: Role = "text"
    nth: int = 0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def listed(self) -> bool:
        return self.role in ("point", "option", "right", "number")


def para(text: str, role: Role = "text", nth: int = 0) -> Para:
    """A paragraph of plain words."""
    return Para((Run(text),), role, nth)


@dataclass(frozen=True)
class Slide:
    """One slide. `section` is the part of the session, `notes` the paragraphs that the trainer alone sees, `place` the line of the
    data to mend when its words do not fit."""

    section: str
    kind: Kind
    title: str
    body: tuple[Para, ...]
    notes: tuple[Para, ...]
    place: Place
    chart: Chart | None = None

    @property
    def told(self) -> tuple[str, ...]:
        """The notes in words."""
        return tuple(para.text for para in self.notes)

    @property
    def words(self) -> tuple[Para, ...]:
        """The paragraphs that say something: a local detail may be empty."""
        return tuple(para for para in self.body if para.text)


def slides(course: Course, sheet: RunSheet) -> list[Slide]:
    """All slides of a session, in order. Titles and sections are unique."""
    maker = _Maker(course, sheet.title, sheet.place)
    maker.begin(
        f"{sheet.title}: {sheet.minutes} minutes. {sheet.who}",
        "No projector? The run sheet holds all of it, and works without these slides.",
    )
    for start, end, part in sheet.clock:
        maker.part(sheet, start, end, part)
    return maker.made


YEAR = "Twelve briefings"


def year(course: Course) -> list[Slide]:
    """The slides of all briefings, a section each: what is said today, the three questions, and what is done this week."""
    maker = _Maker(course, YEAR, next(iter(course.briefings.values())).place)
    maker.begin(f"{YEAR} of {MINUTES} minutes, one a section.", "No projector? The page of the briefings holds all of it.")
    for nth, item in enumerate(course.briefings.values(), 1):
        maker.briefing(nth, item)
    return maker.made


def objectives(course: Course, sheet: RunSheet) -> list[str]:
    """What the session trains, in plain words, in its order."""
    found: list[str] = []
    for one in sheet.exercises:
        thing = (
            (one.question and course.questions[one.question])
            or (one.walk and course.walks[one.walk])
            or (one.record and course.writing[one.record])
        )
        if thing:
            found.append(course.objectives[thing.objective].plain)
    return list(dict.fromkeys(found))


class _Maker:
    """Makes the slides of one show, and numbers its questions and steps: behind `within`, where a section counts for itself."""

    def __init__(self, course: Course, title: str, place: Place):
        self.course = course
        self.made: list[Slide] = []
        self.section = self.title = title
        self.place = place
        self.number, self.within = 0, ""

    def add(self, kind: Kind, title: str, body: list[Para], notes: list[str], chart: Chart | None = None, place: Place | None = None):
        """One slide, with a title that no other has."""
        title = _unique(title, {slide.title for slide in self.made})
        self.made.append(Slide(self.section, kind, title, tuple(body), tuple(map(self.spoken, notes)), place or self.place, chart))

    def add_long(self, kind: Kind, title: str, body: list[Para], notes: list[str]) -> None:
        """As many slides as a long body needs, each whole paragraphs; the notes stand on the first."""
        found = fit.pages(body)
        for number, held in enumerate(found, 1):
            self.add(kind, f"{title} ({number} of {len(found)})" if len(found) > 1 else title, held, notes if number == 1 else [])

    def note(self, *words: str) -> None:
        """More notes for the last slide."""
        last = self.made.pop()
        self.made.append(replace(last, notes=(*last.notes, *map(self.spoken, words))))

    def spoken(self, text: str, role: Role = "text") -> Para:
        """A paragraph of words of data, with each post as it is called here."""
        return Para(tuple(Run(words or self.course.local.word(post), post=post) for words, post in parted(text)), role)

    def begin(self, *notes: str) -> None:
        course = self.course
        dated = edition_day(course)
        body = [Para((Run(course.local.organisation, field="organisation"),)), para("Recognise and Refer")]
        body.append(para(f"Edition {EDITION}, {dated.day} {dated:%B %Y}"))
        self.add("title", self.title, body, [SHARED, *notes])

    def briefing(self, nth: int, item: Briefing) -> None:
        self.section, self.place = f"{nth}. {item.title}", item.place
        self.number, self.within = 0, f"{nth}."
        page = f"Page of the course: {self.course.pages[item.page].title}."
        self.add("text", self.section, [self.spoken(point, "point") for point in item.points], [f"Say: “{item.say}”", page])
        for place, name in enumerate(item.questions):
            older = ["This comes back to something older."] if place else []
            late = ["When late, leave this out."] if place == len(item.questions) - 1 else []
            self.question(self.course.questions[name], ["Whoever likes shows a letter.", *older, *late])
        ask = f"Ask once, {REMINDER} days from now: “Who did it? What did you find?”"
        self.add("prompt", f"{nth}. This week", [self.spoken(item.action)], [ask])

    def part(self, sheet: RunSheet, start: int, end: int, part: Item) -> None:
        what = f"{part.what}, {part.minutes} minutes" if part.slide == "break" else part.what
        self.section = _unique(what, {slide.section for slide in self.made})
        self.place = sheet.place_of(f"parts.{sheet.parts.index(part)}")
        page = [f"Page of the course: {self.course.pages[part.page].title}."] if part.page else []
        say = [f"Minutes {start} to {end}.", f"Say: “{part.say}”", *page]
        # Lines that stood before a question could give its answer away.
        first = list(takewhile(lambda one: one.question, part.do))
        for one in first:
            self.exercise(one, say)
            say = []
        if part.slide == "safety":
            self.add("text", what, [self.spoken(line, "point") for line in part.show], say)
            aims = [para(plain, "point") for plain in objectives(self.course, sheet)]
            self.add_long("text", "You will be able to", aims, ["For whoever likes to read it. You need not read it aloud."])
        else:
            self.add("prompt", what, [self.spoken(line) for line in part.show], say)
        if part.slide == "routes":
            self.routes()
        for one in part.do[len(first) :]:
            self.exercise(one)

    def exercise(self, one: Exercise, said: Sequence[str] = ()) -> None:
        told = [*said, f"Do ({clock.said_as(clock.minutes(self.course, one))}): {one.do}"]
        if one.cut:
            told.append("When late, cut this.")
        if one.question:
            self.question(self.course.questions[one.question], told)
        elif one.walk:
            self.walk(self.course.walks[one.walk], told, apart=one.how in ("pairs", "threes"))
        elif one.record:
            self.record(self.course.writing[one.record], told)
        elif one.charts:
            for name in one.charts:
                self.chart(self.course.charts[name], told)
                told = []
        else:
            self.note(*told)

    def question(self, item: Question, told: list[str]) -> None:
        self.number += 1
        ask = item.ask if item.scene else "What is the best answer?"
        options = [para(option.say, "option", nth) for nth, option in enumerate(item.options, 1)]
        card = [f"It is card {self.course.cards[item.id]}."] if item.id in self.course.cards else []
        key = f"The best answer is {item.key}. It stands with its reason on the next slide."
        self.add(
            "question",
            f"{self.within}{self.number}. {ask}",
            [para(item.scene or item.ask), *options],
            [*told, *card, key],
            place=item.place,
        )
        right = item.options["ABC".index(item.key)]
        body = [Para((Run(right.say, bold=True),), "right", "ABC".index(item.key) + 1), para(right.feedback)]
        wrong = [
            line for letter, option in item.lettered if not option.key for line in (f"{letter}: {option.say}", f"Say: {option.feedback}")
        ]
        self.add("answer", f"{self.within}{self.number}. The best answer is {item.key}", body, wrong, place=item.place)

    def walk(self, item: Walk, told: list[str], apart: bool) -> None:
        kind = "Case" if item.id in self.course.cases else "Drill"
        self.add("text", f"{kind}: {item.title}", [para(item.lead)], [*told, *([APART] if apart else [])], place=item.place)
        taken, last = item.best
        for step, _ in [] if apart else taken:
            self.step(item, step)
        if last.end:
            verbs = [Para((Run(f"{verb}: ", bold=True), Run(text))) for verb, text in last.end.verbs]
            record = [f"The record that one would have written: {last.end.record}"] if last.end.record else []
            self.add_long("text", f"What good looks like: {item.title}", verbs, [last.text, *record])

    def step(self, item: Walk, step: Step) -> None:
        self.number += 1
        choices = [para(choice.say, "option", nth) for nth, choice in enumerate(step.choices, 1)]
        notes = [_comes(item, letter, choice) for letter, choice in zip("ABCDEF", step.choices, strict=False)]
        self.add("step", f"{self.within}{self.number}. {step.ask}", [para(step.text), *choices], notes, place=item.place)

    def record(self, item: WritingTask, told: list[str]) -> None:
        body = [para(heading.name, "number", nth) for nth, heading in enumerate(item.headings, 1)]
        self.add("text", f"Write the record: {item.title}", body, [*told, f"The scene: {item.scene}"], place=item.place)

    def chart(self, item: Chart, told: list[str]) -> None:
        sources = "; ".join(dict.fromkeys(self.course.claims[name].publisher for name in item.claims))
        body = [para(item.reading), para(f"Source: {sources}", "source")]
        self.add("chart", item.title, body, [*told, alt(item)], chart=item, place=item.place)

    def routes(self) -> None:
        """Our own route, in the words of the page for a real child: first what is numbered there, then the rest."""
        course = self.course
        block = next(block for block in course.pages["real-child"].blocks if block.name == "routes")
        numbered, rest = block.source.split("\n\n", 1)
        danger = Para((Run(f"Danger now: ring {course.contacts[routes.DANGER].phones[0].number}.", bold=True),))
        notes = [] if course.local.is_set_up else [UNSET]
        self.add_long("routes", "Tell somebody, in this order", [danger, *_paras(course, numbered)], notes)
        self.add_long("routes", "When we are closed, and about an adult here", _paras(course, rest), notes)


def edition_day(course: Course) -> date:
    """The day of the newest change of this edition."""
    return max((change.dated for change in course.changes.values() if change.edition == EDITION), default=course.about.begun)


def alt(chart: Chart) -> str:
    """A chart in words: every bar with its figure."""
    return f"{chart.title}. " + "; ".join(f"{bar.label}: {bar.value:,}" for bar in chart.bars) + "."


def _unique(text: str, taken: set[str]) -> str:
    """The text, or with “(2)” and so on behind it where it is taken."""
    return next(name for nth in range(1, len(taken) + 2) if (name := text if nth == 1 else f"{text} ({nth})") not in taken)


def _comes(item: Walk, letter: str, choice: Choice) -> str:
    """What comes of a choice, as a trainer reads it out."""
    kind = [COUNTS[choice.counts]] if choice.counts else []
    good = ["a good choice"] if choice.best and item.marks else []
    about = f" ({', '.join(good + kind)})" if good or kind else ""
    return f"{letter}{about}: {choice.then}"


_SEGMENT = re.compile(r".*?\{local\}`\w+`|.+$")
_PIECE = re.compile(r"(\*\*)|\{(\w+)\}`([^`]+)`|([^*{]+)")


def _paras(course: Course, source: str) -> list[Para]:
    """Paragraphs of a page with its local details filled in, one ending behind each detail. A line “1. …” is numbered."""
    found = []
    for line in source.splitlines():
        listed = re.match(r"(\d+)\. (.*)", line)
        for place, segment in enumerate(_SEGMENT.findall(listed[2] if listed else line)):
            runs = _runs(course, segment.strip())
            if runs and listed and not place:
                found.append(Para(runs, "number", int(listed[1])))
            elif runs:
                found.append(Para(runs))
    return found


def _detail(course: Course, field: str) -> str:
    """What a local detail says, without the addresses that a screen leads to."""
    said = (piece for line in routes.lines(course, field) for piece in (*line, routes.Piece(" ")))
    return "".join(piece.words for piece in said if routes.stands(piece, course.local)).strip()


def _runs(course: Course, source: str) -> tuple[Run, ...]:
    """The runs of a line of Markdown with our roles in it."""
    runs, bold = [], False
    for stars, role, name, words in _PIECE.findall(source):
        if stars:
            bold = not bold
        elif role == "local":
            runs.append(Run(_detail(course, name), bold, field=name))
        elif role == "word":
            runs.append(Run(course.local.word(name), bold, post=name))
        else:
            runs.append(Run(words or name, bold))
    return tuple(runs)
