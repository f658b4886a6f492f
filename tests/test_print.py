"""What people take away: a page on paper, and the zip that opens anywhere."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT
from paper import read, tight


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
