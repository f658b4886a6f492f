"""The built book in a real Chromium, as people meet it: by mouse, keyboard and touch, without script, on a phone, in the dark."""

import re
import time

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from conftest import PAGES, ROOT, new_page
from visitors import LATE_VOICE, NOTE_SHIFTS, half_way

from safeguarding import due, render
from safeguarding.course import load

COURSE = load(ROOT)
CHAPTERS = [f"book/{page.name}.html" for page in COURSE.chapters]
PRACTICE = [f"exercises/practice-{part}.html" for part in ("core", "why-and-notice", "after")]
ASKING = {
    "chapter": "book/signs.html",
    "chart": "book/why-it-matters.html",
    "writing": "book/write-it-down.html",
    "case": "book/case-lunch-table.html",
}
"""Every kind of page that changes when somebody answers."""
KINDS = {
    **ASKING,
    "cover": "book/index.html",
    "help": "book/real-child.html",
    "assessment": "book/assessment.html",
    "confidence": "book/confidence.html",
    "kept": "book/kept.html",
    "record": "book/record.html",
    "cards": "book/trainer/cards.html",
    "run sheets": "book/trainer/run-sheets.html",
    "run sheet": "book/trainer/ninety.html",
    "handouts": "book/trainer/handouts.html",
    "papers": "book/trainer/papers.html",
    "keys": "book/trainer/keys.html",
    "paper form": "book/trainer/forms.html",
    "briefings": "book/trainer/briefings.html",
    "this month": "book/this-month.html",
    "poster": "book/wall/poster.html",
    "cards for the wallet": "book/wall/cards.html",
    "blank record": "book/wall/concern-form.html",
    "items": "book/reference/items.html",
    "due": "book/reference/due.html",
    "review sheet": "book/reference/review-sheet.html",
    "glossary": "book/reference/glossary.html",
    "form for an organisation": "book/reference/make-it-yours.html",
    "impact kit": "book/trainer/impact.html",
    "directory": "book/reference/routes.html",
    "sources": "book/reference/sources.html",
    "search": "search.html#q=police",
    "notebook": "exercises/lab-figures.html",
}
"""Every kind of page: what stands on any other is made of what stands on these."""
PHONE, DESK = 375, 1440
AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}, "resultTypes": ["violations"]}


def violations(page, within: str = "html", without: str = "none") -> list[str]:
    """What axe finds wrong on the page, one line each with the first places: in the elements that fit one selector, and not in
    those that fit another. What it finds right is not asked for, which halves the time."""
    page.evaluate(AXE_SCRIPT)
    return page.evaluate(
        """([within, without, options]) =>
             axe.run({ include: [...document.querySelectorAll(within)], exclude: [...document.querySelectorAll(without)] }, options)
               .then(({ violations }) => violations.map(({ id, help, nodes }) =>
                 `${id}: ${help} ${JSON.stringify(nodes.slice(0, 3).map((node) => node.target))}`))""",
        [within, without, AXE],
    )


@pytest.mark.parametrize("way", ["http", "file"])
def test_every_option_of_every_question_is_marked_with_its_own_feedback(open_page, book, way):
    """On each page: choose an option, press Check, read what is said. In one go a page, for speed, with real clicks. From a folder
    the same script does it, so one chapter and one page of practice are enough."""
    marked = []
    for path in [*CHAPTERS, *PRACTICE] if way == "http" else [CHAPTERS[1], PRACTICE[0]]:
        page = open_page(path, base=book.as_uri() if way == "file" else None)
        said = page.evaluate(
            """() => [...document.querySelectorAll(".q")].flatMap((question) => {
                 const inputs = [...question.querySelectorAll("input")];
                 return inputs.map((input) => {
                   for (const other of inputs) if (other.checked) other.click();
                   input.click();
                   question.querySelector("button").click();
                   const box = question.querySelector(".said");
                   return [question.id.slice(2), input.value, box.className, box.textContent];
                 });
               })"""
        )
        for name, letter, kind, text in said:
            question = COURSE.questions[name]
            option = dict(question.lettered)[letter]
            assert option.feedback in text, (path, name, letter)
            assert ("right" in kind.split()) == option.key, (path, name, letter)
            assert text.startswith("Right." if option.key else "Think again.")
            marked.append((name, letter))
        assert page.said == []
    every = {(name, letter) for name, question in COURSE.questions.items() for letter, _ in question.lettered}
    assert set(marked) == every if way == "http" else len(marked) > 30


def test_a_question_is_answered_by_keyboard_alone(open_page):
    page = open_page("book/essentials.html")
    first = page.locator(".q").first
    first.locator("input").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SELECT", "how sure one is, if one likes"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Check"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Check"
    question = COURSE.questions["essentials-fence"]
    assert question.options[0].feedback in first.get_by_role("status").inner_text()
    assert first.locator("input").first.is_checked()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert first.get_by_role("status").inner_text().startswith("Right.")
    assert first.locator("summary").inner_text() == "Why not the others?"


def test_check_without_an_answer_asks_for_one(open_page):
    page = open_page("book/essentials.html")
    first = page.locator(".q").first
    assert first.locator(".said").inner_text() == ""
    first.get_by_role("button", name="Check").click()
    assert first.get_by_role("status").inner_text() == "Choose an answer first."


