"""The built book: silent, whole, its links lead somewhere, nothing trusted from data, nothing of another place."""

import html.parser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PAGES, ROOT, build, cut

from safeguarding import scorm
from safeguarding.course import contents, load
from safeguarding.local import as_css


class Page(html.parser.HTMLParser):
    """The ids, links and pictures of a page, and whether every element is closed."""

    VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

    def __init__(self, path: Path):
        super().__init__()
        self.ids, self.links, self.open, self.unclosed = [], [], [], []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.unclosed.append(tag)


@pytest.fixture(scope="module")
def pages(book):
    return {path: Page(path) for path in sorted(book.rglob("*.html")) if "_static" not in path.parts}


def test_every_page_of_the_contents_is_built(book, course):
    listed = re.findall(r"file: (\S+)|root: (\S+)", (ROOT / "_toc.yml").read_text("utf-8"))
    assert [name for pair in listed for name in pair if name and not (book / f"{name}.html").exists()] == []
    built = {path.relative_to(book).as_posix() for path in book.rglob("*.html") if "_static" not in path.parts}
    screens = {f"book/trainer/screen-{name}.html" for name in (*course.runsheets, "briefings")}
    assert built == {*PAGES, *screens, "index.html"}, "each page that is built is opened by the tests in the browser"


def test_the_address_of_the_folder_is_a_whole_page_that_leads_on_without_script_or_reload(book):
    text = (book / "index.html").read_text("utf-8")
    for part in ("<!doctype html>", '<html lang="en-GB">', "<title>Recognise and Refer</title>", '<a href="book/index.html">'):
        assert part in text


def test_every_page_is_in_the_contents(course):
    listed = contents(course.root)
    assert [name for name, page in course.pages.items() if page.path not in listed] == []


def test_every_link_inside_the_book_leads_to_a_page_and_a_place(pages):
    broken = []
    for path, page in pages.items():
        for link in page.links:
            if re.match(r"(https?|mailto|tel|sms):", link):
                continue
            file, _, anchor = link.partition("#")
            target = (path.parent / file).resolve() if file else path
            if target.suffix == ".pptx" and target.is_file():
                continue
            if target not in pages or (anchor and anchor not in pages[target].ids):
                broken.append(f"{path.name}: {link}")
    assert broken == []


def test_ids_are_unique_and_elements_closed(pages):
    for path, page in pages.items():
        twice = {name for name in page.ids if page.ids.count(name) > 1}
        assert not twice, path
        assert not page.unclosed and not page.open, path


def test_every_page_leads_to_help_for_a_real_child_and_to_corrections(pages):
    for path, page in pages.items():
        if path.name == "index.html" and path.parent.name != "book":
            continue  # the redirect to the cover
        assert any(link.endswith("real-child.html") for link in page.links) or path.name == "real-child.html"
        assert any(link.endswith("corrections.html") for link in page.links) or path.name == "corrections.html"


def test_no_stylesheet_of_ours_makes_words():
    """What a stylesheet writes is not copied, translated or found, and read aloud by some browsers alone. It may draw signs,
    number what has a number and, on paper, print the address of a link."""
    made = [
        f"{path.name}: {content}"
        for path in sorted((ROOT / "book/_static").glob("*.css"))
        for content in re.findall(r"(?<![\w-])content:\s*([^;}]*)", path.read_text("utf-8"))
        for words in ["".join(re.findall(r'"([^"]*)"', content)), *re.findall(r"attr\((?!href\b)[^)]*\)", content)]
        if re.search(r"[^\W\d_]", words)
    ]
    assert made == []


def test_the_sources_of_a_page_are_folded_away_behind_its_end(pages, book):
    folded = [path for path in pages if 'class="sources"' in path.read_text("utf-8")]
    assert len(folded) > 20
    for path in folded:
        before, _, after = path.read_text("utf-8").partition("</article>")
        box = re.search(r"<details class=\"at-end\">(.*?)</details>", after, re.S)
        assert 'class="sources"' not in before and box and box[1].count("<li id=") == after.count('<li id="source-'), path.name
        assert after.index('class="related-pages"') < box.start() < after.index('class="bottom-of-page"'), path.name


def test_the_number_of_a_mark_is_that_of_its_source_in_the_list_of_the_page(pages):
    marks = 0
    for path in pages:
        text = path.read_text("utf-8")
        listed = re.findall(r'<li id="(source-[\w-]+)"', text)
        for source, number in re.findall(r'<a class="cite"[^>]*href="#(source-[\w-]+)"[^>]*>(\d+)', text):
            assert listed[int(number) - 1] == source, (path.name, number)
            marks += 1
    assert marks > 200


def test_every_page_has_its_policy_and_can_be_filled_where_it_prints_a_local_detail_or_a_post(pages):
    posts_alone = 0
    for path in pages:
        text = path.read_text("utf-8").replace("&#39;", "'")
        if (path.parent.name, path.name) == ("html", "index.html"):
            continue  # the redirect to the cover
        assert "Content-Security-Policy\" content=\"default-src 'none'; script-src 'self' file: 'sha256-" in text, path
        article = text.partition("<article")[2].partition("</article>")[0]
        local, word = (f' data-{kind}="' in article for kind in ("local", "word"))
        assert path.name.startswith("screen-") or (' id="route-data"' in text) == (local or word), path
        posts_alone += word and not local
    assert posts_alone


