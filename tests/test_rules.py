"""The content rules hold, each has its page, and each catches the bad sample on it."""

import re
from dataclasses import fields, replace

import pytest
from conftest import ROOT

from safeguarding import rules
from safeguarding.claim import Status
from safeguarding.course import Course, load
from safeguarding.entries import Place
from safeguarding.local import PEOPLE, read_local
from safeguarding.page import parser, read_page
from safeguarding.question import Option
from safeguarding.rules import RULES, broken

PAGES = sorted((ROOT / "docs/rules").glob("R*.md"))


def test_the_course_keeps_every_rule(course):
    assert [str(problem) for problem in broken(course)] == []


def test_every_rule_has_a_page_and_every_page_a_rule():
    assert [page.stem for page in PAGES] == sorted(RULES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_rule_catches_the_sample_on_its_page(page, copy):
    text = page.read_text("utf-8")
    target = copy / re.search(r"Added to `([^`]+)`", text)[1]
    sample = re.search(r"````\n(.*?)````", text, re.S)[1]
    if "forty times" in text:
        sample = "".join(sample.replace("sample-r07", f"sample-r07-{number}") for number in range(40))
    if "sample-plain" in sample:
        plain = re.search(r"````\n(.*?)````", (ROOT / "docs/rules/R06.md").read_text("utf-8"), re.S)[1]
        questions = copy / "exercises/questions/signs.yaml"
        questions.write_text(questions.read_text("utf-8") + plain.replace("sample-r06", "sample-plain"), "utf-8")
    before = target.read_text("utf-8") if target.exists() else ""
    target.write_text(before + sample, "utf-8")
    found = [problem.what.split(":")[0] for problem in RULES[page.stem](load(copy))]
    assert page.stem in found


KINDS = [field.name for field in fields(Course) if field.name not in ("root", "about", "local")]
MARKDOWN = parser(["colon_fence"])


def alone(course, **things):
    """A course that holds these things alone, each under its name or id."""
    return replace(course, **{kind: {getattr(one, "id", "") or one.name: one for one in things.get(kind, ())} for kind in KINDS})


def said(course, number: str) -> list[str]:
    """What a rule finds, each at the line of something that is there."""
    found = list(RULES[number](course))
    pieces = [piece for page in course.documents for piece in (*page.words, *page.headings, *page.links, *page.images)]
    entries = [thing for kind in KINDS if kind not in ("pages", "notebooks") for thing in getattr(course, kind).values()]
    places = {thing.place for thing in (*pieces, *entries)} | {Place(page.path, 1) for page in course.documents}
    places |= {entry.place_of(field) for entry in (*course.roles.values(), course.local) for field in type(entry).model_fields}
    assert {problem.place for problem in found} <= places | {Place(course.root / "exercises/assessment", 1)}
    return [problem.what.removeprefix(f"{number}: ") for problem in found]


def page(folder, text: str, name: str = "sample"):
    """A page of this Markdown."""
    (folder / f"{name}.md").write_text(text, "utf-8")
    return read_page(folder / f"{name}.md", name, MARKDOWN)


def words(count: int, last: str = ".") -> str:
    return " ".join(["word"] * count) + last


@pytest.fixture(scope="module")
def item(course):
    """A question, to be changed."""
    return course.questions["signs-wrist"]


def answers(item, key: int, *says: str, feedback: str = ""):
    """The question with these answers, of which number `key` is right."""
    options = []
    for number, say in enumerate(says):
        thought = None if number == key else "no-proof"
        options.append(Option(say=say, feedback=feedback or words(20), key=number == key, misconception=thought))
    return item.model_copy(update={"options": tuple(options)})


def bank(item, keys: str, longest: int = 0):
    """As many questions as there are letters, each right with its letter; in the first `longest` the key has a word more."""
    found = []
    for number, letter in enumerate(keys):
        says = ["one two three four five six"] * 3
        says["ABC".index(letter)] += " seven" if number < longest else ""
        found.append(answers(item, "ABC".index(letter), *says).model_copy(update={"id": f"q-{number}"}))
    return found


def test_a_sentence_may_have_25_words(course, item, tmp_path):
    for count, faults in ((25, 0), (26, 1)):
        one = alone(course, pages=[page(tmp_path, f"# Title\n\n{words(count)} A {words(24)}\n")])
        assert len(said(one, "R02")) == faults
        assert len(said(alone(course, questions=[item.model_copy(update={"ask": words(count, "?")})]), "R02")) == faults


HARD = "Responsibility for communication with colleagues remains with organisations everywhere."
HARDER = "Another teacher notices that a pupil over in the corner has recently become suddenly quiet."
EASY = "You do not need to be sure of it. You tell the lead what you saw."
MIDDLE = "Another teacher notices that a pupil in the corner has recently become very quiet."


def test_pages_for_everyone_are_read_at_eleven_and_all_others_at_thirteen(course, tmp_path):
    assert 6 < rules.grade(MIDDLE) <= 8 < rules.grade(HARDER) <= 9 < rules.grade(HARD) and rules.grade(EASY) < 6 and rules.grade("–") == 0
    for name, text, faults in (
        ("signs", MIDDLE, 0),
        ("essentials", MIDDLE, 1),
        ("ten-minutes", MIDDLE, 1),
        ("signs", HARD, 1),
        ("signs", HARDER, 1),
        ("signs", f"{HARD}\n\n{EASY}\n\n{EASY}", 0),
        ("signs", "Communication, responsibility, organisation, proportionality.", 0),  # too short to be judged
        ("signs", f"{EASY}\n\n## {HARD}", 0),  # no paragraph
    ):
        assert len(said(alone(course, pages=[page(tmp_path, f"# Title\n\n{text}\n", name)]), "R03")) == faults, (name, text)


def test_a_question_is_read_at_thirteen(course, item):
    assert said(alone(course, questions=[item]), "R03") == []
    hard = answers(item, 0, HARD, HARD, HARD, feedback=HARD)
    assert len(said(alone(course, questions=[hard]), "R03")) == 1


def test_an_item_has_90_words_and_a_feedback_15_to_60(course, item):
    plain = answers(item, 0, words(20), words(20), words(20)).model_copy(update={"scene": words(20), "ask": words(10, "?")})
    assert said(alone(course, questions=[plain]), "R04") == []
    for scene in words(21), words(20) + " more":
        assert "has 91 words" in said(alone(course, questions=[plain.model_copy(update={"scene": scene})]), "R04")[0]
    assert said(alone(course, questions=[plain.model_copy(update={"scene": None})]), "R04") == []
    for count, faults in ((14, 3), (15, 0), (60, 0), (61, 3)):
        assert len(said(alone(course, questions=[answers(item, 0, "One.", "Two.", "Three.", feedback=words(count))]), "R04")) == faults


@pytest.mark.parametrize("offer", ["All of the above", "none of these", "Both of these", "Neither of the above."])
def test_no_answer_leans_on_the_others(course, item, offer):
    assert len(said(alone(course, questions=[answers(item, 0, "Tell.", "Wait.", offer)]), "R05")) == 1


def test_no_question_asks_in_the_negative_and_no_answer_stands_twice(course, item):
    def asked(ask):
        return said(alone(course, questions=[item.model_copy(update={"ask": ask})]), "R05")

    assert "asks in the negative" in asked("What do you not do?")[0] and "asks in the negative" in asked("Never mind: which except one?")[0]
    assert asked("He does not answer. What do you do?") == [] and asked("What do you do?") == []
    assert "the same answer twice" in said(alone(course, questions=[answers(item, 0, "Tell.", "Wait.", "wait.")]), "R05")[0]
    assert said(alone(course, questions=[answers(item, 0, "Tell.", "Wait.", "Ask.")]), "R05") == []


@pytest.mark.parametrize(
    ("says", "faults"),
    [
        (("Tell.", "Never tell.", "Wait."), 1),
        (("Always tell.", "Never tell.", "Wait."), 0),
        (("Only tell.", "Say so.", "Wait."), 0),
        (("Tell.", "Say “all right”.", "Wait."), 0),
        (("Tell.", "Say so.", "Wait."), 0),
    ],
)
def test_an_absolute_word_stands_in_no_wrong_answer_alone(course, item, says, faults):
    assert len(said(alone(course, questions=[answers(item, 0, *says)]), "R06")) == faults


@pytest.mark.parametrize(
    ("keys", "longest", "faults"),
    [
        ("AAA", 3, []),  # three questions are too few to be judged
        ("AABC", 0, []),
        ("AAAB", 0, ["A is right in 3 of 4 questions of this file."]),
        ("AAABC", 0, []),  # six in ten
        ("ABCAB", 3, []),
        ("ABCA", 3, ["The key is the longest answer in 3 of 4 questions of this file."]),
        ("AAAABBBCCC" + "C", 5, []),  # eleven are no bank
        ("AAABBBBBCCCC", 0, []),  # a quarter, and five of twelve
        ("AABBBBBCCCCC", 0, ["Over the bank A is right in 17% of the questions."]),
        ("AAABBBCCCCCC", 0, ["Over the bank C is right in 50% of the questions."]),
        ("ABC" * 5, 6, []),  # four in ten
        ("ABC" * 5, 7, ["Over the bank the key is the longest answer in 47%."]),
    ],
)
def test_place_and_length_of_the_keys_say_nothing(course, item, keys, longest, faults):
    assert said(alone(course, questions=bank(item, keys, longest)), "R07") == faults


@pytest.mark.parametrize(("key", "other", "faults"), [(10, 10, 0), (9, 10, 0), (8, 10, 1), (11, 10, 0), (12, 10, 1)])
def test_over_the_bank_a_key_is_as_long_as_the_other_answers(course, item, key, other, faults):
    found = []
    for number in range(12):
        says = [words(other, f" {letter}") for letter in "ABC"]
        says[number % 3] = words(key, " key")
        found.append(answers(item, number % 3, *says).model_copy(update={"id": f"q-{number}"}))
    ratio = [fault for fault in said(alone(course, questions=found), "R07") if "times the words" in fault]
    assert len(ratio) == (1 if not 0.9 <= (key + 1) / (other + 1) <= 1.1 else 0) == faults


def test_in_a_chapter_six_in_ten_are_scenes_and_a_quarter_train_a_critical_action(course, item, tmp_path):
    def found(scenes: int, critical: int, count: int = 20, head: str = "---\nobjectives: [R2]\n---\n"):
        items = [
            item.model_copy(
                update={
                    "id": f"q-{number}",
                    "scene": "A scene." if number < scenes else None,
                    "critical": "pass-on-now" if number < critical else None,
                }
            )
            for number in range(count)
        ]
        text = f"{head}# Title\n\n:::{{quiz}}\n" + "\n".join(one.id for one in items) + "\n:::\n" if items else f"{head}# Title\n"
        return said(alone(course, pages=[page(tmp_path, text)], questions=items), "R08")

    assert found(12, 5) == [] and found(11, 5) == ["55% of the questions are scenes."]
    assert found(12, 4) == ["20% of the questions train a critical action."] and found(0, 0, 0) == []
    assert found(0, 0, head="") == [], "what is no chapter is not counted"


def test_a_misconception_stands_behind_two_wrong_answers(course, item):
    thought = course.misconceptions["no-proof"]
    two = answers(item, 0, "Tell.", "Wait.", "Ask.")
    none = two.model_copy(update={"options": tuple(o.model_copy(update={"misconception": "other"}) for o in two.options)})
    mixed = two.model_copy(update={"options": (two.options[0], two.options[1], none.options[2])})
    for question, faults in (
        (two, []),
        (mixed, ["“no-proof” stands behind 1 wrong answers."]),
        (none, ["“no-proof” stands behind 0 wrong answers."]),
    ):
        assert said(alone(course, misconceptions=[thought], questions=[question]), "R09") == faults


def test_the_bank_of_the_assessment_is_large_and_mostly_scenes(course):
    bank = list(course.assessment.values())

    def first(count: int, scenes: int) -> list[str]:
        few = [item.model_copy(update={"scene": "A scene." if number < scenes else None}) for number, item in enumerate(bank[:count])]
        return said(replace(course, assessment={item.id: item for item in few}), "R17")

    assert first(50, 30)[0] == "The bank has 50 items." and "are scenes" not in "".join(first(50, 30))
    assert "58% of the bank are scenes." in first(50, 29)
    assert first(rules.BANK - 1, 0)[0] == f"The bank has {rules.BANK - 1} items." and "The bank has" not in first(rules.BANK, 0)[0]
    assert first(0, 0)[0] == "The bank has 0 items." and first(0, 0)[-1].startswith("Form 1: the bank has too few scenes")


def test_the_page_of_a_rule_gives_its_figures():
    for number, said in (
        ("R02", f"No sentence over {rules.LONGEST_SENTENCE} words"),
        ("R03", f"Flesch-Kincaid grade {rules.HIGHEST_GRADE} or lower, the pages for everyone at grade {rules.GRADE_OF['essentials']}"),
        ("R17", f"{rules.BANK} items or more, six in ten of them scenes"),
    ):
        assert said in (ROOT / f"docs/rules/{number}.md").read_text("utf-8")


def test_every_objective_has_four_items_of_the_bank_and_every_critical_action_five_scenes(course):
    bank = dict(course.assessment)
    for kind, name, keep in (("objective", "S1", 3), ("objective", "S2", 4), ("critical", "go-on", 4), ("critical", "own-words", 5)):
        of_kind = [item for item in bank.values() if getattr(item, kind) == name and (kind == "objective" or item.scene)]
        assert len(of_kind) >= keep
        for item in of_kind[keep:]:
            del bank[item.id]
    found = [fault for fault in said(replace(course, assessment=bank), "R17") if re.search("S1|S2|go-on.*scenes|own-words.*scenes", fault)]
    assert found == ["Objective S1 has 3 items.", "The critical action “go-on” has 4 scenes."]
    without = {
        item.id: item.model_copy(update={"scene": None}) if item.critical == "go-on" else item for item in course.assessment.values()
    }
    assert "The critical action “go-on” has 0 scenes." in said(replace(course, assessment=without), "R17"), "a plain stem is no scene"


@pytest.mark.parametrize(
    ("critical", "say", "feedback", "faults"),
    [
        ("pass-on-now", "Tell the lead now.", "Well.", []),
        ("pass-on-now", "Tell somebody.", "The deputy hears it today.", []),
        ("go-on", "Tell somebody now.", "Well.", ["to whom"]),
        ("adult-route", "Tell the LADO.", "Well.", ["by when"]),
        ("pass-on-now", "Do it.", "Well.", ["to whom", "by when"]),
        ("no-secret", "Do it.", "Well.", []),
        (None, "Do it.", "Well.", []),
    ],
)
def test_a_right_answer_that_passes_on_says_to_whom_and_by_when(course, item, critical, say, feedback, faults):
    question = answers(item, 1, "Wait.", say, "Ask.", feedback=feedback).model_copy(update={"critical": critical})
    found = said(alone(course, questions=[question]), "R22")
    assert [fault.rpartition("say ")[2] for fault in found] == [f"{what}." for what in faults]


def ending(walk, *routes: str, objective: str = "R2"):
    """The walk with these routes at every end."""
    steps = [step.model_copy(update={"end": step.end.model_copy(update={"routes": routes})}) if step.end else step for step in walk.steps]
    return walk.model_copy(update={"steps": tuple(steps), "objective": objective})


@pytest.mark.parametrize(
    ("routes", "objective", "fault"),
    [
        (("police-999", "lado-finder"), "R4", ""),
        (("lado-finder", "police-999"), "R4", "999 stands after other routes"),
        (("police-999", "samaritans"), "R2", ""),
        (("police-999", "samaritans"), "R4", "an end lists no LADO"),
        (("lado-finder",), "R4", ""),
        ((), "R4", ""),
    ],
)
def test_999_stands_first_and_a_walk_about_an_adult_names_the_lado(course, routes, objective, fault):
    walk = ending(next(iter(course.walks.values())), *routes, objective=objective)
    one = replace(alone(course, cases=[walk]), contacts=course.contacts)
    found = said(one, "R21")
    assert fault in "".join(found) and bool(found) == bool(fault)


def test_every_title_can_be_read_over_a_shoulder(course, tmp_path):
    walk, task = next(iter(course.cases.values())), next(iter(course.writing.values()))
    plain = alone(course, pages=[page(tmp_path, "# A title\n")], cases=[walk], writing=[task])
    assert said(plain, "R20") == []
    told = "The title “Abuse at home” says “Abuse”."
    assert said(replace(plain, pages={"sample": page(tmp_path, "# Abuse at home\n")}), "R20") == [told]
    assert said(replace(plain, cases={walk.id: walk.model_copy(update={"title": "Abuse at home"})}), "R20") == [told]
    assert said(replace(plain, writing={task.id: task.model_copy(update={"title": "Abuse at home"})}), "R20") == [told]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("Ring 0800 55.", 1),
        ("Ring +44 20 7946 0000.", 1),
        ("Ring 01632.", 1),
        ("Ring 0163.", 0),
        ("On 2026-11-24 and in 2021-03 and 2019–2020.", 0),
        ("There were 1,234,567 in 2021, and 10 to 12 in 2022.", 0),
    ],
)
def test_what_looks_like_a_telephone_number_stands_in_the_directory_alone(course, tmp_path, text, faults):
    assert len(said(alone(course, pages=[page(tmp_path, f"# Title\n\n{text}\n")]), "R10")) == faults


