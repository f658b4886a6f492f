"""What trainers print and read: nothing is written twice, and the minutes add up."""

import pytest

from safeguarding.entries import CourseError, read_list
from safeguarding.runsheet import RunSheet


def test_a_run_sheet_whose_minutes_do_not_add_up_is_refused(copy):
    path = copy / "book/facts/runsheets.yaml"
    path.write_text(path.read_text("utf-8").replace("    - minutes: 2\n", "    - minutes: 3\n", 1), "utf-8")
    with pytest.raises(CourseError, match="the parts take 21 minutes, and the session 20"):
        read_list(path, RunSheet)


def test_there_are_sheets_of_20_45_90_and_180_minutes(course):
    assert [sheet.minutes for sheet in course.runsheets.values()] == [20, 45, 90, 180]


def test_a_sheet_prints_the_clock_and_the_thought_behind_each_wrong_answer(open_page, course):
    page = open_page("book/trainer/run-sheets.html")
    text = page.locator("article").inner_text()
    assert "2 to 7" in text
    question = course.questions["essentials-fence"]
    for option in question.options:
        assert option.say in text
        if option.misconception:
            assert course.misconceptions[option.misconception].in_fact in text


def test_four_cards_fit_on_a_page_of_a4(open_page, tmp_path):
    from pypdf import PdfReader

    page = open_page("book/trainer/cards.html")
    cards = page.locator(".scenario").count()
    page.pdf(path=tmp_path / "cards.pdf", format="A4")
    pages = [sheet.extract_text() for sheet in PdfReader(tmp_path / "cards.pdf").pages]
    each = [sum(f"Card {number}\n" in text for number in range(1, cards + 1)) for text in pages]
    assert sum(each) == cards and max(each) == 4 and sum(count == 4 for count in each) == cards // 4


def test_the_keys_of_the_paper_forms_name_every_letter_and_the_reserve_scenes(open_page, course):
    from safeguarding.assessment import PAPER, forms

    page = open_page("book/trainer/keys.html")
    keys = page.locator(".form-key > li > b").all_inner_texts()
    drawn = forms(course, PAPER)
    assert keys == [course.assessment[name].key for form in drawn for name in form.items]
    text = page.locator("article").inner_text()
    assert all(course.assessment[name].scene in text for form in drawn for names in form.reserves.values() for name in names)


def test_every_path_begins_with_essentials_in_short_and_the_page_of_the_role_and_every_chapter_and_case_is_on_one(course):
    assert all(role.first[:3] == ("essentials", "in-short", f"roles/{role.id}") for role in course.roles.values())
    walked = {name for role in course.roles.values() for name in role.pages}
    assert {page.name for page in course.chapters} <= walked
    assert {page.name for page in course.pages.values() if page.name.startswith("case-")} <= walked


def test_the_next_page_of_each_path_stands_at_the_foot(open_page, course):
    page = open_page("book/signs.html")
    page.locator("footer .paths summary").click()
    text = page.locator("footer .paths").inner_text()
    for role in course.roles.values():
        after = role.after("signs")
        assert (role.name in text and course.pages[after].title in text) if after else role.name not in text
