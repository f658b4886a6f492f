"""What README and CONTRIBUTING promise: their samples load and keep every rule, and what they name and count is there."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from markdown_it import MarkdownIt
from packaging.requirements import Requirement

from safeguarding import __main__ as command
from safeguarding import entries, render, routes
from safeguarding.claim import Status
from safeguarding.course import load
from safeguarding.rules import broken

README, CONTRIBUTING = ((ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md"))
MAKEFILE, WORKFLOW = ((ROOT / name).read_text("utf-8") for name in ("Makefile", ".github/workflows/book.yml"))
TARGETS = re.findall(r"^([a-z-]+):.* # ", MAKEFILE, re.M)

PROMISES = {
    # README
    "by when to check it again": "test_what_is_overdue_is_one_line_at_the_foot_and_no_number_is_marked",
    "run sheets of 20, 45, 90 minutes and a half day": "test_there_are_sheets_of_20_45_90_and_180_minutes",
    "scenario cards": "test_four_cards_fit_on_a_page_of_a4",
    "the assessment on paper with keys and reasons": "test_the_keys_of_the_paper_forms_name_every_letter_and_the_reserve_scenes",
    "a path for their role": "test_every_path_begins_with_essentials_in_short_and_the_page_of_the_role_and_every_chapter_and_case_is_on_one",
    "It asks no other host for anything": "test_no_page_scrolls_sideways_asks_another_host_or_reports_an_error",
    "or on a shared drive": "test_from_a_folder_no_page_reports_an_error_or_asks_the_network",
    "a record of completion that they print or save themselves": "test_the_saved_record_holds_what_the_sheet_says_and_no_answers",
    "A register made offline from the record files that people hand in": "test_files_can_be_dropped_from_a_folder_too",
    "the poster and the cards print your routes": "test_on_every_page_that_prints_a_route_somebody_is_given_at_3_pm_and_at_3_am",
    "a filled example lies beside it": "test_the_example_speaks_to_people_and_gives_the_right_council",
    "every place that uses them": "test_due_lists_what_is_overdue_with_every_place_that_uses_it_and_never_fails",
    "store what they show, after a question changed": "test_make_notebooks_stores_what_a_new_question_shows",
    "it unpacks into one folder with a READ-ME-FIRST": "test_the_zip_unpacks_into_one_folder_that_says_which_file_to_open",
    "where “Make it yours” finds it": "test_the_zip_comes_with_the_details_inside_and_opens_with_them",
    "a workbook of everything as tagged PDF, with the answers at the back": "test_the_workbook_is_tagged_and_has_an_outline",
    "poster, cards and the form of a record, each on one page": "test_each_sheet_is_one_page_of_its_paper",
    "each page as plain text": "test_every_page_has_a_plain_text_twin_and_nothing_else_is_there",
    "JSON Schemas of the data files": "test_the_json_schemas_are_those_of_the_models",
    "with samples that keep every rule": "test_every_sample_loads_and_keeps_every_rule",
    "is told what changed since, in minutes": "test_who_trained_under_the_first_edition_is_told_in_minutes_what_one_does_otherwise_now",
    "the share of each option, and what to say to the commonest wrong one": "test_make_items_says_how_many_met_an_item_its_shares_and_what_to_say_to_the_commonest_wrong_answer",
    "the whole course, Essentials alone, and one for each role": "test_packages_are_the_same_bytes_twice_small_and_hold_no_file_that_no_page_needs",
    # CONTRIBUTING
    "Cards of the final assessment hold no scene, no answer and no letter": "test_a_card_of_the_final_assessment_gives_no_answer_away",
    "no search leads to a key": "test_no_search_for_a_scene_of_the_assessment_leads_to_its_key",
    "the check asks you to read both": "test_a_sentence_that_was_changed_is_missed",
    "an LMS knows a package by them, so none may change": "test_identifiers_stand_in_a_list_and_a_change_is_told",
    "None is there as shipped": "test_the_review_sheet_holds_all_our_advice_every_lead_and_every_critical_action_and_nobody_has_signed",
    "shows each person those that are new to them": "test_who_has_read_it_since_or_has_another_role_is_not_told",
    "It stores what nbval will compare": "test_nbval_turns_red_when_a_stored_answer_is_altered",
    "each wrong one names a misconception": "test_what_is_wrong_is_said_with_its_line",
    "somebody by day, somebody at night, and a LADO": "test_an_area_of_the_samples_can_be_chosen_and_somebody_answers",
    "Never type a number into a page: the check stops": "test_each_rule_catches_the_sample_on_its_page",
    "so that a club reads a club’s words": "test_a_club_reads_a_clubs_words",
    "Questions, drills and cases hold neither": "test_questions_drills_and_cases_hold_no_local_route",
    "An `unconfirmed` claim cannot be cited": "test_an_unconfirmed_claim_cannot_be_stated",
    "A `lead` is printed with its mark": "test_a_lead_is_printed_with_its_mark",
    "Chapter, questions, drill and task share one name": "test_questions_drills_and_tasks_are_named_after_a_chapter",
    "No model knows a face": "test_no_model_knows_a_face",
    "work comes a little every week": "test_what_is_to_be_read_again_is_spread_over_the_year_as_its_kind_ages",
    "so that one page is opened once for all that rests on it": "test_what_was_read_at_one_address_is_read_again_on_one_day",
    "`make due` prints the day to write": "test_due_prints_the_day_to_write_which_is_read_as_it_stands",
    "A learner is shown no date that has passed": "test_what_is_overdue_is_one_line_at_the_foot_and_no_number_is_marked",
    "a workflow runs `make due` and `make links`, and opens an issue": "test_once_a_month_an_issue_says_what_is_due_with_no_right_but_that",
    "which sources no longer answer": "test_links_say_what_is_gone_what_does_not_answer_and_what_refuses_programs",
}
"""What is promised, word for word, and the test that proves it."""


@pytest.mark.parametrize("promise", PROMISES)
def test_every_promise_stands_there_and_has_its_test(promise):
    assert promise in README + CONTRIBUTING
    assert any(f"\ndef {PROMISES[promise]}(" in path.read_text("utf-8") for path in (ROOT / "tests").glob("test_*.py"))


SAMPLES = dict(re.findall(r"^## (A question|A contact|A claim|A change|A case)\n(.*?)(?=^## )", CONTRIBUTING, re.M | re.S))
TOLD = re.compile(r"\b(Add to|Write|In) `([^`]+)`(?:, after `([^`]+)`, write(?: `([^`]+)`)?)?")
"""Where a sample goes: “Add to `file`”, “Write `file`”, or “In `file`, after `words`, write”; a short one stands in the sentence."""


def follow(text: str, folder: Path) -> None:
    """Do in `folder` what a text tells a person to do with its samples."""
    told = None
    for token in MarkdownIt("commonmark").parse(text):
        if token.type == "inline":
            told = TOLD.search(token.content)
            sample = told[4] and f" {told[4]}" if told else None
        elif token.type == "fence":
            assert told, f"Nothing says where this goes:\n{token.content}"
            sample = token.content
        if token.type in ("inline", "fence") and sample:
            put(folder / told[2], told[1] == "Write", told[3], sample)


def put(path: Path, new: bool, after: str | None, sample: str) -> None:
    """Write a sample to the end of a file, or after some words of it: a short one there, lines below the line of the words."""
    assert path.exists() != new, path
    text = "" if new else path.read_text("utf-8")
    at = len(text)
    if after:
        at = text.index(after) + len(after)
        if sample.endswith("\n"):
            at, sample = text.index("\n", at) + 1, f"\n{sample}\n"
    path.write_text(text[:at] + sample + text[at:], "utf-8")


@pytest.mark.parametrize(
    ("name", "added"),
    [("A question", "questions"), ("A contact", "contacts"), ("A claim", "claims"), ("A change", "changes"), ("A case", "cases")],
)
def test_every_sample_loads_and_keeps_every_rule(name, added, copy, course):
    follow(SAMPLES[name], copy)
    changed = load(copy)
    new = {name: one for name, one in getattr(changed, added).items() if name not in getattr(course, added)}
    assert new and all(one.check_by <= one.again(one.checked) for one in new.values() if added in ("contacts", "claims"))
    assert [str(problem) for problem in broken(changed)] == []


def test_an_area_of_the_samples_can_be_chosen_and_somebody_answers(copy):
    follow(SAMPLES["A contact"], copy)
    (copy / "local.yml").write_text("area: Anytown\n", "utf-8")
    course = load(copy)
    assert [str(problem) for problem in broken(course)] == []
    for field, number in (("council", "01632 960 001"), ("night", "01632 960 002"), ("lado", "01632 960 003")):
        assert any(number in piece.words for line in routes.lines(course, field) for piece in line), field


def test_every_number_of_a_sample_is_one_that_nobody_has():
    """Ofcom keeps 01632 960 000 to 999 free, for dramas and samples."""
    numbers = re.findall(r"number: (.+)", CONTRIBUTING)
    assert numbers and all(re.fullmatch(r"01632 960 \d{3}", number) for number in numbers)


def test_make_notebooks_stores_what_a_new_question_shows(copy):
    follow(SAMPLES["A question"], copy)
    linked = ("practice-core", "lab-answers", "lab-impact")
    for path in (copy / "exercises").glob("*.ipynb"):
        if path.stem not in linked:
            path.unlink()
    toc = copy / "_toc.yml"
    kept = [
        line
        for line in toc.read_text("utf-8").splitlines(keepends=True)
        if "exercises/" not in line or any(name in line for name in linked)
    ]
    toc.write_text("".join(kept), "utf-8")
    before = (copy / "exercises/practice-core.ipynb").read_text("utf-8")
    assert "signs-saturday" not in before
    assert command.notebooks(copy) == 0
    stored = (copy / "exercises/practice-core.ipynb").read_text("utf-8")
    assert "signs-saturday A right: She gets a door" in stored and "signs-bears A right: " in stored


def test_every_command_that_is_named_exists():
    texts = [README, CONTRIBUTING, WORKFLOW, (ROOT / ".ci/run").read_text("utf-8")]
    texts += [path.read_text("utf-8") for path in (ROOT / "docs").rglob("*.md")]
    named = {name for text in texts for name in re.findall(r"(?:`|^|[:\"] )make ([a-z-]+)", text, re.M)}
    assert named <= {*TARGETS} and named >= {"book", "test", "check", "rules"}
    assert {*TARGETS} - {"help"} <= {*re.findall(r"`?make ([a-z-]+)", README)}, "README names every target"
    commands = {name for text in texts for name in re.findall(r"-m safeguarding ([a-z]+)", text)}
    assert commands and all(f'"{name}":' in Path(command.__file__).read_text("utf-8") for name in commands)


def test_make_alone_says_what_there_is():
    said = subprocess.run(["make", "-C", ROOT, "--no-print-directory"], capture_output=True, text=True, check=True).stdout
    assert re.findall(r"^make ([a-z-]+) +\w", said, re.M) == TARGETS
    assert {*TARGETS} == {*re.search(r"^\.PHONY: (.+)", MAKEFILE, re.M)[1].split()}


def test_a_phone_can_be_shown_the_book_and_nobody_is_who_was_not_asked():
    def served(*words: str) -> str:
        done = subprocess.run(
            ["make", "-n", "-o", "book", "serve", *words], cwd=ROOT, env={**os.environ, "HOST": "laptop"}, capture_output=True, text=True
        )
        return re.search(r"http\.server 8000 --bind (\S+) ", done.stdout)[1]

    assert (served(), served("HOST=0.0.0.0")) == ("127.0.0.1", "0.0.0.0")


@pytest.mark.parametrize("version", ["3.10.4", "3.14.0"])
def test_another_python_is_refused_with_a_sentence(version, tmp_path):
    """By the real recipe, with this Python under another version."""
    other = tmp_path / "python"
    other.write_text(
        f"""#!{sys.executable}
