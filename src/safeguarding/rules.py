"""The content rules: few, numbered, each small, each with a page in `docs/rules/` that explains it and a bad sample.

A breach of form or style stops `make check` and `make test`. (A name that is not known, or an unconfirmed claim
that is stated, is no matter of style: `course` refuses to load it.) A page may waive a rule by name, in a comment
line that gives the reason: `% allow R01: the word itself is the lesson here`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from statistics import mean, median

import pyphen

from . import clock, routes, telephone
from .assessment import forms
from .briefing import Briefing
from .chart import Chart
from .claim import Status
from .course import Course, contents
from .entries import Place, Problem
from .local import PEOPLE
from .page import count_words, sentences
from .question import Question
from .runsheet import STAND, RunSheet
from .walk import Walk
from .writing import WritingTask

Rule = Callable[[Course], Iterable[Problem]]
RULES: dict[str, Rule] = {}
"""Every rule by its number, "R01" and so on."""


def rule(number: str) -> Callable[[Rule], Rule]:
    """Enter a rule under its number; what it finds is printed with the number before it."""

    def enter(check: Rule) -> Rule:
        def numbered(course: Course) -> Iterator[Problem]:
            for problem in check(course):
                page = next((page for page in course.documents if page.path == problem.place.path), None)
                if page and number in page.waived:
                    continue
                yield Problem(problem.place, f"{number}: {problem.what}", problem.do)

        RULES[number] = numbered
        return check

    return enter


def broken(course: Course) -> Iterator[Problem]:
    """Every breach of every rule, rule by rule, and every waiver of a rule that is none."""
    for check in RULES.values():
        yield from check(course)
    for page in course.documents:
        for number, place in page.waived.items():
            if number not in RULES:
                yield Problem(place, f"There is no rule {number} to waive.", "Correct its number: docs/rules lists them.")


EACH_ITEM = ("R01", "R02", "R03", "R04", "R05", "R06", "R10", "R16", "R22")
"""The rules that weigh each item by itself. R07, R08, R09 and R17 weigh many together."""


def passed(course: Course) -> dict[str, list[str]]:
    """For each item the rules of `EACH_ITEM` that ask something of it, and that it keeps."""
    caught = {(number, problem.place) for number in EACH_ITEM for problem in RULES[number](course)}
    return {
        item.id: [number for number in EACH_ITEM if (number, item.place) not in caught and (number != "R22" or item.critical in PASSING_ON)]
        for item in course.items
    }


def prose(course: Course) -> Iterator[tuple[Place, str]]:
    """All that a learner or trainer reads, source texts apart: pages, notebooks, questions, drills, charts, misconceptions, changes,
    and what is said otherwise in an LMS."""
    for page in course.documents:
        for words in page.words:
            yield words.place, words.text
    things: list[Question | Walk | WritingTask | Chart | RunSheet | Briefing] = [
        *course.items,
        *course.walks.values(),
        *course.writing.values(),
        *course.charts.values(),
        *course.runsheets.values(),
        *course.briefings.values(),
    ]
    for thing in things:
        for text in thing.texts:
            yield thing.place, text
    for thought in course.misconceptions.values():
        yield from ((thought.place, thought.thought), (thought.place, thought.in_fact))
    for action in course.critical.values():
        yield action.place, action.act
    for change in course.changes.values():
        for text in filter(None, (change.what, change.now, change.reread)):
            yield change.place, text
    for wording in course.lms.values():
        yield wording.place, wording.instead


BLAMING = {
    "sexting": "“sharing a nude or semi-nude image”",
    "child porn": "“child sexual abuse material”",
    "child pornography": "“child sexual abuse material”",
    "kiddie": "“child”",
    "kiddy": "“child”",
    "paedophile": "“a person who offends”",
    "pervert": "“a person who offends”",
    "monster": "“a person who offends”",
    "risky behaviour": "what somebody did to the child",
    "put herself at risk": "what somebody did to the child",
    "put himself at risk": "what somebody did to the child",
    "put themselves at risk": "what somebody did to the child",
    "made herself vulnerable": "what somebody did to the child",
    "made himself vulnerable": "what somebody did to the child",
    "willingly": "what somebody did to the child",
    "promiscuous": "what somebody did to the child",
    "should have blocked": "what somebody did to the child",
    "peer-on-peer": "“child-on-child”",
    "self-generated": "“a nude or semi-nude image”",
    "child prostitute": "“a child who is exploited”",
    "commit suicide": "“die by suicide”",
    "committed suicide": "“died by suicide”",
    "half heart": "what the child showed and said",
}
"""Blaming and outdated words, and what to write."""


SECRET = re.compile(r"\b(his|her|their|a child’s|the child’s|worst|half a|told (?:you|us|me) a) secrets?\b", re.IGNORECASE)
"""“Secret” as our own word for what a child told."""
PASSIVE_PICTURE = re.compile(
    r"\b(picture|image|photo|video|clip|nude)s?\b[^.?!,]{0,40}\b(go(?:es|ing)|went|passed|shown) (?:a)?round\b", re.IGNORECASE
)
"""A picture that moves by itself: somebody sends it."""


@rule("R01")
def blaming_words(course: Course) -> Iterator[Problem]:
    """No word that blames a child, that hides who did it, or that the field has left behind."""
    pattern = re.compile(r"\b(" + "|".join(map(re.escape, sorted(BLAMING, key=len, reverse=True))) + r")s?\b", re.IGNORECASE)
    for place, text in prose(course):
        for found in pattern.finditer(text):
            yield Problem(place, f"“{found[0]}” blames or is out of date.", f"Write {BLAMING[found[1].lower()]}.")
        for found in SECRET.finditer(text):
            yield Problem(place, f"“{found[0]}” makes a secret of what a child told.", "Write “what he told you”, or the words.")
        for found in PASSIVE_PICTURE.finditer(text):
            yield Problem(place, f"“{found[0]}” leaves out who sends it.", "Write that somebody sends or shows it.")


LONGEST_SENTENCE = 25


@rule("R02")
def sentence_length(course: Course) -> Iterator[Problem]:
    """No sentence over 25 words."""
    for place, text in prose(course):
        if text.count(" ") < LONGEST_SENTENCE:
            continue
        for sentence in sentences(text):
            words = len(count_words(sentence))
            if words > LONGEST_SENTENCE:
                yield Problem(place, f"A sentence of {words} words: “{sentence[:60]}…”", "Make two of it.")


@lru_cache(maxsize=50_000)
def _syllables(word: str) -> int:
    return len(_DICTIONARY.positions(word.lower())) + 1


_DICTIONARY = pyphen.Pyphen(lang="en_GB")


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text (years of schooling; age is about five more). Syllables by pyphen."""
    words = count_words(text)
    if not words:
        return 0.0
    return 0.39 * len(words) / max(1, len(sentences(text))) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


