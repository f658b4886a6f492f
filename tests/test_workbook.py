"""The workbook: the course as one tagged PDF, with the reasons at the back."""

import dataclasses
import json
import re
import subprocess
import sys

import pytest
from conftest import ROOT
from paper import read, tight
from pypdf import PdfReader

from safeguarding import EDITION, render
from safeguarding.local import read_local
from safeguarding.routes import written
from safeguarding.workbook import built, whole


@pytest.fixture(scope="module")
def printed(shipped, book, once):
    """The folder with `workbook.pdf`, and with what `read` finds on each of its sheets: it is printed and read once."""

    def make(folder):
        # In a process of its own, as the command runs it: the tests’ own browser is at work in this one.
        words = (
            "import sys; from pathlib import Path; from safeguarding.course import load; from safeguarding.workbook import write_workbook"
        )
        call = "write_workbook(load(Path(sys.argv[1])), Path(sys.argv[2]), Path(sys.argv[3]))"
        subprocess.run([sys.executable, "-c", f"{words}; {call}", shipped, book, folder], check=True)
        (folder / "read.json").write_text(json.dumps(read(folder / "workbook.pdf")), "utf-8")

    return once("workbook", make)


@pytest.fixture(scope="module")
def workbook(printed):
    return PdfReader(printed / "workbook.pdf")


@pytest.fixture(scope="module")
def sheets(printed):
    return json.loads((printed / "read.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def texts(sheets):
    """The words of each page of the workbook, without spaces."""
    return [text for text, _ in sheets]


def test_on_paper_a_cell_does_not_repeat_the_heading_of_its_column(course, book):
    page = course.pages["who-to-call"]
    assert '<span class="head">' in (book / "book/who-to-call.html").read_text("utf-8")
    assert built(book / "book", page).select("td") and not built(book / "book", page).select("td .head")


def test_a_built_page_without_its_article_is_refused(course, tmp_path):
    (tmp_path / "signs.html").write_text("<p>Half a page.</p>", "utf-8")
    with pytest.raises(LookupError, match=r"The built page signs.html has no article. Build the book again."):
        built(tmp_path, course.pages["signs"])


@pytest.mark.release
def test_the_workbook_is_tagged_and_has_an_outline(workbook):
    assert workbook.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in workbook.trailer["/Root"]
    assert len(workbook.outline) > 10


@pytest.mark.release
def test_the_workbook_is_short_enough_to_be_printed(workbook):
    assert len(workbook.pages) <= 185


@pytest.mark.release
def test_the_cover_says_what_it_is_and_that_no_local_route_is_set(texts, course):
    for words in (
        "Recognise and Refer",
        f"Edition {EDITION}",
        course.about.guidance,
        "The local routes of this copy are not all set.",
        "CC BY 4.0",
        "Nobody outside the team",
    ):
        assert tight(words) in texts[0]


def test_the_cover_of_a_set_up_copy_says_when_its_routes_were_tried(course, book):
    local = read_local(ROOT / "local.example.yml")
    html = whole(dataclasses.replace(course, local=local), book / "book", {})
    assert f"For {local.organisation}" in html and f"tried on {written(local.routes_checked)}" in html
    assert "not all set. Ask" not in html and "so write yours" not in html


@pytest.mark.release
def test_each_page_but_the_cover_has_its_number_and_says_where_a_real_child_is_helped(texts):
    number = next(n for n, text in enumerate(texts, 1) if n > 2 and "Iamworriedaboutarealchildnow" in text)
    assert "Dangernow" not in texts[0]
    for n, text in enumerate(texts[1:], 2):
        assert text.startswith(f"Dangernow:ring999.Arealchild:page{number}{n}"), n


@pytest.mark.release
def test_the_page_for_a_real_child_is_one_sheet_to_copy(texts, course):
    assert tight(course.pages["real-child"].title) in texts[2] and "Ourroutes." in texts[2] and "LADO:" in texts[2]
    assert tight(course.chapters[0].title) in texts[3]


@pytest.mark.release
def test_the_contents_name_the_page_on_which_each_chapter_and_case_begins(workbook, texts, course):
    begins = {
        tight(place.title): workbook.get_destination_page_number(place) + 1 for place in workbook.outline if not isinstance(place, list)
    }
    named = [page.title for page in course.pages.values() if page.is_chapter or page.named("walk")]
    for title in map(tight, [course.pages["real-child"].title, *named, "Answers and reasons", "A weak and a good record", "Glossary"]):
        assert f"{title}{begins[title]}" in texts[1], title
        assert title in texts[begins[title] - 1], title


@pytest.mark.release
def test_the_workbook_holds_every_chapter_and_case_and_the_reasons_stand_at_the_back(texts, course):
    whole = "".join(texts)
    back = whole.rindex("Answersandreasons")
    for page in course.pages.values():
        if page.is_chapter or page.named("walk"):
            assert tight(page.title) in whole[:back]
    for name in course.pages["signs"].named("quiz"):
        question = course.questions[name]
        assert tight(question.options[0].say) in whole[:back]
        for option in question.options:
            words = tight(option.feedback)[:30]
            assert words in whole[back:] and words not in whole[:back]


@pytest.mark.release
def test_a_question_and_its_answer_bear_the_same_number(texts, course):
    whole = "".join(texts)
    back = whole.rindex("Answersandreasons")
    key = whole[back:]
    for page in course.chapters:
        key = key[key.index(tight(page.title)) :]
        for number, name in enumerate(page.named("quiz"), 1):
            question = course.questions[name]
            assert f"{number}.{tight(question.scene or question.ask)[:20]}" in whole[:back], name
            assert re.search(rf"{number}\.{question.key}\.(Criticalaction|A|Thereasonsstandunder)", key), name


@pytest.mark.release
def test_the_models_of_a_record_stand_at_the_back_and_the_drill_names_their_page(texts, course):
    begins = next(n for n, text in enumerate(texts, 1) if "Aweakandagoodrecord" in text and n > 2)
    back = "".join(texts[begins - 1 :])
    for heading in course.writing["record-knot"].headings:
        for words in map(tight, (heading.weak, heading.good, heading.why)):
            assert words in back and words not in "".join(texts[: begins - 1])
    assert f"Compare:aweakandagoodrecord,withthedifference:page{begins}." in "".join(texts)


@pytest.mark.release
def test_the_workbook_says_nothing_that_only_a_screen_can_do(texts):
    whole = "".join(texts)
    for words in (
        "More on source",
        "Keep it on this device",
        "Nothing that you type",
        "Clear all that I typed",
        "before you press",
        "Leave this page",
        "page 0",
    ):
        assert tight(words) not in whole, words
    assert "Iamworriedaboutarealchildnow(page3)" in whole and re.search(r"Skiptothekeypoints\(page\d+\)", whole)


@pytest.mark.release
def test_a_route_at_the_end_of_a_case_brings_its_number(texts, course):
    whole = "".join(texts)
    for route in {name for walk in course.cases.values() for step in walk.steps if step.end for name in step.end.routes}:
        contact = course.contacts[route]
        assert tight(render.contact(contact, "txt") if contact.phones else f"{contact.name} ({contact.web})") in whole, route


@pytest.mark.release
def test_nothing_is_cut_off_at_the_right_of_a_page(workbook, sheets):
    """Every word ends within the margins."""
    for page, (_, runs) in zip(workbook.pages, sheets, strict=True):
        assert max((right for _, right in runs), default=0) < float(page.mediabox.width) - 20