def test_a_wrong_answer_stays_open_and_names_the_critical_action(open_page):
    page = open_page("book/essentials.html")
    question = page.locator("#q-essentials-minibus")
    question.locator("input[value=C]").check()
    question.get_by_role("button").click()
    said = question.locator(".said").inner_text()
    assert said.startswith("Think again.") and "Critical action: Do not look" in said and "Taught in Step 3: Keep safe" in said
    assert question.locator("details").is_hidden()
    question.locator("input[value=B]").check()
    question.get_by_role("button").click()
    assert question.locator("details").is_visible()


def test_without_script_the_reasons_stand_closed_and_every_step_is_there(open_page):
    page = open_page("book/essentials.html", java_script_enabled=False)
    assert page.locator(".q button").count() == 0
    assert page.locator(".q").count() == page.locator(".q details:not([open])").count() == 10
    page.locator(".q summary").first.click()
    assert page.locator(".q details[open] li").count() == 3
    walk = COURSE.walks["handover-door"]
    assert page.locator("#w-handover-door .w-steps > li").count() == len(walk.steps)
    assert all(page.locator("#w-handover-door .w-steps > li").nth(n).is_visible() for n in range(len(walk.steps)))
    page.locator("#w-handover-door .w-choices a").first.click()
    assert page.url.endswith("#w-handover-door-1A")
    outcome = page.locator("#w-handover-door-1A")
    assert outcome.is_visible() and outcome.inner_text().startswith("1A.") and outcome.inner_text().endswith("Go to 2")
    assert "One good path: 1B, 4B, 6." in page.locator("#w-handover-door .w-foot").inner_text()


@pytest.mark.parametrize("name", COURSE.walks)
def test_a_walk_shows_one_step_at_a_time_and_every_choice_leads_on(open_page, name):
    walk = COURSE.walks[name]
    home = next(page for page in COURSE.pages.values() if name in page.named("walk"))
    page = open_page(f"book/{home.name}.html")
    found = page.evaluate(
        """(id) => {
             const walk = document.getElementById(id), seen = [];
             const shown = () => [...walk.querySelectorAll(".w-steps > li, .w-then > li")].filter((item) => !item.hidden);
             const steps = [...walk.querySelectorAll(".w-steps > li")];
             if (shown().length !== 1 || shown()[0] !== steps[0]) return "does not begin at the first step";
             for (const step of steps) for (const link of step.querySelectorAll(".w-choices a")) {
               link.click();
               const [outcome] = shown();
               if (shown().length !== 1 || "#" + outcome.id !== link.hash) return `choice ${link.hash} does not show what came of it`;
               if (document.activeElement !== outcome) return `focus is not on ${outcome.id}`;
               const onward = outcome.querySelector("a");
               onward.click();
               if (shown().length !== 1 || "#" + shown()[0].id !== onward.hash) return `${outcome.id} does not lead on`;
               seen.push([outcome.textContent, onward.hash]);
             }
             return seen;
           }""",
        f"w-{name}",
    )
    assert isinstance(found, list), found
    choices = [(step, choice) for step in walk.steps for choice in step.choices]
    assert [target for _, target in found] == [f"#w-{name}-{walk.number(choice.next)}" for _, choice in choices]
    assert all(choice.then in text for (text, _), (_, choice) in zip(found, choices, strict=True))
    assert page.said == []


def test_a_walk_is_played_by_keyboard_and_counts_the_replies(open_page):
    page = open_page("book/when-a-child-tells-you.html")
    walk = page.locator("#w-tells-game-mate")
    walk.locator(".w-choices a:visible").first.focus()
    replies = 0
    while walk.locator(".w-choices a:visible").count():
        walk.locator(".w-choices a:visible").first.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.innerText") == "Go on"
        page.keyboard.press("Enter")
        replies += 1
        assert replies < 20
        if walk.locator(".w-choices a:visible").count():
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.closest('.w-choices') !== null")
    assert walk.locator(".w-counts").inner_text().startswith("What you used: ")
    walk.get_by_role("button", name="Start again").press("Enter")
    assert walk.locator(".w-steps > li:visible").count() == 1 and walk.locator(".w-counts").is_hidden()


def play(walk, *places: int) -> None:
    """Take the choices at these places of their lists, one a step, then the first of each step to the end; read on each time."""
    taken = list(places)
    while walk.locator(".w-choices a:visible").count():
        walk.locator(".w-choices a:visible").nth(taken.pop(0) if taken else 0).click()
        walk.get_by_role("link", name="Go on").click()


def step(walk) -> str:
    """The line that says where one is."""
    return walk.locator(".w-at").inner_text()


