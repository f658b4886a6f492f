"""The notebook face: the same things as in the book, as objects that Jupyter shows.

A notebook of the course says `from safeguarding.notebook import ...` and calls one of these functions in a
cell. The page prints its HTML; `nbval` runs the cell again and compares what comes back with what is stored.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from pathlib import Path

from . import render
from .answers import read_answers
from .assessment import forms
from .course import Course, load
from .impact import read_impact
from .question import Question
from .walk import Choice, Step, Walk


class Shown:
    """Something to show: HTML for the page, plain text for everywhere else."""

    def __init__(self, html: str, text: str):
        self.html, self.text = html, text

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


@lru_cache(maxsize=1)
def course() -> Course:
    """The course that this notebook belongs to. Raises `CourseError` when its data is wrong."""
    here = Path.cwd().resolve()
    root = next((folder for folder in (here, *here.parents) if (folder / "local.yml").exists()), here)
    return load(root)


def questions(chapter: str) -> Shown:
    """All questions in the file of a chapter, as the chapter shows them."""
    items = course().of_chapter(chapter)
    return Shown(
        "\n".join(render.question(course(), item) for item in items),
        "\n\n".join(render.question(course(), item, "txt") for item in items),
    )


def marking(chapter: str) -> Shown:
    """Every option of every question of a chapter, marked, with the feedback that the learner reads."""
    return _marked(course().of_chapter(chapter))


def _marked(items: list[Question]) -> Shown:
    return _plain(
        [
            f"{item.id} {letter} {'right' if option.key else 'wrong'}: {option.feedback}"
            for item in items
            for letter, option in item.lettered
        ]
    )


def assessment_bank() -> Shown:
    """All items of the final assessment."""
    items = course().assessment.values()
    return Shown(
        "\n".join(render.question(course(), item) for item in items), "\n\n".join(render.question(course(), item, "txt") for item in items)
    )


def assessment_marking() -> Shown:
    """Every option of every item of the final assessment, marked."""
    return _marked(list(course().assessment.values()))


def balance_of_forms() -> Shown:
    """What the bank and all forms hold, by objective and by critical action."""
    return Shown(render.blueprint(course()), render.blueprint(course(), "txt"))


def every_form() -> Shown:
    """Every form: its items in order, and its reserve scenes."""
    lines = []
    for form in forms(course()):
        reserves = " ".join(f"{action}={'+'.join(names)}" for action, names in form.reserves.items())
        lines.append(f"{form.number}: {' '.join(form.items)} | {reserves}")
    return _plain(lines)


def answers(*files: str) -> Shown:
    """What people answered, from tables beside the notebook: item by item, with what a lead can say to the commonest wrong answer."""
    found = read_answers(course(), *map(Path, files))
    return Shown(render.answers(course(), found), render.answers(course(), found, "txt"))


def impact(*files: str) -> Shown:
    """What the papers of a group show, from tables beside the notebook, and what they do not."""
    people = read_impact(course(), *map(Path, files))
    return Shown(render.impact_report(course(), people), render.impact_report(course(), people, "txt"))


def drills(*names: str) -> Shown:
    """Walks, as the chapter shows them."""
    items = [course().walks[name] for name in names]
    return Shown(
        "\n".join(render.walk(course(), item) for item in items), "\n\n".join(render.walk(course(), item, "txt") for item in items)
    )


def writing(name: str) -> Shown:
    """A writing task, as the chapter shows it."""
    item = course().writing[name]
    return Shown(render.writing(course(), item), render.writing(course(), item, "txt"))


def chart(name: str) -> Shown:
    """A chart with its table, as the chapter shows it."""
    item = course().charts[name]
    return Shown(render.chart(course(), item), render.chart(course(), item, "txt"))


def every_choice(*names: str) -> Shown:
    """Each walk, taken so that every choice of every step is taken once and every end is reached."""
    lines = []
    for name in names:
        item = course().walks[name]
        for path in paths(item):
            lines.append(
                f"{name}: " + " > ".join(f"{item.number(step.id)}{_letter(step, choice)}" for step, choice in path[0]) + f" > {path[1]}"
            )
    return _plain(lines)


def paths(item: Walk) -> list[tuple[list[tuple[Step, Choice]], int]]:
    """Ways through a walk, as ([(step, choice), ...], number of the end), that together take every choice once.

    Each way leads from the start by the shortest road to a choice not yet taken, and from there to the nearest end.
    """
    steps = {step.id: step for step in item.steps}

    def road(start: str, goal) -> list[tuple[Step, Choice]]:
        """The shortest way from a step to one for which `goal` holds."""
        waiting: list[tuple[str, list[tuple[Step, Choice]]]] = [(start, [])]
        seen = {start}
        for name, taken in waiting:
            if goal(steps[name]):
                return taken
            for choice in steps[name].choices:
                if choice.next not in seen:
                    seen.add(choice.next)
                    waiting.append((choice.next, [*taken, (steps[name], choice)]))
        raise LookupError(start)

    found, left = [], {(step.id, place) for step in item.steps for place in range(len(step.choices))}
    while left:
        step_id, place = min(left, key=lambda pair: (item.number(pair[0]), pair[1]))
        step = steps[step_id]
        choice = step.choices[place]
        way = [*road(item.steps[0].id, lambda other, step=step: other is step), (step, choice)]
        way += road(choice.next, lambda other: other.end is not None)
        left -= {(before.id, before.choices.index(taken)) for before, taken in way}
        found.append((way, item.number(way[-1][1].next)))
    return found


def _letter(step: Step, choice: Choice) -> str:
    return "ABCDEF"[step.choices.index(choice)]


def _plain(lines: list[str]) -> Shown:
    text = "\n".join(lines)
    return Shown(f"<pre>{escape(text)}</pre>", text)
