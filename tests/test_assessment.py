"""The final assessment: every form is fair, and the page keeps the rules: critical actions right, or met again."""

import gzip
import itertools
import json
import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from pypdf import PdfReader
from test_browser import violations

from safeguarding.assessment import FORMS, ITEMS, PAPER, RESERVES, actions, forms
from safeguarding.render import assessment_forms


@pytest.fixture(scope="module")
def drawn(course):
    return forms(course)


def test_there_are_two_hundred_forms_of_twenty_and_no_two_are_the_same(drawn):
    assert len(drawn) == FORMS == 200
    assert all(len(form.items) == len(set(form.items)) == ITEMS == 20 for form in drawn)
    assert len({frozenset(form.items) for form in drawn}) == FORMS


def test_every_form_holds_a_scene_for_every_critical_action_and_twelve_scenes_or_more(course, drawn):
    for form in drawn:
        items = [course.assessment[name] for name in form.items]
        assert {item.critical for item in items if item.scene} >= set(course.critical)
        assert sum(item.scene is not None for item in items) >= 12


def test_every_form_asks_for_every_objective_and_for_none_too_often(course, drawn):
    for form in drawn:
        counts = Counter(course.assessment[name].objective for name in form.items)
        assert set(counts) == set(course.objectives)
        assert max(counts.values()) <= 5


def test_two_reserve_scenes_stand_ready_for_every_critical_action(course, drawn):
    for form in drawn:
        assert set(form.reserves) == set(course.critical)
        for action, names in form.reserves.items():
            assert len(set(names)) == RESERVES == 2 and not set(names) & set(form.items)
            assert all(course.assessment[name].critical == action and course.assessment[name].scene for name in names)


def test_the_blueprint_counts_the_scenes_of_each_critical_action_and_what_forms_hold_of_it(course, drawn):
    rows = {action: counts for action, *counts in actions(course, drawn)}
    assert list(rows) == list(course.critical)
    for action, (scenes, fewest, most) in rows.items():
        of = {item.id for item in course.assessment.values() if item.critical == action}
        each = [len(of & set(form.items)) for form in drawn]
        assert scenes == len([name for name in of if course.assessment[name].scene]) and (fewest, most) == (min(each), max(each))


def test_the_three_paper_forms_share_no_item(drawn):
    for one, other in itertools.combinations(drawn[:PAPER], 2):
        assert not set(one.items) & set(other.items)


def test_the_browser_is_told_of_each_item_its_critical_action_or_that_it_has_none(course):
    told = [item.split(":") for item in assessment_forms(course)["bank"].split(" ")]
    assert told == [[item.id, item.stamp, item.critical or "-"] for item in course.assessment.values()]
    coded = assessment_forms(course)["forms"].split(" ")
    places = [[int(form[at : at + 2], 36) for at in range(0, len(form), 2)] for form in coded]
    asked = [[*one.items, *(name for pair in one.reserves.values() for name in pair)] for one in forms(course)]
    assert [[told[place][0] for place in form] for form in places] == asked


def test_every_item_of_the_bank_is_drawn_and_none_wears_out(course, drawn):
    times = Counter(name for form in drawn for name in form.items)
    assert set(times) == set(course.assessment)
    assert max(times.values()) <= FORMS * 0.75


def begin(page):
    page.get_by_role("button", name="Begin").click()
    page.locator(".assessment .q").first.wait_for(state="attached")


def turn(page, number: int):
    """Turn to a question by the list of what is open."""
    page.locator(".assessment .open-list button").nth(number - 1).dispatch_event("click")


def finish(page, whole: bool = True):
    """Finish, and wait for what is said about it, where all was answered: the scenes that it speaks of may still be on their way."""
    page.get_by_role("button", name="Finish").click()
    if whole:
        page.get_by_role("button", name="Finish").wait_for(state="detached")


def title(page) -> str:
    return page.locator(".assessment h2").inner_text()


def named(item) -> str:
    """The id of the question that is shown."""
    return item.get_attribute("id").removeprefix("q-")