def test_the_way_on_is_the_one_filled_button_and_what_was_chosen_stands_above_what_came_of_it(open_page):
    page = open_page("book/when-a-child-tells-you.html", width=375)
    walk = page.locator("#w-tells-game-mate")
    assert step(walk) == "Step 1" and walk.locator("button").count() == 0, "nothing to go back to yet"
    walk.locator(".w-choices a:visible").nth(1).click()
    item = walk.locator(".w-then > li:visible")
    assert item.inner_text().startswith("Step 1\nYou chose: “Tell me about that.”\n\nThat was an open prompt.")
    filled = (
        """(e) => { const { backgroundColor: back, color } = getComputedStyle(e); return back !== "rgba(0, 0, 0, 0)" && back !== color }"""
    )
    on = item.get_by_role("link", name="Go on")
    assert on.evaluate(filled) and on.bounding_box()["width"] > 0.9 * item.bounding_box()["width"]
    assert [(it.inner_text(), it.evaluate(filled)) for it in walk.locator("button").all()] == [
        ("One step back", False),
        ("Start again", False),
    ]
    assert all(it.bounding_box()["height"] >= 44 for it in [on, *walk.locator("button").all()])
    on.click()
    assert step(walk) == "Step 2" and walk.locator(".w-steps > li:visible").get_attribute("id").endswith("-3")


@pytest.mark.parametrize("name", ["tells-game-mate", "tells-craft-table"])
def test_no_letter_or_number_is_named_on_the_screen_that_stands_on_paper_alone(open_page, name):
    page = open_page("book/when-a-child-tells-you.html")
    walk = page.locator(f"#w-{name}")
    shown = []
    while walk.locator(".w-choices a:visible").count():
        walk.locator(".w-choices a:visible").first.click()
        shown.append(walk.inner_text())
        walk.get_by_role("link", name="Go on").click()
        shown.append(walk.inner_text())
    assert not re.search(r"\b\d[A-F]\b|Go to|One good path", "\n".join(shown))
    walk.locator("summary", has_text="One good way through").click()
    taken, _ = COURSE.walks[name].best
    assert walk.locator("details li").all_inner_texts() == [choice.say for _, choice in taken], "the good path, in words"
    page.emulate_media(media="print")
    assert walk.locator(".w-foot").inner_text().startswith("One good path: " + COURSE.walks[name].best_path[0])
    assert not walk.locator(".w-at, .w-counts, details, button").filter(visible=True).count()


@pytest.mark.parametrize("way", ["http", "file"])
def test_back_goes_one_step_back_and_leaving_the_page_loses_no_step(open_page, book, way):
    page = open_page("book/index.html", width=375, base=book.as_uri() if way == "file" else None)
    page.goto(page.url.replace("index", "signs"))
    one, other = page.locator("#w-worried-second-phone"), page.locator("#w-worried-same-facts")
    one.locator(".w-choices a:visible").nth(2).click()
    one.get_by_role("link", name="Go on").click()
    other.locator(".w-choices a:visible").first.click()
    page.evaluate("location.hash = '#key-points'")
    one.locator(".w-choices a:visible").first.click()
    one.get_by_role("link", name="Go on").click()

    def places():
        return step(one)[:6], step(other)[:20]

    assert places() == ("Step 3", "Step 1\nYou chose: No")
    page.goto(page.url.split("#")[0].replace("signs", "reference/routes"))
    page.go_back()
    one.locator(".w-at").wait_for()
    assert places() == ("Step 3", "Step 1\nYou chose: No"), "from another page one comes back to where one stood"
    seen = []
    while "signs" in page.url and len(seen) < 9:
        page.go_back()
        seen.append(places() if "signs" in page.url else page.url.rsplit("/", 1)[1])
    stood = ("Step 2", "Step 1\nYou chose: No")
    assert seen == [stood, stood, ("Step 2", "Step 1"), ("Step 1", "Step 1"), "index.html"], "the link to a section is an entry of its own"
    assert page.said == []


def test_who_leaves_in_the_middle_of_a_case_and_comes_back_finds_a_page_and_not_a_blank(open_page):
    page = open_page("book/case-lunch-table.html")
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"))
    walk = page.locator(".walk")
    for _ in range(2):
        walk.locator(".w-choices a:visible").first.click()
        walk.get_by_role("link", name="Go on").click()
    page.locator(".exit").click()
    page.wait_for_url("**/weather")
    page.go_back()
    assert step(walk) == "Step 2" and walk.is_visible() and "lunch table" in page.title()


def test_back_before_the_other_page_has_come_shows_the_page_again(open_page):
    page = open_page("book/case-lunch-table.html")
    page.context.route("https://www.bbc.co.uk/**", lambda route: None)
    page.locator(".w-choices a:visible").first.click()
    page.evaluate(
        """() => {
             window.seen = [];
             setTimeout(() => document.querySelector(".exit").click(), 50);
             setTimeout(() => { seen.push(document.body.hidden); history.back() }, 300);
             setTimeout(() => seen.push(document.body.hidden), 900);
           }"""
    )
    page.wait_for_function("() => seen.length === 2")
    assert page.evaluate("seen") == [True, False]


def test_a_walk_goes_on_where_the_browser_refuses_its_history(open_page):
    refuse = "for (const how of ['pushState', 'replaceState']) history[how] = () => { throw new DOMException('no', 'SecurityError') }"
    page = open_page("book/case-lunch-table.html", script=refuse)
    walk = page.locator(".walk")
    walk.locator(".w-choices a:visible").first.click()
    walk.get_by_role("link", name="Go on").click()
    assert step(walk) == "Step 2"
    walk.get_by_role("button", name="One step back").click()
    assert step(walk) == "Step 1" and page.said == []