@pytest.mark.parametrize(
    ("text", "rule", "faults"),
    [
        ("[the five steps](x.md)", "R11", 0),
        ("[here](x.md)", "R11", 1),
        ("[ Read more ](x.md)", "R11", 1),
        ("[](x.md)", "R11", 1),
        ("[https://example.org](https://example.org)", "R11", 1),
        ("![A child waits](x.svg)", "R12", 0),
        ("![A child](x.svg)", "R12", 1),
        ("![A child waits](y.svg)", "R12", 1),
        ("![A child waits](https://example.org/x.svg)", "R12", 1),
        ("![A big red telephone, 01632 960001](x.svg)", "R10", 1),
        ("![](x.svg)", "R12", 1),
        ("## Two\n\n### Three\n\n## Two", "R13", 0),
        ("### Three", "R13", 1),
        ("# One more", "R13", 1),
        ("It “helps”, and it’s true: 10–12.", "R16", 0),
        ('It "helps".', "R16", 1),
        ("It's true.", "R16", 1),
        ("It helps — often.", "R16", 1),
        ("It helps – often.", "R16", 1),
    ],
)
def test_what_a_page_may_not_hold_is_found_on_it_and_nothing_else_is(course, tmp_path, text, rule, faults):
    (tmp_path / "x.svg").touch()
    assert len(said(alone(course, pages=[page(tmp_path, f"# Title\n\n{text}\n")]), rule)) == faults


