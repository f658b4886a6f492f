"""The face on an e-reader: every chapter and case, with the answers behind links at the back, as one EPUB 3.

Like the workbook it is made from the pages of the built book, so that it cannot differ from them. What a reader can press or type
into is taken out; what a link leads to is here, or is named as being in the course on screen.
"""

from __future__ import annotations

from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from bs4 import BeautifulSoup, Tag

from . import EDITION, render
from .archive import write_zip
from .course import Course
from .page import Page
from .workbook import GLOSSARY, REAL_CHILD, SOURCES, built, cases_of, joined, target, without_number

ROUTES = "reference/routes"
ELSEWHERE = ("http:", "https:", "tel:", "mailto:")
GONE = "button, input, script, textarea, .screen, .leaving, .w-on, .write-in, .verbs, [data-live]"
"""What is there to be pressed, to be typed into, or to be written on."""
KEPT = {"alt", "aria-label", "class", "colspan", "href", "id", "lang", "role", "rowspan", "scope"}
DRAWN = {"height", "viewbox", "width", "x", "y"}
"""Attributes that stay: of everything, and of a drawing."""
NO_ROUTES = (
    "This book names no local route. Ask your safeguarding lead for yours: who to tell, who stands in, which council, by day and at "
    "night. Write them where you can find them. What is here holds anywhere in England."
)
CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
STYLE = """body { line-height: 1.5; overflow-wrap: break-word }
h1, h2, h3 { line-height: 1.25; break-after: avoid }
.admonition, blockquote { border-left: 0.2em solid; margin: 1em 0; padding-left: 0.8em }
.admonition-title, .q-ask, .w-ask, .w-title, .w-heading, .q-number, dt { font-weight: bold; break-after: avoid }
.q-number, .walk, .writing { border-top: 1px solid; margin: 1.2em 0; padding-top: 0.6em }
.option { margin-left: 1.4em; text-indent: -1.4em }
.w-steps > li { margin-bottom: 1em }
.w-choices { list-style-type: upper-alpha }
.w-choices li, .w-then li { margin-bottom: 0.6em }
.w-then { list-style: none; padding: 0 }
.line:not(:only-child) { display: block }
table { border-collapse: collapse }
td, th { border: 1px solid; padding: 0.2em 0.4em; text-align: left; vertical-align: top }
svg { max-width: 100% }
svg rect, svg text { fill: currentColor }
.see { font-style: italic }
nav ol { list-style: none }
"""


def write_epub(course: Course, html: Path, out: Path) -> Path:
    """Write the built book in `html` as an EPUB into `out`, the same bytes for the same book. Raises FileNotFoundError where the book
    is not built."""
    files = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER}
    files |= {f"EPUB/{name}": text for name, text in _files(course, html / "book").items()}
    return write_zip(out / f"recognise-and-refer-{EDITION}.epub", {name: text.encode() for name, text in files.items()})


def _files(course: Course, book: Path) -> dict[str, str]:
    """Every file of the EPUB but those that say that it is one."""
    chapters, cases = course.chapters, cases_of(course)
    back = [course.pages[name] for name in (ROUTES, GLOSSARY)]
    pages = [course.pages[REAL_CHILD], *chapters, *cases, *back]
    kept = {page.name for page in pages}
    asking = [page for page in pages if page.named("quiz")]
    things = {
        "edition": EDITION,
        "course": course,
        "real_child": pages[0],
        "chapters": chapters,
        "cases": cases,
        "asking": asking,
        "back": back,
        "file": file,
        "no_routes": NO_ROUTES,
    }
    bodies = {
        "title": ("Recognise and Refer", render.fill("epub-title.html.j2", checked=render.local(course, "checked", "txt"), **things)),
        **{file(page.name): (page.title, _article(course, book, page, kept)) for page in (pages[0], *chapters, *cases)},
        **{
            answers(page.name): (
                f"Answers: {page.title}",
                render.fill("epub-answers.html.j2", page=page, items=[course.questions[name] for name in page.named("quiz")], **things),
            )
            for page in asking
        },
        "records": ("A weak and a good record", render.fill("epub-records.html.j2", **things)),
        **{file(page.name): (page.title, _article(course, book, page, kept)) for page in back},
    }
    found = {f"{name}.xhtml": render.fill("epub.html.j2", title=title, body=body) for name, (title, body) in bodies.items()}
    identifier = f"urn:uuid:{uuid5(NAMESPACE_URL, f'recognise-and-refer/{EDITION}')}"
    checked = max(entry.checked for entry in (*course.claims.values(), *course.contacts.values()))
    drawn = [name for name, text in found.items() if "<svg" in text]
    return {
        **found,
        "contents.xhtml": render.fill("epub-contents.html.j2", **things),
        "book.css": STYLE,
        "package.opf": render.fill(
            "epub-package.html.j2", identifier=identifier, checked=checked, names=list(found), drawn=drawn, **things
        ),
    }


