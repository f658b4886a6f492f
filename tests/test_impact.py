"""Did it help? The forms are parallel and share nothing, the sums are right, and no sentence says more than a group’s papers show."""

import re
from collections import Counter
from dataclasses import replace
from math import sqrt
from statistics import mean, stdev

import pytest
from conftest import ROOT
from test_trainers import pages

from safeguarding import __main__ as command
from safeguarding import impact, render
from safeguarding.assessment import PAPER, forms
from safeguarding.entries import CourseError
from safeguarding.impact import CODES, NAMES, NOT_SHOWN, OCCASIONS, PAIRS, SURE, items, order, read_impact, statements

PAGE = "book/trainer/impact.html"
SYNTHETIC = ROOT / "exercises/impact-synthetic.csv"


def test_the_forms_are_parallel_one_scene_for_each_of_the_same_critical_actions(course):
    each = [items(course, name) for name in NAMES]
    blueprint = [sorted(item.critical for item in one) for one in each]
    assert blueprint[0] == blueprint[1] == blueprint[2] and len({*blueprint[0]}) == len(blueprint[0]) == 10
    assert all(item.scene for one in each for item in one)
    assert {*blueprint[0], *impact.left_out(course)} == {*course.critical}
    assert impact.left_out(course) == ["danger-999", "ask-suicide"], "which the page names"
    alike = [len({item.objective for one in each for item in one if item.critical == action}) == 1 for action in blueprint[0]]
    assert sum(alike) >= 6, "one objective behind the three scenes of an action, where the bank allows"
    words = [sum(len(f"{item.scene} {item.ask} {' '.join(o.say for o in item.options)}".split()) for item in one) for one in each]
    assert max(words) < 1.1 * min(words), "and as long to read"


def test_no_form_shares_an_item_with_another_or_with_what_a_session_a_briefing_or_the_assessment_shows(course):
    names = [item.id for name in NAMES for item in items(course, name)]
    assert len({*names}) == len(names) == 30
    shown = {one.question for sheet in course.runsheets.values() for one in sheet.exercises}
    shown |= {name for one in course.briefings.values() for name in one.questions} | {*course.cards} | {*course.assessment}
    shown |= {
        name for page in ("essentials", "trainer/cards") for name in (*course.pages[page].named("quiz"), *course.pages[page].named("cards"))
    }
    assert not shown & {*names} and {*names} <= {*course.questions}


def test_the_bank_of_the_assessment_could_not_fill_them_without_its_paper_forms(course):
    """Why practice questions: the page says that whoever needs a pass meets other questions."""
    spent = {name for form in forms(course, PAPER) for name in form.items}
    left = Counter(item.critical for item in course.assessment.values() if item.scene and item.id not in spent)
    assert sum(left[action] >= len(NAMES) for action in course.critical) < 3


