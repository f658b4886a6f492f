"""Make it yours: what a lead types becomes the one file, shown as it will read, refused where it cannot be trusted; and a learner’s own card."""

import dataclasses
import shutil
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree
from pptx import Presentation
from test_local import local_site, settings  # noqa: F401  (fixtures)
from test_wall import longest

from safeguarding import EDITION, deck, fit, slides, telephone
from safeguarding.__main__ import pack
from safeguarding.local import GENERAL, Local, as_css, read_local

FORM = "book/reference/make-it-yours.html"


def fill(page, local: Local) -> None:
    """Type the details into the form, as a lead would."""
    page.locator("summary", has_text="Lines of a council").click()
    for name, value in local.as_data().items():
        if value == "nobody":
            page.locator(f"#yours-{name}").check()
        elif name in ("kind", "area"):
            page.locator(f"#yours-{name}").select_option(value)
        elif isinstance(value, str):
            page.locator(f"#yours-{name}").fill(value)
        else:
            for part, text in value.items():
                page.locator(f"#yours-{name}-{part}").fill(text)


def saved(page, words: str) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name=words).click()
    return Path(download.value.path()).read_text("utf-8")


@pytest.mark.parametrize("name", ["example", "club", "elsewhere", "adding"])
def test_the_form_writes_the_same_file_as_a_build_and_a_local_yml_that_loads(open_page, book, settings, tmp_path, name):  # noqa: F811
    page = open_page(FORM, base=book.as_uri())
    fill(page, settings[name])
    assert saved(page, "Save the file local.css") == as_css(settings[name])
    (tmp_path / "local.yml").write_text(saved(page, "Save local.yml"), "utf-8")
    assert read_local(tmp_path / "local.yml").as_data() == settings[name].as_data()
    assert page.said == [] and all(address.startswith(("file:", "blob:")) for address in page.asked)


def test_the_routes_below_change_while_one_types_and_say_what_is_missing(open_page):
    page = open_page(FORM)
    preview = page.locator(".admonition.routes")
    assert GENERAL["lead"] in preview.inner_text()
    page.locator("#yours-kind").select_option("club")
    page.locator("#yours-lead-title").fill("The welfare officer")
    page.locator("#yours-area").select_option("Wokingham")
    page.locator("#yours-chair").check()
    text = preview.inner_text()
    assert (
        "The welfare officer." in text
        and "01344 351999" in text
        and "tell the leader" in text
        and "About the leader, tell the LADO" in text
    )
    assert "read on 27 November 2026" in page.locator("[data-live] form").inner_text()
    missing = page.locator(".yours-take ul").first.inner_text()
    assert (
        "Deputies" in missing
        and "Safeguarding lead" not in missing
        and "Council" not in missing
        and "Hears a worry about that person" not in missing
    )


@pytest.mark.parametrize(
    "number",
    [
        "01865 SAFE",
        "0345 050 7666 option 2",
        "01865 55",
        "09011 234567",
        "0870 1234567",
        "070 1234 5678",
        "+44 1632 960001",
        "999",
        "01865 555123 x4",
    ],
)
def test_a_number_is_refused_for_the_same_reason_as_in_local_yml_and_nothing_is_saved(open_page, number):
    page = open_page(FORM)
    page.locator("#yours-lead-phone").fill(number)
    said = f"“{number}” {telephone.wrong(number).replace(' | ', ' ')}"
    assert page.locator("#yours-lead-phone-wrong").inner_text() == said
    page.get_by_role("button", name="Save the file local.css").click()
    outcome = page.locator(".outcome").inner_text()
    assert "Nothing was saved." in outcome and said in outcome


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("policy", "On the wall ☃", "“☃” cannot be printed here."),
        ("policy", "a" * 201, "It has 201 letters"),
        ("lead-title", "Ring 01632 960001", "looks like a telephone number"),
        ("organisation", "null", "would be printed"),
        ("head-title", "nobody", "tick that there is nobody"),
        ("lead-phone", "0808 800 5000", "is the number of NSPCC Helpline"),
        ("council_night-phone", "0345 050 7666", "is the number of Oxfordshire MASH by day"),
        ("council_night-phone", "0808 800 5000", "is the number of NSPCC Helpline"),
        ("routes_checked", (date.today() + timedelta(days=2)).isoformat(), "has not come yet"),
        ("council_day-phone", "01632 960001", "give both what it is called and its phone"),
    ],
)
def test_what_cannot_be_printed_is_named_and_nothing_is_saved(open_page, name, text, said):
    page = open_page(FORM)
    page.locator("summary", has_text="Lines of a council").click()
    page.locator(f"#yours-{name}").fill(text)
    page.get_by_role("button", name="Save the file local.css").click()
    assert said in page.locator(".outcome").inner_text()