import sys
sys.version_info, sys.version = ({version.replace(".", ", ")}), "{version} (main)"
exec(sys.argv[2])
""",
        "utf-8",
    )
    other.chmod(0o755)
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        (tmp_path / name).symlink_to(ROOT / name)
    done = subprocess.run(["make", "rules", f"PYTHON={other}"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0 and not (tmp_path / ".venv").exists()
    assert f"Python 3.11, 3.12 or 3.13 is needed; this is {version}. Try: make rules PYTHON=python3.13" in done.stderr


def test_every_file_that_is_named_exists():
    named = re.findall(r"\]\(([\w/.-]+)[)#]", README + CONTRIBUTING)
    named += re.findall(r"`((?:book|exercises|src|docs|tests|tools)/[\w/.-]+)`", README + CONTRIBUTING)
    named += [name for name, _ in re.findall(r"^([a-z]+/) +(.+)", README, re.M)]
    named += [f"src/safeguarding/{name}" for name in re.findall(r"`(\w+\.py)`", CONTRIBUTING)]
    named += re.findall(r"`([\w.-]+\.(?:yml|lock|toml))`", README + CONTRIBUTING)
    ours = re.findall(r"Write `([^`]+)`", CONTRIBUTING)
    assert [name for name in named if name not in ours and not (ROOT / name).exists()] == []


COUNTED = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
)
WORDS = {word: number for number, word in enumerate(COUNTED.split(), 1)}


def test_what_the_readme_counts_is_so(course):
    def said(pattern: str, text: str = README) -> int:
        found = re.search(pattern, text)[1].lower()
        return int(found) if found.isdigit() else WORDS[found]

    essentials = course.pages["essentials"]
    assert said(r"(\d+) chapters") == len([page for page in course.chapters if page.name not in ("essentials", "ten-minutes")])
    assert said(r"(\w+) steps") == sum(heading.text.startswith("Step ") for heading in essentials.headings)
    assert said(r"(\w+) questions") == len(essentials.named("quiz"))
    assert said(r"with (\w+) ways to put it up") == len(
        re.findall(r"^### ", (ROOT / "book/reference/adopting.md").read_text("utf-8"), re.M)
    )
    assert said(r"pictures of the (\w+) most seen") == (ROOT / "tools/shots.py").read_text("utf-8").count('": ("book/')
    cases = [
        README,
        (ROOT / "book/cases.md").read_text("utf-8"),
        (ROOT / "exercises/lab-cases.ipynb").read_text("utf-8"),
    ]
    for text, pattern in zip(cases, (r"(\d+) cases", r"(\w+) days", r"The (\w+) \[cases\]"), strict=True):
        assert said(pattern, text) == len(course.cases)


def test_a_lead_is_printed_with_its_mark(course, book):
    found = 0
    for page in course.pages.values():
        html = (book / f"book/{page.name}.html").read_text("utf-8")
        for number, claim in enumerate(course.cited(page), 1):
            mark = f"Source {number}, to be checked"
            assert (mark in html) == (claim.status is Status.lead), f"{claim.id} on {page.name}"
            found += claim.status is Status.lead
    for item in course.items:
        leads = sum(course.claims[name].status is Status.lead for name in item.claims)
        assert render.question(course, item).count("(still to be checked)") == leads, item.id
        found += leads
    assert found


def test_questions_drills_and_cases_hold_no_local_route(course):
    for thing in [*course.items, *course.walks.values(), *course.writing.values()]:
        assert not any("{local}" in text or "{word}" in text for text in thing.texts), thing.id


def test_questions_drills_and_tasks_are_named_after_a_chapter(course):
    chapters = {page.name for page in course.chapters}
    for thing in [*course.questions.values(), *course.drills.values(), *course.writing.values()]:
        assert thing.place.path.stem in chapters, thing.place


FACES = {"book", "script", "notebook", "workbook", "sheets", "plain_text", "__main__", "render", "routes"}
MODELS = {
    "entries",
    "page",
    "course",
    "claim",
    "contact",
    "question",
    "walk",
    "writing",
    "aims",
    "chart",
    "role",
    "runsheet",
    "local",
    "change",
}


def test_no_model_knows_a_face():
    for name in MODELS:
        tree = ast.parse((ROOT / f"src/safeguarding/{name}.py").read_text("utf-8"))
        known = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        known |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level for alias in node.names}
        assert not known & FACES, name


def locked(name: str) -> dict[str, str]:
    """The packages of a lock and their versions."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / name).read_text("utf-8"), re.M))


