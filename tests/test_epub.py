"""The course on an e-reader: everything that the workbook holds, as a book that works without script and says truly where one is."""

import os
import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as Xml
from zipfile import ZIP_STORED, ZipFile

import pytest

from safeguarding import EDITION
from safeguarding.epub import answers, file, write_epub
from safeguarding.workbook import cases_of

pytestmark = pytest.mark.release
XHTML = "{http://www.w3.org/1999/xhtml}"
PACKAGE = "{http://www.idpf.org/2007/opf}"


@pytest.fixture(scope="module")
def made(course, book, once):
    return next(once("epub", lambda folder: write_epub(course, book, folder)).glob("*.epub"))


@pytest.fixture(scope="module")
def files(made):
    """Every page of the book, parsed: what is not well formed fails here."""
    with ZipFile(made) as packed:
        return {
            PurePosixPath(name).name: Xml.fromstring(packed.read(name)) for name in packed.namelist() if name.endswith((".xhtml", ".opf"))
        }


@pytest.fixture(scope="module")
def pages(files):
    return {name: page for name, page in files.items() if name.endswith(".xhtml")}


def words(element: Xml.Element) -> str:
    """The words of an element, each with one space behind it."""
    return " ".join("".join(element.itertext()).split())


@pytest.mark.waits
def test_epubcheck_finds_no_error(made):
    jar = shutil.which("epubcheck")
    if not (jar and shutil.which("java")):
        assert not os.environ.get("CI"), "Install epubcheck: CI must run it."
        pytest.skip("epubcheck is not installed, so nobody has checked the EPUB.")
    command = ["java", "-jar", os.path.realpath(jar)] if Path(jar).read_bytes()[:2] == b"PK" else [jar]
    done = subprocess.run([*command, made], capture_output=True, text=True)
    assert done.returncode == 0 and "0 fatals / 0 errors / 0 warnings" in done.stdout, done.stdout + done.stderr


def test_the_epub_carries_the_edition_is_small_and_the_same_bytes_twice(made, course, book, tmp_path):
    again = write_epub(course, book, tmp_path)
    assert again.name == made.name == f"recognise-and-refer-{EDITION}.epub" and again.read_bytes() == made.read_bytes()
    assert made.stat().st_size < 1_000_000, "as the page for administrators says"
    with ZipFile(made) as packed:
        first = packed.infolist()[0]
        assert first.filename == "mimetype" and first.compress_type == ZIP_STORED and packed.read(first) == b"application/epub+zip"


def test_every_chapter_and_case_is_there_in_the_order_of_the_course_and_in_the_contents(files, pages, course):
    package = files["package.opf"]
    names = {item.get("id"): item.get("href") for item in package.iter(f"{PACKAGE}item")}
    spine = [names[item.get("idref")] for item in package.iter(f"{PACKAGE}itemref")]
    taught = [f"{file(page.name)}.xhtml" for page in (course.pages["real-child"], *course.chapters, *cases_of(course))]
    assert spine[:2] == ["title.xhtml", "contents.xhtml"] and [name for name in spine if name in taught] == taught
    assert sorted(spine) == sorted(pages)
    listed = {link.get("href"): words(link) for link in pages["contents.xhtml"].iter(f"{XHTML}a")}
    for page in (*course.chapters, *cases_of(course)):
        assert listed[f"{file(page.name)}.xhtml"] == page.title == words(pages[f"{file(page.name)}.xhtml"].find(f".//{XHTML}h1"))


def test_every_question_is_asked_without_its_answer_and_the_answer_stands_behind_a_link_and_leads_back(pages, course):
    for page in course.chapters:
        chapter = pages[f"{file(page.name)}.xhtml"]
        back = {section.get("id"): section for section in pages.get(f"{answers(page.name)}.xhtml", chapter).iter(f"{XHTML}section")}
        places = {one.get("id"): one for one in chapter.iter(f"{XHTML}div")}
        for number, name in enumerate(page.named("quiz"), 1):
            item, asked, answer = course.questions[name], places[f"q-{name}"], back[f"q-{name}"]
            said = words(asked)
            assert all(
                text in said for text in (item.scene or "", item.ask, *(f"{letter} {option.say}" for letter, option in item.lettered))
            )
            assert not any(option.feedback in words(chapter) for option in item.options)
            assert [link.get("href") for link in asked.iter(f"{XHTML}a")] == [f"{answers(page.name)}.xhtml#q-{name}"]
            for letter, option in item.lettered:
                said = f"{letter} {'Right.' if option.key else 'Think again.'} {option.say} {option.feedback}"
                assert said in " ".join(words(one) for one in answer)
            assert words(answer.find(f"{XHTML}h2")) == f"Question {number}"
            assert [link.get("href") for link in answer.iter(f"{XHTML}a")][-1] == f"{file(page.name)}.xhtml#q-{name}"


