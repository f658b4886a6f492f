"""Read YAML strictly, and say where and how to mend it when it is wrong.

Every scalar is read as text, so `15:35`, `No` and `2024` mean what they look like; the models turn text
into dates, numbers and truth values. Duplicate keys, anchors, files that are not UTF-8 and files over
`LARGEST_FILE` bytes are refused.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NamedTuple, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, PrivateAttr, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

LARGEST_FILE = 2_000_000
"""Bytes. A data file is something a person reads in a sitting; a larger one is a mistake or an attack."""

WORDS_A_MINUTE = 200
"""How fast prose is read, for all minutes that the course prints."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


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
        return f"{self.place}: {self.what} {self.do}"


class CourseError(Exception):
    """The data cannot be used. `problems` holds every `Problem` found, in the order of the files."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class Part(BaseModel):
    """A piece of data inside an entry."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(Part):
    """A piece of data that stands by itself in a file and knows where."""

    _place: Place = PrivateAttr()
    _lines: dict[str, int] = PrivateAttr(default_factory=dict)

    @property
    def place(self) -> Place:
        return self._place

    def place_of(self, field: str) -> Place:
        """Where a field of this entry is written, or the entry itself where it is not."""
        return Place(self._place.path, self._lines.get(field, self._place.line))


class Named(Entry):
    """An entry that others name by its id."""

    id: Id


E = TypeVar("E", bound=Entry)
N = TypeVar("N", bound=Named)


def read_list(path: Path, model: type[E]) -> list[E]:
    """Read a file that holds a list of entries. Raises `CourseError` with all that is wrong in it."""
    node = _compose(path)
    if not isinstance(node, yaml.SequenceNode):
        raise CourseError([Problem(Place(path, 1), "This file must hold a list.", "Begin each entry with “- ”.")])
    entries, problems = [], []
    for item in node.value:
        try:
            entries.append(_entry(path, item, model))
        except CourseError as error:
            problems += error.problems
    if problems:
        raise CourseError(problems)
    return entries


def read_one(path: Path, model: type[E]) -> E:
    """Read a file that holds one entry. Raises `CourseError` with all that is wrong in it."""
    return _entry(path, _compose(path), model)


def read_plain(path: Path):
    """The lists, dicts and text of any YAML file. Raises `CourseError`."""
    return _plain(_compose(path), path, set())


def _entry(path: Path, node: yaml.Node, model: type[E]) -> E:
    try:
        entry = model.model_validate(_plain(node, path, set()))
    except ValidationError as error:
        raise CourseError([_explain(path, node, problem) for problem in error.errors()]) from None
    except RecursionError:
        raise CourseError([Problem(Place(path, node.start_mark.line + 1), "This is nested too deeply.", "Write it flat.")]) from None
    entry._place = Place(path, node.start_mark.line + 1)
    entry._lines = {key.value: key.start_mark.line + 1 for key, _ in node.value} if isinstance(node, yaml.MappingNode) else {}
    return entry


def _compose(path: Path) -> yaml.Node:
    if not path.exists():
        raise CourseError([Problem(Place(path, 1), "This file is missing.", "Restore it, or take out what names it.")])
    if path.stat().st_size > LARGEST_FILE:
        raise CourseError(
            [Problem(Place(path, 1), f"This file is larger than {LARGEST_FILE:,} bytes.", "Split it, or look for what went wrong.")]
        )
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise CourseError([Problem(Place(path, line), "This line is not UTF-8 text.", "Save the file as UTF-8.")]) from None
    try:
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "it is nested too deeply"
        raise CourseError(
            [
                Problem(
                    Place(path, mark.line + 1 if mark else 1),
                    f"This is not YAML: {reason}.",
                    "Look at the indent and the quotes; text with “: ” in it goes under “>-”.",
                )
            ]
        ) from None
    if node is None:
        raise CourseError([Problem(Place(path, 1), "This file is empty.", "Write its entries, or delete it.")])
    return node


def _plain(node: yaml.Node, path: Path, seen: set[int]):
    """The node as text, lists and dicts. A node met twice is an alias: a few of them can fill the memory."""
    if id(node) in seen:
        raise CourseError(
            [Problem(Place(path, node.start_mark.line + 1), "Anchors (&) and aliases (*) are not used here.", "Write the text out.")]
        )
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, path, seen) for item in node.value]
    found: dict = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise CourseError([Problem(Place(path, key.start_mark.line + 1), "A key must be a word.", "Write “word: text”.")])
        if key.value in found:
            raise CourseError(
                [Problem(Place(path, key.start_mark.line + 1), f"“{key.value}” stands twice in one entry.", "Keep one of them.")]
            )
        found[key.value] = _plain(value, path, seen)
    return found


def _explain(path: Path, node: yaml.Node, error: ErrorDetails) -> Problem:
    """Say a pydantic error to the person who wrote the data."""
    where, kind = error["loc"], error["type"]
    place = Place(path, _line(node, where))
    field = ".".join(str(step) for step in where if not isinstance(step, int)) or "entry"
    name = _value(node, "id")
    of = f" of “{name}”" if name else ""
    if kind == "missing":
        return Problem(place, f"“{field}”{of} is missing.", "Add it.")
    if kind == "extra_forbidden":
        return Problem(place, f"“{field}”{of} is not a field.", "Correct the word, or take it out.")
    if kind == "value_error":
        what, _, do = str(error["ctx"]["error"]).partition(" | ")
        return Problem(place, f"“{field}”{of}: {what}", do or "Correct it.")
    return Problem(place, f"“{field}”{of}: {error['msg'][0].lower()}{error['msg'][1:]}.", "Correct it.")


def _value(node: yaml.Node, key: str) -> str | None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == key and isinstance(value, yaml.ScalarNode):
                return value.value
    return None


def _line(node: yaml.Node, where: tuple) -> int:
    """The line of the deepest node on the way `where` that exists."""
    line = node.start_mark.line + 1
    for step in where:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == step), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return line
