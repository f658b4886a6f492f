"""What a question is worth: its card says what it trains and gives nothing of the final assessment away, and answers are counted."""

import re

import pytest
from conftest import ROOT
from test_browser import violations

from safeguarding import __main__ as command
from safeguarding import render
from safeguarding.answers import LEAST, read_answers
from safeguarding.assessment import PAPER, forms
from safeguarding.course import load
from safeguarding.entries import CourseError
from safeguarding.item_card import every_card
from safeguarding.rules import EACH_ITEM, passed

PAGE = "book/reference/items.html"
SYNTHETIC = ROOT / "exercises/answers-synthetic.csv"


def test_every_item_has_one_card_with_what_it_trains_and_where_it_is_shown(course):
    groups = every_card(course)
    cards = {card.item.id: card for _, cards in groups for card in cards}
    assert sorted(cards) == sorted(item.id for item in course.items) and sum(len(cards) for _, cards in groups) == len(cards)
    html = render.item_cards(course, "../")
    for name, card in cards.items():
        text = re.search(rf'<details id="item-{name}".*?</details>', html, re.S)[0]
        item = card.item
        assert course.objectives[item.objective].plain in text and "No data yet" in text
        assert not item.critical or course.critical[item.critical].act in text
        assert all(f"sources.html#claim-{claim}" in text for claim in item.claims)
        for option in item.options:
            assert option.key or f"{option.misconception}, “{course.misconceptions[option.misconception].thought}”" in text
        assert card.shown and all(f'"../{address}"' in text for _, address in card.shown if address)
        assert all(name not in page.named("quiz") or f"{page.name}.html#q-{name}" in text for page in course.pages.values())
    for form in forms(course, PAPER):
        for number, name in enumerate(form.items, 1):
            assert f"On paper: form {form.number}, question {number}" in [words for words, _ in cards[name].shown]
    text = render.item_cards(course, "../", "txt")
    assert all(f"\n{name}" in text for name in cards)


def test_a_card_of_the_final_assessment_gives_no_answer_away(course):
    html = render.item_cards(course, "../")
    for item in course.assessment.values():
        text = re.search(rf'<details id="item-{item.id}".*?</details>', html, re.S)[0]
        for given in (item.scene, item.ask, *(words for option in item.options for words in (option.say, option.feedback))):
            assert not given or given not in text, item.id
        thoughts = [line.partition(",")[0] for line in re.findall(r"<dd>([a-z-]+, “)", text)]
        assert thoughts == sorted(thoughts) and len(thoughts) == 2, "in the order of the alphabet, and not of the letters"
        assert not re.search(r"<dd>[ABC],", text)
    assert all(re.search(rf'"item-{name}".*?<dd>[ABC], “', html, re.S) for name in course.questions)


