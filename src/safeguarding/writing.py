"""A writing task: a scene, an empty form, a ten-point self-check, and a weak and a good record to compare with."""

from __future__ import annotations

from pydantic import Field

from .aims import Code
from .entries import WORDS_A_MINUTE, Cited, Named, Part, Text


class Heading(Part):
    """One heading of the form, with what a weak and a good record say there and what makes the difference."""

    name: Text
    hint: Text
    weak: Text
    good: Text
    why: Text


class WritingTask(Named):
    """One writing task."""

    title: Text
    lead: Text
    objective: Code
    claims: Cited
    scene: Text
    headings: tuple[Heading, ...] = Field(min_length=3)
    checks: tuple[Text, ...] = Field(min_length=10, max_length=10)

    @property
    def minutes(self) -> float:
        """Minutes to do it: the words to read, and half a minute to write under each heading."""
        return sum(len(text.split()) for text in self.texts) / WORDS_A_MINUTE + 0.5 * len(self.headings)

    @property
    def texts(self) -> list[str]:
        return [self.lead, self.scene, *self.checks, *(t for h in self.headings for t in (h.hint, h.weak, h.good, h.why))]
