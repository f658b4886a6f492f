"""Wrong data gets one clear error: file, line, what is wrong, what to do. Nothing is half read."""

import copy as copies
import json
import os
import re
from datetime import date, timedelta

import pytest
from conftest import ROOT
from pydantic import ValidationError

from safeguarding import __main__ as command
from safeguarding import entries
from safeguarding.about import About
from safeguarding.aims import CriticalAction, Misconception, Objective
from safeguarding.change import Change
from safeguarding.chart import Chart
from safeguarding.claim import Claim
from safeguarding.contact import Contact
from safeguarding.course import contents, load
from safeguarding.entries import LARGEST_FILE, MOST, CourseError, Part, Place, Problem, read_list, read_one, read_plain
from safeguarding.local import Local, read_local
from safeguarding.question import Question
from safeguarding.role import Role
from safeguarding.runsheet import RunSheet
from safeguarding.script import PARTS
from safeguarding.walk import Walk
from safeguarding.writing import WritingTask

TODAY = date(2026, 12, 1)

GOOD = {
    Question: """\
- id: one-two
  objective: R2
  section: here
  critical: pass-on-now
  claims: [some-claim]
  scene: Lunch duty.
  ask: What do you do?
  options:
    - {say: Ring now., feedback: It helps., key: true}
    - {say: Wait., feedback: It does not., misconception: too-late}
    - {say: Ask him., feedback: It does not., misconception: own-inquiry}
  small: false
""",
    Claim: """\
- id: most-do-not-tell
  claim: Most children tell nobody.
  publisher: A publisher
  title: A report
  dated: 2021-03
  address: https://www.example.org/report
  nations: [England]
  status: official
  checked: 2026-11-24
  check_by: 2027-11-24
  read: The page was read.
  replace: Open the report itself.
""",
    Contact: """\
- id: anytown
  name: Anytown front door
  area: Anytown
  serves: [Anytown]
  role: council
  for: A concern about a child.
  who: [child, parent]
  not_instead_of: 999 in danger.
  phones:
    - number: 01632 960001
      label: front door
      when: day
      how: call
      hours: 9am to 5pm
      for: staff
      since: 2026-11-20
  web: https://www.example.org
  email: help@example.org
  source: https://www.example.org/source
  source_dated: undated
  status: single
  checked: 2026-11-24
  check_by: 2027-05-24
  note: A note.
""",
    Walk: """\
- id: at-the-door
  title: At the door
  lead: Say it aloud.
  objective: R2
  claims: [some-claim]
  steps:
    - id: door
      text: Somebody knocks.
      ask: What now?
      choices:
        - say: Open.
          then: It opens.
          next: inside
          best: true
          counts: open
        - say: Wait.
          then: It stays shut.
          next: door
    - id: inside
      text: You are in.
      end: {notice: One., listen: Two., keep_safe: Three., pass_on: Four., write: Five., record: Six., routes: [police-999]}
  small: true
""",
    WritingTask: """\
- id: write-it
  title: Write it
  lead: Read the scene.
  objective: R2
  claims: [some-claim]
  scene: A scene.
  headings:
    - {name: When, hint: The time., weak: Later., good: At 3.10 pm., why: It can be checked.}
    - {name: Who, hint: The child., weak: He., good: The boy., why: It can be read.}
    - {name: What, hint: The words., weak: He was upset., good: He cried., why: It was seen.}
  checks: [One., Two., Three., Four., Five., Six., Seven., Eight., Nine., Ten.]
""",
    RunSheet: """\
- id: twenty
  title: Twenty minutes
  minutes: 20
  who: Everyone
  parts:
    - minutes: 5
      what: Open
      page: signs
      say: Good morning.
      show: [A letter each.]
      do:
        - {do: Write a letter., how: letters, question: one-two, cut: true}
    - {minutes: 5, what: Talk, say: Look at the scene., show: [The scene.], do: [{do: Talk., how: own, minutes: 4}]}
    - minutes: 10
      what: Close
      say: Thank you.
      show: [Thank you.]
      slide: close
      do:
        - {do: Play it., how: pairs, walk: at-the-door}
        - {do: Write it., how: own, minutes: 2, record: one-record}
        - {do: Look., how: aloud, charts: [a-month]}
""",
    Chart: """\
- id: a-month
  title: What was counted
  reading: Four things.
  claims: [some-claim]
  bars:
    - {label: Referrals, value: 43}
    - {label: Children, value: 0}
""",
    Role: """\
- id: teacher
  name: Teacher
  who: You see a child every day.
  most: 60
  first: [essentials, in-short, signs]
  soon: [who-to-call]
  deeper: [scale]
""",
    Change: """\
- id: end-it
  edition: 1.1.0
  dated: 2026-11-27
  weight: must
  who: [teacher]
  reread: Everyone who teaches
  sections: [signs#signs-describe]
  objectives: [R1]
  claims: [some-claim]
  what: It was missing.
  now: It is there.
  questions: [one-two]
  replaces: [end-it-late]
""",
    Objective: "- {id: R1, verb: notice, plain: say how}\n",
    CriticalAction: "- {id: pass-on-now, verb: pass-on, act: Pass it on., claims: [some-claim]}\n",
    Misconception: "- {id: too-late, thought: It is too late., in_fact: It is not., claims: [some-claim], hurts: true}\n",
}
"""One entry of each kind, with every field that it may have."""
ASKED = GOOD[Question]
END = "{id: inside, text: In., end: {notice: A, listen: B, keep_safe: C, pass_on: D, write: E}}"


