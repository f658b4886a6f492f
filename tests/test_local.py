"""Local details: whom they give at 3 pm and at 3 am, what is refused, and that a replaced file prints what a build prints."""

import dataclasses
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from datetime import date, timedelta

import pytest
from conftest import ROOT, copied, new_page, served

from safeguarding import clock, render, routes, slides
from safeguarding.contact import STATUS_SAID, Contact
from safeguarding.course import load
from safeguarding.entries import CourseError, Place, read_list
from safeguarding.local import FIELDS, GENERAL, NATIONAL, Local, as_css, read_local
from safeguarding.rules import broken

CLUB = """
organisation: 'A boxing club (an example)'
kind: club
lead: {title: 'The welfare officer', place: 'at the desk on Tuesdays and Thursdays', phone: '01632 960011'}
deputies: nobody
senior_leader: {title: 'Whoever holds the keys tonight'}
head: {title: 'The club leader', phone: '01632 960012'}
chair: nobody
above: {title: 'The safeguarding team of our sport', phone: '01632 960013'}
cover: {title: 'The leader on call', place: 'beside the council, never in its place', phone: '01632 960014'}
area: Reading
policy: 'On the noticeboard'
routes_checked: '2026-11-26'
checked_by: 'the welfare officer'
"""
ELSEWHERE = """
kind: college
lead: {title: 'The safeguarding lead', place: 'Student services', phone: '01632 960021'}
head: {title: 'The principal', phone: '01632 960022'}
council_day: {title: 'The front door of our council', phone: '01632 960031', hours: 'Monday to Friday 9am to 5pm'}
council_night: {title: 'The night team of our council', phone: '01632 960032', hours: 'at all other times'}
lado: {title: 'The LADO of our council', phone: '01632 960033'}
"""
ADDING = "lead: nobody\narea: Wokingham\n" + ELSEWHERE[ELSEWHERE.index("council_day") :]
AREAS = [
    "Oxfordshire",
    "Buckinghamshire",
    "Milton Keynes",
    "Reading",
    "Slough",
    "Windsor and Maidenhead",
    "West Berkshire",
    "Wokingham",
    "Bracknell Forest",
]


def details(text: str, folder) -> Local:
    path = folder / "local.yml"
    path.write_text(text, "utf-8")
    return read_local(path)


@pytest.fixture(scope="session")
def settings(tmp_path_factory):
    """The local details of every kind of adopter, by name: the nine areas, the empty file, the example, a club, a place
    elsewhere in England, and one that adds numbers of its own to an area."""
    folder = tmp_path_factory.mktemp("settings")
    found = {area: details(f"lead: {{title: 'The lead', phone: '01632 960001'}}\narea: {area}\n", folder) for area in AREAS}
    found |= {"empty": Local(), "example": read_local(ROOT / "local.example.yml")}
    return found | {name: details(text, folder) for name, text in (("club", CLUB), ("elsewhere", ELSEWHERE), ("adding", ADDING))}


def test_all_nine_areas_can_be_chosen_and_no_other(course):
    assert sorted(course.areas) == sorted(AREAS)


def test_as_shipped_nothing_is_set_up(course):
    assert not course.local.is_set_up
    for field in GENERAL:
        assert "".join(piece.words for line in routes.lines(course, field) for piece in line) == GENERAL[field]


@pytest.mark.parametrize("name", [*AREAS, "empty", "example", "club", "elsewhere", "adding"])
def test_every_setting_keeps_every_rule_and_gives_somebody_at_3_pm_and_at_3_am(course, settings, name):
    here = dataclasses.replace(course, local=settings[name])
    assert [str(problem) for problem in broken(here)] == []
    said = {field: render.local(here, field, "txt") for field in routes.COUNCIL}
    assert course.contacts["council-finder"].web in said["council"] and course.contacts["council-finder"].web in said["night"]
    for text in said.values():
        assert course.contacts["nspcc-helpline"].phones[0].number not in text
    if settings[name].is_set_up:
        for field in ("council", "night"):
            assert re.search(r"At night and at weekends: [^.]*\d{3}", said[field]), "a number to ring at 3 am"
        assert "In the day: " in said["council"] and "In the day: " not in said["night"]


