"""A contact: a route by which somebody can be reached. Every number in the course comes from here."""

from __future__ import annotations

from typing import Literal

from pydantic import field_validator

from .claim import Dated, web_address
from .data import Id, Part, Text

Role = Literal[
    "emergency", "police", "council", "out-of-hours", "lado", "partnership", "helpline", "child", "images", "regulator", "finder", "support"
]
STATUS_SAID = {
    "agreed": "two or more published sources agree, one of them official; nobody has rung it",
    "single": "read in one source, or in unofficial sources only; nobody has rung it",
}


class Phone(Part):
    """A number as people write it, what it is, and its hours where these are known."""

    number: Text
    label: Text
    hours: Text | None = None

    @property
    def digits(self) -> str:
        """The number for a `tel:` link."""
        return "".join(c for c in self.number if c.isdigit() or c == "+")


class Contact(Dated):
    """One contact. `local_area` is set for local services alone; `who` says who may use it."""

    id: Id
    name: Text
    area: Text
    role: Role
    local_area: Text | None = None
    for_: Text
    who: tuple[Literal["child", "parent", "professional", "public"], ...]
    not_instead_of: Text
    phones: tuple[Phone, ...] = ()
    web: Text | None = None
    email: Text | None = None
    source: Text
    source_dated: Text
    status: Literal["agreed", "single"]
    note: Text | None = None

    model_config = Dated.model_config | {"alias_generator": lambda name: name.rstrip("_")}

    @field_validator("web", "source")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        return value and web_address(value)

    @property
    def status_said(self) -> str:
        return STATUS_SAID[self.status]