def problems_of(path, text, model=Question) -> list[str]:
    (path.write_bytes if isinstance(text, bytes) else path.write_text)(text)
    with pytest.raises(CourseError) as error:
        read_list(path, model, TODAY)
    return [f"{problem.place.line}: {problem.what} {problem.do}" for problem in error.value.problems]


def parts_of(thing):
    """A piece of data and all pieces in it."""
    if isinstance(thing, Part):
        yield thing
        thing = [value for _, value in thing]
    for inner in thing if isinstance(thing, list | tuple) else ():
        yield from parts_of(inner)


@pytest.mark.parametrize("model", GOOD)
def test_what_is_right_is_read(tmp_path, model):
    (tmp_path / "q.yaml").write_text(GOOD[model])
    (entry,) = read_list(tmp_path / "q.yaml", model, TODAY)
    assert entry.place == Place(tmp_path / "q.yaml", 1) and f"id: {entry.id}" in GOOD[model]
    written = {}
    for part in parts_of(entry):
        written[type(part)] = written.get(type(part), set()) | part.model_fields_set
    assert written == {kind: set(kind.model_fields) for kind in written}, "with every field, so that each can be spoilt below"


@pytest.mark.parametrize("text", ["15:35", "No", "2024", "0800", "1e3"])
def test_a_scalar_means_what_it_looks_like(tmp_path, text):
    (tmp_path / "q.yaml").write_text(ASKED.replace("What do you do?", text))
    assert read_list(tmp_path / "q.yaml", Question)[0].ask == text


@pytest.mark.parametrize("text", ["null", "Null", "~", "'null'"])
def test_what_yaml_calls_nothing_is_no_text(tmp_path, text):
    (tmp_path / "q.yaml").write_text(ASKED.replace("What do you do?", text))
    with pytest.raises(CourseError, match=r"would be printed as it stands\. Write the words, or take the line out\."):
        read_list(tmp_path / "q.yaml", Question)


@pytest.mark.parametrize("text", ["the {word} head", "the {word}`head`", "the {word}`head", "{claim} says"])
def test_a_role_of_a_page_is_no_text_not_even_half_of_one(tmp_path, text):
    (tmp_path / "q.yaml").write_text(ASKED.replace("What do you do?", f'"Who is {text}?"'))
    with pytest.raises(CourseError, match=r"would be printed as it stands\. Write it out\."):
        read_list(tmp_path / "q.yaml", Question)


def test_the_mark_that_some_editors_set_before_a_file_is_no_part_of_it(tmp_path):
    (tmp_path / "q.yaml").write_text("\ufeff" + ASKED, "utf-8")
    assert entries.read_text(tmp_path / "q.yaml") == ASKED
    assert read_list(tmp_path / "q.yaml", Question)[0].place.line == 1
    (tmp_path / "local.yml").write_text("\ufeffpolicy: 'On the wall'\n", "utf-8")
    assert read_local(tmp_path / "local.yml").policy == "On the wall"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("just words", "1: This file must hold a list. Begin each entry with “- ”."),
        ("", "1: This file is empty. Write what belongs into it, or restore it."),
        ("# a comment\n---\n", "1: This file is empty. Write what belongs into it, or restore it."),
        ("[]", "1: The list of this file is empty. Write its entries, or delete the file."),
        ("- &a [*a]", "1: Anchors (&) and aliases (*) are not used here. Write the text out, or put it in quotes."),
        ("- id: one\n- *a", "2: Anchors (&) and aliases (*) are not used here. Write the text out, or put it in quotes."),
        ("- !!python/object/apply:os.system [id]", "1: Tags (!) are not used here. Take it out, or put the text in quotes."),
        (ASKED.replace("ask: What", "ask: !!str What"), "7: Tags (!) are not used here. Take it out, or put the text in quotes."),
        (ASKED + "---\n" + ASKED, "14: Above this line, “---” begins a second document. Take it out, or make two files."),
        (ASKED.replace("ask: What", "[ask]: What"), "7: A key must be a word. Write “word: text”."),
        ("[" * 100_000, "1: This is nested too deeply. Write it flat."),
        ("[" * 5000 + "]" * 5000, "1: This is nested too deeply. Write it flat."),
        ("{a: " * 100_000, "1: This is nested too deeply. Write it flat."),
        ("- " * 100_000, "1: This is nested too deeply. Write it flat."),
        ("\n".join(" " * depth + "a:" for depth in range(1000)), "20: This is nested too deeply. Write it flat."),
        ("# é\n#\n# \0", "3: A control character stands here (U+0000). Take it out, or type the line afresh."),
        (ASKED.replace("Lunch", "Lu\x1bnch"), "6: A control character stands here (U+001B). Take it out, or type the line afresh."),
        (ASKED.encode() + b"- id: \xff\xfe\n", "13: This line is not UTF-8 text. Save the file as UTF-8."),
        (ASKED.encode("utf-16"), "1: This line is not UTF-8 text. Save the file as UTF-8."),
        ("#" * (10 * 1024 * 1024), f"1: This file is larger than {LARGEST_FILE:,} bytes. Split it, or look for what went wrong."),
        (ASKED.replace("What do you do?", "Look: what now?"), "7: This is not YAML: mapping values are not allowed in this context. Look"),
        (ASKED.replace("  ask:", "  ask: Twice?\n  ask:"), "8: “ask” stands twice in one entry. Keep one of them."),
    ],
    ids=lambda value: repr(value[:40]),
)
def test_a_file_that_cannot_be_read_says_why_and_where(tmp_path, wrong, said):
    (found,) = problems_of(tmp_path / "q.yaml", wrong)
    assert found.startswith(said)


