"""A wording: a sentence that is untrue in an LMS, and what stands in its place in a package for one.

>>> # book/facts/lms.yaml
>>> # - id: cover-nobody-sees
>>> #   where: index
>>> #   said: No account is needed, and nobody sees what you answer.
>>> #   instead: Nobody is shown what you answer.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from .entries import Named, Text

PARTS = Path(__file__).parent / "browser"
EVERYWHERE = "*"
MENDED = "Write the sentence as it stands there now, and read whether its other form is still true."


class Wording(Named):
    """`where` is the name of a page, a part of the browser’s script (`pages/record.js`), or “*” for every page. `said` is text without
    marks, as the source has it and within one line of it; `instead` is empty where nothing takes its place."""

    where: Text
    said: Text
    instead: Text | Literal[""] = ""

    @property
    def is_script(self) -> bool:
        """Whether it stands in the browser’s script, and not in a page."""
        return self.where.endswith(".js")

    def source(self, root: Path) -> Path:
        """The file where it is written."""
        return PARTS / self.where if self.is_script else root / "book" / f"{self.where}.md"