def test_half_a_council_is_refused_and_a_mobile_is_asked_about(open_page):
    page = open_page(FORM)
    page.locator("summary", has_text="Lines of a council").click()
    page.locator("#yours-council_day-title").fill("The front door")
    page.locator("#yours-council_day-phone").fill("01632 960001")
    page.locator("#yours-lead-phone").fill("07700 900123")
    assert "does it stay with whoever is on duty" in page.locator("#yours-lead-phone-wrong").inner_text()
    page.locator("#yours-head-phone").fill("01632 96001")
    page.locator("#yours-head-title").fill("Mrs Somebody")
    assert (
        "is one missing" in page.locator("#yours-head-phone-wrong").inner_text()
        and "A name?" in page.locator("#yours-head-title-wrong").inner_text()
    )
    page.get_by_role("button", name="Save the file local.css").click()
    assert "half the week has no number" in page.locator(".outcome").inner_text()


def test_a_copy_that_has_details_begins_with_them(open_page, local_site, settings):  # noqa: F811
    site, folder = local_site
    (folder / "local.css").write_text(as_css(settings["club"]), "utf-8")
    page = open_page(FORM, base=site)
    assert saved(page, "Save the file local.css") == as_css(settings["club"])
    page.locator("#yours-lead-phone").fill("01632 960099")
    assert (
        page.locator("#yours-routes_checked").input_value() == ""
        and "the day was taken out" in page.locator("#yours-routes_checked-wrong").inner_text()
    )
    page.get_by_role("button", name="Start empty").click()
    assert page.locator("#yours-cover-title").input_value() == "" and not page.locator("#yours-deputies").is_checked()
    page.get_by_role("button", name="Save the file local.css").click()
    assert "Nothing is filled in yet" in page.locator(".outcome").inner_text()


def test_the_poster_opens_with_what_is_typed(open_page, settings):  # noqa: F811
    page = open_page(FORM)
    fill(page, settings["example"])
    with page.expect_popup() as popup:
        page.get_by_role("button", name="Print the poster").click()
    words = popup.value.locator(".poster .face > .words").first
    words.get_by_text("The deputy head, in the room next to the front office").wait_for()
    assert "0345 050 7666" in words.inner_text() and "0800 833 408" in words.inner_text()


@pytest.fixture(scope="module")
def offline(book, once):
    """The zip that `make zip` makes, from the built book."""
    return once("offline", lambda folder: pack(book, folder)) / "recognise-and-refer.zip"


@pytest.mark.parametrize("way", ["http", "file"])
def test_the_zip_comes_with_the_details_inside_and_opens_with_them(open_page, local_site, offline, settings, tmp_path, way):  # noqa: F811
    site, folder = local_site
    (folder / "local.css").write_text(as_css(Local()), "utf-8")
    shutil.copy(offline, folder)
    page = open_page(FORM, base=folder.as_uri() if way == "file" else site)
    fill(page, settings["example"])
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the whole course as a zip").click()
        if way == "file":
            page.locator("#yours-zip").set_input_files(offline)
    with zipfile.ZipFile(download.value.path()) as packed:
        assert packed.testzip() is None
        packed.extractall(tmp_path)
    copy = open_page("book/real-child.html", base=(tmp_path / "recognise-and-refer").as_uri())
    text = copy.locator("article").inner_text()
    assert "The deputy head, in the room next to the front office" in text and "0800 833 408" in text
    (folder / offline.name).unlink()


def test_a_foreign_zip_is_refused_with_a_sentence(open_page, book, tmp_path):
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("holiday/photo.txt", "sun")
    page = open_page(FORM, base=book.as_uri())
    page.locator("#yours-lead-title").fill("The lead")
    page.get_by_role("button", name="Save the whole course as a zip").click()
    page.locator("#yours-zip").set_input_files(tmp_path / "other.zip")
    page.locator(".outcome", has_text="zip of the course").wait_for()


def test_the_zip_names_its_edition_and_is_the_same_bytes_twice(book, offline, tmp_path):
    assert pack(book, tmp_path).read_bytes() == offline.read_bytes()
    with zipfile.ZipFile(offline) as packed:
        assert packed.read("recognise-and-refer/local.css").startswith(f"/* Recognise and Refer {EDITION}:".encode())


CARD = "() => [...document.querySelectorAll('.my-card b')].map((it) => it.parentElement.textContent)"