DIRECTORY = """
- {id: any-day, name: Anytown front door, area: Anytown, serves: [Anytown], role: council, status: agreed, checked: 2026-11-20, check_by: 2027-02-20,
   for: A worry., who: [public], not_instead_of: 999., source: https://example.org/a, source_dated: undated,
   web: https://example.org/anytown, phones: [
     {number: 01632 960101, label: front door, when: day, hours: 9 to 5},
     {number: 01632 960102, label: second number, when: day},
     {number: 01632 960103, label: Anytown night team, when: night, hours: all night, since: 2026-11-22}]}
- {id: any-night, name: County night team, area: County, serves: [Anytown, Othertown], role: out-of-hours, status: single, checked: 2026-11-21, check_by: 2027-02-20,
   for: A worry., who: [public], not_instead_of: 999., source: https://example.org/a, source_dated: undated,
   phones: [{number: 01632 960104, label: night team, when: always, hours: at all hours}]}
- {id: any-lado, name: Anytown LADO, area: Anytown, serves: [Anytown], role: lado, status: agreed, checked: 2026-11-23, check_by: 2027-02-20,
   for: A worry., who: [public], not_instead_of: 999., source: https://example.org/a, source_dated: undated,
   phones: [{number: 01632 960105, label: LADO, when: day}]}
- {id: other-day, name: Othertown council, area: Othertown, serves: [Othertown], role: council, status: agreed, checked: 2026-11-20, check_by: 2027-02-20,
   for: A worry., who: [public], not_instead_of: 999., source: https://example.org/a, source_dated: undated,
   web: https://example.org/othertown}
- {id: other-lado, name: Othertown LADO, area: Othertown, serves: [Othertown], role: lado, status: agreed, checked: 2026-11-20, check_by: 2027-02-20,
   for: A worry., who: [public], not_instead_of: 999., source: https://example.org/a, source_dated: undated,
   email: lado@example.org}
- {id: other-lado-two, name: Othertown second LADO, area: Othertown, serves: [Othertown], role: lado, status: agreed, checked: 2026-11-20, check_by: 2027-02-20,
   for: A worry., who: [public], not_instead_of: 999., source: https://example.org/a, source_dated: undated,
   web: https://example.org/lado}
"""
"""A directory of two areas: one with numbers for every hour, one of pages and addresses."""


@pytest.fixture(scope="module")
def two_areas(course, tmp_path_factory):
    """The course with this directory beside the national contacts."""
    path = tmp_path_factory.mktemp("directory") / "contacts.yaml"
    path.write_text(DIRECTORY, "utf-8")
    national = {name: contact for name, contact in course.contacts.items() if not contact.serves}
    return dataclasses.replace(course, contacts={**national, **{contact.id: contact for contact in read_list(path, Contact)}})


NIGHT, SHUT = "At night and at weekends: ", "When it is shut, and a child is at risk: "
ANOTHER = "A child of another council: GOV.UK, report child abuse to a local council."
ANYTOWN = """
lead: {title: 'the lead', place: 'room 4', phone: '01632 960001'}
area: Anytown
"""
OTHERTOWN = """
organisation: 'the club'
lead: {phone: '01632 960001'}
deputies: nobody
above: {title: 'the trust'}
area: Othertown
council_day: {title: 'Our own door', phone: '01632 960201', hours: '9 to 4'}
council_night: {title: 'Our own night', phone: '01632 960202'}
lado: {title: 'Our own LADO', phone: '01632 960203'}
policy: 'on the wall'
routes_checked: '2026-11-24'
checked_by: 'the lead'
"""
BOTH = ["Anytown night team, 01632 960103, all night (not yet rung).", "County night team, 01632 960104, at all hours (not yet rung)."]
THEIRS, OURS = "County night team, 01632 960104, at all hours.", "Our own night, 01632 960202."


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (
            ANYTOWN,
            {
                "council": [
                    "In the day: Anytown front door, 01632 960101, 9 to 5.",
                    "In the day: Anytown front door, second number, 01632 960102, hours not confirmed.",
                    *(NIGHT + line for line in BOTH),
                    ANOTHER,
                ],
                "night": [*(NIGHT + line for line in BOTH), ANOTHER],
                "lado": ["Anytown LADO, 01632 960105, hours not confirmed.", *(SHUT + line for line in BOTH)],
                "lead": ["The lead, room 4, 01632 960001."],
                "deputies": [GENERAL["deputies"]],
                "checked": [GENERAL["checked"]],
                "policy": [GENERAL["policy"]],
                "organisation": [],
                "above": [],
                NATIONAL: [],
            },
        ),
        (
            OTHERTOWN,
            {
                "council": [
                    "In the day: no number for Othertown is sure enough to print. Find it here: Othertown council.",
                    "Added by us. In the day: Our own door, 01632 960201, 9 to 4.",
                    NIGHT + THEIRS,
                    f"Added by us. {NIGHT}{OURS}",
                    ANOTHER,
                ],
                "night": [NIGHT + THEIRS, f"Added by us. {NIGHT}{OURS}", ANOTHER],
                "lado": [
                    "Othertown LADO, lado@example.org: no number is sure enough to print.",
                    "Othertown second LADO, its page: no number is sure enough to print.",
                    "Added by us. Our own LADO, 01632 960203.",
                    SHUT + THEIRS,
                    f"Added by us. {SHUT}{OURS}",
                ],
                "lead": ["01632 960001."],
                "deputies": ["Nobody here. Go on to the next route."],
                "checked": ["These routes were tried on 24 November 2026. Checked by: the lead."],
                "policy": ["On the wall."],
                "organisation": ["the club"],
                "above": ["The body above us hears it as well: the trust."],
                NATIONAL: [],
            },
        ),
    ],
    ids=["numbers for every hour", "pages, and numbers of our own"],
)
def test_every_route_reads_as_it_should_line_by_line(two_areas, tmp_path, text, printed):
    here = dataclasses.replace(two_areas, local=details(text, tmp_path))

    def said(field):
        return ["".join(piece.words for piece in line if routes.stands(piece, here.local)) for line in routes.lines(here, field)]

    assert {field: said(field) for field in printed} == printed


