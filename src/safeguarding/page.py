"""A page of the book or the prose of a notebook, read once from its Markdown: what it teaches, cites, shows, and how long it takes.

The parser is the one that builds the book, so what is seen here is what the reader sees. What `blocks` does not list is refused:
no rule could read it. Rules, minutes, labels and uses all come from this one reading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from .blocks import DIRECTIVES, ROLES, TITLED, Directive
from .entries import ROLE, WORDS_A_MINUTE, CourseError, Place, Problem, read_plain, read_text, seen

MINUTES_A_QUESTION = 0.8
"""Decision 6: a scene of 60 words, three options and the reasons."""
DEEPEST = 6
"""How many directives may stand inside each other."""


class Words(NamedTuple):
    """A piece of prose: a paragraph, heading, list item, cell or term. `kind` is "heading" or "text"; `block` the directive
    around it, `under` the heading above it."""

    place: Place
    text: str
    kind: str
    block: str
    under: str


class Mention(NamedTuple):
    """A role or directive, with the names on one of its lines: its `kind` ("claim", "quiz", ...) and the heading above it."""

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


class Link(NamedTuple):
    """A link with its words, or a picture with its description."""

    place: Place
    text: str
    address: str


@dataclass
class Page:
    """One page. `name` is its path inside `book/` without ending, for example "signs" or "reference/routes". `points` is the
    source of its key points; `meets` names the critical actions and misconceptions that its words train."""

    path: Path
    name: str
    objectives: tuple[str, ...] = ()
    waived: dict[str, Place] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    images: list[Link] = field(default_factory=list)
    terms: dict[str, Place] = field(default_factory=dict)
    meets: list[Mention] = field(default_factory=list)
    points: Block | None = None

    @property
    def title(self) -> str:
        """Its heading of the first level."""
        return next((heading.text for heading in self.headings if heading.level == 1), self.name)

    @property
    def is_chapter(self) -> bool:
        """Chapters teach: they name objectives and have minutes."""
        return bool(self.objectives)

    @property
    def is_studied(self) -> bool:
        """Whether it can lie on a path: a chapter, a case, the page of a role, or In short."""
        return self.is_chapter or bool(self.named("walk")) or self.name.startswith("roles/") or self.shows("in-short")

    def shows(self, kind: str) -> bool:
        """Whether a directive of this kind stands on it."""
        return any(mention.kind == kind for mention in self.mentions)

    @property
    def labels(self) -> dict[str, Heading]:
        """Its headings by their explicit labels."""
        return {heading.label: heading for heading in self.headings if heading.label}

    def named(self, kind: str) -> list[str]:
        """All names of one kind of mention, in order, each once: for example the ids of the page's claims."""
        return list(dict.fromkeys(name for mention in self.mentions if mention.kind == kind for name in mention.names))

    @property
    def word_count(self) -> int:
        """Words that the learner reads, questions and drills apart."""
        return sum(len(count_words(words.text)) for words in self.read)

    @property
    def read(self) -> list[Words]:
        """The prose that the learner reads: all but what is for trainers."""
        return [words for words in self.words if not words.block or DIRECTIVES[words.block].seen]

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


def parser(extensions: Iterable[str]) -> MarkdownIt:
    """The parser that builds the book, with the MyST extensions that `_config.yml` switches on."""
    return create_md_parser(MdParserConfig(enable_extensions=set(extensions)), RendererHTML)


def read_page(path: Path, name: str, markdown: MarkdownIt) -> Page:
    """Read one page. Raises `CourseError` with all that cannot be read or is not in `blocks`."""
    return _read(path, name, markdown, [(0, _source(path))])


