"""Read YAML strictly, and say where and how to mend it when it is wrong.

Every scalar is read as text, so `15:35`, `No` and `2024` mean what they look like; the models turn text
into days, numbers and truth values. Duplicate keys, anchors, tags, files that are not UTF-8, files nested deeper than
`DEEPEST` and files over `LARGEST_FILE` bytes are refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    StringConstraints,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import ErrorDetails

LARGEST_FILE = 2_000_000
"""Bytes. A data file is something a person reads in a sitting; a larger one is a mistake or an attack."""
DEEPEST = 20
"""Lists and fields inside one another. Our own files need six."""
LONGEST_MESSAGE = 400
"""Letters of one problem as it is printed: what it quotes may be a whole file."""
MOST = 50
"""Problems that are printed. More come from one cause, and hide it."""

WORDS_A_MINUTE = 200
"""How fast prose is read, for all minutes that the course prints."""

DAY = r"\d{4}-\d\d-\d\d"
"""How a day is written."""


def seen(text: str) -> str:
    """The text. Raises ValueError where a sign in it is one that nobody sees: it could hide words, or turn a line round."""
    if not text.isprintable():
        for sign in text:
            if not sign.isprintable() and sign != "\n":
                name = f"U+{ord(sign):04X}, {unicodedata.name(sign, 'without a name').lower()}"
                raise ValueError(f"it holds a sign that nobody sees ({name}). | Take it out, or type the words afresh.")
    return text


def day(text: str) -> date:
    """A day as `2026-11-24`. Raises ValueError for any other way to write one, and for a day that no calendar has."""
    try:
        if re.fullmatch(DAY, text, re.ASCII):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(f"“{text}” is no day. | Write year, month and day, as in 2026-11-24.")


def day_past(value: date, info: ValidationInfo) -> date:
    """The day. Raises ValueError where it is still to come on the `today` of the reading."""
    if value > ((info.context or {}).get("today") or date.today()):
        raise ValueError(f"{value} has not come yet. | Write the day on which it was done.")
    return value


def _figures(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch("[0-9]{1,9}", value):
        raise ValueError(f"“{value}” is no number that can stand here. | Write figures alone, for example 12.")
    return value


def _each_once(names: tuple) -> tuple:
    before = set()
    for position, name in enumerate(names):
        if name in before:
            raise FieldError(str(position), f"“{name}” stands in it twice. | Keep one of them.")
        before.add(name)
    return names


ROLE = re.compile(r"\{[a-z][a-z-]*\}(?:\s*`[^`]*`?)?")
"""A role of a page, whole or half written."""


def without_roles(text: str) -> str:
    """The text. Raises ValueError where a role of a page stands in it, also a half one, which would be printed as it is."""
    if found := ROLE.search(text):
        raise ValueError(f"“{found[0]}” would be printed as it stands. | Write it out.")
    return text


def filled(text: str) -> str:
    """The text. Raises ValueError for a word by which YAML says that there is nothing: it would be printed."""
    if text.lower() in ("null", "~"):
        raise ValueError(f"“{text}” would be printed as it stands. | Write the words, or take the line out.")
    return text


Marked = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(seen), AfterValidator(filled)]
Text = Annotated[Marked, AfterValidator(without_roles)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""A name of the course’s own, as it stands in file names and addresses."""
Day = Annotated[date, BeforeValidator(lambda value: day(value) if isinstance(value, str) else value)]
DayPast = Annotated[Day, AfterValidator(day_past)]
Figures = BeforeValidator(_figures)
"""A whole number, written in figures alone."""
EachOnce = AfterValidator(_each_once)
"""A list that names nothing twice."""
Cited = Annotated[tuple[Id, ...], Field(min_length=1), EachOnce]
"""The claims that carry a thing."""


class Place(NamedTuple):
    """A line of a file, as an editor opens it (lines count from 1)."""

    path: Path
    line: int

    def __str__(self) -> str:
        try:
            shown = self.path.relative_to(Path.cwd())
        except ValueError:
            shown = self.path
        return f"{shown}:{self.line}"


