"""Wrong data gets one clear error: file, line, what is wrong, what to do. Nothing is half read."""

import pytest

from safeguarding.course import load
from safeguarding.entries import LARGEST_FILE, CourseError, read_list
from safeguarding.question import Question
from safeguarding.script import PARTS

GOOD = """\
- id: one-two
  objective: R2
  section: here
  claims: [some-claim]
  ask: What do you do?
  options:
    - {say: Ring now., feedback: It helps., key: true}
    - {say: Wait., feedback: It does not., misconception: too-late}
    - {say: Ask him., feedback: It does not., misconception: own-inquiry}
"""


def problems_of(path, text) -> list[str]:
    (path.write_bytes if isinstance(text, bytes) else path.write_text)(text)
    with pytest.raises(CourseError) as error:
        read_list(path, Question)
    return [f"{problem.place.line}: {problem.what} {problem.do}" for problem in error.value.problems]


def test_a_good_question_is_read(tmp_path):
    (tmp_path / "q.yaml").write_text(GOOD)
    (question,) = read_list(tmp_path / "q.yaml", Question)
    assert (question.id, question.key, question.place.line) == ("one-two", "A", 1)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (GOOD.replace("  ask: What do you do?\n", ""), "1: “ask” of “one-two” is missing. Add it."),
        (GOOD.replace("ask:", "aks:"), "5: “aks” of “one-two” is not a field. Correct the word, or take it out."),
        (GOOD.replace("key: true", "key: maybe"), "7: “options.key” of “one-two”: input should be a valid boolean"),
        (
            GOOD.replace(", key: true", ", misconception: too-late"),
            "6: “options” of “one-two”: a question has one right answer, this one 0.",
        ),
        (GOOD.replace("key: true", "key: true, misconception: too-late"), "7: “options” of “one-two”: an option is the key, or it names"),
        (GOOD.replace("  ask:", "  ask: Twice?\n  ask:"), "6: “ask” stands twice in one entry."),
        (GOOD.replace("What do you do?", "Look: what now?"), "5: This is not YAML"),
        (GOOD.replace("id: one-two", "id: One two!"), "1: “id” of “One two!”: string should match pattern"),
        (
            GOOD + "    - {say: More., feedback: No., misconception: too-late}\n" * 2,
            "6: “options” of “one-two”: a question has three options, this one 5.",
        ),
        ("just words", "1: This file must hold a list."),
        ("", "1: This file is empty."),
        ("- &a [*a]", "1: Anchors (&) and aliases (*) are not used here."),
        ("[" * 5000 + "]" * 5000, "1: This is nested too deeply."),
        (GOOD.encode() + b"- id: \xff\xfe\n", "10: This line is not UTF-8 text. Save the file as UTF-8."),
        ("#" * (10 * 1024 * 1024), f"1: This file is larger than {LARGEST_FILE:,} bytes."),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "bytes",
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, wrong, said):
    found = problems_of(tmp_path / "q.yaml", wrong)
    assert any(problem.startswith(said) for problem in found) and len(found) <= 2


def test_every_problem_of_a_file_is_told_at_once(tmp_path):
    found = problems_of(tmp_path / "q.yaml", GOOD.replace("ask:", "aks:") + GOOD.replace("one-two", "three").replace("true", "maybe"))
    assert len(found) == 3