def test_no_search_for_a_scene_of_the_assessment_leads_to_its_key(open_page, course):
    page = open_page("search.html")
    for words in ("gentlemen sleeve", "crèche brother", "Keys and reasons"):
        page.evaluate("(words) => { location.hash = ''; location.hash = `q=${encodeURIComponent(words)}` }", words)
        page.wait_for_function("(words) => document.getElementById('search-said').textContent.includes(words)", arg=words)
        links = page.locator("#search-results a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
        found = [link for link in links if re.search(r"trainer/(keys|forms)|reference/items", link)]
        assert bool(found) == (words == "Keys and reasons"), (words, links)
    assert any("gentlemen" in (item.scene or "") for item in course.assessment.values())


def test_the_cards_can_be_filtered_and_a_link_opens_one(open_page, course):
    page = open_page(f"{PAGE}#item-signs-boots")
    open_ = page.locator(".item-cards details[open]")
    assert open_.evaluate_all("all => all.map((one) => one.id)") == ["item-signs-boots"]
    shown = page.locator(".item-cards details:visible")
    assert shown.count() == len(course.items)
    page.locator("[name=critical]").select_option("pass-on-now")
    page.locator("[name=kind]").select_option("assessment")
    wanted = {item.id for item in course.assessment.values() if item.critical == "pass-on-now"}
    assert {one.removeprefix("item-") for one in shown.evaluate_all("all => all.map((one) => one.id)")} == wanted
    page.locator("[name=thought]").select_option("not-sure")
    wanted = {name for name in wanted if "not-sure" in [option.misconception for option in course.assessment[name].options]}
    assert shown.count() == len(wanted) > 0
    page.locator("[name=words]").fill("Nothing has these words")
    assert not shown.count() and "No item fits" in page.locator(".items-said").inner_text()
    page.get_by_role("button", name="Show all").click()
    page.get_by_text(f"Shown: {len(course.items)} of {len(course.items)}.").wait_for()
    page.locator("[name=words]").fill("SIGNS-boots coach")
    assert shown.count() == 1 and page.locator(".item-cards h2:visible").count() == 1
    page.get_by_role("button", name="Open those shown").click()
    assert open_.count() == 1 and page.locator(".item-cards dd:visible").count() > 5 and page.said == []


def test_without_script_all_cards_stand_there(chrome, book, course):
    page = chrome.new_context(java_script_enabled=False).new_page()
    page.goto((book / PAGE).as_uri())
    assert page.locator(".item-cards details:visible").count() == len(course.items) and not page.locator(".item-filter").is_visible()
    page.context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_open_cards_are_there_for_everyone_and_nothing_scrolls_sideways(open_page, width):
    page = open_page(PAGE)
    page.set_viewport_size({"width": width, "height": 800})
    page.locator("[name=chapter]").select_option("signs")
    page.get_by_role("button", name="Open those shown").click()
    assert violations(page) == [] and page.evaluate("document.documentElement.scrollWidth") <= width


PLAIN = "It is kind, and the child hears that you mean it. The lead can act on it today, before she goes home."
HARD = "Institutional accountability necessitates comprehensive organisational documentation. "
SPOILT = {
    "R01": {"why": PLAIN.replace("the child", "the kiddie")},
    "R02": {"why": PLAIN.rstrip(".").replace(". The", " and the") + ", and then you may have a cup of tea with her too."},
    "R03": {"why": HARD * 2 + PLAIN, "plain": HARD * 3},
    "R04": {"why": "That is right."},
    "R05": {"other": "Both of these."},
    "R06": {"other": "Never tell anybody."},
    "R10": {"why": PLAIN.replace("today", "on 01632 960 001")},
    "R16": {"why": PLAIN.replace("kind", "'kind'")},
    "R22": {
        "right": "Sit beside her.",
        "why": "It is kind, and the child hears that you mean it. She knows that you are there and will stay.",
    },
}
ITEM = """
- id: sample-{number}
  objective: R2
  section: signs-small-pieces
  critical: pass-on-now
  claims: [need-not-be-sure]
  ask: What do you do?
  options:
    - say: "{right}"
      key: true
      feedback: "{why}"
    - say: "{other}"
      misconception: not-sure
      feedback: "{plain}"
    - say: Ask her friends.
      misconception: not-sure
      feedback: "{plain}"
"""


def test_a_card_names_the_rules_that_its_item_was_weighed_by_and_keeps_and_no_other(course, copy):
    assert sorted(SPOILT) == sorted(EACH_ITEM)
    path = copy / "exercises/questions/signs.yaml"
    usual = {"right": "Tell the lead now.", "why": PLAIN, "other": "Wait a week.", "plain": PLAIN}
    samples = [ITEM.format(number=number.lower(), **usual | spoilt) for number, spoilt in {"r00": {}, **SPOILT}.items()]
    path.write_text(path.read_text("utf-8") + "".join(samples), "utf-8")
    found = passed(load(copy))
    assert found["sample-r00"] == [*EACH_ITEM]
    for number in SPOILT:
        assert found[f"sample-{number.lower()}"] == [one for one in EACH_ITEM if one != number], number
    assert all(set(EACH_ITEM) - {*found[item.id]} <= {"R22"} for item in course.items)


@pytest.fixture
def counted(course, tmp_path):
    """What is counted from files with these texts."""

    def count(*texts) -> dict[str, dict[str, int]]:
        paths = []
        for number, text in enumerate(texts):
            paths.append(tmp_path / f"answers-{number}.csv")
            paths[-1].write_bytes(text if isinstance(text, bytes) else text.encode())
        return {one.item.id: one.chosen for one in read_answers(course, *paths)}

    return count


def test_a_table_is_read_as_a_spreadsheet_saves_it_and_several_are_added_up(counted, course):
    rows = [("item", "letter", "count"), ("signs-boots", "a", "3"), ("signs-boots", "C", "4"), ("essentials-fence", "B", "1"), ("", "", "")]
    for mark in ",;\t":
        text = "\r\n".join(mark.join(row) for row in rows)
        assert counted(f"\ufeff# a note of ours\r\n{text}") == {
            "essentials-fence": {"A": 0, "B": 1, "C": 0},
            "signs-boots": {"A": 3, "B": 0, "C": 4},
        }
    single = "Name,Item,Letter\nA learner,signs-boots,B\nAnother,signs-boots,B\n"
    assert counted(single, "item,letter,count\nsigns-boots,B,10\n") == {"signs-boots": {"A": 0, "B": 12, "C": 0}}
    paper = counted("form,question,letter\n1,1,A\n1,20,B\n3,7,C\n")
    drawn = {form.number: form.items for form in forms(course, PAPER)}
    assert {name: max(chosen, key=chosen.get) for name, chosen in paper.items()} == {
        drawn[1][0]: "A", drawn[1][19]: "B", drawn[3][6]: "C",
    }  # fmt: skip


def test_moodles_responses_are_known_by_their_words(counted, course):
    one, other = course.questions["signs-boots"], course.assessment["final-creche-brother"]
    said = [item.options[n].say.replace('"', '""') for item, n in ((one, 0), (one, 2), (other, 0))]
    changed = said[0].replace("’", "'").replace(" ", "\u00a0")
    export = (
        '"Last name","First name","Email address","State","Started on","Grade/10.00","Response 1","Response 2"\n'
        f'"Learner","A","a@example.org","Finished","1 December 2026","5.00","{changed}","{said[2]}"\n'
        f'"Learner","B","b@example.org","Finished","1 December 2026","5.00","{said[1]}","-"\n'
    )
    assert counted(export) == {one.id: {"A": 1, "B": 0, "C": 1}, other.id: {"A": 1, "B": 0, "C": 0}}
    says = [option.say for item in course.items for option in item.options]
    assert len({say.casefold() for say in says}) == len(says), "no two answers of the course have the same words"


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("item,letter\nsigns-boot,A\n", 2, "There is no item “signs-boot”. Did you mean “signs-boots”?"),
        ("item,letter\nsigns-boots,A\nsigns-boots,D\n", 3, "“D” is no letter of an answer. Write A, B or C."),
        ("item,letter,count\n# ours\nsigns-boots,A,two\n", 3, "“two” is no count. Write figures alone"),
        ("item,letter,count\nsigns-boots,A\n", 2, "“” is no count."),
        ("form,question,letter\n4,1,A\n", 2, "There is no question “1” in a form “4”. On paper there are forms 1 to 3"),
        ("form,question,letter\n1,21,A\n", 2, "There is no question “21” in a form “1”."),
        ("Name,Class\nA,4b\n", 1, "The headings are not understood. Write item and letter"),
        ("", 1, "The headings are not understood."),
        ('item,letter\n"signs-boots,A\n', 2, "This row is cut or broken."),
        (
            "Name,Response 1\nA,Another question altogether\n",
            2,
            "“Response 1” is no answer of this edition: “Another question altogether”.",
        ),
        ("item,letter\nsigns-boots,A\n".encode("utf-16"), 1, "This is no CSV file in UTF-8. Save it as “CSV UTF-8”."),
        (b"PK\x03\x04\x00\xff", 1, "This is no CSV file in UTF-8."),
    ],
)
def test_what_cannot_be_counted_is_said_with_file_and_line(counted, text, line, what):
    with pytest.raises(CourseError) as error:
        counted(text)
    assert len(error.value.problems) == 1 and f"answers-0.csv:{line}: {what}" in str(error.value)


