"""A page of the book, read once from its Markdown: what it teaches, cites, shows, and how long it takes.

markdown-it parses the page with the plug-ins that MyST uses, so what is seen here is what the reader sees.
Rules, minutes, labels and uses all come from this one reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from .entries import WORDS_A_MINUTE, CourseError, Place, Problem

MINUTES_A_QUESTION = 0.8
BLOCKS = ("container", "scene", "do", "not", "hear-fact", "action", "routes", "content-note", "trainer", "sheet")
"""The building blocks that hold Markdown, by the name of their directive."""
NAMING = ("quiz", "walk", "writing", "chart", "cards", "card-keys", "from", "live", "paper-forms", "sheet")
"""Directives that name things, as argument or one a line. A block names by its argument alone: its lines are Markdown."""
ASIDE = ("trainer",)
"""Blocks that the learner is not shown on the page."""


class Words(NamedTuple):
    """A piece of prose: a paragraph, heading, list item or cell. `kind` is "heading" or "text"; `block` the one around it,
    `under` the heading above it."""

    place: Place
    text: str
    kind: str
    block: str
    under: str


class Mention(NamedTuple):
    """A role or directive that names things: its `kind` ("claim", "quiz", ...), the names, and the heading above it."""

    place: Place
    kind: str
    names: tuple[str, ...]
    under: str


class Heading(NamedTuple):
    """A heading with the explicit label above it, or ""."""

    place: Place
    level: int
    text: str
    label: str


class Block(NamedTuple):
    """A building block with its Markdown source."""

    place: Place
    name: str
    source: str


@dataclass
class Page:
    """One page. `name` is its path inside `book/` without ending, for example "signs" or "reference/routes"."""

    path: Path
    name: str
    objectives: tuple[str, ...] = ()
    waived: set[str] = field(default_factory=set)
    headings: list[Heading] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    links: list[tuple[Place, str, str]] = field(default_factory=list)
    images: list[tuple[Place, str, str]] = field(default_factory=list)

    @property
    def title(self) -> str:
        return next((heading.text for heading in self.headings if heading.level == 1), self.name)

    @property
    def is_chapter(self) -> bool:
        """Chapters teach: they name objectives and have minutes."""
        return bool(self.objectives)

    @property
    def labels(self) -> dict[str, Heading]:
        return {heading.label: heading for heading in self.headings if heading.label}

    def named(self, kind: str) -> list[str]:
        """All names of one kind of mention, in order, each once: for example the ids of the page's claims."""
        return list(dict.fromkeys(name for mention in self.mentions if mention.kind == kind for name in mention.names))

    @property
    def plans(self) -> list[str]:
        """The if-then plans that the page offers, without the line that invites one’s own."""
        return [w.text for w in self.words if w.under == "Your plan" and w.kind == "text" and "write your own" not in w.text.lower()]

    @property
    def word_count(self) -> int:
        """Words that the learner reads, questions and drills apart."""
        return sum(len(count_words(words.text)) for words in self.words if words.block not in ASIDE)

    @property
    def minutes(self) -> int:
        """Minutes to read the page and to answer its questions, at least 1. Drills have minutes of their own."""
        return max(1, round(self.word_count / WORDS_A_MINUTE + MINUTES_A_QUESTION * len(self.named("quiz"))))


def count_words(text: str) -> list[str]:
    """The words of a plain text, in order."""
    return re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*", text)


def sentences(text: str) -> list[str]:
    """The sentences of a plain text. A full stop in a time (3.10) or an initial does not end one."""
    return [part for part in re.split(r"(?<=[.!?…])[”’)]*\s+(?=[“‘(]?[A-Z0-9])", text) if part.strip()]


def _parser() -> MarkdownIt:
    return (
        MarkdownIt("commonmark")
        .enable("table")
        .use(front_matter_plugin)
        .use(myst_block_plugin)
        .use(myst_role_plugin)
        .use(colon_fence_plugin)
    )


_MARKDOWN = _parser()


