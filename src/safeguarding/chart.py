"""A chart: a few published figures as bars, with their table. Every figure rests on a claim."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .entries import Cited, Figures, Named, Part, Text


class Bar(Part):
    """One figure: what was counted, and how many."""

    label: Text
    value: Annotated[int, Figures, Field(ge=0)]


class Chart(Named):
    """One chart. `reading` says what it shows and what must not be read from it."""

    title: Text
    reading: Text
    claims: Cited
    bars: tuple[Bar, ...] = Field(min_length=2, max_length=12)

    @property
    def texts(self) -> list[str]:
        return [self.title, self.reading]
