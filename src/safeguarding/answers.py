"""What people answered, counted for each item: from a table that a trainer fills in, or from the responses of a Moodle quiz."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from .aims import Misconception
from .assessment import PAPER, forms
from .course import Course
from .entries import CourseError, Place, Problem
from .question import Option, Question

LEAST = 50
"""Answers to an item below which no share is printed: it would say more than it knows."""

HEADINGS = "item and letter; or form, question and letter for the paper forms; with count where a row stands for several answers"
RESPONSE = re.compile(r"response \d+")
"""The heading of a column of answers in Moodle’s report “Responses”."""


class Answered(NamedTuple):
    """An item, and how many people chose each of its letters."""

    item: Question
    chosen: dict[str, int]

    @property
    def met(self) -> int:
        """How many answers there are."""
        return sum(self.chosen.values())

    def share(self, letter: str) -> str:
        """The share of an option in per cent, or "" where there are too few answers."""
        return f"{self.chosen[letter] / self.met:.0%}" if self.met >= LEAST else ""

    @property
    def commonest(self) -> list[tuple[str, Option]]:
        """The wrong options that were chosen most, or none where nobody chose one."""
        wrong = [(letter, option) for letter, option in self.item.lettered if not option.key]
        most = max(self.chosen[letter] for letter, _ in wrong)
        return [(letter, option) for letter, option in wrong if most and self.chosen[letter] == most]


def commonest_thoughts(course: Course, answered: Iterable[Answered]) -> tuple[list[Misconception], int, int]:
    """(the misconceptions behind most wrong answers over all items, how many answers each stands behind, how many are wrong)."""
    behind: Counter[str] = Counter()
    for one in answered:
        for letter, option in one.item.lettered:
            if option.misconception:
                behind[option.misconception] += one.chosen[letter]
    most = max(behind.values(), default=0)
    return [course.misconceptions[name] for name, times in behind.items() if most and times == most], most, behind.total()


def read_answers(course: Course, *paths: Path) -> list[Answered]:
    """The answers in these files together, item by item in the order of the course. Raises `CourseError` with file and line of all
    that is not understood."""
    counts: dict[str, Counter[str]] = {}
    problems: list[Problem] = []
    for path in paths:
        for found in _answers(course, path):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                name, letter, times = found
                counts.setdefault(name, Counter())[letter] += times
    if problems:
        raise CourseError(problems)
    return [Answered(item, {letter: counts[item.id][letter] for letter in "ABC"}) for item in course.items if counts.get(item.id)]


Answer = tuple[str, str, int]
"""An item by its id, a letter, and how many people chose it."""


def read_table(path: Path) -> Iterator[tuple[Place, list[str]] | Problem]:
    """The filled rows of a CSV file as a spreadsheet saves it, headings first. Notes, which begin with #, are left out. What cannot be
    read ends it."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    except OSError as error:
        yield Problem(Place(path, 1), f"This file cannot be read ({error.strerror}).", "Give the name of a CSV file.")
        return
    if "\0" in text:
        yield Problem(Place(path, 1), "This is no CSV file in UTF-8.", "Save it as “CSV UTF-8”.")
        return
    first = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    reader = csv.reader(text.splitlines(keepends=True), delimiter=max(",;\t", key=first.count), strict=True)
    empty = True
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells) and not cells[0].startswith("#"):
                empty = False
                yield Place(path, reader.line_num), cells
    except csv.Error:
        yield Problem(Place(path, reader.line_num), "This row is cut or broken.", "Save the table again, as “CSV UTF-8”.")
        return
    if empty:
        yield Place(path, 1), []


def _answers(course: Course, path: Path) -> Iterator[Answer | Problem]:
    """What one file holds, row by row."""
    heads: list[str] | None = None
    said = {_plain(option.say): (item.id, letter) for item in course.items for letter, option in item.lettered}
    for found in read_table(path):
        if isinstance(found, Problem):
            yield found
            return
        place, row = found
        if heads is None:
            heads = [head.lower() for head in row]
            table = "letter" in heads and ("item" in heads or {"form", "question"} <= {*heads})
            if not table and not any(map(RESPONSE.fullmatch, heads)):
                yield Problem(place, "The headings are not understood.", f"Write {HEADINGS}. Moodle’s are read in English.")
                return
        elif table:
            yield _row(course, place, dict(zip(heads, row, strict=False)), "count" in heads)
        else:
            yield from _responses(said, place, zip(heads, row, strict=False))


def _row(course: Course, place: Place, row: dict[str, str], counted: bool) -> Answer | Problem:
    """One row of a table."""
    if "item" in row:
        name = row["item"]
        if name not in course.questions and name not in course.assessment:
            near = get_close_matches(name, [item.id for item in course.items], 1)
            return Problem(place, f"There is no item “{name}”.", f"Did you mean “{near[0]}”?" if near else "The item cards name them all.")
    else:
        on_paper = {str(form.number): form.items for form in forms(course, PAPER)}
        form, question = row.get("form", ""), row.get("question", "")
        if form not in on_paper or question not in map(str, range(1, len(on_paper[form]) + 1)):
            what = f"There is no question “{question}” in a form “{form}”."
            return Problem(place, what, f"On paper there are forms 1 to {PAPER}, with questions 1 to {len(on_paper['1'])}.")
        name = on_paper[form][int(question) - 1]
    letter, count = row.get("letter", "").upper(), row.get("count", "") if counted else "1"
    if letter not in ("A", "B", "C"):
        return Problem(place, f"“{letter}” is no letter of an answer.", "Write A, B or C. Leave the row out where nobody answered.")
    if not re.fullmatch("[0-9]{1,9}", count):
        return Problem(place, f"“{count}” is no count.", "Write figures alone, for example 12.")
    return name, letter, int(count)


def _responses(said: dict[str, tuple[str, str]], place: Place, cells: Iterable[tuple[str, str]]) -> Iterator[Answer | Problem]:
    """One attempt at a Moodle quiz. An answer is known by its words: no two options of the course have the same."""
    for head, words in cells:
        if not RESPONSE.fullmatch(head) or words in ("", "-"):
            continue
        if found := said.get(_plain(words)):
            yield *found, 1
        else:
            what = f"“{head.capitalize()}” is no answer of this edition: “{words[:60]}”."
            yield Problem(place, what, "Take that column out, if the question is not from this course.")


def _plain(words: str) -> str:
    """Words as they are compared: another program may set other spaces and quotation marks."""
    return re.sub("[‘’“”'\"]", "'", " ".join(words.split())).casefold()