def test_a_page_begins_with_its_one_heading(course, tmp_path):
    told = ["A page begins with its one heading of the first level."]
    for text, faults in (("# Title\n", []), ("## Two\n\n# Title\n", told), ("Words.\n", told), ("## Two\n", told)):
        assert said(alone(course, pages=[page(tmp_path, text)]), "R13") == faults


def test_a_heading_that_skips_a_level_is_told_which_it_should_be(course, tmp_path):
    faults = RULES["R13"](alone(course, pages=[page(tmp_path, "# Title\n\n## Two\n\n#### Four\n")]))
    assert [(one.what.removeprefix("R13: "), one.do) for one in faults] == [("“Four” skips a level.", "Make it a heading of level 3.")]


def talk(walk, say: str, counts: str | None = "open", best: bool = True, last: bool = True):
    """The talk with a child, whose only choices are `say` and one that is as good as it can be; `last`: they lead to an end."""
    good = "“Thank you. I will tell the lead now.”"
    step = next(step for step in walk.steps if step.choices)
    end = next(step for step in walk.steps if step.end)
    onward = end.id if last else step.id
    one, other, *_ = step.choices
    choices = (
        one.model_copy(update={"say": say, "best": best, "counts": counts, "next": onward}),
        other.model_copy(update={"say": good, "best": not best, "counts": counts, "next": end.id}),
    )
    return walk.model_copy(update={"steps": (step.model_copy(update={"choices": choices}), end)})