def read_notebook(path: Path, name: str, markdown: MarkdownIt) -> Page:
    """Read the Markdown cells of a notebook as one page. Raises `CourseError`."""
    text = _source(path)
    try:
        cells = [cell["source"] for cell in json.loads(text)["cells"] if cell["cell_type"] == "markdown" and cell["source"]]
        cells = [cell if isinstance(cell, list) else cell.splitlines(keepends=True) for cell in cells]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise CourseError([Problem(Place(path, 1), "This is not a notebook.", "Restore it, and change it in Jupyter.")]) from None
    found, after = [], 0
    for cell in cells:
        after = max(after, text.find(json.dumps(cell[0], ensure_ascii=False), after))  # a notebook keeps each line on one of its own
        found.append((text.count("\n", 0, after), "".join(cell)))
    return _read(path, name, markdown, found)


def _read(path: Path, name: str, markdown: MarkdownIt, sources: list[tuple[int, str]]) -> Page:
    """The page of some pieces of Markdown, each with the number of lines before it in the file."""
    reader = _Reader(Page(path, name), markdown)
    for offset, source in sources:
        reader.read(source, offset)
    reader.page.points = _points(reader.page.headings, "".join(source for _, source in sources))
    if not any(source.strip() for _, source in sources):
        reader.refuse(Place(path, 1), "This page is empty.", "Write “# Title” and its text, or restore it.")
    if reader.problems:
        raise CourseError(list(dict.fromkeys(reader.problems)))
    return reader.page


KEY_POINTS = "Key points"
"""The heading of what a chapter comes down to."""


def _points(headings: list[Heading], source: str) -> Block | None:
    """What stands under the heading of the key points, up to the next heading or its label."""
    for heading, after in pairwise([*headings, None]):
        if heading and heading.text == KEY_POINTS:
            lines = source.splitlines()[heading.place.line : after.place.line - 1 if after else None]
            kept = [line for line in lines if not re.fullmatch(r"\([\w-]+\)=", line)]
            return Block(heading.place, "key-points", "\n".join(kept))
    return None


def _source(path: Path) -> str:
    """The text of a page. Raises `CourseError` where it cannot be read, or holds signs that nobody sees."""
    text = read_text(path)
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            seen(line.replace("\t", " "))
        except ValueError as error:
            what, _, do = str(error).partition(" | ")
            problems.append(Problem(Place(path, number), f"This line: {what}", do))
    if problems:
        raise CourseError(problems)
    return text


_PLAIN = {"text", "code_inline", "strong_open", "strong_close", "em_open", "em_close"}
"""What may stand in a line beside breaks, roles, links and pictures."""
_SILENT = re.compile(
    r"(paragraph|heading|bullet_list|ordered_list|list_item|blockquote|table|thead|tbody|tr|th|td|footnote_reference)_(open|close)"
    r"|hr"
)
"""Tokens whose words come in tokens of their own. (A footnote is refused where it is called.)"""
_REFUSED = {
    "html_block": ("HTML", "Write Markdown, or put it into a template."),
    "html_inline": ("HTML", "Write Markdown, or put it into a template."),
    "code_block": ("an indented block of code", "Take the indent off."),
    "footnote_ref": ("a footnote", "Say it in the text, or take it out."),
}
"""What Markdown knows and pages do not, and what to do."""


