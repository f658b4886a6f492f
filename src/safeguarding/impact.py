"""Did it help? Three parallel forms for the start, the end and some weeks later, and what the answers of a group show.

The items are practice questions: the bank of the final assessment decides who passes, and is not spent here. Every form asks about
the same critical actions, with one scene each, and no session or briefing shows any of its items.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from math import exp, lgamma, pi, sqrt
from pathlib import Path
from statistics import mean, stdev
from typing import NamedTuple

from .aims import Objective
from .answers import LEAST, read_table
from .assessment import Form
from .course import ESSENTIALS, Course
from .entries import CourseError, Place, Problem
from .question import Question

SEED = "did it help, first edition"
NAMES = "PQR"
"""The forms. Not 1 to 3, which are the paper forms of the final assessment, nor A to C, which are answers."""
OCCASIONS = ("start", "end", "later")
SURE = ("not yet", "a little", "fairly", "quite sure")
"""The steps of “how sure I feel”, as the page “How sure do I feel?” has them."""
PAIRS = 12
"""Pairs of papers below which there is no mean and no interval: with few, one person carries the figure, and can be found in it."""
CODES = [f"{NAMES[number % 3]}{11 + number}" for number in range(36)]
"""The codes of a group. A code begins with the form that its owner has first; the two others follow round."""


def order(code: str) -> str:
    """The forms of a code in the order of `OCCASIONS`: "QRP" for Q12."""
    first = NAMES.index(code[0])
    return NAMES[first:] + NAMES[:first]


def met(course: Course) -> set[str]:
    """The questions that a session, Essentials or a briefing shows: an answer to one of them would be memory."""
    shown = {one.question for sheet in course.runsheets.values() for one in sheet.exercises if one.question}
    shown |= {name for briefing in course.briefings.values() for name in briefing.questions}
    return shown | {*course.cards} | {item.id for item in course.of_chapter(ESSENTIALS)}


@lru_cache(maxsize=8)
def impact_forms(course: Course) -> dict[str, Form]:
    """The forms by name. A critical action is in all of them or, where fewer than three scenes are left for it, in none. Its three
    scenes train one objective where the bank allows. Items are ordered by a hash, as in the final assessment."""
    place = {name: sha256(f"{SEED}/{name}".encode()).hexdigest() for name in course.questions}
    shown = met(course)
    drawn: dict[str, list[str]] = {name: [] for name in NAMES}
    for action in course.critical:
        fresh = [item for item in course.questions.values() if item.critical == action and item.scene and item.id not in shown]
        most = Counter(item.objective for item in fresh)
        alike = sorted((-most[item.objective], item.objective, place[item.id], item.id) for item in fresh)[: len(NAMES)]
        if len(alike) == len(NAMES):
            for form, name in zip(NAMES, sorted((name for *_, name in alike), key=place.__getitem__), strict=True):
                drawn[form].append(name)
    return {name: Form(number, tuple(sorted(drawn[name], key=place.__getitem__)), {}) for number, name in enumerate(NAMES, 1)}


def items(course: Course, name: str) -> list[Question]:
    """The items of a form in the order of its page."""
    return [course.questions[each] for each in impact_forms(course)[name].items]


def left_out(course: Course) -> list[str]:
    """The critical actions that no form asks about, by id."""
    asked = {item.critical for item in items(course, NAMES[0])}
    return [action for action in course.critical if action not in asked]


def statements(course: Course) -> list[Objective]:
    """What people say how sure they are of: of the objectives that every form trains, the first for each verb."""
    every = [{item.objective for item in items(course, name)} for name in NAMES]
    shared = [objective for objective in course.objectives.values() if all(objective.id in each for each in every)]
    return list({objective.verb: objective for objective in reversed(shared)}.values())[::-1]


class Paper(NamedTuple):
    """What one person answered on one occasion: for each critical action whether it was right, and a step of 1 to 4, or 0 for none,
    for each statement. `blank` counts the questions without an answer, which are not right."""

    form: str
    right: dict[str, bool]
    blank: int
    sure: tuple[int, ...]

    @property
    def score(self) -> int:
        """Items right."""
        return sum(self.right.values())


Person = dict[str, Paper]
"""The papers under one code, by occasion."""


def read_impact(course: Course, *paths: Path) -> list[Person]:
    """The people of these files, each file a group with codes of its own. Raises `CourseError` with file and line of all that is
    not understood."""
    people: dict[tuple[Path, str], Person] = {}
    problems = [problem for path in paths for problem in _read(course, path, people)]
    if problems:
        raise CourseError(problems)
    return list(people.values())


HEADINGS = ("code", "occasion", "form", "letters", "sure")


def _read(course: Course, path: Path, people: dict[tuple[Path, str], Person]) -> Iterator[Problem]:
    """Adds the papers of one file, and gives what is not understood."""
    heads: list[str] = []
    for found in read_table(path):
        if isinstance(found, Problem):
            yield found
            return
        place, cells = found
        if not heads:
            heads = [cell.lower() for cell in cells]
            if not {*HEADINGS} <= {*heads}:
                yield Problem(place, "The headings are not understood.", f"Write {', '.join(HEADINGS)}.")
                return
            continue
        row = {head: cell.upper() for head, cell in zip(heads, cells, strict=False)}
        problem, occasion = _fault(course, place, row), row.get("occasion", "").lower()
        person = people.setdefault((path, row.get("code", "")), {})
        if not problem and occasion in person:
            problem = Problem(place, f"{row['code']} is here twice for “{occasion}”.", "Look at the papers, and take one row out.")
        if not problem and row["form"] in [paper.form for paper in person.values()]:
            what = f"{row['code']} has form {row['form']} twice."
            problem = Problem(place, what, "Take the later row out: it would show what somebody remembers of the first.")
        if problem:
            yield problem
            continue
        asked = items(course, row["form"])
        right = {item.critical or "": letter == item.key for item, letter in zip(asked, row["letters"], strict=True)}
        sure = tuple(0 if step == "X" else int(step) for step in row.get("sure", "")) or (0,) * len(statements(course))
        person[occasion] = Paper(row["form"], right, row["letters"].count("X"), sure)


def _fault(course: Course, place: Place, row: dict[str, str]) -> Problem | None:
    """What is wrong with one row by itself."""
    code, occasion, form, letters, sure = (row.get(head, "") for head in HEADINGS)
    asked, said = len(items(course, NAMES[0])), len(statements(course))
    if not re.fullmatch("[A-Z]{1,3}[0-9]{1,4}", code):
        return Problem(place, f"“{code}” is no code.", "Write what stands on the slip, such as P11, and never a name.")
    if occasion.lower() not in OCCASIONS:
        return Problem(place, f"“{occasion}” is no occasion.", "Write start, end or later.")
    if form not in (*NAMES,):
        return Problem(place, f"“{form}” is no form.", "Write P, Q or R.")
    if not re.fullmatch(f"[ABCX]{{{asked}}}", letters):
        what = f"“{letters}” is not an answer to each of {asked} questions."
        return Problem(place, what, f"Write {asked} letters: A, B or C, and X where none or two are ringed.")
    if not re.fullmatch(f"([1-{len(SURE)}X]{{{said}}})?", sure):
        what = f"“{sure}” is not a step for each of {said} lines."
        return Problem(place, what, f"Write {said} signs: 1 to {len(SURE)}, and X where none is ringed. Or leave the cell empty.")
    return None


def half_width(differences: list[int]) -> float:
    """Half of the 95% interval of their mean, by Student’s t for pairs. A spreadsheet’s CONFIDENCE.T gives the same."""
    return t_quantile(len(differences) - 1) * stdev(differences) / sqrt(len(differences))


@lru_cache(maxsize=64)
def t_quantile(freedom: int) -> float:
    """The t that 95% of Student’s distribution lies within, on both sides of 0, for `freedom` from 1 up: the density summed by
    Simpson’s rule, and the border found by halving. A few lines, and no package for one figure."""
    height = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / sqrt(freedom * pi)

    def within(t: float, steps: int = 400) -> float:
        step = t / steps
        density = [height * (1 + (n * step) ** 2 / freedom) ** (-(freedom + 1) / 2) for n in range(steps + 1)]
        return 2 * step / 3 * (density[0] + density[-1] + 4 * sum(density[1:-1:2]) + 2 * sum(density[2:-1:2]))

    low, high = 0.0, 16.0
    while high - low > 1e-7:
        middle = (low + high) / 2
        low, high = (middle, high) if within(middle) < 0.95 else (low, middle)
    return high


class Span(NamedTuple):
    """From the start to another occasion: who answered both, in plain sentences, and for each critical action how many of them
    had it right then and now. `actions` is empty below `PAIRS`."""

    title: str
    said: list[str]
    actions: list[tuple[str, str, str]]


NOT_SHOWN = (
    "What this does not show.",
    "There was no second group without a session, so nobody can say that the session did it.",
    "Who came back may be other people than who stayed away.",
    "A ring on paper is not what somebody does with a child.",
    "The scenes of one form may be easier than those of another.",
    "It is a figure of this group, and never of one person.",
)


def report(course: Course, people: list[Person]) -> tuple[list[str], list[Span], list[str]]:
    """What the papers of a group show, in plain sentences: (who answered, start to end and start to later, what it does not show)."""
    there = {occasion: [one for one in people if occasion in one] for occasion in OCCASIONS}
    counts = "Papers: " + ", ".join(f"{occasion} {len(there[occasion])}" for occasion in OCCASIONS) + "."
    blanks = ", ".join(f"{occasion} {sum(one[occasion].blank for one in there[occasion])}" for occasion in OCCASIONS)
    spans = [_span(course, there["start"], there[occasion], occasion) for occasion in OCCASIONS[1:]]
    acts = " ".join(f"“{course.critical[action].act}”" for action in left_out(course))
    return (
        [counts, f"Questions left blank, which count as not right: {blanks}."],
        spans,
        [*NOT_SHOWN, f"No form asks about: {acts}" if acts else "Every critical action was asked."],
    )


def _span(course: Course, began: list[Person], came: list[Person], occasion: str) -> Span:
    """From the start, which these began, to `occasion`, to which those came."""
    asked = [item.critical or "" for item in items(course, NAMES[0])]
    pairs = [(one["start"], one[occasion]) for one in began if occasion in one]
    missing = f"At the start alone: {len(began) - len(pairs)}. Now alone: {len(came) - len(pairs)}."
    said = [f"Answered both: {len(pairs)}. {missing} Nobody knows how those who are missing would have done."]
    first = Counter(before.form for before, _ in pairs)
    forms = f"Form that these had at the start: {', '.join(f'{name} {first[name]}' for name in NAMES)}."
    if max(first.values(), default=0) > 2 * min(first[name] for name in NAMES):
        forms += " That is uneven: an easier or harder form may look like a change in people."
    said.append(forms)
    changes = [after.score - before.score for before, after in pairs]
    said.append(_directions(changes, "More items right", "the same", "fewer"))
    actions = []
    if len(pairs) < PAIRS:
        said.append(f"With fewer than {PAIRS} pairs there is no mean and no interval: one person would carry it.")
    else:
        said.append(
            f"Right of {len(asked)} at the start, on average: {mean(before.score for before, _ in pairs):.1f}. {_interval(changes)}"
        )
        for action in sorted(asked, key=[*course.critical].index):
            counts = [sum(pair[place].right[action] for pair in pairs) for place in (0, 1)]
            then, now = (f"{count} of {len(pairs)}" + (f" ({count / len(pairs):.0%})" if len(pairs) >= LEAST else "") for count in counts)
            actions.append((course.critical[action].act, then, now))
    felt = [[b - a for a, b in zip(before.sure, after.sure, strict=True) if a and b] for before, after in pairs]
    said.append(
        "How sure people feel is another thing. " + _directions([sum(each) for each in felt if each], "Surer", "as before", "less sure")
    )
    return Span(f"From the start to {'some weeks later' if occasion == 'later' else 'the end'}", said, actions)


def _directions(changes: list[int], *words: str) -> str:
    """How many went up, stayed and went down."""
    counts = (sum(change > 0 for change in changes), changes.count(0), sum(change < 0 for change in changes))
    return ", ".join(f"{word}: {count}" for word, count in zip(words, counts, strict=True)) + f" (of {len(changes)})."


def _interval(changes: list[int]) -> str:
    """The mean change with its 95% interval, and how to read it."""
    middle = mean(changes)
    if len({*changes}) == 1:
        return f"Change: {middle:+.1f} for everybody, so there is no interval."
    half = half_width(changes)
    low, high = middle - half, middle + half
    figure = f"Change, on average: {middle:+.1f}, with a 95% interval of {low:+.1f} to {high:+.1f}.".replace("-", "−")
    if low <= 0 <= high:
        return f"{figure} 0 lies inside: these papers cannot tell a change from chance."
    way = "more" if low > 0 else "fewer"
    return f"{figure} 0 lies outside: people had {way} right than at the start, by more than chance would easily give."
