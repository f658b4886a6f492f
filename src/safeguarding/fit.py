"""How much room words take on a slide: measured, since neither PowerPoint nor a projector can be asked when a deck is built.

Arial’s widths (Liberation Sans has the same), in thousandths of the size. Lines are broken as an office program breaks them:
greedily, at spaces and behind hyphens.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .slides import Para, Slide

BOX = (859.0, 367.0)
"""Points across and down that a slide of 16:9 has for its words below the title."""
UNDER_CHART = (859.0, 155.0)
"""The same below a chart."""
TITLE = (859.0, 80.0)
"""The same for a title."""
LEAST = 24
"""Points: what can be read from the last row. What does not fit at it goes on another slide, or is refused."""
SIZES = {
    "prompt": (44, 40, 36, 32, 28, 26, LEAST),
    "text": (32, 28, 26, LEAST),
    "answer": (32, 28, 26, LEAST),
    "routes": (28, 26, LEAST, 22, 20, 18, 16, 14),
    "chart": (LEAST, 22, 20),
}
"""The sizes of words in points, from the one that is wished for, by the kind of slide. Smaller than that are the caution below a
chart, which is read out, and a route that an organisation typed: it is never refused."""
USUAL = (28, 26, LEAST)
"""The same for every other kind."""
HEADING = (30, 28, 26, 24)
"""The same for a title."""
INDENT = 42.0
"""Points by which an option or a point of a list stands in."""
LINE, BETWEEN = 1.2, 0.33
"""The height of a line, and of the space between two paragraphs, as parts of the size."""
SAFE = 0.98
"""The share of the width that is used: at 99.5 % no office program needed a line more."""
ROOM = {"sizes": (*SIZES["routes"], 12, 10, 8), "small": 18, "box": BOX, "indent": INDENT, "line": LINE, "between": BETWEEN, "safe": SAFE}
"""What “Make it yours” knows of a slide that it fills with somebody’s routes. It makes no more slides, so the letters may be `small`,
and then it says so."""

_REGULAR = {
    191: "'", 222: "ijl’‘", 260: "|", 278: " !,./:;I[\\]ft·", 333: "()-`r“”", 334: "{}", 355: '"', 389: "*", 469: "^",
    500: "Jcksvxyz", 556: "#$0123456789?L_abdeghnopqu–£", 584: "+<=>~", 611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw",
    778: "GOQ", 833: "Mm", 834: "½", 889: "%", 944: "W", 1000: "…", 1015: "@",
}  # fmt: skip
_BOLD = {
    238: "'", 278: " ,./I\\ijl’‘·", 280: "|", 333: "!()-:;[]`ft", 389: "*r{}", 474: '"', 500: "z“”",
    556: "#$0123456789J_aceksvxy–£", 584: "+<=>^~", 611: "?FLTZbdghnopqu", 667: "EPSVXY", 722: "&ABCDHKNRU", 778: "GOQw",
    833: "M", 834: "½", 889: "%m", 944: "W", 975: "@", 1000: "…",
}  # fmt: skip
WIDTHS = [{letter: width for width, letters in table.items() for letter in letters} for table in (_REGULAR, _BOLD)]
"""Regular and bold. A letter with a mark is as wide as the plain one; what is unknown counts as wide as the size."""


def width(word: str, bold: bool = False) -> float:
    """The width of some letters, as a part of the size."""
    return sum(WIDTHS[bold].get(sign) or WIDTHS[bold].get(unicodedata.normalize("NFD", sign)[0], 1000) for sign in word) / 1000


def _lines(runs: Sequence[tuple[str, bool]], size: float, across: float) -> int:
    """How many lines some runs, each with whether it is bold, take in `across` points."""
    room, count, at = across * SAFE / size, 1, 0.0
    for text, bold in runs:
        for piece in re.findall(r"[^\s-]*-|[^\s-]+|\s+", text):
            wide = width(piece, bold)
            if at and at + wide > room and not piece.isspace():
                count, at = count + 1, 0.0
            at += wide
    return count


def height(body: Sequence[Para], size: float, across: float = BOX[0]) -> float:
    """Points down that paragraphs take."""
    down = 0.0
    for para in body:
        runs = [(run.text, run.bold or para.role == "right") for run in para.runs]
        down += _lines(runs, size, across - (INDENT if para.listed else 0)) * LINE * size
    return down + BETWEEN * size * max(0, len(body) - 1)


def size(body: Sequence[Para], sizes: Sequence[int], box: tuple[float, float] = BOX) -> int | None:
    """The largest of the sizes, given from large to small, at which the paragraphs fit into the box; None where none does."""
    return next((points for points in sizes if height(body, points, box[0]) <= box[1]), None)


def sizes(slide: Slide) -> tuple[int | None, int | None]:
    """The sizes of title and words of a slide in points; None for what does not fit."""
    (wide, high), room = TITLE, UNDER_CHART if slide.chart else BOX
    heading = next((points for points in HEADING if _lines([(slide.title, True)], points, wide) * LINE * points <= high), None)
    return heading, size(slide.words, SIZES.get(slide.kind, USUAL), room)


def pages(body: Sequence[Para]) -> list[list[Para]]:
    """The paragraphs on as few slides as hold them at the least size, each paragraph whole."""
    found: list[list[Para]] = [[]]
    for para in body:
        if para.text and found[-1] and height([*found[-1], para], LEAST) > BOX[1]:
            found.append([])
        found[-1].append(para)
    return found
