"""What the course promises of its data: siblings, minutes, uses, local details, dates and schemas."""

import http.server
import re
import threading
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from html import escape

import pytest
from conftest import ROOT

from safeguarding import EDITION, due, links, render
from safeguarding import __main__ as command
from safeguarding.about import SignOff
from safeguarding.blocks import TITLED
from safeguarding.claim import AGES, TRUSTED, Status
from safeguarding.course import CHECKS, load
from safeguarding.entries import WORDS_A_MINUTE, CourseError
from safeguarding.notebook import paths
from safeguarding.page import parser, read_page
from safeguarding.review import advice


def test_essentials_is_short_enough_for_everyone(course):
    page = course.pages["essentials"]
    assert page.word_count <= 1400
    assert len(page.named("quiz")) == 10
    assert 15 <= page.minutes + course.drill_minutes(page) <= 20


def test_a_chapter_takes_ten_to_twenty_minutes(course):
    outside = {page.name: page.minutes for page in course.chapters if not 10 <= page.minutes <= 20}
    assert outside.pop("ten-minutes") <= 10 and outside == {}


def test_every_chapter_asks_ten_questions_or_more(course):
    few = {page.name: len(page.named("quiz")) for page in course.chapters if len(page.named("quiz")) < 10}
    assert few.pop("ten-minutes") == 4 and few == {}


def test_every_question_has_a_sibling_and_the_nearest_comes_first(course):
    for question in course.questions.values():
        siblings = course.siblings(question)
        assert siblings and all(other.objective == question.objective and other is not question for other in siblings)
    near = course.questions["signs-bears"]
    first = course.siblings(near)[0]
    assert first.section == near.section or first.critical == near.critical
    for plain in (item for item in course.questions.values() if item.critical is None):
        near = [other.section == plain.section for other in course.siblings(plain)]
        assert near == sorted(near, reverse=True), "two questions without a critical action are not near for that"


def test_minutes_grow_with_the_words(course, copy):
    page = copy / "book/signs.md"
    page.write_text(page.read_text("utf-8").replace("## Practice", "One more word in this place. " * 200 + "\n\n## Practice"), "utf-8")
    assert load(copy).pages["signs"].minutes == course.pages["signs"].minutes + 6


def test_a_claim_knows_every_place_that_cites_it(course):
    uses = course.uses["anyone-can-refer"]
    assert {name for name, _, _ in uses} >= {"essentials", "real-child", "essentials-nobody", "go-on"}


def test_a_walk_is_taken_so_that_every_choice_is_met_and_every_end_reached(course):
    for walk in course.walks.values():
        ways = paths(walk)
        met = {(step.id, choice.say) for way, _ in ways for step, choice in way}
        assert met == {(step.id, choice.say) for step in walk.steps for choice in step.choices}
        assert {end for _, end in ways} == {walk.number(step.id) for step in walk.steps if step.end}


def test_the_rules_read_every_word_of_a_walk(course):
    for walk in course.walks.values():
        said = [walk.lead, *(text for step in walk.steps for text in (step.text, step.ask) if text)]
        said += [text for step in walk.steps for choice in step.choices for text in (choice.say, choice.then) if text]
        said += [text for step in walk.steps if step.end for _, text in step.end.verbs]
        assert [text for text in said if text not in walk.texts] == [], walk.id


def test_the_route_finder_asks_five_questions_at_most(course):
    assert max(len(way) for way, _ in paths(course.walks["route-finder"])) <= 5


def test_every_ending_of_how_worried_says_how_widely_people_differ_with_its_source(course):
    worried = [walk for walk in course.walks.values() if walk.id.startswith("worried-")]
    assert worried and all("judgement-reporters-differ" in walk.claims for walk in worried)
    for end in [step for walk in worried for step in walk.steps if step.end]:
        assert "United States study of 2012 asked 1,233 people" in end.text and "83% contradicted themselves" in end.text, end.id


def test_every_end_of_the_route_finder_names_a_route_and_no_walk_ends_on_a_local_one(course):
    assert all(step.end.routes for step in course.walks["route-finder"].steps if step.end)
    routes = {name for walk in course.walks.values() for step in walk.steps if step.end for name in step.end.routes}
    assert [name for name in routes if course.contacts[name].serves] == []


