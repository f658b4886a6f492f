"""A route in words: put together in one place, from the local details and the contact directory.

Every face prints these lines: the built page, the page that a browser fills from `local.css`, poster and cards, the workbook,
the plain text. The browser’s filler (`browser/head/local.js`) puts the same parts together in the same order, since it gets
the council’s lines ready made, area by area (`known`); a test compares the two.

What an organisation types is printed beside the lines of the council and never in their place. By day and by night are two
lines, each with its words. The national finder is the last line of every council’s route.
"""

from __future__ import annotations

from typing import NamedTuple

from . import EDITION, telephone
from .contact import Contact, Phone
from .course import Course
from .local import (
    COUNCIL,
    DAY,
    EMPTY,
    GENERAL,
    KINDS,
    LED,
    LONGEST,
    NATIONAL,
    NOBODY,
    NUMBER,
    PEOPLE,
    SIGNS,
    SPACES,
    UNSEEN,
    WORDS,
    CouncilLine,
    Local,
    Somebody,
)
from .telephone import digits

FINDER, HELPLINE, DANGER, POLICE = "council-finder", "nspcc-helpline", "police-999", "police-101"
"""The contacts that are true anywhere in England."""


class Piece(NamedTuple):
    """Some words of a line. `address` makes them a link. With `until` they stand only as long as no route was tried on or after
    that day. `leads`: they say what the line is for, and stay with its number however small the sheet."""

    words: str
    address: str = ""
    until: str = ""
    leads: bool = False


Line = tuple[Piece, ...]

BY_DAY, BY_NIGHT, ADULT_AT_NIGHT = "In the day: ", "At night and at weekends: ", "When it is shut, and a child is at risk: "
ADDED = "Added by us. "
NOT_YET = " (not yet rung)"
EVER = "0001-01-01"
"""Until any day: the mark on a number that an organisation typed."""
ANYWHERE = "these are true anywhere in England."
UNSET = f"The local routes of this copy are not all set yet. Safeguarding lead: the page “Make it yours” sets them. Until then, {ANYWHERE}"
DAMAGED = (
    "A part of the file local.css cannot be read, and what it set may be missing. "
    f"Safeguarding lead: save it again with “Make it yours”. Until then, {ANYWHERE}"
)
"""What the browser says in the place of `UNSET` where the file of an organisation was spoilt."""


def _said(*pieces: Piece) -> Line:
    return (*pieces, Piece("."))


def _link(contact: Contact) -> Piece:
    return Piece(contact.name, contact.web or "")


def _phone(phone: Phone | CouncilLine) -> Piece:
    return Piece(phone.number, phone.link) if isinstance(phone, Phone) else Piece(phone.phone, f"tel:{digits(phone.phone)}")


def _rung(contact: Contact, phone: Phone) -> Line:
    """A line of the directory: whose, the number, its hours, and whether somebody here has tried it yet."""
    name = phone.label if phone.when == "night" and contact.role == "council" else contact.name
    label = f", {phone.label}" if phone.label == "second number" else ""
    hours = f", {phone.hours}" if phone.hours else ", hours not confirmed"
    until = max(str(contact.checked) if contact.status == "single" else "", str(phone.since or ""))
    return _said(Piece(f"{name}{label}, "), _phone(phone), Piece(hours), *([Piece(NOT_YET, "", until)] if until else []))


def _typed(line: CouncilLine) -> list[Line]:
    hours = [Piece(f", {line.hours}")] if line.hours else []
    return [_said(Piece(f"{line.title}, "), _phone(line), *hours, Piece(NOT_YET, "", EVER))] if line else []


def _led(lead: str, made: list[Line]) -> list[Line]:
    """The lines with the words before them that say what they are for."""
    return [(Piece(lead, leads=True), *line) for line in made]


def _numbers(course: Course, area: str, roles: tuple[str, ...], *when: str) -> list[tuple[Contact, Phone]]:
    contacts = [c for c in course.contacts.values() if c.role in roles and area in c.serves]
    return [(contact, phone) for contact in contacts for phone in contact.phones if phone.answers(*when)]


def day(course: Course, area: str) -> list[Line]:
    """Who answers for the council by day. Where no sure number is known, its own page, or the partnership’s, stands in
    their place and says so."""
    if found := _numbers(course, area, ("council",), "day"):
        return [_rung(contact, phone) for contact, phone in found]
    own = next(c for c in course.contacts.values() if c.role == "council" and area in c.serves)
    return [_said(Piece(f"no number for {area} is sure enough to print. Find it here: "), _link(own))]


def night(course: Course, area: str) -> list[Line]:
    """Who answers for the council at night and at weekends."""
    return [_rung(contact, phone) for contact, phone in _numbers(course, area, ("council", "out-of-hours"), "night")]


