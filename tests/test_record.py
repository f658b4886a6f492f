"""Where a learner stands, on the learner's own device: how sure one feels, what is kept, and the record that one hands over."""

import csv
import io
import json
import re

import pytest
from conftest import ROOT
from pypdf import PdfReader
from test_browser import violations

from safeguarding import EDITION

WRITTEN = "If I see a boy alone, I will sit down beside him by the bell."
DAY, LONG_DAY = "2026-11-20", "20 November 2026"
CLOCK = "const real = Date; Date = class extends real { constructor(...a) { super(...(a.length ? a : ['2026-11-24T12:00:00'])) } }"


def plans_of(page) -> list[str]:
    """The plans that a page offers, without the line that invites one’s own."""
    return [words.text for words in page.words if words.under == "Your plan" and words.kind == "text" and "your own" not in words.text]


def studied(course, much: str) -> dict:
    """What a device keeps of a learner who studied nothing, three pages, or everything."""
    if much == "nothing":
        return {"v": 1}
    names = ["essentials", "signs", "who-to-call"]
    plans = {"signs": plans_of(course.pages["signs"])[:1]}
    found = {"texts": {"signs": WRITTEN}}
    if much == "everything":
        names = [page.name for page in course.pages.values() if page.objectives or page.named("walk")]
        plans = {page.name: plans_of(page) for page in course.chapters if plans_of(page)}
        found = {"texts": dict.fromkeys(plans, WRITTEN), "passed": "2026-11-24"}
    return {"v": 1, "done": dict.fromkeys(names, DAY), "plans": plans, **found}


@pytest.fixture
def open_with(open_page, course):
    """Open a page on a device that keeps what somebody studied."""

    def opener(path: str, much: str, script: str = CLOCK, **options):
        page = open_page(path, script=script, **options)
        page.evaluate("(text) => store.import(text)", json.dumps(studied(course, much)))
        page.reload()
        return page

    return opener


def printed(page, folder) -> tuple[PdfReader, str]:
    """The page as a browser prints it on A4: the sheets, and their words."""
    page.pdf(path=folder / "printed.pdf", format="A4", tagged=True)
    pdf = PdfReader(folder / "printed.pdf")
    return pdf, re.sub(r"\s+", " ", " ".join(sheet.extract_text() for sheet in pdf.pages))


def saved(page, button: str):
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value


# The record of completion


@pytest.mark.parametrize(
    ("much", "title", "sheets"), [("nothing", "Record so far", 1), ("three", "Record so far", 1), ("everything", "Record of completion", 2)]
)
def test_the_printed_record_is_a_sheet_to_hand_over(open_with, course, tmp_path, much, title, sheets):
    page = open_with("book/record.html", much, dark=True)
    assert page.title() == f"{title} - Recognise and Refer"
    page.locator("#record-name").fill("A learner of this course")
    assert len(printed(page, tmp_path)[0].pages) == 1, "one sheet, where nothing more is ticked"
    page.get_by_label("List the pages").check()
    if much != "nothing":
        page.get_by_label("List my plans").check()
    pdf, text = printed(page, tmp_path)
    assert len(pdf.pages) <= sheets and pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert text.startswith(title) and pdf.metadata.title == f"{title} - A learner of this course - 2026-11-24" == page.title()
    assert page.locator("h1").inner_text() == title
    assert "A learner of this course" in text and "24 November 2026" in text and EDITION in text and "does not prove who studied" in text
    for other in (
        "Danger now",
        "Worried",
        "safeguarding lead may ask",
        "Your name",
        "What is kept",
        "List my plans",
        "Not yours?",
        "Save",
        "Found something",
    ):
        assert other not in text, other
    assert not re.search(r"\d{4}-\d\d-\d\d", text), "no day in the form of a machine"
    done = studied(course, much).get("done", {})
    assert all(course.pages[name].title in text for name in done)
    if much == "nothing":
        assert "Nothing was studied on this device yet." in text and "Start with" not in text and "Hours" not in text
    else:
        hours = sum(map(course.path_minutes, map(course.pages.get, done))) / 60
        assert f"Hours of study {hours:.1f}, by the minutes of the pages" in text
        assert "otice signs in a child" in text and WRITTEN in text
    assert ("Passed on 24 November 2026, every critical action right" if much == "everything" else "Not passed yet") in text