def test_a_source_line_names_each_publisher_once_and_leads_to_every_claim(course):
    things = [
        (render.question, course.items),
        (render.walk, course.walks.values()),
        (render.writing, course.writing.values()),
        (render.chart, course.charts.values()),
    ]
    for draw, item in [(draw, item) for draw, items in things for item in items]:
        html = draw(course, item)
        line = html[html.rindex("Source: ") :]
        for publisher in {course.claims[name].publisher for name in item.claims}:
            assert len(re.findall(f">{re.escape(escape(publisher, quote=False))}(, 1)?</a>", line)) == 1, item.id
        assert all(render.source_link(name) in line for name in item.claims), item.id


def test_in_half_of_the_talks_with_a_child_one_prompt_is_enough(course):
    talks = [walk for walk in course.walks.values() if walk.id.startswith("tells-")]
    prompts = []
    for walk in talks:
        taken, _ = walk.best
        prompts.append(sum(choice.counts in ("open", "silence") for _, choice in taken))
    assert len(talks) >= 4 and sum(count <= 1 for count in prompts) * 2 >= len(talks)


def test_chapters_cases_and_the_assessment_have_right_ends_that_are_small(course):
    """Whoever meets nothing but grave scenes learns to do too much."""
    shown = {name for page in course.chapters for name in page.named("quiz")}
    assert sum(course.questions[name].small for name in shown) >= 12
    assert sum(walk.small for walk in course.cases.values()) >= 2
    assert any(item.small for item in course.assessment.values())


def test_where_the_right_end_is_small_the_lead_still_hears_that_day(course):
    for item in [item for item in course.items if item.small]:
        right = next(option for option in item.options if option.key)
        assert re.search(r"\b(DSL|[Ll]ead)\b", f"{item.scene} {right.say} {right.feedback}"), item.id
    for walk in [walk for walk in course.walks.values() if walk.small]:
        assert all(re.search(r"\b(DSL|[Ll]ead)\b", step.end.pass_on) for step in walk.steps if step.end), walk.id


def test_due_lists_what_is_overdue_with_every_place_that_uses_it_and_never_fails(course, capsys):
    assert command.due(ROOT, date(2036, 1, 1)) == 0
    said = capsys.readouterr().out
    places = dict(re.findall(r"^\S+ overdue: (\w+ \S+) \(.+\)\n  read at .+\n((?:    .+\n)*)", said, re.M))
    assert {*places} == {*(f"claim {name}" for name in course.claims), *(f"contact {name}" for name in course.contacts)}
    for entry, found in places.items():
        for file, line in re.findall(r"^    (\S+):(\d+) ", found, re.M):
            lines = (ROOT / file).read_text("utf-8").splitlines()[int(line) - 1 :]
            assert entry.split()[1] in "\n".join(lines).split("\n- id: ")[0], f"{entry} is not used at {file}:{line}"
    used = [("claims?", "claim"), ("contact|number|routes", "contact")]
    for path in [*(ROOT / "book").rglob("*.md"), *(ROOT / "exercises").rglob("*.yaml")]:
        for words, kind in used:
            for names in re.findall(rf"\b(?:{words})(?:}}`|: \[)([\w, -]+)[`\]]", path.read_text("utf-8")):
                for name in re.split(", ?", names):
                    assert f"    {path.relative_to(ROOT)}:" in places[f"{kind} {name}"], f"{name} is used in {path}"
    assert "the local routes of Oxfordshire" in places["contact oxon-lado"]
    assert command.due(ROOT, date(2026, 11, 25)) == 0
    assert capsys.readouterr().out.count("overdue") == 1, "0 overdue on that day"