def test_every_step_of_a_drill_or_case_is_reached_by_links(pages, course):
    found = 0
    for page in (*course.chapters, *cases_of(course)):
        read = pages[f"{file(page.name)}.xhtml"]
        places = {one.get("id") for one in read.iter() if one.get("id")}
        links = {link.get("href") for link in read.iter(f"{XHTML}a")}
        for name in page.named("walk"):
            for number, step in enumerate(course.walks[name].steps, 1):
                assert f"w-{name}-{number}" in places and (number == 1 or f"#w-{name}-{number}" in links)
                for letter, choice in zip("ABCDEF", step.choices, strict=False):
                    assert f"w-{name}-{number}{letter}" in places and f"#w-{name}-{number}{letter}" in links
                    found += choice.then in words(read)
    assert found == sum(len(step.choices) for walk in course.walks.values() for step in walk.steps)


def test_every_link_leads_to_a_place_in_the_book_or_to_an_address_outside(pages):
    places = {name: {one.get("id") for one in page.iter()} for name, page in pages.items()}
    for name, page in pages.items():
        for link in page.iter(f"{XHTML}a"):
            address = link.get("href")
            if not re.match(r"(https?|tel|mailto):", address):
                to, _, label = address.partition("#")
                assert not label or label in places[to or name], (name, address)
                assert to in {"", *places}, (name, address)


def test_it_has_no_script_nothing_to_press_and_no_words_of_the_screen(pages):
    for name, page in pages.items():
        tags = {one.tag.removeprefix(XHTML) for one in page.iter()}
        assert not tags & {"script", "button", "input", "textarea", "form", "fieldset", "label", "details", "iframe", "img"}, name
        assert not [one.get(key) for one in page.iter() for key in one.attrib if key.startswith("on") or key == "style"], name
        assert not re.search(r"Leave this page|shows the weather|, [.,;]|The local routes of this copy", words(page)), name


def test_the_title_page_says_the_edition_the_licence_whom_to_ring_and_that_no_route_here_is_local(pages):
    title = words(pages["title.xhtml"])
    assert f"Edition {EDITION}" in title and "CC BY 4.0" in title and "Nobody outside the team" in title
    assert "Ring 999" in title and "This book names no local route" in title
    assert "This book names no local route" in words(pages["real-child.xhtml"])
    assert {"tel:999", "real-child.xhtml"} <= {link.get("href") for link in pages["title.xhtml"].iter(f"{XHTML}a")}
    for page in pages.values():
        assert page.get("lang") == page.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-GB"


def test_it_says_how_it_can_be_read_and_claims_no_standard_that_nobody_checked(files, pages):
    package = files["package.opf"]
    said = [(meta.get("property"), meta.text) for meta in package.iter(f"{PACKAGE}meta")]
    assert ("schema:accessMode", "textual") in said and ("schema:accessModeSufficient", "textual") in said
    assert {"structuralNavigation", "tableOfContents"} <= {text for name, text in said if name == "schema:accessibilityFeature"}
    assert "Nobody has tried it with a screen reader" in dict(said)["schema:accessibilitySummary"]
    assert "dcterms:conformsTo" not in dict(said)
    for name, page in pages.items():
        drawings = list(page.iter("{http://www.w3.org/2000/svg}svg"))
        assert all(one.get("aria-label") and one.get("viewBox") for one in drawings), name
        levels = [int(one.tag[-1]) for one in page.iter() if re.fullmatch(rf"{re.escape(XHTML)}h[1-6]", one.tag)]
        assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels)), name