def stand_in(kind, path):
    """Something that is no file, or none that can be read, in the place of a file."""
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "lost link":
        path.symlink_to(path.parent / "nowhere")
    elif os.geteuid():
        path.touch(0)
    else:
        path.symlink_to("/proc/self/mem")  # root may read any file, and this one not even root


@pytest.mark.parametrize(
    ("name", "read"), [("q.yaml", lambda path: read_list(path, Question)), ("_toc.yml", read_plain), ("local.yml", read_local)]
)
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("folder", "This is a folder, or something else that is no file. Rename it, or put the file in its place."),
        ("pipe", "This is a folder, or something else that is no file. Rename it, or put the file in its place."),
        ("lost link", "This file is missing. Restore it, or take out what names it."),
        ("locked", "This file cannot be read:"),
    ],
)
def test_what_is_no_file_says_so(tmp_path, monkeypatch, name, read, kind, said):
    monkeypatch.chdir(tmp_path)
    stand_in(kind, tmp_path / name)
    with pytest.raises(CourseError) as error:
        read(tmp_path / name)
    assert str(error.value).startswith(f"{name}:1: {said}") and len(error.value.problems) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("[" * 5000 + "]" * 5000, "_toc.yml:1: This is nested too deeply. Write it flat."),
        ("parts: [\n", "_toc.yml:1: This is not YAML"),
        ("# contents\nparts: 'Start\nroot: book\n", "_toc.yml:2: This is not YAML"),
        ("parts: []\nparts: []", "_toc.yml:2: “parts” stands twice in one entry."),
        ("format: jb-book\nroot: book/index\nparts: []\nfoo: x", "_toc.yml:4: “foo” is not a word of the contents. Write one of these"),
        ("format: jb-book\nroot: /etc/passwd", "_toc.yml:2: “/etc/passwd” is no page of the book. Write its path without its ending"),
        ("format: jb-book\nroot: book/../x", "_toc.yml:2: “book/../x” is no page of the book."),
        ("format: jb-book\nroot: book/index\nchapters:\n  - file: book/index", "_toc.yml:4: “book/index” stands in the contents twice."),
        ("format: jb-article\nroot: book/index", "_toc.yml:1: The contents begin with “format: jb-book” and “root: book/index”."),
        ("root: book/index", "_toc.yml:1: The contents begin with"),
        ("format: jb-book\nchapters:\n  - file: book/index", "_toc.yml:1: The contents begin with"),
        ("parts:\n  - caption: St\u202eart", "_toc.yml:2: This text: it holds a sign that nobody sees (U+202E, right-to-left override)."),
        ('parts:\n  - caption: "St\\u202eart"', "_toc.yml:2: This text: it holds a sign that nobody sees"),
    ],
    ids=lambda value: repr(value[:30]),
)
def test_the_contents_are_read_as_strictly(tmp_path, monkeypatch, wrong, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "_toc.yml").write_text(wrong, "utf-8")
    with pytest.raises(CourseError) as error:
        contents(tmp_path)
    assert str(error.value).startswith(said)


def test_yaml_inside_another_file_is_read_as_strictly(tmp_path):
    assert read_plain(tmp_path / "page.md", "objectives: [R1]") == {"objectives": ["R1"]}
    with pytest.raises(CourseError, match=r"page.md:2: This is nested too deeply"):
        read_plain(tmp_path / "page.md", "\n" + "[" * 100_000)