def test_what_is_overdue_on_law_guidance_or_a_contact_stops_a_release_unless_the_edition_is_archived(course, copy):
    late = date(2036, 1, 1)
    assert list(due.stopping(course, date(2026, 11, 27))) == []
    assert {*course.contacts} < {re.search("“(.+?)”", problem.what)[1] for problem in due.stopping(course, late)}
    said = "".join(problem.what for problem in due.stopping(course, late))
    law = {claim.id for claim in course.claims.values() if "legislation.gov.uk" in claim.address or claim.status == "lead"}
    news = {claim.id for claim in course.claims.values() if "bbci.co.uk" in claim.address and claim.status != "lead"}
    assert law and news and all(f"“{name}”" in said for name in law) and not any(f"“{name}”" in said for name in news)
    with pytest.raises(CourseError, match="was to be read again by"):
        command.release(copy, late)
    assert not (copy / "dist").exists(), "nothing is written"
    about = copy / "book/facts/about.yaml"
    about.write_text(f"archived: true\n{about.read_text('utf-8')}", "utf-8")
    assert list(due.stopping(load(copy), late)) == []


def test_a_broken_rule_stops_a_release(copy):
    (copy / "book/signs.md").open("a", encoding="utf-8").write("He said “kiddie”.\n")
    with pytest.raises(CourseError, match=r"signs\.md:\d+: R01"):
        command.release(copy)
    assert not (copy / "dist").exists()


def test_due_prints_the_day_to_write_which_is_read_as_it_stands(course, copy, capsys):
    today = date.today()
    command.due(copy, today + timedelta(366))
    said = capsys.readouterr().out
    command.due(copy, today)
    for entry in due.dated(course):
        assert entry.check_by <= entry.again(entry.checked), f"{entry.id}: write {entry.again(entry.checked)}, or an earlier day"
        later = entry.again(today + timedelta(366))
        found = said.partition(f"{type(entry).__name__.lower()} {entry.id} (")[2].partition("\n    ")[0]
        assert found.endswith(f"read at {entry.read_at}; if you read it today: “check_by: {later}”")
        assert later <= today + timedelta(366) + TRUSTED


def test_what_is_to_be_read_again_is_spread_over_the_year_as_its_kind_ages(course):
    every = due.dated(course)
    for entry in every:
        assert (entry.check_by - entry.checked).days <= AGES[entry.ages][1], entry.id
        assert entry.check_by <= entry.checked + TRUSTED and entry.checked <= date.today()
    weeks = Counter(entry.check_by.isocalendar()[:2] for entry in every)
    months = Counter((entry.check_by.year, entry.check_by.month) for entry in every)
    assert max(months.values()) <= len(every) / 6 and max(weeks.values()) <= len(every) / 15 and len(months) >= 9
    assert course.contacts["oxon-lado"].ages == "fast" and course.contacts["police-999"].ages == "slow"


def test_what_was_read_at_one_address_is_read_again_on_one_day(course):
    found = {}
    for claim in course.claims.values():
        found.setdefault((claim.address, claim.checked, claim.ages), set()).add(claim.check_by)
    assert all(len(days) == 1 for days in found.values()) and len(found) < len(course.claims) * 0.9


@pytest.mark.parametrize(("today", "late"), [(date(2027, 3, 1), 0.05), (date(2028, 3, 1), 1)])
def test_the_page_for_leads_lists_all_that_is_due_with_where_it_is_used(course, capsys, today, late):
    """Two clocks: a term after the first reading little is overdue, and where nobody read anything for a year all is."""
    command.due(ROOT, today)
    count, more, whole = map(
        int, re.search(r"(\d+) overdue on \S+, (\d+) more due in the next 90 days, of (\d+)", capsys.readouterr().out).groups()
    )
    assert whole == len(course.claims) + len(course.contacts) and count <= whole * late
    assert (more > whole * 0.1) == (today.year == 2027) and (count == whole) == (today.year == 2028)
    page = render.fill("due.html.j2", months=due.months(course), book="../", ahead=due.AHEAD)
    assert page.count("<li data-by=") == whole
    line = next(line for line in page.splitlines() if "#contact-stop-it-now" in line)
    assert str(course.contacts["stop-it-now"].check_by) in line and '"../adults-who-worry-you.html"' in line
    for claim in course.claims.values():
        line = next(line for line in page.splitlines() if f'#claim-{claim.id}"' in line)
        assert all(f'"../{name}.html"' in line for name in course.resting[claim.id] if name in course.pages)


