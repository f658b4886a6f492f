"""Every form of the course holds the same: pages, objectives, items, options and feedback are counted in each, and none lacks one."""

import json
import re
from functools import cache
from html import unescape
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from pptx import Presentation

from safeguarding import moodle, scorm
from safeguarding.epub import write_epub
from safeguarding.workbook import cases_of, whole

pytestmark = pytest.mark.release
FORMS = ("book", "package", "workbook", "epub", "moodle")


def words(markup: str) -> str:
    """What a reader sees, without spaces: each form breaks lines where it likes."""
    return "".join(unescape(re.sub(r"<[^>]*>", "", re.sub(r"<(script|style).*?</\1>", "", markup, flags=re.S))).split())


def of_items(items) -> dict[str, set[str]]:
    """What is counted of some items, by its kind."""
    return {
        "items": {f"{item.scene or ''}{item.ask}" for item in items},
        "options": {option.say for item in items for option in item.options},
        "feedback": {option.feedback for item in items for option in item.options},
    }


def counted(wanted: dict[str, set[str]], said: str) -> dict[str, int]:
    """How much of each kind stands in what a form says."""
    return {kind: sum("".join(text.split()) in said for text in texts) for kind, texts in wanted.items()}


def count(wanted: dict[str, set[str]]) -> dict[str, int]:
    return {kind: len(texts) for kind, texts in wanted.items()}


def of_book(files: dict[str, bytes]) -> str:
    """The pages, and the bank, which a script asks for item by item."""
    pages = [words(data.decode()) for name, data in files.items() if name.endswith(".html")]
    bank = [json.loads(data.decode().partition(" = ")[2].rstrip(";\n")) for name, data in files.items() if "_static/questions/" in name]
    return "\n".join([*pages, *(words(one["html"]) for one in bank if "html" in one)])


@pytest.fixture(scope="module")
def said(course, book, tmp_path_factory):
    """What each form says: `said("epub")`."""
    files = scorm.gathered(book)

    def epub() -> str:
        with ZipFile(write_epub(course, book, tmp_path_factory.mktemp("epub"))) as packed:
            return "\n".join(words(packed.read(name).decode()) for name in packed.namelist() if name.endswith(".xhtml"))

    makers = {
        "book": lambda: of_book({path.relative_to(book).as_posix(): path.read_bytes() for path in book.rglob("*.*") if path.is_file()}),
        "package": lambda: of_book(scorm.reworded(course, files)),
        "workbook": lambda: words(whole(course, book / "book", {})),
        "epub": epub,
        "moodle": lambda: "\n".join(
            words(text) for formal in (False, True) for text in ElementTree.fromstring(moodle.xml(course, formal)).itertext()
        ),
    }
    return cache(lambda form: makers[form]())


@pytest.mark.parametrize("form", FORMS)
def test_every_form_holds_every_page_objective_item_option_and_feedback(course, said, form):
    formal = form in ("book", "package", "moodle")  # paper and e-readers carry no item of the assessment: it is taken on screen
    pages = [*course.chapters, *cases_of(course)]
    asked = [course.questions[name] for page in pages for name in page.named("quiz")]  # some wait on the practise page alone
    wanted = of_items(course.items if formal else asked)
    if form != "moodle":
        wanted |= {
            "pages": {page.title for page in pages},
            "objectives": {course.objectives[name].plain for page in pages for name in page.objectives},
        }
    assert counted(wanted, said(form)) == count(wanted)


def test_no_item_of_the_assessment_stands_on_paper_or_on_an_e_reader(course, said):
    for form in ("workbook", "epub"):
        assert counted({"feedback": of_items(course.assessment.values())["feedback"]}, said(form)) == {"feedback": 0}, form


def of_deck(data: bytes) -> str:
    """The words of all slides and notes of a deck."""
    found = []
    for slide in Presentation(BytesIO(data)).slides:
        frames = [shape.text_frame for shape in slide.shapes if shape.has_text_frame]
        found += [frame.text for frame in (*frames, *([slide.notes_slide.notes_text_frame] if slide.has_notes_slide else []))]
    return "".join("\n".join(found).split())


def test_every_session_holds_its_items_options_feedback_and_objectives_on_slides_screen_and_run_sheet(course, book):
    for sheet in course.runsheets.values():
        items = [course.questions[one.question] for one in sheet.exercises if one.question]
        wanted = of_items(items)
        aims = {"objectives": {course.objectives[item.objective].plain for item in items}}
        # A slide has the scene and what is asked apart.
        apart = {**wanted, "items": {text for item in items for text in (item.scene, item.ask) if text}}
        trainer = book / "book/trainer"
        assert counted(apart | aims, of_deck((trainer / f"{sheet.id}.pptx").read_bytes())) == count(apart | aims), sheet.id
        assert counted(apart | aims, words((trainer / f"screen-{sheet.id}.html").read_text("utf-8"))) == count(apart | aims), sheet.id
        assert counted(wanted, words((trainer / f"{sheet.id}.html").read_text("utf-8"))) == count(wanted), sheet.id
