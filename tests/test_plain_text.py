"""The plain-text twin of each page."""

import pytest
from paper import tight

from safeguarding.plain_text import write_text


@pytest.fixture(scope="module")
def twins(course, once):
    return once("twins", lambda folder: write_text(course, folder)) / "text"


@pytest.mark.release
def test_every_page_has_a_plain_text_twin_and_nothing_else_is_there(course, twins):
    for name in course.pages:
        text = (twins / f"book/{name}.txt").read_text("utf-8")
        assert course.pages[name].title.split(",")[0] in text
    text = (twins / "book/signs.txt").read_text("utf-8")
    assert "Nursery, quarter past two." in text and "A. Tell the lead now" in text and "<" not in text.replace("<https", "")
    assert [path.name for path in twins.rglob("*.*") if path.suffix != ".txt"] == []


@pytest.mark.release
def test_in_plain_text_a_paragraph_is_one_line_with_its_marks_contacts_and_local_details(course, twins):
    signs, real = ((twins / f"book/{name}.txt").read_text("utf-8").splitlines() for name in ("signs", "real-child"))
    assert any("surroundings. [1] The examples are ours," in line for line in signs)
    assert any("Samaritans (116 123) will listen." in line for line in signs)
    assert any("Together, with the DSL, they are a reason to act. Ask today who that is here" in line for line in signs)
    assert any(
        course.contacts["council-finder"].web + "). You cannot find it" in line and "in danger. Then tell the DSL." in line for line in real
    )


@pytest.mark.release
def test_in_plain_text_the_paragraphs_of_a_box_stay_apart(twins):
    lines = (twins / "book/signs.txt").read_text("utf-8").splitlines()
    assert any(line.endswith("You wipe the table.") for line in lines) and "**In fact**" in lines


@pytest.mark.release
def test_in_plain_text_every_contact_keeps_its_limits(course, twins):
    text = "".join((twins / "book/reference/routes.txt").read_text("utf-8").split())
    for contact in course.contacts.values():
        for said in (contact.note, contact.not_instead_of):
            assert not said or tight(said) in text, contact.id
