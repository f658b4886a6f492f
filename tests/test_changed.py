"""What changed since you trained: somebody comes back, and learns in minutes what one does otherwise now."""

import html
import json
import re
from urllib.parse import unquote

import pytest
from conftest import ROOT
from test_browser import violations

from safeguarding import EDITION
from safeguarding.change import MOST_QUESTIONS, numbers

PAGE = "book/what-changed.html"
CLOCK = "const real = Date; Date = class extends real { constructor(...a) { super(...(a.length ? a : ['2027-02-01T12:00:00'])) } }"
UNKNOWN = "9.9.9"
"""An edition that is newer than the copy at hand."""


@pytest.fixture
def came_back(open_page):
    """The page on a device that keeps these pages as done, by day alone or by day and edition, and a role."""

    def opener(done: dict, role: str = "", **more):
        version = 1 if all(isinstance(entry, str) for entry in done.values()) else 2
        kept = json.dumps({"v": version, "role": role, "done": done, **more})
        return open_page(PAGE, script=f"{CLOCK}; localStorage.setItem('rr', {json.dumps(kept)})")

    return opener


def told(page) -> list[str]:
    page.wait_for_function("() => document.querySelector('[data-live=what-changed] > [role=status]').textContent")
    return page.locator(".changes b").all_inner_texts()


def said(page) -> str:
    return page.locator("[data-live=what-changed] > [role=status]").inner_text()


def expected(course, role: str, since: str = "1.0.0", weights=("must", "should")) -> list[str]:
    changes = [change for change in course.changes.values() if change.number > numbers(since) and change.weight in weights]
    return [change.now for change in changes if not change.who or role in change.who]


@pytest.mark.parametrize("role", ["midday", "teacher", "club", "dsl"])
def test_who_trained_under_the_first_edition_is_told_in_minutes_what_one_does_otherwise_now(came_back, course, book, role):
    """That edition kept the day of a page, and no edition."""
    page = came_back(dict.fromkeys(["essentials", "signs", "who-to-call"], "2026-11-24"), role)
    found = told(page)
    assert sorted(found) == sorted(expected(course, role)) and len(found) >= 4
    assert found[: len(must)] == must if (must := page.locator(".changes.must b").all_inner_texts()) else False, "the gravest first"
    assert sorted(must) == sorted(expected(course, role, weights=["must"]))
    minutes = int(re.match(r"About (\d+) minutes. What has changed for you: \d+\.", said(page))[1])
    whole = sum(course.tier_minutes(course.roles[role], tier) for tier in ("first", "soon"))
    assert 3 <= minutes <= 30 and minutes < whole / 2
    page.wait_for_selector("[data-live=what-changed] .q")
    asked = page.locator("[data-live=what-changed] .q")
    weights = {f"q-{name}": change.weight for change in course.changes.values() for name in change.questions}
    found = [weights[name] for name in asked.evaluate_all("all => all.map((one) => one.id)")]
    assert 3 <= len(found) <= MOST_QUESTIONS and found == sorted(found) and found.count("must") >= min(len(must), 4), "the gravest first"
    for link in page.locator(".changes a").evaluate_all("all => all.map((one) => one.getAttribute('href'))"):
        path, _, label = link.partition("#")
        assert f'id="{label}"' in (book / "book" / unquote(path)).resolve().read_text("utf-8"), link
    first = asked.first
    first.locator("input").first.check()
    first.get_by_role("button", name="Check").click()
    assert first.locator(".said").is_visible(), "a question is one as in its chapter"


def test_who_has_read_it_since_or_has_another_role_is_not_told(came_back, course):
    old = {"essentials": {"day": "2026-11-24", "edition": ""}}
    newest = max((change.edition for change in course.changes.values()), key=numbers)
    page = came_back(old | {"who-to-call": {"day": "2027-01-10", "edition": newest}}, "teacher")
    now = [course.changes[name].now for name in ("danger-and-not-sure", "lado-yourself", "meeting-from-online")]
    assert told(page) and not set(now) & set(told(page)), "read since"
    leads = course.changes["kept-in-house"].now
    assert leads not in told(page)
    page.locator("#changed-role").select_option("dsl")
    assert leads in told(page)
    page.locator("#changed-role").select_option("")
    assert {leads, course.changes["after-a-search"].now} <= set(told(page)), "without a role all are told"


