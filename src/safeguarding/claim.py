"""A claim: a statement of fact that the course makes, with its source and how far it has been checked.

>>> # book/facts/claims.yaml
>>> # - id: nice-listening
>>> #   claim: Listen, use open questions and go at the child’s pace.
>>> #   publisher: NICE
>>> #   title: Child abuse and neglect, NG76
>>> #   dated: 2017-10-09
>>> #   address: https://www.nice.org.uk/guidance/ng76
>>> #   nations: [England]
>>> #   status: official
>>> #   checked: 2026-11-24
>>> #   check_by: 2027-02-24
>>> #   read: The opening part of the page was read in a stored copy.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import AnyHttpUrl, TypeAdapter, field_validator, model_validator

from .entries import Named, Text

Nation = Literal["England", "Wales", "Scotland", "Northern Ireland"]
_URL = TypeAdapter(AnyHttpUrl)


class Status(StrEnum):
    """How far a claim has been checked. `said` is what the reader sees."""

    official = "official"
    secondary = "secondary"
    lead = "lead"
    gap = "gap"
    unconfirmed = "unconfirmed"

    @property
    def said(self) -> str:
        return {
            "official": "read on an official page or in the law",
            "secondary": "read in a credible secondary source",
            "lead": "still to be checked against the official text",
            "gap": "looked for and not found",
            "unconfirmed": "not confirmed",
        }[self.value]


class Dated(Named):
    """Something read on one day, to be read again by another."""

    checked: date
    check_by: date

    @model_validator(mode="after")
    def _in_order(self):
        if self.check_by <= self.checked:
            raise ValueError("check_by is not after checked. | Give a later day.")
        return self


def web_address(address: str) -> str:
    """The address as it was written, once it is known to be one. Raises ValueError."""
    _URL.validate_python(address)
    return address


class Claim(Dated):
    """One claim. `dated` is the source's own date, as text, or “undated”. `replace` says why a person should open a better
    source than the one that could be read, and which; `make due` lists these."""

    claim: Text
    publisher: Text
    title: Text
    dated: Text
    address: Text
    nations: tuple[Nation, ...]
    status: Status
    read: Text
    replace: Text | None = None

    @field_validator("address")
    @classmethod
    def _address(cls, value: str) -> str:
        return web_address(value)
