"""What people take away: the zip that opens anywhere, the workbook as tagged PDF, and the plain-text twin of each page."""

import shutil
import subprocess
import sys

import pytest
from conftest import ROOT
from pypdf import PdfReader

from safeguarding.twin import write_text


@pytest.fixture(scope="module")
def workbook(book, tmp_path_factory):
    out = tmp_path_factory.mktemp("print")
    html = shutil.copytree(book, out / "html")
    # In a process of its own, as the command runs it: the tests’ own browser is at work in this one.
    words = "import sys; from pathlib import Path; from safeguarding.course import load; from safeguarding.workbook import write_workbook"
    call = "write_workbook(load(Path(sys.argv[1])), Path(sys.argv[2]), Path(sys.argv[3]))"
    subprocess.run([sys.executable, "-c", f"{words}; {call}", ROOT, html, out], check=True)
    made = out / "workbook.pdf"
    assert not (html / "book/workbook.html").exists()
    return PdfReader(made)


def test_the_workbook_is_tagged_and_has_an_outline(workbook):
    assert workbook.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in workbook.trailer["/Root"]
    assert len(workbook.outline) > 10


def test_the_workbook_holds_every_chapter_and_case_and_the_reasons_stand_at_the_back(workbook, course):
    texts = ["".join(page.extract_text().split()) for page in workbook.pages]
    whole = "".join(texts)
    back = whole.rindex("Answersandreasons")
    for page in course.pages.values():
        if page.is_chapter or page.named("walk"):
            assert "".join(page.title.split()) in whole[:back]
    for name in course.pages["signs"].named("quiz"):
        question = course.questions[name]
        assert "".join(question.options[0].say.split()) in whole[:back]
        for option in question.options:
            words = "".join(option.feedback.split())[:40]
            assert words in whole[back:] and words not in whole[:back]


def test_nothing_is_cut_off_at_the_right_of_a_page(workbook):
    """Every word starts within the margins."""
    for page in workbook.pages:
        width = float(page.mediabox.width)
        places = []
        page.extract_text(visitor_text=lambda text, cm, tm, font, size: places.append(tm[4] * cm[0] + cm[4]) if text.strip() else None)
        assert max(places, default=0) < width - 20


@pytest.fixture(scope="module")
def twins(course, tmp_path_factory):
    return write_text(course, tmp_path_factory.mktemp("twins"))


def test_every_page_has_a_plain_text_twin_and_nothing_else_is_there(course, twins):
    for name in course.pages:
        text = (twins / f"book/{name}.txt").read_text("utf-8")
        assert course.pages[name].title.split(",")[0] in text
    assert "A. Tell the lead now" in (twins / "book/signs.txt").read_text("utf-8")
    assert [path.name for path in twins.rglob("*.*") if path.suffix != ".txt"] == []


def test_in_plain_text_a_paragraph_is_one_line_with_its_marks_contacts_and_local_details(course, twins):
    signs, real = ((twins / f"book/{name}.txt").read_text("utf-8").splitlines() for name in ("signs", "real-child"))
    assert any("surroundings. [1] The examples are ours." in line for line in signs)
    assert any("To talk to someone yourself: Samaritans (116 123)." in line for line in signs)
    assert any("Together, with the DSL, they are a reason to act. Ask today who that is here" in line for line in signs)
    assert any(course.contacts["council-finder"].web + "). Then tell the DSL." in line for line in real)


def test_in_plain_text_the_paragraphs_of_a_box_stay_apart(twins):
    lines = (twins / "book/signs.txt").read_text("utf-8").splitlines()
    assert any(line.endswith("You wipe the table.") for line in lines) and "**In fact**" in lines