@pytest.mark.parametrize("text", ["15:35", "No", "2024", "0800", "null", "1e3"])
def test_a_scalar_means_what_it_looks_like(tmp_path, text):
    (tmp_path / "q.yaml").write_text(GOOD.replace("What do you do?", text))
    assert read_list(tmp_path / "q.yaml", Question)[0].ask == text


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        ("exercises/questions/signs.yaml", "id: signs-wrist", "id: signs-bears", "The id “signs-bears” is already used at"),
        ("exercises/questions/signs.yaml", "objective: R2", "objective: R9", "There is no objective “R9”, which “signs-"),
        ("exercises/questions/signs.yaml", "section: signs-any-child", "section: signs-nowhere", "is no label of signs.md"),
        (
            "exercises/questions/signs.yaml",
            "misconception: no-proof",
            "misconception: nope",
            "There is no misconception “nope”, which “signs-",
        ),
        ("exercises/questions/signs.yaml", "critical: pass-on-now", "critical: nope", "There is no critical action “nope”, which “signs-"),
        ("exercises/drills/who-to-call.yaml", "next: ", "next: no-", "which is no step"),
        ("book/facts/claims.yaml", "check_by: 2027", "check_by: 2020", "check_by is not after checked"),
        ("book/facts/claims.yaml", "address: https://", "address: javascript://", "address"),
        ("book/facts/claims.yaml", "  nations:", "  replace:\n  nations:", "string should have at least 1 character"),
        ("book/signs.md", "{claim}`signs-three-places`", "{claim}`signs-four-places`", "There is no claim “signs-four-places”."),
        ("book/signs.md", "{contact}`samaritans`", "{contact}`nobody`", "There is no contact “nobody”."),
        ("book/signs.md", "{local}`lead`", "{local}`leda`", "There is no local detail “leda”."),
        ("book/signs.md", "signs-bears\n", "signs-beers\n", "There is no question “signs-beers”."),
        ("book/signs.md", "signs-wrist\n", "signs-bears\n", "“signs-bears” is shown twice on this page."),
        ("book/signs.md", "objectives: [R2]", "objectives: [R2, Z1]", "There is no objective “Z1”."),
        ("book/ten-minutes.md", "{from} essentials action", "{from} essentials nothing", "There is no block “essentials nothing”."),
        ("book/kept.md", "{live} kept", "{live} lost", "There is no live place “lost”."),
        ("book/trainer/forms.md", "form answer-sheet", "form answers", "There is no part of a paper form “answers”."),
        ("book/trainer/cards.md", "signs-boots signs-wrist", "signs-boots signs-nobody", "There is no question or walk “signs-nobody”."),
        ("book/signs.md", "objectives: [R2]", "objectives: [[R2]]", "The head of the page is not understood."),
        ("_toc.yml", "parts:", "parts: [", "This is not YAML"),
        ("local.yml", "area: ''", "area: Atlantis", "The directory has no area “Atlantis”."),
        ("local.yml", "lead: ''", "laed: ''", "“laed” is not a field."),
    ],
)
def test_names_that_are_not_known_are_refused_with_file_and_line(copy, file, before, after, said):
    path = copy / file
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(CourseError) as error:
        load(copy)
    problem = next(problem for problem in error.value.problems if said in problem.what)
    assert problem.place.path.name == path.name and problem.place.line > 0 and problem.do


def test_an_unconfirmed_claim_cannot_be_stated(copy):
    path = copy / "book/facts/claims.yaml"
    before, after = path.read_text("utf-8").split("- id: signs-three-places", 1)
    path.write_text(before + "- id: signs-three-places" + after.replace("status: official", "status: unconfirmed", 1), "utf-8")
    with pytest.raises(CourseError, match=r"signs.md:\d+: The claim “signs-three-places” is unconfirmed, and is stated here."):
        load(copy)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            GOOD.replace("misconception: too-late", "key: true"),
            "a question has one right answer, this one 2. Set “key: true” on what is right",
        ),
        (
            GOOD.replace("    - {say: Wait., feedback: It does not., misconception: too-late}\n", ""),
            "a question has three options, this one 2.",
        ),
        (GOOD + "    - {say: Go., feedback: No., misconception: too-late}\n", "a question has three options, this one 4. Add or cut."),
    ],
    ids=["two right", "two options", "four options"],
)
def test_a_question_has_three_options_and_one_of_them_is_right(tmp_path, wrong, said):
    (problem,) = problems_of(tmp_path / "q.yaml", wrong)
    assert problem.startswith(f"6: “options” of “one-two”: {said}")


def test_an_id_is_written_one_way_for_the_data_and_for_the_browser_that_asks_for_a_file_of_that_name(tmp_path):
    """Two ids that differ by a capital alone would be one file on some machines."""
    for name in ("One-two", "one-Two", "R2"):
        (problem,) = problems_of(tmp_path / "q.yaml", GOOD.replace("one-two", name))
        assert problem.startswith(f"1: “id” of “{name}”: string should match pattern")
    (problem,) = problems_of(tmp_path / "q.yaml", GOOD.replace("R2", "signs"))
    assert problem.startswith("2: “objective” of “one-two”: string should match pattern")
    pattern = Question.model_json_schema()["properties"]["id"]["pattern"]
    assert f"/{pattern}/.test(id)" in (PARTS / "10-questions.js").read_text("utf-8")
