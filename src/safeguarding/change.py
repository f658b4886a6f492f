"""A change: what the course says otherwise than before, and what somebody who was trained under an older edition does otherwise now.

>>> # book/facts/changes.yaml
>>> # - id: end-it-calmly
>>> #   edition: 1.1.0
>>> #   dated: 2026-11-27
>>> #   weight: must
>>> #   sections: [adults-who-worry-you#adults-moment]
>>> #   claims: [lado-no-wait-to-act]
>>> #   what: Adults who worry you did not say how to stop what is happening now.
>>> #   now: End it calmly, by the house rule. Stay with the child, then ring.
>>> #   questions: [adults-store-room]
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from .aims import Code
from .entries import DayPast, EachOnce, FieldError, Id, Named, Text


def _edition(number: str) -> str:
    if not re.fullmatch(r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}", number):
        raise ValueError(f"“{number}” is no edition. | Write three numbers, as in 1.2.0.")
    return number


def _section(name: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+(/[a-z0-9-]+)*#[a-z0-9-]+", name):
        raise ValueError(f"“{name}” is no section. | Write the page and the label of its heading, as in who-to-call#call-adult.")
    return name


Edition = Annotated[Text, AfterValidator(_edition)]
"""The number of an edition, as in `pyproject.toml`."""
Section = Annotated[Text, AfterValidator(_section)]
"""A section of a page: the page’s name and the label of its heading."""
MOST_QUESTIONS = 5
"""Questions that somebody who comes back is asked, over all changes."""


FIRST = "1.0.0"
"""The first edition: whoever trained before it trained with something else."""


def numbers(edition: str) -> tuple[int, ...]:
    """An edition as numbers, which sort."""
    return tuple(map(int, edition.split(".")))


class Change(Named):
    """One change, under the `edition` that brought it. Whoever was trained before `must` or `should` know it; a `note` is for whoever
    used the words. `who` names the roles that it is for (none: everyone), and `reread` says so in other words, where those are not
    enough. `what` was wrong or missing, `now` is what one does. `replaces` names older changes that need not be told any more."""

    edition: Edition
    dated: DayPast
    weight: Literal["must", "should", "note"]
    who: Annotated[tuple[Id, ...], EachOnce] = ()
    reread: Text | None = None
    sections: Annotated[tuple[Section, ...], EachOnce] = ()
    objectives: Annotated[tuple[Code, ...], EachOnce] = ()
    claims: Annotated[tuple[Id, ...], EachOnce] = ()
    what: Text
    now: Text
    questions: Annotated[tuple[Id, ...], Field(max_length=MOST_QUESTIONS), EachOnce] = ()
    replaces: Annotated[tuple[Id, ...], EachOnce] = ()

    @model_validator(mode="after")
    def _can_be_read_again(self):
        if self.weight != "note" and not self.sections:
            raise FieldError("weight", f"“{self.weight}” names nothing to read. | Name its sections, or write “weight: note”.")
        return self

    @property
    def number(self) -> tuple[int, ...]:
        """The edition as numbers, which sort."""
        return numbers(self.edition)