def test_links_say_what_is_gone_what_does_not_answer_and_what_refuses_programs(course):
    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response({"/here": 200, "/gone": 404, "/shy": 403}[self.path])
            self.end_headers()

        def log_message(self, *words):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        at = f"http://127.0.0.1:{server.server_port}"
        said = "\n".join(links.report({f"{at}/shy": ["a:1 a"], f"{at}/here": ["b:1 b"], f"{at}/gone": ["c:1 c", "d:2 d"]}, 5))
        server.shutdown()
    assert (
        said
        == f"""\
gone: 404 Not Found: {at}/gone
    c:1 c
    d:2 d
refuses programs: 403 Forbidden: {at}/shy
    a:1 a
3 addresses asked, 1 answered."""
    )
    nobody = "\n".join(links.report({at: ["e:1 e"]}, 5))
    assert nobody.startswith("no answer: ") and nobody.endswith("1 addresses asked, 0 answered.")
    asked = links.addresses(course)
    assert {*asked} == {claim.address for claim in course.claims.values()} | {
        address for contact in course.contacts.values() for address in (contact.source, contact.web) if address
    }


def test_due_begins_ninety_days_before_the_day(course, capsys):
    entry = course.contacts["childline"]
    for days, listed in ((91, False), (90, True), (0, True)):
        command.due(ROOT, entry.check_by - timedelta(days))
        assert (f"{entry.check_by} due: contact childline" in capsys.readouterr().out) == listed, days


def test_due_lists_the_sources_that_a_person_should_open_the_one_that_most_pages_rest_on_first(course, copy, capsys):
    assert command.due(ROOT, date(2026, 11, 25)) == 0
    listed = capsys.readouterr().out.partition("Sources a person should open:")[2]
    lines = re.findall(r"^(\d+) pages?: claim (\S+) \((\S+):\d+\): .+\. https?://\S+$", listed, re.M)
    counts = [int(count) for count, _, _ in lines]
    marked = {name for name, claim in course.claims.items() if claim.replace}
    assert counts == sorted(counts, reverse=True) and len(lines) == len(marked) > 20 and {name for _, name, _ in lines} == marked
    assert all(int(count) == len(course.resting[name]) for count, name, _ in lines)

    path = copy / "book/facts/claims.yaml"
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"\n  replace: .+(\n    .+)*", "", text), "utf-8")
    assert command.due(copy, date(2026, 11, 25)) == 0 and "a person should open" not in capsys.readouterr().out


def test_a_page_rests_on_the_claims_that_it_cites_and_on_those_of_what_it_shows(course):
    resting = course.resting["anyone-can-refer"]
    assert {"essentials", "real-child"} <= resting and all(name in course.pages for names in course.resting.values() for name in names)
    bank = next(item for item in course.assessment.values())
    assert "assessment" in course.resting[bank.claims[0]]
    walk = course.cases["case-father-arrested"]
    assert all("case-father-arrested" in course.resting[name] for name in walk.claims)


def test_a_record_names_no_edition_of_the_guidance_that_was_not_read(course):
    named = set(re.findall(r"\b20\d\d\b", course.about.guidance))
    claims = [course.claims[name] for name in course.about.claims]
    assert named and named <= {claim.dated for claim in claims if claim.status in (Status.official, Status.secondary)}


def test_the_page_of_corrections_says_of_every_change_who_should_read_which_section_again(course):
    said = render.changes(course, "../")
    for change in course.changes.values():
        row = re.search(rf'<tr id="change-{change.id}">(.*?)</tr>', said)[1]
        assert escape(change.now) in row and not row.endswith("<td></td>")
        assert all(f'{section.replace("#", ".html#")}"' in row for section in change.sections)
    days = re.findall(r"<td>(\d+ \w+ \d{4})</td>", said)
    assert days == [f"{day.day} {day:%B %Y}" for day in sorted((change.dated for change in course.changes.values()), reverse=True)]