@pytest.mark.parametrize(
    ("model", "before", "after", "said"),
    [
        # A question
        (Question, "  ask: What do you do?\n", "", "1: “ask” of “one-two” is missing. Add it."),
        (Question, "say: Wait., ", "", "10: “options.say” of “one-two” is missing. Add it."),
        (Question, "scene:", "secne:", "6: “secne” of “one-two” is not a field. Correct the word, or take it out."),
        (Question, "What do you do?", "", "7: “ask” of “one-two” is empty. Write it, or take the line out."),
        (Question, "What do you do?", "[now]", "7: “ask” of “one-two” is a list, and must be text. Write its words straight after the"),
        (Question, "What do you do?", "Wh\u202eat?", "7: “ask” of “one-two”: it holds a sign that nobody sees (U+202E, right-to-left"),
        (Question, "It helps.", '"It\\u200b helps."', "9: “options.feedback” of “one-two”: it holds a sign that nobody sees (U+200B, zero"),
        (Question, "It helps", "It 👨\u200d👩 helps", "9: “options.feedback” of “one-two”: it holds a sign that nobody sees (U+200D, zero"),
        (
            Question,
            "It helps.",
            '"It\\0 helps."',
            "9: “options.feedback” of “one-two”: it holds a sign that nobody sees (U+0000, without a n",
        ),
        (Question, "key: true", "key: maybe", "9: “options.key” of “one-two” is “maybe”, and must be true or false. Write one of the two."),
        (Question, "key: true", "key: true, misconception: too-late", "9: “options” of “one-two”: an option is the key, or it names"),
        (Question, ", misconception: too-late", "", "10: “options” of “one-two”: an option is the key, or it names a misconception."),
        (Question, "key: true", "misconception: too-early", "8: “options” of “one-two”: a question has one right answer, this one 0."),
        (Question, "misconception: too-late", "key: true", "8: “options” of “one-two”: a question has one right answer, this one 2."),
        (
            Question,
            "    - {say: Wait.",
            "    - {say: Go., feedback: No., misconception: a}\n    - {say: Wait.",
            "8: “options” of “one-two”: a question has three options, this one 4.",
        ),
        (
            Question,
            "    - {say: Wait., feedback: It does not., misconception: too-late}\n",
            "",
            "8: “options” of “one-two”: a question has three options, this one 2.",
        ),
        (
            Question,
            "objective: R2",
            "objective: signs",
            "2: “objective” of “one-two” is “signs”, which is no name of ours. Write it as in two",
        ),
        (
            Question,
            "    - {say: Wait.",
            "    - Wait.\n    - {say: Wait.",
            "10: “options” of “one-two” is text, and must be made of fields.",
        ),
        (Question, "id: one-two", "id: One two!", "1: “id” of “One two!” is “One two!”, which is no name of ours. Write it as"),
        (Question, "id: one-two", "id: One", "1: “id” of “One” is “One”, which is no name of ours. Write it as in two-wo"),
        (Question, "id: one-two", f"id: {'long-' * 20}id", "1: “id” of “long- … is longer than 60 letters. Shorten it."),
        (Question, "claims: [some-claim]", "claims: []", "5: “claims” of “one-two” has 0, and needs 1 or more. Add what is missing."),
        (Question, "[some-claim]", "[a, b, c, d]", "5: “claims” of “one-two” has more than 3, which is the most. Take some out."),
        (Question, "[some-claim]", "some-claim", "5: “claims” of “one-two” is text, and must be a list. Write [one, two], or each on"),
        # A claim
        (Claim, "checked: 2026-11-24", "checked: 2026-12-02", "9: “checked” of “most-do-not-tell”: 2026-12-02 has not come yet. Write the"),
        (Claim, "checked: 2026-11-24", "checked: 2090-01-01", "9: “checked” of “most-do-not-tell”: 2090-01-01 has not come yet. Write the"),
        (
            Claim,
            "checked: 2026-11-24",
            "checked: 86400",
            "9: “checked” of “most-do-not-tell”: “86400” is no day. Write year, month and day",
        ),
        (Claim, "checked: 2026-11-24", "checked: 2026-1-5", "9: “checked” of “most-do-not-tell”: “2026-1-5” is no day. Write year, month"),
        (Claim, "checked: 2026-11-24", "checked: 20261124", "9: “checked” of “most-do-not-tell”: “20261124” is no day. Write year, month"),
        (
            Claim,
            "checked: 2026-11-24",
            "checked: 2026-02-30",
            "9: “checked” of “most-do-not-tell”: “2026-02-30” is no day. Write year, month",
        ),
        (Claim, "checked: 2026-11-24", "checked: ２０２６-11-24", "9: “checked” of “most-do-not-tell”: “２０２６-11-24” is no day."),
        (Claim, "checked: 2026-11-24", "checked:", "9: “checked” of “most-do-not-tell”: “” is no day. Write year, month and day"),
        (Claim, "checked: 2026-11-24", "checked: [now]", "9: “checked” of “most-do-not-tell” is a list, and must be a day. Write year,"),
        (Claim, "by: 2027-11-24", "by: 2027-11-26", "10: “check_by” of “most-do-not-tell”: 2027-11-26 is more than 12 months after"),
        (
            Claim,
            "by: 2027-11-24",
            "by: 2026-11-24",
            "10: “check_by” of “most-do-not-tell”: 2026-11-24 is not after “checked”. Give a later",
        ),
        (
            Claim,
            "2021-03",
            "last March",
            "5: “dated” of “most-do-not-tell”: “last March” is no date of a source. Write undated, 2026, 2026-11",
        ),
        (Claim, "2021-03", "2021-13", "5: “dated” of “most-do-not-tell”: “2021-13” is no date of a source."),
        (Claim, "2021-03", "2021-03-01T10", "5: “dated” of “most-do-not-tell”: “2021-03-01T10” is no date of a source."),
        (
            Claim,
            "official",
            "sure",
            "8: “status” of “most-do-not-tell” is “sure”, which is none of its words. Write one of these: official, sec",
        ),
        (Claim, "[England]", "[]", "7: “nations” of “most-do-not-tell” has 0, and needs 1 or more. Add what is missing."),
        (Claim, "[England]", "[England, Wales, England]", "7: “nations” of “most-do-not-tell”: “England” stands in it twice. Keep one"),
        (
            Claim,
            "[England]",
            "[England, Atlantis]",
            "7: “nations” of “most-do-not-tell” is “Atlantis”, which is none of its words. Write one of",
        ),
        *(
            (
                Claim,
                "https://www.example.org/report",
                f"'{address}'",
                f"6: “address” of “most-do-not-tell”: “{address}” is no address of a p",
            )
            for address in (
                "www.example.org",
                "https://",
                "https:///report",
                "https://localhost/",
                "https://user:pass@example.org",
                "https://www.nspcc.org.uk:80@example.org",
                "https://www.example.org\\@example.com",
                "https://www.example.org/a report",
                "https://www.example.org/<b>",
                "https://www.ns\N{CYRILLIC SMALL LETTER ER}cc.org.uk/",
                "javascript:alert(1)",
                "data:text/html,hello",
                "ftp://example.org/report",
                "//example.org/report",
            )
        ),
        # A contact
        (
            Contact,
            "01632 960001",
            "x999",
            "10: “phones.number” of “anytown”: “x999” has letters or signs in it. Write digits and spaces alone.",
        ),
        (Contact, "01632 960001", "+44 1632 960001", "10: “phones.number” of “anytown”: “+44 1632 960001” has letters or signs in it."),
        (Contact, "01632 960001", "-5", "10: “phones.number” of “anytown”: “-5” has letters or signs in it."),
        (Contact, "01632 960001", "0１６３２ 960001", "10: “phones.number” of “anytown”: “0１６３２ 960001” has letters or signs in it."),
        (Contact, "01632 960001", "0" + "1" * 5000, "10: “phones.number” of “anytown”: “01111 … has the wrong length."),
        (
            Contact,
            "01632 960001",
            "999",
            "10: “phones.number” of “anytown”: 999 is no number of a contact with the role “council”. Give the",
        ),
        (Contact, "how: call", "how: text", "10: “phones.number” of “anytown”: “01632 960001” is for calls. Correct “how”."),
        (Contact, "01632 960001", "85258", "10: “phones.number” of “anytown”: “85258” is for texts. Correct “how”."),
        (
            Contact,
            "when: day",
            "when: unknown",
            "12: “phones.when” of “anytown”: 01632 960001 does not say when it is rung. Write “when: day”",
        ),
        (
            Contact,
            "when: day",
            "when: noon",
            "12: “phones.when” of “anytown” is “noon”, which is none of its words. Write one of these: day, night",
        ),
        (
            Contact,
            "day\n      how: call\n      hours: 9am to 5pm\n      for: staff\n      since: 2026-11-20\n  web: https://www.example.org\n",
            "night\n",
            "1: “anytown”: it has no number by day and no page. Give the council’s own page as “web”.",
        ),
        (Contact, "since: 2026-11-20", "since: 2027-11-20", "16: “phones.since” of “anytown”: 2027-11-20 has not come yet."),
        (Contact, "[child, parent]", "[]", "7: “who” of “anytown” has 0, and needs 1 or more. Add what is missing."),
        (Contact, "[Anytown]", "[Anytown, Anytown]", "4: “serves” of “anytown”: “Anytown” stands in it twice. Keep one of them."),
        (Contact, "web: https", "web: javascript", "17: “web” of “anytown”: “javascript://www.example.org” is no address of a page."),
        (Contact, "source: https://www", "source: www", "19: “source” of “anytown”: “www.example.org/source” is no address of a page."),
        (Contact, "help@example.org", "mailto:help", "18: “email” of “anytown”: “mailto:help” is no email address. Write it as in help@ex"),
        (Contact, "undated", "soon", "20: “source_dated” of “anytown”: “soon” is no date of a source."),
        (Contact, "2027-05-24", "2030-05-24", "23: “check_by” of “anytown”: 2030-05-24 is more than 12 months after “checked”."),
        # A walk
        (Walk, "next: inside", "next: outside", "13: “steps.choices.next” of “at-the-door”: step “door” goes on to “outside”, which is no"),
        (
            Walk,
            "next: inside",
            "next: door",
            "19: “steps.id” of “at-the-door”: step “inside” cannot be reached. Lead a choice to it, or delete",
        ),
        (
            Walk,
            "    - id: inside\n",
            f"    - {END}\n    - id: inside\n",
            "20: “steps.id” of “at-the-door”: step “inside” stands twice. Rename one.",
        ),
        (Walk, "best: true", "best: false", "10: “steps.choices” of “at-the-door”: step “door” has no best choice. Set “best: true”"),
        (Walk, "      ask: What now?\n", "", "7: “steps” of “at-the-door”: step “door” is a dead end. Give it “ask” and two choices or"),
        (
            Walk,
            "        - say: Wait.\n          then: It stays shut.\n          next: door\n",
            "",
            "7: “steps” of “at-the-door”: step “door” is",
        ),
        (
            Walk,
            "    - id: inside\n",
            f"    - {END}\n" * 60 + "    - id: inside\n",
            "6: “steps” of “at-the-door” has more than 60, which is the m",
        ),
        (
            Walk,
            "text: You are in.",
            "text: You are in.\n      ask: Now?",
            "22: “steps.end” of “at-the-door”: step “inside” is an end and has",
        ),
        (Walk, "[police-999]", "[a, b, a]", "21: “steps.end.routes” of “at-the-door”: “a” stands in it twice. Keep one of them."),
        (
            Walk,
            "next: door",
            """next: cellar
    - id: cellar
      text: It is dark.
      ask: What now?
      choices:
        - {say: Wait., then: Dark., next: cellar, best: true}
        - {say: Go on., then: Darker., next: attic}
    - id: attic
      text: It is light.
      ask: What now?
      choices:
        - {say: Wait., then: Light., next: attic, best: true}
        - {say: Go down., then: Dark., next: cellar}""",
            "19: “steps.id” of “at-the-door”: step “cellar” leads to no end. Lead a choice out of the loop.",
        ),
        (
            Walk,
            "next: inside\n          best: true\n          counts: open\n        - say: Wait.\n          then: It stays shut.\n          next: door",
            "next: door\n          best: true\n          counts: open\n        - say: Wait.\n          then: It stays shut.\n          next: inside",
            "7: “steps.id” of “at-the-door”: step “door” comes back by the best choices, which lead to no end. Call another",
        ),
        (
            Walk,
            "counts: open",
            "counts: lie",
            "15: “steps.choices.counts” of “at-the-door” is “lie”, which is none of its words. Write one of",
        ),
        # A run sheet, a chart, a role, a writing task, the aims
        (
            RunSheet,
            "minutes: 20",
            "minutes: 30",
            "3: “minutes” of “twenty”: the parts take 20 minutes, and the session 30. Make them agree.",
        ),
        (RunSheet, "minutes: 20", "minutes: 0", "3: “minutes” of “twenty” is “0”, and must be more than 0. Correct the number."),
        (RunSheet, "minutes: 20", "minutes: -20", "3: “minutes” of “twenty”: “-20” is no number that can stand here. Write figures alone"),
        (RunSheet, "minutes: 20", "minutes: 2e1", "3: “minutes” of “twenty”: “2e1” is no number that can stand here. Write figures alone"),
        (RunSheet, "minutes: 20", "minutes: 500", "3: “minutes” of “twenty” is “500”, and 480 is the most. Correct the number."),
        (RunSheet, "minutes: 20", f"minutes: {'9' * 5000}", "3: “minutes” of “twenty”: “99999 … is no number that can stand here."),
        (RunSheet, "minutes: 10", "minutes: ten", "14: “parts.minutes” of “twenty”: “ten” is no number that can stand here."),
        (RunSheet, "minutes: 20", "minutes: [20]", "3: “minutes” of “twenty” is a list, and must be a number. Write figures alone"),
        (RunSheet, "page: signs", "page: ''", "8: “parts.page” of “twenty” is empty. Write it, or take the line out."),
        (Chart, "value: 43", "value: '1,000'", "6: “bars.value” of “a-month”: “1,000” is no number that can stand here."),
        (Chart, "value: 43", "value: 0", "5: “bars” of “a-month”: every figure is 0, and no bar can be drawn. Correct the figures"),
        (Chart, "value: 43", "value: -43", "6: “bars.value” of “a-month”: “-43” is no number that can stand here. Write figures alone"),
        (RunSheet, "how: letters", "how: singing", "12: “parts.do.how” of “twenty” is “singing”, which is none of its words. Write one of"),
        (
            RunSheet,
            "question: one-two",
            "question: one-two, walk: at-the-door",
            "12: “parts.do” of “twenty”: an exercise holds one thing: a",
        ),
        (RunSheet, "how: own, minutes: 4", "how: own", "13: “parts.do” of “twenty”: “own” time needs “minutes”. Say how many."),
        (
            RunSheet,
            "Talk., how: own, minutes: 4",
            "Talk., how: letters, question: one-two",
            "13: “parts.do” of “twenty”: “one-two” stands in it",
        ),
        (Role, "in-short, signs]", "signs, signs]", "5: “first” of “teacher”: “signs” stands in it twice. Keep one of them."),
        (Role, ", in-short, signs]", ", signs]", "5: “first” of “teacher” has 2, and needs 3 or more. Add what is missing."),
        (Role, "soon: [who-to-call]", "soon: [signs]", "6: “soon” of “teacher”: “signs” stands in an earlier tier too. Keep it in one."),
        (Role, "deeper: [scale]", "deeper: [signs]", "7: “deeper” of “teacher”: “signs” stands in an earlier tier too. Keep it in one."),
        (Role, "most: 60", "most: 0", "4: “most” of “teacher”"),
        (WritingTask, ", Ten.]", "]", "11: “checks” of “write-it” has 9, and needs 10 or more. Add what is missing."),
        (WritingTask, "[some-claim]", "[]", "5: “claims” of “write-it” has 0, and needs 1 or more. Add what is missing."),
        (Misconception, "[some-claim]", "[]", "1: “claims” of “too-late” has 0, and needs 1 or more. Add what is missing."),
        (CriticalAction, "[some-claim]", "[a, a]", "1: “claims” of “pass-on-now”: “a” stands in it twice. Keep one of them."),
        (Change, "1.1.0", "the next", "2: “edition” of “end-it”: “the next” is no edition. Write three numbers, as in 1.2.0."),
        (Change, "2026-11-27", "2026-12-27", "3: “dated” of “end-it”: 2026-12-27 has not come yet."),
        (Change, "weight: must", "weight: may", "4: “weight” of “end-it” is “may”, which is none of its words. Write one of these: must"),
        (Change, "signs#signs-describe", "signs", "7: “sections” of “end-it”: “signs” is no section. Write the page and the label"),
        (Change, "  sections: [signs#signs-describe]\n", "", "4: “weight” of “end-it”: “must” names nothing to read. Name its"),
        (Change, "[one-two]", "[a, b, c, d, e, f]", "12: “questions” of “end-it” has more than 5, which is the most. Take some out."),
        (
            Objective,
            "notice",
            "see",
            "1: “verb” of “R1” is “see”, which is none of its words. Write one of these: notice, listen, keep-safe,",
        ),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else repr(value[:30]),
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, model, before, after, said):
    assert GOOD[model].count(before) == 1
    found = problems_of(tmp_path / "q.yaml", GOOD[model].replace(before, after), model)
    begin, _, later = said.partition(" … ")
    assert len(found) == 1 and found[0].startswith(begin) and later in found[0], found


WRONG = ["", "x", "A b!", "0", "1000", "1e9", "9" * 500, "2030-01-01", "y" * 70, [], ["x", "x"], [[]], {}, {"x": "y"}, ["x"] * 70]
"""What careless and hostile people write where something else belongs."""
ALONE = {About: "book/facts/about.yaml", Local: "local.example.yml"}
"""Kinds that stand by themselves in a file, and a good one."""
JARGON = re.compile(
    r"(?i)input|should|tuple|dict|instance|valid|integer|string|boolean|parse|datetime|url|enum|literal|item|type|[{}_\[\]]"
)
"""Words and signs of the library that reads the data, which no author needs to know."""


def spoilt(data):
    """Copies of the data, each with one thing wrong: a field gone, one too many, or a wrong value in the place of a right one."""
    yield from WRONG
    if isinstance(data, dict):
        yield {**data, "extra": "x"}
    for step in data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ():
        without = copies.copy(data)
        del without[step]
        yield without
        for value in spoilt(data[step]):
            changed = copies.copy(data)
            changed[step] = value
            yield changed


@pytest.mark.parametrize("model", [*GOOD, *ALONE])
def test_every_wrong_value_in_every_field_gets_a_sentence_for_people(tmp_path, model):
    """Also where it is well: what is read is either right, or refused in words. Nothing crashes."""
    good = read_plain(tmp_path, GOOD[model])[0] if model in GOOD else read_plain(ROOT / ALONE[model])
    path = tmp_path / "a.yaml"
    refused = 0
    for wrong in spoilt(good):
        path.write_text(json.dumps(wrong if model in ALONE else [wrong]))
        try:
            read_one(path, model, TODAY) if model in ALONE else read_list(path, model, TODAY)
        except CourseError as error:
            refused += 1
            for problem in error.problems:
                assert problem.place == Place(path, 1)
                # Names in quotation marks are the author’s own, and so are the words to choose from.
                said = re.sub(r"“[^”]*”|“[^”]*…|Write one of these: .*|Write \[one, two\]", "", f"{problem.what} {problem.do}")
                assert not JARGON.search(said), problem
                assert problem.what.endswith(".") and re.fullmatch(r"[A-Z].*\.", problem.do), problem
                if isinstance(wrong, dict) and isinstance(wrong.get("id"), str):
                    assert f"“{wrong['id']}”" in problem.what
    assert refused > 20


def test_there_are_words_for_every_kind_of_error_and_for_no_other(tmp_path):
    kinds = set()
    for model in [*GOOD, *ALONE]:
        good = read_plain(tmp_path, GOOD[model])[0] if model in GOOD else read_plain(ROOT / ALONE[model])
        for wrong in spoilt(good):
            try:
                model.model_validate(wrong)
            except ValidationError as error:
                kinds |= {problem["type"] for problem in error.errors()}
    assert kinds - {"value_error"} == set(entries._SAID)


def test_every_problem_of_a_file_is_told_at_once(tmp_path):
    wrong = ASKED.replace("ask:", "aks:") + ASKED.replace("one-two", "three").replace("true", "maybe")
    found = problems_of(tmp_path / "q.yaml", wrong + ASKED.replace("  ask:", "  ask: Twice?\n  ask:").replace("one-two", "four"))
    assert len(found) == 4


def test_an_entry_knows_the_line_of_each_of_its_fields(tmp_path):
    (tmp_path / "q.yaml").write_text("# A comment\n" + GOOD[Walk])
    (walk,) = read_list(tmp_path / "q.yaml", Walk)
    lines = {
        field: walk.place_of(field).line
        for field in ("id", "steps", "steps.0", "steps.0.choices.1.next", "steps.1.end.routes", "steps.7.id", "steps.1.ask", "nothing")
    }
    assert list(lines.values()) == [2, 7, 8, 19, 22, 7, 20, 2], lines
    (tmp_path / "local.yml").write_text("organisation: ''\nlead:\n  title: 'The lead'\n  phone: '01632 960001'\n")
    assert read_local(tmp_path / "local.yml").place_of("lead.phone").line == 4


def test_a_day_that_has_been_is_counted_from_the_day_of_the_reading(tmp_path):
    (tmp_path / "q.yaml").write_text(GOOD[Claim])
    assert read_list(tmp_path / "q.yaml", Claim, date(2026, 11, 24))
    with pytest.raises(CourseError, match="2026-11-24 has not come yet"):
        read_list(tmp_path / "q.yaml", Claim, date(2026, 11, 23))
    (tmp_path / "local.yml").write_text("routes_checked: '2026-11-24'\n")
    assert read_local(tmp_path / "local.yml", date(2026, 11, 24))
    with pytest.raises(CourseError, match="2026-11-24 has not come yet"):
        read_local(tmp_path / "local.yml", date(2026, 11, 23))
    tomorrow = date.today() + timedelta(days=1)
    (tmp_path / "q.yaml").write_text(GOOD[Claim].replace("2026-11-24", str(tomorrow)))
    with pytest.raises(CourseError, match="has not come yet"):
        read_list(tmp_path / "q.yaml", Claim)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("[]", "1: This entry is a list, and must be made of fields. Write each on a line of its own: “word: text”."),
        ("words", "1: This entry is text, and must be made of fields."),
        ("\nlead: [a]", "2: “lead” is a list, and must be made of fields."),
        ("\nlead: null", "2: “lead”: “null” would be printed on every page. Leave it empty"),
        ("\nlead:\n  phone: ['01632 960001']", "3: “lead.phone” is a list, and must be text."),
        ("\nlead: {nobody: perhaps}", "2: “lead.nobody” is “perhaps”, and must be true or false."),
        ("\nkind: scouts", "2: “kind” is “scouts”, which is none of its words. Write one of these: school, college, club."),
        ("\nroutes_checked: '86400'", "2: “routes_checked”: “86400” is no day. Write year, month and day, as in 2026-11-24."),
        ("area: ''\nlado: {title: 'The LADO', phone: '01632 960001'}", "2: “lado”: lado stands without a council."),
        ("area: ''\ncouncil_day: {title: 'A', phone: '01632 960001'}", "2: “council_day”: council_day stands without council_night"),
        ("area: ''\npolicy: On the wall # by the gate", "2: After “On the wall” the rest of the line is lost: “# by the gate”. Take"),
        ("\nlead:\n  title: 'a'\n  place: #3, by the gate", "4: What “place” says is lost: “#3, by the gate”. Take the # out, and put"),
        ("\ncouncil_day: '01632 960010'", "2: “council_day”: it is one sentence. Write “title:”, “phone:” and “hours:” below it"),
        ("\ncouncil_night: nobody", "2: “council_night”: every council has one. Leave it empty: '', and choose the “area”"),
        (
            "\nlead: ''\n  title: 'a'",
            "3: This is not YAML: did not find expected key. Look at this line and the one above. Put each value in quotes",
        ),
        ("policy: a" + " " * 1_000_000 + "b#", "1: “policy”: “#” cannot be printed here. Use letters, figures and plain punctuation."),
        ("area: ''\npolicy: 'On the wall'\narea: ''", "3: “area” stands twice in one entry."),
    ],
    ids=lambda value: repr(value[:30]),
)
def test_local_details_are_refused_at_their_own_line(tmp_path, wrong, said):
    (tmp_path / "local.yml").write_text(wrong, "utf-8")
    with pytest.raises(CourseError) as error:
        read_local(tmp_path / "local.yml")
    (problem,) = error.value.problems
    assert f"{problem.place.line}: {problem.what} {problem.do}".startswith(said)