def shown(page) -> list[str]:
    return page.locator(".assessment .q").evaluate_all("(items) => items.map((item) => item.id.slice(2))")


def choices(page) -> list:
    """What is chosen on the page, item by item: the letters, and how sure."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".assessment .q")].map((item) => [
             [...item.querySelectorAll("input:checked")].map((input) => input.value).join(""), item.querySelector("select")?.value])"""
    )


def choose(page, course, wrong=()):
    """Choose an answer for every item on the page: right, but wrong for the critical actions and items named. In one go, with real clicks."""
    letters = {}
    for name in shown(page):
        question = course.assessment[name]
        others = [letter for letter, option in question.lettered if not option.key]
        letters[name] = others[0] if {question.critical, name} & set(wrong) else question.key
    page.evaluate(
        """(letters) => {
             for (const item of document.querySelectorAll(".assessment .q")) for (const input of item.querySelectorAll("input"))
               if (input.checked !== letters[item.id.slice(2)].includes(input.value)) input.click();
           }""",
        letters,
    )


def answer(page, course, wrong=()):
    choose(page, course, wrong)
    finish(page)


def test_whoever_gets_every_critical_action_right_has_passed(open_page, course):
    page = open_page("book/assessment.html")
    begin(page)
    assert page.locator(".assessment .q").count() == 20
    assert page.locator(".assessment .q details").count() == 0, "no reason is shown before the end"
    answer(page, course)
    assert title(page) == "You have passed"
    assert "20 of 20" in page.locator(".assessment").inner_text()
    assert page.said == []


def test_an_unanswered_item_is_named_where_it_stands_and_told_once(open_page, course):
    page = open_page("book/assessment.html", width=320, height=700)
    begin(page)
    choose(page, course)
    items = page.locator(".assessment .q")
    for number in (7, 12):
        open_item = items.nth(number - 1)
        open_item.evaluate("(item) => { for (const input of item.querySelectorAll('input')) input.checked = false }")
    finish(page, whole=False)
    assert page.locator(".assessment .q:visible h3").all_inner_texts() == ["Question 7"], "one screen at a time"
    note = page.locator(".assessment .gap")
    assert note.inner_text() == "Not finished yet. Question 7 had no answer, and 1 more."
    assert (
        note.evaluate("(note) => note === document.activeElement && note.nextElementSibling.querySelector('h3').textContent")
        == "Question 7"
    )
    assert note.get_attribute("role") is None, "the focus says it; a live region would say it again"
    header = page.locator(".bar").bounding_box()
    assert header["y"] + header["height"] <= note.bounding_box()["y"] < 200, "in sight, and the item below it"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.q').querySelector('h3').textContent") == "Question 7"
    page.keyboard.press("Space")
    finish(page, whole=False)
    assert note.inner_text() == "Not finished yet. Question 12 had no answer."


def test_how_many_are_answered_is_in_sight_and_is_not_spoken(open_page):
    page = open_page("book/assessment.html", width=375, height=700)
    begin(page)
    count = page.locator(".assessment .count")
    assert count.inner_text() == "0 of 20 answered"
    for n in range(2):
        page.locator(".assessment .q").nth(n).locator("input").first.check()
        page.get_by_role("button", name="Next").click()
    assert count.inner_text() == "2 of 20 answered"
    box = count.bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= 700, "it stands above the question"
    assert page.locator(".assessment [role=status], .assessment [role=alert], .assessment [aria-live]").count() == 0
    count.click()
    steps = page.locator(".open-list button")
    assert steps.all_inner_texts()[1:4] == ["Question 2: answered", "Question 3: open", "Question 4: open"]
    steps.nth(16).click()
    assert page.evaluate("document.activeElement.textContent") == "Question 17"
    assert page.locator(".assessment .q:visible h3").all_inner_texts() == ["Question 17"]