def test_a_section_takes_its_heading_and_what_stands_below_it_up_to_the_next_of_its_level(course, tmp_path):
    text = "# T\n\nWords before.\n\n(one)=\n## One two\n\nThree.\n\n### Four\n\nFive six.\n\n(two)=\n## Seven\n\nEight.\n"
    (tmp_path / "page.md").write_text(text, "utf-8")
    here = replace(course, pages={"page": read_page(tmp_path / "page.md", "page", parser(["colon_fence"]))})
    assert [here.section_minutes(f"page#{label}") * WORDS_A_MINUTE for label in ("one", "two")] == [pytest.approx(6), pytest.approx(2)]


def test_a_section_takes_the_minutes_of_its_own_words(course):
    page, heading = course.section("who-to-call#call-adult")
    assert heading.text == "Who hears about an adult" and 1 < course.section_minutes("who-to-call#call-adult") < course.minutes(page) / 2
    whole = course.section_minutes("who-to-call#who-to-call") * WORDS_A_MINUTE
    assert whole == pytest.approx(page.word_count, rel=0.1), "the title holds all below it"


def test_the_review_sheet_holds_all_our_advice_every_lead_and_every_critical_action_and_nobody_has_signed(course):
    sheet = render.review_sheet(course, "../")
    for page in course.pages.values():
        for one in page.read:
            if "our advice" in one.text.lower() and "/" not in page.name.removeprefix("roles/"):
                text = f"{TITLED[one.block]}: {one.text}" if one.block in TITLED else one.text
                assert f"<li>{escape(text)}</li>".replace("&#x27;", "&#39;") in sheet, f"{page.name}: {one.text}"
    for text in (
        *(action.act for action in course.critical.values()),
        *(one.claim for one in course.claims.values() if one.status == "lead"),
    ):
        assert escape(text) in sheet, text
    assert "“Tops stay on." in sheet, "where a mark speaks of the section, all of it is there"
    assert "<li>Not this: Take the boy’s phone “to have a look”.</li>" in sheet, "what nobody should do is no advice"
    assert not course.about.signed and "<b>Nobody has signed.</b>" in sheet
    assert not [one.page.name for one in advice(course) if one.page.name.startswith(("reference/", "trainer/", "wall/"))]


def test_who_signs_is_printed_by_role_where_it_holds(copy):
    path = copy / "book/facts/about.yaml"
    text = path.read_text("utf-8")
    path.write_text(f"{text}signed:\n  - {{role: A lead, day: 2026-11-25, scope: Who to call, pages: [who-to-call]}}\n", "utf-8")
    sheet = render.review_sheet(load(copy), "../")
    assert "<b>A lead</b>, 25 November 2026: Who to call" in sheet and "Nobody has signed" not in sheet
    parts = re.findall(r'<h3><a href="\.\./([\w/-]+)\.html[^>]*>.*?(?=<h3>|$)', sheet, re.S)
    held = re.findall(r'<h3><a href="\.\./([\w/-]+)\.html[^<]*</a></h3>\s*<p class="checked">Signed: A lead, 25 November 2026\.', sheet)
    assert held == [page for page in parts if page == "who-to-call"] and held
    path.write_text(path.read_text("utf-8").replace("[who-to-call]}", "[who-to-cal]}"), "utf-8")
    with pytest.raises(CourseError, match=r"about\.yaml:\d+: There is no page “who-to-cal”, which A lead signed for\."):
        load(copy)


@pytest.mark.parametrize("name", command.MODELS)
def test_the_json_schemas_are_those_of_the_models(name):
    assert (ROOT / f"docs/schemas/{name}.json").read_text("utf-8") == command.schema(name)


def test_the_edition_is_one_number_everywhere():
    for file, pattern in (("pyproject.toml", r'^version = "(.+)"'), ("CITATION.cff", r"^version: (.+)"), ("CHANGELOG.md", r"^## (\S+), ")):
        assert re.search(pattern, (ROOT / file).read_text("utf-8"), re.M)[1] == EDITION, file


def test_the_page_for_leads_names_every_role_that_a_link_can_open(course):
    text = (ROOT / "book/reference/adopting.md").read_text("utf-8")
    assert re.search(r"The roles are (.+)\.", text)[1].count("`") == 2 * len(course.roles)
    assert all(f"`{name}`" in text for name in course.roles)


