"""The face on paper: all chapters with lines to write on, the reasons at the back, as one tagged PDF; and plain text.

The workbook is printed by the browser from the pages of the built book, so that it cannot differ from them.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from . import chromium
from .course import Course

STYLE = """
body { font-family: sans-serif; font-size: 11pt; line-height: 1.4; margin: 0 }
article { break-before: page } article:first-of-type { break-before: auto }
h1 { font-size: 20pt } h2 { font-size: 14pt; break-after: avoid } h3 { font-size: 12pt }
.q, .admonition, figure, .w-then li { break-inside: avoid }
.q details, .q input, .about .verbs, .record details, .record button, .help-now { display: none }
.q fieldset { border: 0; padding: 0; counter-reset: option } .q label { display: block; margin: 0.2em 0; counter-increment: option }
.q label::before { content: counter(option, upper-alpha) ". "; font-weight: bold }
.admonition { border-left: 3pt solid #555; margin: 0.6em 0; padding: 0 0.8em } .admonition-title { font-weight: bold }
.q, .walk, .record { border: 0.5pt solid #555; margin: 0.8em 0; padding: 0.4em 0.8em }
.w-choices { list-style: upper-alpha } .w-on { display: none } .w-then { list-style: none; padding: 0 }
textarea { border: 0; border-bottom: 0.5pt solid #000; display: block; height: 4.5em; resize: none; width: 100%; background: repeating-linear-gradient(transparent, transparent 1.4em, #999 1.4em, #999 1.45em) }
.lines { border-bottom: 0.5pt solid #000; height: 1.6em }
a { color: inherit } table { border-collapse: collapse; width: 100% } td, th { border: 0.5pt solid #555; padding: 0.2em 0.4em; text-align: left; vertical-align: top }
svg { max-width: 14cm } svg rect { fill: #333 } sup { font-size: 70% }
"""


def write_workbook(course: Course, html: Path, out: Path) -> Path:
    """Print the built book in `html` into `out/workbook.pdf`. Raises FileNotFoundError where the book is not built."""
    from playwright.sync_api import sync_playwright

    folder = html / "book"
    pages = [page for page in course.pages.values() if page.is_chapter or page.named("walk")]
    parts = [_article(folder / f"{page.name}.html", page.name) for page in pages]
    reasons = "".join(_reasons(course, page.title, page.named("quiz")) for page in pages if page.named("quiz"))
    whole = (
        f"<!doctype html><html lang='en-GB'><head><meta charset='utf-8'><title>Recognise and Refer: the workbook</title><style>{STYLE}</style></head>"
        f"<body><main>{''.join(parts)}<article><h1>Answers and reasons</h1>{reasons}</article></main></body></html>"
    )
    source = folder / "workbook.html"
    source.write_text(whole, "utf-8")
    out.mkdir(exist_ok=True)
    made = out / "workbook.pdf"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
            page = browser.new_page(java_script_enabled=False)
            page.goto(source.as_uri())
            margin = {side: "1.8cm" for side in ("top", "bottom", "left", "right")}
            page.pdf(path=made, format="A4", margin=margin, tagged=True, outline=True)
            browser.close()
    finally:
        source.unlink()
    return made


def _article(path: Path, name: str) -> str:
    """The article of a built page, its ids made its own, with lines for an own plan."""
    text = re.search(r"<article[^>]*>(.*?)</article>", path.read_text("utf-8"), re.S)[1]
    text = re.sub(r'\b(id|for|name|aria-describedby)="([^"]+)"', rf'\1="{name}-\2"', text)
    text = re.sub(r'href="#([^"]+)"', rf'href="#{name}-\1"', text)
    text = re.sub(r'href="(?!#|https?:|tel:|mailto:)[^"]*"', "", text)
    own = "<div class='lines'></div>" * 3
    return f"<article>{text.replace('Or write your own', own + 'Or write your own', 1)}</article>"


def _reasons(course: Course, title: str, names: list[str]) -> str:
    """The key and the reasons of a chapter’s questions, numbered as on its page."""
    rows = []
    for name in names:
        item = course.questions[name]
        each = "".join(f"<li><b>{letter}.</b> {escape(option.feedback)}</li>" for letter, option in item.lettered)
        rows.append(f"<li><b>{item.keys}</b> <ul>{each}</ul></li>")
    return f"<h2>{escape(title)}</h2><ol>{''.join(rows)}</ol>"