class Problem(NamedTuple):
    """One thing that is wrong: where, what, and what to do about it."""

    place: Place
    what: str
    do: str

    def __str__(self) -> str:
        what = self.what if len(self.what) <= LONGEST_MESSAGE else f"{self.what[:200]} … {self.what[-150:]}"
        # What is quoted may hold signs that would write on the screen of whoever reads this.
        return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in f"{self.place}: {what} {self.do}")


def told(problems: list[Problem]) -> str:
    """The first problems as they are printed, one a line, and how many more there are."""
    more = [f"And {len(problems) - MOST} more."] if len(problems) > MOST else []
    return "\n".join([*map(str, problems[:MOST]), *more])


class CourseError(Exception):
    """The data cannot be used. `problems` holds every `Problem` found, in the order of the files."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__(told(problems))


class FieldError(ValueError):
    """What a model finds wrong in one of its fields. `field` is the way to it, such as “steps.2.id” (places in a list count
    from 0); `said` is `what | do`."""

    def __init__(self, field: str, said: str):
        self.way = _way(field)
        super().__init__(said)


class Part(BaseModel):
    """A piece of data inside an entry."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Fields(dict[str, Any]):
    """Fields as they are written, each with the line of its name."""

    def __init__(self) -> None:
        self.lines: dict[str, int] = {}


class _Items(list[Any]):
    """A list as it is written, each item with the line on which it begins."""

    def __init__(self) -> None:
        self.lines: list[int] = []


class Entry(Part):
    """A piece of data that stands by itself in a file and knows where."""

    _place: Place = PrivateAttr()
    _written: Any = PrivateAttr(default=None)

    @property
    def place(self) -> Place:
        return self._place

    def place_of(self, field: str) -> Place:
        """Where a field of this entry is written: “ask”, or inside lists and fields “options.1.misconception” (places in a list
        count from 0). Where it is not written, the place of what it belongs to."""
        return Place(self._place.path, _line(self._place.line, self._written, _way(field)))


class Named(Entry):
    """An entry that others name by its id."""

    id: Id


E = TypeVar("E", bound=Entry)
N = TypeVar("N", bound=Named)


def read_list(path: Path, model: type[E], today: date | None = None) -> list[E]:
    """Read a file that holds a list of entries. No day on which something was done may lie after `today` (the present day where
    none is given). Raises `CourseError` with all that is wrong in the file."""
    _, items, problems = _parse(path)
    if not isinstance(items, _Items):
        raise _stop(path, 1, "This file must hold a list.", "Begin each entry with “- ”.")
    if not items:
        raise _stop(path, 1, "The list of this file is empty.", "Write its entries, or delete the file.")
    entries = []
    for line, item in zip(items.lines, items, strict=True):
        try:
            entries.append(_entry(Place(path, line), item, model, today))
        except CourseError as error:
            problems += error.problems
    if problems:
        raise CourseError(problems)
    return entries


def read_one(path: Path, model: type[E], today: date | None = None) -> E:
    """Read a file that holds one entry, as `read_list` reads many. Raises `CourseError` with all that is wrong in it."""
    line, fields, problems = _parse(path)
    try:
        entry = _entry(Place(path, line), fields, model, today)
    except CourseError as error:
        problems += error.problems
    if problems:
        raise CourseError(problems)
    return entry


def read_plain(path: Path, text: str | None = None) -> Any:
    """The lists, fields and text of any YAML file, or of the `text` that was found in it. Raises `CourseError`."""
    begin, data, problems = _parse(path, text)
    for line, words in _texts(begin, data):
        try:
            seen(words)
        except ValueError as error:
            problems.append(_problem(Place(path, line), "This text:", str(error)))
    if problems:
        raise CourseError(problems)
    return data


