"""A contact: a route by which somebody can be reached. Every number in the course comes from here."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator, model_validator

from . import telephone
from .claim import Address, Dated, SourceDate
from .entries import DayPast, EachOnce, FieldError, Part, Text

Role = Literal[
    "emergency", "police", "council", "out-of-hours", "lado", "partnership", "helpline", "child", "images", "regulator", "finder", "support"
]
STATUS_SAID = {
    "agreed": "two or more published sources agree, one of them official; nobody has rung it",
    "single": "read in one source, or in unofficial sources only; nobody has rung it",
}
STAYS = {"999", "101", "08001111"}
"""999, 101 and Childline. No learner may doubt these because a day has passed."""
RUNG_BY_HOUR = ("council", "out-of-hours", "lado")
"""Roles whose every number must say whether it is rung by day or by night: a wrong hour leaves a child without anybody."""


def _mailbox(address: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9._'+-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}", address):
        raise ValueError(f"“{address}” is no email address. | Write it as in help@example.org.")
    return address


class Phone(Part):
    """A number as people write it, and what it is for: `when` it is answered ("unknown" where no current page of the service
    says so), `how` it is used, its `hours` in words, and `for_` whom, where that is not everybody whom the contact serves. `since` is
    the day on which it took the place of another: copies that tried their routes before have not rung it."""

    number: Text
    label: Text
    when: Literal["day", "night", "always", "unknown"]
    how: Literal["call", "text"] = "call"
    hours: Text | None = None
    for_: Text | None = None
    since: DayPast | None = None

    model_config = Part.model_config | {"alias_generator": lambda name: name.rstrip("_")}

    @field_validator("number")
    @classmethod
    def _rings(cls, value: str) -> str:
        return value if telephone.digits(value) in telephone.SHORT else telephone.checked(value)

    @model_validator(mode="after")
    def _text_or_call(self):
        if (telephone.digits(self.number) == "85258") != (self.how == "text"):
            raise FieldError("number", f"“{self.number}” is for {'texts' if self.how == 'call' else 'calls'}. | Correct “how”.")
        return self

    @property
    def link(self) -> str:
        """The address that a press on the number opens: `tel:` for calls, `sms:` for texts."""
        return f"{'sms' if self.how == 'text' else 'tel'}:{telephone.digits(self.number)}"

    def answers(self, *when: str) -> bool:
        """Whether it is answered at one of these: "day", "night"."""
        return self.when == "always" or self.when in when


class Contact(Dated):
    """One contact. `serves` names the areas of a local service; a council’s area can be chosen in the local details.
    `who` says who may use it."""

    name: Text
    area: Text
    serves: Annotated[tuple[Text, ...], EachOnce] = ()
    role: Role
    for_: Text
    who: Annotated[tuple[Literal["child", "parent", "professional", "public"], ...], Field(min_length=1), EachOnce]
    not_instead_of: Text
    phones: tuple[Phone, ...] = ()
    web: Address | None = None
    email: Annotated[Text, AfterValidator(_mailbox)] | None = None
    source: Address
    source_dated: SourceDate
    status: Literal["agreed", "single"]
    note: Text | None = None

    model_config = Dated.model_config | {"alias_generator": lambda name: name.rstrip("_")}

    @model_validator(mode="after")
    def _can_be_reached_when_it_is_needed(self):
        for position, phone in enumerate(self.phones):
            short = telephone.SHORT.get(telephone.digits(phone.number), self.role)
            if short != self.role:
                raise FieldError(
                    f"phones.{position}.number",
                    f"{phone.number} is no number of a contact with the role “{self.role}”. | Give the service’s own, or its page.",
                )
            if self.role in RUNG_BY_HOUR and phone.when == "unknown":
                raise FieldError(
                    f"phones.{position}.when",
                    f"{phone.number} does not say when it is rung. | Write “when: day”, “when: night” or “when: always”.",
                )
        if self.role == "council" and self.serves and not any(phone.answers("day") for phone in self.phones) and not self.web:
            raise ValueError("it has no number by day and no page. | Give the council’s own page as “web”.")
        return self

    @property
    def stays(self) -> bool:
        """Whether its number is one that no council or charity can change: it is never said to be due."""
        return any(telephone.digits(phone.number) in STAYS for phone in self.phones)

    @property
    def ages(self) -> Literal["fast", "steady", "slow"]:
        """Teams of councils move their numbers; the short numbers of the whole country stay."""
        return "fast" if self.role in RUNG_BY_HOUR else "slow" if self.stays else "steady"

    @property
    def read_at(self) -> str:
        return self.source

    @property
    def status_said(self) -> str:
        return STATUS_SAID[self.status]
