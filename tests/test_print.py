"""What people take away: the zip that opens anywhere, the workbook as tagged PDF, and the plain-text twin of each page."""

import dataclasses
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from safeguarding import EDITION, render
from safeguarding.local import read_local
from safeguarding.plain_text import write_text
from safeguarding.routes import written
from safeguarding.workbook import whole


def tight(words: str) -> str:
    return "".join(words.split())


def read(pdf: bytes | Path) -> list[tuple[str, list[tuple[float, float]]]]:
    """Each sheet: its words, without spaces, since a line may break anywhere; and how far each run of words goes, from the left, in
    points. (Read by PDFium, which takes a tenth of the time of a reader in Python; a hyphen at the end of a line is no letter there.)"""
    found = []
    for sheet in PdfDocument(pdf):
        page = sheet.get_textpage()
        boxes = map(page.get_rect, range(page.count_rects()))
        found.append((tight(page.get_text_range().replace("\ufffe", "-")), [(left, right) for left, _, right, _ in boxes]))
    return found


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


def on_paper(page):
    """The sheets of the page as the browser prints it, as `read` finds them."""
    return read(page.pdf(format="A4"))


def words_of(pdf) -> str:
    return "".join(words for words, _ in pdf)


PAGES = [f"book/{name}" for name in ("signs", "write-it-down", "case-lunch-table", "practise", "confidence", "kept", "assessment", "index")]


@pytest.mark.parametrize("name", [*PAGES, "exercises/practice-core"])
def test_a_printed_page_has_no_button_no_progress_and_no_empty_sheet(open_page, name):
    page = open_page(f"{name}.html", script="speechSynthesis.getVoices = () => [{}]")
    page.locator("article").wait_for()
    pdf = on_paper(page)
    page.emulate_media(media="print")
    assert page.locator("button:visible, .sure:visible, [type=file]:visible, .exit:visible").count() == 0
    sheets = [words for words, _ in pdf]
    for said in (
        "Keep it on this device",
        "How sure are you?",
        "Read this page aloud",
        "I have read this page",
        "or Shift three times",
        "More on source",
        "Skip to",
    ):
        assert tight(said) not in "".join(sheets), said
    assert all(sheets), "no empty sheet"


def test_what_a_learner_did_is_not_printed(open_page):
    page = open_page("book/signs.html")
    question = page.locator(".q").first
    question.locator("label").first.click()
    question.get_by_role("button", name="Check").click()
    page.get_by_role("button", name="Choose this plan").first.click()
    page.reload()
    assert "Answered on" in page.locator("article").inner_text()
    words = words_of(on_paper(page))
    for said in ("Answered on", "Chosen", "Think again.", "finished this page", "✓ done"):
        assert tight(said) not in words, said


def test_what_was_missed_elsewhere_is_not_told_on_paper(open_page):
    page = open_page("book/essentials.html")
    question = page.locator("#q-essentials-fence")
    question.locator("label").first.click()
    question.get_by_role("button", name="Check").click()
    page.goto(page.url.replace("essentials", "signs"))
    page.get_by_text("You met this one before").wait_for()
    assert tight("You met this one before") not in words_of(on_paper(page))


def test_numbers_of_a_long_list_are_whole_on_paper(open_page):
    """Every word starts on the sheet, the number of the tenth source too."""
    sheets = on_paper(open_page("book/signs.html"))
    assert min(left for _, runs in sheets for left, _ in runs) > -1, "a letter may lean out by a part of a point"


def test_on_paper_a_link_to_another_site_says_its_address_and_a_link_inside_does_not(open_page, course):
    words = words_of(on_paper(open_page("book/real-child.html")))
    assert course.contacts["council-finder"].web in words and ".html" not in words
    assert words.count("http") == 1


@pytest.mark.parametrize("script", [True, False])
def test_closed_boxes_stand_open_on_paper(open_page, course, script):
    cover = words_of(on_paper(open_page("book/index.html", java_script_enabled=script)))
    for role in course.roles.values():
        assert tight(role.who) in cover
        assert all(tight(course.pages[name].title) in cover for name in role.pages)
    words = words_of(on_paper(open_page("book/write-it-down.html", java_script_enabled=script)))
    for heading in course.writing["record-knot"].headings:
        assert tight(heading.weak) in words and tight(heading.good) in words