def test_a_walk_that_has_changed_since_begins_at_its_first_step(open_page):
    page = open_page("book/case-lunch-table.html")
    page.evaluate("history.replaceState({ 'w-case-lunch-table': ['w-case-lunch-table-1', 'w-case-lunch-table-9F', 'w-gone'] }, '')")
    page.reload()
    assert step(page.locator(".walk")) == "Step 1" and page.said == []


def test_one_step_back_and_look_back_let_one_choose_again_and_what_was_taken_back_is_not_counted(open_page):
    page = open_page("book/when-a-child-tells-you.html", width=375)
    walk = page.locator("#w-tells-game-mate")
    walk.locator(".w-choices a:visible").nth(2).click()
    walk.get_by_role("button", name="One step back").click()
    assert step(walk) == "Step 1" and walk.locator(".w-choices a:visible").count() == 3
    assert page.evaluate("document.activeElement.id") == "w-tells-game-mate-1"
    play(walk, 1, 0, 1)
    assert walk.locator(".w-counts").inner_text() == "What you used: 1 open prompt, 1 leading question, 0 promises."
    assert walk.locator("button").all_inner_texts() == ["Step 1", "Step 2", "Step 3", "Start again"]
    walk.get_by_role("button", name="Step 2").click()
    assert step(walk) == "Step 2" and page.evaluate("document.activeElement.id") == "w-tells-game-mate-3"
    play(walk, 2, 1)
    assert walk.locator(".w-counts").inner_text() == "What you used: 1 open prompt, 0 leading questions, 0 promises, 1 quiet wait."


def test_no_open_prompt_at_all_is_said_and_said_warmly(open_page):
    page = open_page("book/when-a-child-tells-you.html")
    walk = page.locator("#w-tells-game-mate")
    play(walk, 0, 0, 1)
    assert walk.locator(".w-counts").inner_text() == (
        "What you used: 0 open prompts, 0 leading questions, 0 promises, 1 telling-off, 1 “why” question. "
        "No open prompt: it happens to kind people. Look back, and try one."
    )


def test_the_end_shows_the_verbs_in_their_colours_and_how_to_reach_the_route(open_page):
    page = open_page("book/who-to-call.html", width=375)
    walk = page.locator("#w-route-finder")
    play(walk, 0)
    dl = walk.locator(".w-verbs:visible b")
    assert dl.all_inner_texts() == ["Notice", "Listen", "Keep safe", "Pass on", "Write"]
    assert len({verb.evaluate("(e) => getComputedStyle(e).color") for verb in dl.all()}) == 5
    call = walk.get_by_role("link", name="999", exact=True)
    assert call.get_attribute("href") == "tel:999" and call.bounding_box()["height"] >= 44


@pytest.mark.parametrize("path", ["book/when-a-child-tells-you.html", "book/write-it-down.html"])
def test_the_title_of_a_drill_is_a_line_of_its_own(open_page, path):
    page = open_page(path)
    for title in page.locator(".w-title").all():
        lead = title.locator("+ p")
        assert title.inner_text() in [item.title for item in [*COURSE.walks.values(), *COURSE.writing.values()]]
        assert lead.bounding_box()["y"] >= title.bounding_box()["y"] + title.bounding_box()["height"]


@pytest.mark.parametrize(("width", "dark"), [(PHONE, True), (DESK, False)], ids=["phone-dark", "desk-light"])
def test_axe_finds_nothing_at_the_end_of_a_walk(open_page, dark, width):
    page = open_page("book/when-a-child-tells-you.html", width=width, dark=dark)
    for walk in page.locator(".walk").all():
        play(walk)
        walk.locator("summary").click()
    assert violations(page, ".walk") == []
    page = open_page("book/case-minibus-picture.html", width=width, dark=dark)
    play(page.locator(".walk"))
    assert violations(page, ".walk") == []


def test_what_is_typed_into_a_record_stays_on_the_page_and_one_button_clears_it(open_page):
    page = open_page("book/write-it-down.html")
    first = page.locator(".writing textarea").first
    first.fill("Tuesday, by the hut")
    page.locator(".writing fieldset input").first.check()
    assert page.evaluate("JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})").find("hut") < 0
    page.get_by_role("button", name="Clear all that I typed").first.click()
    assert first.input_value() == "" and not page.locator(".writing fieldset input").first.is_checked()


def test_what_is_overdue_is_one_line_at_the_foot_and_no_number_is_marked(open_page):
    later = "const real = Date; Date = class extends real { constructor(...a) { super(...(a.length ? a : ['2036-01-01'])) } }"
    early = later.replace("2036-01-01", "2026-11-25")
    shown = "document.querySelector('article').innerText"
    for path in ("book/reference/routes.html", "book/essentials.html", "book/real-child.html", "book/reference/sources.html"):
        page = open_page(path, script=early)
        assert not page.locator(".overdue").is_visible()
        if path.endswith(("essentials.html", "sources.html")):
            first = min(re.findall(r"check again by (\d{4}-\d\d-\d\d)", page.content()))
            assert page.locator(".overdue").get_attribute("data-check-by") == first, "the first that is overdue is enough"
        before = page.evaluate(shown)
        page = open_page(path, script=later)
        assert page.evaluate(shown) == before, "nothing beside a number or a sentence says that it is overdue"
        assert page.locator("footer > .overdue").is_visible() and page.locator(".overdue").count() == 1, path
        assert page.locator(".overdue a").get_attribute("href").endswith("reference/due.html")
    stays = page.context.new_page()
    stays.set_content(render.contact_card(COURSE.contacts["childline"]) + render.contact_card(COURSE.contacts["police-999"]))
    assert stays.locator(".checked").count() == 2 and stays.locator("[data-check-by]").count() == 0


