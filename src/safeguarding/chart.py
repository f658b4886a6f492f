"""A chart: a few published figures as bars, with their table. Every figure rests on a claim."""

from __future__ import annotations

from pydantic import Field, NonNegativeInt

from .entries import Id, Named, Part, Text


class Bar(Part):
    """One figure: what was counted, and how many."""

    label: Text
    value: NonNegativeInt


class Chart(Named):
    """One chart. `reading` says what it shows and what must not be read from it."""

    title: Text
    reading: Text
    claims: tuple[Id, ...] = Field(min_length=1)
    bars: tuple[Bar, ...] = Field(min_length=2, max_length=12)

    @property
    def texts(self) -> list[str]:
        return [self.title, self.reading]
