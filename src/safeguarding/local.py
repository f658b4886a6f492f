"""The local details: the one file that a school, trust or youth organisation edits, `local.yml`.

A field that is left empty prints a general sentence that is true anywhere in England. As shipped every
field is empty, so no page can show another place's number.
"""

from __future__ import annotations

from datetime import date

from pydantic import field_validator

from .data import Entry

GENERAL = {
    "organisation": "Your organisation",
    "lead": "Ask today who that is here, and where to find them.",
    "deputies": "Ask who stands in when the DSL is away.",
    "senior_leader": "Whoever is in charge today.",
    "head": "In a club or charity: the person whom it names for this.",
    "chair": "The chair of governors, trustees or the committee.",
    "out_of_hours": "At night and at weekends the council has an emergency line.",
    "council": "The council is the one where the child lives.",
    "lado": "The LADO is at the council where the adult works.",
    "policy": "Ask where your safeguarding policy is kept.",
    "tell_us": "Tell the person who gave you this course.",
    "checked": "Nobody has noted yet that these routes were tried.",
}
"""What `{local}` prints for an empty field, by field."""

ROUTES = {"council": ("council", "out-of-hours"), "out_of_hours": ("out-of-hours",), "lado": ("lado",)}
"""The fields that also print contacts of the set area, and the roles of these."""


class Local(Entry):
    """The local details, all text. `area` is a `local_area` of the contact directory, or empty."""

    organisation: str = ""
    lead: str = ""
    deputies: str = ""
    senior_leader: str = ""
    head: str = ""
    chair: str = ""
    out_of_hours: str = ""
    area: str = ""
    council: str = ""
    lado: str = ""
    policy: str = ""
    tell_us: str = ""
    routes_checked: date | None = None
    checked_by: str = ""

    @field_validator("routes_checked", mode="before")
    @classmethod
    def _no_day_yet(cls, value):
        return value or None

    @property
    def is_set_up(self) -> bool:
        """Whether somebody has filled in who the DSL is and which council is theirs."""
        return bool(self.lead and (self.area or self.council))

    def text(self, field: str) -> str:
        """What stands for `field`, one of `GENERAL`: the local detail, or the general sentence."""
        if field == "checked" and self.routes_checked:
            return f"These routes were tried on {self.routes_checked}. {self.checked_by}".strip()
        return getattr(self, field, "") or GENERAL[field]
