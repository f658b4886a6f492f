"""A page holds what the table of blocks lists, and no more: whatever a reader sees, a rule has read."""

import json
from io import StringIO

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from safeguarding import book, head, rules
from safeguarding.blocks import DIRECTIVES, ROLES
from safeguarding.course import load
from safeguarding.entries import CourseError
from safeguarding.page import parser, read_notebook, read_page

MARKDOWN = parser(["colon_fence"])


def read(folder, text: str):
    """The page of some Markdown."""
    path = folder / "page.md"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_page(path, "page", MARKDOWN)


def refused(folder, text: str) -> list[str]:
    """What is wrong with a page: “line: what do”."""
    with pytest.raises(CourseError) as error:
        read(folder, text)
    return [f"{problem.place.line}: {problem.what} {problem.do}" for problem in error.value.problems]


DEEP = "\n".join([*(":" * (20 - depth) + "{container} box" for depth in range(8)), "Text.", *(":" * (13 + depth) for depth in range(8))])


@pytest.mark.parametrize(
    ("text", "said"),
    {
        "a note": ("# T\n\n:::{note}\nRing 01632 960001.\n:::\n", "3: There is no directive {note}. Use one of {about}, "),
        "a dropdown": ("# T\n\n:::{dropdown} More\nText.\n:::\n", "3: There is no directive {dropdown}."),
        "a figure": ("# T\n\n```{figure} a.png\n```\n", "3: There is no directive {figure}."),
        "a note in a scene": ("# T\n\n::::{scene}\n:::{note}\nText.\n:::\n::::\n", "4: There is no directive {note}."),
        "HTML": ("# T\n\n<div>Ring 01632 960001.</div>\n", "3: A page may not hold HTML: no rule can read it. Write Markdown"),
        "HTML in a line": ("# T\n\nText <b>bold</b>.\n", "3: A page may not hold HTML"),
        "a comment of HTML": ("# T\n\n<!-- note -->\n", "3: A page may not hold HTML"),
        "code": ("# T\n\n```\n01632 960001\n```\n", "3: A page may not hold a block of code"),
        "code in python": ("# T\n\n```python\nx = 1\n```\n", "3: A page may not hold a block of code"),
        "an indent": ("# T\n\n    01632 960001\n", "3: A page may not hold an indented block of code"),
        "a footnote": ("# T\n\nText.[^1]\n\n[^1]: Note.\n", "3: A page may not hold a footnote"),
        "a role": (
            "# T\n\nText {ref}`there`.\n",
            "3: There is no role {ref}. Use one of {claim}, {contact}, {local}, {number}, {term}, {word}.",
        ),
        "options": ("# T\n\n:::{scene}\n:class: wide\nText.\n:::\n", "4: {scene} takes no options. Take the line out."),
        "names": ("# T\n\n:::{scene} Tuesday\nText.\n:::\n", "3: {scene} has 1 names, and takes none. Correct its first line"),
        "no question": ("# T\n\n```{quiz}\n```\n", "3: {quiz} has 0 names of the kind “question”, and takes 1 or more."),
        "two places": ("# T\n\n```{live} kept record\n```\n", "3: {live} has 2 names of the kind “live place”, and takes 1."),
        "half a block": ("# T\n\n```{from} essentials\n```\n", "3: {from} has 1 names of the kind “block”, and takes 2."),
        "lines in a list": ("# T\n\n```{sources}\nnice-listening\n```\n", "3: {sources} has 1 names, and takes none."),
        "a circle": ("# T\n\n::::{action}\n```{from} page action\n```\n::::\n", "4: A block that {from} can show holds no {from}"),
        "depth": (f"# T\n\n{DEEP}\n", "9: More than 6 directives stand inside each other. Write it flat."),
        "a waiver without a reason": (
            "# T\n\n% allow R10:\n\nText.\n",
            "3: This waives nothing: “allow R10:”. Write “% allow R01: ” and the",
        ),
        "a waiver of nothing": ("# T\n\n% allow the number\n\nText.\n", "3: This waives nothing: “allow the number”."),
        "another head": (
            "---\nobjectives: [R1]\nauthor: me\n---\n# T\n",
            "1: The head of the page is not understood. Write “objectives: [R1]”",
        ),
        "a term twice": (
            "# T\n\n```{glossary}\nDSL\n  One.\n\nDSL\n  Two.\n```\n",
            "7: The term “DSL” is explained twice. Keep one of them.",
        ),
        "nothing": ("\n \n", "1: This page is empty. Write “# Title” and its text, or restore it."),
        "a block that is not closed": (
            "# T\n\n:::{scene}\nText.\n\n## Two\n",
            "3: “:::{scene}” is not closed, or what stands around it is not. Write ::: on a line of its own",
        ),
        "one around another": ("# T\n\n:::{scene}\nText.\n\n:::{do}\nText.\n:::\n", "6: “:::{do}” is not closed, or what stands around"),
        "names that are not closed": ("# T\n\n```{quiz}\nsigns-boots\n", "3: “```{quiz}” is not closed"),
        "a glossary that is not closed": ("# T\n\n```{glossary}\nDSL\n  One.\n", "3: “```{glossary}” is not closed"),
        "tildes": ("# T\n\n~~~{scene}\nText.\n", "3: “~~~{scene}” is not closed"),
        "a role without its sign": (
            "# T\n\nText.\nMore{claim}kcsie-act.\n",
            "4: “{claim}” would be printed as it stands. Write {role}`name`",
        ),
        "a role and a space": ("# T\n\nThe {word} `head`.\n", "3: “{word}” would be printed as it stands."),
        "half a role": ("# T\n\nThe {word}`head now.\n", "3: “{word}`head now.” would be printed as it stands."),
        "a title of a link": ('# T\n\n[Our page](x.md "Ring 01632 960001")\n', "3: The link to x.md has a title, which no rule reads."),
        "bidirectional by name": ("# T\n\nText &#x202e;gnir.\n", "3: This line: it holds a sign that nobody sees (U+202E"),
        "NUL": ("# T\n\nText\0.\n", "3: This line: it holds a sign that nobody sees (U+0000"),
        "bidirectional": (
            "# T\n\nText \u202egnir\u202c.\n",
            "3: This line: it holds a sign that nobody sees (U+202E, right-to-left override). Take it out",
        ),
        "zero width": ("# T\n\nText\u200b.\n", "3: This line: it holds a sign that nobody sees (U+200B, zero width space)."),
        "bytes": (b"# T\n\n\xff\n", "3: This line is not UTF-8 text. Save the file as UTF-8."),
    }.values(),
    ids=lambda value: "",
)
def test_what_no_rule_could_read_is_refused_with_its_line(tmp_path, text, said):
    (problem,) = refused(tmp_path, text)
    assert problem.startswith(said)