HIGHEST_GRADE = 8
GRADE_OF = {"essentials": 6, "ten-minutes": 6}
"""Pages for everyone are read at age 11."""


@rule("R03")
def reading_grade(course: Course) -> Iterator[Problem]:
    """The median paragraph of a page, and every question, can be read at the age set for it."""
    for page in course.documents:
        paragraphs = [words.text for words in page.words if words.kind == "text" and len(count_words(words.text)) >= 8]
        highest = GRADE_OF.get(page.name, HIGHEST_GRADE)
        if paragraphs and (found := median(map(grade, paragraphs))) > highest:
            yield Problem(
                Place(page.path, 1), f"The median paragraph reads at grade {found:.1f}, over {highest}.", "Shorten words and sentences."
            )
    for item in course.items:
        if (found := grade(" ".join(item.texts))) > HIGHEST_GRADE:
            yield Problem(item.place, f"“{item.id}” reads at grade {found:.1f}, over {HIGHEST_GRADE}.", "Shorten words and sentences.")


def item_words(item: Question) -> int:
    """The words of an item as the item writers count them: scene, question and options."""
    return sum(len(count_words(text)) for text in [item.scene or "", item.ask, *(option.say for option in item.options)])


@rule("R04")
def item_length(course: Course) -> Iterator[Problem]:
    """An item has at most 90 words, and each feedback 15 to 60."""
    for item in course.items:
        if (words := item_words(item)) > 90:
            yield Problem(
                item.place, f"“{item.id}” has {words} words.", "Cut it to 90: a scene needs a place, a clock and one thing that happens."
            )
        for letter, option in item.lettered:
            if not 15 <= (words := len(count_words(option.feedback))) <= 60:
                yield Problem(
                    item.place,
                    f"The feedback on {letter} of “{item.id}” has {words} words.",
                    "Say in 15 to 60 what happens to the child, and why.",
                )


