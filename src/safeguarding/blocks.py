"""What a page may hold: every directive and every role, and what each is for.

Whoever reads a page (`page`), checks its names (`course`) and builds it (`book`) takes it from here, so none of them can know
of something that another does not. What is not in these tables is refused with file and line.
"""

from __future__ import annotations

from typing import NamedTuple


class Directive(NamedTuple):
    """A directive. With `markdown` its lines are prose, which every rule reads; without, they are names, one a line.

    `names` says of which kind its names are, in the words of an error (“question”; "" where it takes none), and `least` and
    `most` how many it takes. `title` is what a building block prints above itself. A learner is not shown what is not `seen`."""

    markdown: bool = False
    names: str = ""
    least: int = 0
    most: int | None = 0
    title: str = ""
    seen: bool = True


def _names(kind: str, least: int = 1, most: int | None = None) -> Directive:
    return Directive(names=kind, least=least, most=most)


DIRECTIVES = {
    # Building blocks: Markdown in a box with a title.
    "scene": Directive(markdown=True, title="A scene"),
    "do": Directive(markdown=True, title="Do this"),
    "not": Directive(markdown=True, title="Not this"),
    "hear-fact": Directive(markdown=True, title="You may hear"),
    "action": Directive(markdown=True, title="The action card"),
    "routes": Directive(markdown=True, title="Our routes"),
    "front": Directive(markdown=True, title="Before the session"),
    "content-note": Directive(markdown=True, title="What is coming"),
    # Markdown too.
    "container": Directive(markdown=True, names="class", least=1, most=None),
    "glossary": Directive(markdown=True),
    "sheet": Directive(markdown=True, names="sheet", least=1, most=1),
    "paper": Directive(markdown=True, names="paper", least=1, most=1),
    "trainer": Directive(markdown=True, seen=False),
    # Things of the course, by name.
    "cards": _names("question or walk"),
    "chart": _names("chart"),
    "from": _names("block", 2, 2),
    "impact": _names("part of the impact kit"),
    "live": _names("live place", 1, 1),
    "paper-forms": _names("part of a paper form"),
    "quiz": _names("question"),
    "run-sheet": _names("session", 1, 1),
    "walk": _names("walk"),
    "writing": _names("writing task"),
    # Whole lists, which stand alone.
    **dict.fromkeys(
        (
            "about",
            "assessment",
            "blueprint",
            "briefings",
            "card-keys",
            "cases",
            "changes",
            "claims",
            "contacts",
            "due",
            "handouts",
            "in-short",
            "item-cards",
            "pages",
            "paths",
            "printing",
            "review-sheet",
            "run-sheets",
            "sources",
            "this-month",
            "trainer-notes",
        ),
        Directive(),
    ),
}
"""Every directive by its name."""

TITLED = {name: kind.title for name, kind in DIRECTIVES.items() if kind.title}
"""The building blocks that a learner sees, with the title of each. {from} can show them again on another page."""


class Role(NamedTuple):
    """A role. `names` says of which kind its name is; `many` that it takes several, with commas. `said` is what a rule reads
    in its place: None stands for the name itself as a reader sees it."""

    names: str
    many: bool = False
    said: str | None = ""


ROLES = {
    "claim": Role("claim", many=True),
    "contact": Role("contact", said="This contact"),
    "local": Role("local detail"),
    "number": Role("contact with a number", said="999"),
    "term": Role("term", said=None),
    "word": Role("post", said=None),
}
"""Every role by its name."""
