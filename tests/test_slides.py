"""The slides of a session: the file and the web page say what the run sheet and the book say, open, and fit. What no validator
sees is tried here; that PowerPoint and Keynote open the files, a person has to try."""

import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from zipfile import ZipFile

import pytest
from conftest import ROOT
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from test_browser import violations

from safeguarding import deck, fit, render, slides
from safeguarding.entries import CourseError
from safeguarding.local import read_local

P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
SESSIONS = ("twenty", "forty-five", "together", "ninety", "half-day")
SHOWS = (*SESSIONS, "briefings")


@pytest.fixture(scope="module")
def made(course):
    return {**{name: slides.slides(course, sheet) for name, sheet in course.runsheets.items()}, "briefings": slides.year(course)}


def written(made, name, course) -> bytes:
    return deck.deck(made[name], made[name][0].title, "For trainers", slides.edition_day(course))


@pytest.fixture(scope="module")
def decks(made, course):
    return {name: written(made, name, course) for name in ("twenty", "half-day", "briefings")}


@pytest.fixture(scope="module")
def shows(decks):
    """The shortest and the longest deck of a session and the briefings, read back."""
    return {name: Presentation(BytesIO(data)) for name, data in decks.items()}


class Words(HTMLParser):
    """The words of a page, outside its scripts."""

    def __init__(self, html):
        super().__init__()
        self.said, self.off = [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.off = tag in ("script", "style")

    def handle_data(self, data):
        if not self.off:
            self.said.append(data)


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_every_session_has_slides(course):
    assert tuple(course.runsheets) == SESSIONS


@pytest.mark.parametrize("name", SESSIONS)
def test_each_question_objective_and_line_to_show_stands_on_slides_and_screen_in_the_books_own_words(course, made, name):
    sheet = course.runsheets[name]
    body = " ".join(flat(f"{slide.title} {para.text}") for slide in made[name] for para in slide.words)
    notes = flat(" ".join(line for slide in made[name] for line in slide.told))
    screen = flat("".join(Words(render.screen(course, name, made[name])).said))
    shown = [course.local.spelled(line) for part in sheet.parts for line in part.show]
    shown += [course.objectives[code].plain for code in {course.questions[q].objective for part in sheet.parts for q in part.questions}]
    for one in sheet.exercises:
        if one.question:
            item = course.questions[one.question]
            key = next(option for option in item.options if option.key)
            shown += [item.scene or item.ask, item.ask, *(option.say for option in item.options), key.feedback]
        if one.walk:
            shown.append(course.objectives[course.walks[one.walk].objective].plain)
    for text in map(flat, shown):
        assert text in body and text in screen, text
    for part in sheet.parts:
        assert flat(course.local.spelled(part.say)) in notes and flat(course.local.spelled(part.say)) in screen
        for one in part.do:
            assert course.local.spelled(one.do) in notes, "what the group does is for the trainer alone"


@pytest.mark.parametrize("name", SESSIONS)
def test_the_notes_of_an_answer_hold_what_is_said_to_each_wrong_letter_and_of_a_step_what_comes_of_each(course, made, name):
    by_title = {slide.title: slide for slide in made[name]}
    for item in (course.questions[one.question] for one in course.runsheets[name].exercises if one.question):
        answer = next(slide for slide in made[name] if slide.kind == "answer" and slide.place == item.place)
        for letter, option in item.lettered:
            assert (f"{letter}: {option.say}" in answer.told and f"Say: {option.feedback}" in answer.told) is not option.key
        assert answer.title.endswith(f" {item.key}")
    steps = [slide for slide in made[name] if slide.kind == "step"]
    apart = [one for one in course.runsheets[name].exercises if one.walk and one.how in ("letters", "line")]
    assert len(steps) == sum(len(course.walks[one.walk].best[0]) for one in apart)
    for slide in steps:
        assert [note[0] for note in slide.told] == list("ABCDEF")[: len(slide.words) - 1]
    assert len(by_title) == len(made[name])


def test_each_briefing_has_what_is_said_its_three_questions_and_this_week_in_a_section_of_its_own(course, made, open_page):
    for nth, briefing in enumerate(course.briefings.values(), 1):
        mine = [slide for slide in made["briefings"] if slide.section == f"{nth}. {briefing.title}"]
        assert [slide.kind for slide in mine] == ["text", *["question", "answer"] * 3, "prompt"]
        assert [para.text for para in mine[0].body] == [*map(course.local.spelled, briefing.points)] and mine[0].told[
            0
        ] == course.local.spelled(f"Say: “{briefing.say}”")
        for asked, answered, name in zip(mine[1::2], mine[2::2], briefing.questions, strict=False):
            item = course.questions[name]
            assert asked.body[0].text == (item.scene or item.ask) and answered.title.endswith(f" {item.key}")
        assert mine[-1].body[0].text == course.local.spelled(briefing.action)
    page = open_page("book/trainer/briefings.html")
    for briefing, link in zip(course.briefings.values(), page.locator(".briefing > p a", has_text="Its slides").all(), strict=True):
        shown = page.context.new_page()
        shown.goto(link.evaluate("(link) => link.href"))
        assert shown.locator("*:target h2").inner_text().endswith(briefing.title)
        shown.close()


def test_no_line_stands_before_a_question_that_it_could_answer(course, made):
    for name in SESSIONS:
        for part in course.runsheets[name].parts:
            if part.do and part.do[0].question:
                kinds = [slide.kind for slide in made[name] if slide.section == part.what]
                assert kinds[:2] == ["question", "answer"] and kinds[-1] == "prompt", part.what
                assert course.local.spelled(part.say) in next(slide for slide in made[name] if slide.section == part.what).told[1]


def test_the_notes_say_when_late_cut_this_where_the_run_sheet_says_so_and_nowhere_else(course, made):
    for name, sheet in course.runsheets.items():
        told = [note for slide in made[name] for note in slide.told]
        assert told.count("When late, cut this.") == sum(one.cut for one in sheet.exercises), name


def test_the_first_note_says_that_who_shares_the_file_shares_the_answers(course, made):
    for name in SHOWS:
        assert made[name][0].told[0].startswith("Whoever shares this file shares the answers")


def test_every_item_and_every_step_fits_on_a_slide_at_24_points_or_more(course):
    maker = slides._Maker(course, "", course.runsheets["twenty"].place)
    for item in course.items:
        maker.question(item, [])
    for walk in course.walks.values():
        for step in walk.steps:
            if step.choices:
                maker.step(walk, step)
        maker.walk(walk, [], apart=True)
    sizes = [(slide.title, *fit.sizes(slide)) for slide in maker.made]
    assert [one for one in sizes if not (one[1] and one[2] and one[2] >= 24)] == []


def test_what_does_not_fit_is_refused_with_file_and_line(course, made):
    slide = next(slide for slide in made["twenty"] if slide.kind == "question")
    long = replace(slide, body=(slides.para("Words that go on and on. " * 60),))
    with pytest.raises(CourseError, match=r"essentials\.yaml:\d+: The slide .* does not fit.*Shorten"):
        deck.deck([long], "", "", slides.edition_day(course))


def test_the_letters_are_as_wide_as_liberation_sans(course):
    from PIL import ImageFont

    fonts = []
    for style in ("Regular", "Bold"):
        try:
            fonts.append(ImageFont.truetype(f"LiberationSans-{style}.ttf", 2048))
        except OSError:
            pytest.skip("Liberation Sans is not installed here.")
    for bold, font in enumerate(fonts):
        for sign, width in fit.WIDTHS[bold].items():
            assert round(font.getlength(sign) / 2.048) == width, sign
    used = set("".join(text for item in [*course.items, *course.walks.values()] for text in item.texts)) - {"è", "é"}
    assert used <= set(fit.WIDTHS[0]) & set(fit.WIDTHS[1])


def test_two_builds_are_the_same_bytes_and_a_changed_word_changes_one_slide(course, made, decks):
    assert hashlib.sha256(written(made, "twenty", course)).digest() == hashlib.sha256(decks["twenty"]).digest()
    nth, slide = next((nth, slide) for nth, slide in enumerate(made["twenty"], 1) if slide.kind == "question")
    changed = list(made["twenty"])
    changed[nth - 1] = replace(slide, body=(slides.para("Another scene."), *slide.body[1:]))
    parts = [
        {name: file.read(name) for name in file.namelist()}
        for file in (ZipFile(BytesIO(decks["twenty"])), ZipFile(BytesIO(written({"twenty": changed}, "twenty", course))))
    ]
    assert [name for name in parts[0] if parts[0][name] != parts[1][name]] == [f"ppt/slides/slide{nth}.xml"]


def test_every_run_of_every_part_says_its_language(decks):
    for data in decks.values():
        with ZipFile(BytesIO(data)) as file:
            for name in file.namelist():
                if not name.endswith(".xml"):
                    continue
                root = etree.fromstring(file.read(name))
                for run in root.iter(qn("a:r"), qn("a:fld")):
                    props = run.find(qn("a:rPr"))
                    assert props is not None and props.get("lang") == "en-GB", name
                assert all(end.get("lang") == "en-GB" for end in root.iter(qn("a:endParaRPr"))), name


def test_titles_are_unique_and_all_words_stand_in_placeholders_title_first_and_number_last(shows, made):
    for name, show in shows.items():
        assert [slide.shapes.title.text_frame.text for slide in show.slides] == [slide.title for slide in made[name]]
        assert len({slide.title for slide in made[name]}) == len(show.slides)
        for slide in show.slides:
            kinds = [shape.placeholder_format.type for shape in slide.shapes if shape.is_placeholder]
            assert len(kinds) == len(slide.shapes), "no words outside placeholders, and no decoration"
            assert kinds[0] in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE) and kinds[-1] == PP_PLACEHOLDER.SLIDE_NUMBER
            assert all(shape.text_frame.text.strip() for shape in slide.placeholders if shape.has_text_frame)