@rule("R05")
def item_form(course: Course) -> Iterator[Problem]:
    """No “all of the above”, no negative stem, no option twice."""
    above = re.compile(r"\b(all|none|both|neither) of (the above|these)\b", re.IGNORECASE)
    negative = re.compile(r"\b(not|except|never)\b(?=[^.?!]*\?)", re.IGNORECASE)
    for item in course.items:
        for option in item.options:
            if above.search(option.say):
                yield Problem(item.place, f"“{item.id}” offers “{option.say}”.", "Write an answer that stands by itself.")
        if negative.search(item.ask):
            yield Problem(item.place, f"“{item.id}” asks in the negative: “{item.ask}”", "Ask what is right to do.")
        if len({option.say.lower() for option in item.options}) < len(item.options):
            yield Problem(item.place, f"“{item.id}” offers the same answer twice.", "Change one.")


ABSOLUTE = re.compile(r"\b(always|never|only|every|everyone|everybody|all(?! right\b)|none|must|completely|definitely)\b", re.IGNORECASE)


@rule("R06")
def absolute_words(course: Course) -> Iterator[Problem]:
    """No absolute word in wrong options alone: it gives them away."""
    for item in course.items:
        wrong = [word.lower() for option in item.options if not option.key for word in ABSOLUTE.findall(option.say)]
        right = [word for option in item.options if option.key for word in ABSOLUTE.findall(option.say)]
        if wrong and not right:
            yield Problem(
                item.place,
                f"“{item.id}” has “{wrong[0]}” in a wrong answer and no such word in the right one.",
                "Take it out, or give the right one its like.",
            )


def lengths(item: Question) -> tuple[float, float, bool]:
    """(words of the key, words of the others as a mean, whether the key is the single longest)."""
    counted = {letter: len(count_words(option.say)) for letter, option in item.lettered}
    key = counted.pop(item.key)
    return key, mean(counted.values()), key > max(counted.values())


@rule("R07")
def key_gives_nothing_away(course: Course) -> Iterator[Problem]:
    """Place and length of the key say nothing: within each file of four questions or more, and over the bank."""
    files: dict[Path, list[Question]] = {}
    for item in course.items:
        files.setdefault(item.place.path, []).append(item)
    for items in files.values():
        if len(items) < 4:
            continue
        letter, times = Counter(item.key for item in items).most_common(1)[0]
        if times / len(items) > 0.6:
            yield Problem(items[0].place, f"{letter} is right in {times} of {len(items)} questions of this file.", "Move some keys.")
        longest = sum(lengths(item)[2] for item in items)
        if longest / len(items) > 0.6:
            yield Problem(
                items[0].place,
                f"The key is the longest answer in {longest} of {len(items)} questions of this file.",
                "Shorten keys, or lengthen what is wrong.",
            )
    bank = course.items
    if len(bank) < 12:
        return
    place = bank[0].place
    times_right = Counter(item.key for item in bank)
    for letter in "ABC":
        share = times_right[letter] / len(bank)
        if not 0.25 <= share <= 0.42:
            yield Problem(place, f"Over the bank {letter} is right in {share:.0%} of the questions.", "Move some keys.")
    share = mean(lengths(item)[2] for item in bank)
    if share > 0.40:
        yield Problem(place, f"Over the bank the key is the longest answer in {share:.0%}.", "Shorten keys.")
    ratio = mean(key / others for key, others, _ in map(lengths, bank))
    if not 0.9 <= ratio <= 1.1:
        yield Problem(place, f"Over the bank a key has {ratio:.2f} times the words of the other answers.", "Bring it between 0.9 and 1.1.")


