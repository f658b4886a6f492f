"""The final assessment: forms of twenty drawn from a bank of its own, balanced, and the same on every machine.

A form holds one scene for every critical action, and fills up so that the objectives are as evenly there as
the bank allows. For every critical action it keeps two reserve scenes, which a learner meets who missed it.
Items are ordered by a hash of seed, form and id: no random generator, so no version of Python changes a form.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from .course import Course
from .question import Question

SEED = "recognise and refer, first edition"
FORMS = 200
PAPER = 3
"""The first forms share no item, and are printed."""
ITEMS = 20
RESERVES = 2


@dataclass(frozen=True)
class Form:
    """One form. `items` are question ids in the order of the page; `reserves` two ids for each critical action."""

    number: int
    items: tuple[str, ...]
    reserves: dict[str, tuple[str, ...]]


@lru_cache(maxsize=8)
def forms(course: Course, count: int = FORMS, aims: frozenset[str] = frozenset()) -> list[Form]:
    """The first `count` forms. Where `aims` names objectives, they draw on these as far as the bank goes, and on every critical
    action in any case. Raises ValueError where the bank cannot fill one."""
    found: list[Form] = []
    for number in range(1, count + 1):
        spent = {name for form in found[:PAPER] for name in form.items} if number <= PAPER and not aims else set()
        found.append(_form(course, number, spent, aims))
    return found


def _form(course: Course, number: int, spent: set[str], aims: frozenset[str]) -> Form:
    """One form that avoids the `spent` items."""
    place = {item: sha256(f"{SEED}/{number}/{item}".encode()).hexdigest() for item in course.assessment}

    def order(item: Question) -> tuple:
        return item.objective not in aims if aims else False, counts[item.objective], item.critical is not None, place[item.id]

    bank = sorted(course.assessment.values(), key=lambda item: place[item.id])
    fresh = [item for item in bank if item.id not in spent]
    scenes = Counter(item.critical for item in bank if item.scene)
    chosen: dict[str, Question] = {}
    for action in course.critical:
        scene = next((item for item in fresh if item.critical == action and item.scene), None)
        if scene is None:
            raise ValueError(f"Form {number}: the bank has too few scenes for “{action}”.")
        chosen[scene.id] = scene
    while len(chosen) < ITEMS:
        counts = Counter(item.objective for item in chosen.values())
        spare = scenes - Counter(item.critical for item in chosen.values())
        left = [item for item in fresh if item.id not in chosen and (item.critical is None or spare[item.critical] > RESERVES)]
        if not left:
            raise ValueError(f"Form {number}: the bank is too small.")
        taken = min(left, key=order)
        chosen[taken.id] = taken
    reserves = {}
    for action in course.critical:
        spares = [item.id for item in bank if item.critical == action and item.scene and item.id not in chosen]
        if len(spares) < RESERVES:
            raise ValueError(f"Form {number}: no two reserve scenes are left for “{action}”.")
        reserves[action] = tuple(spares[:RESERVES])
    return Form(number, tuple(sorted(chosen, key=place.__getitem__)), reserves)


def balance(course: Course, drawn: list[Form]) -> list[tuple[str, int, int, int, int]]:
    """For each objective: (id, items in the bank, scenes among them, fewest and most items in any form)."""
    rows = []
    for objective in course.objectives:
        items = [item for item in course.assessment.values() if item.objective == objective]
        each = [sum(course.assessment[name].objective == objective for name in form.items) for form in drawn]
        rows.append((objective, len(items), sum(item.scene is not None for item in items), min(each), max(each)))
    return rows


def actions(course: Course, drawn: list[Form]) -> list[tuple[str, int, int, int]]:
    """For each critical action: (id, scenes in the bank, fewest and most items in any form)."""
    rows = []
    for action in course.critical:
        scenes = sum(item.critical == action and item.scene is not None for item in course.assessment.values())
        each = [sum(course.assessment[name].critical == action for name in form.items) for form in drawn]
        rows.append((action, scenes, min(each), max(each)))
    return rows