def test_notes_stand_with_their_slide_and_fit_on_a_printed_page(shows, made):
    for name, show in shows.items():
        for slide, given in zip(show.slides, made[name], strict=True):
            said = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""
            assert said == "\n".join(given.told)
            assert len(said.split()) <= 280, given.title


def test_what_is_bold_on_the_page_is_bold_on_the_slide(shows, made):
    bold = 0
    for name, show in shows.items():
        for slide, given in zip(show.slides, made[name], strict=True):
            wanted = [run.text for para in given.body for run in para.runs if run.bold and run.text.strip()]
            drawn = [
                run.text
                for shape in slide.placeholders
                if shape.has_text_frame
                for para in shape.text_frame.paragraphs
                for run in para.runs
                if run.font.bold
            ]
            assert [text for text in wanted if text not in drawn] == []
            bold += len(wanted)
    assert bold > 10


def test_a_list_is_a_real_list_and_the_letter_of_an_answer_is_right(shows, made):
    for name, show in shows.items():
        for slide, given in zip(show.slides, made[name], strict=True):
            if given.kind not in ("question", "step", "answer"):
                continue
            numbered = list(slide.placeholders[1].text_frame._txBody.iter(qn("a:buAutoNum")))
            assert all(one.get("type") == "alphaUcPeriod" for one in numbered)
            if given.kind == "answer":
                assert "ABC"[int(numbered[0].get("startAt", "1")) - 1] == given.title[-1]
            else:
                assert len(numbered) == len(given.words) - 1