def test_nobody_has_a_form_twice_and_each_form_is_as_often_first_as_last():
    assert len({*CODES}) == len(CODES) == 36
    assert all(sorted(order(code)) == sorted(NAMES) for code in CODES)
    for count in (3, 12, 24, 36):
        for place in range(3):
            assert {*Counter(order(code)[place] for code in CODES[:count]).values()} == {count // 3}


def test_how_sure_people_are_has_the_words_and_aims_of_the_page_that_asks_the_same(course):
    script = (ROOT / "src/safeguarding/browser/pages/confidence.js").read_text("utf-8")
    assert re.search(r'const words = \["", (.*?)\]', script)[1] == ", ".join(f'"{word}"' for word in SURE)
    said = statements(course)
    assert len(said) == 5 == len({one.verb for one in said})
    assert all(one.id in {item.objective for item in items(course, name)} for one in said for name in NAMES)


@pytest.mark.parametrize(
    ("freedom", "table"), [(1, 12.706), (2, 4.303), (5, 2.571), (11, 2.201), (20, 2.086), (30, 2.042), (60, 2.000), (120, 1.980)]
)
def test_the_quantiles_are_those_of_every_printed_table(freedom, table):
    assert impact.t_quantile(freedom) == pytest.approx(table, abs=0.0005)


HEAD = "code,occasion,form,letters,sure\n"


def letters(course, name: str, right: int) -> str:
    """Answers to a form of which the first so many are right."""
    return "".join(item.key if place < right else "X" for place, item in enumerate(items(course, name)))


@pytest.fixture
def told(course, tmp_path):
    """What is said of a table, as one text."""

    def tell(text: str) -> str:
        path = tmp_path / "group.csv"
        path.write_text(text, "utf-8")
        return render.impact_report(course, read_impact(course, path), "txt")

    return tell


def group(course, scores: list[tuple[int, int]], sure: tuple[str, str] = ("22222", "33333")) -> str:
    """A table of people who were at the start and the end, with these scores."""
    rows = []
    for code, both in zip(CODES, scores, strict=False):
        rows += [f"{code},{OCCASIONS[n]},{order(code)[n]},{letters(course, order(code)[n], both[n])},{sure[n]}" for n in (0, 1)]
    return HEAD + "\n".join(rows)


SCORES = [(4, 6), (5, 5), (3, 7), (6, 8), (5, 4), (7, 9), (2, 5), (4, 4), (6, 7), (5, 8), (3, 4), (8, 8), (4, 7)]


def test_the_change_and_its_interval_are_students_for_pairs(course, told):
    changes = [after - before for before, after in SCORES]
    half = 2.179 * stdev(changes) / sqrt(13)  # 2.179: the printed table, 12 degrees of freedom
    assert impact.half_width(changes) == pytest.approx(half, abs=0.001)
    text = told(group(course, SCORES))
    assert (
        f"Change, on average: {mean(changes):+.1f}, with a 95% interval of {mean(changes) - half:+.1f} to {mean(changes) + half:+.1f}. 0 lies outside"
        in text
    )
    assert f"Right of 10 at the start, on average: {mean(before for before, _ in SCORES):.1f}." in text
    assert "More items right: 10, the same: 3" not in text and "More items right: 9, the same: 3, fewer: 1 (of 13)." in text
    assert "How sure people feel is another thing. Surer: 13, as before: 0, less sure: 0 (of 13)." in text
    other = told(group(course, [(b, a) if n % 2 else (a, b) for n, (b, a) in enumerate(SCORES)]))
    assert "0 lies inside: these papers cannot tell a change from chance." in other and "interval of −" in other
    assert "people had fewer right" in told(group(course, [(a, b) for b, a in SCORES]))
    assert "for everybody, so there is no interval" in told(group(course, [(4, 5)] * PAIRS))


def test_below_twelve_pairs_there_is_no_mean_no_interval_and_no_action(course, told):
    few, enough = (told(group(course, SCORES[:count])) for count in (PAIRS - 1, PAIRS))
    assert "average" not in few and "interval of" not in few and "%" not in few and "Start:" not in few.split("From the start to")[1]
    assert "With fewer than 12 pairs there is no mean and no interval" in few and "(of 11)." in few
    assert "interval of" in enough and enough.count("of 12. Then: ") == 10


def test_an_actions_share_stands_only_from_fifty_pairs_on(course, told, tmp_path):
    assert "%)" not in told(group(course, SCORES))
    paths = []
    for name in "abcd":
        paths.append(tmp_path / f"{name}.csv")
        paths[-1].write_text(group(course, SCORES), "utf-8")
    text = render.impact_report(course, read_impact(course, *paths), "txt")
    assert "Answered both: 52." in text and len(re.findall(r"Start: \d+ of 52 \(\d+%\)", text)) == 10, "each file is a group of its own"


def test_who_is_missing_what_is_blank_and_uneven_forms_are_said(course, told):
    text = told(group(course, SCORES[:4]) + f"\nR35,start,R,{letters(course, 'R', 10)},\nP99,end,Q,{letters(course, 'Q', 10)},")
    assert "Answered both: 4. At the start alone: 1. Now alone: 1. Nobody knows how those who are missing would have done." in text
    assert f"Questions left blank, which count as not right: start {sum(10 - b for b, _ in SCORES[:4])}" in text
    assert "Form that these had at the start: P 2, Q 1, R 1." in text.split("some weeks later")[0]
    assert "Surer: 0, as before: 0, less sure: 0 (of 0)." in text.split("some weeks later")[1]


@pytest.mark.parametrize(("begin", "uneven"), [("PPPPQQRR", False), ("PPPPPQQRR", True), ("PPP", True), ("PQR", False)])
def test_forms_that_are_unevenly_shared_among_those_who_answered_both_are_said(course, told, begin, uneven):
    rows = [
        f"{first}{n},{OCCASIONS[place]},{order(first)[place]},{letters(course, order(first)[place], 5)},\n"
        for n, first in enumerate(begin)
        for place in (0, 1)
    ]
    rows += [f"Q{n},start,Q,{letters(course, 'Q', 5)},\n" for n in range(90, 96)]
    assert ("That is uneven" in told(HEAD + "".join(rows)).split("some weeks later")[0]) == uneven, "who did not come back does not count"


def test_how_sure_counts_only_the_lines_that_were_answered_both_times(course, told):
    text = told(group(course, [(5, 5), (5, 5), (5, 5)], ("X2222", "42222")))
    assert "Surer: 0, as before: 3, less sure: 0 (of 3)." in text
    assert "(of 0)." in told(group(course, [(5, 5)], ("22222", ""))).split("How sure")[1]


def test_every_report_says_what_it_does_not_show(course, told):
    for text in (told(HEAD), told(group(course, SCORES[:2])), told(group(course, SCORES))):
        assert " ".join(NOT_SHOWN) in text and "“Danger now? Ring 999.”" in text
    html = render.impact_report(course, read_impact(course, SYNTHETIC))
    assert all(line in html for line in NOT_SHOWN)


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("Ann Other,start,P,{P},", "“ANN OTHER” is no code. Write what stands on the slip, such as P11, and never a name."),
        ("P11,before,P,{P},", "“BEFORE” is no occasion. Write start, end or later."),
        ("P11,end,1,{P},", "“1” is no form. Write P, Q or R."),
        ("P11,end,Q,ABC,", "“ABC” is not an answer to each of 10 questions. Write 10 letters: A, B or C, and X"),
        ("P11,end,Q,{Q}X,", "is not an answer to each of 10 questions."),
        ("P11,end,Q,{Q},23", "“23” is not a step for each of 5 lines. Write 5 signs: 1 to 4"),
        ("P11,end,Q,{Q},12345", "“12345” is not a step for each of 5 lines."),
        ("P11,start,Q,{Q},", "P11 is here twice for “start”. Look at the papers, and take one row out."),
        ("p11,END,p,{P},", "P11 has form P twice. Take the later row out: it would show what somebody remembers of the first."),
    ],
)
def test_what_cannot_be_read_is_said_with_file_and_line(course, told, row, what):
    filled = {name: letters(course, name, 9) for name in NAMES}
    with pytest.raises(CourseError) as error:
        told(f"# ours\n{HEAD}P11,start,P,{filled['P']},22222\n{row.format(**filled)}\n")
    assert len(error.value.problems) == 1 and "group.csv:4: " in str(error.value) and what in str(error.value)