def test_the_locks_hold_what_is_asked_for_and_the_book_needs_no_tools():
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    book, whole = locked("requirements.lock"), locked("requirements-tools.lock")
    groups = asked["dependency-groups"]
    for line in [*asked["project"]["dependencies"], *groups["build"], *groups["tools"]]:
        wanted = Requirement(line)
        name = wanted.name.lower()
        assert whole[name] in wanted.specifier, f"{line}: run make lock"
        assert (name in book) == (line not in groups["tools"]), f"{line}: run make lock"
    assert book.items() <= whole.items()
    for text in ((ROOT / name).read_text("utf-8") for name in ("requirements.lock", "requirements-tools.lock")):
        assert "//" not in text and "index" not in text, "no address of a registry"


def test_the_commands_for_windows_are_those_that_ci_runs():
    commands = re.search(r"```powershell\n(.*?)```", CONTRIBUTING, re.S)[1].splitlines()
    job = yaml.safe_load(WORKFLOW)["jobs"]["windows"]["steps"][-1]["run"].splitlines()
    assert job == ["$PSNativeCommandUseErrorActionPreference = $true", *commands]


def test_once_a_month_an_issue_says_what_is_due_with_no_right_but_that():
    flow = yaml.safe_load((ROOT / ".github/workflows/due.yml").read_text("utf-8"))
    (job,) = flow["jobs"].values()
    assert flow["permissions"] == {} and job["permissions"] == {"contents": "read", "issues": "write"} and job["timeout-minutes"] <= 60
    runs = [step.get("run", "") for step in job["steps"]]
    assert {"make due > due.txt", "make links > links.txt"} <= set(runs) and "gh issue create" in runs[-1]
    assert not any("make due" in text or "make links" in text for text in (WORKFLOW, (ROOT / ".ci/run").read_text("utf-8")))


