"""The questions for Moodle: read back, they are our own, and say nothing that a shuffled list makes untrue."""

import dataclasses
import re
from html import unescape
from xml.etree import ElementTree as ET

import pytest

from safeguarding import EDITION
from safeguarding.moodle import write_moodle, xml


def words(element, path: str) -> str:
    """The words of a text of Moodle’s, paragraph by paragraph."""
    return unescape(re.sub(r"</?p>", " ", element.findtext(f"{path}/text") or "")).strip()


def read(data: bytes) -> dict[str, ET.Element]:
    return {one.findtext("idnumber"): one for one in ET.fromstring(data).iter("question") if one.get("type") == "multichoice"}


def leads(course, item) -> list:
    """The claims behind an item that are still to be checked."""
    return [course.claims[name] for name in item.claims if course.claims[name].status == "lead"]


@pytest.mark.parametrize("formal", [False, True])
def test_read_back_every_item_is_our_own_with_its_options_key_and_feedback(course, formal):
    items = course.assessment if formal else course.questions
    assert xml(course, formal).startswith(b"<?xml version=")
    found = read(xml(course, formal))
    assert list(found) == list(dict.fromkeys(found)) and set(found) == set(items)
    for name, item in items.items():
        one = found[name]
        assert words(one, "questiontext").split() == f"{item.scene or ''} {item.ask}".split()
        answers = [(words(answer, "."), words(answer, "feedback"), answer.get("fraction")) for answer in one.findall("answer")]
        assert answers == [(option.say, option.feedback, "100" if option.key else "0") for option in item.options]
        assert (one.findtext("single"), one.findtext("shuffleanswers")) == ("true", "true"), "one right answer, in no fixed place"
        assert [tag.findtext("text") for tag in one.find("tags")] == [it for it in (item.objective, item.critical) if it]
        assert course.pages[item.chapter].title in words(one, "generalfeedback") and "Source: " in words(one, "generalfeedback")
        assert all(f"{claim.title} (still to be checked)" in words(one, "generalfeedback") for claim in leads(course, item))


def test_the_assessment_stands_apart_and_both_say_to_import_once(course):
    for formal in (False, True):
        categories = [one for one in ET.fromstring(xml(course, formal)).iter("question") if one.get("type") == "category"]
        assert len({one.findtext("category/text") for one in categories}) == len(categories) > 10
        for one in categories:
            path = one.findtext("category/text").replace("//", "").split("/")
            assert path[:3] == ["$course$", "top", f"Recognise and Refer {EDITION}"]
            assert ("Final assessment: not for practice" in path) == formal
            assert "Import this file once" in words(one, "info")
    assert not set(read(xml(course))) & set(read(xml(course, True)))


def test_hostile_words_stay_words(course):
    item = next(iter(course.questions.values()))
    hostile = "<script>alert(1)</script> & ]]> “$$x$$” \U0001f600"
    spoilt = item.model_copy(update={"ask": hostile, "options": (*item.options[:2], item.options[2].model_copy(update={"say": hostile}))})
    data = xml(dataclasses.replace(course, questions={**course.questions, item.id: spoilt}))
    one = read(data)[item.id]
    assert words(one, "questiontext").endswith(hostile) and words(one.findall("answer")[2], ".") == hostile
    assert "<script" not in one.findtext("questiontext/text") and b"<script" not in data


def test_no_words_name_a_letter_or_a_place_in_the_list_since_moodle_shuffles(course):
    place = re.compile(
        r"\b(?:answer|option|choice)s? [A-D]\b|\bthe (?:first|second|third|last) (?:answer|option|choice)|\b(?:stands|see|answer) (?:above|below)\b"
    )
    for item in course.items:
        for option in item.options:
            assert not place.search(f"{option.say} {option.feedback}"), item.id


def test_the_files_carry_the_edition_and_are_the_same_bytes_twice(course, tmp_path):
    made = write_moodle(course, tmp_path / "one")
    again = write_moodle(course, tmp_path / "two")
    assert [path.name for path in made] == [
        f"recognise-and-refer-{EDITION}-moodle.xml",
        f"recognise-and-refer-{EDITION}-moodle-assessment.xml",
    ]
    assert [path.read_bytes() for path in made] == [path.read_bytes() for path in again]
