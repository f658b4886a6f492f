"""Leaving: by the link, by Shift, in a frame, and what is found by coming back."""

import re

import pytest
from conftest import served

AWAY = "https://www.bbc.co.uk/weather"
SAID = ".exit-said"
MORE = "Shift, press 2 more times to leave."


def answer_elsewhere(page) -> list:
    """List every request to another host, and answer each with an empty page: none is let through, and none fails."""
    asked = []

    def answer(route) -> None:
        asked.append(route.request)
        route.fulfill(body="", content_type="text/html")

    page.context.route(re.compile("^https:"), answer)
    return asked


def said(page) -> str:
    return page.locator(SAID).inner_text()


def says(page, words: str) -> None:
    """Wait until it is said."""
    page.wait_for_function("([at, words]) => document.querySelector(at).textContent === words", arg=[SAID, words])


def scrolled(page) -> None:
    """Wait until a scroll has come to its end and is told: it is so a frame later, and counts as a move."""
    page.evaluate(
        """async () => {
             const frame = () => new Promise(requestAnimationFrame);
             for (let y = NaN; y !== scrollY;) {
               y = scrollY;
               await frame();
               await frame();
             }
           }"""
    )


def test_leaving_works_by_link_without_script_and_takes_the_whole_window(open_page):
    page = open_page("book/signs.html", java_script_enabled=False)
    link = page.locator(".exit")
    assert (link.get_attribute("href"), link.get_attribute("target")) == (AWAY, "_top")


def test_shift_three_times_leaves_and_says_how_often_it_is_still_to_be_pressed(open_page):
    page = open_page("book/signs.html")
    asked = answer_elsewhere(page)
    page.keyboard.press("Shift")
    assert said(page) == MORE
    page.keyboard.press("Shift")
    assert said(page) == "Shift, press 1 more time to leave."
    page.keyboard.press("Shift")
    page.wait_for_url(AWAY)
    assert "referer" not in asked[0].headers


def test_shift_that_is_not_pressed_on_lapses_and_says_so(open_page):
    page = open_page("book/signs.html")
    asked = answer_elsewhere(page)
    for _ in range(2):
        page.keyboard.press("Shift")
    says(page, "Shift is no longer counted.")
    says(page, "")
    for _ in range(2):
        page.keyboard.press("Shift")
    assert said(page).endswith("1 more time to leave.") and not asked


MOVES = {
    "another key": lambda page: page.keyboard.press("a"),
    "the focus": lambda page: page.evaluate("document.querySelector('article a').focus({ preventScroll: true })"),
    "what is marked": lambda page: page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))"),
    "the page": lambda page: page.mouse.wheel(0, 300),
    "an answer": lambda page: page.evaluate("document.querySelector('.q input').dispatchEvent(new Event('input', { bubbles: true }))"),
    "the pointer": lambda page: page.mouse.down(),
}


@pytest.mark.parametrize("move", MOVES)
def test_shift_is_not_counted_on_when_something_moved_between(open_page, move):
    page = open_page("book/signs.html")
    asked = answer_elsewhere(page)
    for _ in range(2):
        page.keyboard.press("Shift")
    MOVES[move](page)
    says(page, "")
    scrolled(page)
    page.keyboard.press("Shift")
    assert said(page) == MORE and not asked


def test_a_screen_reader_s_previous_heading_key_never_leaves(open_page):
    """The reader keeps the letter, and the page sees Shift alone; meanwhile the reader moves on."""
    page = open_page("book/signs.html")
    asked = answer_elsewhere(page)
    for n in range(4):
        page.keyboard.down("Shift")
        page.evaluate("(n) => getSelection().selectAllChildren(document.querySelectorAll('h2')[n])", n)
        page.wait_for_timeout(30)
        page.keyboard.up("Shift")
        assert said(page) == ""
    assert not asked