@pytest.mark.parametrize(
    ("say", "options", "faults"),
    [
        ("“Thank you. I will tell the lead now.”", {}, []),
        ("“I will tell the lead now.”", {}, ["lacks care"]),
        ("“Thank you. I know what to do now.”", {}, ["lacks who must know"]),
        ("“Thank you. I will tell the lead.”", {}, ["lacks a time"]),
        ("“Well.” You nod. “Come.”", {}, ["lacks care", "lacks who must know", "lacks a time"]),
        ("“Well.”", {"best": False}, []),
        ("“Well.”", {"last": False}, []),
        ("“Well.”", {"counts": None}, []),  # no talk with a child: nobody counts the prompts
        ("You nod.", {}, []),
        ("“Thank you. I will tell the lead now. Why did you wait?”", {}, ["asks why or promises"]),
        ("“I promise.”", {"last": False}, ["asks why or promises"]),
        ("“I promise.”", {"best": False}, []),
    ],
)
def test_the_best_last_reply_to_a_child_has_care_and_says_who_must_know_and_when(course, say, options, faults):
    found = said(alone(course, drills=[talk(course.walks["tells-board"], say, **options)]), "R14")
    assert len(found) == len(faults) and all(fault in told for fault, told in zip(faults, found, strict=True)), found


