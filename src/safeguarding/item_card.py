"""The card of an item: what it trains, what stands behind each wrong answer, which rules it keeps, and where it is shown."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from .assessment import PAPER, forms
from .course import Course
from .impact import impact_forms
from .page import Page
from .question import Question
from .rules import passed


class ItemCard(NamedTuple):
    """`item`; whether it is of the final assessment (`bank`); the numbers of the `rules` that it keeps; and where it is `shown`:
    words, and the address from the folder `book` ("" where it has none)."""

    item: Question
    bank: bool
    rules: list[str]
    shown: list[tuple[str, str]]


def every_card(course: Course) -> list[tuple[Page, list[ItemCard]]]:
    """Every item once, under the chapter that teaches it, in the order of the contents: first what the chapter asks, then the
    items of the final assessment."""
    kept = passed(course)
    places = {page.name: number for number, page in enumerate(course.pages.values())}
    items = sorted(course.items, key=lambda item: (places[item.chapter], item.id in course.assessment))
    where = _places(course)
    return [
        (course.pages[name], [ItemCard(item, item.id in course.assessment, kept[item.id], where[item.id]) for item in group])
        for name, group in groupby(items, key=lambda item: item.chapter)
    ]


def _places(course: Course) -> dict[str, list[tuple[str, str]]]:
    """For each item where people meet it."""
    found: dict[str, list[tuple[str, str]]] = {item.id: [] for item in course.items}
    for page in course.pages.values():
        for name in page.named("quiz"):
            found[name].append((page.title, f"{page.name}.html#q-{name}"))
        for name in page.named("cards"):
            if name in found:
                found[name].append((page.title, f"{page.name}.html"))
    for sheet in course.runsheets.values():
        for name in dict.fromkeys(name for part in sheet.parts for name in part.questions):
            found[name].append((f"Run sheet: {sheet.title}", f"trainer/{sheet.id}.html"))
    drawn = forms(course)
    for name in course.assessment:
        held = sum(name in form.items for form in drawn)
        found[name].append((f"Final assessment: {held} of its {len(drawn)} forms", "assessment.html"))
    for form in drawn[:PAPER]:
        for number, name in enumerate(form.items, 1):
            found[name].append((f"On paper: form {form.number}, question {number}", f"trainer/forms.html#form-{form.number}-{name}"))
    for letter, form in impact_forms(course).items():
        for number, name in enumerate(form.items, 1):
            found[name].append((f"Did it help? Form {letter}, question {number}", f"trainer/impact.html#form-{form.number}-{name}"))
    for name in course.questions:
        if not found[name]:
            found[name].append(("The notebooks of practice alone", ""))
    return found
