"""The face on paper: cover, contents, every chapter and case with lines to write on, and at the back the answers, as one tagged PDF.

The workbook is printed by the browser from the pages of the built book, so that it cannot differ from them. Paper has no
links: where a link leads to a place in the workbook, its page is printed behind it. The page numbers are those of the
finished PDF, so it is printed until they stay the same, which is twice or three times.
"""

from __future__ import annotations

import re
from pathlib import Path
from posixpath import dirname, join, normpath

from bs4 import BeautifulSoup, Tag

from . import EDITION, chromium, render
from .course import Course
from .page import Page

REAL_CHILD, GLOSSARY = "real-child", "reference/glossary"
"""The first and the last page taken over: what to do now, and the words of the field."""
SOURCES = "reference/sources"
"""The page of all sources, which neither the workbook nor the EPUB takes over: each page names its own."""
QUIET = ("source-", "w-", "term-")
"""Places whose page number would be noise: sources at the foot, steps of a walk, words of the glossary."""
ABLE = "You will be able to"
"""What a page says over its objectives, which are folded away on screen."""
TRIES = 5


def write_workbook(course: Course, html: Path, out: Path) -> Path:
    """Print the built book in `html` into `out/workbook.pdf`. Raises FileNotFoundError where the book is not built."""
    out.mkdir(exist_ok=True)
    made = out / "workbook.pdf"
    printed: dict[str, int] | None = None
    places: dict[str, int] = {}
    with chromium.started() as browser:
        page = browser.new_page(java_script_enabled=False)
        for _ in range(TRIES):
            page.set_content(whole(course, html / "book", places))
            page.pdf(path=made, prefer_css_page_size=True, tagged=True, outline=True)
            printed, places = places, _places(made)
            if printed == places:
                break
    if printed != places:
        raise RuntimeError("The page numbers of the workbook do not settle.")
    return made


def _places(pdf: Path) -> dict[str, int]:
    """The page of every place in a PDF that a link of it leads to."""
    from pypdf import PdfReader

    reader = PdfReader(pdf)
    numbers = {name: reader.get_destination_page_number(place) for name, place in reader.named_destinations.items()}
    return {name.removeprefix("/"): number + 1 for name, number in numbers.items() if number is not None}


def whole(course: Course, book: Path, places: dict[str, int]) -> str:
    """The workbook as one HTML page. `places` are the page numbers as far as they are known."""
    chapters = course.chapters
    cases = cases_of(course)
    kept = [course.pages[REAL_CHILD], *chapters, *cases, course.pages[GLOSSARY]]
    return render.fill(
        "workbook.html.j2",
        edition=EDITION,
        guidance=course.about.guidance,
        local=course.local,
        checked=render.local(course, "checked", "txt"),
        real_child=course.pages[REAL_CHILD],
        glossary=course.pages[GLOSSARY],
        chapters=chapters,
        cases=cases,
        answers=_answers(course, chapters),
        writing=course.writing.values(),
        critical=course.critical,
        place=lambda name: places.get(name, 0),
        key=_key,
        article=lambda page: _article(book, page, {one.name for one in kept}, places),
    )


def cases_of(course: Course) -> list[Page]:
    """The pages that are a case and no chapter, in the order of the contents."""
    return [page for page in course.pages.values() if page.named("walk") and not page.is_chapter]


def _key(name: str) -> str:
    """The id of a page of the book in the workbook."""
    return name.replace("/", "-")


def _answers(course: Course, chapters: list[Page]) -> list[tuple]:
    """For each chapter its questions as numbered there. A question that was met before comes with where its reasons stand."""
    met: dict[str, tuple[Page, int]] = {}
    return [
        (page, [(course.questions[name], met.setdefault(name, (page, number))) for number, name in enumerate(page.named("quiz"), 1)])
        for page in chapters
    ]


def _article(book: Path, page: Page, kept: set[str], places: dict[str, int]) -> str:
    """The article of a built page for paper: ids of its own, links that say where, lines to write on, no reasons and no models.
    Raises LookupError where the built page has no article."""
    article = built(book, page)
    for tag in article.find_all(True):
        for name in NAMING.intersection(tag.attrs):
            tag[name] = " ".join(f"{_key(page.name)}-{one}" for one in tag.get_attribute_list(name) if one)
    if title := article.h1:
        title["id"] = _key(page.name)
    for link in article.find_all("a", href=True):
        _on_paper(link, page, kept, places)
    for details in article.find_all("details", recursive=True):
        if details.decomposed:
            continue
        said = details.summary.get_text(strip=True) if details.summary else ""
        if said.startswith("Compare"):
            details.replace_with(_see("Compare: a weak and a good record, with the difference", "records", places))
        elif details.summary and said == ABLE:
            if page.named("quiz"):
                details.insert_before(_see("Answers and reasons", f"answers-{page.name}", places))
            details.summary.name = "p"
            details.unwrap()
        else:
            details.decompose()
    for item in article.find_all("li"):
        if item.get_text(strip=True).startswith("Or write your own"):
            item["class"] = "own"
    return joined(article.decode_contents(formatter="html5"))


def built(book: Path, page: Page) -> Tag:
    """The article of a built page, in the whole page, without what is of a phone alone. Raises LookupError where there is none."""
    article = BeautifulSoup((book / f"{page.name}.html").read_text("utf-8"), "html.parser").find("article")
    if article is None:
        raise LookupError(f"The built page {page.name}.html has no article. Build the book again.")
    for head in article.select("td .head"):
        head.decompose()
    return article


def target(page: Page, address: str) -> tuple[str, str]:
    """The name of the page that a link of a built page leads to, and the label there, or ""."""
    file, _, label = address.partition("#")
    return normpath(join(dirname(page.name), file.removesuffix(".html"))).removeprefix("../book/") if file else page.name, label


def without_number(words: str) -> str:
    """The words of a link to a source as text: its publisher, or "" where it is a number beside one."""
    return "" if re.match(r"More on source|\d+$", words) else words.removesuffix(", 1")


def joined(text: str) -> str:
    """The text without the commas that are left where one publisher has several claims."""
    return re.sub(r"(, )+(?=[;.])", "", text)


NAMING = {"id", "for", "name", "aria-describedby"}
"""Attributes that name a place of the page, which must be one of the whole workbook."""


def _see(words: str, place: str, places: dict[str, int]) -> Tag:
    found = BeautifulSoup(f'<p class="see">{words}: <a href="#{place}">page {places.get(place, 0)}</a>.</p>', "html.parser").p
    assert found
    return found


def _on_paper(link: Tag, page: Page, kept: set[str], places: dict[str, int]) -> None:
    """Put in the place of a link what stands for it on paper: its words, and where they lead."""
    address, words = str(link["href"]), link.get_text()
    if re.match(r"https?:|tel:|sms:|mailto:", address):
        return
    name, label = target(page, address)
    if name == SOURCES:
        link.replace_with(without_number(words))
        return
    place = f"{_key(name)}-{label}" if label else _key(name)
    if name not in kept:
        link.insert_after(" (in the course on screen)")
        link.unwrap()
        return
    if not label.startswith(QUIET):
        link.insert_after(f" (page {places.get(place, 0)})")
    link.attrs = {"href": f"#{place}"}
