"""The questions as Moodle XML: one file for practice, and one for the final assessment, which is not for practice.

Moodle’s form: https://docs.moodle.org/en/Moodle_XML_format. Import each file once; imported again, every question is there twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from xml.etree import ElementTree as ET

from . import EDITION
from .claim import Claim, Status
from .course import Course
from .question import Question

RIGHT = {1: "100", 2: "50", 3: "33.33333", 4: "25"}
"""What one right answer of so many counts, in per cent; Moodle takes these figures and no others."""
ONCE = (
    "Import this file once: imported again, each question is there twice, and the copies have no ID number. For a new edition, "
    "import into a new course or a new category, and take the old one out of your quizzes."
)
FORMAL = "For the final assessment alone. A question that was practised tests nothing any more."


def _html(*paragraphs: str) -> str:
    return "".join(f"<p>{escape(words, quote=False)}</p>" for words in paragraphs if words)


def _text(parent: ET.Element, tag: str, words: str, html: bool = True, **more: str) -> ET.Element:
    box = ET.SubElement(parent, tag, {"format": "html"} | more if html else more)
    ET.SubElement(box, "text").text = words
    return box


def unchecked(claim: Claim) -> str:
    """What stands behind a source that nobody has read at its own place yet, or ""."""
    return " (still to be checked)" if claim.status is Status.lead else ""


def _category(quiz: ET.Element, names: Iterable[str], note: str) -> None:
    """Where the questions that follow go. A name may hold a “/”, which Moodle wants twice."""
    question = ET.SubElement(quiz, "question", type="category")
    _text(question, "category", "/".join(("$course$", "top", *(name.replace("/", "//") for name in names))), html=False)
    _text(question, "info", _html(note))


def _question(quiz: ET.Element, course: Course, item: Question) -> None:
    found = ET.SubElement(quiz, "question", type="multichoice")
    _text(found, "name", item.id, html=False)
    _text(found, "questiontext", _html(item.scene or "", item.ask))
    page = course.pages[item.chapter]
    act = f"Critical action: {course.critical[item.critical].act}" if item.critical else ""
    claims = [course.claims[name] for name in item.claims]
    sources = "; ".join(dict.fromkeys(f"{claim.publisher}: {claim.title}{unchecked(claim)}" for claim in claims))
    _text(found, "generalfeedback", _html(act, f"Taught in “{page.title}”, {page.labels[item.section].text}.", f"Source: {sources}."))
    keys = sum(option.key for option in item.options)
    for tag, words in (
        ("defaultgrade", "1"),
        ("penalty", "0.3333333"),
        ("hidden", "0"),
        ("idnumber", item.id),
        ("single", "true" if keys == 1 else "false"),
        ("shuffleanswers", "true"),
        ("answernumbering", "ABCD"),
        ("showstandardinstruction", "0"),
    ):
        ET.SubElement(found, tag).text = words
    for option in item.options:
        fraction = RIGHT[keys] if option.key else "0" if keys == 1 else f"-{RIGHT[keys]}"
        answer = _text(found, "answer", _html(option.say), fraction=fraction)
        _text(answer, "feedback", _html(option.feedback))
    tags = ET.SubElement(found, "tags")
    for words in filter(None, (item.objective, item.critical)):
        _text(tags, "tag", words, html=False)


def xml(course: Course, formal: bool = False) -> bytes:
    """The bank of questions, by chapter; or the items of the final assessment (`formal`), in a category of their own."""
    quiz = ET.Element("quiz")
    top = f"Recognise and Refer {EDITION}"
    items = course.assessment if formal else course.questions
    for page in course.chapters:
        asked = [item for item in items.values() if item.chapter == page.name]
        if asked:
            names = (top, "Final assessment: not for practice", page.title) if formal else (top, page.title)
            _category(quiz, names, f"{FORMAL} {ONCE}" if formal else ONCE)
            for item in asked:
                _question(quiz, course, item)
    ET.indent(quiz)
    return ET.tostring(quiz, encoding="utf-8", xml_declaration=True)


def write_moodle(course: Course, folder: Path) -> list[Path]:
    """Write both files into `folder`, with the edition in their names: their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, formal in (("moodle", False), ("moodle-assessment", True)):
        path = folder / f"recognise-and-refer-{EDITION}-{name}.xml"
        path.write_bytes(xml(course, formal))
        made.append(path)
    return made