def test_a_learners_own_card_stands_after_the_routes_says_that_nobody_checked_it_and_cannot_be_tapped(open_page):
    page = open_page("book/real-child.html")
    page.locator(".my-card summary").click()
    for name, text in (("title", "The caretaker"), ("place", "boiler room"), ("phone", "01632 960001")):
        page.locator(f"#card-{name}").fill(text)
    page.get_by_role("button", name="Keep it on this device").click()
    page.reload()
    assert page.evaluate(CARD) == ["My own card: The caretaker, boiler room, 01632 960001."]
    assert "not checked" in page.locator(".my-card").inner_text() and page.locator(".my-card a").count() == 0
    assert GENERAL["lead"] in page.locator(".admonition.routes").inner_text()
    assert page.evaluate("document.querySelector('.routes').compareDocumentPosition(document.querySelector('.my-card')) & 4")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(page.url.replace("real-child", "kept"))
    assert "Your own card of whom to go to: written" in page.locator("article").inner_text()
    page.get_by_role("button", name="Delete everything").click()
    page.goto(page.url.replace("kept", "real-child"))
    assert page.evaluate(CARD) == []


def test_a_card_that_is_deleted_in_another_tab_is_gone_here_too_and_what_is_being_typed_stays(open_page):
    page = open_page("book/real-child.html")
    page.locator(".my-card summary").click()
    page.locator("#card-title").fill("The caretaker")
    page.get_by_role("button", name="Keep it on this device").click()
    page.locator("#card-place").fill("boiler")
    other = page.context.new_page()
    other.on("dialog", lambda dialog: dialog.accept())
    other.goto(page.url.replace("real-child", "kept"))
    other.get_by_role("button", name="Delete everything").click()
    page.wait_for_function("() => !document.querySelector('.my-card b')")
    assert page.locator("#card-title").input_value() == "" and page.locator("#card-place").input_value() == "boiler"
    assert "It is kept" not in page.locator(".my-card").inner_text()


def test_an_old_card_is_gone_and_a_page_in_a_frame_shows_none(open_page, site):
    page = open_page("book/real-child.html")
    keep = "(day) => localStorage.setItem('rr-text', JSON.stringify({ card: JSON.stringify({ title: 'Somebody', place: '', phone: '', day }) }))"
    page.evaluate(keep, (date.today() - timedelta(days=181)).isoformat())
    page.reload()
    assert page.evaluate(CARD) == [] and "Somebody" not in page.evaluate("localStorage.getItem('rr-text')")
    page.evaluate(keep, date.today().isoformat())
    page.reload()
    assert len(page.evaluate(CARD)) == 1
    framed = open_page("book/kept.html")
    framed.route(
        "**/frame.html", lambda route: route.fulfill(body=f'<iframe src="{site}/book/real-child.html"></iframe>', content_type="text/html")
    )
    framed.evaluate(keep, date.today().isoformat())
    framed.goto(f"{site}/frame.html")
    inner = framed.frame_locator("iframe")
    inner.locator(".admonition.routes").wait_for()
    framed.wait_for_timeout(300)
    assert inner.locator(".my-card").count() == 0


def test_a_card_is_not_taken_from_a_file(open_page, tmp_path):
    page = open_page("book/kept.html")
    (tmp_path / "kept.json").write_text(
        '{"v":1,"texts":{"card":"{\\"title\\":\\"A stranger\\"}","shift":"off","signs":"my plan","write":7}}', "utf-8"
    )
    page.locator("#import").set_input_files(tmp_path / "kept.json")
    page.get_by_text("It is here now.").wait_for()
    assert page.evaluate("JSON.parse(localStorage.getItem('rr-text'))") == {"signs": "my plan"}


def test_a_link_to_a_role_opens_its_path_also_from_the_address_of_the_folder(open_page, book):
    page = open_page("index.html#path-midday", base=book.as_uri())
    page.wait_for_url("**/book/index.html#path-midday")
    assert page.locator("#path-midday").get_attribute("open") is not None
    assert page.said == []


def routes_of(show) -> list:
    """The bodies of the slides that say whom to tell, and the organisation’s on the first."""
    found = [slide for slide in show.slides if slide.shapes.title.text_frame.text.startswith(("Tell somebody", "When we are closed"))]
    return [next(shape for shape in slide.placeholders if shape.placeholder_format.idx == 1).text_frame for slide in found]


def others_of(show) -> list:
    """The words and the notes of all other slides."""
    found = [slide for slide in show.slides if not slide.shapes.title.text_frame.text.startswith(("Tell somebody", "When we are closed"))]
    words = [shape.text_frame for slide in found for shape in slide.placeholders if shape.has_text_frame]
    return words + [slide.notes_slide.notes_text_frame for slide in found]