def test_a_question_and_how_sure_one_is_stand_alone_and_the_way_on_is_next(open_page):
    page = open_page("book/assessment.html", width=375, height=667)
    begin(page)
    shown = page.locator(".assessment .q:visible")
    for number in range(1, 21):
        assert shown.locator("h3").all_inner_texts() == [f"Question {number}"] and shown.locator("select").count() == 1
        assert page.get_by_role("button", name="Finish").is_visible() == (number == 20)
        assert page.get_by_role("button", name="Back").is_visible() == (number > 1)
        if number < 20:
            page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Back").click()
    page.reload()
    assert shown.locator("h3").all_inner_texts() == ["Question 19"], "taken up where one was"
    assert page.said == []


def test_the_assessment_weighs_little_before_it_is_begun_and_then_its_form_alone_is_fetched(open_page, course, book):
    page = open_page("book/assessment.html")
    files = [book / urlsplit(address).path.lstrip("/") for address in page.asked]
    assert len(files) <= 7 and sum(len(gzip.compress(file.read_bytes())) for file in files) <= 48_000
    before = len(page.asked)
    begin(page)
    fetched = [urlsplit(address).path.rsplit("/", 1)[1].removesuffix(".js") for address in page.asked[before:] if "/questions/" in address]
    assert sorted(fetched) == sorted(["assessment-forms", *shown(page)])


@pytest.mark.parametrize("files", ["**/questions/assessment-forms.js*", "**/questions/final-*.js*"], ids=["forms", "scenes"])
def test_where_a_file_does_not_come_that_is_said_and_one_can_try_again(open_page, course, files):
    page = open_page("book/assessment.html")
    page.route(files, lambda route: route.abort())
    page.get_by_role("button", name="Begin").click()
    page.get_by_text("Some of the scenes did not come.").wait_for()
    page.unroute(files)
    page.get_by_role("button", name="Try again").click()
    page.locator(".assessment .q").first.wait_for(state="attached")
    answer(page, course)
    assert title(page) == "You have passed"


def test_after_nearly_there_a_sheet_for_the_lead_names_the_actions_and_where_they_are_taught_and_no_answers(open_page, course, tmp_path):
    page = open_page("book/assessment.html")
    begin(page)
    answer(page, course, wrong={"no-secret", "stay"})
    page.get_by_role("button", name="Two new scenes for each").click()
    items = [course.assessment[name] for name in shown(page)]
    answer(page, course, wrong={"no-secret"})
    assert title(page) == "Nearly there" and page.get_by_role("button", name="Print this sheet").is_visible()
    page.pdf(path=tmp_path / "sheet.pdf", format="A4")
    pdf = PdfReader(tmp_path / "sheet.pdf")
    text = re.sub(r"\s+", " ", " ".join(sheet.extract_text() for sheet in pdf.pages))
    missed = [item for item in items if item.critical == "no-secret"]
    assert len(pdf.pages) == 1 and course.critical["no-secret"].act in text and course.critical["stay"].act not in text
    assert any(course.pages[item.chapter].title in text for item in missed)
    assert not any(option.say in text or option.feedback in text for item in items for option in item.options)


def test_every_item_has_a_number_and_keeps_it_in_the_review(open_page, course):
    page = open_page("book/assessment.html")
    begin(page)
    assert page.locator(".assessment .q > h3").all_inner_texts() == [f"Question {n}" for n in range(1, 21)]
    number = {name: f"Question {n}" for n, name in enumerate(shown(page), 1)}
    answer(page, course, wrong={"no-look"})
    for item in page.locator(".assessment .q").all():
        assert item.locator("h4").text_content() == number[named(item)]


def test_a_missed_critical_action_comes_first_and_returns_in_two_new_scenes(open_page, course):
    page = open_page("book/assessment.html")
    begin(page)
    seen = {item.get_attribute("id") for item in page.locator(".assessment .q").all()}
    answer(page, course, wrong={"no-look", "stay"})
    assert title(page) == "Look at these first"
    assert page.locator(".assessment h3").first.inner_text() == "Critical actions to look at again"
    page.get_by_role("button", name="Two new scenes for each").click()
    again = {item.get_attribute("id") for item in page.locator(".assessment .q").all()}
    assert len(again) == 4 and not again & seen
    assert Counter(course.assessment[name[2:]].critical for name in again) == {"no-look": 2, "stay": 2}
    answer(page, course)
    assert title(page) == "You have passed"


