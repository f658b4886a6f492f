"""What is to be read again: by when, and every place that uses it. `make due` prints it, and a page of the book for leads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from urllib.parse import urlsplit

from . import routes
from .claim import Claim, Dated, Status
from .contact import RUNG_BY_HOUR, Contact
from .course import Course
from .entries import Problem
from .page import Mention, Page

AHEAD = 90
"""Days that one looks ahead: a term."""
STATUTORY = ("legislation.gov.uk", "www.legislation.gov.uk", "www.gov.uk", "assets.publishing.service.gov.uk")
"""Where the law and the government’s guidance stand."""


def dated(course: Course) -> list[Dated]:
    """All that was read on one day and is to be read again by another, the first due first."""
    known: list[Dated] = [*course.claims.values(), *course.contacts.values()]
    return sorted(known, key=lambda entry: (entry.check_by, entry.id))


def stopping(course: Course, today: date) -> Iterator[Problem]:
    """What stops a release on this day: each contact, and each claim on the law or the government’s guidance, that is past its day.
    Nothing stops an edition that is marked `archived`."""
    for entry in dated(course):
        binding = not isinstance(entry, Claim) or entry.status is Status.lead or urlsplit(entry.address).hostname in STATUTORY
        if binding and entry.check_by < today and not course.about.archived:
            kind = type(entry).__name__.lower()
            what = f"The {kind} “{entry.id}” was to be read again by {entry.check_by}, and this would be released."
            yield Problem(
                entry.place, what, f"Read {entry.read_at}, and renew “checked” and “check_by”; or say “archived: true” in about.yaml."
            )


def months(course: Course) -> list[tuple[date, list[tuple[Dated, list[Page]]]]]:
    """Months, each as its first day, and in each what falls due in it, with the pages that show or rest on it."""
    return [
        (month, [(entry, pages(course, entry)) for entry in entries])
        for month, entries in groupby(dated(course), key=lambda entry: entry.check_by.replace(day=1))
    ]


def pages(course: Course, entry: Dated) -> list[Page]:
    """The pages that rest on a claim or print a contact, in the order of the contents. Sources and directory, which hold all, are
    left out."""
    if isinstance(entry, Contact):
        ends = {walk.id for walk in course.walks.values() for step in walk.steps if step.end and entry.id in step.end.routes}
        return [
            page
            for page in course.pages.values()
            if any(_names(mention, entry) for mention in page.mentions) or ends.intersection(page.named("walk"))
        ]
    return [page for page in course.pages.values() if page.name in course.resting[entry.id]]


def places(course: Course, entry: Dated) -> list[str]:
    """Every place that cites a claim or prints a contact, each once: `file:line` and the page or thing, and what is put together
    from the directory."""
    if isinstance(entry, Claim):
        return list(dict.fromkeys(f"{place} {name}" for name, _, place in course.uses[entry.id]))
    assert isinstance(entry, Contact)
    named = [(mention.place, page.name) for page in course.pages.values() for mention in page.mentions if _names(mention, entry)]
    ends = [(walk.place, walk.id) for walk in course.walks.values() for step in walk.steps if step.end and entry.id in step.end.routes]
    found = [f"{place} {name}" for place, name in named + ends]
    if entry.role in RUNG_BY_HOUR:
        found += [f"the local routes of {area}" for area in entry.serves]
    if entry.id in (routes.FINDER, routes.HELPLINE, routes.DANGER, routes.POLICE):
        found.append("the local routes of a copy that is not set up")
    return list(dict.fromkeys([*found, "the directory"]))


def _names(mention: Mention, contact: Contact) -> bool:
    return mention.kind in ("contact", "number") and contact.id in mention.names
