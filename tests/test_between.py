"""Between sessions: briefings and their calendar, this month, the sheets for the day itself, and the drills round a table."""

import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import ROOT
from pypdfium2 import PdfDocument

from safeguarding.briefing import EVERY, MINUTES, REMINDER
from safeguarding.course import load
from safeguarding.entries import CourseError

SHEETS = sorted(path.relative_to(ROOT / "book").with_suffix("").as_posix() for path in (ROOT / "book/day").glob("*.md"))
TABLES = sorted(path.relative_to(ROOT / "book").with_suffix("").as_posix() for path in (ROOT / "book/trainer").glob("table-top-*.md"))


def test_each_briefing_fits_its_minutes(course):
    """Words are spoken at 130 a minute; a letter takes half a minute, and its reason is read."""
    for briefing in course.briefings.values():
        asked = [course.questions[name] for name in briefing.questions]
        spoken = [briefing.say, briefing.action]
        for question in asked:
            key = next(option for option in question.options if option.key)
            spoken += [question.scene or "", question.ask, *(option.say for option in question.options), key.feedback]
        minutes = sum(len(text.split()) for text in spoken) / 130 + len(asked) / 2
        assert minutes <= MINUTES, (briefing.id, minutes)


def test_in_a_year_every_objective_comes_up_twice_and_no_question_twice(course):
    asked = [name for briefing in course.briefings.values() for name in briefing.questions]
    assert len(course.briefings) == 12 and len(set(asked)) == 36
    assert min(Counter(course.questions[name].objective for name in asked)[name] for name in course.objectives) >= 2


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("questions: [signs-boots, call-friday", "questions: [signs-boots, safer-keys", "Come back to something older."),
        ("questions: [signs-boots", "questions: [write-nod", "Begin with a question of that page."),
        ("questions: [refer-first-line, safer-keys", "questions: [refer-first-line, signs-wipe", "comes up 1 times"),
    ],
)
def test_a_briefing_that_does_not_come_back_to_what_was_taught_is_refused(copy, before, after, said):
    path = copy / "book/facts/briefings.yaml"
    text = path.read_text("utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), "utf-8")
    with pytest.raises(CourseError, match=re.escape(said)):
        load(copy)


@pytest.mark.parametrize("kind", EVERY)
def test_the_calendar_has_twelve_briefings_from_the_day_on_and_a_reminder_after_each(open_page, course, tmp_path, kind):
    page = open_page("book/trainer/briefings.html")
    page.get_by_label("The first briefing is on").fill("2027-01-04")
    page.locator(f"[name=weeks][value='{EVERY[kind]}']").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a calendar file").click()
    download.value.save_as(tmp_path / "file.ics")
    raw = (tmp_path / "file.ics").read_bytes()
    assert raw.count(b"\r\n") == raw.count(b"\n") and max(map(len, raw.split(b"\r\n"))) <= 75
    text = raw.decode().replace("\r\n ", "")
    days = [date(int(d[:4]), int(d[4:6]), int(d[6:])) for d in re.findall(r"DTSTART;VALUE=DATE:(\d{8})", text)]
    first = date(2027, 1, 4)
    wanted = [first + timedelta(weeks=EVERY[kind] * number) for number in range(12)]
    assert days == [day for at in wanted for day in (at, at + timedelta(days=REMINDER))]
    for briefing in course.briefings.values():
        assert (
            f"{briefing.title} ({MINUTES} minutes)" in text
            and text.count(course.local.spelled(briefing.action).replace(",", "\\,").replace(";", "\\;")) == 2
        )
    assert len(set(re.findall("UID:(.*)", text))) == 24 and page.said == []
    assert "twelve briefings from 4 January 2027" in page.locator(".briefing-said").inner_text()


@pytest.mark.parametrize(("begun", "number"), [("", 1), ("2026-11-20", 1), ("2026-10-20", 2), ("2025-12-20", 1), ("2026-01-05", 12)])
def test_this_month_opens_the_one_whose_turn_it_is(open_page, course, begun, number):
    clock = "const real = Date; Date = class extends real { constructor(...a) { super(...(a.length ? a : ['2026-11-27T12:00'])) } }"
    page = open_page("book/this-month.html", script=clock)
    if begun:
        page.evaluate("(day) => store.change((state) => { state.done.essentials = { day, edition: '' } })", begun)
        page.reload()
    assert page.locator(".month[open]").evaluate_all("(all) => all.map((one) => one.id)") == [f"month-{number}"]
    turn = list(course.briefings.values())[number - 1]
    shown = page.locator(".month[open]").inner_text()
    assert (
        all(course.local.spelled(words) in shown for words in (*turn.points, turn.action)) and page.locator(".month[open] .q").count() == 3
    )
    question = page.locator(".month[open] .q").first
    question.locator("input").first.check()
    question.get_by_role("button", name="Check").click()
    assert re.match("Right|Think again", question.get_by_role("status").inner_text()) and page.said == []


@pytest.mark.parametrize("name", [*SHEETS, *TABLES])
def test_a_sheet_for_the_day_or_for_the_table_is_two_sides_of_paper(open_page, name):
    assert 1 <= len(PdfDocument(open_page(f"book/{name}.html").pdf(format="A4"))) <= 2


def test_every_line_of_a_working_sheet_rests_on_a_source_or_is_said_to_be_our_advice(course):
    for name in SHEETS:
        text = Path(ROOT / f"book/{name}.md").read_text("utf-8")
        assert "Lines without a source are our advice." in text and "{sources}" in text and text.count("{claim}") >= 3, name
