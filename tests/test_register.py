"""Who has done it: a lead gives the page the record files of many people, in a real browser, and gets one list that says what it
cannot know."""

import csv
import io
import json
import re

import pytest
from conftest import ROOT
from test_browser import violations

from safeguarding import EDITION

PAGE = "book/reference/register.html"
CLOCK = "const real = Date; Date = class extends real { constructor(...a) { super(...(a.length ? a : ['2026-11-26T12:00:00'])) } }"
HEADS = [
    "Name", "Record", "Course", "Edition", "Guidance", "Date", "Hours of study", "Final assessment passed on",
    "Pages studied", "Aims", "Role", "Tiers", "Number of the record",
]  # fmt: skip


def record(course, name="A learner", **other) -> dict:
    """A record as the page “Record of completion” saves it."""
    aims = [objective.plain[0].upper() + objective.plain[1:] for objective in course.objectives.values()]
    found = {
        "id": "", "name": name, "record": "Record of completion", "course": "Recognise and Refer", "edition": EDITION,
        "guidance": "Some guidance", "date": "2026-11-24", "role": "Teacher", "tiers": {"First pages": "All of them finished"},
        "hours": "2.5", "passed": "2026-11-20", "pages": [], "objectives": aims, "plans": [], "proof": "It proves little.",
    }  # fmt: skip
    return found | other


def table(*records: dict, mark=",") -> str:
    """The same as a table, as a spreadsheet saves it."""
    out = io.StringIO()
    rows = csv.writer(out, delimiter=mark, lineterminator="\r\n")
    rows.writerow(HEADS)
    for one in records:
        fields = (
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
            "role",
            "tiers",
            "id",
        )
        row = one | {"tiers": [": ".join(tier) for tier in one["tiers"].items()]}
        rows.writerow(row[field] if isinstance(row[field], str) else "; ".join(row[field]) for field in fields)
    return out.getvalue()


def file(name: str, content) -> dict:
    if isinstance(content, dict):
        content = json.dumps(content)
    return {"name": name, "mimeType": "text/plain", "buffer": content if isinstance(content, bytes) else content.encode()}


@pytest.fixture
def register(open_page):
    """The page, and a way to give it files: what it then says of them."""
    page = open_page(PAGE, script=CLOCK)

    def give(*files: dict):
        page.set_input_files("#register-files", list(files))
        page.wait_for_function("() => /Files read/.test(document.querySelector('[data-live=register] [role=status]').textContent)")
        return page

    return give


def cells(page) -> list[list[str]]:
    """The words of each cell, without its heading, which a phone shows."""
    return page.locator("[data-live=register] tbody tr").evaluate_all(
        """rows => rows.map((row) => [...row.cells].map((cell) => [...cell.childNodes]
             .filter((node) => node.className !== "head").map((node) => node.textContent).join("")))"""
    )


def trouble(page) -> str:
    return "\n".join(page.locator(".trouble li").all_inner_texts())


def said(page) -> str:
    return page.locator("[data-live=register] [role=status]").inner_text()


def test_what_the_list_cannot_know_stands_above_it_also_without_script():
    text = (ROOT / "book/reference/register.md").read_text("utf-8")
    above = text.partition("```{live} register")[0]
    for words in ("cannot know", "can change it", "who sat at the screen", "whether a day is right", "two people", "chose to list"):
        assert words in above, words


def test_a_record_that_this_course_saves_becomes_a_row(register, open_page, course, tmp_path):
    learner = open_page("book/record.html", script=CLOCK)
    kept = {"v": 1, "role": "teacher", "done": dict.fromkeys(["essentials", "signs"], "2026-11-20"), "passed": "2026-11-24"}
    learner.evaluate("(text) => store.import(text)", json.dumps(kept))
    learner.reload()
    learner.locator("#record-name").fill("Björn O’Neill")
    paths = []
    for button in ("Save as data", "Save a row for a register"):
        with learner.expect_download() as download:
            learner.get_by_role("button", name=button).click()
        paths.append(tmp_path / download.value.suggested_filename)
        download.value.save_as(paths[-1])
    page = register(file(paths[0].name, paths[0].read_bytes()))
    ((name, role, passed, due, missing, path, edition, _, notes),) = cells(page)
    assert (name, role, passed, due) == ("Björn O’Neill", course.roles["teacher"].name, "24 November 2026", "24 November 2027")
    assert edition.startswith(EDITION) and path.startswith("First pages: 2 of ")
    aims = {aim for page in ("essentials", "signs") for aim in course.pages[page].objectives}
    assert missing.startswith(f"{len(course.objectives) - len(aims)} of {len(course.objectives)}")
    assert all((objective.plain in missing) != (objective.id in aims) for objective in course.objectives.values()) and not notes
    register(file(paths[1].name, paths[1].read_bytes()))
    assert len(cells(page)) == 1 and "holds the same record" in trouble(page), "the row of the table is the same record"


