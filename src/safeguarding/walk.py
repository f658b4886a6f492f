"""A walk: numbered steps, choices, consequences, “go to 5”. Drills, route finder and cases are walks.

>>> # exercises/drills/essentials.yaml
>>> # - id: handover-door
>>> #   title: Thirty-second hand-over
>>> #   lead: Say your choice aloud before you press it.
>>> #   objective: F1
>>> #   claims: [act-at-once]
>>> #   steps:
>>> #     - id: door
>>> #       text: Six minutes to home time. ...
>>> #       ask: What do you say from the door?
>>> #       choices:
>>> #         - say: “Please come now.”
>>> #           then: She is already on her feet.
>>> #           next: end
>>> #           best: true
>>> #     - id: end
>>> #       text: The DSL goes to keep the boy inside.
>>> #       end: {notice: ..., listen: ..., keep_safe: ..., pass_on: ..., write: ...}
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from .aims import Code
from .entries import WORDS_A_MINUTE, Cited, EachOnce, FieldError, Id, Named, Part, Text

COUNTS = {
    "open": "open prompt",
    "silence": "quiet wait",
    "leading": "leading question",
    "why": "“why” question",
    "promise": "promise",
    "telling-off": "telling-off",
}
"""The kinds of reply that are counted at the end of a walk about talking with a child, and the word for one of each."""


class Choice(Part):
    """What one may do at a step, what comes of it (`then`), and the step that follows."""

    say: Text
    then: Text
    next: Id
    best: bool = False
    counts: Literal["open", "silence", "leading", "why", "promise", "telling-off"] | None = None


class End(Part):
    """What good looks like in five verbs, the record one would have written, and the routes used."""

    notice: Text
    listen: Text
    keep_safe: Text
    pass_on: Text
    write: Text
    record: Text | None = None
    routes: Annotated[tuple[Id, ...], EachOnce] = ()

    @property
    def verbs(self) -> list[tuple[str, str]]:
        return [
            ("Notice", self.notice),
            ("Listen", self.listen),
            ("Keep safe", self.keep_safe),
            ("Pass on", self.pass_on),
            ("Write", self.write),
        ]


class Step(Part):
    """A moment: either a question with choices, or an end."""

    id: Id
    text: Text
    ask: Text | None = None
    choices: tuple[Choice, ...] = Field(default=(), max_length=6)
    end: End | None = None

    @model_validator(mode="after")
    def _choices_or_end(self):
        if self.end:
            if self.choices or self.ask:
                raise FieldError("end", f"step “{self.id}” is an end and has choices or a question. | Keep one of the two.")
        elif len(self.choices) < 2 or not self.ask:
            raise ValueError(f"step “{self.id}” is a dead end. | Give it “ask” and two choices or more, or an “end”.")
        elif not any(choice.best for choice in self.choices):
            raise FieldError("choices", f"step “{self.id}” has no best choice. | Set “best: true” on one or more.")
        return self


class Walk(Named):
    """One walk. Steps are numbered from 1 in the order of the file; the walk begins at the first."""

    title: Text
    lead: Text
    objective: Code
    claims: Cited
    small: bool = Field(False, description="Its right end is small: an everyday answer, and the lead that day.")
    steps: tuple[Step, ...] = Field(min_length=2, max_length=60)

    @model_validator(mode="after")
    def _walkable(self):
        names = [step.id for step in self.steps]

        def wrong(position: int, said: str, field: str = "id") -> FieldError:
            return FieldError(f"steps.{position}.{field}", f"step “{names[position]}” {said}")

        for position, step in enumerate(self.steps):
            if step.id in names[:position]:
                raise wrong(position, "stands twice. | Rename one.")
            for number, choice in enumerate(step.choices):
                if choice.next not in names:
                    raise wrong(position, f"goes on to “{choice.next}”, which is no step. | Correct “next”.", f"choices.{number}.next")
        onward = {step.id: {choice.next for choice in step.choices} for step in self.steps}
        lost = set(names) - _reach(onward, {names[0]})
        if lost:
            raise wrong(min(map(names.index, lost)), "cannot be reached. | Lead a choice to it, or delete it.")
        backward = {name: {step for step in names if name in onward[step]} for name in names}
        stuck = set(names) - _reach(backward, {step.id for step in self.steps if step.end})
        if stuck:
            raise wrong(min(map(names.index, stuck)), "leads to no end. | Lead a choice out of the loop.")
        _, last = self.best
        if not last.end:
            raise wrong(names.index(last.id), "comes back by the best choices, which lead to no end. | Call another choice the best.")
        return self

    def number(self, step_id: str) -> int:
        return [step.id for step in self.steps].index(step_id) + 1

    @property
    def best(self) -> tuple[list[tuple[Step, Choice]], Step]:
        """The best first choice at every step from the start, and the end where that leads."""
        taken: list[tuple[Step, Choice]] = []
        step = self.steps[0]
        while not step.end and step not in [before for before, _ in taken]:
            choice = next(choice for choice in step.choices if choice.best)
            taken.append((step, choice))
            step = self.steps[self.number(choice.next) - 1]
        return taken, step

    @property
    def best_path(self) -> list[str]:
        """The best way through, for example ["1B", "4A", "6"]."""
        taken, last = self.best
        return [f"{self.number(step.id)}{'ABCDEF'[step.choices.index(choice)]}" for step, choice in taken] + [str(self.number(last.id))]

    @property
    def minutes(self) -> float:
        """Minutes for the best way through: its words, and a quarter of a minute to weigh each choice."""
        taken, last = self.best
        read = [self.lead, last.text, *(text for _, text in last.end.verbs)] if last.end else [self.lead]
        for step, choice in taken:
            read += [step.text, step.ask or "", choice.then, *(other.say for other in step.choices)]
        return sum(len(text.split()) for text in read) / WORDS_A_MINUTE + 0.25 * len(taken)

    @property
    def marks(self) -> bool:
        """Whether best choices are marked: not in a route finder, where every answer is as good as true."""
        return not all(choice.best for step in self.steps for choice in step.choices)

    @property
    def texts(self) -> list[str]:
        found = [self.lead]
        for step in self.steps:
            found += [step.text, *filter(None, [step.ask])]
            found += [text for choice in step.choices for text in (choice.say, choice.then)]
            if step.end:
                found += [text for _, text in step.end.verbs] + [*filter(None, [step.end.record])]
        return found


def _reach(onward: dict[str, set[str]], found: set[str]) -> set[str]:
    frontier = set(found)
    while frontier:
        frontier = {name for step in frontier for name in onward[step]} - found
        found = found | frontier
    return found