def test_charts_are_native_and_told_in_words_with_their_caution(shows, made, course):
    charts = [(slide, given.chart) for slide, given in zip(shows["half-day"].slides, made["half-day"], strict=True) if given.chart]
    assert len(charts) == 4
    for slide, chart in charts:
        frame = next(shape for shape in slide.placeholders if shape.has_chart)
        told = frame._element._nvXxPr.cNvPr.get("descr")
        assert chart.reading in told and all(f"{bar.label}: {bar.value:,}" in told for bar in chart.bars)
        assert chart.reading in slide.placeholders[2].text_frame.text
        plot = frame.chart.plots[0]
        assert list(plot.categories) == [bar.label for bar in chart.bars]
        assert list(plot.series[0].values) == [bar.value for bar in chart.bars]
        assert frame.chart.value_axis.minimum_scale == 0, "bars begin at nothing"


def test_what_no_validator_sees_is_right(shows, made, course):
    for name, show in shows.items():
        root = show.element
        tags = [etree.QName(child).localname for child in root]
        assert tags[:3] == ["sldMasterIdLst", "notesMasterIdLst", "sldIdLst"], "Keynote refuses notes without their master"
        assert "type" not in root.sldSz.attrib and round(show.slide_width / show.slide_height, 3) == 1.778
        listed = [[one.get("id") for one in section.iter(f"{P14}sldId")] for section in root.iter(f"{P14}section")]
        assert [one for ids in listed for one in ids] == [one.get("id") for one in show.slides._sldIdLst]
        names = [section.get("name") for section in root.iter(f"{P14}section")]
        assert names == list(dict.fromkeys(slide.section for slide in made[name])) and len(set(names)) == len(names)
        about = show.core_properties
        assert (about.language, about.title, about.created) == ("en-GB", made[name][0].title, about.modified)
    with ZipFile(BytesIO(written(made, "twenty", course))) as file:
        assert b"4:3" not in file.read("docProps/app.xml") and not any("printer" in name or "thumb" in name for name in file.namelist())


