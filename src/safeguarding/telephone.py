"""Telephone numbers as people in England write them: what can be rung, and what is wrong with the rest.

The rules stand here once. The contact directory and `local.yml` are checked by them when they are read, and the browser gets
the same patterns (`RINGS`, `REFUSED`), so that a form and a file are refused for the same reason.
A wrong digit cannot be found this way. Only ringing finds it.
"""

from __future__ import annotations

import re

RINGS = r"0(1\d{8,9}|[23]\d{9}|7[1-57-9]\d{8}|800\d{6,7}|808\d{7})"
"""A number that an organisation may give as its own: digits alone, with the first 0 (numbering plan of the United Kingdom)."""

REFUSED = {
    r"\D": "has letters or signs in it. | Write digits and spaces alone. An extension goes into “place”: “extension 201”.",
    r"(999|112|101|111)": "stands on every page already. | Give the number of your own person or team.",
    r"00.*|[1-9].*": "does not begin as numbers here do. | Write it with its first 0, and without a country code.",
    r"09.*|118.*": "costs extra to ring. | Give a number that anyone can ring.",
    r"08[47].*": "costs extra to ring. | Give a number that begins with 01, 02, 03 or 0800.",
    r"070.*|076.*|0[56].*": "is not a line that you can rely on. | Give a landline, an 03 number or a mobile.",
}
"""What is refused, as patterns over the digits (the first over the number as typed, without its spaces), and why: `what | do`."""

LENGTH = "has the wrong length. | A number here has 10 or 11 digits, with its first 0."

MOBILE = r"07.*"
"""Asked about: a mobile is one person’s, and people change."""

SHORT = {"999": "emergency", "101": "police", "111": "helpline", "116123": "support", "08001111": "child", "85258": "support"}
"""Numbers of the directory that are shorter, each with the one role of a contact that may give it."""


def digits(number: str) -> str:
    """The number as a telephone dials it."""
    return number.replace(" ", "")


def wrong(number: str) -> str:
    """What is wrong with a number that an organisation gives, as `what | do`, or ""."""
    dialled = digits(number)
    if re.search(r"\D", dialled, re.ASCII):
        return REFUSED[r"\D"]
    return next(
        (said for pattern, said in REFUSED.items() if re.fullmatch(pattern, dialled)), "" if re.fullmatch(RINGS, dialled) else LENGTH
    )


def checked(number: str) -> str:
    """The number as it was written. Raises ValueError with `what | do` where nobody can ring it."""
    if said := wrong(number):
        raise ValueError(f"“{number}” {said}")
    return number