def unknown(course, **things) -> list[str]:
    """What is found where these things take the places of their own, each as “file what”. Nothing is found where none do."""
    changed = {kind: {**getattr(course, kind), one.id: one} if kind != "about" else one for kind, one in things.items()}
    found = [problem for check in CHECKS for problem in check(replace(course, **changed))]
    assert all(problem.do.endswith(".") and problem.place.line > 0 for problem in found)
    return [f"{problem.place.path.name}:{problem.place.line} {problem.what}" for problem in found]


def other(thing, **fields):
    """A copy of an entry with other fields, which still knows its place."""
    return thing.model_copy(update=fields)


def test_as_shipped_every_name_is_known(course):
    assert unknown(course) == []


def test_a_run_sheet_sends_for_what_is_there(course):
    sheet = next(iter(course.runsheets.values()))
    part = sheet.parts[1]
    for field, kinds in {"question": ("card", "question"), "walk": ("walk",), "record": ("writing task",), "page": ("page",)}.items():
        if field == "page":
            wrong, line = other(part, page="nobody"), sheet.place_of("parts.1.page").line
        else:
            wrong, line = other(part, do=(other(part.do[0], **{field: "nobody"}),)), sheet.place_of("parts.1.do.0").line
        said = unknown(course, runsheets=other(sheet, parts=(sheet.parts[0], wrong, *sheet.parts[2:])))
        assert sorted(said) == [f"runsheets.yaml:{line} There is no {kind} “nobody”." for kind in kinds]


def test_a_path_begins_with_essentials_and_holds_what_can_be_studied(course):
    role = course.roles["teacher"]
    at, of = f"roles.yaml:{role.place_of('first').line} ", ", which the path “teacher” names."
    assert unknown(course, roles=other(role, first=role.first[1:])) == [f"{at}The path “teacher” begins with “{role.first[1]}”."]
    assert unknown(course, roles=other(role, first=(*role.first, "nowhere"))) == [f"{at}There is no page “nowhere”{of}"]
    assert unknown(course, roles=other(role, first=(*role.first, "kept"))) == [f"{at}“kept” on the path “teacher” cannot be studied."]
    soon = f"roles.yaml:{role.place_of('soon').line} There is no page “nowhere”{of}"
    assert unknown(course, roles=other(role, soon=(*role.soon, "nowhere"))) == [soon]


def test_a_question_has_a_chapter_and_an_objective_that_others_share(course):
    question = course.questions["signs-wrist"]
    stray = other(question)
    stray._place = question.place._replace(path=question.place.path.with_name("nowhere.yaml"))
    assert f"nowhere.yaml:{question.place.line} No chapter is called “nowhere”." in unknown(course, questions=stray)
    alone = {"Z9": next(iter(course.objectives.values()))}
    one = replace(
        course,
        briefings={},
        objectives={**course.objectives, **alone},
        questions={**course.questions, question.id: other(question, objective="Z9")},
    )
    assert unknown(one) == [f"signs.yaml:{question.place.line} “signs-wrist” is the only question on objective Z9."]
    two = replace(one, questions={**one.questions, "signs-bears": other(course.questions["signs-bears"], objective="Z9")})
    assert unknown(two) == []
    item = next(iter(course.assessment.values()))
    bank = replace(one, questions=course.questions, assessment={**course.assessment, item.id: other(item, objective="Z9")})
    assert unknown(bank) == [], "a scene of the assessment may stand alone"


def test_a_question_names_a_critical_action_that_is_there(course):
    question = course.questions["signs-wrist"]
    at = f"signs.yaml:{question.place_of('critical').line}"
    named = [f"{at} There is no critical action “nobody”, which “signs-wrist” names."]
    assert [one for one in unknown(course, questions=other(question, critical="nobody")) if "critical" in one] == named


def test_a_change_names_what_is_there(course):
    change = next(one for one in course.changes.values() if one.number)
    for field, kind in {
        "who": "role",
        "objectives": "objective",
        "questions": "question",
        "replaces": "change",
        "sections": "page",
    }.items():
        said = unknown(course, changes=other(change, **{field: ("nobody",)}))
        at = f"changes.yaml:{change.place_of(f'{field}.0').line}"
        assert said == [f"{at} There is no {kind} “nobody”, which the change “{change.id}” names."], field


