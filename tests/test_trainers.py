"""What trainers print and read: nothing is written twice, and the minutes add up."""

import io
import re

import pytest
from conftest import ROOT, new_page
from pypdf import PdfReader

from safeguarding import clock, render
from safeguarding.assessment import PAPER, forms
from safeguarding.course import PAPERS, load
from safeguarding.entries import CourseError, read_list, read_one
from safeguarding.local import Local, as_css
from safeguarding.rules import RULES
from safeguarding.runsheet import RunSheet


def test_a_run_sheet_whose_minutes_do_not_add_up_is_refused(copy):
    path = copy / "book/facts/runsheets.yaml"
    path.write_text(path.read_text("utf-8").replace("    - minutes: 2\n", "    - minutes: 3\n", 1), "utf-8")
    with pytest.raises(CourseError, match="the parts take 21 minutes, and the session 20"):
        read_list(path, RunSheet)


def test_there_are_sheets_of_20_45_90_and_180_minutes(course):
    assert {20, 45, 90, 180} <= {sheet.minutes for sheet in course.runsheets.values()}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("question: essentials-swear", "question: essentials-swear\n          minutes: 1", "has 4 minutes, and said aloud it needs 4.2"),
        ("how: route", "how: own\n          minutes: 9", "“Pass on” of “twenty” has 2 minutes"),
        ("how: own\n          minutes: 9", "how: own\n          minutes: 5", "has 10 minutes, and said aloud it needs 5.3"),
        ("slide: close", "", "“twenty” has no part for close."),
        ("question: essentials-secret-game", "question: essentials-bus-stop", "“twenty” trains no writing."),
        ("question: essentials-fence\n          cut: true", "question: essentials-fence", "saves 0.5 of 20 minutes"),
        ("how: route", "how: route\n          cut: true", "“Pass on” of “twenty” may not be cut."),
    ],
)
def test_a_sheet_that_does_not_hold_its_clock_is_refused(copy, old, new, said):
    path = copy / "book/facts/runsheets.yaml"
    text = path.read_text("utf-8").replace(old, new, 1)
    path.write_text(text.replace("essentials-bus-stop", "essentials-gate"), "utf-8")
    cards = copy / "book/trainer/cards.md"
    assert "essentials-gate" in cards.read_text("utf-8")
    assert any(said in str(problem) for problem in RULES["R25"](load(copy)))


def test_a_longer_question_makes_a_longer_exercise(copy, course):
    path = copy / "exercises/questions/essentials.yaml"
    path.write_text(path.read_text("utf-8").replace("Registration is over.", "Registration is over, at last. " * 13, 1), "utf-8")
    (before, after) = (
        next(clock.minutes(one, done) for done in one.runsheets["twenty"].exercises if done.question == "essentials-swear")
        for one in (course, load(copy))
    )
    assert after == pytest.approx(before + (13 * 5 - 3) / 130)


def test_a_sheet_prints_the_clock_and_what_comes_of_every_letter(open_page, course):
    for sheet in course.runsheets.values():
        text = open_page(f"book/trainer/{sheet.id}.html").locator("article").inner_text()
        for start, end, part in sheet.clock:
            assert f"{start}–{end}" in text and course.local.spelled(part.say) in text
        for one in sheet.exercises:
            assert course.local.spelled(one.do) in text
            if one.question:
                assert f"Card {course.cards[one.question]} ({one.question})." in text
                assert all(option.feedback in text for option in course.questions[one.question].options)
            if one.walk and one.how in ("letters", "line"):
                assert all(choice.then in text for step in course.walks[one.walk].steps for choice in step.choices)
            if one.record:
                assert course.writing[one.record].scene in text
        assert "The second adult" in text and "No projector?" in text, "what to see to before stands on every sheet"
        assert not any(thought.in_fact in text for thought in course.misconceptions.values())