def test_who_trained_after_the_last_change_has_nothing_to_do_and_a_newer_edition_is_asked_for(came_back):
    page = came_back({"essentials": "2027-01-10"}, "teacher")
    assert not told(page) and "Nothing that you need to learn again has changed since." in said(page)
    page = came_back({"essentials": {"day": "2027-01-10", "edition": UNKNOWN}}, "teacher")
    assert not told(page) and f"You studied edition {UNKNOWN}, and this copy is of {EDITION}. Open the newer copy" in said(page)


def test_an_edition_is_surer_than_a_day_since_an_offline_copy_may_be_older(came_back, course):
    page = came_back({"essentials": {"day": "2027-01-10", "edition": "1.0.0"}}, "teacher")
    assert sorted(told(page)) == sorted(expected(course, "teacher"))
    page = came_back({"essentials": {"day": "2027-01-10", "edition": "1.1.0"}}, "teacher")
    assert sorted(told(page)) == sorted(expected(course, "teacher", "1.1.0")) and len(told(page)) < len(expected(course, "teacher"))


def test_who_trained_on_another_device_gives_a_day_or_the_edition_of_the_record(came_back, course):
    page = came_back({})
    assert not told(page) and "keeps no page that you finished" in said(page) and page.locator("[href='essentials.html']").count()
    page.locator("#changed-role").select_option("club")
    page.locator("#changed-day").fill("2026-11-25")
    assert sorted(told(page)) == sorted(expected(course, "club"))
    page.locator("#changed-day").fill("2027-01-25")
    assert not told(page) and "Nothing that you need to learn again" in said(page)
    page.locator("#changed-edition").select_option("1.0.0")
    assert sorted(told(page)) == sorted(expected(course, "club")), "the edition is surer than the day"
    page.locator("#changed-edition").select_option("")
    page.locator("#changed-day").fill("2026-05-01")
    assert not told(page) and "before the first edition, 1.0.0, of 24 November 2026" in said(page)
    page.locator("#changed-day").fill("2028-05-01")
    assert not told(page) and "has not come yet" in said(page)


def test_what_a_newer_change_replaces_is_not_told_and_no_more_than_five_questions_are_asked(open_page, course):
    page = open_page(PAGE, script=CLOCK)

    def changed(route):
        text = route.fetch().text()
        given = re.search(r'(data-live="what-changed" data-given=")([^"]*)', text)
        data = json.loads(html.unescape(given[2]))
        one, other, *_ = [change for change in data["changes"] if change["id"] in ("lado-yourself", "meeting-from-online")]
        one["replaces"] = [other["id"]]
        one["questions"] = [item.id for item in course.of_chapter("signs")][:9]
        route.fulfill(body=text.replace(given[2], html.escape(json.dumps(data))), content_type="text/html")

    page.route("**/what-changed.html", changed)
    page.reload()
    page.locator("#changed-edition").select_option("1.0.0")
    assert course.changes["lado-yourself"].now in told(page) and course.changes["meeting-from-online"].now not in told(page)
    page.wait_for_selector("[data-live=what-changed] .q")
    assert page.locator("[data-live=what-changed] .q").count() == MOST_QUESTIONS


def test_the_first_edition_began_on_the_day_of_the_change_log(course):
    assert f"## 1.0.0, {course.about.begun.day} {course.about.begun:%B %Y}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_short_path_is_there_for_everyone_and_nothing_scrolls_sideways(came_back, width):
    page = came_back({"essentials": "2026-11-24"}, "dsl")
    page.set_viewport_size({"width": width, "height": 800})
    page.wait_for_selector("[data-live=what-changed] .q")
    assert violations(page) == [] and page.evaluate("document.documentElement.scrollWidth") <= width
