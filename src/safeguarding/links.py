"""`make links`: does every source still answer? Asks each address of the claims and contacts once, and lists those that do not.

A site that refuses programs says nothing about its page: it is listed apart, to be opened by a person. Always ends well, since
an address that is gone is no fault of the book: a person looks, and gives the claim its new address.
"""

from __future__ import annotations

import http.client
import ssl
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from .course import Course

SECONDS = 20
AT_ONCE = 8
REFUSES = {401, 403, 405, 406, 418, 429, 451, 999}
"""Answers of sites that refuse programs, or this many questions."""
ASKED = {"User-Agent": "Mozilla/5.0 (compatible; course link check, once a month)", "Accept": "*/*"}


def addresses(course: Course) -> dict[str, list[str]]:
    """Every address, and what was read there or leads there: `file:line id`."""
    found: dict[str, list[str]] = defaultdict(list)
    for claim in course.claims.values():
        found[claim.address].append(f"{claim.place} {claim.id}")
    for contact in course.contacts.values():
        for address in filter(None, dict.fromkeys((contact.source, contact.web))):
            found[address].append(f"{contact.place} {contact.id}")
    return found


def ask(address: str, seconds: float = SECONDS) -> str:
    """What is wrong with an address: "" where it answers, else “gone: …”, “refuses programs: …” or “no answer: …”."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=ASKED), timeout=seconds):
            return ""
    except urllib.error.HTTPError as error:
        return f"{'refuses programs' if error.code in REFUSES else 'gone'}: {error.code} {error.reason}"
    except (OSError, ssl.SSLError, http.client.HTTPException, ValueError) as error:
        return f"no answer: {getattr(error, 'reason', None) or error or type(error).__name__}"


def report(found: dict[str, list[str]], seconds: float = SECONDS) -> Iterable[str]:
    """The lines that are printed: what is gone first, then what did not answer, then what refuses programs."""
    with ThreadPoolExecutor(AT_ONCE) as workers:
        said = dict(zip(found, workers.map(lambda address: ask(address, seconds), found), strict=True))
    order = ("gone", "no answer", "refuses programs")
    wrong = sorted((order.index(what.split(":")[0]), address, what) for address, what in said.items() if what)
    for _, address, what in wrong:
        yield f"{what}: {address}"
        yield from (f"    {place}" for place in found[address])
    yield f"{len(found)} addresses asked, {len(found) - len(wrong)} answered."