def test_no_sheet_sends_for_what_is_not_there(open_page, course, book):
    """Every paper that the front page names is on the page that it names, and every drill, chart and record is on the handout."""
    for sheet in course.runsheets.values():
        page = open_page(f"book/trainer/{sheet.id}.html")
        links = page.locator(".run > ol").first.locator("a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
        assert len(links) >= 7
        for link in links:
            name, _, label = link.partition("#")
            text = (book / "book/trainer" / name).resolve().read_text("utf-8")
            assert not label or f'id="{label}"' in text, link
        handout = open_page("book/trainer/handouts.html").locator(f"#handout-{sheet.id}").inner_text()
        for one in sheet.exercises:
            assert not one.question or course.questions[one.question].ask in handout
            assert not (one.walk and one.how in ("pairs", "threes")) or course.walks[one.walk].steps[-1].text in handout
            assert all(course.charts[name].title in handout for name in one.charts)


def pages(page, **how) -> list[str]:
    """The text of every sheet of A4 that a page prints."""
    return [" ".join(sheet.extract_text().split()) for sheet in PdfReader(io.BytesIO(page.pdf(format="A4", **how))).pages]


@pytest.mark.parametrize("details", ["", "example"])
def test_the_twenty_minutes_print_on_two_sides_of_a4_with_our_own_route(book, chrome, tmp_path, details):
    for path in book.iterdir():
        if path.name != "local.css":
            (tmp_path / path.name).symlink_to(path)
    local = read_one(ROOT / "local.example.yml", Local) if details else Local()
    (tmp_path / "local.css").write_text(as_css(local), "utf-8")
    page = new_page(chrome)
    page.goto(f"{tmp_path.as_uri()}/book/trainer/twenty.html")
    sheets = pages(page)
    page.context.close()
    assert len(sheets) == 2 and "Print, in this order" in sheets[0] and "Before you go" in sheets[1]
    assert ("01632 960001" if details else "Ask today who that is here") in sheets[1]
    assert "Contents" not in sheets[0]


def test_the_first_column_of_a_sheet_is_whole(open_page):
    for width in (375, 1280):
        page = open_page("book/trainer/half-day.html", width=width)
        tall = page.locator(".run-sheet tbody th").evaluate_all(
            "all => all.map((one) => { const range = document.createRange(); range.selectNodeContents(one); return range.getClientRects().length })"
        )
        assert set(tall) == {1}


def test_a_paper_whose_link_was_followed_prints_alone_and_with_none_all_do(open_page, course):
    page = open_page("book/trainer/forms.html")
    drawn = forms(course, PAPER)
    whole = pages(page)
    begins = [number for number, text in enumerate(whole) if text.startswith(("Form ", "Answer sheet, form "))]
    assert len(begins) == 2 * len(drawn), "a form begins under another"
    page.get_by_role("link", name="Print alone: Answer sheet, form 2").click()
    (alone,) = pages(page)
    assert alone.startswith("Answer sheet, form 2")
    page.get_by_role("link", name="Print alone: Form 3").click()
    scenes = " ".join(pages(page))
    for form in drawn:
        assert all((course.assessment[name].ask in scenes) for name in form.items) or form is not drawn[2]
        assert (" ".join(course.assessment[form.items[0]].options[0].say.split()) in scenes) == (form is drawn[2])


def test_each_short_key_fits_on_one_side_and_names_every_letter(open_page, course):
    page = open_page("book/trainer/keys.html")
    for form in forms(course, PAPER):
        page.get_by_role("link", name=f"Print alone: Short key, form {form.number}").click()
        (text,) = pages(page)
        letters = page.locator(f"#short-key-{form.number} td:first-of-type").all_inner_texts()
        assert letters == [course.assessment[name].key for name in form.items]
        assert text.count("!") == 1 + sum(bool(course.assessment[name].critical) for name in form.items)


def test_letters_slips_attendance_lines_and_certificate_are_a_page_each(open_page):
    sheets = pages(open_page("book/trainer/papers.html"))
    assert len(sheets) == 5
    assert (
        sheets[1].count("If I see or hear") == PAPERS["plan"][1] and sheets[3].count("What is still not clear?") == PAPERS["evaluation"][1]
    )
    assert re.search(r"Name\s+Role\s+Signature\s+1\s+2\s+3\s.*\s20\b", sheets[2], re.S), "twenty lines to sign on"
    assert "attendance, and no more" in sheets[4] and "accredited" in sheets[4]


@pytest.mark.release
@pytest.mark.parametrize("name", ["papers", "handouts", "forms", "cards", "impact", "twenty", "half-day"])
def test_large_print_is_eighteen_points_and_loses_no_word(open_page, name):
    page = open_page(f"book/trainer/{name}.html")
    usual = pages(page)
    page.locator("#large-print").check()
    large = pages(page)
    assert len(large) > len(usual)
    words = page.locator(".paper :is(p:not(.screen), li):visible").all_inner_texts()
    whole = re.sub(r"[\s-]", "", " ".join(large))
    assert [text for text in words if re.sub(r"[\s-]", "", text.split("\n")[0])[:40] not in whole] == []
    page.emulate_media(media="print")
    words = page.evaluate(
        """() => [...document.querySelectorAll('.paper :is(p, li, td)')].filter((one) => one.getClientRects().length && one.innerText.trim())
              .map((one) => [parseFloat(getComputedStyle(one).fontSize), one.innerText])"""
    )
    assert min(size for size, _ in words) >= 18 * 96 / 72 - 0.01


@pytest.mark.parametrize("large", [False, True])
def test_no_card_is_too_full_and_each_says_its_verb_and_level(open_page, course, large):
    page = open_page("book/trainer/cards.html")
    if large:
        page.locator("#large-print").check()
    page.emulate_media(media="print")
    cards = page.locator(".scenario").evaluate_all(
        "all => all.map((one) => [one.innerText.split('\\n')[0], one.scrollHeight <= one.clientHeight + 1])"
    )
    assert len(cards) == len(course.cards) and all(re.fullmatch(r"Card \d+ [A-Z][a-z ]+, level [123]", said) for said, _ in cards)
    assert [said for said, fits in cards if not fits] == []


def test_what_is_printed_is_black_and_white(open_page):
    for name in ("twenty", "handouts", "papers", "cards", "forms", "keys", "impact"):
        page = open_page(f"book/trainer/{name}.html")
        page.emulate_media(media="print")
        colours = page.evaluate(
            """() => [...new Set([...document.querySelectorAll('.paper, .paper *')].filter((one) => one.getClientRects().length).flatMap((one) => {
                  const style = getComputedStyle(one); return [style.color, style.borderTopColor, one.closest('svg') ? style.fill : 'rgb(0, 0, 0)'] }))]"""
        )
        assert all(len(set(re.findall(r"\d+", colour)[:3])) == 1 for colour in colours if colour != "none"), (name, colours)


def test_four_cards_fit_on_a_page_of_a4(open_page):
    page = open_page("book/trainer/cards.html")
    cards = page.locator(".scenario").count()
    page.get_by_role("link", name="Print alone: The cards").click()
    each = [len(re.findall(r"Card \d+ [A-Z]", text)) for text in pages(page)]
    assert sum(each) == cards and set(each) == {4}


def test_the_corridor_questions_are_answered_from_the_local_details(book):
    text = (book / "book/trainer/run-sheets.html").read_text("utf-8")
    asked = text.split('id="a-starter-ten-corridor-questions"')[1]
    assert re.findall(r'data-local="(\w+)"', asked.split("<footer")[0]) == [
        "lead",
        "deputies",
        "senior_leader",
        "head",
        "chair",
        "policy",
        "council",
        "cover",
    ]


def test_the_keys_of_the_paper_forms_name_every_letter_and_the_reserve_scenes(open_page, course):
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


def test_a_run_sheet_asks_for_what_its_session_uses_and_for_nothing_else(course):
    asked = {}
    for sheet in course.runsheets.values():
        text = render.front(course, sheet, "../", "txt")
        forms = any(part.page == "trainer/forms" for part in sheet.parts)
        hows, records = {one.how for one in sheet.exercises}, [one for one in sheet.exercises if one.record]
        uses = {
            **dict.fromkeys(("form 1", "its answer sheet", "its short key"), forms),
            "plan slips": any(part.slide == "plan" for part in sheet.parts),
            "letters A, B and C": "letters" in hows,
            "the blank record": bool(records),
            "the two records to compare": bool(records),
        }
        assert {what: what in text for what in uses} == uses, sheet.id
        asked[sheet.id] = uses
    for what in ("form 1", "the blank record"):
        assert {uses[what] for uses in asked.values()} == {True, False}, f"{what}: in some sessions alone"