@pytest.mark.parametrize(("day", "first", "open_months"), [("2026-12-01", 0, 1), ("2027-03-02", 1, 3), ("2028-03-01", 470, 9)])
def test_the_page_of_what_is_due_opens_what_is_due_by_the_readers_clock(open_page, day, first, open_months):
    clock = f"const real = Date; Date = class extends real {{ constructor(...a) {{ super(...(a.length ? a : ['{day}'])) }} }}"
    page = open_page("book/reference/due.html", script=clock)
    late = len([entry for entry in due.dated(COURSE) if str(entry.check_by) < day])
    assert page.locator(".due li b").count() == late >= first
    assert (
        page.locator(".due-said").inner_text().startswith(f"Today, {int(day[8:])} ")
        and f" {late} overdue" in page.locator(".due-said").inner_text()
    )
    assert page.locator(".due details[open]").count() >= open_months
    months = page.locator(".due details").evaluate_all("all => all.map(one => one.open)")
    assert months == sorted(months, reverse=True), "the next ones first, and none behind a closed one"


ANSWER = """() => {
  for (const question of document.querySelectorAll(".q")) {
    question.querySelector("input").click();
    question.querySelector("button").click();
  }
  for (const walk of document.querySelectorAll(".walk")) walk.querySelector(".w-choices a").click();
  for (const details of document.querySelectorAll("details")) details.open = true;
}"""


MOVING = ("cover", "book/practise", "record", "this month", "due", "case")
"""Those that the script changes most."""
FILLED = {
    name: f"{name}.html"
    for name in (
        "book/practise",
        "book/what-changed",
        "book/reference/register",
        "book/trainer/screen-twenty",
        "book/trainer/screen-briefings",
        "exercises/lab-cases",
        "exercises/practice-core",
    )
}
SCRIPTED = {**KINDS, **FILLED}
"""Every kind of page, and the others that are empty until the script has filled them."""
SHIFTS = [(kind, width, back) for kind in SCRIPTED for width in (PHONE, DESK) for back in (True, False)]
"""What moves is looked at each time on these kinds, for who comes back; on the others, and for a first visit, before a release."""


@pytest.mark.parametrize(
    ("kind", "width", "back"),
    [pytest.param(*view, marks=[] if view[0] in MOVING and view[2] else pytest.mark.release) for view in SHIFTS],
    ids=[f"{kind}-{width}-{'again' if back else 'first'}" for kind, width, back in SHIFTS],
)
def test_nothing_that_is_seen_moves_when_the_script_comes_late(chrome, site, course, kind, width, back):
    page = new_page(chrome, viewport={"width": width, "height": 800 if width == PHONE else 1080}, reduced_motion="reduce")
    page.route(re.compile(r"/(course|screen)\.js"), lambda route: (time.sleep(0.4), route.continue_()))
    page.add_init_script(NOTE_SHIFTS + LATE_VOICE + (half_way(course) if back else ""))
    page.goto(f"{site}/{SCRIPTED[kind]}")
    page.wait_for_timeout(400)
    painted = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    scripted = "performance.getEntriesByType('navigation')[0].domContentLoadedEventStart"
    assert page.evaluate(f"{painted} < {scripted}"), "it was painted before the script came"
    assert page.evaluate("shift") < 0.0005
    page.context.close()


def test_what_waits_for_the_script_is_seen_after_three_seconds_where_none_comes(chrome, site, course):
    unseen = "[...document.querySelectorAll('.content *:not(.needs-script)')].filter((one) => getComputedStyle(one).visibility === 'hidden').length"
    pages = {}
    for kind in MOVING:
        pages[kind] = page = new_page(chrome, reduced_motion="reduce")
        page.route("**/*.js*", lambda route: route.abort())
        page.add_init_script(half_way(course))
        page.goto(f"{site}/{SCRIPTED[kind]}")
        assert page.evaluate(unseen) > 0, f"{kind} waits"
    pages["case"].wait_for_timeout(3200)
    assert {kind: page.evaluate(unseen) for kind, page in pages.items()} == dict.fromkeys(MOVING, 0)
    for page in pages.values():
        page.context.close()


VIEWS = (
    [(kind, PHONE, True) for nth, kind in enumerate(KINDS) if kind in ASKING or nth % 2]
    + [(kind, DESK, False) for nth, kind in enumerate(KINDS) if kind in ASKING or not nth % 2]
    + [("chapter", PHONE, False), ("chapter", DESK, True)]
)
"""How axe meets each kind: by turns on a phone in the dark and at a desk in the light, what asks in both, one in all four ways. Before a release
every page is met at a desk in the light, below."""


