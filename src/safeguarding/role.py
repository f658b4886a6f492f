"""A role: who the learner is, and the path of pages made for them, in three tiers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, PositiveInt, model_validator

from .entries import EachOnce, FieldError, Figures, Named, Text

TIERS = {"first": "First", "soon": "Within the month", "deeper": "Deeper"}
"""The tiers of a path, with what each is called."""


class Role(Named):
    """One path, as names of pages in reading order: `first` is what this role cannot do without, in `most` minutes at most; `soon`
    is read within the month; `deeper` is for whoever wants to know more."""

    name: Text
    who: Text
    most: Annotated[PositiveInt, Figures]
    first: Annotated[tuple[Text, ...], Field(min_length=3), EachOnce]
    soon: Annotated[tuple[Text, ...], EachOnce] = ()
    deeper: Annotated[tuple[Text, ...], EachOnce] = ()

    @model_validator(mode="after")
    def _each_page_in_one_tier(self):
        before: set[str] = set()
        for tier in TIERS:
            if twice := before.intersection(getattr(self, tier)):
                raise FieldError(tier, f"“{min(twice)}” stands in an earlier tier too. | Keep it in one.")
            before.update(getattr(self, tier))
        return self

    @property
    def tiers(self) -> dict[str, tuple[str, ...]]:
        """The pages of each tier."""
        return {tier: getattr(self, tier) for tier in TIERS}

    @property
    def pages(self) -> tuple[str, ...]:
        """The whole path."""
        return (*self.first, *self.soon, *self.deeper)

    def after(self, page: str) -> str | None:
        """The page that follows on this path, or None at its end or off it."""
        if page not in self.pages or page == self.pages[-1]:
            return None
        return self.pages[self.pages.index(page) + 1]
