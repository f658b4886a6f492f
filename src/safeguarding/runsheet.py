"""A run sheet: what a trainer does, minute by minute, and what the room needs for it. The minutes of its parts add up to its own.

>>> # book/facts/runsheets.yaml
>>> # - id: twenty
>>> #   title: Twenty minutes
>>> #   minutes: 20
>>> #   who: A staff meeting, or the start of a shift.
>>> #   parts:
>>> #     - minutes: 4
>>> #       what: Listen
>>> #       page: essentials
>>> #       say: A child asks you to swear.
>>> #       show: [Write one letter, and keep it to yourself.]
>>> #       do:
>>> #         - do: Everyone writes a letter. Then raise A, B or C together.
>>> #           how: letters
>>> #           question: essentials-swear
>>> #         - do: Each says one sentence to a neighbour, aloud.
>>> #           how: neighbour
>>> #           cut: true
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from .entries import EachOnce, FieldError, Figures, Id, Named, Part, Text
from .local import Local, Spoken

Minutes = Annotated[int, Figures, Field(gt=0, le=480)]
"""At most a working day."""

HOW = {
    "aloud": ("one reads aloud, or all say it together", 0.0, 0.0),
    "letters": ("write a letter, raise it, hear one voice", 0.5, 0.5),
    "neighbour": ("a sentence to a neighbour", 0.5, 0.0),
    "pairs": ("in pairs, and once more with the parts swapped", 1.5, 0.0),
    "threes": ("in threes", 1.5, 0.5),
    "line": ("on a line on the floor", 1.0, 1.0),
    "writing": ("write one sentence or one plan", 1.5, 0.0),
    "route": ("our own route, read aloud slowly", 1.5, 0.0),
    "own": ("time of their own, as given", 0.0, 0.0),
}
"""Each way of doing an exercise: in words, and the minutes allowed beyond the words that are said, once and for each question, step
or chart. They are our own estimates."""
How = Literal["aloud", "letters", "neighbour", "pairs", "threes", "line", "writing", "route", "own"]

STAND = {"safety", "routes", "plan", "close"}
"""Parts that every session has. They, and a break, have a slide of their own kind."""


class Exercise(Part):
    """What the group does, with at most one thing of the course. `minutes` is time of their own, on top of what is said. What is
    marked `cut` is left out when late."""

    do: Spoken
    how: How
    question: Id | None = None
    walk: Id | None = None
    record: Id | None = None
    charts: Annotated[tuple[Id, ...], EachOnce] = ()
    minutes: Minutes | None = None
    cut: bool = False

    @model_validator(mode="after")
    def _one_thing(self):
        if sum(map(bool, (self.question, self.walk, self.record, self.charts))) > 1:
            raise ValueError("an exercise holds one thing: a question, a walk, a record or charts. | Make two exercises of it.")
        if self.how == "own" and not self.minutes:
            raise ValueError("“own” time needs “minutes”. | Say how many.")
        return self


class Item(Part):
    """One part of a session. `say` is spoken, `show` stands on the screen, `do` is what the group does, in order."""

    minutes: Minutes
    what: Text
    say: Spoken
    show: Annotated[tuple[Spoken, ...], Field(min_length=1, max_length=5)]
    do: tuple[Exercise, ...] = ()
    page: Text | None = None
    slide: Literal["safety", "routes", "plan", "break", "close"] | None = None

    @property
    def questions(self) -> tuple[str, ...]:
        return tuple(one.question for one in self.do if one.question)


class RunSheet(Named):
    """One session."""

    title: Text
    minutes: Minutes
    who: Text
    parts: tuple[Item, ...] = Field(min_length=3)

    @model_validator(mode="after")
    def _adds_up(self):
        total = sum(part.minutes for part in self.parts)
        if total != self.minutes:
            raise FieldError("minutes", f"the parts take {total} minutes, and the session {self.minutes}. | Make them agree.")
        named: set[str] = set()
        for number, part in enumerate(self.parts):
            for place, one in enumerate(part.do):
                name = one.question or one.walk or one.record
                if name in named:
                    raise FieldError(f"parts.{number}.do.{place}", f"“{name}” stands in it twice. | Keep one of them.")
                if name:
                    named.add(name)
        return self

    @property
    def clock(self) -> list[tuple[int, int, Item]]:
        """(minute at which it begins, minute at which it ends, part), from 0."""
        rows, start = [], 0
        for part in self.parts:
            rows.append((start, start + part.minutes, part))
            start += part.minutes
        return rows

    @property
    def exercises(self) -> list[Exercise]:
        """All that the group does, in order."""
        return [one for part in self.parts for one in part.do]

    @property
    def texts(self) -> list[str]:
        parts = [text for part in self.parts for text in (part.what, part.say, *part.show)]
        return [Local().spelled(text) for text in [self.title, self.who, *parts, *(one.do for one in self.exercises)]]
