"""A role: who the learner is, and the path of pages made for them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .entries import EachOnce, Named, Text


class Role(Named):
    """One path. `pages` are names of pages in reading order; the first is Essentials."""

    name: Text
    who: Text
    pages: Annotated[tuple[Text, ...], Field(min_length=3), EachOnce]

    def after(self, page: str) -> str | None:
        """The page that follows on this path, or None at its end or off it."""
        if page not in self.pages or page == self.pages[-1]:
            return None
        return self.pages[self.pages.index(page) + 1]