def test_the_printed_record_is_black_on_white_with_the_name_in_large_letters(open_with):
    page = open_with("book/record.html", "three", dark=True)
    page.locator("#record-name").fill("A learner of this course")
    page.emulate_media(media="print", color_scheme="dark")
    look = "([where, what]) => getComputedStyle(document.querySelector(where))[what]"
    assert page.evaluate(look, [".sheet", "color"]) == "rgb(0, 0, 0)"
    assert page.evaluate(look, ["body", "backgroundColor"]) in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    sizes = [float(page.evaluate(look, [where, "fontSize"]).removesuffix("px")) for where in (".sheet .name", ".sheet dd")]
    assert sizes[0] >= 1.9 * sizes[1]
    assert not page.locator("#record-name").is_visible()
    assert page.locator(".brand-line img").evaluate("(mark) => mark.complete && mark.naturalWidth > 0")
    left = [page.locator(".sheet dl > div").nth(n).bounding_box() for n in (0, 1)]
    assert left[0]["y"] == left[1]["y"] and left[0]["x"] < left[1]["x"], "facts in two columns"


def test_a_record_without_a_name_leaves_a_line_to_write_it_on(open_with, tmp_path):
    page = open_with("book/record.html", "three")
    page.emulate_media(media="print")
    line = page.locator(".sheet .name")
    assert line.bounding_box()["height"] > 20 and line.evaluate("(line) => getComputedStyle(line).borderBottomStyle") == "solid"
    assert "Name:" in printed(page, tmp_path)[1]


def test_pages_and_plans_are_listed_when_ticked_and_role_edition_tiers_and_aims_always(open_with, course, tmp_path):
    page = open_with("book/record.html", "three")
    page.locator("#record-name").fill("A learner")
    page.evaluate("store.change((state) => { state.role = 'volunteer' })")
    page.reload()
    page.locator("#record-name").fill("A learner")
    role, title = course.roles["volunteer"], course.pages["who-to-call"].title
    (first, *_) = role.tiers.values()
    done = len({"essentials", "signs", "who-to-call"} & set(first))

    def said():
        rows = page.locator(".sheet").inner_text() + printed(page, tmp_path)[1]
        return rows + "".join(saved(page, one).path().read_text("utf-8-sig") for one in ("Save as data", "Save a row for a register"))

    always = (role.name, EDITION, f"{done} of {len(first)} finished", "otice signs in a child")
    text = said()
    assert all(words in text for words in always)
    assert title not in text and WRITTEN not in text and "My plans" not in text
    page.get_by_label("List my plans").check()
    assert WRITTEN in page.locator(".sheet").inner_text() and title not in page.locator(".sheet").inner_text()
    page.get_by_label("List the pages").check()
    text = said()
    assert all(words in text for words in always) and title in text and WRITTEN in text
    assert WRITTEN not in saved(page, "Save a row for a register").path().read_text("utf-8-sig"), "plans are for the learner"


def test_a_record_asks_for_the_name_and_takes_it_into_its_title_and_file_names(open_with):
    page = open_with("book/record.html", "everything", script=CLOCK + "; window.print = () => { window.printed = true }")
    buttons = page.locator(".screen > button").all_inner_texts()
    assert len(buttons) == 3 and not any("Start again" in words for words in buttons)
    for words in buttons:
        page.get_by_role("button", name=words, exact=True).click()
        assert page.locator(".screen [role=status]").inner_text().startswith("Type your name first")
        assert page.evaluate("document.activeElement.id") == "record-name" and page.evaluate("window.printed") is None
    page.locator("#record-name").fill("Zoë O’Hara")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("printed") and page.title() == "Record of completion - Zoë O’Hara - 2026-11-24"
    files = [saved(page, words) for words in buttons[1:]]
    assert [file.suggested_filename for file in files] == [f"record-of-completion-Zoë-O-Hara-2026-11-24.{kind}" for kind in ("csv", "json")]
    table, record = (file.path().read_text("utf-8-sig") for file in files)
    number = json.loads(record)["id"]
    assert re.fullmatch("[0-9a-f]{12}", number) and number in table and number in page.locator(".sheet").inner_text()
    page.reload()
    assert number not in page.locator(".sheet").inner_text()