def test_whoever_misses_it_again_is_sent_to_the_lead_and_never_stopped_from_reporting(open_page, course):
    page = open_page("book/assessment.html")
    begin(page)
    answer(page, course, wrong={"no-secret"})
    page.get_by_role("button", name="Two new scenes for each").click()
    answer(page, course, wrong={"no-secret"})
    said = page.locator(".assessment").inner_text()
    assert "Talk these through with your safeguarding lead this week." in said
    assert "It never stops you reporting" in said


def plain(page, course) -> list[str]:
    """The items on the page that stand for no critical action."""
    return [name for name in shown(page) if course.assessment[name].critical is None]


def test_what_one_was_sure_of_comes_before_the_rest_of_what_was_wrong(open_page, course):
    page = open_page("book/assessment.html")
    begin(page)
    rest, sure = plain(page, course)[:2]
    turn(page, shown(page).index(sure) + 1)
    page.locator(f"#q-{sure} select").select_option("sure")
    answer(page, course, wrong={rest, sure})
    assert [named(item) for item in page.locator(".assessment > .q").all()] == [sure, rest]


def test_the_new_scenes_are_offered_after_the_critical_ones_and_before_the_others(open_page, course):
    page = open_page("book/assessment.html")
    begin(page)
    other = plain(page, course)[0]
    answer(page, course, wrong={"no-look", other})
    order = page.evaluate("[...document.querySelector('.assessment').children].map((one) => one.id || one.textContent)")
    grave = [place for place, one in enumerate(order) if one.startswith("q-") and course.assessment[one[2:]].critical == "no-look"]
    offer = order.index("Two new scenes for each")
    assert grave and max(grave) < offer < order.index(f"q-{other}") < order.index("To read again")
    assert "Read them here. After them come two new scenes for each." in page.locator(".assessment").inner_text()


def test_an_action_that_was_missed_twice_brings_its_two_scenes_once(open_page, course, drawn):
    number, action = next(
        (number, action)
        for number, form in enumerate(drawn)
        for action, times in Counter(course.assessment[name].critical for name in form.items).items()
        if action and times > 1
    )
    page = open_page("book/assessment.html")
    others = [n for n in range(FORMS) if n != number]
    page.evaluate("(forms) => store.change((state) => { state.forms = forms })", others)
    begin(page)
    assert shown(page) == list(drawn[number].items)
    answer(page, course, wrong={action})
    assert page.locator(".assessment > .q").count() > 1
    page.get_by_role("button", name="Two new scenes for each").click()
    assert shown(page) == list(drawn[number].reserves[action])


def test_in_the_review_each_reason_is_said_once_first_of_what_was_chosen(open_page, course):
    page = open_page("book/assessment.html")
    begin(page)
    choose(page, course, wrong=set(course.critical))
    chosen = {name: letters for name, (letters, _) in zip(shown(page), choices(page), strict=True)}
    finish(page)
    for item in page.locator(".assessment .q").all():
        question = course.assessment[named(item)]
        text = item.text_content()
        assert all(text.count(option.feedback) == 1 for option in question.options)
        assert item.locator("details[open]").count() == 0
        told = item.locator(".said").text_content()
        letters = chosen[question.id]
        assert told.startswith(f"You chose {' and '.join(letters)}.")
        places = [told.find(option.feedback) for letter, option in question.lettered if letter in letters]
        assert min(places) >= 0
        if letters != question.key:
            right = [told.find(option.feedback) for letter, option in question.lettered if option.key]
            assert max(places) < min(right), "then what was right"
        for reason in item.locator("li").all():
            said = reason.evaluate("(reason) => 'ABCD'[reason.value - 1]")
            assert dict(question.lettered)[said].feedback in reason.text_content(), "with its own letter"