def said_on(frames) -> str:
    return " ".join(" ".join(paragraph.text.split()) for frame in frames for paragraph in frame.paragraphs if paragraph.text.strip())


@pytest.mark.parametrize("name", ["example", "club", "elsewhere", "adding", "longest"])
def test_the_slides_of_a_session_come_with_the_details_inside_and_fit(open_page, book, course, settings, tmp_path, name):  # noqa: F811
    page, local = open_page(FORM), longest("Slough") if name == "longest" else settings[name]
    fill(page, local)
    page.get_by_role("button", name="Put it into slides").click()
    with page.expect_download() as download:
        page.locator("#yours-zip").set_input_files(book / "book/trainer/twenty.pptx")
    assert download.value.suggested_filename == "twenty-ours.pptx" and page.said == []
    with zipfile.ZipFile(download.value.path()) as packed:
        assert packed.testzip() is None
    show, sheet = Presentation(download.value.path()), course.runsheets["twenty"]
    ours = slides.slides(dataclasses.replace(course, local=local), sheet)
    built = Presentation(BytesIO(deck.deck(ours, sheet.title, sheet.who, slides.edition_day(course))))
    for frames in (routes_of, others_of):
        assert said_on(frames(show)) == said_on(frames(built)), "the same words as in a deck of one’s own build"
    assert f"An adult here: the {local.word('head')}." in said_on(others_of(show))
    assert f"about an adult here, the {local.word('head')};" in said_on(others_of(show)), "in what is said too"
    assert local.organisation in show.slides[0].placeholders[1].text_frame.text
    for frame in routes_of(show):
        words = [
            slides.Para(
                tuple(slides.Run(run.text, bool(run.font.bold)) for run in one.runs),
                "number" if "buAutoNum" in etree.tostring(one._p).decode() else "text",
            )
            for one in frame.paragraphs
            if one.text
        ]
        (size,) = {run.font.size.pt for one in frame.paragraphs for run in one.runs if one.text}
        assert fit.height(words, size) <= fit.BOX[1] and size >= (8 if name == "longest" else fit.ROOM["small"])
    assert "look at the two slides that say whom to tell" in page.locator(".outcome").inner_text()
    assert ("Their letters are small" in page.locator(".outcome").inner_text()) == (name == "longest")
    notes = " ".join(slide.notes_slide.notes_text_frame.text for slide in show.slides)
    assert slides.UNSET not in notes and "filled in on the page “Make it yours”" in notes
    path = shutil.copy(download.value.path(), tmp_path / "ours.pptx")
    done = subprocess.run([sys.executable, "-m", "openxml_audit", path], capture_output=True, text=True)
    assert "Errors: 0" in done.stdout, done.stdout[-1000:]


def test_the_slides_of_the_briefings_come_in_the_words_of_the_place(open_page, book, course, settings):  # noqa: F811
    page, local = open_page(FORM), settings["club"]
    fill(page, local)
    page.get_by_role("button", name="Put it into slides").click()
    with page.expect_download() as download:
        page.locator("#yours-zip").set_input_files(book / "book/trainer/briefings.pptx")
    page.locator(".outcome", has_text="look at what it says about an adult here").wait_for()
    ours = slides.year(dataclasses.replace(course, local=local))
    built = Presentation(BytesIO(deck.deck(ours, slides.YEAR, "", slides.edition_day(course))))
    said = said_on(others_of(Presentation(download.value.path())))
    assert said == said_on(others_of(built)) and "Then a deputy, then a session leader." in said and "about the leader the LADO" in said


def test_slides_of_another_edition_or_of_somebody_else_are_refused_in_words_and_nothing_is_saved(open_page, book, tmp_path):
    page, theirs = open_page(FORM), tmp_path / "theirs.pptx"
    page.locator("#yours-lead-title").fill("The lead")
    page.get_by_role("button", name="Put it into slides").click()
    mine = book / "book/trainer/twenty.pptx"
    with zipfile.ZipFile(mine) as packed, zipfile.ZipFile(tmp_path / "old.pptx", "w") as old:
        for entry in packed.namelist():
            old.writestr(entry, packed.read(entry).replace(f"Edition {EDITION},".encode(), b"Edition 1.0.0,"))
    Presentation().save(theirs)
    (tmp_path / "cut.pptx").write_bytes(mine.read_bytes()[:-400])
    for path, said in (
        (tmp_path / "old.pptx", "These slides are of edition 1.0.0"),
        (theirs, "These are not slides of this course."),
        (tmp_path / "cut.pptx", "This file could not be read as slides."),
    ):
        page.locator("#yours-zip").set_input_files(path)
        page.locator(".outcome", has_text=said).wait_for()
    assert page.said == []