def test_a_comment_with_two_spaces_before_it_is_no_part_of_a_value(tmp_path):
    (tmp_path / "local.yml").write_text(
        "kind: school      # school or club\ndeputies: nobody  # who stands in\nlead:  # below\n  title: 'A'\n"
    )
    local = read_local(tmp_path / "local.yml")
    assert local.kind == "school" and local.deputies.nobody and local.lead.title == "A"


def test_what_is_printed_is_short_and_cannot_write_on_the_screen(tmp_path):
    shown = str(Problem(Place(tmp_path / "q.yaml", 1), "It says “\x1b[31m" + "a" * 100_000 + "”, which is wrong.", "Mend it."))
    assert "\x1b" not in shown and "\\u001b[31m" in shown
    assert len(shown) < 600 and shown.endswith("”, which is wrong. Mend it.")


def test_of_many_problems_the_first_are_printed_and_the_rest_is_counted(copy, monkeypatch, capsys):
    monkeypatch.chdir(copy)
    claims = copy / "book/facts/claims.yaml"
    text = claims.read_text("utf-8")
    claims.write_text(text[: text.index("\n- id:", text.index("- id:"))], "utf-8")
    assert command.main(["check"]) == 1
    *problems, more, last = capsys.readouterr().err.splitlines()
    assert len(problems) == MOST and more == f"And {int(last.split()[0]) - MOST} more."
    claims.write_text(text, "utf-8")
    (copy / "book/signs.md").open("a", encoding="utf-8").write("He said “kiddie”.\n\n" * (MOST + 7))
    assert command.main(["check"]) == 1
    *problems, more, last = capsys.readouterr().out.splitlines()
    assert len(problems) == MOST and more == f"And {int(last.split()[0]) - MOST} more."


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
        ("book/facts/claims.yaml", "check_by: 2027", "check_by: 2020", "is not after “checked”"),
        ("book/facts/claims.yaml", "address: https://", "address: javascript://", "is no address of a page"),
        ("book/facts/claims.yaml", "  nations:", "  replace:\n  nations:", "“replace” of “tvp-arrests-2021” is empty."),
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
        ("book/facts/changes.yaml", "who: [governor", "who: [gouverneur", "There is no role “gouverneur”, which the change “kept-in-h"),
        ("book/facts/changes.yaml", "[who-to-call#", "[who-to-cal#", "There is no page “who-to-cal”, which the change “lado-yourself”"),
        ("book/facts/changes.yaml", "#call-adult", "#call-adults", "“call-adults” is no label of who-to-call.md, which the change “lado-"),
        ("book/facts/changes.yaml", "[R4, F1]", "[R4, F9]", "There is no objective “F9”, which the change “lado-yourself” names."),
        ("book/facts/changes.yaml", "[symbols-have-gaps", "[symbols-have-no", "There is no claim “symbols-have-no”."),
        ("book/facts/changes.yaml", "[call-owner]", "[call-oner]", "There is no question “call-oner”, which the change “lado-yourself”"),
        ("book/facts/changes.yaml", "[call-owner]", "[call-owner]\n  replaces: [hirer]", "There is no change “hirer”, which the change"),
        ("book/facts/changes.yaml", "[call-owner]", "[call-owner]\n  replaces: [small-things]", "“small-things” is of the same edition"),
        ("book/facts/runsheets.yaml", "{word}`head`", "{word}`boss`", "“boss” is no post."),
        ("book/facts/briefings.yaml", "{word}`head`", "{word}`boss`", "“boss” is no post."),
        ("book/facts/briefings.yaml", "{word}`head`", "{word} `head`", "“{word} `head`” would be printed as it stands."),
        ("book/facts/briefings.yaml", "{word}`head`", "{local}`head`", "“{local}`head`” would be printed as it stands."),
        ("book/facts/runsheets.yaml", "what: Listen", "what: Tell the {word}`head`", "would be printed as it stands."),
        ("exercises/questions/essentials.yaml", "the head", "the {word}`head`", "would be printed as it stands."),
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


def test_an_id_is_written_one_way_for_the_data_and_for_the_browser_that_asks_for_a_file_of_that_name(tmp_path):
    """Two ids that differ by a capital alone would be one file on some machines."""
    for name in ("One-two", "one-Two", "R2"):
        (problem,) = problems_of(tmp_path / "q.yaml", ASKED.replace("one-two", name))
        assert problem.startswith(f"1: “id” of “{name}” is “{name}”, which is no name of ours.")
    pattern = Question.model_json_schema()["properties"]["id"]["pattern"]
    assert f"/{pattern}/.test(id)" in (PARTS / "10-questions.js").read_text("utf-8")


@pytest.mark.parametrize(
    "path",
    ["exercises/cases/x.yml", "exercises/cases/x.YAML", "exercises/question/signs.yaml", "exercises/x.yaml", "book/facts/contact.yaml"],
)
def test_data_that_nothing_reads_is_refused(copy, path):
    (copy / path).parent.mkdir(exist_ok=True)
    (copy / path).write_text("- id: x\n", "utf-8")
    with pytest.raises(
        CourseError, match=rf"{path}:1: Nothing reads this file\. Let it end in \.yaml, and (put it into exercises|name it as)"
    ):
        load(copy)