def test_the_browser_gets_the_lines_of_the_fields_that_a_page_prints_and_no_others(two_areas):
    def given(*fields, afresh=False):
        return routes.known(two_areas, set(fields), {"head"}, afresh)

    county = ["County night team, ", ["01632 960104"], ", at all hours", ["", "2026-11-21"], "."]
    areas = given("council", "lado")["areas"]
    assert areas["Anytown"] == {
        "day": [
            ["Anytown front door, ", ["01632 960101"], ", 9 to 5."],
            ["Anytown front door, second number, ", ["01632 960102"], ", hours not confirmed."],
        ],
        "night": [["Anytown night team, ", ["01632 960103"], ", all night", ["", "2026-11-22"], "."], county],
        "lado": [["Anytown LADO, ", ["01632 960105"], ", hours not confirmed."]],
    }
    assert areas["Othertown"]["day"] == [
        ["no number for Othertown is sure enough to print. Find it here: ", ["Othertown council", "https://example.org/othertown"], "."]
    ]
    assert areas["Othertown"]["lado"] == [
        ["Othertown LADO, ", ["lado@example.org"], ": no number is sure enough to print."],
        ["Othertown second LADO, ", ["its page", "https://example.org/lado"], ": no number is sure enough to print."],
    ]
    parts = {fields: list(given(*fields)["areas"]["Anytown"]) for fields in (("lead",), ("night",), ("lado",), ("council",))}
    assert parts == {("lead",): [], ("night",): ["night"], ("lado",): ["night", "lado"], ("council",): ["day", "night"]}
    quiet, whole = given("lead", NATIONAL), given("lead", "council", "lado", "checked", NATIONAL, afresh=True)
    assert quiet["general"] == {} and list(quiet["unset"]) == [NATIONAL] and "damaged" in quiet and quiet["led"] == {}
    assert not {"office", "months"} & set(quiet) and {"office", "months"} < set(whole)
    assert set(whole["general"]) == {"lead", "checked"} and set(whole["unset"]) == {"council", "lado", NATIONAL}
    assert "damaged" not in given("lead") and list(quiet["words"]) == ["head"]
    assert list(given("deputies", "checked")["nobody"]) == ["deputies"] and list(given("above")["led"]) == ["above"]


def test_the_form_knows_the_day_of_each_area_and_which_number_is_whose(two_areas):
    asked = routes.asked(two_areas)
    assert asked["areas"] == {"Anytown": "2026-11-23", "Othertown": "2026-11-21"}
    by_day = {"01632960101": "Anytown front door", "01632960102": "Anytown front door", "01632960105": "Anytown LADO"}
    assert asked["by_day"] == by_day and asked["national"]["999"] == "Police, emergency" and not set(by_day) & set(asked["national"])


def test_the_night_team_of_berkshire_serves_its_six_councils_alone(course):
    number = course.contacts["berkshire-eds"].phones[0].number
    served = [area for area in AREAS if number in str(routes.night(course, area))]
    assert len(served) == 6 and not {"Oxfordshire", "Buckinghamshire", "Milton Keynes"} & set(served)


