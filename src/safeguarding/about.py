"""What the course says of itself that is neither code nor prose: whose guidance it follows, and how its directory is ordered."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .contact import Role
from .entries import Cited, DayPast, EachOnce, Entry, Part, Text


class Group(Part):
    """A group of the contact directory under its title: the contacts of some `roles`, or all those of some `areas`."""

    title: Text
    roles: tuple[Role, ...] = ()
    areas: tuple[Text, ...] = ()


class SignOff(Part):
    """Somebody from outside who has read the course: the `role`, the `day`, the `scope` in words, and the `pages` that it holds for
    (none: the whole course). No name."""

    role: Text
    day: DayPast
    scope: Text
    pages: Annotated[tuple[Text, ...], EachOnce] = ()


class About(Entry):
    """`begun` is the day of the first edition. `guidance` is what a record of completion names beside the edition: only editions that
    were read, as its `claims` say. `directory` holds the groups of the contact directory, in the order of the page. A group with
    `areas` goes before one with roles. `signed` says who from outside has read what. An edition that is `archived` is kept as it was:
    it may be released with what is overdue."""

    begun: DayPast
    guidance: Text
    claims: Cited
    directory: tuple[Group, ...] = Field(min_length=1)
    signed: tuple[SignOff, ...] = ()
    archived: bool = False

    def group(self, area: str, role: str) -> Group | None:
        """The group of a contact of this area and role, or None."""
        whole = [group for group in self.directory if area in group.areas]
        return next(iter([*whole, *(group for group in self.directory if role in group.roles)]), None)