def test_a_mark_at_the_head_of_a_file_is_no_fault(tmp_path):
    assert read(tmp_path, b"\xef\xbb\xbf# Title\n").title == "Title"


def test_the_book_can_build_all_that_a_page_may_hold():
    assert {*book.SHOWN, *book.SAID} | book.THEIRS == {*DIRECTIVES, *ROLES}


def built(folder, course, text: str) -> tuple[str, str]:
    """The HTML of one page of Markdown, built with all that is ours and without the checks that come before a build, and what the
    build says."""
    (folder / "page.md").write_text(f"# Title\n\n{text}\n", "utf-8")
    said = StringIO()
    options = {"extensions": ["myst_parser"], "root_doc": "page", "exclude_patterns": ["out"], "myst_enable_extensions": ["colon_fence"]}
    with docutils_namespace():
        app = Sphinx(folder, None, folder / "out", folder / "out", "html", options, status=None, warning=said)
        head.remember(app, course)
        for name, directive in book.SHOWN.items():
            app.add_directive(name, directive)
        for name, role in book.SAID.items():
            app.add_role(name, role)
        app.build()
    return (folder / "out/page.html").read_text("utf-8"), said.getvalue()


def test_a_fault_in_any_directive_or_role_is_answered_with_file_line_and_what_to_do(tmp_path, course):
    naming = [f"{{{name}}} nobody nowhere" for name, kind in DIRECTIVES.items() if kind.names and name not in ("container", "cards")]
    wrong = [*naming, "{from} essentials nothing", "{from} essentials", "{live} kept record", "{sheet}"]
    roles = [f"{{{name}}}`nobody`" for name in ROLES if name != "term"]
    page, said = built(tmp_path, course, "\n".join([*(f":::{text}\n:::" for text in wrong), *(f"\n{text}" for text in roles)]))
    lines = [*range(3, 3 + 2 * len(wrong), 2), *range(4 + 2 * len(wrong), 4 + 2 * len(wrong + roles), 2)]
    for line, text in zip(lines, wrong + roles, strict=True):
        name = text[: text.index("}") + 1]
        assert f"page.md:{line}: ERROR: {name} cannot be shown: " in said
    assert said.count("Correct it; “make rules” names what is not known.") == len(lines)
    assert "Traceback" not in said and "</html>" in page


