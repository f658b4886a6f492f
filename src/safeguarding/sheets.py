"""The face on the wall and in the pocket: poster, cards and form, printed by the browser from the pages of the built book."""

from __future__ import annotations

from pathlib import Path

from . import chromium

PRINTED = {"poster-a4": ("poster", "A4"), "poster-a3": ("poster", "A3"), "cards": ("cards", "A4"), "concern-form": ("concern-form", "A4")}
"""Each PDF, with its page in `book/wall/` and its paper."""


def write_sheets(html: Path, out: Path) -> list[Path]:
    """Print the built book in `html` into `out`, as tagged PDF. With its script on, so that a filled copy prints its own routes."""
    out.mkdir(exist_ok=True)
    made = []
    with chromium.started() as browser:
        page = browser.new_page()
        for name, (source, paper) in PRINTED.items():
            page.goto((html / f"book/wall/{source}.html").resolve(strict=True).as_uri())
            made.append(out / f"{name}.pdf")
            page.pdf(path=made[-1], format=paper, tagged=True)
    return made