def test_forty_five_mixed_files_become_one_list_and_each_that_is_none_is_named(register, course):
    """As they come in: as JSON and as tables, of the first edition, altered, saved again by a spreadsheet, and broken."""
    staff = [record(course, f"Person {n:02}", id=f"{n:012x}") for n in range(36)]
    first = {"edition": "1.0.0", "date": "2026-11-25"}
    staff[:3] = [{k: v for k, v in (one | first).items() if k not in ("id", "role", "tiers")} for one in staff[:3]]
    staff[5] |= {"pages": [course.pages["essentials"].title], "hours": "9.0"}
    staff[30:] = [one | {"date": "24/11/2026", "passed": "20/11/26"} for one in staff[30:]]
    files = [file(f"record-{n}.json", one) for n, one in enumerate(staff[:18])]
    files += [file(f"row-{n}.csv", "\ufeff" + table(one)) for n, one in enumerate(staff[18:30])]
    files += [file("gathered.csv", table(*staff[30:], mark=";"))]
    wrong = {
        "cut.json": json.dumps(staff[0])[:200],
        "cut.csv": table(staff[9])[:-40] + '"and',
        "empty.csv": "",
        "headings.csv": table(),
        "kept.json": '{"v": 1, "done": {}}',
        "other.json": '{"course": "Another course", "name": "X"}',
        "list.csv": "Name,Class\r\nA,4b\r\n",
        "photo.jpg": b"\xff\xd8\xff\xe0" + bytes(range(256)),
        "blank.json": record(course, "  \u200b "),
        "big.csv": "x" * 2_000_001,
        "array.json": "[]",
        "null.json": "[null]",
        "again.json": staff[3],
        "renamed.csv": table(staff[20]),
    }
    page = register(*files, *(file(name, content) for name, content in wrong.items()))
    assert len(cells(page)) == 36 and said(page).startswith(
        "Files read: 45. Records: 36. To look at: 14. Passed: 36, and of these due again: 0."
    )
    rows = {row[0]: row for row in cells(page)}
    for n in range(36):
        _, _, passed, due, _, _, edition, day, note = rows[f"Person {n:02}"]
        assert (passed, due) == ("20 November 2026", "20 November 2027") and edition.startswith("1.0.0" if n < 3 else EDITION)
        assert day == ("25 November 2026" if n < 3 else "24 November 2026")
        of_first = f"Of edition 1.0.0; this page is of {EDITION}."
        assert note.startswith(of_first if n < 3 else "Its hours do not follow" if n == 5 else "") and bool(note) == (n < 3 or n == 5), note
    told = trouble(page)
    for name, what in {
        "cut.json": "is cut or broken",
        "cut.csv": "is cut or broken",
        "empty.csv": "is empty",
        "headings.csv": "has headings and no row",
        "kept.json": "is what a device keeps, and no record",
        "other.json": "is no record of this course",
        "list.csv": "is no record of this course",
        "photo.jpg": "is no record of this course",
        "blank.json": "has no name",
        "big.csv": "is too big",
        "array.json": "is no record",
        "again.json": "holds the same record as record-3.json",
        "renamed.csv": "holds the same record as row-2.csv",
    }.items():
        assert f"{name} {what}" in told, f"{name}: {told}"
    page.get_by_role("button", name="Empty the list").click()
    assert not cells(page) and not trouble(page) and not said(page)
    assert page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})").find("Person") < 0, "nothing is kept"