@rule("R08")
def scenes_and_critical_actions(course: Course) -> Iterator[Problem]:
    """In each chapter six in ten questions or more are scenes, and a quarter or more are critical actions."""
    for page in course.chapters:
        items = [course.questions[name] for name in page.named("quiz")]
        if not items:
            continue
        scenes = sum(item.scene is not None for item in items) / len(items)
        critical = sum(item.critical is not None for item in items) / len(items)
        if scenes < 0.6:
            yield Problem(Place(page.path, 1), f"{scenes:.0%} of the questions are scenes.", "Ask “what do you do now?” in six of ten.")
        if critical < 0.25:
            yield Problem(Place(page.path, 1), f"{critical:.0%} of the questions train a critical action.", "Bring it to a quarter.")


@rule("R09")
def misconceptions_used(course: Course) -> Iterator[Problem]:
    """Each misconception stands behind two wrong answers or more."""
    used = Counter(option.misconception for item in course.items for option in item.options if option.misconception)
    for thing in course.misconceptions.values():
        if used[thing.id] < 2:
            yield Problem(thing.place, f"“{thing.id}” stands behind {used[thing.id]} wrong answers.", "Write two, or take it off the list.")


BANK = 72
SCENES_OF_AN_ACTION = 5
"""One for the form, two in reserve, and room to draw."""


@rule("R17")
def assessment_bank(course: Course) -> Iterator[Problem]:
    """The final assessment has a bank of its own: large, mostly scenes, every objective and critical action often."""
    bank = list(course.assessment.values())
    place = Place(course.root / "exercises/assessment", 1)
    if len(bank) < BANK:
        yield Problem(place, f"The bank has {len(bank)} items.", f"Write {BANK} or more.")
    if bank and (share := mean(item.scene is not None for item in bank)) < 0.6:
        yield Problem(place, f"{share:.0%} of the bank are scenes.", "Bring it to six in ten.")
    objectives = Counter(item.objective for item in bank)
    for name in course.objectives:
        if objectives[name] < 4:
            yield Problem(place, f"Objective {name} has {objectives[name]} items.", "Write four or more.")
    scenes = Counter(item.critical for item in bank if item.scene)
    for name in course.critical:
        if scenes[name] < SCENES_OF_AN_ACTION:
            yield Problem(place, f"The critical action “{name}” has {scenes[name]} scenes.", f"Write {SCENES_OF_AN_ACTION} or more.")
    try:
        forms(course)
    except ValueError as error:
        yield Problem(place, str(error), "Write more items of that kind.")


TO_WHOM = re.compile(
    r"\b(DSL|leads?|deputy|head|principal|chair|LADO|council|999|police|manager|leader|officer"
    r"|social (?:worker|care)|children’s services|cook)\b",
    re.IGNORECASE,
)
BY_WHEN = re.compile(
    r"\b(now|today|tonight|before|at once|(?:this|same|that) (?:minute|hour|morning|afternoon|evening|day|night)"
    r"|straight|minutes?|until|within|while"
    r"|first|early)\b",
    re.IGNORECASE,
)
PASSING_ON = ("pass-on-now", "go-on", "adult-route")


