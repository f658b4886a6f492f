"""The final assessment: every form is fair, and the page keeps the rules: critical actions right, or met again."""

import itertools
from collections import Counter

import pytest

from safeguarding.assessment import FORMS, ITEMS, PAPER, RESERVES, forms


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


def test_the_three_paper_forms_share_no_item(drawn):
    for one, other in itertools.combinations(drawn[:PAPER], 2):
        assert not set(one.items) & set(other.items)


def test_every_item_of_the_bank_is_drawn_and_none_wears_out(course, drawn):
    times = Counter(name for form in drawn for name in form.items)
    assert set(times) == set(course.assessment)
    assert max(times.values()) <= FORMS * 0.75


def answer(page, course, wrong=()):
    """Answer every item on the page: right, but wrong for the critical actions named."""
    for item in page.locator(".assessment .q").all():
        question = course.assessment[item.get_attribute("id")[2:]]
        missed = question.critical in wrong
        for letter, option in question.lettered:
            if option.key != missed:
                item.locator(f"input[value={letter}]").check()
                if missed:
                    break
    page.get_by_role("button", name="Finish").click()


def test_whoever_gets_every_critical_action_right_has_passed(open_page, course):
    page = open_page("book/assessment.html")
    page.get_by_role("button", name="Begin").click()
    assert page.locator(".assessment .q").count() == 20
    assert page.locator(".assessment .q details").count() == 0, "no reason is shown before the end"
    answer(page, course)
    assert page.locator(".assessment h2").inner_text() == "You have passed"
    assert "20 of 20" in page.locator(".assessment").inner_text()
    assert page.said == []


def test_an_unanswered_item_is_pointed_out(open_page):
    page = open_page("book/assessment.html")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Finish").click()
    assert page.get_by_role("alert").inner_text() == "20 to answer yet."
    assert page.evaluate("document.activeElement.type") == "radio"


def test_a_missed_critical_action_comes_first_and_returns_in_two_new_scenes(open_page, course):
    page = open_page("book/assessment.html")
    page.get_by_role("button", name="Begin").click()
    seen = {item.get_attribute("id") for item in page.locator(".assessment .q").all()}
    answer(page, course, wrong={"no-look", "stay"})
    assert page.locator(".assessment h2").inner_text() == "Look at these first"
    assert page.locator(".assessment h3").nth(1).inner_text() == "Critical actions to look at again"
    page.get_by_role("button", name="Two new scenes for each").click()
    again = {item.get_attribute("id") for item in page.locator(".assessment .q").all()}
    assert len(again) == 4 and not again & seen
    assert Counter(course.assessment[name[2:]].critical for name in again) == {"no-look": 2, "stay": 2}
    answer(page, course)
    assert page.locator(".assessment h2").inner_text() == "You have passed"


def test_whoever_misses_it_again_is_sent_to_the_lead_and_never_stopped_from_reporting(open_page, course):
    page = open_page("book/assessment.html")
    page.get_by_role("button", name="Begin").click()
    answer(page, course, wrong={"no-secret"})
    page.get_by_role("button", name="Two new scenes for each").click()
    answer(page, course, wrong={"no-secret"})
    said = page.locator(".assessment").inner_text()
    assert "Talk these through with your safeguarding lead this week." in said
    assert "It never stops you reporting" in said


def test_what_one_was_sure_of_comes_before_the_rest_of_what_was_wrong(open_page, course):
    page = open_page("book/assessment.html")
    page.get_by_role("button", name="Begin").click()
    plain = [
        item for item in page.locator(".assessment .q").all() if course.assessment[item.get_attribute("id")[2:]].critical is None
    ]
    names = [item.get_attribute("id")[2:] for item in plain[:2]]
    plain[1].locator("select").select_option("sure")
    for item in page.locator(".assessment .q").all():
        question = course.assessment[item.get_attribute("id")[2:]]
        letter = next(letter for letter, option in question.lettered if option.key != (question.id in names))
        item.locator(f"input[value={letter}]").check()
    page.get_by_role("button", name="Finish").click()
    shown = [item.get_attribute("id")[2:] for item in page.locator(".assessment > .q").all()]
    assert shown == [names[1], names[0]]


def test_the_same_device_gets_another_form_and_works_where_storage_is_refused_or_spoilt(open_page):
    page = open_page("book/assessment.html")
    for _ in range(3):
        page.reload()
        page.get_by_role("button", name="Begin").click()
    used = page.evaluate("JSON.parse(localStorage.getItem('rr')).forms")
    assert len(used) == len(set(used)) == 3
    page.evaluate("localStorage.setItem('rr', '{not json')")
    page.reload()
    page.get_by_role("button", name="Begin").click()
    assert page.locator(".assessment .q").count() == 20
    page.evaluate("localStorage.setItem('rr', JSON.stringify({v: 1, forms: [...Array(200).keys()]}))")
    page.reload()
    page.get_by_role("button", name="Begin").click()
    assert page.locator(".assessment .q").count() == 20 and page.said == []


def test_without_script_the_page_points_to_the_paper_forms(open_page, course):
    page = open_page("book/assessment.html", java_script_enabled=False)
    assert page.locator(".needs-script").is_visible() and page.locator(".assessment .q").count() == 0
    page.get_by_role("link", name="forms on paper").click()
    assert page.locator(".form-items > li").count() == 60 and page.locator(".answer-sheet tbody tr").count() == 60
    form = forms(course, PAPER)[0]
    assert course.assessment[form.items[0]].ask in page.locator(".form-items > li").first.inner_text()