def test_the_path_of_a_role_goes_on_to_its_end(course):
    for role in course.roles.values():
        walked = [role.pages[0]]
        while after := role.after(walked[-1]):
            walked.append(after)
        assert tuple(walked) == role.pages and role.after("nowhere") is None


def test_what_essentials_asks_may_be_missing_and_the_briefings_are_still_looked_at(course):
    lost = course.pages["essentials"].named("quiz")[0]
    rest = {name: question for name, question in course.questions.items() if name != lost}
    assert any(f"There is no question “{lost}”." in one for one in unknown(replace(course, questions=rest)))


def test_a_drill_has_an_objective_and_ends_with_what_is_there(course):
    walk, task = course.walks["tells-board"], next(iter(course.writing.values()))
    for kind, thing in ("drills", walk), ("writing", task):
        at = thing.place_of("objective")
        said = f"{at.path.name}:{at.line} There is no objective “Z9”, which “{thing.id}” names."
        assert unknown(course, **{kind: other(thing, objective="Z9")}) == [said]
    number, end = next((number, step) for number, step in enumerate(walk.steps) if step.end)
    lost = other(end, end=other(end.end, routes=("nobody",)))
    at = walk.place_of(f"steps.{number}.end.routes")
    said = f"{at.path.name}:{at.line} There is no contact “nobody”, which “tells-board” names."
    assert unknown(course, drills=other(walk, steps=tuple(lost if step is end else step for step in walk.steps))) == [said]


@pytest.mark.parametrize(
    "kind", ["questions", "assessment", "drills", "cases", "writing", "charts", "misconceptions", "critical", "changes", "about"]
)
def test_nothing_is_stated_that_is_unknown_or_unconfirmed(course, kind):
    thing = course.about if kind == "about" else next(iter(getattr(course, kind).values()))
    at = thing.place_of("claims")
    for claim, said in ("nobody", "There is no claim “nobody”"), ("waiting", "The claim “waiting” is unconfirmed, and is stated here"):
        waiting = other(next(iter(course.claims.values())), id="waiting", status=Status.unconfirmed)
        (found,) = unknown(course, claims=waiting, **{kind: other(thing, claims=(claim,))})
        assert found.startswith(f"{at.path.name}:{at.line} {said}")


def test_whoever_signs_names_pages_that_are_there(course):
    signed = SignOff(role="A lead", day=date(2026, 11, 25), scope="All of it", pages=("signs", "nowhere"))
    (found,) = unknown(course, about=other(course.about, signed=(signed,)))
    assert found.startswith("about.yaml:") and found.endswith("There is no page “nowhere”, which A lead signed for.")


def test_every_contact_has_a_group_and_every_area_a_lado_and_a_night_team(course):
    groups = tuple(other(group, roles=tuple(role for role in group.roles if role != "lado")) for group in course.about.directory)
    at = course.about.place_of("directory").line
    empty, alone = next(
        (n, group) for n, (group, before) in enumerate(zip(groups, course.about.directory, strict=True)) if before.roles == ("lado",)
    )
    assert unknown(course, about=other(course.about, directory=groups)) == [
        f"about.yaml:{at} No group of the directory holds contacts with the role “lado”.",
        f"about.yaml:{course.about.place_of(f'directory.{empty}').line} The group “{alone.title}” holds nothing.",
    ]
    first, *rest = course.about.directory
    for wrong, what in (
        ((other(first, areas=("Scotlandia",)), *rest), f"There is no area “Scotlandia”, which the group “{first.title}” names."),
        ((first, *rest, other(first)), f"Two groups of the directory are called “{first.title}”."),
    ):
        assert f"about.yaml:{at + 1} {what}" in unknown(course, about=other(course.about, directory=wrong))
    council = next(one for one in course.contacts.values() if one.role == "council" and one.serves == ("Oxfordshire",))
    for role in "lado", "out-of-hours":
        rest = {name: one for name, one in course.contacts.items() if not ("Oxfordshire" in one.serves and one.role == role)}
        day_only = other(council, phones=tuple(phone for phone in council.phones if not phone.answers("night")))
        less = replace(course, contacts={**rest, council.id: day_only} if role != "lado" else rest)
        served = next(one for one in less.contacts.values() if "Oxfordshire" in one.serves)
        said = [one for one in unknown(less) if "Oxfordshire has no" in one]
        assert said == [f"contacts.yaml:{served.place.line} Oxfordshire has no {role} contact."], role