def test_two_people_of_one_name_stay_two_and_a_number_that_says_two_things_is_named(register, course):
    one, other = record(course, "Sam Lee", id="a1"), record(course, "sam  lee", id="b2", role="Club leader")
    page = register(file("one.json", one), file("other.csv", table(other)), file("altered.json", one | {"passed": "2026-11-21"}))
    rows = cells(page)
    assert len(rows) == 3 and all("3 rows have this name: one person twice, or two people." in row[-1] for row in rows)
    assert sum("It has the number of the record in" in row[-1] for row in rows) == 2
    page = register(file("two.json", one | {"id": "c3"}))
    assert len(cells(page)) == 4 and "two.json says the same as one.json, under another number." in trouble(page)
    nobody = [record(course, "No Number"), record(course, "No Number", date="2026-11-25")]
    page = register(file("older.json", nobody[0]), file("copy.json", nobody[0]), file("newer.json", nobody[1]))
    assert len(cells(page)) == 6 and "copy.json holds the same record as older.json" in trouble(page)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-11-24", "24 November 2026"),
        ("24/11/2026", "24 November 2026"),
        ("24/11/26", "24 November 2026"),
        ("4.11.2026", "4 November 2026"),
        ("11/24/2026", "24 November 2026"),
        ("05/11/2026", "5 November 2026"),
        ("24-Nov-26", "24 November 2026"),
        ("24 November 2026", "24 November 2026"),
        ("24/11/2026 00:00", "24 November 2026"),
        ("2026-11-24T00:00:00", "24 November 2026"),
        ("46350", "24 November 2026"),
        ("31/02/2026", ""),
        ("last week", ""),
        ("2026", ""),
    ],
)
def test_a_day_that_a_spreadsheet_saved_again_is_read(register, course, written, read):
    for mark in ",;\t":
        one = record(course, f"Person {ord(mark)}", passed="not yet", record="Record so far", date=written)
        page = register(file("saved-again.csv", table(one, mark=mark)))
    for row in cells(page):
        assert row[7] == read and row[2] == "Not passed yet" and row[3] == "Now: not passed yet"
        assert ("Its day cannot be read." in row[8]) == (not read)


def test_what_does_not_fit_in_a_record_is_said(register, course):
    pages = [course.pages["essentials"].title]
    aims = [objective.plain for objective in course.objectives.values() if objective.id in course.pages["essentials"].objectives]
    hours = f"{course.path_minutes(course.pages['essentials']) / 60:.1f}"
    honest = record(course, "Honest", pages=pages, objectives=aims, hours=hours)
    cases = {
        "": honest,
        "Its hours do not follow": honest | {"hours": "9.0"},
        "Its aims do not follow": honest | {"objectives": record(course)["objectives"]},
        "It lists pages that this edition does not have": honest | {"pages": [*pages, "Another page"]},
        "Its day has not come yet": honest | {"date": "2026-12-24"},
        "The assessment is later than the record": honest | {"passed": "2026-11-25"},
        "The day of the assessment cannot be read": honest | {"passed": "yes"},
        f"Of edition 0.9.0; this page is of {EDITION}": honest | {"edition": "0.9.0"},
        "Its edition cannot be read": honest | {"edition": ""},
    }
    page = register(*(file(f"{n}.json", one | {"name": f"Person {n}"}) for n, one in enumerate(cases.values())))
    rows = cells(page)
    assert len(rows) == len(cases)
    for row, note in zip(rows, cases, strict=True):
        assert (row[8] == "") if not note else note in row[8], row
    assert f"Editions: 0.9.0: 1, {EDITION}: 7, not known: 1." in page.locator("[data-live=register]").inner_text()


def test_the_next_day_is_a_year_on_or_the_day_that_the_organisation_sets_and_every_column_sorts(register, course):
    days = {"Cy": "2025-11-20", "Ann": "2026-02-01", "bo": "2024-02-29"}
    page = register(*(file(f"{name}.json", record(course, name, passed=day)) for name, day in days.items()))
    assert [row[0] for row in cells(page)] == ["Ann", "bo", "Cy"]
    assert [row[3] for row in cells(page)] == ["1 February 2027", "1 March 2025", "20 November 2026"] and "due again: 2." in said(page)
    page.get_by_role("button", name="Next due").click()
    assert [row[0] for row in cells(page)] == ["bo", "Cy", "Ann"]
    page.get_by_role("button", name="Next due").click()
    assert [row[0] for row in cells(page)] == ["Ann", "Cy", "bo"]
    assert (
        page.locator("th[aria-sort]").inner_text() == "Next due"
        and page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    )
    assert page.evaluate("document.activeElement.textContent") == "Next due"
    page.locator("#register-due").fill("2027-09-01")
    assert {row[3] for row in cells(page)} == {"1 September 2027"}