def test_who_comes_second_to_a_computer_is_told_whose_pages_these_are_and_what_starting_again_deletes(open_with):
    page = open_with("book/record.html", "everything")
    whose = page.locator(".screen .whose")
    assert whose.inner_text().startswith(f"Pages done on this device since {LONG_DAY}. Not yours?") and "a pass" in whose.inner_text()
    page.goto(page.url.replace("record", "index"))
    assert f"Pages done on this device since {LONG_DAY}. Not yours? Start again." in page.locator(".go-on").inner_text()
    page.goto(page.url.replace("index", "record"))
    said = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.accept()))
    whose.get_by_role("button").click()
    page.get_by_text("Nothing was studied on this device yet.").first.wait_for()
    assert "pages done, answers, plans" in said[0] and page.evaluate("Object.keys(localStorage)") == []


def documented(head: str) -> list[str]:
    """The names below a heading in the table of the page for administrators."""
    text = (ROOT / "book/reference/administrators.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    start = next(number for number, row in enumerate(rows) if head in row)
    return [cell.strip("`") for row in rows[start + 2 :] if (cell := row[rows[start].index(head)]) != "–"]


def test_the_saved_record_holds_what_the_sheet_says_and_no_answers(open_with, course):
    page = open_with("book/record.html", "three")
    page.locator("#record-name").fill("A learner")
    for words in ("List the pages", "List my plans"):
        page.get_by_label(words).check()
    file = saved(page, "Save as data")
    assert file.suggested_filename == "record-so-far-A-learner-2026-11-24.json"
    record = json.loads(file.path().read_text("utf-8"))
    assert record["name"] == "A learner" and record["record"] == "Record so far" and record["date"] == "2026-11-24"
    assert record["pages"] == [course.pages[name].title for name in ("essentials", "signs", "who-to-call")]
    assert record["passed"] == "not yet" and WRITTEN in record["plans"] and "does not prove who studied" in record["proof"]
    assert set(record) == {
        "id",
        "role",
        "tiers",
        "name",
        "record",
        "course",
        "edition",
        "guidance",
        "date",
        "hours",
        "passed",
        "pages",
        "objectives",
        "plans",
        "proof",
    }
    assert set(record) == set(documented("In JSON")), "the page for administrators names every field"
    page = open_with("book/record.html", "everything")
    page.locator("#record-name").fill("A learner")
    assert json.loads(saved(page, "Save as data").path().read_text("utf-8"))["passed"] == "2026-11-24"


def test_files_for_a_register_have_headings_and_one_row_and_no_formula_runs(open_with, tmp_path):
    rows = []
    for much in ("three", "everything"):
        page = open_with("book/record.html", much)
        page.locator("#record-name").fill("A “learner”, of this course")
        page.get_by_label("List the pages").check()
        file = saved(page, "Save a row for a register")
        text = file.path().read_text("utf-8-sig")
        rows += csv.DictReader(io.StringIO(text))
        assert len(text.splitlines()) == 2 and file.path().read_bytes().startswith(b"\xef\xbb\xbf"), (
            "marked, so that Excel reads it as UTF-8"
        )
    assert list(rows[0]) == documented("In CSV"), "the page for administrators names every column, in this order"
    assert [row["Record"] for row in rows] == ["Record so far", "Record of completion"]
    assert [row["Final assessment passed on"] for row in rows] == ["not yet", "2026-11-24"], "days in the form that sorts"
    assert rows[0]["Name"] == "A “learner”, of this course" and rows[0]["Edition"] == EDITION and rows[0]["Date"] == "2026-11-24"
    assert rows[0]["Pages studied"] == "Essentials: five steps for everyone; Signs; Who to call"
    for name in ('=HYPERLINK("https://example.org")', "+1", "-1", "@SUM(A1)", "  =1", '",=1'):
        page.locator("#record-name").fill(name)
        (row,) = csv.DictReader(io.StringIO(saved(page, "Save a row for a register").path().read_text("utf-8-sig")))
        assert (
            not re.match(r"\s*[=+@-]", row["Name"]) and row["Name"].removeprefix("'").strip() == name.strip() and row["Edition"] == EDITION
        )


def test_an_empty_record_says_so_and_where_to_start(open_with):
    page = open_with("book/record.html", "nothing", width=375)
    start = page.locator(".compared")
    assert start.inner_text().startswith("Nothing was studied on this device yet. Start with Essentials")
    start.get_by_role("link", name="Essentials").click()
    page.wait_for_url("**/essentials.html")


def test_a_day_is_the_same_day_everywhere_and_what_is_no_day_breaks_nothing(open_with, course):
    for zone in ("America/Los_Angeles", "Pacific/Auckland"):
        page = open_with("book/record.html", "everything", script="", timezone_id=zone)
        assert "Passed on 24 November 2026" in page.locator(".sheet").inner_text()
    page.evaluate("store.change((state) => { state.passed = 'one fine day'; state.done.signs = 'long ago' })")
    page.reload()
    assert page.locator("h1").inner_text() == "Record of completion"
    page.get_by_label("List the pages").check()
    assert "Signs" in page.locator(".sheet").inner_text()
    page.goto(page.url.replace("record.html", "kept.html"))
    assert f"Pages done: {len(studied(course, 'everything')['done'])}" in page.locator("[data-live=kept]").inner_text() and page.said == []


# What is kept on this device


def test_what_is_kept_is_shown_in_words_with_the_plans_and_the_days(open_with, course):
    page = open_with("book/kept.html", "three")
    said = page.locator("[data-live=kept]")
    assert f"Signs: {WRITTEN}" in said.inner_text() and f"Signs: {plans_of(course.pages['signs'])[0]}" in said.inner_text()
    assert f"Signs, {LONG_DAY}" not in said.inner_text()
    said.locator("summary", has_text="Pages done: 3").click()
    assert f"Signs, {LONG_DAY}" in said.inner_text() and DAY not in said.inner_text()
    said.get_by_role("link", name="Signs").first.click()
    page.wait_for_url("**/signs.html#own-plan")
    assert page.locator("#own-plan").input_value() == WRITTEN


def test_what_is_kept_can_be_saved_deleted_and_brought_back(open_with, tmp_path):
    page = open_with("book/kept.html", "three")
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator(".theme-toggle").click()
    saved(page, "Save it as a file").save_as(tmp_path / "mine.json")
    (tmp_path / "bad.json").write_text("not json")
    ticks = page.locator(".sidebar-tree .done")
    for _ in range(2):
        assert ticks.count() == 3
        page.get_by_role("button", name="Delete everything").press("Enter")
        assert page.evaluate("Object.keys(localStorage)") == []
        assert page.locator("[data-live] [role=status]").inner_text() == "Everything is deleted."
        assert page.evaluate("document.activeElement.textContent") == "Delete everything", "nobody’s place is lost"
        assert "Pages done: 0" in page.locator("article").inner_text() and ticks.count() == 0
        page.locator("#import").set_input_files(tmp_path / "bad.json")
        page.get_by_text("Nothing was changed.").wait_for()
        page.locator("#import").set_input_files(tmp_path / "mine.json")
        page.get_by_text("It is here now.").wait_for()
        assert page.locator("#import").input_value() == "", "the same file can be chosen again"
        assert page.evaluate("store.get().done.signs.day") == DAY and page.evaluate("store.text('signs')") == WRITTEN


def test_the_plans_can_be_deleted_alone(open_with):
    page = open_with("book/kept.html", "three")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete my plans alone").press("Enter")
    assert page.locator("[data-live] [role=status]").inner_text() == "Your plans are deleted."
    assert page.evaluate("document.activeElement.textContent") == "Delete my plans alone"
    assert "sit down beside him" not in page.evaluate("JSON.stringify({ ...localStorage })")
    assert page.evaluate("store.get().plans") == {} and page.evaluate("store.get().done.signs.day") == DAY


def test_where_there_is_no_room_the_plans_are_not_said_to_be_deleted(open_with):
    page = open_with("book/kept.html", "three")
    page.on("dialog", lambda dialog: dialog.accept())
    page.evaluate("store.keepText('signs', '')")
    page.context.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }")
    page.reload()
    page.get_by_role("button", name="Delete my plans alone").click()
    assert "cannot be deleted alone" in page.locator("[data-live] [role=status]").inner_text()
    page.get_by_role("button", name="Delete everything").click()
    assert page.evaluate("Object.keys(localStorage)") == []