def test_openxml_audit_finds_nothing(decks, tmp_path):
    """The longest deck, which has every kind of slide."""
    path = tmp_path / "half-day.pptx"
    path.write_bytes(decks["half-day"])
    done = subprocess.run([sys.executable, "-m", "openxml_audit", str(path)], capture_output=True, text=True)
    assert "Errors: 0" in done.stdout, done.stdout[-2000:] + done.stderr[-500:]


def test_our_own_route_stands_on_the_slides_and_general_sentences_where_it_is_empty(course):
    general = slides.slides(course, course.runsheets["twenty"])
    ours = slides.slides(replace(course, local=read_local(ROOT / "local.example.yml")), course.runsheets["twenty"])
    for found, said in ((general, "Ask today who that is here"), (ours, "The deputy head, in the room next to the front office")):
        text = " ".join(para.text for slide in found if slide.kind == "routes" for para in slide.words)
        assert said in text and "999" in text
    danger = next(slide for slide in general if slide.kind == "routes").body[0]
    assert danger.text == "Danger now: ring 999." and danger.runs[0].bold
    assert any(slides.UNSET in slide.told for slide in general) and not any(slides.UNSET in slide.told for slide in ours)
    runs = {run.field: run.text for slide in general for para in slide.body for run in para.runs if run.field}
    assert {"lead", "deputies", "senior_leader", "council", "head", "chair", "lado", "cover", "above", "organisation"} <= set(runs)


NOW = """() => [...document.querySelectorAll(".slide")].findIndex((slide) => Math.abs(slide.getBoundingClientRect().top) < 2)"""
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LAPTOP = {"width": 1366, "height": 768}


def test_the_page_of_a_session_links_both_with_their_sizes(open_page, book):
    page = open_page("book/trainer/twenty.html")
    for file, said in (("twenty.pptx", "Slides for PowerPoint"), ("screen-twenty.html", "the same slides in this browser")):
        link = page.locator(f"a[href='{file}']")
        size = round((book / "book/trainer" / file).stat().st_size / 1000)
        assert link.inner_text() == said and f"{said} ({size} kB)" in link.locator("xpath=..").inner_text()


@pytest.mark.parametrize("way", ["http", "file"])
def test_arrows_a_clicker_and_the_space_bar_turn_the_slides(open_page, book, way):
    page = open_page("book/trainer/screen-twenty.html", base=book.as_uri() if way == "file" else None, **LAPTOP)
    for key, at in (
        ("ArrowRight", 1),
        ("PageDown", 2),
        (" ", 3),
        ("ArrowDown", 4),
        ("ArrowLeft", 3),
        ("PageUp", 2),
        ("Shift+ ", 1),
        ("ArrowUp", 0),
    ):
        page.keyboard.press(key)
        page.wait_for_function(f"() => ({NOW})() === {at}")
    assert page.evaluate("document.activeElement.className").startswith("slide"), "a screen reader goes on from here"
    assert not page.locator(".notes").first.is_visible(), "what is projected shows no answer"
    assert page.said == []


@pytest.mark.parametrize("way", ["http", "file"])
def test_the_notes_follow_in_a_window_of_their_own_and_turn_the_slides_from_there(open_page, book, course, way):
    page = open_page("book/trainer/screen-twenty.html", base=book.as_uri() if way == "file" else None, **LAPTOP)
    with page.expect_popup() as opened:
        page.keyboard.press("n")
    notes = opened.value
    notes.wait_for_selector(".now .notes")
    assert "shares the answers" in notes.locator(".now .notes").inner_text()
    page.keyboard.press("PageDown")
    notes.wait_for_selector(".slide.now h2:text-is('What is coming')")
    assert course.runsheets["twenty"].parts[0].say in notes.locator(".now .notes").inner_text()
    notes.keyboard.press("ArrowRight")
    page.wait_for_function(f"() => ({NOW})() === 2")
    notes.wait_for_selector(".slide.now h2:text-is('You will be able to')")
    page.evaluate("postMessage({ turn: 1 }, '*')")
    page.wait_for_timeout(100)
    assert page.evaluate(NOW) == 2, "only the other window is heard"


def test_where_a_second_window_is_refused_the_notes_stand_under_the_slide(open_page):
    page = open_page("book/trainer/screen-twenty.html", script="window.open = () => null")
    page.get_by_role("button", name="Notes in a window").click()
    assert "did not allow" in page.locator(".said").inner_text() and page.locator(".notes").first.is_visible()