def test_a_table_without_its_headings_is_refused_and_make_impact_prints_sentences(course, told, capsys, monkeypatch):
    with pytest.raises(CourseError, match=r"group.csv:1: The headings are not understood. Write code, occasion, form, letters, sure."):
        told("code,form\nP11,P\n")
    monkeypatch.chdir(ROOT)
    assert command.main(["impact", str(SYNTHETIC)]) == 0
    assert "Papers: start 24, end 22, later 14." in capsys.readouterr().out
    assert command.main(["impact"]) == 2 and command.main(["impact", "not-there.csv"]) == 1
    assert "not-there.csv:1: This file cannot be read" in capsys.readouterr().err


def test_the_data_of_the_lab_are_marked_synthetic_and_its_text_says_what_it_does_not_show():
    lab = (ROOT / "exercises/lab-impact.ipynb").read_text("utf-8")
    assert SYNTHETIC.read_text("utf-8").startswith("# Synthetic: ") and "synthetic: we made them up" in lab
    assert "What none of this shows" in lab and 'impact(\\"impact-synthetic.csv\\")' in lab and NOT_SHOWN[1] in lab


def test_the_table_on_the_page_is_one_that_is_read(course, told):
    text = (ROOT / "book/trainer/impact.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if re.match(r"\| (code|P11) ", line)]
    assert len(rows) == 3 and "Answered both: 1." in told("\n".join(map(",".join, rows)))
    turns = dict(re.findall(r"^\| ([PQR]) \| (.*) \|$", text, re.M))
    assert {first: re.findall("form ([PQR])", row) for first, row in turns.items()} == {name: [*order(name)] for name in NAMES}


@pytest.mark.parametrize("form", ["html", "txt"])
def test_a_form_says_what_is_coming_and_whom_to_tell_of_a_real_child_in_the_words_of_the_place(course, form):
    club = replace(course, local=course.local.model_copy(update={"kind": "club"}))
    for one in (course, club):
        said = re.sub("<[^>]+>", "", render.impact_paper(one, "form", "P", form))
        head, chair = one.local.word("head"), one.local.word("chair")
        assert "The scenes are about abuse" in said and "Danger now: ring 999." in said
        assert f"tell the safeguarding lead now; about an adult here, the {head}; about the {head}, the {chair}. Nobody answers?" in said
    assert club.local.word("head") != course.local.word("head")


def test_each_form_prints_alone_on_two_sides_with_its_code_and_consent_and_each_key_on_one(open_page, course):
    page = open_page(PAGE)
    for name in NAMES:
        page.get_by_role("link", name=f"Print alone: Form {name}").click()
        sheets = pages(page)
        assert len(sheets) == 2 and sheets[0].startswith(f"Form {name} My code:") and "You choose." in sheets[0]
        assert all(" ".join(item.ask.split()) in " ".join(sheets) for item in items(course, name))
        assert sheets[1].endswith(f"form {name}.") and all(one.plain in sheets[1] for one in statements(course))
        page.get_by_role("link", name=f"Print alone: Key, form {name}").click()
        (key,) = pages(page)
        assert page.locator(f"#key-{name.lower()} td:first-of-type").all_inner_texts() == [item.key for item in items(course, name)]
        assert all(course.critical[item.critical].act in key for item in items(course, name))
    page.get_by_role("link", name="Print alone: Slips with codes").click()
    slips = pages(page)
    assert all(sum(f"{code} Start: form {order(code)[0]}." in sheet for sheet in slips) == 1 for code in CODES) and len(slips) == 1