@rule("R22")
def to_whom_and_by_when(course: Course) -> Iterator[Problem]:
    """Where a question trains passing on, its right answer says to whom, and by when."""
    for item in course.items:
        if item.critical not in PASSING_ON:
            continue
        key = next(option for option in item.options if option.key)
        for pattern, what in ((TO_WHOM, "to whom"), (BY_WHEN, "by when")):
            if not pattern.search(f"{key.say} {key.feedback}"):
                yield Problem(item.place, f"The right answer of “{item.id}” does not say {what}.", "Add it to the answer or to its reason.")


ABOUT_AN_ADULT = "R4"
"""The objective of a walk about an adult who works with children: its routes are not those of other worries."""


@rule("R21")
def routes_in_order(course: Course) -> Iterator[Problem]:
    """In a walk’s list of routes 999 stands first, and a walk about an adult who works with children names the LADO."""
    for walk in course.walks.values():
        for step in walk.steps:
            listed = step.end.routes if step.end else ()
            if "police-999" in listed[1:]:
                yield Problem(walk.place, f"In “{walk.id}” 999 stands after other routes.", "Put police-999 first.")
            if listed and walk.objective == ABOUT_AN_ADULT and not any(course.contacts[name].name.find("LADO") >= 0 for name in listed):
                yield Problem(walk.place, f"“{walk.id}” is about an adult, and an end lists no LADO.", "Add lado-finder.")


OVER_A_SHOULDER = re.compile(
    r"\b(nud(?:e|es|ified|ity)|sex(?:ual|ually)?|abus(?:e|ed|er|ers)|blackmail(?:ed)?|porn\w*|grooming|suicide)\b", re.IGNORECASE
)


@rule("R20")
def titles_on_a_bus(course: Course) -> Iterator[Problem]:
    """A title of a page or a walk can be read over a shoulder, and stands in the history of a phone."""
    titles = [(Place(page.path, 1), page.title) for page in course.pages.values()]
    titles += [(walk.place, walk.title) for walk in course.walks.values()] + [(task.place, task.title) for task in course.writing.values()]
    for place, title in titles:
        if found := OVER_A_SHOULDER.search(title):
            yield Problem(place, f"The title “{title}” says “{found[0]}”.", "Choose one that may be read over a shoulder.")


NUMBER = re.compile(r"(?<![\d,.–-])(?:\+?\d[\d ()-]{4,}\d|\b0\d{3,})(?![\d,–-])")
DATE = re.compile(r"\b\d{4}-\d{2}(-\d{2})?\b|\b\d{4}[-–]\d{2,4}\b")


@rule("R10")
def stray_numbers(course: Course) -> Iterator[Problem]:
    """No telephone-like number outside the contact directory and the local details."""
    pictures = [(place, text) for page in course.documents for place, text, _ in page.images]
    for place, text in [*prose(course), *pictures]:
        if sum(map(str.isdigit, text)) < 5:
            continue
        for found in NUMBER.finditer(DATE.sub("", text)):
            if sum(c.isdigit() for c in found[0]) >= 5:
                yield Problem(
                    place,
                    f"“{found[0].strip()}” looks like a telephone number.",
                    "Put it in book/facts/contacts.yaml, and print it with {contact}.",
                )


VAGUE_LINKS = {"here", "click here", "this", "link", "this link", "this page", "more", "read more", "page", "website"}


@rule("R11")
def link_text(course: Course) -> Iterator[Problem]:
    """Link words say where the link leads."""
    for page in course.documents:
        for place, text, href in page.links:
            if text.strip().lower() in VAGUE_LINKS or not text.strip() or text.startswith("http"):
                yield Problem(place, f"The link to {href} says “{text}”.", "Say where it leads.")


@rule("R12")
def alt_text(course: Course) -> Iterator[Problem]:
    """Every picture says in words what it shows."""
    for page in course.documents:
        for place, text, source in page.images:
            if len(count_words(text)) < 3:
                what = f"The picture {source} is described in fewer than three words."
                yield Problem(place, what, "Write between the square brackets what it shows.")
            if ":" in source or not (page.path.parent / source).is_file():
                yield Problem(place, f"The picture {source} is no file beside the page.", "Put it there: the book asks no other host.")