def read_text(path: Path) -> str:
    """The text of a file, without the mark that some editors set before it. Raises `CourseError` where it cannot be read."""
    try:
        if not path.exists():
            raise _stop(path, 1, "This file is missing.", "Restore it, or take out what names it.")
        if not path.is_file():  # asked before reading: a named pipe would never end
            raise _stop(path, 1, "This is a folder, or something else that is no file.", "Rename it, or put the file in its place.")
        if path.stat().st_size > LARGEST_FILE:
            raise _stop(path, 1, f"This file is larger than {LARGEST_FILE:,} bytes.", "Split it, or look for what went wrong.")
        raw = path.read_bytes()
    except OSError as error:
        raise _stop(path, 1, f"This file cannot be read: {error.strerror}.", "Look at who may read it, or restore it.") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _stop(path, raw.count(b"\n", 0, error.start) + 1, "This line is not UTF-8 text.", "Save the file as UTF-8.") from None


def _stop(path: Path, line: int, what: str, do: str) -> CourseError:
    """The one problem of a file that cannot be read further."""
    return CourseError([Problem(Place(path, line), what, do)])


def _parse(path: Path, text: str | None = None) -> tuple[int, Any, list[Problem]]:
    """What a file (or the `text` that was found in it) holds, as text, `_Items` and `_Fields`; the line on which it begins; and
    the keys that stand twice.

    The events of the parser are put together here, since yaml’s own composer calls itself for each level, and dies with its
    process where a file is nested deeply."""
    text = read_text(path) if text is None else text
    whole, twice = _Items(), []
    around: list[_Items | _Fields] = [whole]
    key: str | None = None
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            line = event.start_mark.line + 1  # type: ignore[union-attr]  # libyaml marks every event
            if isinstance(event, yaml.NodeEvent) and event.anchor:
                raise _stop(path, line, "Anchors (&) and aliases (*) are not used here.", "Write the text out, or put it in quotes.")
            if isinstance(event, yaml.CollectionEndEvent):
                around.pop()
            if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
                continue
            if event.tag:
                raise _stop(path, line, "Tags (!) are not used here.", "Take it out, or put the text in quotes.")
            value = (
                event.value if isinstance(event, yaml.ScalarEvent) else _Fields() if isinstance(event, yaml.MappingStartEvent) else _Items()
            )
            inner = around[-1]
            if isinstance(inner, _Items):
                inner.append(value)
                inner.lines.append(line)
            elif key is not None:
                inner.setdefault(key, value)
                key = None
            elif isinstance(value, str):
                key = value
                if key in inner:
                    twice.append(Problem(Place(path, line), f"“{key}” stands twice in one entry.", "Keep one of them."))
                inner.lines.setdefault(key, line)
            else:
                raise _stop(path, line, "A key must be a word.", "Write “word: text”.")
            if not isinstance(value, str):
                around.append(value)
                if len(around) > DEEPEST:
                    raise _stop(path, line, "This is nested too deeply.", "Write it flat.")
    except yaml.reader.ReaderError as error:
        line = text.encode().count(b"\n", 0, error.position) + 1
        raise _stop(
            path, line, f"A control character stands here (U+{error.character:04X}).", "Take it out, or type the line afresh."
        ) from None
    except yaml.MarkedYAMLError as error:
        mark, last = error.problem_mark, len(text.splitlines())
        if error.context_mark and (not mark or mark.line >= last):
            mark = error.context_mark  # the file ended: what was opened there was never closed
        raise _stop(
            path,
            min(mark.line + 1, last) if mark else 1,
            f"This is not YAML: {error.problem}.",
            "Look at the indent and the quotes; text with “: ” in it goes under “>-”.",
        ) from None
    if whole in ([], [""]):
        raise _stop(path, 1, "This file is empty.", "Write what belongs into it, or restore it.")
    if len(whole) > 1:
        raise _stop(path, whole.lines[1], "Above this line, “---” begins a second document.", "Take it out, or make two files.")
    return whole.lines[0], whole[0], twice


def _texts(line: int, data: Any) -> Iterable[tuple[int, str]]:
    """Every text in what a file holds, with its line."""
    if isinstance(data, str):
        yield line, data
    else:
        for step, value in data.items() if isinstance(data, _Fields) else enumerate(data):
            yield from _texts(data.lines[step], value)