# How sure do I feel?


@pytest.mark.parametrize("name", ["index", "kept", "record"])
def test_who_studies_over_weeks_is_told_that_safari_may_forget(course, name):
    words = " ".join(piece.text for piece in course.pages[name].words)
    assert re.search(r"Safari, on an iPhone, an iPad or a Mac, may (forget|delete) [^.]*after (a week|seven days) without a visit\.", words)


def test_confidence_is_kept_and_start_and_end_are_set_side_by_side_in_words(open_page):
    page = open_page("book/confidence.html")
    signs = page.locator("fieldset", has_text="I can notice signs")
    top = page.locator(".compared")
    signs.get_by_label("At the start").select_option("a little")
    assert signs.locator(".moved").inner_text() == "" and "Compared" not in top.inner_text()
    signs.get_by_label("At the end").select_option("fairly")
    assert signs.locator(".moved").inner_text() == "a little → fairly"
    assert 'img "then"' in signs.locator(".moved").aria_snapshot(), "the arrow is read aloud"
    assert top.inner_text().startswith("Compared with the start, you feel surer of some things.")
    adult = page.locator("fieldset", has_text="a concern about an adult")
    adult.get_by_label("At the start").select_option("quite sure")
    adult.get_by_label("At the end").select_option("not yet")
    page.reload()
    assert signs.locator(".moved").inner_text() == "a little → fairly"
    assert "surer of some things, and less sure of others. Less sure can mean that you see more now." in top.inner_text()
    assert not re.search(r"\d|%|well done", page.locator("[data-live]").inner_text().lower()), "no score, no praise"