@rule("R13")
def heading_order(course: Course) -> Iterator[Problem]:
    """One heading of the first level, at the top, and no level skipped."""
    for page in course.documents:
        levels = [heading.level for heading in page.headings]
        if levels.count(1) != 1 or levels[0] != 1:
            yield Problem(
                Place(page.path, 1), "A page begins with its one heading of the first level.", "Write “# Title” at the top, once."
            )
        for before, after in pairwise(page.headings):
            if after.level > before.level + 1:
                yield Problem(after.place, f"“{after.text}” skips a level.", f"Make it a heading of level {before.level + 1}.")


CARE = re.compile(
    r"\b(thank|thanks|glad|sorry|not your fault|nothing wrong|not in trouble|staying|with you|seriously|get help|helps?)\b", re.IGNORECASE
)
TELLING = re.compile(r"\b(tell|telling|told|ring|ringing|fetch|DSL|lead|deputy|nurse)\b", re.IGNORECASE)
WHEN = re.compile(r"\b(now|today|before|tonight|until|till|minutes?|at once|straight|first|here)\b", re.IGNORECASE)


@rule("R14")
def warm_replies(course: Course) -> Iterator[Problem]:
    """In a talk with a child the best last reply has care, says who must know, and gives the next step a time."""
    for walk in course.walks.values():
        steps = {step.id: step for step in walk.steps}
        if not any(choice.counts for step in walk.steps for choice in step.choices):
            continue
        for step in walk.steps:
            for choice in step.choices:
                spoken = " ".join(re.findall(r"“([^”]*)”", choice.say))
                if choice.best and steps[choice.next].end and spoken:
                    for pattern, what in ((CARE, "care"), (TELLING, "who must know"), (WHEN, "a time")):
                        if not pattern.search(spoken):
                            yield Problem(
                                walk.place, f"In “{walk.id}” the best last reply lacks {what}: “{spoken}”", "Add it in plain words."
                            )
                if choice.best and re.search(r"\bwhy (did|didn’t|do|don’t|were|have)\b|\bI promise\b", spoken, re.IGNORECASE):
                    yield Problem(walk.place, f"In “{walk.id}” a best reply asks why or promises: “{spoken}”", "Open the door instead.")


SKELETON = {
    "about": "the line with minutes and objectives",
    "scene": "an opening scene",
    "hear-fact": "a “You may hear” box",
    "do": "something to do",
    "not": "something not to do",
    "quiz": "its questions",
    "trainer": "the trainer’s note",
    "sources": "its sources",
}
HEADINGS = ("Before you read", "Practice", "Key points", "Your plan", "Check yourself", "Sources")
SHORT_FORM = ("essentials", "ten-minutes")
"""Pages for everyone, which stand alone: steps in place of the full skeleton."""


@rule("R15")
def skeleton(course: Course) -> Iterator[Problem]:
    """Every chapter has the same parts, in the same order, and a label above each section that teaches."""
    for page in course.chapters:
        place = Place(page.path, 1)
        kinds = {mention.kind for mention in page.mentions}
        short = page.name in SHORT_FORM
        for kind, what in SKELETON.items():
            if kind not in kinds and not (short and kind in ("hear-fact", "do", "not")):
                yield Problem(place, f"The chapter lacks {what}.", f"Add a {{{kind}}} block.")
        if short:
            continue
        titles = [heading.text for heading in page.headings if heading.level == 2]
        found = [title for title in titles if title in HEADINGS]
        if found != list(HEADINGS):
            yield Problem(place, f"The headings {', '.join(HEADINGS)} are not all there in this order.", "Add or move them.")
        for heading in page.headings:
            if heading.level == 2 and heading.text not in HEADINGS and not heading.label:
                yield Problem(
                    heading.place,
                    f"“{heading.text}” has no label.",
                    "Write one above it, for example (signs-places)=, so that questions can point to it.",
                )