def test_what_a_page_says_of_itself_holds(course, tmp_path):
    def found(text: str, name: str = "sample") -> list[str]:
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
        return unknown(replace(course, pages={**course.pages, name: read_page(tmp_path / f"{name}.md", name, parser(["colon_fence"]))}))

    assert found("---\nobjectives: [R2]\n---\n# Title\n\n:::{about}\n:::\n") == []
    for scheme in ("tel:", "sms:", "http:", "TEL:"):
        what = f"The link “The council” begins with {scheme}, and no rule reads where it leads."
        assert found(f"# Title\n\n[The council]({scheme}01632960001)\n") == [f"sample.md:3 {what}"]
    assert found("# Title\n\n:::{about}\n:::\n") == ["sample.md:1 {about} stands on a page without objectives."]
    apart = "# Title\n(signs-any-child)=\n## One\n"
    assert [one.split(" ", 1)[1] for one in found(apart)] == ["The label “signs-any-child” stands on two headings."] * 2
    twice = ["sample.md:3 The label “one” stands on two headings.", "sample.md:6 The label “one” stands on two headings."]
    assert found("# Title\n(one)=\n## One\n\n(one)=\n## Two\n") == twice
    shown = ["sample.md:1 “signs-wrist” is shown twice on this page."]
    assert found("# Title\n\n:::{quiz}\nsigns-wrist\n:::\n\n:::{quiz}\nsigns-wrist\n:::\n") == shown
    trained = "sample.md:5 There is no critical action or misconception “nobody”."
    assert found("# Title\n\n{contact}`somebody`\n\n% meets: nobody, go-on\n") == [trained, "sample.md:3 There is no contact “somebody”."]


def test_the_area_of_the_local_details_is_in_the_directory(course):
    for area, faults in ("Reading", 0), ("", 0), ("Atlantis", 1):
        assert len(unknown(replace(course, local=other(course.local, area=area)))) == faults


def test_a_page_of_the_contents_that_is_not_there_is_said_with_its_line(course, tmp_path):
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: book/here\nchapters:\n  - file: book/there\n  - file: book/nb\n", "utf-8")
    (tmp_path / "book").mkdir()
    (tmp_path / "book/here.md").touch()
    (tmp_path / "book/nb.ipynb").touch()
    assert "_toc.yml:4 There is no page “book/there”." in unknown(replace(course, root=tmp_path))
    (tmp_path / "book/there.md").touch()
    assert unknown(replace(course, root=tmp_path, lms={})) == []


def test_reading_takes_a_minute_for_200_words_a_question_four_fifths_and_a_choice_a_quarter(course, tmp_path):
    def minutes(words: int, questions: int) -> int:
        names = "\n".join(list(course.questions)[:questions])
        quiz = f"\n:::{{quiz}}\n{names}\n:::\n" if questions else ""
        (tmp_path / "page.md").write_text(f"# {'word ' * words}\n{quiz}", "utf-8")
        return read_page(tmp_path / "page.md", "page", parser(["colon_fence"])).minutes

    assert [minutes(0, 0), minutes(400, 0), minutes(400, 10), minutes(400, 5), minutes(2000, 20)] == [1, 2, 10, 6, 26]
    walk = course.walks["tells-board"]
    end = next(step for step in walk.steps if step.end)
    verbs = dict.fromkeys(("notice", "listen", "keep_safe", "pass_on", "write"), "One two.")
    step = next(step for step in walk.steps if step.choices)
    choices = tuple(other(choice, say="One two.", then="One two.", next=end.id, best=not n) for n, choice in enumerate(step.choices[:2]))
    first = other(step, text="One two.", ask="One two.", choices=choices)
    last = other(end, text="One two.", end=other(end.end, **verbs))
    assert other(walk, lead="One two.", steps=(first, last)).minutes == pytest.approx(24 / 200 + 0.25)
