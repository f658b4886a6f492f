"""Poster, cards and form: one page each, in black, with the words of the page for a real child, however long the details are."""

import dataclasses
import io
import os
import re
import shutil
import subprocess
import sys

import pytest
from conftest import ROOT, new_page
from pypdf import PdfReader

from safeguarding import routes
from safeguarding.course import SHEETS, load
from safeguarding.entries import CourseError, read_one
from safeguarding.local import LONGEST, PEOPLE, Local, as_css
from safeguarding.sheets import ROOM, WALL

MM = 96 / 25.4
A4, A3 = (210, 297), (297, 420)
PAGES = {"wall/poster": 1, "wall/cards": 2, "wall/concern-form": 1}
"""The pages on the wall, and their sheets."""

LONG = ("Anyone may be a wide word for the person here who listens to a worry, Monday to Friday, " * 5)[: LONGEST - 1] + "x"


def line(number):
    return {"title": LONG, "phone": number, "hours": LONG}


def longest(area, kind="college"):
    """As many letters as any field takes, in every field."""
    people = {field: {"title": LONG, "place": LONG, "phone": f"01632 9600{n:02}"} for n, field in enumerate(PEOPLE)}
    lines = {"council_day": line("01632 960031"), "council_night": line("01632 960032"), "lado": line("01632 960033")}
    return Local(organisation=LONG, kind=kind, **people, **lines, area=area, policy=LONG, routes_checked="2026-01-05", checked_by=LONG)


CLUB = Local(
    organisation="A youth club (an example)",
    kind="club",
    lead={"title": "The welfare officer", "place": "at the pitch", "phone": "01632 960001"},
    deputies="nobody",
    above={"title": "The county’s safeguarding team", "phone": "01632 960002"},
    chair="nobody",
    council_day={"title": "The council", "phone": "01632 960003", "hours": "9am to 5pm"},
    council_night={"title": "The night team", "phone": "01632 960004"},
)
COPIES = {
    "shipped": Local(),
    "example": read_one(ROOT / "local.example.yml", Local),
    "club": CLUB,
    "not rung": Local(lead={"title": "The lead", "phone": "01632 960001"}, area="Slough"),
    "not rung, long": longest("Slough").model_copy(update={"routes_checked": ""}),
    "long": longest(""),
    "longest": None,  # with the area that prints most: see `local`
}


@pytest.fixture(scope="module")
def local(course):
    """The details of a copy."""

    def of(name):
        return COPIES[name] or max(
            map(longest, course.areas), key=lambda one: len(str(routes.lines(dataclasses.replace(course, local=one), "council")))
        )

    return of


@pytest.fixture(scope="module")
def opened(book, local, chrome, tmp_path_factory):
    """Open a page of a copy that `local.css` has filled, on paper: each once, since no test changes one."""
    copies, pages = {}, {}

    def folder(copy):
        found = tmp_path_factory.mktemp(copy)
        for path in book.iterdir():
            if path.name != "local.css":
                (found / path.name).symlink_to(path)
        (found / "local.css").write_text(as_css(local(copy)), "utf-8")
        return found

    def opener(name, copy, paper=A4):
        if (name, copy, paper) not in pages:
            copies.setdefault(copy, folder(copy))
            width, height = (round(side * MM) for side in paper)
            page = new_page(chrome, viewport={"width": width, "height": height})
            page.goto(f"{copies[copy].as_uri()}/book/{name}.html")
            page.emulate_media(media="print")
            pages[name, copy, paper] = page
        return pages[name, copy, paper]

    yield opener
    for page in pages.values():
        page.context.close()


SEEN = """() => [...document.querySelectorAll('.wall')].flatMap((wall) => [...wall.querySelectorAll('.face')].map((face) => {
  const box = face.getBoundingClientRect(), sizes = [...face.querySelectorAll('.words')].reverse();
  const words = sizes.find((one) => Math.abs(one.getBoundingClientRect().left - box.left) < 1);
  const boxes = [], type = [], walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
  for (let text; (text = walker.nextNode());) {
    const range = document.createRange();
    range.selectNodeContents(text);
    const size = parseFloat(getComputedStyle(text.parentElement).fontSize), found = [...range.getClientRects()].filter((one) => one.width);
    if (!text.data.trim() || !size || !found.length) continue;
    boxes.push(...found);
    if (!text.parentElement.closest('.edition')) type.push(size);
  }
  const millimetre = box.width / { poster: 210, concern: 210, wallet: 85.6, visitor: 105 }[wall.classList[1]];
  return {
    sheet: wall.classList[1], size: sizes.indexOf(words), type: Math.min(...type) / millimetre, width: box.width, height: box.height,
    outside: boxes.some((one) => one.left < box.left || one.right > box.right || one.top < box.top || one.bottom > box.bottom),
    room: (box.bottom - Math.max(...boxes.map((one) => one.bottom))) / millimetre,
    numbers: [...words.querySelectorAll('a[href^="tel:"]')].filter((one) => one.getClientRects().length && parseFloat(getComputedStyle(one).fontSize)).map((one) => [one.textContent, one.getClientRects().length]),
    text: words.innerText,
  };
}))"""
"""What each sheet or card shows: the first of its three sizes that fits."""