def lado(course: Course, area: str) -> list[Line]:
    """The LADO of the area."""
    found = []
    for contact in (c for c in course.contacts.values() if c.role == "lado" and area in c.serves):
        found += [_rung(contact, phone) for phone in contact.phones]
        if not contact.phones:
            reach = Piece(contact.email, f"mailto:{contact.email}") if contact.email else Piece("its page", contact.web or "")
            found.append(_said(Piece(f"{contact.name}, "), reach, Piece(": no number is sure enough to print")))
    return found


def finder(course: Course) -> Line:
    """The last line of every council’s route."""
    return _said(Piece("A child of another council: "), _link(course.contacts[FINDER]))


def unset(course: Course) -> dict[str, list[Line]]:
    """What the council’s fields say where no council is set, and the national numbers for such a copy."""
    known = course.contacts
    find = _link(known[FINDER])

    def call(name: str) -> Piece:
        return _phone(known[name].phones[0])

    not_found = _said(
        Piece("You cannot find it, by day or by night: the police, "), call(POLICE), Piece(", or "), call(DANGER), Piece(" in danger")
    )
    return {
        "council": [_said(Piece("The council is the one where the child lives. Find its number: "), find), not_found],
        "night": [_said(Piece("The council where the child lives has a team for nights and weekends. Find it: "), find), not_found],
        "lado": [
            _said(Piece("The LADO is at the council where the adult works. Find that council, and ask for the LADO: "), find),
            _said(
                Piece(f"{ADULT_AT_NIGHT}the council’s team for nights and weekends, the police on "),
                call(POLICE),
                Piece(", or "),
                call(DANGER),
                Piece(" in danger"),
            ),
        ],
        NATIONAL: [
            (Piece(UNSET),),
            _said(Piece("Danger now, at any hour: "), call(DANGER)),
            _said(Piece("A crime, and nobody in danger now: the police, "), call(POLICE)),
            _said(Piece("The council’s children’s services, where the child lives: "), find),
            _said(Piece("Advice, in hours that we could not confirm, and no help for tonight: NSPCC Helpline, "), call(HELPLINE)),
        ],
    }


def somebody(field: str, person: Somebody) -> Line:
    """A person or team of the organisation, or what stands for an empty field or for nobody."""
    if not person:
        words = (NOBODY if person.nobody else GENERAL)[field]
        return (Piece(words),) if words else ()
    words = ", ".join(filter(None, [person.title, person.place]))
    words = LED.get(field, "") + (words if field in LED else words[:1].upper() + words[1:]) + ", " * bool(words and person.phone)
    number = (Piece(person.phone, f"tel:{digits(person.phone)}"),) if person.phone else ()
    return _said(*((Piece(words),) if words else ()), *number)


def lines(course: Course, field: str) -> list[Line]:
    """What `field`, one of `FIELDS`, prints in this copy: lines that each stand alone."""
    local, area = course.local, course.local.area
    if field == NATIONAL:
        return [] if local.is_set_up else unset(course)[field]
    if field in COUNCIL and not (area or local.council_day):
        return unset(course)[field]
    theirs, ours = night(course, area) if area else [], _typed(local.council_night)
    by_night = _led(BY_NIGHT, theirs) + _led(ADDED + BY_NIGHT, ours)
    if field == "council":
        by_day = _led(BY_DAY, day(course, area) if area else []) + _led(ADDED + BY_DAY, _typed(local.council_day))
        return by_day + by_night + [finder(course)]
    if field == "night":
        return [*by_night, finder(course)]
    if field == "lado":
        office = (lado(course, area) if area else []) + _led(ADDED, _typed(local.lado)) or unset(course)["lado"][:1]
        return office + _led(ADULT_AT_NIGHT, theirs) + _led(ADDED + ADULT_AT_NIGHT, ours)
    if field == "checked":
        by = f" Checked by: {local.checked_by}." if local.checked_by else ""
        return [(Piece(f"These routes were tried on {written(local.routes_checked)}.{by}" if local.routes_checked else GENERAL[field]),)]
    value = getattr(local, field)
    if isinstance(value, Somebody):
        return [line] if (line := somebody(field, value)) else []
    words = f"{value[0].upper()}{value[1:]}." if value and field != "organisation" else value or GENERAL[field]
    return [(Piece(words),)] if words else []


def is_general(local: Local, field: str) -> bool:
    """Whether a field prints what is true anywhere, so that on paper it leaves room to write."""
    return (field in COUNCIL and not (local.area or local.council_day)) or (field in PEOPLE and not getattr(local, field).said)


MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def written(day: str) -> str:
    """A day as people write it: “24 November 2026” for 2026-11-24."""
    year, month, date = day.split("-")
    return f"{int(date)} {MONTHS[int(month) - 1]} {year}"


def stands(piece: Piece, local: Local) -> bool:
    """Whether a piece is printed: a mark “not yet rung” goes when the routes were tried on or after its day."""
    return not piece.until or local.routes_checked < piece.until


MAY = {
    "empty": EMPTY,
    "unseen": UNSEEN,
    "spaces": SPACES,
    "signs": SIGNS,
    "number": NUMBER,
    "day": DAY,
    "rings": telephone.RINGS,
    "longest": LONGEST,
}
"""What a detail may hold, as patterns for the browser."""