def test_the_words_of_the_comparison_fit_what_was_chosen(open_page):
    page = open_page("book/confidence.html")
    for start, end, words in (
        (3, 3, "you feel much the same. There"),
        (3, 1, "you feel less sure of some things. Less"),
        (1, 4, "you feel surer of some things. There"),
    ):
        page.evaluate(
            "([start, end]) => store.change((state) => { state.sure = { 'R1-start': start, 'R1-end': end, 'A1-start': 2, 'S1-end': 9 } })",
            [start, end],
        )
        page.reload()
        assert words in page.locator(".compared").inner_text() and page.said == []


def test_each_aim_leads_to_the_chapter_that_trains_it(open_page, course):
    page = open_page("book/confidence.html")
    for aim in course.objectives.values():
        links = page.locator("fieldset", has_text=aim.plain).locator(".trains a").all()
        names = [re.search(r"([\w-]+)\.html$", link.get_attribute("href"))[1] for link in links]
        assert 1 <= len(names) <= 3 and all(aim.id in course.pages[name].objectives and course.pages[name].is_chapter for name in names), (
            aim.id
        )
    page.locator("fieldset", has_text="write a record").get_by_role("link").click()
    page.wait_for_url("**/write-it-down.html")


# All three pages


@pytest.mark.parametrize("name", ["record", "kept", "confidence"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_on_a_phone_with_much_kept_axe_finds_nothing_and_every_control_is_large_enough(open_with, name, dark):
    page = open_with(f"book/{name}.html", "everything", width=375, dark=dark)
    page.evaluate("store.change((state) => { state.sure = { 'R1-start': 2, 'R1-end': 3 } })")
    page.reload()
    page.evaluate("for (const details of document.querySelectorAll('[data-live] details')) details.open = true")
    assert violations(page) == []
    for control in (
        page.locator("[data-live]").locator("button, select, summary, input:not([type=checkbox]), label:has([type=checkbox])").all()
    ):
        assert control.bounding_box()["height"] >= 44
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


# Plans, from one edition to the next


def test_a_chosen_plan_is_kept_by_its_words_and_can_be_taken_back(open_page, course):
    page = open_page("book/signs.html")
    first, second, _ = plans_of(course.pages["signs"])
    for n in (0, 1):
        page.locator(".plan").nth(n).click()
    page.reload()
    assert page.evaluate("store.get().plans") == {"signs": [first, second]}
    assert page.locator(".plan").all_inner_texts() == ["Chosen: take it back", "Chosen: take it back", "Choose this plan"]
    page.locator(".plan").first.click()
    assert page.evaluate("store.get().plans") == {"signs": [second]} and page.said == []


def test_a_plan_that_a_later_edition_does_not_offer_stays_the_learner_s_until_it_is_taken_back(open_page, course):
    page = open_page("book/signs.html")
    older = "If I hear of Saturday, I will tell the DSL by noon."
    page.evaluate("(plan) => store.change((state) => { state.plans.signs = [plan] })", older)
    for name in ("record", "kept"):
        page.goto(page.url.replace("signs", name))
        if name == "record":
            page.get_by_label("List my plans").check()
        assert older in page.locator("[data-live]").inner_text()
        page.goto(page.url.replace(name, "signs"))
    assert page.locator(".plan[aria-pressed=true]").count() == 1, "and no other plan in its place"
    page.locator("#your-plan li", has_text=older).get_by_role("button", name="Chosen: take it back").click()
    assert page.evaluate("store.get().plans") == {"signs": []}
    page.reload()
    assert page.locator(".plan").count() == 3 and page.locator("#your-plan", has_text=older).count() == 0 and page.said == []


def test_plans_that_an_older_edition_kept_by_number_are_dropped_and_the_learner_is_told_once(open_page, tmp_path):
    page = open_page("book/record.html")
    older = json.dumps({"v": 1, "done": {"signs": DAY}, "plans": {"signs": ["0", "2"], "scale": [1]}, "place": "signs"})
    page.evaluate("([list, texts]) => { localStorage.rr = list; localStorage['rr-text'] = texts }", [older, json.dumps({"signs": WRITTEN})])
    page.reload()
    said = "The plans that you chose in an older edition are gone. Choose them again."
    assert page.locator(".notice").all_inner_texts() == [f"{said} What you wrote yourself is kept."]
    page.get_by_label("List my plans").check()
    assert (
        page.locator(".sheet").inner_text().count("If I ") == WRITTEN.count("If I ") == 1 and WRITTEN in page.locator(".sheet").inner_text()
    )
    page.goto(page.url.replace("record", "signs"))
    assert page.locator(".notice").inner_text() == "" and page.locator(".plan[aria-pressed=true]").count() == 0
    page.locator(".plan").nth(1).click()
    [(name, [plan])] = page.evaluate("store.get().plans").items()
    assert name == "signs" and plan.startswith("If I ") and page.evaluate("store.get().done.signs.day") == DAY
    page.goto(page.url.replace("signs", "kept"))
    assert f"Your plans:\nSigns: {plan}" in page.locator("[data-live]").inner_text() and page.said == []

    other = open_page("book/kept.html")
    (tmp_path / "older.json").write_text(older, "utf-8")
    other.locator("#import").set_input_files(tmp_path / "older.json")
    other.get_by_text("It is here now.").wait_for()
    assert said in other.locator(".notice").inner_text() and "Your plans: none" in other.locator("[data-live]").inner_text()


def test_what_is_no_text_never_stands_in_the_box_of_a_plan(open_page):
    page = open_page("book/signs.html")
    page.evaluate("localStorage.setItem('rr-text', JSON.stringify({ signs: { toString: 1 }, scale: 'my plan' }))")
    page.reload()
    assert page.locator("#own-plan").input_value() == "" and page.evaluate("store.text('scale')") == "my plan" and page.said == []
