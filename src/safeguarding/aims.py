"""What the course is for: the five verbs, the objectives, the critical actions and the misconceptions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from .entries import Cited, EachOnce, Id, Named, Text

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]$")]
"""What an objective is called: a letter for its field, and a figure."""

VERBS = {
    "notice": "Notice",
    "listen": "Listen",
    "keep-safe": "Keep safe",
    "pass-on": "Pass on",
    "write": "Write",
    "around": "Around the child",
}
"""The backbone, in order. “Around” holds the setting and the people, which carry the other five."""


class Objective(Named):
    """What a learner can do at the end. `plain` completes “You will be able to ...”."""

    id: Code
    verb: Literal["notice", "listen", "keep-safe", "pass-on", "write", "around"]
    plain: Text


class CriticalAction(Named):
    """An act that nobody may get wrong, because a child pays for it. `act` is an order to oneself."""

    verb: Literal["notice", "listen", "keep-safe", "pass-on", "write"]
    act: Text
    claims: Annotated[tuple[Id, ...], EachOnce] = ()


class Misconception(Named):
    """A thought that stops good people, or a common slip. `in_fact` refutes it, with the claims that carry it. One that `hurts`
    costs a child something when it is believed."""

    thought: Text
    in_fact: Text
    claims: Cited
    hurts: bool = False