CHAPTER = """---
objectives: [R2]
---
# Title

:::{about}
:::

:::{scene}
A scene.
:::

## Before you read

(sample-one)=
## One

:::{hear-fact}
Words.
:::

:::{do}
Words.
:::

:::{not}
Words.
:::

## Practice

## Key points

## Your plan

## Check yourself

:::{quiz}
signs-wrist
:::

:::{trainer}
Words.
:::

## Sources

:::{sources}
:::
"""


@pytest.mark.parametrize(
    ("before", "after", "faults"),
    [
        ("", "", []),
        *(
            (f":::{{{kind}}}\nWords.\n:::\n", "", [f"The chapter lacks {rules.SKELETON[kind]}."])
            for kind in ("hear-fact", "do", "not", "trainer")
        ),
        (":::{about}\n:::\n", "", ["The chapter lacks the line with minutes and objectives."]),
        (":::{sources}\n:::\n", "", ["The chapter lacks its sources."]),
        (
            "## Practice\n",
            "",
            ["The headings Before you read, Practice, Key points, Your plan, Check yourself, Sources are not all there in this order."],
        ),
        (
            "## Practice\n\n## Key points",
            "## Key points\n\n## Practice",
            ["The headings Before you read, Practice, Key points, Your plan, Check yourself, Sources are not all there in this order."],
        ),
        ("(sample-one)=\n", "", ["“One” has no label."]),
        ("(sample-one)=\n## One", "(sample-one)=\n## One\n\n### Two", []),
    ],
)
def test_every_chapter_has_the_same_parts_in_the_same_order(course, tmp_path, before, after, faults):
    assert before in CHAPTER
    text = CHAPTER.replace(before, after, 1) if before else CHAPTER
    assert said(alone(course, pages=[page(tmp_path, text)]), "R15") == faults
    without = text.replace("objectives: [R2]", "objectives: []").replace("---\nobjectives: []\n---\n", "")
    assert said(alone(course, pages=[page(tmp_path, without)]), "R15") == [], "what is no chapter has any shape"