LISTED = ".claim ~ .claim ~ .claim, .form-key > li ~ li ~ li, .card ~ .card ~ .card, details ~ details ~ details ~ details"
"""Long lists of things that one template makes: axe looks at the first of them."""


@pytest.mark.parametrize(
    ("kind", "width", "dark"), VIEWS, ids=[f"{width}-{'dark' if dark else 'light'}-{kind}" for kind, width, dark in VIEWS]
)
def test_axe_finds_nothing_before_and_after_answering(open_page, kind, width, dark):
    page = open_page(KINDS[kind], width=width, dark=dark)
    assert violations(page, without=LISTED) == []
    asks = page.locator(".q, .walk, .writing").count() > 0
    assert asks or kind not in ASKING
    if asks:
        page.evaluate(ANSWER)
        assert violations(page, without=LISTED) == []


AGAIN = f".sidebar-drawer, .q ~ .q ~ .q, .walk ~ .walk, {LISTED}"
"""What axe need not look at on every page: the contents beside it, and all but the first of a list of things that one template
makes. The kinds above are looked at whole."""


def sideways(page) -> tuple[int, list[str]]:
    """How many pixels a page can be scrolled sideways, and the first elements that end beyond its right edge."""
    return tuple(
        page.evaluate(
            """() => [Math.max(0, document.scrollingElement.scrollWidth - innerWidth),
                      [...document.querySelectorAll("article *, .bar *:not(.long)")].filter((e) => {
                        const box = e.getBoundingClientRect();
                        return box.width && box.right > innerWidth + 1 && !e.closest(".table-wrapper, pre");
                      }).map((e) => e.outerHTML.slice(0, 80)).slice(0, 3)]"""
        )
    )


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_asks_another_host_or_reports_an_error(open_page, site, path):
    """At a desk; then at 320 pixels, and with text at 200 per cent."""
    page = open_page(path, width=DESK)
    page.set_viewport_size({"width": 320, "height": 900})
    for size in ("100%", "200%"):
        page.evaluate("(size) => document.documentElement.style.setProperty('font-size', size, 'important')", size)
        assert sideways(page) == (0, []), size
    assert page.said == []
    assert [address for address in page.asked if not address.startswith((site, "data:"))] == []


@pytest.mark.release
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_any_page(open_page, path):
    assert violations(open_page(path, width=DESK), without=AGAIN) == []


def made_of(book, path: str) -> set[str]:
    """The elements, classes, roles and properties for a screen reader that a page is made of."""
    article = re.search(r"<article.*</article>", (book / path).read_text("utf-8"), re.S)[0]
    classes = (name for names in re.findall(r' class="([^"]*)"', article) for name in names.split())
    return {*re.findall(r"<\w+|\brole=\"\w+|\baria-\w+", article), *classes}


OF_ONE_PAGE = {sheet.id for sheet in COURSE.runsheets.values()} | {"std-ref", "verb-around", "pages", "answers", "<em"}
"""Classes that name one page or set nothing but a margin or a weight."""


def test_every_page_is_made_of_what_stands_on_the_kinds_of_page_that_axe_looks_at(book):
    looked_at = set().union(*(made_of(book, path.partition("#")[0]) for path in KINDS.values()))
    for path in PAGES:
        assert made_of(book, path) - looked_at - OF_ONE_PAGE == set(), path


def asking(book) -> list[str]:
    """One page for each set of scripts and styles that a page asks for: from a folder they alone can behave otherwise."""
    sets = {}
    for path in PAGES:
        asked = re.findall(r'_static/([^"?]+)', (book / path).read_text("utf-8"))
        sets.setdefault(frozenset(asked), path)
    return list(sets.values())


def test_from_a_folder_no_page_reports_an_error_or_asks_the_network(open_page, book):
    page, paths = open_page("book/index.html", base=book.as_uri()), asking(book)
    assert len(paths) > 15
    for path in paths:
        page.said.clear()
        page.asked.clear()
        page.goto(f"{book.as_uri()}/{path}")
        assert page.said == [], path
        assert [address for address in page.asked if not address.startswith(("file:", "data:"))] == [], path


TABLES = ("book/who-to-call.html", "book/day/staff-targeted.html", "book/reference/corrections.html")


@pytest.mark.parametrize("path", TABLES)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_on_a_phone_each_cell_of_a_table_says_its_heading(open_page, path, script):
    page = open_page(path, width=375, java_script_enabled=script)
    cells = """() => [...document.querySelectorAll(".table-wrapper tbody tr")].flatMap((row) => [...row.cells].slice(1).map((cell, n) =>
        [row.closest("table").querySelectorAll("thead th")[n + 1].textContent.trim() + ":", cell.querySelector(".head")?.innerText.trim()]))"""
    shown = page.evaluate(cells)
    assert shown and all(said == heading for heading, said in shown), shown
    page.set_viewport_size({"width": 1280, "height": 900})
    assert not page.locator("td .head:visible").count(), "where the row of headings stands, once is enough"