class _Reader:
    """Walks the tokens of a page, files what it finds, and keeps a list of what it cannot file."""

    def __init__(self, page: Page, markdown: MarkdownIt):
        self.page = page
        self.markdown = markdown
        self.problems: list[Problem] = []
        self.under = ""
        self.label = ""
        self.within: list[str] = []
        """The directives around what is read, from the outermost."""

    def refuse(self, place: Place, what: str, do: str) -> None:
        self.problems.append(Problem(place, what, do))

    def read(self, source: str, offset: int) -> None:
        tokens = self.markdown.parse(source)
        lines = source.splitlines()
        for position, token in enumerate(tokens):
            place = Place(self.page.path, offset + (token.map[0] if token.map else 0) + 1)
            if token.type == "front_matter":
                self._head(token, place)
            elif token.type == "myst_target":
                self.label = token.content
            elif token.type == "myst_line_comment":
                self._comment(token, place)
            elif token.type == "inline":
                self._inline(token, tokens[position - 1], place)
            elif token.type in ("fence", "colon_fence"):
                if _is_closed(token, lines):
                    self._directive(token, place, offset)
                else:
                    what = f"“{token.markup}{token.info}” is not closed, or what stands around it is not."
                    self.refuse(place, what, f"Write {token.markup} on a line of its own below the last of its lines.")
            elif not _SILENT.fullmatch(token.type):
                self._refuse_token(token, place)

    def _refuse_token(self, token: Token, place: Place) -> None:
        what, do = _REFUSED.get(token.type, (f"“{token.type}”", "Say it in plain Markdown."))
        self.refuse(place, f"A page may not hold {what}: no rule can read it.", do)

    def _head(self, token: Token, place: Place) -> None:
        try:
            head = dict(read_plain(self.page.path, "\n" + token.content))
            named = head.pop("objectives", [])
            if not isinstance(named, list) or not all(isinstance(name, str) for name in named) or head:
                raise ValueError
            self.page.objectives = tuple(named)
        except (CourseError, TypeError, ValueError):
            self.refuse(place, "The head of the page is not understood.", "Write “objectives: [R1]” between “---” lines, and no more.")

    def _comment(self, token: Token, place: Place) -> None:
        """A comment may waive a rule by its number, with the reason, or name what the words above it train."""
        for line, said in enumerate(token.content.splitlines(), place.line):
            if found := re.match(r"\s*meets\b:?\s*(.*)", said):
                names = tuple(name.strip() for name in found[1].split(",") if name.strip())
                self.page.meets.append(Mention(Place(place.path, line), "meets", names, self.under))
            if found := re.match(r"\s*allow\b\s*(.*)", said):
                if waiver := re.fullmatch(r"(R\d\d):\s*\S.{9,}", found[1]):
                    self.page.waived[waiver[1]] = Place(place.path, line)
                else:
                    self.refuse(Place(place.path, line), f"This waives nothing: “{said.strip()}”.", "Write “% allow R01: ” and the reason.")

    def _inline(self, token: Token, opener: Token, place: Place) -> None:
        heading = opener.type == "heading_open"
        text = self._text(token, place)
        try:
            seen(text)  # also what was written as &#x202e;, or in a notebook as \u202e
        except ValueError as error:
            what, _, do = str(error).partition(" | ")
            self.refuse(place, f"This line: {what}", do)
        if heading:
            self.page.headings.append(Heading(place, int(opener.tag[1]), text, self.label))
            self.under, self.label = text, ""
        self._say(place, text, "heading" if heading else "text")

    def _say(self, place: Place, text: str, kind: str) -> None:
        """File some words under the directive around them: the one that nobody sees, if there is one."""
        block = next((name for name in self.within if not DIRECTIVES[name].seen), self.within[-1] if self.within else "")
        if text:
            self.page.words.append(Words(place, text, kind, block, self.under))

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
                parts.append(self._role(child, line))
            elif child.type == "link_open":
                link, href = [], str(child.attrGet("href") or "")
                if child.attrGet("title"):
                    self.refuse(line, f"The link to {href} has a title, which no rule reads.", "Say it in the words of the link.")
            elif child.type == "link_close":
                self.page.links.append(Link(line, "".join(link or ()), href))
                parts += link or ()
                link = None
            elif child.type == "image":
                self.page.images.append(Link(line, child.content, str(child.attrGet("src") or "")))
            elif child.type in _PLAIN:
                if found := ROLE.search(child.content):
                    self.refuse(
                        line, f"“{found[0]}” would be printed as it stands.", "Write {role}`name`, with no space and two backticks."
                    )
                (parts if link is None else link).append(child.content)
            else:
                self._refuse_token(child, line)
        return "".join(parts).strip()

    def _role(self, child: Token, place: Place) -> str:
        """File a role. Returns what a rule reads in its place."""
        kind, content = child.meta["name"], child.content
        if kind not in ROLES:
            self.refuse(place, f"There is no role {{{kind}}}.", f"Use one of {_listed(ROLES)}.")
            return ""
        role = ROLES[kind]
        shown, _, target = content.partition("<")
        name = target.removesuffix(">") or shown
        names = tuple(part.strip() for part in (name.split(",") if role.many else [name]))
        self.page.mentions.append(Mention(place, kind, names, self.under))
        return shown.strip().replace("_", " ") if role.said is None else role.said

    def _directive(self, token: Token, place: Place, offset: int) -> None:
        found = re.fullmatch(r"\{([\w-]+)\}\s*(.*)", token.info.strip())
        if not found:
            self.refuse(place, "A page may not hold a block of code: no rule can read it.", "Say it in plain Markdown.")
            return
        name, argument = found.groups()
        if name not in DIRECTIVES:
            self.refuse(place, f"There is no directive {{{name}}}.", f"Use one of {_listed(DIRECTIVES)}.")
            return
        kind, start = DIRECTIVES[name], place.line
        if re.match(r":[\w-]+:|---", token.content):
            self.refuse(Place(place.path, start + 1), f"{{{name}}} takes no options.", "Take the line out.")
            return
        lines = [argument] if kind.markdown else [argument, *token.content.splitlines()]
        named = [(Place(place.path, line), tuple(said.split())) for line, said in enumerate(lines, start) if said.strip()]
        self._count(place, name, kind, sum(len(names) for _, names in named))
        if name == "from" and any(around in TITLED for around in self.within):
            self.refuse(
                place, "A block that {from} can show holds no {from}: they would show each other for ever.", "Put it beside the block."
            )
        for where, names in named or [(place, ())]:
            self.page.mentions.append(Mention(where, name, names, self.under))
        if kind.markdown:
            self._markdown(name, token.content, place, offset + (token.map or [0])[0] + 1)

    def _count(self, place: Place, name: str, kind: Directive, found: int) -> None:
        if found < kind.least or (kind.most is not None and found > kind.most):
            wanted = "none" if kind.most == 0 else str(kind.least) if kind.least == kind.most else f"{kind.least} or more"
            names = f"names of the kind “{kind.names}”" if kind.names else "names"
            self.refuse(place, f"{{{name}}} has {found} {names}, and takes {wanted}.", "Correct its first line and the lines in it.")

    def _markdown(self, name: str, source: str, place: Place, offset: int) -> None:
        self.page.blocks.append(Block(place, name, source))
        if len(self.within) >= DEEPEST:
            self.refuse(place, f"More than {DEEPEST} directives stand inside each other.", "Write it flat.")
            return
        self.within.append(name)
        if name == "glossary":
            self._glossary(source, offset)
        else:
            self.read(source, offset)
        self.within.pop()

    def _glossary(self, source: str, offset: int) -> None:
        """A glossary: each term on a line of its own, and below it, indented, what it means."""
        lines = source.splitlines()
        for number, line in enumerate(lines):
            if line and not line[0].isspace():
                place = Place(self.page.path, offset + number + 1)
                if line in self.page.terms:
                    self.refuse(place, f"The term “{line}” is explained twice.", "Keep one of them.")
                self.page.terms[line] = place
                self._say(place, line, "heading")
        self.read("\n".join(line.strip() if line[:1].isspace() else "" for line in lines), offset)


def _is_closed(fence: Token, lines: list[str]) -> bool:
    """Whether a block ends with its own sign, and not with the text around it. (Its map counts from 0, and ends after its last line.)"""
    start, end = fence.map or (0, 0)
    last = lines[end - 1].strip("> \t") if end - 1 > start else ""
    return len(last) >= len(fence.markup) and not last.strip(fence.markup[0])


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