def test_make_items_says_how_many_met_an_item_its_shares_and_what_to_say_to_the_commonest_wrong_answer(course, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert command.main(["items", str(SYNTHETIC)]) == 0
    said = {text.partition(":")[0]: text for text in capsys.readouterr().out.split("\n\n")}
    for name, thought in (("essentials-fence", "no-proof"), ("essentials-tablet", "my-words")):
        assert course.misconceptions[thought].in_fact in said[name]
    assert "Met: 120. Right: 71 (59%)." in said["essentials-fence"] and re.search(r"A +31 +26%", said["essentials-fence"])
    assert f"Met: {LEAST}. Right: 28 (56%)." in said["essentials-tablet"]
    for name in ("signs-boots", "signs-drop-in", "signs-aside"):
        assert "%" not in said[name], "below 50 counts stand alone"
    assert said["signs-drop-in"].count("Chosen as often: ") == 2 and "Nobody chose a wrong answer." in said["signs-aside"]
    assert course.misconceptions["no-proof"].in_fact in next(text for text in said.values() if text.startswith("Behind most wrong"))
    assert command.main(["items"]) == 2 and command.main(["items", "not-there.csv"]) == 1
    assert "not-there.csv:1: This file cannot be read" in capsys.readouterr().err


def test_the_data_of_the_lab_are_marked_synthetic_and_give_no_answer_of_the_assessment_away(course):
    text = SYNTHETIC.read_text("utf-8")
    lab = (ROOT / "exercises/lab-answers.ipynb").read_text("utf-8")
    assert text.startswith("# Synthetic: ") and "synthetic: we made them up" in lab and 'answers(\\"answers-synthetic.csv\\")' in lab
    assert not any(name in text for name in course.assessment)
