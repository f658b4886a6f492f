"""A run sheet: what a trainer does, minute by minute. The minutes of its parts add up to its own."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from .entries import EachOnce, FieldError, Figures, Id, Named, Part, Text

Minutes = Annotated[int, Figures, Field(gt=0, le=480)]
"""At most a working day."""


class Item(Part):
    """One part of a session. `say` is spoken; `do` is what the group does; `cut` says what to leave out when late."""

    minutes: Minutes
    what: Text
    say: Text
    do: Text | None = None
    page: Text | None = None
    questions: Annotated[tuple[Id, ...], EachOnce] = ()
    walk: Id | None = None
    cut: Text | None = None


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
    def texts(self) -> list[str]:
        return [self.who, *(text for part in self.parts for text in (part.what, part.say, part.do, part.cut) if text)]