def file(name: str) -> str:
    """What the file of a page is called, without its ending."""
    return name.replace("/", "-")


def answers(name: str) -> str:
    """What the file with the answers to the questions of a page is called, without its ending."""
    return f"answers-{file(name)}"


def _article(course: Course, book: Path, page: Page, kept: set[str]) -> str:
    """The article of a built page as XHTML, with the sources of the page below it. Raises LookupError where there is none."""
    article = built(book, page)
    if sources := article.find_next("details", class_="at-end"):
        article.append(sources)
    for tag in article.select(GONE):
        tag.decompose()
    if not course.local.is_set_up:
        for line in article.select('[data-local="anywhere"] > .line:first-child'):
            line.string = NO_ROUTES
    for question in article.select(".q"):
        _see(question.details, "Answer and reasons", f"{answers(page.name)}.xhtml#{question['id']}")
    for task in article.select(".writing"):
        _see(task.details, "Compare: a weak and a good record", f"records.xhtml#{task['id']}")
    for tag in article.select("form, fieldset"):
        tag.unwrap()
    for name, new, css in RENAMED:
        for tag in article.select(name):
            tag.name = new
            tag["class"] = " ".join(filter(None, [*tag.get_attribute_list("class"), css]))
    for link in article.find_all("a", href=True):
        _link(link, page, kept)
    places = set()
    for tag in article.find_all(True):
        allowed = KEPT | DRAWN if tag.find_parent("svg") or tag.name == "svg" else KEPT
        tag.attrs = {name: value for name, value in tag.attrs.items() if name in allowed and value not in ("", [])}
        if tag.get("id") in places:
            del tag["id"]
        places.add(tag.get("id"))
        if tag.name == "svg":
            tag.attrs = {"xmlns": "http://www.w3.org/2000/svg", "viewBox": tag.attrs.pop("viewbox"), **tag.attrs}
    for tag in article.select("p"):
        if not tag.get_text(strip=True):
            tag.decompose()
    return joined(article.decode_contents(formatter="minimal"))


RENAMED = [
    ("details.at-end > summary", "h2", ""),
    ("summary", "p", "admonition-title"),
    ("details", "div", ""),
    ("legend", "p", "q-ask"),
    (".q label", "p", "option"),
    ("label[for]", "p", "q-ask"),
    ("label", "p", "option"),
]
"""What of a form stands as something else in a book, by its selector: its new name, and its class there."""


def _see(tag: Tag | None, words: str, address: str) -> None:
    """Put a link in the place of what stands at the back."""
    if tag is None:
        raise LookupError(f"What belongs behind “{words}” is not in the built page. Build the book again.")
    tag.replace_with(BeautifulSoup(f'<p class="see"><a href="{address}">{words}</a></p>', "html.parser"))


def _link(link: Tag, page: Page, kept: set[str]) -> None:
    """Let a link lead to where its page is in the book, or say that it is not there."""
    address = str(link["href"])
    if address.startswith((*ELSEWHERE, "answers-", "records.")):
        return
    if address.startswith("sms:"):
        link.unwrap()  # no reader can send one, and its words hold the number
        return
    name, label = target(page, address)
    if name == SOURCES:
        link.replace_with(without_number(link.get_text()))
    elif name == page.name and label:
        link["href"] = f"#{label}"
    elif name in kept:
        link["href"] = f"{file(name)}.xhtml" + (f"#{label}" if label else "")
    else:
        link.insert_after(" (in the course on screen)")
        link.unwrap()
