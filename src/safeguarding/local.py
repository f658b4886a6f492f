"""The local details: what a school, trust or youth organisation says of itself, in `local.yml` or in `local.css`.

Both hold the same fields. `local.yml` is read when the book is built. `local.css` lies beside the built book’s `index.html`
and is read by each page that prints a route, so that one file, replaced by anyone, makes a finished copy local.
How a route is put together from these details and the directory stands in `routes`.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from . import EDITION, telephone
from .entries import DAY, CourseError, Entry, FieldError, Marked, Part, Place, Problem, day, day_past, read_one, read_text, without_roles

LONGEST = 200
"""Letters in one detail: what fits a line of the poster twice. Nothing is cut, since half a route is a wrong route."""
UNSEEN = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
"""Signs that nobody sees and that can turn a line round: they are taken out."""
SPACES = "[ \t\r\n\u00a0]+"
SIGNS = r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f0-9 .,;:!?'’‘“”()&/+@\u2013-]*"
"""What a detail may be written with: Latin letters, figures and plain punctuation. Anything else refuses the whole detail."""
EMPTY = r"null|~|none|n/a|tbc|nobody|no one|999|112|101|111|[^a-z0-9\u00c0-\u024f]+"
"""Words that somebody writes for nothing, an emergency number as words, and signs alone: they would be printed."""
NUMBER = r"\b0\d{4,}|\d(?:[ ()/-]{0,2}\d){6,}"
"""What looks like a telephone number inside words. It belongs into a field of its own, where it is checked and can be tapped."""


def plain(value: str) -> str:
    """The words of one detail, without unseen signs, doubled spaces and a full stop at the end.
    Raises ValueError with `what | do` where it cannot be taken whole."""
    text = re.sub(SPACES, " ", re.sub(UNSEEN, "", unicodedata.normalize("NFC", value))).strip()
    if text and re.fullmatch(EMPTY, text.lower()):
        raise ValueError(f"“{text}” would be printed on every page. | Leave it empty: ''. For a post that nobody holds, write: nobody.")
    if len(text) > LONGEST:
        raise ValueError(f"it has {len(text)} letters, and {LONGEST} fit. | Shorten it.")
    if other := re.sub(SIGNS, "", text):
        raise ValueError(f"“{other[0]}” cannot be printed here. | Use letters, figures and plain punctuation.")
    if found := re.search(NUMBER, re.sub(DAY, "", text)):
        raise ValueError(f"“{found[0]}” looks like a telephone number. | Put it under “phone”, where it is checked and can be tapped.")
    return text.rstrip(".!?").rstrip()


def _number(value: str) -> str:
    return value and telephone.checked(re.sub(r"[\s()-]+", " ", value).strip())


Words = Annotated[str, BeforeValidator(lambda value: plain(value) if isinstance(value, str) else value)]
Number = Annotated[str, BeforeValidator(lambda value: _number(value) if isinstance(value, str) else value)]


class Somebody(Part):
    """A person or team: the title (never a name), the place, and a phone. `nobody` says that the organisation has none."""

    title: Words = ""
    place: Words = ""
    phone: Number = ""
    nobody: bool = False

    @model_validator(mode="after")
    def _one_or_the_other(self):
        if self.nobody and self:
            raise ValueError("it names somebody, and says that there is nobody. | Take one of them out.")
        return self

    def __bool__(self) -> bool:
        return bool(self.title or self.place or self.phone)

    @property
    def said(self) -> bool:
        """Whether the organisation has said who this is, or that nobody is."""
        return bool(self) or self.nobody


class CouncilLine(Part):
    """A line of a council that the directory does not know: what it is called, its number, its hours."""

    title: Words = ""
    phone: Number = ""
    hours: Words = ""

    @model_validator(mode="after")
    def _whole(self):
        if bool(self.title) != bool(self.phone):
            raise ValueError("a council’s line has a title and a phone. | Fill in both, or neither.")
        return self

    def __bool__(self) -> bool:
        return bool(self.phone)


def _somebody(value):
    if value == "":
        return {}
    if value == "nobody":
        return {"nobody": True}
    if isinstance(value, str):
        plain(value)  # what is wrong with its words comes first
        raise ValueError("it is one sentence. | Write “title:”, “place:” and “phone:” below it, each on a line of its own, two spaces in.")
    return value


def _line(value):
    if value == "":
        return {}
    if value == "nobody":
        raise ValueError("every council has one. | Leave it empty: '', and choose the “area”, or ask the council for its number.")
    if isinstance(value, str):
        raise ValueError("it is one sentence. | Write “title:”, “phone:” and “hours:” below it, each on a line of its own, two spaces in.")
    return value


Person = Annotated[Somebody, BeforeValidator(_somebody)]
Line = Annotated[CouncilLine, BeforeValidator(_line)]

KINDS = ("school", "college", "club")
WORDS = {
    "lead": ("DSL", "DSL", "DSL", "safeguarding lead"),
    "senior_leader": ("senior leader", "senior leader", "senior leader", "session leader"),
    "head": ("head", "head", "principal", "leader"),
    "chair": ("chair", "chair", "chair", "chair"),
}
"""What a post is called: as shipped, and in each of `KINDS`."""
_POST = re.compile(r"\{word\}`(\w+)`")


def _posts_are_known(text: str) -> str:
    if strange := [post for post in _POST.findall(text) if post not in WORDS]:
        raise ValueError(f"“{strange[0]}” is no post. | Write one of these: {', '.join(WORDS)}.")
    without_roles(_POST.sub("", text))
    return text


Spoken = Annotated[Marked, AfterValidator(_posts_are_known)]
"""Words of data for a group, in which a post stands as on a page, {word}`head`: each place calls it by its own name."""


def parted(text: str) -> list[tuple[str, str]]:
    """Words in pieces, each as (words, "") or ("", post)."""
    return [(words, "") if nth % 2 == 0 else ("", words) for nth, words in enumerate(_POST.split(text)) if words]


GENERAL = {
    "organisation": "",
    "lead": "Ask today who that is here, and where to find them.",
    "deputies": "Ask who stands in when the lead is away.",
    "senior_leader": "Whoever is in charge today.",
    "head": "In a club or charity: the person whom it names for this.",
    "chair": "The chair of governors, trustees or the committee.",
    "above": "",
    "cover": "Ring your home contact as well, or whoever is on call, if you have one.",
    "policy": "Ask where your safeguarding policy is kept.",
    "tell_us": "Tell the person who gave you this course.",
    "checked": "Nobody has noted yet that these routes were tried.",
}
"""What stands for an empty field. It is true anywhere in England."""

NEXT = "Nobody here. Go on to the next route."
NOBODY = {
    "lead": NEXT,
    "deputies": NEXT,
    "senior_leader": NEXT,
    "head": "Nobody here. Ring the LADO.",
    "chair": "Nobody here is above that person.",
    "above": "",
    "cover": "We have nobody of our own on call.",
    "tell_us": GENERAL["tell_us"],
}
"""What stands for a post that nobody holds."""

LED = {"above": "The body above us hears it as well: ", "cover": "Our own cover: "}
"""Words before a person or team that would be taken for another without them."""
COUNCIL = ("council", "night", "lado")
"""Fields that print lines of a council: by day and by night, by night alone, and for a worry about an adult."""
NATIONAL = "anywhere"
"""The field that gives everybody in England somebody to ring, in a copy without local routes. Elsewhere it is empty."""
FIELDS = (*GENERAL, *COUNCIL, NATIONAL)
"""All that `{local}` prints."""

PEOPLE = tuple(NOBODY)
"""Fields that hold a person or team: title, place and phone, or nobody."""

RENAMED = {
    "out_of_hours": "Your own cover is now “cover”, and the council’s night team “council_night”.",
    "council": "It is now “council_day” and “council_night”, each with title, phone and hours.",
}
"""Fields of older editions, and what to write instead."""


class Local(Entry):
    """The local details. `area` is an area that a council of the directory serves, or empty; `routes_checked` the day on which
    every route was rung or opened. What is left empty prints a general sentence that is true anywhere in England."""

    organisation: Words = ""
    kind: Literal["", "school", "college", "club"] = ""
    lead: Person = Field(default_factory=Somebody)
    deputies: Person = Field(default_factory=Somebody)
    senior_leader: Person = Field(default_factory=Somebody)
    head: Person = Field(default_factory=Somebody)
    chair: Person = Field(default_factory=Somebody)
    above: Person = Field(default_factory=Somebody)
    cover: Person = Field(default_factory=Somebody)
    area: Words = ""
    council_day: Line = Field(default_factory=CouncilLine)
    council_night: Line = Field(default_factory=CouncilLine)
    lado: Line = Field(default_factory=CouncilLine)
    policy: Words = ""
    tell_us: Person = Field(default_factory=Somebody)
    routes_checked: str = ""
    checked_by: Words = ""

    @field_validator("routes_checked")
    @classmethod
    def _a_day_that_has_been(cls, value: str, info: ValidationInfo) -> str:
        return value and str(day_past(day(value), info))

    @model_validator(mode="after")
    def _day_and_night(self):
        if bool(self.council_day) != bool(self.council_night) and not self.area:
            given, lacking = ("council_day", "council_night") if self.council_day else ("council_night", "council_day")
            raise FieldError(given, f"{given} stands without {lacking}, and half the week has no number. | Fill in both, or neither.")
        if self.lado and not (self.area or self.council_day):
            raise FieldError("lado", "lado stands without a council. | Fill in “area”, or “council_day” and “council_night”.")
        return self

    @property
    def is_set_up(self) -> bool:
        """Whether somebody has said who the lead is (or that there is none) and which council is theirs."""
        return bool(self.lead.said and (self.area or self.council_day))

    @property
    def missing(self) -> list[str]:
        """The fields that are still empty, in the order of the file. Of the council’s lines an area fills all three."""
        filled = {"council_day", "council_night", "lado"} if self.area else {"area"} if self.council_day else set()
        given = {name for name in type(self).model_fields if (value := getattr(self, name)) or getattr(value, "said", False)}
        return [name for name in type(self).model_fields if name not in given | filled | {"above"}]

    def word(self, post: str) -> str:
        """What a post of `WORDS` is called in this kind of organisation. With nobody above the head, a worry about the head goes
        to the LADO: a chair who is not there, or who hears worries about adults, must not be named."""
        if post == "chair" and self.chair.nobody:
            return "LADO"
        return WORDS[post][("", *KINDS).index(self.kind)]

    def spelled(self, text: str) -> str:
        """The words with each post in them as it is called here."""
        return "".join(words or self.word(post) for words, post in parted(text))

    def as_data(self) -> dict:
        """The details as `local.css` carries them: what is filled in, and nothing else."""

        def short(value):
            if isinstance(value, Part):
                return (
                    "nobody"
                    if getattr(value, "nobody", False)
                    else {name: text for name in type(value).model_fields if (text := getattr(value, name))}
                )
            return value

        found = {name: short(getattr(self, name)) for name in type(self).model_fields}
        return {name: value for name, value in found.items() if value}


assert get_args(Local.model_fields["kind"].annotation) == ("", *KINDS)


def read_local(path: Path, today: date | None = None) -> Local:
    """Read `local.yml`; its routes were tried on `today` (the present day where none is given) or before. Raises `CourseError` with
    file, line and what to do, also for a value that YAML would cut at “ #”."""
    problems = []
    for number, line in enumerate(read_text(path).splitlines(), 1):
        key = line.split(":")[0]
        if key in RENAMED:
            problems.append(Problem(Place(path, number), f"“{key}” is the name of an older edition.", RENAMED[key]))
        # Two spaces before a # are how our own file sets a comment apart; one is how people write “room # 4”.
        if found := re.match(r"\s*\w+:\s+('[^']*'|\"[^\"]*\"|[^\s'\"#|>](?:[^#]*[^\s#])?) #(.*)", line):
            what = f"After “{found[1]}” the rest of the line is lost: “#{found[2]}”."
            problems.append(Problem(Place(path, number), what, "Take the # out. A comment has two spaces before it."))
        elif found := re.match(r"\s*(\w+): ?(#.*)", line) or re.match(r"\s+(\w+):\s+(#.*)", line):
            what = f"What “{found[1]}” says is lost: “{found[2]}”."
            problems.append(Problem(Place(path, number), what, "Take the # out, and put the value in quotes."))
    if problems:
        raise CourseError(problems)
    try:
        return read_one(path, Local, today)
    except CourseError as error:
        raise CourseError([problem._replace(do=QUOTES) if "not YAML" in problem.what else problem for problem in error.problems]) from None


QUOTES = (
    "Look at this line and the one above. Put each value in quotes, and an apostrophe in it as ’. Begin lines with spaces, and no tab. "
    "Where lines stand below a name, take '' away behind it."
)
"""What to do where `local.yml` is no YAML: the four slips that people make in it."""


def as_css(local: Local) -> str:
    """The file `local.css`: a style sheet of quoted words, one a line, which no program runs, any mail lets through and any
    editor opens. Its first line names the edition, so that a copy of another edition is found. Without details it sets nothing."""
    said = [f"/* Recognise and Refer {EDITION}: local details. Keep this file beside index.html, and this name. */", ":root {"]
    for name, value in local.as_data().items():
        parts = {f"{name}-{part}": text for part, text in value.items()} if isinstance(value, dict) else {name: value}
        said += [f'--rr-{key.replace("_", "-")}: "{text}";' for key, text in parts.items()]
    if len(said) > 2:
        said.append(f'--rr-lines: "{len(said) - 2}";')  # a lost quote takes the next line with it: who counts finds out
    return "\n".join([*said, "}", ""])
