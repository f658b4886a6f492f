"""In Firefox and WebKit: the journey from the cover to the record, on a server and from a folder on the computer."""

import os
import re
import time

import pytest
from conftest import served
from other_browsers import BROWSERS, Absent, started


@pytest.fixture(scope="module", params=BROWSERS)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def running(name):
    """A browser. Where it is not installed, one line says so, and where everything is to be tried it fails."""
    try:
        with started(name) as found:
            yield found
    except Absent as absent:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(absent))


@pytest.fixture
def browser(running, book):
    """A browser that keeps nothing from before. (What a page of a server keeps goes with `place`.)"""
    yield running
    for page in ("index", "essentials", "assessment", "record"):  # Firefox has a list for each page of a folder
        running.open(f"{book.as_uri()}/book/{page}.html")
        running.execute("localStorage.clear(); sessionStorage.clear(); Storage.prototype.setItem = () => {}")


@pytest.fixture
def place(book):
    """The address of the built book on a server that no browser has met."""
    with served(book) as address:
        yield address


def answer(browser, question) -> None:
    """Choose the right answer of a question on the page."""
    browser.click(f"#q-{question.id} input[value='{question.key}']")


def pass_assessment(browser, course) -> None:
    """Answer what is asked, whether one question at a time or all at once, and finish."""
    browser.click("button", "Begin")
    open_ones = """return [...document.querySelectorAll('.assessment .q')]
                     .find((one) => one.getClientRects().length && !one.querySelector('input:checked'))?.id || ''"""
    browser.wait(open_ones)
    while asked := browser.execute(open_ones):
        answer(browser, course.assessment[asked.removeprefix("q-")])
        if browser.execute(
            "return [...document.querySelectorAll('button')].some((one) => one.getClientRects().length && one.textContent === 'Next')"
        ):
            browser.click("button", "Next")
    browser.click("button", "Finish")
    assert "You have passed" in browser.text("article")


def begin(browser, base: str, course) -> None:
    """Choose a role on the cover, go on to Essentials, and answer its first question."""
    browser.open(f"{base}/book/index.html")
    browser.click("#path-volunteer summary")
    browser.click("#path-volunteer .mine")
    assert "This is your path" in browser.text("#path-volunteer .mine")
    browser.click(".mine-next a", "Essentials")
    first = course.questions[browser.wait("return document.querySelector('article .q')?.id").removeprefix("q-")]
    answer(browser, first)
    browser.click(f"#q-{first.id} button", "Check")
    assert next(option.feedback for option in first.options if option.key) in browser.text(f"#q-{first.id} .said")


def test_the_journey_from_the_cover_to_the_record(browser, place, course):
    begin(browser, place, course)
    browser.open(f"{place}/book/assessment.html")
    pass_assessment(browser, course)
    browser.click("a", "Your record of completion")
    browser.wait("return document.getElementById('record-name')")
    assert "every critical action right" in browser.text("article")
    browser.open(f"{place}/book/index.html")
    assert browser.execute("return document.getElementById('path-volunteer').open")


def test_the_course_from_a_folder(browser, name, book, course):
    base = book.as_uri()
    begin(browser, base, course)
    # Firefox gives each page of a folder a list of its own. A test in which it does not has been set up wrongly.
    shared = browser.execute("return JSON.parse(localStorage.getItem('rr') || '{}').role === 'volunteer'")
    assert shared == (name != "Firefox")
    browser.open(f"{base}/search.html#q=0808 800 5000")
    browser.wait("return document.querySelector('#search-results a')?.textContent.startsWith('NSPCC')")


def test_from_a_folder_a_record_says_before_study_what_it_cannot_know_and_a_pass_is_carried_to_it(browser, name, book, course):
    """Firefox gives each page of a folder a list of its own, so no page there knows what was studied. WebKit has one list."""
    base, apart = book.as_uri(), name == "Firefox"
    for page in ("index", "record"):
        browser.open(f"{base}/book/{page}.html")
        said = "In this browser each page keeps a list of its own. You can study here." in browser.text(".notice")
        assert said == apart, page
    assert ("cannot know what you studied" in browser.text(".sheet")) == apart
    assert ("Nothing was studied" in browser.text("article")) != apart
    browser.open(f"{base}/book/assessment.html")
    pass_assessment(browser, course)
    browser.click("a", "Your record of completion")
    browser.wait("return document.getElementById('record-name')")
    assert re.search(r"Passed on \d\d? \w+ \d{4}, every critical action right", browser.text(".sheet"))


def test_who_comes_back_sees_what_was_done_meanwhile_and_finds_the_line(browser, place, course):
    begin(browser, place, course)
    browser.execute("scrollTo(0, 3000)")
    left = browser.execute("return document.getElementById('essentials-listen').getBoundingClientRect().top")
    goes_on = "return location.pathname.endsWith('index.html') && document.querySelector('.go-on')?.textContent.includes(arguments[0])"
    browser.execute("history.back()")
    browser.wait(goes_on, "Go on where you were")
    # A page that comes back is drawn anew when it is whole: a click before that would meet a link that is taken away.
    browser.wait("return document.readyState === 'complete'")
    time.sleep(0.5)
    browser.click(".go-on a", "Essentials")
    browser.wait("return location.pathname.endsWith('essentials.html')")
    line = "Math.abs(document.getElementById('essentials-listen')?.getBoundingClientRect().top - arguments[0]) <= 3"
    browser.wait(f"return document.querySelector('.read button') && {line}", left)
    browser.execute("document.querySelector('.read button').click(); history.back()")
    browser.wait(goes_on, "1 of ")