def test_on_paper_a_choice_bears_the_number_of_what_comes_of_it(open_page, course):
    words = words_of(on_paper(open_page("book/case-lunch-table.html")))
    step = course.walks["case-lunch-table"].steps[0]
    for letter, choice in zip("ABCDEF", step.choices, strict=False):
        assert f"1{letter}{tight(choice.say)}" in words and re.search(
            rf"1{letter}\.(Agoodchoice\.)?{re.escape(tight(choice.then)[:30])}", words
        )


@pytest.fixture(scope="module")
def unpacked(book, tmp_path_factory):
    """What `make zip` packs, unpacked again: the real recipe, on a book that is built already."""
    folder = tmp_path_factory.mktemp("zip")
    shutil.copy(ROOT / "Makefile", folder)
    shutil.copytree(book, folder / "_build/html")
    (folder / ".venv").symlink_to(Path(sys.executable).parent.parent)
    subprocess.run(["make", "-o", "book", "zip"], cwd=folder, check=True, capture_output=True)
    with zipfile.ZipFile(folder / "dist/recognise-and-refer.zip") as packed:
        packed.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_the_zip_unpacks_into_one_folder_that_says_which_file_to_open(unpacked, open_page):
    assert [path.name for path in unpacked.iterdir()] == ["recognise-and-refer"]
    folder = unpacked / "recognise-and-refer"
    first = (folder / "READ-ME-FIRST.txt").read_text("utf-8")
    for name in re.findall(r"[\w/-]+\.html", first):
        assert (folder / name).is_file()
    assert "open the file index.html" in first and "Use Chrome or Edge" in first and "Google Drive" in first
    page = open_page("index.html", base=folder.as_uri())
    page.get_by_role("heading", level=1, name="Recognise and Refer").wait_for()
    assert page.said == [] and all(address.startswith("file:") for address in page.asked)


def test_the_zip_holds_no_file_that_nothing_asks_for_and_no_long_name(unpacked):
    folder = unpacked / "recognise-and-refer"
    files = [path for path in folder.rglob("*") if path.is_file()]
    asking = "".join(path.read_text("utf-8") for path in files if path.suffix in (".html", ".js", ".txt"))
    begun = [path for path in files if path.suffix == ".html" or path.parent.name == "questions" or path.name == "READ-ME-FIRST.txt"]
    assert [path.name for path in files if path not in begun and path.name not in asking] == []
    assert max(len(path.relative_to(folder).as_posix()) for path in files) <= 60


@pytest.fixture(scope="module")
def twins(course, once):
    return once("twins", lambda folder: write_text(course, folder)) / "text"


@pytest.mark.release
def test_every_page_has_a_plain_text_twin_and_nothing_else_is_there(course, twins):
    for name in course.pages:
        text = (twins / f"book/{name}.txt").read_text("utf-8")
        assert course.pages[name].title.split(",")[0] in text
    text = (twins / "book/signs.txt").read_text("utf-8")
    assert "Nursery, quarter past two." in text and "A. Tell the lead now" in text and "<" not in text.replace("<https", "")
    assert [path.name for path in twins.rglob("*.*") if path.suffix != ".txt"] == []


@pytest.mark.release
def test_in_plain_text_a_paragraph_is_one_line_with_its_marks_contacts_and_local_details(course, twins):
    signs, real = ((twins / f"book/{name}.txt").read_text("utf-8").splitlines() for name in ("signs", "real-child"))
    assert any("surroundings. [1] The examples are ours," in line for line in signs)
    assert any("Samaritans (116 123) will listen." in line for line in signs)
    assert any("Together, with the DSL, they are a reason to act. Ask today who that is here" in line for line in signs)
    assert any(
        course.contacts["council-finder"].web + "). You cannot find it" in line and "in danger. Then tell the DSL." in line for line in real
    )


@pytest.mark.release
def test_in_plain_text_the_paragraphs_of_a_box_stay_apart(twins):
    lines = (twins / "book/signs.txt").read_text("utf-8").splitlines()
    assert any(line.endswith("You wipe the table.") for line in lines) and "**In fact**" in lines


@pytest.mark.release
def test_in_plain_text_every_contact_keeps_its_limits(course, twins):
    text = "".join((twins / "book/reference/routes.txt").read_text("utf-8").split())
    for contact in course.contacts.values():
        for said in (contact.note, contact.not_instead_of):
            assert not said or tight(said) in text, contact.id