def test_the_contents_are_opened_and_left_by_keyboard_on_a_phone(open_page):
    page = open_page("book/signs.html", width=375)
    drawer = page.locator(".sidebar-drawer")
    assert not drawer.is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-to-content"
    while page.evaluate("document.activeElement.id") != "__navigation":
        page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.querySelector('.nav-overlay-icon')).outlineStyle") == "solid"
    page.keyboard.press("Space")
    assert drawer.is_visible()
    while page.evaluate("document.activeElement.textContent").strip() != "Who to call":
        page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not drawer.is_visible()
    assert page.evaluate("document.activeElement.id") == "__navigation"
    page.keyboard.press("Tab")
    assert not page.evaluate("!!document.activeElement.closest('.sidebar-drawer')"), "a closed drawer must not be entered"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    page.locator(".sidebar-tree a", has_text="Who to call").press("Enter")
    page.wait_for_url("**/who-to-call.html")


REGIONS = "[role=status], [role=alert], [aria-live]"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_to_be_heard_has_a_place_that_stands_empty_from_the_start_and_gets_one_text(open_page, kind):
    """A region that is hidden when it is filled, made with its words or taken away and put back stays silent in Firefox; one that
    gets several pieces or links is read in pieces in Chromium."""
    page = open_page(KINDS[kind].partition("#")[0], width=PHONE)
    seen = page.evaluate(
        """(regions) => {
             window.marks = [...document.querySelectorAll(regions)];
             return marks.map((region) => [region.outerHTML.slice(0, 90), region.textContent, getComputedStyle(region).display === "none"
               || !!region.closest("[hidden]") || getComputedStyle(region).visibility !== "visible" && !region.closest(".sidebar-drawer")]);
           }""",
        REGIONS,
    )
    assert [region for region, text, hidden in seen if text or hidden] == [] and len(seen) >= 2
    if kind not in ASKING:
        return
    styles = "marks.map((region) => { const { display, position } = getComputedStyle(region); return display + position })"
    before = page.evaluate(styles)
    page.evaluate(ANSWER)
    assert page.evaluate("(regions) => [...document.querySelectorAll(regions)].every((region) => marks.includes(region))", REGIONS)
    assert page.evaluate(styles) == before and page.evaluate("marks.every((region) => region.isConnected)")
    heard = page.evaluate("marks.filter((region) => region.textContent).map((region) => region.childNodes.length + region.children.length)")
    assert set(heard) <= {1} and (not page.locator(".q").count() or heard)


def test_the_letter_of_an_option_is_text(open_page):
    page = open_page("book/signs.html")
    for question in page.locator(".q").all():
        letters = [" ".join(text.split())[:2] for text in question.locator("label:has([type=radio])").all_text_contents()]
        assert letters == ["A ", "B ", "C ", "D "][: len(letters)]


@pytest.mark.parametrize("path", ["book/essentials.html", "book/case-lunch-table.html"])
@pytest.mark.parametrize(
    ("width", "height", "touched", "stays"),
    [
        (320, 256, False, False),
        (640, 280, False, False),
        (640, 280, True, True),
        (667, 375, True, True),
        (375, 667, True, True),
        (1366, 768, False, True),
    ],
)
def test_the_bar_stays_in_sight_where_there_is_room_and_covers_nothing_that_has_the_focus(open_page, path, width, height, touched, stays):
    page = open_page(path, width=width, height=height, is_mobile=touched, has_touch=touched)
    assert page.locator(".bar").bounding_box()["height"] < 60, "one line"
    page.evaluate("scrollTo(0, 1500)")
    assert (page.locator(".bar").bounding_box()["y"] == 0) == stays
    page.evaluate("scrollTo(0, 0)")
    covered = """() => {
      const at = document.activeElement, box = at.getBoundingClientRect(), bar = document.querySelector(".bar").getBoundingClientRect();
      return at !== document.body && !at.closest(".bar, .skip-to-content, .sidebar-toggle, .sidebar-drawer") && box.height && box.top < bar.bottom && box.bottom > bar.top
        ? at.outerHTML.slice(0, 90) : "";
    }"""
    for key in ("Tab", "Shift+Tab"):
        for _ in range(70):
            page.keyboard.press(key)
            assert page.evaluate(covered) == ""


@pytest.mark.parametrize(("width", "height"), [(320, 256), (375, 667), (1366, 768)])
def test_the_first_key_brings_the_link_over_the_bar_into_sight(open_page, width, height):
    page = open_page("book/signs.html", width=width, height=height)
    page.keyboard.press("Tab")
    in_front = """() => {
      const at = document.activeElement, { left, right, top, bottom } = at.getBoundingClientRect();
      const points = [[left + 2, (top + bottom) / 2], [right - 2, (top + bottom) / 2], [(left + right) / 2, top + 2], [(left + right) / 2, bottom - 2]];
      return at.className === "skip-to-content" && points.every(([x, y]) => document.elementFromPoint(x, y) === at);
    }"""
    assert page.evaluate(in_front)


def test_the_contents_are_opened_and_closed_and_the_page_stays_where_it_was(open_page):
    page = open_page("book/essentials.html", width=375, height=667)
    page.evaluate("scrollTo(0, 9000)")
    for close in (lambda: page.keyboard.press("Escape"), lambda: page.locator(".nav-overlay-icon").click()):
        page.locator(".nav-overlay-icon").click()
        assert page.locator(".sidebar-drawer").is_visible() and page.evaluate("scrollY") == 9000
        close()
        assert not page.locator(".sidebar-drawer").is_visible() and page.evaluate("scrollY") == 9000
    page.locator(".real").focus()
    assert page.evaluate("scrollY") == 9000