def test_after_a_reload_the_same_items_stand_there_with_what_was_chosen(open_page, course):
    page = open_page("book/assessment.html", width=375, height=700)
    begin(page)
    for n, item in enumerate(page.locator(".assessment .q").all()[:6], 1):
        turn(page, n)
        item.locator("input").nth(1).check()
    turn(page, 3)
    page.locator(".assessment select").nth(2).select_option("guessing")
    before = shown(page), choices(page)
    page.reload()
    assert (shown(page), choices(page)) == before
    assert page.locator(".assessment .count").inner_text() == "6 of 20 answered"
    back = page.locator(".assessment .back")
    assert back.locator("p").inner_text() == "You were here before: go on, or start again."
    assert page.evaluate("document.activeElement === document.body"), "whoever opens the page begins at its head"
    back.get_by_role("button", name="Go on at question 7").click()
    assert page.evaluate("document.activeElement.textContent") == "Question 7"
    assert "rr-round" not in page.evaluate("Object.keys(localStorage)") and 'answers":{}' in page.evaluate("localStorage.getItem('rr')")
    answer(page, course)
    assert title(page) == "You have passed" and page.said == []


def test_reading_again_and_coming_back_loses_neither_the_review_nor_the_new_scenes(open_page, course):
    page = open_page("book/assessment.html")
    begin(page)
    answer(page, course, wrong={"stay"})
    review = shown(page), page.locator(".assessment .said").all_inner_texts()
    page.locator(".assessment h3", has_text="To read again").locator("+ ul a").first.click()
    page.wait_for_url("**#*")
    page.go_back()
    assert title(page) == "Look at these first"
    assert (shown(page), page.locator(".assessment .said").all_inner_texts()) == review
    page.locator(".assessment .back").get_by_role("button", name="Two new scenes for each").click()
    scenes = shown(page)
    page.locator(".assessment .q input").first.check()
    first = choices(page)[0]
    page.reload()
    assert title(page) == "New scenes" and shown(page) == scenes and choices(page)[0] == first
    answer(page, course)
    page.reload()
    assert title(page) == "You have passed" and "Every critical action is right now." in page.locator(".assessment").inner_text()
    assert page.said == []


def test_starting_again_asks_first_and_forgets_what_was_chosen(open_page, course):
    page = open_page("book/assessment.html")
    begin(page)
    page.locator(".assessment .q input").first.check()
    before = shown(page)
    page.reload()
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_role("button", name="Start again with other scenes").click()
    assert asked == ["Start again with other scenes? What you chose here is forgotten."] and shown(page) == before
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Start again with other scenes").click()
    page.get_by_text("0 of 20 answered").wait_for()
    assert shown(page) != before and not any(letters for letters, _ in choices(page))
    answer(page, course)
    page.get_by_role("button", name="Start again with other scenes").click()
    page.get_by_text("0 of 20 answered").wait_for()
    assert page.locator(".assessment .count").inner_text() == "0 of 20 answered", "after a pass nothing is lost, and nothing is asked"


@pytest.mark.parametrize(("where", "press"), [("kept", "Delete everything"), ("record", "Start again")])
def test_what_is_deleted_on_this_device_is_deleted_here_too(open_page, where, press):
    page = open_page("book/assessment.html")
    begin(page)
    page.locator(".assessment .q input").first.check()
    other = page.context.new_page()
    for deleting in (other, page):
        deleting.on("dialog", lambda dialog: dialog.accept())
    other.goto(page.url.replace("assessment", where))
    other.get_by_role("button", name=press).click()
    page.reload()
    assert page.locator(".assessment .q").count() == 0, "deleted in another tab"
    begin(page)
    page.goto(page.url.replace("assessment", where))
    page.get_by_role("button", name=press).click()
    page.wait_for_load_state()
    assert page.evaluate("sessionStorage.getItem('rr-round')") is None
    page.goto(page.url.replace(where, "assessment"))
    assert page.locator(".assessment").get_by_role("button").all_inner_texts() == ["Begin"]