def test_shift_can_be_turned_off_and_on_again_and_the_button_still_leaves(open_page):
    page = open_page("book/kept.html")
    kept, asked = page.url, answer_elsewhere(page)
    page.get_by_role("button", name="Turn Shift three times off").click()
    assert "Shift three times: does nothing, you turned it off" in page.locator("article").inner_text()
    page.goto(kept.replace("kept", "signs"))
    for _ in range(4):
        page.keyboard.press("Shift")
    assert said(page) == "" and not asked
    page.locator(".exit").click()
    page.wait_for_url(AWAY)
    page.goto(kept)
    page.get_by_role("button", name="Let Shift three times leave again").click()
    page.keyboard.press("Shift")
    assert said(page) == MORE


@pytest.mark.parametrize("modifier", ["Control", "Alt", "Meta"])
def test_shift_with_another_modifier_is_not_counted(open_page, modifier):
    page = open_page("book/signs.html")
    asked = answer_elsewhere(page)
    page.keyboard.down(modifier)
    for _ in range(4):
        page.keyboard.press("Shift")
    page.keyboard.up(modifier)
    assert said(page) == "" and not asked


def test_shift_in_a_text_box_and_shift_with_the_pointer_are_not_counted(open_page):
    page = open_page("book/write-it-down.html")
    asked = answer_elsewhere(page)
    box = page.locator(".writing textarea").first
    box.fill("What I saw")
    for _ in range(4):
        page.keyboard.press("Shift")
    for _ in range(3):
        page.locator(".r-hint").first.click(modifiers=["Shift"])
    assert not asked and said(page) == "" and box.input_value() == "What I saw"


def test_after_an_answer_shift_counts_although_the_choice_has_the_focus(open_page):
    page = open_page("book/signs.html")
    page.locator(".q input").first.check()
    scrolled(page)
    page.keyboard.press("Shift")
    assert said(page) == MORE


def test_the_page_that_was_left_is_not_in_the_history(open_page):
    page = open_page("book/index.html")
    answer_elsewhere(page)
    page.goto(page.url.replace("index", "signs"))
    page.locator(".exit").click()
    page.wait_for_url(AWAY)
    page.go_back()
    assert page.url.endswith("book/index.html")


def framing(path, folder, sandbox: str) -> None:
    (folder / "platform.html").write_text(
        f"<!doctype html><title>Platform</title><iframe {sandbox} width=600 height=500 src='{path}'></iframe>"
    )


@pytest.mark.parametrize(
    ("sandbox", "may"),
    [
        ("", True),
        ("sandbox='allow-scripts allow-same-origin allow-top-navigation'", True),
        ("sandbox='allow-scripts allow-same-origin'", False),
        ("sandbox='allow-scripts'", False),
    ],
    ids=["no sandbox", "may navigate", "may not", "no origin"],
)
def test_in_a_frame_the_window_is_left_or_else_the_frame_is_blank(open_page, site, tmp_path, sandbox, may):
    framing(f"{site}/book/signs.html", tmp_path, sandbox)
    with served(tmp_path) as platform:
        page = open_page("platform.html", base=platform)
        answer_elsewhere(page)
        frame = page.frame_locator("iframe")
        frame.locator(".exit").click()
        if may:
            page.wait_for_url(AWAY)
        else:
            page.frames[1].wait_for_url("about:blank")
            assert page.url.endswith("platform.html")
            assert frame.locator("body").inner_text() == ""


@pytest.mark.parametrize("how", ["link", "button"])
def test_who_leaves_and_goes_on_is_at_the_same_line_again(open_page, how):
    page = open_page("book/essentials.html", width=375, height=667)
    answer_elsewhere(page)
    start, top = page.url, "document.querySelector('#q-essentials-minibus').getBoundingClientRect().top"
    page.evaluate("scrollTo(0, 9000)")
    page.wait_for_timeout(100)
    where = page.evaluate(top)
    if how == "button":
        page.locator(".exit").click()
        page.wait_for_url(AWAY)
    page.goto(start.replace("essentials", "index"))
    page.locator(".go-on a").first.click()
    page.wait_for_url("**/essentials.html#*")
    page.wait_for_function(f"(where) => Math.abs({top} - where) <= 1", arg=where)
    assert "+" not in page.url