def test_what_a_file_says_stays_text_on_the_page_and_in_a_spreadsheet(register, course):
    hostile = ["<img src=x onerror=alert(1)>", "=HYPERLINK(1)", " @SUM(1)", "＝1+1", "\t-2", "a\u202eb\u0000c", '"quoted"; yes']
    page = register(*(file(f"{n}.json", record(course, name, id=name)) for n, name in enumerate(hostile)))
    assert len(cells(page)) == len(hostile) and page.locator("[data-live=register] img").count() == 0
    assert page.evaluate("""() => !/[\\u202e\\u0000]/.test(document.querySelector("[data-live=register]").textContent)""")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a table (CSV)").click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    assert len(rows) == 1 + len(hostile) and {len(row) for row in rows} == {12}
    documented = (ROOT / "book/reference/administrators.md").read_text("utf-8").partition("Its headings:")[2]
    assert rows[0] == re.findall("`(.*?)`", documented), "the page for administrators names every column, in this order"
    assert not [cell for row in rows for cell in row if re.match(r"\s*[=+@＝＋＠－-]", cell)]
    again = table(record(course, "'=HYPERLINK(1)", id="new"))
    assert "=HYPERLINK(1)" in [row[0] for row in cells(register(file("again.csv", again)))], "a mark comes off when it is read again"


def test_files_can_be_dropped_from_a_folder_too(open_page, book, course):
    page = open_page("book/essentials.html")
    page.goto((book / PAGE).as_uri())
    drop = """(text) => {
      const given = new DataTransfer();
      given.items.add(new File([text], "dropped.json"));
      const onto = document.querySelector(".register-files"), how = { dataTransfer: given, cancelable: true, bubbles: true };
      return ["dragover", "drop"].every((kind) => !onto.dispatchEvent(new DragEvent(kind, how)));
    }"""
    assert page.evaluate(drop, json.dumps(record(course, "Dropped"))), "the browser does not open the file in place of the page"
    page.wait_for_selector("[data-live=register] tbody tr")
    assert [row[0] for row in cells(page)] == ["Dropped"]


def test_thousands_of_files_are_read_with_progress_five_hundred_are_shown_and_all_are_saved(register, open_page, course):
    page = open_page(PAGE, script=CLOCK)
    drop = """(text) => {
      const given = new DataTransfer(), said = document.querySelector("[data-live=register] [role=status]");
      window.progress = new Set();
      new MutationObserver(() => window.progress.add(said.textContent)).observe(said, { childList: true });
      for (let n = 0; n < 2000; n += 1) given.items.add(new File([text.replace("NAME", `Person ${n}`).replace("NUMBER", n)], `${n}.json`));
      document.querySelector(".register-files").dispatchEvent(new DragEvent("drop", { dataTransfer: given, cancelable: true, bubbles: true }));
    }"""
    page.evaluate(drop, json.dumps(record(course, "NAME", id="NUMBER")))
    page.wait_for_function("() => /Files read: 2,000/.test(document.querySelector('[data-live=register]').textContent)", timeout=120_000)
    progress = page.evaluate("[...window.progress]")
    assert "Reading 1,901 of 2,000 …" in progress and len(progress) >= 20
    assert len(cells(page)) == 500 and "The first 500 of 2,000 are shown and printed." in page.locator(".first").inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a table (CSV)").click()
    assert len(download.value.path().read_text("utf-8").splitlines()) == 2_001


@pytest.mark.parametrize("width", [320, 1280])
def test_a_full_list_is_there_for_everyone_and_nothing_scrolls_sideways(register, course, width):
    page = register(file("one.json", record(course)), file("two.json", record(course, "B", objectives=[])), file("cut.json", "{"))
    page.set_viewport_size({"width": width, "height": 800})
    page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true })")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