@pytest.mark.release
@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize("name", PAGES)
def test_each_sheet_is_one_page_of_its_paper(opened, name, copy):
    page = opened(name, copy)
    for paper, size in {"A4": A4, "A3": A3}.items():
        if paper == "A4" or "poster" in name:
            pdf = PdfReader(io.BytesIO(page.pdf(format=paper)))
            assert len(pdf.pages) == PAGES[name]
            assert {tuple(round(float(side) / 72 * 25.4) for side in one.mediabox[2:]) for one in pdf.pages} == {size}


@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_outside_the_sheet_or_too_small_to_read(opened, name, copy):
    for seen in opened(name, copy).evaluate(SEEN):
        assert not seen["outside"] and seen["room"] > 1.5, seen
        assert seen["type"] > {"poster": 2.6, "concern": 2.4, "visitor": 2.2, "wallet": 2.1}[seen["sheet"]], seen
        if copy.startswith("long") and seen["sheet"] == "wallet":
            assert seen["size"] == 2  # words too many for a card give way to a line to write on


@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize("name", PAGES)
def test_no_number_is_cut_and_none_is_missing(opened, course, local, name, copy):
    fields = {
        "poster": [*PEOPLE[:-1], "council", "lado"],
        "wallet": ["lead", "deputies", "council", "lado"],
        "visitor": ["lead", "council"],
        "concern": ["lead", "head"],
    }
    details = local(copy)
    here = dataclasses.replace(course, local=details)
    for seen in opened(name, copy).evaluate(SEEN):
        unset = seen["sheet"] == "wallet" and not (details.area or details.council_day)
        wanted = {
            piece.words
            for field in fields[seen["sheet"]]
            if not (unset and field == "lado")
            for made in routes.lines(here, field)
            for piece in made
            if piece.address.startswith("tel:")
        }
        assert wanted | {"999"} <= {number for number, _ in seen["numbers"]}
        assert all(boxes == 1 for _, boxes in seen["numbers"])


@pytest.mark.parametrize("copy", COPIES)
def test_the_poster_has_the_words_of_the_page_for_a_real_child(opened, copy):
    said = "(top) => Object.fromEntries([...document.querySelectorAll(`${top} [data-local]`)].map((one) => [one.dataset.local, one.textContent.trim()]))"
    real = opened("real-child", copy).evaluate(said, "article")
    poster = opened("wall/poster", copy).evaluate(said, ".face > .words")
    assert set(real) - set(poster) <= {"anywhere", "policy"}  # neither is a route to somebody
    assert {field: poster[field] for field in real if field in poster} == {field: real[field] for field in real if field in poster}
    assert {"lead", "deputies", "senior_leader", "council", "head", "chair", "above", "lado", "cover", "checked", "organisation"} <= set(
        poster
    )


def test_the_five_verbs_are_those_of_the_action_card(opened):
    verbs = "(top) => document.querySelector(`${top} .action ul`).textContent"
    assert opened("wall/poster", "example").evaluate(verbs, ".face > .words") == opened("essentials", "example").evaluate(verbs, "article")


@pytest.mark.parametrize("name", PAGES)
def test_a_sheet_is_black_on_white_and_alone_on_its_paper(opened, name):
    page = opened(name, "example")
    colours = page.evaluate(
        """() => [...document.querySelectorAll('.wall, .wall *')].filter((one) => one.getClientRects().length).flatMap((one) => ['', '::before', '::after'].flatMap((part) => {
          const style = getComputedStyle(one, part || null);
          return [style.color, style.backgroundColor, style.borderTopColor, style.textDecorationColor, ...(style.backgroundImage.match(/rgba?\\([^)]*\\)/g) || [])];
        }))"""
    )
    for red, green, blue in {tuple(re.findall(r"[\d.]+", colour)[:3]) for colour in colours}:
        assert red == green == blue
    assert page.evaluate(
        "[...document.querySelectorAll('body *')].every((one) => !one.getClientRects().length || one.closest('.wall') || one.querySelector('.wall'))"
    )


def test_cards_have_their_true_size_and_the_poster_fills_its_paper(opened):
    cards = opened("wall/cards", "example").evaluate(SEEN)
    assert [card["sheet"] for card in cards] == ["wallet"] * SHEETS["wallet"] + ["visitor"] * SHEETS["visitor"]
    for card in cards[: SHEETS["wallet"]]:
        assert (round(card["width"] / MM, 1), round(card["height"] / MM, 1)) == (85.6, 54)
    starts = set()  # in the PDF too, which a browser would shrink if anything were wider than the paper
    sheet = PdfReader(io.BytesIO(opened("wall/cards", "example").pdf(format="A4"))).pages[0]
    sheet.extract_text(
        visitor_text=lambda text, cm, tm, font, size: (
            starts.add(round((tm[4] * cm[0] + cm[4]) / 72 * 25.4, 1)) if text.startswith("Worried") else None
        )
    )
    assert len(starts) == 2 and abs(max(starts) - min(starts) - 85.6) < 0.3
    for paper in (A4, A3):
        (poster,) = opened("wall/poster", "example", paper).evaluate(SEEN)
        assert poster["width"] / MM > paper[0] - 1.5 and poster["height"] / MM > paper[1] - 1.5


