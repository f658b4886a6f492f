"""The face in plain text: the twin of every page, by Sphinx’s text builder."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from docutils import nodes
from sphinx.writers.text import TextTranslator

from .course import Course


class Twin(TextTranslator):
    """Sphinx’s writer, with three things mended: what a role puts into a sentence stays in it, the paragraphs of a box stay
    apart, and a paragraph is one line, so that no address is broken."""

    def visit_raw(self, node: nodes.Element) -> None:
        if "text" in node["format"].split() and isinstance(node.parent, nodes.TextElement):
            self.add_text(node.astext())
            raise nodes.SkipNode
        super().visit_raw(node)

    def visit_paragraph(self, node: nodes.Element) -> None:
        self.new_state(0)

    def depart_paragraph(self, node: nodes.Element) -> None:
        self.end_state()

    def end_state(self, wrap: bool = True, end: Sequence[str] | None = ("",), first: str | None = None) -> None:
        super().end_state(wrap=False, end=end, first=first)


def write_text(course: Course, out: Path) -> Path:
    """The plain-text twin of every page, in `out/text`. Raises RuntimeError with the builder’s words where it fails."""
    twin = out / "twin"
    command = [str(Path(sys.executable).parent / "jupyter-book"), "build", str(course.root), "--path-output", str(twin)]
    done = subprocess.run(
        [*command, "-W", "--keep-going", "--all", "--builder", "custom", "--custom-builder", "text"], capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    made = out / "text"
    shutil.rmtree(made, ignore_errors=True)
    found = next(twin.rglob("book/essentials.txt")).parent.parent
    shutil.move(found, made)
    shutil.rmtree(twin)
    return made