def test_a_page_for_everyone_has_steps_in_place_of_the_parts(course, tmp_path):
    short = re.sub(r":::\{(hear-fact|do|not)\}\nWords.\n:::\n|\(sample-one\)=\n|## Practice\n", "", CHAPTER)
    for name in rules.SHORT_FORM:
        assert said(alone(course, pages=[page(tmp_path, short, name)]), "R15") == []
        lacking = short.replace(":::{quiz}\nsigns-wrist\n:::\n", "")
        assert said(alone(course, pages=[page(tmp_path, lacking, name)]), "R15") == ["The chapter lacks its questions."]
    assert len(said(alone(course, pages=[page(tmp_path, short)]), "R15")) == 5


def test_nothing_is_left_over(course, tmp_path):
    assert said(course, "R18") == []
    stray = replace(course, pages={**course.pages, "stray": page(tmp_path, "---\nobjectives: [R2]\n---\n# Title\n", "stray")})
    assert said(stray, "R18") == ["This page is not in the contents.", "This page lies on no path."]
    plain = replace(course, pages={**course.pages, "stray": page(tmp_path, "# Title\n", "stray")})
    assert said(plain, "R18") == ["This page is not in the contents."]
    unpathed = replace(course, roles={})
    assert said(unpathed, "R18") == ["This page lies on no path."] * sum(page.is_studied for page in course.pages.values())
    walk = course.walks["tells-board"].model_copy(update={"id": "unshown", "claims": ()})
    assert said(replace(course, drills={**course.drills, "unshown": walk}), "R18") == ["No page shows the walk “unshown”."]
    claim = next(iter(course.claims.values())).model_copy(update={"id": "uncited"})
    assert said(replace(course, claims={**course.claims, "uncited": claim}), "R18") == ["Nothing cites the claim “uncited”."]
    waiting = claim.model_copy(update={"status": Status.unconfirmed})
    assert said(replace(course, claims={**course.claims, "uncited": waiting}), "R18") == [], "what waits to be confirmed may not be cited"


def test_the_first_tier_takes_no_more_minutes_than_the_role_has(course):
    role = course.roles["teacher"]
    minutes = course.tier_minutes(role, "first")
    for most, faults in (
        (minutes, []),
        (minutes - 1, [f"The first tier of “teacher” takes {minutes} minutes, and may take {minutes - 1}."]),
    ):
        assert said(replace(course, roles={"teacher": role.model_copy(update={"most": most})}), "R23") == faults