def test_what_is_not_filled_in_has_a_line_to_write_on(opened):
    line = "(field) => [...document.querySelectorAll(`.face > .words [data-local=${field}]`)].every((one) => parseFloat(getComputedStyle(one, '::after').borderBottomWidth) > 0)"
    shipped, filled = (
        [opened("wall/poster", copy).evaluate(line, field) for field in ("lead", "deputies", "head", "organisation")]
        for copy in ("shipped", "example")
    )
    assert all(shipped) and not any(filled)
    assert opened("wall/poster", "shipped").locator(".face > .words .unset").is_visible()
    assert not opened("wall/poster", "example").locator(".face > .words .unset").is_visible()


def test_on_a_screen_and_to_a_screen_reader_each_sheet_is_there_once(open_page):
    page = open_page("book/wall/cards.html", width=320)
    assert page.locator(".behind:not([aria-hidden])").count() == 0
    assert page.locator(".words:visible").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert (
        min(
            page.evaluate(
                "[...document.querySelectorAll('.face > .words p')].filter((one) => one.offsetWidth).map((one) => parseFloat(getComputedStyle(one).fontSize))"
            )
        )
        >= 5
    )


def test_the_form_has_the_headings_of_the_drill(course):
    form = course.pages["wall/concern-form"]
    for heading in course.writing["record-knot"].headings:
        assert any(words.text.startswith(heading.name.replace("she ", "the child ") + ".") for words in form.words), heading.name
    whole = " ".join(words.text for words in form.words)
    for words in (
        "full name",
        "reached on",
        "Reference numbers",
        "Handed to",
        "one copy",
        "same day",
        "Do not ask about a picture, look at it or keep it",
    ):
        assert words in whole


def test_in_a_club_the_form_says_leader(opened):
    (form,) = opened("wall/concern-form", "club").evaluate(SEEN)
    assert "Give it to the safeguarding lead." in form["text"] and "to the leader" in form["text"]


def test_a_sheet_that_nobody_knows_is_refused_with_its_place(course, tmp_path):
    root = shutil.copytree(course.root, tmp_path / "copy")
    page = root / "book/wall/poster.md"
    page.write_text(page.read_text("utf-8").replace("{sheet} poster", "{sheet} postcard"), "utf-8")
    with pytest.raises(CourseError) as caught:
        load(root)
    (problem,) = caught.value.problems
    assert (
        "There is no sheet “postcard”" in problem.what
        and problem.place.path == page
        and "{sheet}" in page.read_text("utf-8").splitlines()[problem.place.line - 1]
    )


@pytest.mark.release
def test_make_print_writes_the_sheets_as_tagged_pdf(book, course, tmp_path):
    # In a process of its own, as the command runs it: the tests’ own browser is at work in this one.
    words = "import sys; from pathlib import Path; from safeguarding.course import load; from safeguarding.sheets import write_sheets"
    call = "write_sheets(load(Path(sys.argv[1])), Path(sys.argv[2]), Path(sys.argv[3]))"
    subprocess.run([sys.executable, "-c", f"{words}; {call}", course.root, book, tmp_path], check=True)
    pages = {path.stem: len(PdfReader(path).pages) for path in tmp_path.glob("*.pdf")}
    assert {name: pages[name] for name in WALL} == {"poster-a4": 1, "poster-a3": 1, "cards": 2, "concern-form": 1}
    assert pages["run-sheet-twenty"] == 2 and pages["papers"] == 5
    room = ROOM.keys() | {f"run-sheet-{name}" for name in course.runsheets}
    assert pages.keys() == WALL.keys() | room | {f"{name}-large" for name in room}
    for path in tmp_path.glob("*.pdf"):
        assert PdfReader(path).trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("copy", ["not rung", "not rung, long"])
@pytest.mark.parametrize("name", ["wall/poster", "wall/cards"])
def test_a_number_that_nobody_rang_says_so_on_the_wall_and_in_the_pocket_in_every_size(opened, name, copy):
    seen = opened(name, copy).evaluate(
        """() => [...document.querySelectorAll(".words [data-local=council]")].map((field) => [...field.querySelectorAll("em")].some((mark) => mark.getClientRects().length && parseFloat(getComputedStyle(mark).fontSize) > 0))"""
    )
    assert seen and all(seen)


def test_whether_a_browser_starts_is_found_out_by_starting_it():
    """In a process of its own: the tests’ own browser is at work in this one."""
    words = "from safeguarding import chromium; print(chromium.works())"
    for named, said in (os.environ.get("CHROMIUM", ""), "True"), (str(ROOT / "README.md"), "False"):
        environment = {key: value for key, value in os.environ.items() if key != "CHROMIUM"} | ({"CHROMIUM": named} if named else {})
        done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, env=environment)
        assert done.stdout.splitlines()[-1] == said and ("The browser: Chromium" in done.stdout) == (said == "True"), done.stderr