def test_without_script_the_slides_scroll_and_the_notes_open(open_page):
    page = open_page("book/trainer/screen-twenty.html", java_script_enabled=False, **LAPTOP)
    assert not page.locator(".open-notes").is_visible()
    page.locator(".notes summary").first.click()
    assert "shares the answers" in page.locator(".notes").first.inner_text()


def test_axe_finds_nothing_on_a_screen_page(open_page):
    """The longest, which has every kind of slide."""
    page = open_page("book/trainer/screen-half-day.html", **LAPTOP)
    assert violations(page) == [] and page.locator("h1").count() == 1


@pytest.mark.parametrize("name", SHOWS)
def test_every_slide_fits_the_window_of_a_laptop_and_nothing_scrolls_sideways(open_page, name):
    page = open_page(f"book/trainer/screen-{name}.html", **LAPTOP)
    tall = (
        "[...document.querySelectorAll('.slide')].filter((slide) => slide.offsetHeight > innerHeight + 1).map((slide) => slide.innerText)"
    )
    assert page.evaluate(tall) == [] and page.evaluate(WIDE) <= 0
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(WIDE) <= 0 and page.said == []


def test_the_screen_is_filled_from_the_local_file_and_asks_no_other_host(open_page, book, tmp_path):
    import shutil

    from safeguarding.local import as_css

    for name in ("_static/screen.css", "_static/screen.js", "_static/local.js", "_static/favicon.svg", "book/trainer/screen-twenty.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(book / name, tmp_path / name)
    (tmp_path / "local.css").write_text(as_css(read_local(ROOT / "local.example.yml")), "utf-8")
    page = open_page("book/trainer/screen-twenty.html", base=tmp_path.as_uri())
    text = page.locator("main").inner_text()
    assert "next to the front office" in text and "0345 050 7666" in text and "A primary school in Oxfordshire" in text
    assert all(address.startswith(tmp_path.as_uri()) for address in page.asked) and page.said == []


def test_the_template_is_ours_titles_bold_words_without_bullets_and_the_pane_of_notes_open():
    show = deck.template()
    levels = [show.slide_master.element.find(f".//{qn(f'p:{name}')}/{qn('a:lvl1pPr')}") for name in ("titleStyle", "bodyStyle")]
    for level, size, bold, colour in zip(levels, ("3000", "2800"), "10", ("tx2", "tx1"), strict=True):
        words = level.find(qn("a:defRPr"))
        assert (level.get("marL"), level.get("indent"), level.get("algn")) == ("0", "0", "l")
        assert (words.get("sz"), words.get("b"), words.find(f".//{qn('a:schemeClr')}").get("val")) == (size, bold, colour)
        assert [etree.QName(one).localname for one in level if etree.QName(one).localname.startswith("bu")] == ["buNone"]
    parts = {part.partname: part.blob for part in show.part.package.iter_parts() if part.partname.endswith("Props.xml")}
    assert b'restoredTop sz="75000"' in parts["/ppt/viewProps.xml"] and b"restoredTop" in parts["/ppt/viewProps.xml"]

    def places(name: str) -> dict[str, tuple[int, int]]:
        """Where the placeholders of a layout begin, in points from the left and from above, by their kinds."""
        layout = show.slide_layouts.get_by_name(name)
        return {shape.element.ph.get("type") or "obj": (round(shape.left.pt), round(shape.top.pt)) for shape in layout.placeholders}

    number = round(deck.LEFT + deck.ACROSS - 100), 503
    left = round(deck.LEFT)
    assert places("Title Slide") == {"ctrTitle": (left, 150), "subTitle": (left, 280), "sldNum": number}
    assert places(deck.CONTENT) == {"title": (left, 30), "obj": (left, deck.BODY_AT), "sldNum": number}
    assert places("Title, Chart and Caution") == {"title": (left, 30), "chart": (left, 114), "obj": (left, 336), "sldNum": number}
    anchors = {
        (name, shape.element.ph.get("type") or "obj"): shape.text_frame._txBody.bodyPr.get("anchor")
        for name in ("Title Slide", "Section Header", deck.CONTENT)
        for shape in show.slide_layouts.get_by_name(name).placeholders
    }
    assert anchors["Title Slide", "ctrTitle"] == "b" and anchors["Title Slide", "subTitle"] == "t"
    assert anchors["Section Header", "body"] == "ctr" and anchors[deck.CONTENT, "obj"] == "t" and anchors[deck.CONTENT, "title"] == "ctr"


def test_a_list_stands_in_and_goes_on_where_it_was_left(course):
    here = course.about.place
    numbered = [slides.para(f"Line {nth}", "number", nth) for nth in (1, 2)]
    body = [*numbered, slides.para("Between."), slides.para("Line 3", "number", 3), slides.para("A point", "point")]
    body += [slides.Para((slides.Run("The head", post="head"), slides.Run(", room 2", field="lead"))), slides.para("B", "option", 2)]
    made = [
        slides.Slide("One", "text", "A list", tuple(body), (), here),
        slides.Slide("One", "text", "Again", (numbered[1], slides.para("Line 4", "number", 4)), (), here),
    ]
    show = Presentation(BytesIO(deck.deck(made, "A list", "For trainers", course.about.begun)))
    first, second = (list(slide.placeholders[1].text_frame.paragraphs) for slide in show.slides)
    counted = [one._p.find(f".//{qn('a:buAutoNum')}") for one in [*first, *second]]
    assert [one is not None and (one.get("type"), one.get("startAt")) for one in counted] == [
        ("arabicPeriod", None), ("arabicPeriod", None), False, ("arabicPeriod", "3"), False, False, ("alphaUcPeriod", "2"), ("arabicPeriod", "2"),
        ("arabicPeriod", "4"),
    ]  # fmt: skip
    for one in first[0], first[4]:
        assert one._p.pPr.get("marL") == str(-int(one._p.pPr.get("indent"))) == str(round(fit.INDENT * 12700))
    assert [one._p.find(f".//{qn('a:buFont')}").get("typeface") for one in (first[0], first[4])] == ["+mj-lt", "Arial"]
    assert first[4]._p.find(f".//{qn('a:buChar')}").get("char") == "•"
    assert [run.font._element.get(deck.MARK) for run in first[5].runs] == ["word-head", "lead"]


def test_bold_letters_take_more_room_and_the_right_answer_is_bold():
    words = "The quick brown fox jumps over the lazy dog and on. " * 40
    plain, bold, right = (
        fit.height([one], 28) for one in (slides.para(words), slides.Para((slides.Run(words, True),)), slides.para(words, "right"))
    )
    assert plain < bold < right, "a right answer stands in as well"


def test_a_line_of_a_page_is_a_paragraph_for_each_detail_and_its_number_stands_once(course):
    found = slides._paras(course, "Ring **now**, {term}`DSL` or {word}`head`.\n1. The lead: {local}`lead` Then go on.")
    general = "Ask today who that is here, and where to find them."
    assert [(one.role, one.nth, one.text) for one in found] == [
        ("text", 0, "Ring now, DSL or head."),
        ("number", 1, f"The lead: {general}"),
        ("text", 0, "Then go on."),
    ]
    assert [(run.text, run.bold, run.post) for run in found[0].runs if run.bold or run.post] == [("now", True, ""), ("head", False, "head")]


def test_the_day_of_an_edition_is_that_of_its_newest_change(course):
    newest = max(course.changes.values(), key=lambda change: change.dated)
    later = newest.model_copy(update={"id": "later", "edition": "9.9.9", "dated": date(2030, 1, 1)})
    assert slides.edition_day(replace(course, changes={**course.changes, "later": later})) == slides.edition_day(course) == newest.dated
    assert slides.edition_day(replace(course, changes={"later": later})) == course.about.begun


def test_only_what_takes_more_than_one_slide_says_which_it_is(course):
    for lines, titles in (1, ["Whom to tell"]), (60, ["Whom to tell (1 of", "Whom to tell (2 of"]):
        maker = slides._Maker(course, "A session", course.about.place)
        maker.add_long("routes", "Whom to tell", [slides.para(f"Ring number {nth}. " * 9) for nth in range(lines)], ["A note."])
        assert [made.title[: len(title)] for made, title in zip(maker.made, titles, strict=False)] == titles
        count = len(maker.made)
        assert maker.made[-1].title == ("Whom to tell" if lines == 1 else f"Whom to tell ({count} of {count})")
        assert [made.told for made in maker.made] == [("A note.",), *[()] * (len(maker.made) - 1)]


def test_of_the_three_questions_of_a_briefing_the_last_is_left_out_when_late(course, made):
    late = [any("When late, leave this out." in note for note in slide.told) for slide in made["briefings"] if slide.kind == "question"]
    assert late == [False, False, True] * len(course.briefings)