def test_a_page_that_the_browser_kept_whole_shows_nothing_that_was_deleted_meanwhile(open_page):
    page = open_page("book/assessment.html")
    begin(page)
    page.reload()
    back = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
    page.evaluate(back)
    assert page.locator(".assessment .q").count() == 20
    page.evaluate(f"store.clear(); {back}")
    assert page.locator(".assessment .q").count() == 0 and page.get_by_role("button", name="Begin").is_visible()


def test_items_that_have_changed_since_and_what_cannot_be_read_begin_afresh(open_page):
    page = open_page("book/assessment.html")
    begin(page)
    good = json.loads(page.evaluate("sessionStorage.getItem('rr-round')"))
    for spoilt in (
        "{half",
        "null",
        "7",
        json.dumps(good | {"mark": "other"}),
        json.dumps(good | {"form": 999}),
        json.dumps(good | {"at": "x"}),
    ):
        page.evaluate("(text) => sessionStorage.setItem('rr-round', text)", spoilt)
        page.reload()
        assert page.locator(".assessment").get_by_role("button").all_inner_texts() == ["Begin"], spoilt
    assert page.said == []


def test_where_storage_is_refused_the_assessment_still_goes_to_its_end(open_page, course):
    refused = "Object.defineProperty(window, '{}', {{ get() {{ throw new DOMException('refused', 'SecurityError') }} }});"
    page = open_page("book/assessment.html", script=refused.format("localStorage") + refused.format("sessionStorage"))
    begin(page)
    answer(page, course, wrong={"stay"})
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    page.get_by_role("button", name="Two new scenes for each").click()
    answer(page, course)
    assert title(page) == "You have passed" and page.said == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_while_asking_and_in_the_review(open_page, course, dark):
    page = open_page("book/assessment.html", width=375, dark=dark)
    begin(page)
    page.reload()
    turn(page, 20)
    finish(page, whole=False)
    assert page.locator(".gap, .back, .count").count() == 3 and violations(page) == []
    answer(page, course, wrong={"stay"})
    page.evaluate("for (const details of document.querySelectorAll('.assessment details')) details.open = true")
    assert violations(page) == []


def test_on_paper_the_review_carries_its_reasons_and_no_buttons(open_page, course):
    page = open_page("book/assessment.html")
    begin(page)
    answer(page, course, wrong={"stay"})
    page.reload()
    page.emulate_media(media="print")
    assert page.locator(".assessment > .q .said").first.is_visible()
    assert not any(one.is_visible() for one in page.locator(".assessment button, .assessment .back, .assessment summary").all())


def test_the_same_device_gets_another_form_and_works_where_what_is_kept_is_spoilt(open_page):
    page = open_page("book/assessment.html")

    def new_tab():
        page.evaluate("sessionStorage.clear()")
        page.reload()
        begin(page)
        assert page.locator(".assessment .q").count() == 20 and page.said == []

    for _ in range(3):
        new_tab()
    used = page.evaluate("JSON.parse(localStorage.getItem('rr')).forms")
    assert len(used) == len(set(used)) == 3
    for spoilt in ("'{not json'", "JSON.stringify({v: 1, forms: [...Array(200).keys()]})"):
        page.evaluate(f"localStorage.setItem('rr', {spoilt})")
        new_tab()


def test_without_script_the_page_points_to_the_paper_forms(open_page, course):
    page = open_page("book/assessment.html", java_script_enabled=False)
    assert page.locator(".needs-script").is_visible() and page.locator(".assessment .q").count() == 0
    page.get_by_role("link", name="forms on paper").click()
    page.wait_for_load_state()
    assert page.locator(".form-items > li").count() == 60 and page.locator(".answer-sheet tbody tr").count() == 60
    form = forms(course, PAPER)[0]
    assert course.assessment[form.items[0]].ask in page.locator(".form-items > li").first.inner_text()