def test_a_licence_stays_in_a_build_and_what_no_page_asks_for_does_not(book):
    assert (book / "_static/scripts/furo.js.LICENSE.txt").exists()
    assert not (book / "_static/doctools.js").exists() and not (book / "objects.inv").exists()


def test_the_head_of_a_chapter_names_the_steps_of_its_aims_and_no_other(course, book):
    for page in course.chapters:
        shown = re.findall(r'<span class="verb verb-([\w-]+)">', (book / f"book/{page.name}.html").read_text("utf-8"))
        assert set(shown) == {course.objectives[name].verb for name in page.objectives}, page.name


def test_trainers_notes_stand_on_the_trainers_page_alone(course, book):
    page = course.pages["signs"]
    note = next(block.source for block in page.blocks if block.name == "trainer").split(".")[0]
    assert note in (book / "book/trainer/notes.html").read_text("utf-8")
    assert note not in (book / "book/signs.html").read_text("utf-8")


def test_as_shipped_no_chapter_prints_a_local_number(course, book):
    numbers = [phone.number for contact in course.contacts.values() if contact.serves for phone in contact.phones]
    assert numbers
    for path in (book / "book").glob("*.html"):
        text = re.sub(
            r'<script type="application/json".*?</script>', "", path.read_text("utf-8"), flags=re.S
        )  # the directory, for the filler
        assert [number for number in numbers if number in text] == [], path.name


def test_one_local_file_changes_every_local_route(copy, open_page):
    (copy / "local.yml").write_bytes((ROOT / "local.example.yml").read_bytes())
    printing, others = ("essentials", "real-child", "who-to-call", "case-lunch-table"), ("signs", "kept", "reference/sources")
    done = build(cut(copy, *printing, *others), copy / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    for name in printing:
        text = re.sub(r"<script.*?</script>", "", (copy / f"out/_build/html/book/{name}.html").read_text("utf-8"), flags=re.S)
        assert "0345 050 7666" in text and "0800 833 408" in text and "next to the front office" in text, name
    for name in others:
        assert "A primary school in Oxfordshire (an example)" in (copy / f"out/_build/html/book/{name}.html").read_text("utf-8"), name
    file = copy / "out/_build/html/local.css"
    assert file.read_text("utf-8") == as_css(load(copy).local)
    # A file that was spoilt later takes nothing away: what was built stands, and the page says so.
    file.write_text(file.read_text("utf-8").replace('front office, extension 12";', "front office, extension 12;"), "utf-8")
    page = open_page("book/real-child.html", base=(copy / "out/_build/html").as_uri())
    text = page.locator("article").inner_text()
    assert "next to the front office, extension 12, 01632 960001" in text and "0800 833 408" in text and "local.css cannot be read" in text


def test_html_in_data_is_shown_as_text(copy):
    path = copy / "exercises/questions/signs.yaml"
    path.write_text(path.read_text("utf-8").replace("Nursery, quarter past two.", "Nursery <img src=x onerror=alert(1)>, two.", 1), "utf-8")
    done = build(cut(copy, "signs"), copy / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    text = (copy / "out/_build/html/book/signs.html").read_text("utf-8")
    assert "<img src=x" not in text and "&lt;img src=x onerror=alert(1)&gt;" in text


def test_a_broken_course_stops_the_build_with_file_and_line_and_writes_nothing(copy):
    path = copy / "book/signs.md"
    path.write_text(path.read_text("utf-8").replace("{claim}`signs-three-places`", "{claim}`nowhere`", 1), "utf-8")
    done = build(copy, copy / "out")
    assert done.returncode != 0
    assert re.search(r"signs\.md:\d+: There is no claim “nowhere”. Correct the name", done.stdout + done.stderr)
    assert not (copy / "out/_build/html/book/signs.html").exists()


def test_a_mistake_is_told_once_and_leaves_the_book_that_was_built_before(copy):
    """By the real recipe of `make book`, with an area that the directory does not have."""
    shutil.copy(ROOT / "Makefile", copy)
    (copy / ".venv/bin").mkdir(parents=True)
    for tool in ("python", "jupyter-book"):
        (copy / ".venv/bin" / tool).symlink_to(Path(sys.executable).parent / tool)
    (copy / "_build/html").mkdir(parents=True)
    (copy / "_build/html/index.html").write_text("the book of yesterday", "utf-8")
    (copy / "local.yml").write_text("area: Atlantis\n", "utf-8")
    done = subprocess.run(["make", "-o", ".venv/ready", "book"], cwd=copy, capture_output=True, text=True)
    told = done.stdout + done.stderr
    assert done.returncode != 0 and told.count("The directory has no area “Atlantis”.") == 1 and "local.yml:1: " in told, told
    assert "Traceback" not in told and "raise " not in told
    assert (copy / "_build/html/index.html").read_text("utf-8") == "the book of yesterday"


def test_every_sentence_that_is_untrue_in_an_lms_stands_in_the_built_book_as_lms_yaml_has_it(course, book):
    scorm.reworded(course, scorm.gathered(book))  # refuses one that it does not find