def test_the_first_tier_meets_every_critical_action_and_what_hurts_a_child(course):
    role = course.roles["teacher"].model_copy(update={"first": ("signs",)})
    met = course.met(course.pages["signs"])
    wanted = [*course.critical, *(name for name, thought in course.misconceptions.items() if thought.hurts)]
    missing = [name for name in wanted if name not in met]
    told = [f"The first tier of “teacher” never meets “{name}”." for name in missing]
    assert missing != wanted and said(replace(course, roles={"teacher": role}), "R24") == told
    harmless = {name: thought.model_copy(update={"hurts": False}) for name, thought in course.misconceptions.items()}
    acts = [f"The first tier of “teacher” never meets “{name}”." for name in course.critical if name not in met]
    assert 0 < len(acts) < len(told) and said(replace(course, roles={"teacher": role}, misconceptions=harmless), "R24") == acts


def test_the_rules_read_all_that_is_printed(course):
    """A word that blames is found wherever a learner or trainer could read it."""
    bad = "A kiddie."
    question, walk, task = course.questions["signs-wrist"], course.walks["tells-board"], next(iter(course.writing.values()))
    chart, sheet = next(iter(course.charts.values())), next(iter(course.runsheets.values()))
    thought, action, change = course.misconceptions["no-proof"], course.critical["go-on"], next(iter(course.changes.values()))
    plain = {"questions": question, "cases": walk, "writing": task, "charts": chart, "runsheets": sheet}
    plain |= {"misconceptions": thought, "critical": action, "changes": change}
    end = next(step for step in walk.steps if step.end)
    ending = end.model_copy(update={"end": end.end.model_copy(update={"record": bad})})
    spoilt = {
        "questions": [{"scene": bad}, {"ask": bad}],
        "assessment": [{"ask": bad}],
        "cases": [{"lead": bad}, {"steps": tuple(ending if step is end else step for step in walk.steps)}],
        "writing": [{"lead": bad}, {"scene": bad}, {"checks": (bad,)}],
        "charts": [{"title": bad}, {"reading": bad}],
        "runsheets": [{"who": bad}],
        "misconceptions": [{"thought": bad}, {"in_fact": bad}],
        "critical": [{"act": bad}],
        "changes": [{"what": bad}, {"now": bad}, {"reread": bad}],
    }
    assert said(alone(course, **{kind: [thing] for kind, thing in plain.items()}), "R01") == []
    for kind, wrongs in spoilt.items():
        for wrong in wrongs:
            thing = plain.get(kind, question).model_copy(update=wrong)
            assert said(alone(course, **{kind: [thing]}), "R01") == ["“kiddie” blames or is out of date."], (kind, wrong)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("A monster. Two monsters.", 2),
        ("His secrets are told.", 1),
        ("Keep no secret.", 0),
        ("The picture went round.", 1),
        ("Pictures of her are passed around.", 1),
        ("A picture hangs here. A list went round.", 0),
    ],
)
def test_words_that_blame_or_hide_who_did_it_are_found(course, tmp_path, text, faults):
    assert len(said(alone(course, pages=[page(tmp_path, f"# Title\n\n{text}\n")]), "R01")) == faults


def set_up(course, folder, text: str):
    """The course with these local details."""
    (folder / "local.yml").write_text(text, "utf-8")
    return replace(course, local=read_local(folder / "local.yml"))


DAY = "council_day: {{title: 'A', phone: '{day}'}}\ncouncil_night: {{title: 'B', phone: '{night}', hours: '{hours}'}}\n"


@pytest.mark.parametrize(
    ("day", "night", "hours", "fault"),
    [
        ("01632 960001", "01632 960002", "at all other times", ""),
        ("01632 960001", "01632960001", "at all other times", "By night stands the number of the day."),
        ("01632 960001", "01632 960001", "24 hours", ""),
        ("01632 960001", "0800 1111 000", "", ""),
        ("01632 960001", "{day team}", "", "which is no council’s night team."),
        ("01632 960001", "{night team}", "", ""),
        ("01632 960001", "{helpline}", "", "which is no council’s night team."),
        ("{helpline}", "01632 960001", "", "“council_day” has the number of"),
    ],
)
def test_by_night_stands_somebody_who_answers_then(course, tmp_path, day, night, hours, fault):
    every = [(contact, phone) for contact in course.contacts.values() for phone in contact.phones]
    numbers = {
        "{day team}": next(phone.number for one, phone in every if one.role == "council" and not phone.answers("night")),
        "{night team}": next(phone.number for one, phone in every if one.role == "out-of-hours" and phone.answers("night")),
        "{helpline}": next(
            phone.number for one, phone in every if one.role == "helpline" and phone.number.startswith("0") and not one.serves
        ),
    }
    text = DAY.format(day=numbers.get(day, day), night=numbers.get(night, night), hours=hours)
    found = said(set_up(course, tmp_path, text), "R19")
    assert fault in "".join(found[:1]) and bool(found) == bool(fault), found


