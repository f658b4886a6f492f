"""A question (item): a scene or a plain stem, three options of which one is right, and feedback for every one of them.

>>> # exercises/questions/signs.yaml
>>> # - id: signs-saturday
>>> #   objective: R2
>>> #   section: signs-small-pieces
>>> #   critical: pass-on-now
>>> #   claims: [csa-most-do-not-tell]
>>> #   scene: Lunch duty. A girl in Year 4 has eaten nothing. ...
>>> #   ask: What do you do first?
>>> #   options:
>>> #     - say: Sit down beside her.
>>> #       key: true
>>> #       feedback: She gets a door, not a question that she has to answer.
>>> #     - say: Let it go, as she said it was a joke.
>>> #       misconception: not-sure
>>> #       feedback: Many of us would. ...
"""

from __future__ import annotations

from hashlib import sha256

from pydantic import Field, field_validator, model_validator

from .aims import Code
from .entries import Id, Named, Part, Text


class Option(Part):
    """An answer. The key has `key: true`; every distractor names the misconception behind it."""

    say: Text
    feedback: Text
    key: bool = False
    misconception: Id | None = None

    @model_validator(mode="after")
    def _key_or_misconception(self):
        if self.key == (self.misconception is not None):
            raise ValueError("an option is the key, or it names a misconception. | Give it one of the two.")
        return self


class Question(Named):
    """One question, with one right answer of three."""

    objective: Code
    section: Id
    critical: Id | None = None
    claims: tuple[Id, ...] = Field(min_length=1, max_length=3)
    small: bool = Field(False, description="Its right end is small: an everyday answer, and the lead that day.")
    scene: Text | None = None
    ask: Text
    options: tuple[Option, ...]

    @field_validator("options")
    @classmethod
    def _one_key_of_three(cls, options: tuple[Option, ...]):
        if len(options) != 3:
            raise ValueError(f"a question has three options, this one {len(options)}. | Add or cut.")
        if (keys := sum(option.key for option in options)) != 1:
            raise ValueError(f"a question has one right answer, this one {keys}. | Set “key: true” on what is right, and there alone.")
        return options

    @property
    def key(self) -> str:
        """The letter of the right option."""
        return next(letter for letter, option in self.lettered if option.key)

    @property
    def lettered(self) -> list[tuple[str, Option]]:
        """The options, each with its letter: A, B, C."""
        return list(zip("ABC", self.options, strict=True))

    @property
    def chapter(self) -> str:
        """The name of the chapter that teaches it, which is the name of its file."""
        return self.place.path.stem

    @property
    def texts(self) -> list[str]:
        """All that a learner reads of it, feedback included."""
        return [*filter(None, [self.scene]), self.ask, *(t for o in self.options for t in (o.say, o.feedback))]

    @property
    def stamp(self) -> str:
        """A short mark that changes when the question does, so that an old answer is not counted for a new text."""
        return sha256("\n".join([self.key, *self.texts]).encode()).hexdigest()[:8]