@pytest.mark.parametrize("path", sorted((ROOT / ".github/workflows").glob("*.yml")), ids=lambda path: path.name)
def test_no_key_of_a_workflow_stands_twice(path):
    """PyYAML keeps the last and says nothing; the host of the code refuses the file."""
    assert entries._parse(path)[2] == []


def test_ci_has_no_rights_but_where_it_publishes_and_always_an_end():
    flow = yaml.safe_load(WORKFLOW)
    assert flow["permissions"] == {"contents": "read"}
    rights = {name: {*job.get("permissions", {}).items()} - {("contents", "read")} for name, job in flow["jobs"].items()}
    assert {name: len(more) for name, more in rights.items() if more} == {"publish": 2, "release": 1}
    assert all(job["timeout-minutes"] <= 60 for job in flow["jobs"].values())
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    assert flow["jobs"]["test"]["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13"] and asked == ">=3.11,<3.14"


def test_a_release_waits_for_every_test_and_has_its_checksums_last():
    jobs = yaml.safe_load(WORKFLOW)["jobs"]
    assert jobs["release"]["needs"] == "test" and ".ci/run" in [step.get("run") for step in jobs["test"]["steps"]]
    run = (ROOT / ".ci/run").read_text("utf-8").splitlines()
    assert run[-3:] == ["make check", "make test", "make test-release"] and "set -euo pipefail" in run
    *_, printed, released, uploaded = [step["run"] for step in jobs["release"]["steps"] if "run" in step]
    assert (printed, released) == ("make print", "make release") and "dist/SHA256SUMS" in uploaded
