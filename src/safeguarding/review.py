"""What somebody from outside is asked to read before the course is used: what rests on no source, what still wants its official text,
and what nobody may get wrong."""

from __future__ import annotations

import re
from itertools import groupby
from typing import NamedTuple

from .about import SignOff
from .blocks import TITLED
from .claim import Claim, Status
from .course import Course
from .page import Heading, Page, Words

ADVICE = re.compile(r"\b(our advice|we add)\b", re.IGNORECASE)
"""How a page marks what it found no source for."""
WHOLE = re.compile(r"\b(section|follows|words|moves|number|this|they) (is|are) our advice|our advice\)?:$", re.IGNORECASE)
"""How it marks more than the paragraph at hand: then the whole section is printed."""


class Advice(NamedTuple):
    """Advice of our own under one heading of a page, paragraph by paragraph, with who has signed for the page."""

    page: Page
    heading: Heading | None
    texts: list[str]
    signed: list[SignOff]


def advice(course: Course) -> list[Advice]:
    """All advice of our own that learners read, in the order of the contents. Pages that speak of the course itself are left out."""
    found = []
    for page in course.pages.values():
        if page.name.startswith(("reference/", "trainer/", "wall/")):
            continue
        for under, words in groupby(page.read, key=lambda words: words.under):
            if texts := _marked(list(words)):
                heading = next((heading for heading in page.headings if heading.text == under), None)
                found.append(Advice(page, heading, texts, signed(course, page.name)))
    return found


def _marked(words: list[Words]) -> list[str]:
    """The paragraphs of a section that are advice: those marked, or all where a mark speaks of more than its own. What stands in a
    box begins with its title: without “Not this” its words would be advice."""
    texts = [f"{TITLED[one.block]}: {one.text}" if one.block in TITLED else one.text for one in words if one.kind == "text"]
    return texts if any(map(WHOLE.search, texts)) else [text for text in texts if ADVICE.search(text)]


def signed(course: Course, page: str) -> list[SignOff]:
    """Who has signed for a page: by its name, or for the whole course."""
    return [one for one in course.about.signed if not one.pages or page in one.pages]


def leads(course: Course) -> list[tuple[Claim, list[Page]]]:
    """What still wants its official text, with the pages that rest on it."""
    claims = [claim for claim in course.claims.values() if claim.status is Status.lead]
    return [(claim, [page for page in course.pages.values() if page.name in course.resting[claim.id]]) for claim in claims]