def test_where_no_number_is_sure_a_page_stands_in_its_place_and_says_so(course):
    for area in ("Wokingham", "West Berkshire"):
        (line,) = routes.day(course, area)
        assert "no number" in line[0].words and line[1].address.startswith("https://")


def test_what_an_organisation_types_is_added_and_replaces_no_line_of_the_council(course, settings):
    adding = dataclasses.replace(course, local=settings["adding"])
    alone = dataclasses.replace(course, local=settings["Wokingham"])
    for field in routes.COUNCIL:
        more, less = routes.lines(adding, field), routes.lines(alone, field)
        assert [line for line in more if line in less] == less
        assert len(more) > len(less)
    example = dataclasses.replace(course, local=settings["example"])
    assert "home contact" in render.local(example, "cover", "txt") and "home contact" not in render.local(example, "night", "txt")


def test_a_number_of_one_place_says_that_nobody_rang_it_until_the_day_on_which_somebody_did(course):
    def said(day):
        return render.local(dataclasses.replace(course, local=Local(lead="nobody", area="Slough", routes_checked=day)), "council", "txt")

    assert "01753 875362, hours not confirmed (not yet rung)" in said("")
    assert "(not yet rung)" in said("2026-11-22"), "the number was read after that day"
    assert "(not yet rung)" not in said("2026-11-26")