def read_page(path: Path, name: str) -> Page:
    """Read one page. Raises `CourseError` where the head of the file is not understood."""
    try:
        source = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes().count(b"\n", 0, error.start) + 1
        raise CourseError([Problem(Place(path, line), "This line is not UTF-8 text.", "Save the file as UTF-8.")]) from None
    page = Page(path, name)
    _Reader(page).read(source, 0, "")
    return page


class _Reader:
    """Walks the tokens of a page and files what it finds."""

    def __init__(self, page: Page):
        self.page = page
        self.under = ""
        self.label = ""

    def read(self, source: str, offset: int, block: str) -> None:
        tokens = _MARKDOWN.parse(source)
        for position, token in enumerate(tokens):
            line = Place(self.page.path, offset + (token.map[0] if token.map else 0) + 1)
            if token.type == "front_matter":
                self._head(token, line)
            elif token.type == "myst_target":
                self.label = token.content
            elif token.type == "myst_line_comment":
                self.page.waived |= set(re.findall(r"allow (R\d\d):", token.content))
            elif token.type == "inline":
                self._inline(token, tokens[position - 1], line, block)
            elif token.type in ("fence", "colon_fence"):
                self._directive(token, line, offset)

    def _head(self, token: Token, place: Place) -> None:
        try:
            head = yaml.load(token.content, yaml.CBaseLoader) or {}
            named = head.get("objectives", [])
            if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
                raise AttributeError
            self.page.objectives = tuple(named)
        except (yaml.YAMLError, AttributeError):
            raise CourseError(
                [Problem(place, "The head of the page is not YAML.", "Write “objectives: [R1]” between “---” lines.")]
            ) from None

    def _inline(self, token: Token, opener: Token, place: Place, block: str) -> None:
        heading = opener.type == "heading_open"
        text = self._text(token, place)
        if heading:
            self.page.headings.append(Heading(place, int(opener.tag[1]), text, self.label))
            self.under, self.label = text, ""
        if text:
            self.page.words.append(Words(place, text, "heading" if heading else "text", block, self.under))

    def _text(self, token: Token, place: Place) -> str:
        """The words of an inline token; roles and links found in it are filed."""
        parts: list[str] = []
        link: list[str] | None = None
        href = ""
        line = place
        for child in token.children or ():
            if child.type in ("softbreak", "hardbreak"):
                line = Place(line.path, line.line + 1)
                parts.append(" ")
            elif child.type == "myst_role":
                names = tuple(part.strip() for part in child.content.split(","))
                self.page.mentions.append(Mention(line, child.meta["name"], names, self.under))
                if child.meta["name"] == "term":
                    parts.append(child.content.split("<")[0].strip())
                elif child.meta["name"] == "word":
                    parts.append(child.content.replace("_", " "))  # stands for the post’s name
                elif child.meta["name"] == "number":
                    parts.append("999")
                elif child.meta["name"] == "contact":
                    parts.append("This contact")  # stands for the name that the role prints
            elif child.type == "link_open":
                link, href = [], str(child.attrGet("href") or "")
            elif child.type == "link_close":
                self.page.links.append((line, "".join(link or ()), href))
                parts += link or ()
                link = None
            elif child.type == "image":
                self.page.images.append((line, child.content, str(child.attrGet("src") or "")))
            elif child.content:
                (parts if link is None else link).append(child.content)
        return "".join(parts).strip()

    def _directive(self, token: Token, place: Place, offset: int) -> None:
        found = re.fullmatch(r"\{([\w-]+)\}\s*(.*)", token.info.strip())
        if not found:
            return
        name, argument = found.groups()
        said = argument if name in BLOCKS else argument + "\n" + token.content
        names = tuple(said.split()) if name in NAMING else ()
        self.page.mentions.append(Mention(place, name, names, self.under))
        if name in BLOCKS:
            self.page.blocks.append(Block(place, name, token.content))
            self.read(token.content, offset + token.map[0] + 1, name)