def _entry(place: Place, data: Any, model: type[E], today: date | None) -> E:
    try:
        entry = model.model_validate(data, context={"today": today})
    except ValidationError as error:
        raise CourseError([_explain(place, data, found) for found in error.errors(include_url=False) if not _echoes(found)]) from None
    entry._place, entry._written = place, data
    return entry


def _echoes(error: ErrorDetails) -> bool:
    """Whether an error only repeats that items of a list are wrong: pydantic then counts the right ones and finds too few."""
    return error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]


_SAID = {
    "missing": "is missing. | Add it.",
    "extra_forbidden": "is not a field. | Correct the word, or take it out.",
    "string_type": "is {kind}, and must be text. | Write its words straight after the colon.",
    "string_too_short": "is empty. | Write it, or take the line out.",
    "string_too_long": "is longer than {max_length} letters. | Shorten it.",
    "string_pattern_mismatch": "is {shown}, which is no name of ours. | Write it as in two-words, or as in R1 for an objective.",
    "tuple_type": "is {kind}, and must be a list. | Write [one, two], or each on a line of its own after “- ”.",
    "too_short": "has {actual_length}, and needs {min_length} or more. | Add what is missing.",
    "too_long": "has more than {max_length}, which is the most. | Take some out.",
    "model_type": "is {kind}, and must be made of fields. | Write each on a line of its own: “word: text”.",
    "bool_type": "is {kind}, and must be true or false. | Write one of the two.",
    "bool_parsing": "is {shown}, and must be true or false. | Write one of the two.",
    "int_type": "is {kind}, and must be a number. | Write figures alone, for example 12.",
    "greater_than": "is {shown}, and must be more than {gt}. | Correct the number.",
    "less_than_equal": "is {shown}, and {le} is the most. | Correct the number.",
    "date_type": "is {kind}, and must be a day. | Write year, month and day, as in 2026-11-24.",
    "literal_error": "is {shown}, which is none of its words. | Write one of these: {expected}.",
    "enum": "is {shown}, which is none of its words. | Write one of these: {expected}.",
}
"""What is said of each kind of error that the models can raise, as `what | do`. `kind` is what stands there, `shown` the same
or its words."""


def _explain(place: Place, data: Any, error: ErrorDetails) -> Problem:
    """Say a pydantic error to the person who wrote the data."""
    context, value = error.get("ctx", {}), error["input"]
    cause = context.get("error")
    way = error["loc"] + (cause.way if isinstance(cause, FieldError) else ())
    field = ".".join(step for step in way if isinstance(step, str))
    name = data.get("id") if isinstance(data, _Fields) else None
    owner = f"“{name}”" if isinstance(name, str) else ""
    subject = " of ".join(filter(None, [field and f"“{field}”", owner])) or "This entry"
    place = Place(place.path, _line(place.line, data, way))
    if cause:
        return _problem(place, f"{subject}:", str(cause))
    kind = "text" if isinstance(value, str) else "a list" if isinstance(value, list) else "a set of fields"
    shown = f"“{value}”" if isinstance(value, str | int) else kind
    expected = ", ".join(word for word in re.findall(r"'([^']*)'", str(context.get("expected", ""))) if word)
    said = _SAID.get(error["type"], "is {shown}, which does not belong here. | Write it as its neighbours are written.")
    return _problem(place, subject, said.format(**{**context, "kind": kind, "shown": shown, "expected": expected}))


def _problem(place: Place, subject: str, said: str) -> Problem:
    """A problem from `what | do`."""
    what, _, do = said.partition(" | ")
    return Problem(place, f"{subject} {what}", do or "Correct it.")


def _way(field: str) -> tuple[str | int, ...]:
    return tuple(int(step) if step.isdigit() else step for step in field.split("."))


def _line(line: int, data: Any, way: Iterable[str | int]) -> int:
    """The line of the last step on the `way` into the data that is written; `line` where none is."""
    for step in way:
        written = step in data if isinstance(data, _Fields) else isinstance(data, _Items) and isinstance(step, int) and step < len(data)
        if not written:
            break
        line, data = data.lines[step], data[step]
    return line