@rule("R16")
def quotation_marks(course: Course) -> Iterator[Problem]:
    """Curly quotes are typed; a dash between clauses is a comma, a colon or a full stop."""
    for place, text in prose(course):
        for mark, do in (
            ('"', "Type “ and ”."),
            ("'", "Type ’."),
            ("—", "Write two sentences, or a comma."),
            (" – ", "Write two sentences, or a comma."),
        ):
            if mark in text:
                yield Problem(place, f"“{mark.strip()}” stands in “{text[:50]}…”", do)


@rule("R18")
def nothing_left_over(course: Course) -> Iterator[Problem]:
    """Every page is in the contents, every chapter and case on a path, every walk on a page, every claim cited."""
    listed = contents(course.root)
    walked = {name for role in course.roles.values() for name in role.pages}
    shown = {name for page in course.pages.values() for name in page.named("walk")}
    for page in course.pages.values():
        if page.path not in listed:
            yield Problem(Place(page.path, 1), "This page is not in the contents.", f"Add “- file: book/{page.name}” to _toc.yml.")
        if page.is_studied and page.name not in walked:
            yield Problem(Place(page.path, 1), "This page lies on no path.", "Add it to a role in book/facts/roles.yaml.")
    for walk in course.walks.values():
        if walk.id not in shown:
            yield Problem(walk.place, f"No page shows the walk “{walk.id}”.", "Show it with a {walk} block.")
    for name, uses in course.uses.items():
        if not uses and course.claims[name].status is not Status.unconfirmed:
            yield Problem(course.claims[name].place, f"Nothing cites the claim “{name}”.", "Cite it where it is stated, or take it out.")


@rule("R23")
def first_tier_is_short(course: Course) -> Iterator[Problem]:
    """The first tier of a path takes no more minutes than the role has."""
    for role in course.roles.values():
        if (minutes := course.tier_minutes(role, "first")) > role.most:
            what = f"The first tier of “{role.id}” takes {minutes} minutes, and may take {role.most}."
            yield Problem(role.place_of("first"), what, "Move a page to “soon”.")


@rule("R24")
def first_tier_meets_what_hurts(course: Course) -> Iterator[Problem]:
    """The first tier of every path meets each critical action, and each misconception that hurts a child."""
    needed = {**course.critical, **{name: thought for name, thought in course.misconceptions.items() if thought.hurts}}
    for role in course.roles.values():
        met = set().union(*(course.met(course.pages[name]) for name in role.first))
        for name in needed:
            if name not in met:
                what = f"The first tier of “{role.id}” never meets “{name}”."
                yield Problem(role.place_of("first"), what, "Train it in a key point (“% meets: …” below it), or add a page.")


MOST_SLACK = 3
"""Minutes of a part that nothing fills."""
LEAST_SAVED = 0.05
"""Share of a session that can be cut when late."""


@rule("R25")
def sessions_hold_their_clock(course: Course) -> Iterator[Problem]:
    """Said aloud, every part of a session fits its minutes; what stands in all of them is in each; a late trainer can cut;
    and each has its page."""
    for sheet in course.runsheets.values():
        if f"trainer/{sheet.id}" not in course.pages:
            yield Problem(sheet.place, f"“{sheet.id}” has no page.", f"Write book/trainer/{sheet.id}.md as its neighbours are written.")
        for number, part in enumerate(sheet.parts):
            at, needs = sheet.place_of(f"parts.{number}.minutes"), clock.needed(course, part)
            told = f"“{part.what}” of “{sheet.id}” has {part.minutes} minutes, and said aloud it needs {needs:.1f}."
            if needs > part.minutes:
                yield Problem(at, told, "Give it more, or shorten what is said and done.")
            elif part.minutes - needs > MOST_SLACK:
                yield Problem(at, told, "Give it less, or say what fills the rest.")
            for place, one in enumerate(part.do):
                if one.cut and (part.slide in STAND - {"routes"} or one.how == "route"):
                    what = f"“{part.what}” of “{sheet.id}” may not be cut."
                    yield Problem(sheet.place_of(f"parts.{number}.do.{place}.cut"), what, "Cut something else.")
        if lacking := STAND - {part.slide for part in sheet.parts}:
            yield Problem(sheet.place, f"“{sheet.id}” has no part for {' and '.join(sorted(lacking))}.", "Add it: every session has all.")
        trained = [*(course.questions[one.question] for one in sheet.exercises if one.question)]
        if not any(one.record for one in sheet.exercises) and not any(course.objectives[one.objective].verb == "write" for one in trained):
            yield Problem(sheet.place, f"“{sheet.id}” trains no writing.", "Add a question of the objective A3, or a record.")
        saves = sum(clock.saved(course, part) for part in sheet.parts)
        if saves < LEAST_SAVED * sheet.minutes:
            what = f"What may be cut of “{sheet.id}” saves {saves:.1f} of {sheet.minutes} minutes."
            yield Problem(sheet.place, what, "Mark more with “cut: true”.")