def test_a_club_reads_a_clubs_words(course, settings):
    club = settings["club"]
    assert [club.word(post) for post in ("head", "senior_leader", "lead")] == ["leader", "session leader", "safeguarding lead"]
    here = dataclasses.replace(course, local=club)
    assert club.word("chair") == "LADO", "nobody is above the leader, so a worry about the leader goes to the LADO"
    *_, last = course.runsheets["half-day"].parts
    spelled = last.model_copy(update={"say": club.spelled(last.say)})
    assert last.say != spelled.say and clock.needed(here, last) == clock.needed(here, spelled), "as long as it is said"
    closing = "An adult here: the leader. About the leader: the LADO."
    assert closing in " ".join(para.text for slide in slides.slides(here, course.runsheets["half-day"]) for para in slide.body)
    for form in ("html", "txt"):
        said = re.sub("<[^>]+>", "", render.run_sheet(here, course.runsheets["half-day"], "", form))
        assert "about an adult here, the leader; about the leader, the LADO." in said
        for item in course.briefings.values():
            said = re.sub("<[^>]+>", "", render.briefing(here, item, 1, "", form)).split("Question 1")[0]
            assert ("the leader" in said) == any("the head" in text for text in item.texts) and "the head" not in said
    assert render.local(here, "above", "txt").startswith("The body above us hears it as well: The safeguarding team of our sport")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("place: room 4 # by the gate", "the rest of the line is lost"),
        ("lead: {title: 'The lead'} # room 4", "the rest of the line is lost"),
        ("policy: 'On the wall' # by the gate", "the rest of the line is lost"),
        ("policy: #safeguarding channel", "is lost"),
        ("organisation: null", "would be printed on every page"),
        ("deputies: {title: 'The deputy', nobody: true}", "says that there is nobody"),
        ("organisation: ~", "would be printed on every page"),
        ("lead: {title: Nobody}", "would be printed on every page"),
        ("lead: {place: '?'}", "would be printed on every page"),
        ("lead: {title: '999'}", "would be printed on every page"),
        ("lead: The deputy head, in her room", "it is one sentence"),
        ("lead: {title: 'The lead', phone: '01865 SAFE'}", "has letters or signs"),
        ("lead: {title: 'The lead', phone: '01865 555 123 x4'}", "has letters or signs"),
        ("lead: {title: 'The lead', phone: '0345 050 7666 (option 2)'}", "has letters or signs"),
        ("lead: {title: 'The lead', phone: '01865 55'}", "has the wrong length"),
        ("lead: {title: 'The lead', phone: '09011 234567'}", "costs extra"),
        ("lead: {title: 'The lead', phone: '0870 1234567'}", "costs extra"),
        ("lead: {title: 'The lead', phone: '070 1234 5678'}", "not a line that you can rely on"),
        ("lead: {title: 'The lead', phone: '44 1632 960001'}", "does not begin as numbers here do"),
        ("lead: {title: 'The lead', phone: '999'}", "stands on every page already"),
        ("lead: {title: 'Ring 01632 960001'}", "looks like a telephone number"),
        ("policy: '" + "a" * 201 + "'", "201 letters, and 200 fit"),
        ("policy: 'On the wall \N{SNOWMAN}'", "cannot be printed here"),
        ("policy: '<b>here</b>'", "cannot be printed here"),
        ("routes_checked: '2999-01-01'", "has not come yet"),
        ("routes_checked: '01/09/2026'", "is no day"),
        ("routes_checked: '2026-02-30'", "is no day"),
        ("out_of_hours: 'Ring the home contact'", "Your own cover is now “cover”"),
        ("council: 'The front door'", "It is now “council_day” and “council_night”"),
        ("council_day: {title: 'The front door', phone: '01632 960001'}", "stands without council_night"),
        ("council_night: {title: 'The night team'}", "a title and a phone"),
        ("lado: {title: 'The LADO', phone: '01632 960001'}", "lado stands without a council"),
        ("kind: scouts", "kind"),
        ("laed: ''", "is not a field"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_its_line_and_what_to_do(tmp_path, line, said):
    with pytest.raises(CourseError) as error:
        details(f"# a comment\n{line}\n", tmp_path)
    problem = str(error.value)
    assert "local.yml:" in problem and said in problem, problem
    assert re.search(r"local\.yml:[12]: .+\. [A-Z].+\.$", problem.splitlines()[0]), problem


def test_unseen_signs_are_taken_out_and_sentences_end_once(tmp_path):
    found = details("policy: 'On\u202e the\u200b  wall. '\nlead: {title: 'Łukasz’s desk.'}\n", tmp_path)
    assert found.policy == "On the wall" and found.lead.title == "Łukasz’s desk"


def test_of_each_contact_it_is_printed_how_far_it_is_checked_and_that_nobody_rang_it(course):
    for item in course.contacts.values():
        for form in ("html", "txt"):
            assert f"How far it is checked: {STATUS_SAID[item.status]}." in render.contact_card(item, form)
    assert all("nobody has rung it" in said for said in STATUS_SAID.values())


@pytest.mark.parametrize(("given", "there"), [("title", True), ("place", True), ("phone", True), (None, False)])
def test_somebody_is_there_who_has_a_title_a_place_or_a_number(given, there):
    words = {"title": "The lead", "place": "by the hall", "phone": "01632 960001"}
    assert bool(Local(lead={given: words[given]} if given else {}).lead) is there


def test_local_css_holds_each_detail_on_a_line_and_says_how_many():
    local = Local(lead={"title": "The lead", "phone": "01632 960001"}, area="Slough")
    begin, head, *lines, count, end = as_css(local).splitlines()
    assert begin.startswith("/* Recognise and Refer ") and head == ":root {" and end == "}"
    assert (
        lines == ['--rr-lead-title: "The lead";', '--rr-lead-phone: "01632 960001";', '--rr-area: "Slough";']
        and count == '--rr-lines: "3";'
    )
    assert "--rr" not in as_css(Local())


def test_a_helpline_is_not_the_number_of_somebody_here(course):
    helpline = course.contacts["nspcc-helpline"].phones[0].number
    here = dataclasses.replace(course, local=Local(lead={"title": "The lead", "phone": helpline}))
    here.local._place = Place(ROOT / "local.yml", 1)
    assert "has the number of NSPCC Helpline" in str(next(iter(broken(here))))


def test_a_day_to_come_is_refused_and_today_is_not(tmp_path):
    assert details(f"routes_checked: '{date.today()}'", tmp_path).routes_checked
    with pytest.raises(CourseError):
        details(f"routes_checked: '{date.today() + timedelta(days=1)}'", tmp_path)


def test_the_example_speaks_to_people_and_gives_the_right_council(settings):
    example = settings["example"]
    assert example.is_set_up and example.area == "Oxfordshire"
    for field in ("lead", "head", "chair"):
        person = getattr(example, field)
        assert person.phone and not re.search("note|email|clerk|front desk", f"{person.title} {person.place}"), field


@pytest.fixture(scope="session")
def local_site(book, tmp_path_factory):
    """The built book on a server of its own, with a `local.css` that a test may replace: (address, folder)."""
    folder = tmp_path_factory.mktemp("local") / "a course with a ü"
    shutil.copytree(book, folder)
    with served(folder, {"Cache-Control": "no-store"}) as address:
        yield address, folder


SHOWN = """() => Object.fromEntries([...document.querySelectorAll("[data-local], [data-word]")].map((element) =>
    [element.dataset.local || `word:${element.dataset.word}`, element.innerHTML]))"""
AS_HTML = "(given) => Object.fromEntries(Object.entries(given).map(([name, html]) => { const box = document.createElement('div'); box.innerHTML = html; return [name, box.firstElementChild?.innerHTML] }))"


def with_routes(book) -> dict[tuple, list[str]]:
    """Every built page that prints a route, by what is there to print: the same data for the script, in the same fields."""
    found = defaultdict(list)
    for path in sorted(book.rglob("*.html")):
        data = re.search(r'id="route-data".*?</script>', path.read_text("utf-8"), re.S)
        if data and "_static" not in path.parts:
            fields = frozenset(re.findall(r'data-((?:local|word)="[^"]+)"', path.read_text("utf-8")))
            found[data[0], fields].append(path.relative_to(book).as_posix())
    return found


@pytest.mark.parametrize("way", ["http", "file"])
def test_a_replaced_file_prints_what_a_build_prints(open_page, local_site, course, settings, way):
    """Every field on the three pages that matter most, in each setting; the built words are those of `render.local`. From a folder
    the same script reads the same file, so one setting of each kind is enough."""
    site, folder = local_site
    base = folder.as_uri() if way == "file" else site
    page = open_page("book/kept.html", base=base)
    for name in settings if way == "http" else ("empty", "Slough", "example", "club", "elsewhere", "adding"):
        local = settings[name]
        (folder / "local.css").write_text(as_css(local), "utf-8")
        here = dataclasses.replace(course, local=local)
        built = page.evaluate(AS_HTML, {field: render.local(here, field) for field in FIELDS})
        others = ("essentials", "adults-who-worry-you") if name in ("empty", "example", "club", "elsewhere") else ()
        for path in ("real-child", "who-to-call", *others):  # the first two print every field
            page.goto(f"{base}/book/{path}.html")
            shown = page.evaluate(SHOWN)
            assert "lead" in shown or path == "adults-who-worry-you"
            for field, html in shown.items():
                if field.startswith("word:"):
                    assert html == local.word(field[5:]), (name, path, field)
                elif field == "organisation":
                    assert html.removeprefix('<span class="line">').removesuffix("</span>") == local.organisation
                else:
                    assert html == built[field], (name, path, field)
    assert page.said == []


@pytest.mark.parametrize("name", ["example", "Wokingham", "club"])
def test_on_every_page_that_prints_a_route_somebody_is_given_at_3_pm_and_at_3_am(open_page, local_site, book, settings, name):
    """On every page in one setting; in the others on one page of each kind of route that is weighed here."""
    site, folder = local_site
    (folder / "local.css").write_text(as_css(settings[name]), "utf-8")
    pages = with_routes(book)
    assert sum(map(len, pages.values())) > 40
    page = open_page("book/kept.html", base=site)
    weighed = {f'local="{field}' for field in ("council", "night", "lado", "cover", "anywhere")}
    kinds = {(fields & weighed): path for (_, fields), (path, *_) in pages.items() if "make-it-yours" not in path}
    assert len(kinds) > 5
    for path in kinds.values() if name != "example" else [path for path, *_ in pages.values()]:
        page.goto(f"{site}/{path}", wait_until="domcontentloaded")
        for field, html in page.evaluate(SHOWN).items():
            lines = re.findall(r'<span class="line">(.*?)</span>', html)
            if field in ("council", "night", "lado"):
                assert any(
                    re.search(r"tel:0", line)
                    for line in lines
                    if line.startswith(
                        tuple(
                            f'<b class="when">{words}'
                            for words in ("At night", "When it is shut", "Added by us. At night", "Added by us. When it is shut")
                        )
                    )
                ), (path, field)
            if field == "council":
                assert (
                    any("tel:" in line or "https:" in line for line in lines if line.startswith('<b class="when">In the day'))
                    and "gov.uk" in lines[-1]
                ), path
        assert page.locator("text=are not all set yet").count() == 0


def spoilt(*pairs: str) -> bytes:
    """A file with these lines, and their number."""
    return "\n".join([":root {", *(f"--rr-{line};" for line in pairs), f'--rr-lines: "{len(pairs)}";', "}"]).encode()


@pytest.mark.parametrize(
    ("file", "damaged"),
    [
        (b"", False),
        (b"not css at all }}}", False),
        (b"\xff\xfe:\x00r\x00", False),
        (b"<!doctype html><p>404</p>", False),
        (b':root { --rr-lines: "1"; --rr-lead-title: "Half', True),
        (b':root { --rr-lead-title: "Without its number of lines"; }', True),
        (spoilt('lead-title: "The lead', 'deputies: "nobody"', 'area: "Slough"'), True),
        (spoilt('lead-phone: "01632 960001"', 'head-phone: "01632 960002', 'chair: "nobody"'), True),
        (spoilt('lead-phone: "01632 9600"'), True),
        (spoilt('routes-checked: "30 November 2025"'), True),
        (spoilt('organisation-title: "A part it has not"', 'policy-title: "nor this"'), True),
        (spoilt('lead: "A sentence where a person stands"', 'area-title: "Slough"'), True),
        (spoilt('area: "constructor"', 'routes-checked: "2026-11-26"'), True),
        (spoilt('lead-title: "<img src=x onerror=alert(1)>"', 'head-title: "\u202eturned"', 'chair-phone: "javascript:1"'), True),
        (spoilt('council-day-title: "X"', 'council-day-phone: "01632 960001"', 'routes-checked: "2999-01-01"'), True),
    ],
)
def test_a_broken_or_hostile_file_leaves_general_routes_says_so_and_runs_nothing(open_page, local_site, course, file, damaged):
    site, folder = local_site
    (folder / "local.css").write_bytes(file)
    page = open_page("book/real-child.html", base=site)
    shown = page.evaluate(SHOWN)
    for field in ("lead", "deputies", "head", "chair", "council", "lado", "checked"):
        assert shown[field] == page.evaluate(AS_HTML, {field: render.local(course, field)})[field], field
    assert ("A part of the file local.css cannot be read" in shown["anywhere"]) == damaged and "tel:101" in shown["anywhere"]
    assert page.locator("article img").count() == 0 and page.said == []


def test_one_spoilt_detail_refuses_that_person_alone_and_says_so(open_page, local_site):
    site, folder = local_site
    (folder / "local.css").write_bytes(
        spoilt(
            'lead-title: "The lead"',
            'lead-phone: "01632 9600"',
            'deputies-title: "The deputy"',
            'area: "Slough"',
            'routes-checked: "2026-11-26"',
        )
    )
    shown = open_page("book/real-child.html", base=site).evaluate(SHOWN)
    assert GENERAL["lead"] in shown["lead"] and "The deputy." in shown["deputies"] and "01753 875362" in shown["council"]
    assert "cannot be read" in shown["anywhere"] and GENERAL["checked"] in shown["checked"] and "(not yet rung)" in shown["council"]


def test_without_the_file_or_without_script_the_built_words_stand(open_page, local_site, course):
    site, folder = local_site
    (folder / "local.css").unlink()
    assert GENERAL["lead"] in open_page("book/real-child.html", base=site).locator("article").inner_text()
    (folder / "local.css").write_text(as_css(Local(lead={"title": "The lead"}, area="Slough")), "utf-8")
    assert GENERAL["lead"] in open_page("book/real-child.html", base=site, java_script_enabled=False).locator("article").inner_text()


def test_where_the_filler_does_not_come_the_built_words_stand_and_the_page_works(chrome, local_site):
    site, folder = local_site
    (folder / "local.css").write_text(as_css(Local(lead={"title": "The lead"}, area="Slough")), "utf-8")
    page = new_page(chrome)
    faults = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.route("**/local.js*", lambda route: route.abort())
    page.goto(f"{site}/book/who-to-call.html")
    assert GENERAL["lead"] in page.locator("article").inner_text() and page.locator("article a[href='tel:999']").count()
    question = page.locator("article .q").first
    question.locator("label").first.click()
    question.get_by_role("button", name="Check").click()
    assert question.locator(".said").first.inner_text() and not faults
    page.context.close()


def test_nothing_general_is_painted_before_the_routes_are_filled(open_page, local_site, settings):
    """Each frame of a slow load is looked at from inside: whatever is visible is local."""
    site, folder = local_site
    (folder / "local.css").write_text(as_css(settings["example"]), "utf-8")
    watch = """const look = () => { for (const element of document.querySelectorAll('[data-local="lead"]')) {
        if (element.textContent.includes("Ask today") && getComputedStyle(element).visibility === "visible") window.flash = true }
        requestAnimationFrame(look) }; requestAnimationFrame(look);"""
    page = open_page("book/essentials.html", base=site, script=watch)
    page.wait_for_timeout(300)
    assert page.evaluate("window.flash") is None and "The deputy head" in page.locator('[data-local="lead"]').first.inner_text()


@pytest.mark.release
@pytest.mark.parametrize("name", ["example", "club"])
def test_an_adopted_course_passes_the_content_tests(tmp_path, name):
    """What a lead adopts is checked like what is shipped: the tests of data, rules and course run beside their `local.yml`, but for
    those that look at the course as shipped here too."""
    text = CLUB if name == "club" else (ROOT / "local.example.yml").read_text("utf-8")
    copied(tmp_path, text)
    for folder in ("tests", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("local.example.yml", "pyproject.toml", "CITATION.cff", "CHANGELOG.md"):
        shutil.copy(ROOT / file, tmp_path)
    for words in (
        ["-m", "safeguarding", "check"],
        ["-m", "pytest", "-q", "-m", "not shipped", "tests/test_data.py", "tests/test_course.py", "tests/test_rules.py"],
    ):
        done = subprocess.run([sys.executable, *words], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    assert load(tmp_path).local.is_set_up


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("number: 0345 050 7666", "number: 0345 FOUR 7666", "has letters or signs"),
        ("number: 0345 050 7666", "number: 0345 050 7666 (option 2)", "has letters or signs"),
        ("number: 0345 050 7666", "number: 01865 555 123 x4", "has letters or signs"),
        ("number: 0345 050 7666", "number: '01865'", "has the wrong length"),
        ("number: 0345 050 7666", "number: '999'", "999 is no number of a contact with the role “council”"),
        (
            "number: 0345 050 7666\n      label: MASH\n      when: day",
            "number: 0345 050 7666\n      label: MASH\n      when: unknown",
            "does not say when it is rung",
        ),
        ("      how: text\n", "", "“85258” is for text"),
        ("serves: [Wokingham]\n  role: council", "serves: [Wokingham, Nowhere]\n  role: council", "Nowhere has no lado contact"),
    ],
)
def test_a_number_of_the_directory_is_checked_like_any_other(copy, before, after, said):
    path = copy / "book/facts/contacts.yaml"
    text = path.read_text("utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), "utf-8")
    with pytest.raises(CourseError) as error:
        load(copy)
    assert re.search(r"contacts\.yaml:\d+: ", str(error.value)) and said in str(error.value), error.value


def test_no_text_number_is_a_call_link_and_no_nation_gives_999_as_its_social_services(book, course):
    links = {}
    for path in book.rglob("*.html"):
        for kind, number in re.findall(r'href="(tel|sms):(\d+)"', path.read_text("utf-8")):
            links.setdefault(kind, set()).add(number)
    texts = {phone.number.replace(" ", "") for contact in course.contacts.values() for phone in contact.phones if phone.how == "text"}
    assert links["sms"] == texts and not texts & links["tel"]
    for name in ("wales-report", "scotland-report", "ni-gateway"):
        said = render.contact(course.contacts[name], "txt")
        assert not re.search(r"\b(999|101)\b", said), said
    assert render.contact(course.contacts["ni-gateway"], "txt").count(" Trust ") == 5


def test_as_shipped_the_page_for_a_real_child_gives_everybody_somebody_to_ring(open_page, course):
    """On a phone, the emergency and the police stand on the first screen, as links, and the rest within two."""
    page = open_page("book/real-child.html", width=375, height=667)
    places = {
        name: page.locator(f'article a[href="{link}"]').first.bounding_box()["y"]
        for name, link in (
            ("999", "tel:999"),
            ("101", "tel:101"),
            ("the finder", course.contacts["council-finder"].web),
            ("the helpline", course.contacts["nspcc-helpline"].phones[0].link),
        )
    }
    assert max(places["999"], places["101"]) < 667 and max(places.values()) < 2 * 667, places
    assert "Safeguarding lead: the page “Make it yours” sets them." in page.locator("article").inner_text()


def test_a_number_that_took_the_place_of_another_is_not_yet_rung_where_the_old_one_was_tried(copy):
    shutil.copy(ROOT / "local.example.yml", copy / "local.yml")
    local = copy / "local.yml"
    tried = load(copy).local.routes_checked
    contacts = copy / "book/facts/contacts.yaml"
    text = contacts.read_text("utf-8")
    mash = text.index("- id: oxon-referral")
    number = text.index("      when: day", mash)
    contacts.write_text(f"{text[:number]}      since: {date.fromisoformat(tried) + timedelta(1)}\n{text[number:]}", "utf-8")
    day = render.local(load(copy), "council", "txt")
    assert "(not yet rung)" in day and day.index("(not yet rung)") < day.index(routes.BY_NIGHT)
    local.write_text(local.read_text("utf-8").replace(tried, str(date.fromisoformat(tried) + timedelta(1))), "utf-8")
    assert "not yet rung" not in render.local(load(copy), "council", "txt"), "it goes once the routes are tried again"
