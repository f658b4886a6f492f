"""The content rules hold, each has its page, and each catches the bad sample on it."""

import re

import pytest
from conftest import ROOT

from safeguarding.course import load
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


def test_a_waiver_is_by_rule_and_page(copy):
    page = copy / "book/sample.md"
    page.write_text("% allow R01: the word is the lesson here\n\n# Sample\n\nHe said “kiddie”. Ring 0800 555 0199.\n", "utf-8")
    found = [problem.what[:3] for problem in broken(load(copy)) if problem.place.path == page]
    assert "R01" not in found and "R10" in found