@rule("R19")
def somebody_answers(course: Course) -> Iterator[Problem]:
    """With these local details every route gives somebody at 3 pm and at 3 am, and no line of the day stands at night."""
    local = course.local
    for field in (*PEOPLE, "council_day", "lado"):
        given = telephone.digits(getattr(local, field).phone)
        for other in (
            c for c in course.contacts.values() if not c.serves and given in [telephone.digits(phone.number) for phone in c.phones]
        ):
            yield Problem(
                local.place_of(field), f"“{field}” has the number of {other.name}.", "Give the number of your own person or team."
            )
    numbers = {telephone.digits(phone.number): (contact, phone) for contact in course.contacts.values() for phone in contact.phones}
    contact, phone = numbers.get(telephone.digits(local.council_night.phone), (None, None))
    if contact and phone and not (contact.role in ("council", "out-of-hours") and phone.answers("night")):
        yield Problem(
            local.place_of("council_night"),
            f"At night it gives {contact.name}, which is no council’s night team.",
            "Ask the council who answers at 3 am, and ring that number.",
        )
    if (
        local.council_night
        and telephone.digits(local.council_night.phone) == telephone.digits(local.council_day.phone)
        and "24" not in local.council_night.hours
    ):
        yield Problem(
            local.place_of("council_night"),
            "By night stands the number of the day.",
            "Ring it at night. If it is answered then, write “hours: 24 hours” for it.",
        )
    known = [
        phone.number
        for contact, phone in numbers.values()
        if local.area in contact.serves and contact.role in ("council", "out-of-hours", "lado")
    ]
    said = {field: ["".join(piece.words for piece in line) for line in routes.lines(course, field)] for field in routes.COUNCIL}
    for number in known:
        if not any(number in line for lines in said.values() for line in lines):
            yield Problem(
                local.place_of("area"),
                f"{number} is known for {local.area}, and no route prints it.",
                "Look at its “when” in book/facts/contacts.yaml.",
            )
    for field, lines in said.items():
        links = [piece.address for line in routes.lines(course, field) for piece in line if piece.address]
        if not links or (field != "lado" and course.contacts[routes.FINDER].web not in links):
            yield Problem(
                local.place_of("area"),
                f"“{field}” lacks the national finder, or gives nobody.",
                "Mend routes.py: the finder stands in every council’s route.",
            )
        for line in lines:
            at_night = line.startswith(
                (routes.BY_NIGHT, routes.ADULT_AT_NIGHT, routes.ADDED + routes.BY_NIGHT, routes.ADDED + routes.ADULT_AT_NIGHT)
            )
            wrong = [phone.number for contact, phone in numbers.values() if phone.number in line and not phone.answers("night")]
            if at_night and wrong:
                yield Problem(
                    local.place_of("area"),
                    f"A line for the night prints {wrong[0]}, which is not answered then.",
                    "Correct its “when” in book/facts/contacts.yaml.",
                )