def known(course: Course, fields: set[str], posts: set[str], afresh: bool) -> dict:
    """What the browser’s filler needs on a page that prints these fields and posts: the directory’s lines, area by area, and
    the words. General sentences stand on the page as built; they are needed where they are not, or where it is filled `afresh`
    again and again."""
    afresh = afresh or bool(course.local.as_data())

    def short(piece: Piece) -> str | list[str]:
        """Words, [a number to call or a mail address], [words, address], or ["", the day until which “not yet rung” stands]."""
        if piece.until:
            return ["", piece.until]
        assert not piece.leads, "the browser puts the words before a line itself"
        if not piece.address:
            return piece.words
        return [piece.words] if piece.address.partition(":")[0] in ("tel", "mailto") else [piece.words, piece.address]

    def shorts(made: list[Line]) -> list:
        """Lines of short pieces; words that follow each other are one."""
        found: list[list] = []
        for line in made:
            found.append([])
            for piece in map(short, line):
                if isinstance(piece, str) and found[-1] and isinstance(found[-1][-1], str):
                    found[-1][-1] += piece
                else:
                    found[-1].append(piece)
        return found

    wanted = {"day": day, "night": night, "lado": lado}
    if not fields & {"council"}:
        del wanted["day"]
    if not fields & set(COUNCIL):
        del wanted["night"]
    if "lado" not in fields:
        del wanted["lado"]
    return {
        "general": {field: GENERAL[field] for field in GENERAL if afresh and field in fields},
        "nobody": {field: NOBODY[field] for field in NOBODY if field in fields},
        "unset": {field: shorts(made) for field, made in unset(course).items() if (afresh or field == NATIONAL) and field in fields},
        **({"damaged": DAMAGED} if NATIONAL in fields else {}),
        **({"office": shorts(unset(course)["lado"][:1])} if "lado" in fields else {}),
        "areas": {area: {name: shorts(make(course, area)) for name, make in wanted.items()} for area in course.areas},
        "finder": shorts([finder(course)])[0],
        "said": [BY_DAY, BY_NIGHT, ADULT_AT_NIGHT, ADDED, NOT_YET],
        "words": {post: said for post, said in WORDS.items() if post in posts},
        "kinds": KINDS,
        **({"months": MONTHS} if "checked" in fields else {}),
        "led": {field: LED[field] for field in LED if field in fields},
        "fields": list(Local.model_fields),
        "may": {name: MAY[name] for name in ("signs", "number", "day", "rings", "longest")},
    }


LABELS = {
    "kind": ("Kind of organisation", ""),
    "organisation": ("Name of the organisation", ""),
    "lead": ("Safeguarding lead", "The person whom staff tell first. Where to find them, and how to reach them now."),
    "deputies": ("Deputies", "Who stands in when the lead is away."),
    "senior_leader": ("In charge when neither is here", "Whoever is in charge of the session or the site."),
    "head": ("Hears a worry about an adult", "Spoken to in person. Not by a note, and not through a colleague’s desk."),
    "chair": (
        "Hears a worry about that person",
        "Not the person above. If your chair hears worries about adults, tick that nobody does: staff are then sent to the LADO.",
    ),
    "above": ("A body above you, if there is one", "The safeguarding team of a sport, a diocese, a trust. It is printed as well."),
    "cover": ("Your own cover out of hours and on trips", "It is printed beside the council’s night team, never in its place."),
    "area": ("Council", ""),
    "council_day": ("Council by day", "Children’s services, for a worry about a child."),
    "council_night": ("Council at night and at weekends", "Its emergency team."),
    "lado": ("LADO", "The council’s officer for worries about adults who work with children."),
    "policy": ("Where your safeguarding policy is kept", ""),
    "tell_us": ("Hears of a mistake in this course", "So that it is mended here."),
    "routes_checked": ("The day on which the routes were tried", ""),
    "checked_by": ("Who tried them", ""),
}
"""What the form of “Make it yours” calls each field, and what it says of it."""


def asked(course: Course) -> dict:
    """What that form needs: its words, the areas with the day on which their lines were read, and what is refused and why."""
    read = {
        area: max(str(c.checked) for c in course.contacts.values() if area in c.serves and c.role in ("council", "out-of-hours", "lado"))
        for area in course.areas
    }
    return {
        "labels": LABELS,
        "people": PEOPLE,
        "words": WORDS,
        "kinds": KINDS,
        "areas": read,
        "edition": EDITION,
        "refused": [(pattern, said.replace(" | ", " ")) for pattern, said in telephone.REFUSED.items()],
        "length": telephone.LENGTH.replace(" | ", " "),
        "mobile": telephone.MOBILE,
        "national": {telephone.digits(phone.number): c.name for c in course.contacts.values() if not c.serves for phone in c.phones},
        "by_day": {
            telephone.digits(phone.number): c.name
            for c in course.contacts.values()
            if c.serves
            for phone in c.phones
            if not phone.answers("night")
        },
        "may": MAY,
    }
