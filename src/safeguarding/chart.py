"""A chart: a few published figures as bars, with their table. Every figure rests on a claim."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator

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

    @field_validator("bars")
    @classmethod
    def _something_was_counted(cls, bars: tuple[Bar, ...]) -> tuple[Bar, ...]:
        if not any(bar.value for bar in bars):
            raise ValueError("every figure is 0, and no bar can be drawn. | Correct the figures, or say it in words.")
        return bars

    @property
    def texts(self) -> list[str]:
        return [self.title, self.reading]