def test_on_a_phone_what_is_said_after_check_is_in_sight_and_nothing_covers_it_or_a_choice(open_page):
    page = open_page("book/essentials.html", width=375, height=667)
    free = """(part) => {
      const { left, right, top, bottom } = part.getBoundingClientRect(), x = (left + right) / 2;
      return top >= 0 && bottom <= innerHeight + 1 && [top + 3, (top + bottom) / 2, bottom - 3].every((y) => part.contains(document.elementFromPoint(x, y)));
    }"""
    for question in page.locator(".q").all():
        question.locator("input").first.check()
        check = question.get_by_role("button", name="Check")
        check.evaluate("(button) => scrollBy(0, button.getBoundingClientRect().bottom - innerHeight + 4)")
        check.click()
        assert question.locator("[role=status]").evaluate(free)
    page.goto(page.url.replace("essentials", "case-lunch-table"))
    for choice in page.locator(".w-choices a:visible").all():
        choice.scroll_into_view_if_needed()
        assert choice.evaluate(free)


def test_one_filled_button_is_what_to_do_next(open_page):
    page = open_page("book/index.html", width=375, height=667)
    filled = """() => {
      const accent = getComputedStyle(document.querySelector(".exit")).backgroundColor;
      return [...document.querySelectorAll("main a, main button, footer a")].filter((one) => one.offsetParent
        && getComputedStyle(one).backgroundColor === accent).map((one) => one.textContent);
    }"""
    page.locator("#path-assistant summary").click()
    page.locator("#path-assistant .mine").click()
    assert page.evaluate(filled) == ["Essentials: five steps for everyone"]
    page.reload()
    assert page.evaluate(filled) == ["Essentials: five steps for everyone"]
    page.goto(page.url.replace("index", "in-short"))
    assert len(page.evaluate(filled)) == 1, "the next page of one’s path"


def test_the_skip_link_leads_to_the_page(open_page):
    page = open_page("book/signs.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "furo-main-content"


@pytest.mark.parametrize("way", ["with the script", "without script"])
def test_a_mark_opens_the_folded_sources_at_its_own(open_page, way):
    page = open_page("book/essentials.html", java_script_enabled=way == "with the script")
    mark = page.locator("article a.cite").first
    source = page.locator(mark.get_attribute("href"))
    assert not source.is_visible()
    mark.click()
    assert source.is_visible() and page.locator("details.at-end[open]").count() == 1
    assert 0 <= source.bounding_box()["y"] < 700


def test_an_older_browser_opens_the_box_by_script_and_paper_has_it_open(open_page):
    page = open_page("book/essentials.html")
    first = page.locator(".sources li").first
    page.emulate_media(media="print")
    assert first.is_visible()
    page.emulate_media(media="screen")
    # Without a fragment to go to, the browser itself opens nothing.
    page.evaluate("(id) => { history.replaceState(null, '', `#${id}`); dispatchEvent(new Event('hashchange')) }", first.get_attribute("id"))
    assert first.is_visible()


def test_help_for_a_real_child_is_one_press_away_on_every_page(open_page):
    page = open_page("book/signs.html", width=375)
    page.get_by_role("link", name="Worried about a real child now?").click()
    assert page.locator("h1").inner_text() == "I am worried about a real child now"


def test_the_course_works_where_storage_is_refused(open_page):
    refused = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('refused', 'SecurityError') }, configurable: true })"
    page = open_page("book/essentials.html", script=refused)
    assert page.said == []
    question = page.locator(".q").first
    question.locator("input").first.check()
    question.get_by_role("button").click()
    assert question.get_by_role("status").is_visible()
    page.locator(".theme-toggle").first.click()
    assert page.said == []


def test_forced_colours_keep_bars_and_marks(open_page):
    page = open_page("book/why-it-matters.html", forced_colors="active")
    assert page.evaluate("getComputedStyle(document.querySelector('figure.chart rect')).fill") != "none"
    question = page.locator(".q").first
    question.locator("input").first.check()
    question.get_by_role("button").click()
    assert question.get_by_role("status").inner_text()[:5] in ("Right", "Think")


def test_paper_shows_letters_and_leaves_the_reasons_off(open_page):
    page = open_page("book/signs.html", dark=True)
    page.emulate_media(media="print")
    assert page.locator(".q details, .q button, .sidebar-drawer").all() and not any(
        element.is_visible() for element in page.locator(".q details, .q button, .sidebar-drawer").all()
    )
    assert page.locator(".q").first.locator("label b").all_inner_texts()[:3] == ["A", "B", "C"]
    steps = page.locator("#w-worried-second-phone .w-steps > li, #w-worried-second-phone .w-then > li")
    assert all(steps.nth(n).is_visible() for n in range(steps.count()))
    assert "Go to 2" in page.locator("#w-worried-second-phone-1A").inner_text()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_search_finds_a_question_by_its_words(open_page):
    page = open_page("search.html#q=bears")
    page.locator("#search-results a", has_text="Signs").wait_for()