def test_a_fault_of_our_own_in_a_directive_or_role_names_the_page_too_and_its_kind(tmp_path, course, monkeypatch):
    def spoilt(face):
        raise TypeError("it is no number")

    monkeypatch.setattr(book.About, "show", spoilt)
    monkeypatch.setattr(book.LocalRole, "show", spoilt)
    _, said = built(tmp_path, course, ":::{about}\n:::\n\nAsk {local}`lead`.")
    for line, name in (3, "about"), (6, "local"):
        assert f"page.md:{line}: ERROR: {{{name}}} cannot be shown: TypeError, it is no number." in said


def test_the_words_of_every_block_are_read_with_the_line_on_which_they_stand(tmp_path):
    sheet = ":::::{sheet} poster\n::::{container} box\n:::{scene}\nTwo lines\nof text.\n:::\n::::\n:::::\n"
    page = read(tmp_path, f"# T\n\n{sheet}\n| A | B |\n|---|---|\n| x | y |\n")
    assert [(words.place.line, words.text, words.block) for words in page.words] == [
        (1, "T", ""),
        (6, "Two lines of text.", "scene"),
        (12, "A", ""),
        (12, "B", ""),
        (14, "x", ""),
        (14, "y", ""),
    ]


def test_what_a_learner_is_not_shown_counts_no_minute_however_deep_it_stands(tmp_path):
    page = read(tmp_path, "# T\n\n::::{trainer}\n:::{scene}\nMany words stand here.\n:::\n::::\n\nOne two three.\n")
    assert page.word_count == 4, "the title and three words"


def test_a_glossary_is_read_term_by_term(tmp_path):
    page = read(tmp_path, "# T\n\n```{glossary}\nDSL\n  The lead. See {term}`LADO`.\n\nLADO\n  An officer.\n```\n")
    assert {term: place.line for term, place in page.terms.items()} == {"DSL": 4, "LADO": 7}
    assert [(words.place.line, words.text) for words in page.words[1:]] == [
        (4, "DSL"),
        (7, "LADO"),
        (5, "The lead. See LADO."),
        (8, "An officer."),
    ]
    assert page.named("term") == ["LADO"]


def test_the_words_of_a_link_stay_in_their_sentence_and_a_role_may_be_called_otherwise(tmp_path):
    page = read(tmp_path, "# T\n\nSee [the list](a.md) now, and ask {term}`the lead <DSL>`.\n")
    assert page.words[1].text == "See the list now, and ask the lead."
    assert [(link.text, link.address) for link in page.links] == [("the list", "a.md")] and page.named("term") == ["DSL"]


def test_a_term_that_is_explained_twice_is_said_with_its_line(tmp_path):
    said = refused(tmp_path, "# T\n\n```{glossary}\nDSL\n  The lead.\n\nDSL\n  An officer.\n```\n")
    assert said == ["7: The term “DSL” is explained twice. Keep one of them."]


def test_a_waiver_says_which_rule_and_why(tmp_path):
    page = read(tmp_path, "# T\n\n% allow R01: the word itself is the lesson here\n\nText.\n")
    assert {rule: place.line for rule, place in page.waived.items()} == {"R01": 3}


CELLS = {"cells": [{"cell_type": "markdown", "source": ["# Practice\n", "\n", "Ring “me”.\n"]}, {"cell_type": "code", "source": "1 <b>"}]}


