"""How long a session takes when its words are said aloud: 130 words a minute, and what `runsheet.HOW` allows for letters, pairs,
lines and writing. Nothing here is typed twice: a longer question makes a longer exercise."""

from __future__ import annotations

from .course import Course
from .page import count_words
from .runsheet import HOW, Exercise, Item

SPOKEN_A_MINUTE = 130
"""Words that a person who reads to a room says in a minute."""
TURNING = 0.25
"""Minutes until a room has turned to the next part."""


def _words(*texts: str) -> int:
    return sum(len(count_words(text)) for text in texts)


def said(course: Course, one: Exercise) -> int:
    """Words said aloud in an exercise: of a question all it holds; of a walk its best way, with letters also what comes of one other
    choice at each step, and in pairs all of it twice; of a record its scene, twice; of charts title and reading."""
    if one.question:
        return _words(*course.questions[one.question].texts)
    if one.walk:
        walk = course.walks[one.walk]
        taken, last = walk.best
        heard = [walk.lead, last.text]
        for step, choice in taken:
            heard += [step.text, step.ask or "", *(other.say for other in step.choices), choice.then]
            if one.how == "letters":
                heard.append(max((other.then for other in step.choices if other is not choice), key=_words))
        return _words(*heard) * (2 if one.how == "pairs" else 1)
    if one.record:
        return 2 * _words(course.writing[one.record].scene)
    return _words(*(text for name in one.charts for text in course.charts[name].texts))


def minutes(course: Course, one: Exercise) -> float:
    """Minutes of an exercise."""
    _, once, each = HOW[one.how]
    times = len(course.walks[one.walk].best[0]) if one.walk else len(one.charts) or bool(one.question)
    return said(course, one) / SPOKEN_A_MINUTE + once + each * times + (one.minutes or 0)


def needed(course: Course, part: Item) -> float:
    """Minutes that a part needs: to turn to it, what the trainer says, and its exercises."""
    return TURNING + _words(course.local.spelled(part.say)) / SPOKEN_A_MINUTE + sum(minutes(course, one) for one in part.do)


def saved(course: Course, part: Item) -> float:
    """Minutes that are saved where what may be cut is cut."""
    return sum(minutes(course, one) for one in part.do if one.cut)


def said_as(value: float) -> str:
    """Minutes as a trainer reads them: the nearest half, “2½ minutes”, and no less than half a minute."""
    halves = max(1, round(value * 2))
    whole = str(halves // 2 or "") + "½" * (halves % 2)
    return f"{whole} {'minute' if halves <= 2 else 'minutes'}"
