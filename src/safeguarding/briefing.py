"""A briefing: seven minutes between sessions, with one thing to say, three questions and one thing to do."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .entries import EachOnce, Id, Named, Text
from .local import Local, Spoken

MINUTES = 7
"""How long a briefing takes."""
EVERY = {"school": 3, "youth": 4}
"""Weeks from one briefing to the next: twelve fit into the 38 weeks of a school year, or into the year of a club."""
REMINDER = 7
"""Days after a briefing on which its action is asked about once."""


class Briefing(Named):
    """`say` is spoken; `points` are the first slide, and `action` is the second. The first question is on `page`, and the other two
    come back to what was taught before."""

    title: Text
    page: Id
    say: Spoken
    points: tuple[Spoken, ...] = Field(min_length=3, max_length=3)
    questions: Annotated[tuple[Id, ...], EachOnce, Field(min_length=3, max_length=3)]
    action: Spoken

    @property
    def texts(self) -> list[str]:
        return [Local().spelled(text) for text in (self.say, *self.points, self.action)]
