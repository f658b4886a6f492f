"""What is printed: on the wall, in the pocket and in the trainer's room, each set as a PDF, printed by the browser from the pages of the
built book."""

from __future__ import annotations

from pathlib import Path

from . import chromium
from .course import Course

WALL = {
    "poster-a4": ("wall/poster", "A4"),
    "poster-a3": ("wall/poster", "A3"),
    "cards": ("wall/cards", "A4"),
    "concern-form": ("wall/concern-form", "A4"),
}
"""Each PDF, with its page in `book/` and its paper."""
ROOM = {
    "handouts": "trainer/handouts",
    "papers": "trainer/papers",
    "scenario-cards": "trainer/cards",
    "forms": "trainer/forms",
    "keys": "trainer/keys",
    "impact": "trainer/impact",
}
"""The sets of the trainer's room, on A4; the run sheets come beside them. Each is made in large print too."""


def write_sheets(course: Course, html: Path, out: Path) -> list[Path]:
    """Print the built book in `html` into `out`, as tagged PDF. With its script on, so that a filled copy prints its own routes."""
    out.mkdir(exist_ok=True)
    made = []
    with chromium.started() as browser:
        page = browser.new_page()

        def write(name: str, source: str, paper: str = "A4", large: bool = False) -> None:
            page.goto((html / f"book/{source}.html").resolve(strict=True).as_uri())
            if large:
                page.locator("#large-print").check()
            made.append(out / f"{name}.pdf")
            page.pdf(path=made[-1], format=paper, tagged=True)

        for name, (source, paper) in WALL.items():
            write(name, source, paper)
        room = {f"run-sheet-{name}": f"trainer/{name}" for name in course.runsheets} | ROOM
        for name, source in room.items():
            write(name, source)
            write(f"{name}-large", source, large=True)
    return made