def test_a_helpline_that_is_open_all_night_is_no_council_at_night(course, tmp_path):
    helpline = course.contacts["nspcc-helpline"]
    open_always = helpline.model_copy(update={"phones": tuple(phone.model_copy(update={"when": "always"}) for phone in helpline.phones)})
    text = DAY.format(day="01632 960001", night=helpline.phones[0].number, hours="")
    one = replace(set_up(course, tmp_path, text), contacts={**course.contacts, helpline.id: open_always})
    assert said(one, "R19") == [f"At night it gives {helpline.name}, which is no council’s night team."]


@pytest.mark.parametrize("field", ["lead", "deputies", "senior_leader", "head", "chair", "above", "cover", "tell_us"])
def test_nobody_here_has_the_number_of_a_helpline(course, tmp_path, field):
    helpline = course.contacts["nspcc-helpline"]
    for number, faults in (
        (helpline.phones[0].number, [f"“{field}” has the number of {helpline.name}."]),
        ("01632 960001", []),
    ):
        one = set_up(course, tmp_path, f"{field}: {{title: 'Somebody', phone: '{number}'}}\n")
        assert said(one, "R19") == (faults if field in PEOPLE else [])


def test_every_number_of_a_council_stands_in_a_route_and_none_at_a_wrong_hour(course, tmp_path):
    area = set_up(course, tmp_path, "area: Oxfordshire\n")
    assert said(area, "R19") == []

    def changed(name: str, **update):
        contact = course.contacts[name]
        return replace(area, contacts={**course.contacts, name: contact.model_copy(update=update)})

    council = next(one for one in course.contacts.values() if "Oxfordshire" in one.serves and one.role == "council")
    phone = council.phones[0]
    lost = changed(council.id, phones=(*council.phones, phone.model_copy(update={"number": "01632 960001", "when": "unknown"})))
    assert said(lost, "R19") == ["01632 960001 is known for Oxfordshire, and no route prints it."]
    fields = ("council", "night")
    assert said(changed("council-finder", web=None), "R19") == [
        f"“{field}” lacks the national finder, or gives nobody." for field in fields
    ]
    teams = [one for one in course.contacts.values() if "Oxfordshire" in one.serves and any(phone.answers("night") for phone in one.phones)]
    at_night = next(phone for phone in teams[0].phones if phone.answers("night"))
    by_day = course.contacts["samaritans"].model_copy(
        update={"id": "by-day", "phones": (at_night.model_copy(update={"when": "day"}),), "serves": ("Nowhere",)}
    )
    found = said(replace(area, contacts={**course.contacts, "by-day": by_day}), "R19")
    assert set(found) == {f"A line for the night prints {at_night.number}, which is not answered then."} and len(found) >= 2


def test_a_heading_below_a_section_needs_no_label(course, tmp_path):
    text = CHAPTER.replace("## Practice", "### Sources\n\n## Practice")
    assert said(alone(course, pages=[page(tmp_path, text)]), "R15") == []


def test_a_waiver_is_by_rule_and_page(course, tmp_path):
    text = "% allow R01: the word is the lesson here\n\n# Sample\n\nHe said “kiddie”. Ring 0800 555 0199.\n"
    whole = replace(alone(course, pages=[page(tmp_path, text)]), contacts=course.contacts)
    found = [problem.what for problem in broken(whole) if problem.place.path.name == "sample.md"]
    assert [what[:3] for what in found if what[:3] in ("R01", "R10")] == ["R10"]
    other = page(tmp_path, text.partition("\n\n")[2], "other")
    one = alone(course, pages=[page(tmp_path, text), other])
    assert [problem.place.path.name for problem in RULES["R01"](one)] == ["other.md"]
    none = replace(whole, pages={"sample": page(tmp_path, text.replace("R01", "R99"))})
    assert "There is no rule R99 to waive." in [problem.what for problem in broken(none)]
