"""Turn the course's things into HTML and plain text: one template for each thing and form.

The HTML is well formed and complete: it works without script, and the script only makes it quicker to use.
Text from data is always escaped. Nothing here depends on today or on the local details, so that the same
question is the same bytes in a chapter and in a notebook's stored output.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from . import EDITION, clock, fit, impact, review, routes
from .aims import VERBS
from .answers import LEAST, Answered, commonest_thoughts
from .assessment import Form, actions, balance, forms
from .briefing import Briefing
from .change import FIRST, MOST_QUESTIONS, Change, numbers
from .chart import Chart
from .claim import Claim
from .contact import Contact
from .course import Course
from .item_card import ItemCard, every_card
from .local import Local, parted
from .page import MINUTES_A_QUESTION
from .question import Question
from .runsheet import RunSheet
from .walk import COUNTS, Choice, Step, Walk
from .writing import WritingTask

if TYPE_CHECKING:
    from .slides import Slide

LISTENERS = ("samaritans", "rape-support-line")
"""Who listens to an adult whom a session touched: those whose hours are known."""
BOOK = "../book/"
"""From a page one folder deep, in `book/` or `exercises/`, to the book."""


@lru_cache(maxsize=1)
def _templates() -> Environment:
    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=lambda name: any(kind in (name or "") for kind in (".html", ".xml")),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        undefined=StrictUndefined,
    )
    found.globals["source_link"] = source_link
    found.filters["spelled"] = lambda text, local: local.spelled(text)
    found.filters["placed"] = placed
    found.filters["day"] = lambda day: f"{day.day} {day:%B %Y}"
    return found


@cache
def _template(name: str):
    return _templates().get_template(name)


def fill(template: str, /, **things) -> str:
    """A template of `templates/`, filled in."""
    return _template(template).render(**things).strip()


def placed(text: str, local: Local) -> Markup:
    """Words of data as HTML, with each post as it is called here, for the browser to call it otherwise."""
    post = Markup('<span data-word="{0}">{1}</span>')
    return Markup("").join(words or post.format(name, local.word(name)) for words, name in parted(text))


def source_link(claim_id: str, book: str = BOOK) -> str:
    """The address of a claim on the page of sources."""
    return f"{book}reference/sources.html#claim-{claim_id}"


def _sources(course: Course, claim_ids) -> dict[str, list[Claim]]:
    """The claims behind a question, drill or chart by who says them: `source-line` names each publisher once."""
    found: dict[str, list[Claim]] = {}
    for name in claim_ids:
        found.setdefault(course.claims[name].publisher, []).append(course.claims[name])
    return found


def question(course: Course, item: Question, form: str = "html") -> str:
    """A question as "html" or "txt"."""
    heading = course.pages[item.chapter].labels[item.section]
    return fill(
        f"question.{form}.j2",
        item=item,
        act=course.critical[item.critical].act if item.critical else "",
        sources=_sources(course, item.claims),
        section={"link": f"{BOOK}{item.chapter}.html#{item.section}", "name": heading.text},
    )


def walk(course: Course, item: Walk, form: str = "html") -> str:
    """A walk as "html" or "txt": the steps, then what each choice led to."""

    def marked(step: Step, choice: Choice) -> str:
        words = []
        if choice.counts:
            words.append(f"That was {'an' if choice.counts == 'open' else 'a'} {COUNTS[choice.counts]}.")
        elif item.marks and choice.best:
            words.append("A good choice.")
        return " ".join(words)

    return fill(
        f"walk.{form}.j2",
        item=item,
        marked=marked,
        sources=_sources(course, item.claims),
        route=lambda name: contact(course.contacts[name], form),
        counts=COUNTS,
        counted=any(choice.counts for step in item.steps for choice in step.choices),
    )


def writing(course: Course, item: WritingTask, form: str = "html") -> str:
    """A writing task as "html" or "txt": the scene, the form, the self-check, the weak and the good record."""
    return fill(f"writing.{form}.j2", item=item, sources=_sources(course, item.claims), real_child=f"{BOOK}real-child.html")


def chart(course: Course, item: Chart, form: str = "html", book: str = BOOK) -> str:
    """A chart with its table as "html" (the drawing is SVG whose text is text) or "txt"; `book` is the way from its page to the book."""
    return fill(f"chart.{form}.j2", item=item, book=book, most=max(bar.value for bar in item.bars), sources=_sources(course, item.claims))


def local(course: Course, field: str, form: str = "html") -> str:
    """A local detail as "html" (an element that the browser can fill afresh) or "txt": lines that each stand alone."""
    said = [[piece for piece in line if routes.stands(piece, course.local)] for line in routes.lines(course, field)]
    if form == "txt":
        return " ".join(
            "".join(f"{piece.words} ({piece.address})" if piece.address[:4] == "http" else piece.words for piece in line) for line in said
        )
    return fill("local.html.j2", field=field, lines=said, general=routes.is_general(course.local, field))


def contact(item: Contact, form: str = "html") -> str:
    """A contact in running text: its name with each number and what that is for, or else its page."""
    return fill(f"contact.{form}.j2", item=item)


def contact_card(item: Contact, form: str = "html") -> str:
    """All that the directory knows of a contact."""
    return fill(f"card.{form}.j2", item=item)


def assessment(course: Course, form: str = "html") -> str:
    """The place of the final assessment. What is asked there are files that the page asks for (`script.write`)."""
    return fill(f"assessment.{form}.j2", count=len(course.assessment))


def assessment_forms(course: Course, aims: frozenset[str] = frozenset()) -> dict[str, str]:
    """What the assessment draws from: `bank`, of each item its id, stamp and critical action, and `forms`, as places in that bank,
    two signs of base 36 each. With `aims` the forms draw on these objectives."""
    bank = list(course.assessment.values())
    place = {item.id: _base36(number) for number, item in enumerate(bank)}
    coded = [
        "".join(place[name] for name in [*one.items, *(n for pair in one.reserves.values() for n in pair)])
        for one in forms(course, aims=aims)
    ]
    return {"bank": " ".join(f"{item.id}:{item.stamp}:{item.critical or '-'}" for item in bank), "forms": " ".join(coded)}


def _base36(number: int) -> str:
    signs = "0123456789abcdefghijklmnopqrstuvwxyz"
    return signs[number // 36] + signs[number % 36]


def paper_form(course: Course, drawn: Form, part: str, form: str = "html") -> str:
    """A form on paper, as "html" or "txt": its "form", its "answer-sheet", its "short-key" to mark from, or its
    "key" with reasons and reserve scenes."""
    items = [course.assessment[name] for name in drawn.items]
    reserves = [(action, [course.assessment[name] for name in names]) for action, names in drawn.reserves.items()]
    return fill(f"{part}.{form}.j2", form=drawn, items=items, acts=course.critical, reserves=reserves)


def impact_paper(course: Course, part: str, name: str, form: str = "html") -> str:
    """A paper of the impact kit, as "html" or "txt": the "form" or the "key" with this name, or all "codes"."""
    return fill(
        f"impact-{part}.{form}.j2",
        name=name,
        edition=EDITION,
        form=impact.impact_forms(course).get(name),
        items=impact.items(course, name) if name else (),
        right=lambda item: next(option.say for option in item.options if option.key),
        acts=course.critical,
        word=course.local.word,
        left_out=impact.left_out(course),
        statements=impact.statements(course),
        steps=impact.SURE,
        codes=[(code, impact.order(code)) for code in impact.CODES],
    )


def impact_report(course: Course, people: list[impact.Person], form: str = "html") -> str:
    """What the papers of a group show, as "html" or "txt"."""
    counts, spans, limits = impact.report(course, people)
    return fill(f"impact.{form}.j2", counts=counts, spans=spans, limits=limits)


def blueprint(course: Course, form: str = "html") -> str:
    """What the bank holds and what each form holds, by objective and by critical action."""
    drawn = forms(course)
    return fill(
        f"blueprint.{form}.j2",
        bank=len(course.assessment),
        rows=[(course.objectives[name], *figures) for name, *figures in balance(course, drawn)],
        actions=[(course.critical[name], *figures) for name, *figures in actions(course, drawn)],
    )


def front(course: Course, sheet: RunSheet, book: str, form: str = "html") -> str:
    """What a session has to have printed, in order, as "html" or "txt": each with its page, and how many."""
    hows, each = {one.how for one in sheet.exercises}, "One each:"
    wanted = [
        (True, "this sheet", f"trainer/{sheet.id}", "", "Two:"),
        (True, f"the handout of “{sheet.title}”", "trainer/handouts", f"handout-{sheet.id}", each),
        ("letters" in hows, "letters A, B and C", "trainer/papers", "paper-letters", each),
        (True, "the wallet card with our own route", "wall/cards", "wallet-card", each),
        (any(one.record for one in sheet.exercises), "the blank record", "wall/concern-form", "", each),
        *((True, "the two records to compare", "trainer/handouts", f"models-{one.record}", each) for one in sheet.exercises if one.record),
        (any(part.slide == "plan" for part in sheet.parts), "plan slips", "trainer/papers", "paper-plan", each),
        (any(part.page == "trainer/forms" for part in sheet.parts), "form 1", "trainer/forms", "form-1", each),
        (any(part.page == "trainer/forms" for part in sheet.parts), "its answer sheet", "trainer/forms", "answer-sheet-1", each),
        (any(part.page == "trainer/forms" for part in sheet.parts), "its short key", "trainer/keys", "short-key-1", "One:"),
        (True, "the five lines on this session", "trainer/papers", "paper-evaluation", each),
        (True, "the attendance sheet", "trainer/papers", "paper-attendance", "One:"),
    ]
    needs = [(what, page, label, many) for want, what, page, label, many in wanted if want]
    return fill(f"front.{form}.j2", book=book, pages=course.pages, needs=needs)


def run_sheet(course: Course, sheet: RunSheet, book: str, form: str = "html") -> str:
    """The clock of a session as "html" or "txt": what is said and done, and what comes of every letter."""
    return fill(
        f"run-sheet.{form}.j2",
        sheet=sheet,
        book=book,
        local=course.local,
        about=lambda one: clock.said_as(clock.minutes(course, one)),
        **{name: getattr(course, name) for name in ("pages", "walks", "questions", "writing", "charts", "cards")},
    )


def briefing(course: Course, item: Briefing, number: int, book: str, form: str = "html") -> str:
    """The speaker’s sheet of a briefing: what to say, what to show, its questions with a word for each answer, and what to do."""
    return fill(
        f"briefing.{form}.j2", item=item, number=number, book=book, local=course.local, pages=course.pages, questions=course.questions
    )


def this_month(course: Course, item: Briefing, number: int, book: str) -> str:
    """A briefing for one person alone, with its questions as they stand in a chapter; closed, since the script opens one a month."""
    asked = [question(course, course.questions[name]) for name in item.questions]
    return fill("this-month.html.j2", item=item, number=number, book=book, local=course.local, pages=course.pages, asked=asked)


def screen(course: Course, page: str, made: list[Slide], **around: str) -> str:
    """Slides as one web page, for `page`, which stands beside it. `around` is what its head needs: `policy`, `route_data` and
    `filler`; without them it is complete but for these."""
    shown = [
        {
            **{name: getattr(slide, name) for name in ("kind", "title", "notes", "chart")},
            "size": fit.sizes(slide)[1] or fit.LEAST,
            "most": max((bar.value for bar in slide.chart.bars), default=0) if slide.chart else 0,
            "groups": [(role, list(paras)) for role, paras in groupby(slide.body, key=lambda para: para.role)],
        }
        for slide in made
    ]
    head = {"policy": "", "route_data": "", "filler": ""} | around
    return fill("screen.html.j2", page=page, slides=shown, local=lambda field: local(course, field), **head)


def script(item: Walk) -> str:
    """A walk as whoever leads it reads it, in HTML: every step, with what comes of each letter."""
    return fill("script.html.j2", item=item)


def handout(course: Course, sheet: RunSheet, book: str, form: str = "html") -> str:
    """What each person in the room has before them, as "html" or "txt": scenes with room to write, charts, drills for pairs."""
    return fill(
        f"handout.{form}.j2",
        sheet=sheet,
        questions=course.questions,
        walks=course.walks,
        charts=course.charts,
        chart=lambda item: chart(course, item, book=book),
        script=script,
        number=course.contacts["police-999"].phones[0].number,
        listeners=[contact(course.contacts[name]) for name in LISTENERS],
    )


def models(item: WritingTask) -> str:
    """The weak and the good record of a writing task side by side, in HTML."""
    return fill("models.html.j2", item=item)


def cards(course: Course, part: str, form: str = "html") -> str:
    """Scenario cards ("cards") of questions and of the first steps of cases, or their keys ("card-keys"). A card says the verb it trains
    and its level: 1 of Essentials, 2 of another chapter, 3 the first step of a case."""
    faces: list[tuple[int, str, str, str | None, list]] = []
    for name, number in course.cards.items():
        item = course.questions.get(name) or course.walks[name]
        verb = VERBS[course.objectives[item.objective].verb]
        if isinstance(item, Question):
            options = [(letter, option.say, option.key, option.feedback) for letter, option in item.lettered]
            level = 1 if item.chapter == "essentials" else 2
            faces.append((number, f"{verb}, level {level}", item.scene or "", item.ask, options))
        else:
            step = item.steps[0]
            options = [("ABCDEF"[place], choice.say, choice.best, choice.then) for place, choice in enumerate(step.choices)]
            faces.append((number, f"{verb}, level 3", step.text, step.ask, options))
    return fill(f"{part}.{form}.j2", faces=faces)


def item_cards(course: Course, book: str, form: str = "html") -> str:
    """The card of every item, as "html" (with fields that filter them, for the script) or "txt". Of an item of the final assessment
    neither scene nor answers nor letters are there: whoever reads its card before learns nothing of what is right."""

    def behind(card: ItemCard) -> list[tuple[str, str, str]]:
        wrong = [(option.misconception or "", letter, option.say) for letter, option in card.item.lettered if not option.key]
        return sorted((name, "", "") for name, *_ in wrong) if card.bank else wrong

    groups = every_card(course)
    return fill(
        f"item-cards.{form}.j2",
        course=course,
        book=book,
        groups=groups,
        behind=behind,
        chapters=[(page.name, page.title) for page, _ in groups],
        objectives=[(one.id, f"{one.id}: {one.plain}") for one in course.objectives.values()],
        actions=[(one.id, one.act) for one in course.critical.values()],
        thoughts=[(one.id, one.thought) for one in course.misconceptions.values()],
    )


def answers(course: Course, answered: list[Answered], form: str = "html") -> str:
    """What people answered, as "html" or "txt": the lead’s reading, then item by item."""
    thoughts, times, wrong = commonest_thoughts(course, answered)
    return fill(
        f"answers.{form}.j2",
        answered=answered,
        every=sum(one.met for one in answered),
        known=course.misconceptions,
        least=LEAST,
        thoughts=thoughts,
        times=times,
        wrong=wrong,
    )


def changes(course: Course, book: str, form: str = "html") -> str:
    """Every change as "html" or "txt", newest first, with who should read which sections again."""

    def who(change: Change) -> str:
        return change.reread or ", ".join(course.roles[name].name for name in change.who) or "Everyone"

    def again(change: Change) -> list[tuple[str, str]]:
        found = [course.section(name) for name in change.sections]
        return [(f"{book}{page.name}.html#{heading.label}", f"{page.title}: {heading.text}") for page, heading in found]

    rows = sorted(course.changes.values(), key=lambda change: (change.dated, change.number), reverse=True)
    return fill(f"changes.{form}.j2", rows=[(change, who(change), again(change)) for change in rows])


def review_sheet(course: Course, book: str, form: str = "html") -> str:
    """What somebody from outside is asked to read, as "html" or "txt", and who has signed for what."""
    return fill(
        f"review-sheet.{form}.j2",
        book=book,
        everyone=course.about.signed,
        critical=[(action, [course.claims[name] for name in action.claims]) for action in course.critical.values()],
        leads=review.leads(course),
        advice=review.advice(course),
    )


def _changed(course: Course) -> dict:
    """What somebody who was trained before is told: the changes that are no mere notes, each with its sections as (title, page,
    label, minutes), and the editions that there were."""

    def section(name: str) -> tuple[str, str, str, float]:
        page, heading = course.section(name)
        return f"{page.title}: {heading.text}", page.name, heading.label, round(course.section_minutes(name), 1)

    told = [change for change in course.changes.values() if change.weight != "note"]
    known = {FIRST, EDITION, *(change.edition for change in course.changes.values())}
    editions = sorted((edition for edition in known if numbers(edition) <= numbers(EDITION)), key=numbers)
    return {
        "begun": str(course.about.begun),
        "first": FIRST,
        "editions": editions,
        "most": MOST_QUESTIONS,
        "question": MINUTES_A_QUESTION,
        "changes": [
            change.model_dump(mode="json", include={"id", "edition", "dated", "weight", "who", "what", "now", "questions", "replaces"})
            | {"sections": [section(name) for name in change.sections]}
            for change in told
        ],
    }


def live(course: Course, name: str) -> str:
    """A place that the script fills. One brings the names of the bank’s questions, one what a form asks and refuses, and one what
    changed."""
    given = {
        "practise": lambda course: [*course.questions],
        "make-it-yours": lambda course: routes.asked(course) | {"room": fit.ROOM},
        "what-changed": _changed,
    }.get(name)
    return fill("live.html.j2", name=name, given=json.dumps(given(course), ensure_ascii=False) if given else "")