def test_the_prose_of_a_notebook_is_read_at_its_lines(tmp_path):
    path = tmp_path / "practice.ipynb"
    path.write_text(json.dumps(CELLS, indent=1, ensure_ascii=False), "utf-8")
    page = read_notebook(path, "practice", MARKDOWN)
    lines = path.read_text("utf-8").splitlines()
    assert page.title == "Practice" and [words.text for words in page.words] == ["Practice", "Ring “me”."]
    assert all(words.text in lines[words.place.line - 1] for words in page.words)


@pytest.mark.parametrize("text", ["{", "[]", '{"cells": 1}', '{"cells": [{}]}', "[" * 100_000])
def test_what_is_no_notebook_is_said_so(tmp_path, text):
    path = tmp_path / "practice.ipynb"
    path.write_text(text)
    with pytest.raises(CourseError, match="This is not a notebook"):
        read_notebook(path, "practice", MARKDOWN)


SIGNS = "book/signs.md"


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (SIGNS, "{claim}`", "{claim}`no-such,", "There is no claim “no-such”. Correct the name, or add it to book/facts/claims.yaml."),
        (SIGNS, "```{sources}\n```", "{term}`Nope`\n\n```{sources}\n```", "There is no term “Nope”."),
        (
            SIGNS,
            "```{sources}\n```",
            "```{from} essentials scene-two\n```\n\n```{sources}\n```",
            "There is no block “essentials scene-two”.",
        ),
        (
            SIGNS,
            "```{sources}\n```",
            "{number}`council-finder`\n\n```{sources}\n```",
            "There is no contact with a number “council-finder”.",
        ),
        (SIGNS, "```{sources}\n```", "[There](nope.md)\n\n```{sources}\n```", "The link “There” leads to nope.md, which is not there."),
        (SIGNS, "```{sources}\n```", "[There](essentials.md#nope)\n\n```{sources}\n```", "The link “There” leads to the label “nope”"),
        (SIGNS, "```{sources}\n```", "[There](#nope)\n\n```{sources}\n```", "The link “There” leads to the label “nope”"),
        ("_toc.yml", "book/signs", "book/sings", "There is no page “book/sings”. Correct the name, or take the line out."),
        ("book/index.md", "\n\n", "\n\n```{about}\n```\n\n", "{about} stands on a page without objectives."),
        ("book/facts/about.yaml", "roles: [child]", "roles: [support]", "No group of the directory holds contacts with the role “child”."),
        ("exercises/lab-figures.ipynb", "../book/scale.md", "../book/scales.md", "leads to ../book/scales.md, which is not there."),
    ],
    ids=lambda value: "",
)
def test_a_name_that_leads_nowhere_is_said_with_file_and_line(copy, path, old, new, said):
    file = copy / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(CourseError) as error:
        load(copy)
    (problem,) = error.value.problems
    assert said in str(problem)
    if path.endswith((".md", ".ipynb")) and "objectives" not in said:
        assert problem.place.path == file and new.split("\n")[0] in file.read_text("utf-8").splitlines()[problem.place.line - 1]


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (
            "book/reference/glossary.md",
            "  Blackmail. Someone",
            "  Ring 01632 960001. Someone",
            "R10: “01632 960001” looks like a telephone",
        ),
        ("exercises/lab-figures.ipynb", "You need no more", "A paedophile needs no more", "R01: “paedophile” blames or is out of date."),
        (SIGNS, "# ", "% allow R99: there is no such rule anywhere\n\n# ", "There is no rule R99 to waive."),
    ],
)
def test_the_rules_read_the_glossary_and_the_notebooks_and_know_their_own_numbers(copy, path, old, new, said):
    file = copy / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    found = [problem for problem in rules.broken(load(copy)) if said in problem.what]
    assert [problem.place.path for problem in found] == [file]


def test_a_bank_too_small_for_the_assessment_is_said_by_the_rules(copy):
    for path in sorted((copy / "exercises/assessment").glob("*.yaml"))[2:]:
        path.unlink()
    assert any("the bank" in problem.what and "Form" in problem.what for problem in rules.broken(load(copy)))
