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

import re
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from .entries import Day, DayPast, EachOnce, FieldError, Named, Text, day

Nation = Literal["England", "Wales", "Scotland", "Northern Ireland"]
TRUSTED = timedelta(days=366)
"""How long a reading may stand before it is read again: a year, a leap day included."""


def web_address(address: str) -> str:
    """The address as it was written. Raises ValueError where it is none that a reader may be sent to."""
    host_and_page = r"https?://([A-Za-z0-9-]+\.)+[A-Za-z]{2,}\.?(:[0-9]{1,5})?([/?#][^\s\"<>\\^`{|}]*)?"
    if not re.fullmatch(host_and_page, address):
        raise ValueError(
            f"“{address}” is no address of a page. | Copy it as the browser shows it: https://, the host, and the page, "
            "without spaces and without a name or password."
        )
    return address


def source_date(said: str) -> str:
    """The date of a source as it was written. Raises ValueError where it is none."""
    if said != "undated":
        try:
            day(f"{said}-01-01"[:10] if len(said) < 10 else said)
        except ValueError:
            raise ValueError(f"“{said}” is no date of a source. | Write undated, 2026, 2026-11 or 2026-11-24.") from None
    return said


Address = Annotated[Text, AfterValidator(web_address)]
SourceDate = Annotated[Text, AfterValidator(source_date)]
"""The source’s own date, as text: a year, a month or a day, or “undated”."""


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


AGES = {"fast": (90, 182), "steady": (150, 270), "slow": (225, 365)}
"""How fast a kind of fact ages: between how many days after it was read it is read again."""


class Dated(Named):
    """Something read on one day, to be read again by another."""

    checked: DayPast
    check_by: Day

    @property
    def ages(self) -> Literal["fast", "steady", "slow"]:
        """How fast what it says may become untrue."""
        raise NotImplementedError

    @property
    def read_at(self) -> str:
        """The address where it was read."""
        raise NotImplementedError

    def again(self, read: date) -> date:
        """The day by which it is to be read again, where it is `read` on that day: as its kind ages, and spread over that time by
        its address, so that one page is opened once for all that rests on it, and not everything falls due at once."""
        least, most = AGES[self.ages]
        return read + timedelta(least + int(sha256(self.read_at.encode()).hexdigest(), 16) % (most - least + 1))

    @model_validator(mode="after")
    def _within_a_year(self):
        if self.check_by <= self.checked:
            raise FieldError("check_by", f"{self.check_by} is not after “checked”. | Give a later day.")
        if self.check_by > self.checked + TRUSTED:
            raise FieldError("check_by", f"{self.check_by} is more than 12 months after “checked”. | Give an earlier day.")
        return self


class Claim(Dated):
    """One claim. `read` says which part of the source was read, and how. `replace` says why a person should open a better source
    than the one that could be read, and which; `make due` lists these."""

    claim: Text
    publisher: Text
    title: Text
    dated: SourceDate
    address: Address
    nations: Annotated[tuple[Nation, ...], Field(min_length=1), EachOnce]
    status: Status
    read: Text
    replace: Text | None = None

    @property
    def ages(self) -> Literal["fast", "steady", "slow"]:
        """What still wants its official text, or a better source, comes first; the official text itself ages slowly."""
        if self.replace or self.status is Status.lead:
            return "fast"
        return "slow" if self.status is Status.official else "steady"

    @property
    def read_at(self) -> str:
        return self.address
