"""The notebooks prove the questions: all are there, all were run, and nbval sees when one is altered."""

import json
import shutil
import subprocess
import sys

import nbformat
import pytest
from conftest import ROOT

from safeguarding import notebook, render
from safeguarding.assessment import forms

NOTEBOOKS = sorted((ROOT / "exercises").glob("*.ipynb"))


def outputs(path) -> str:
    """All HTML and text that a notebook has stored."""
    found = []
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", ()):
            found += [output.get("text", ""), *output.get("data", {}).values()]
    return "\n".join(map(str, found))


def test_a_cell_shows_a_thing_in_words_and_as_the_chapter_does(course, monkeypatch):
    monkeypatch.setattr(notebook, "course", lambda: course)
    for shown, item, drawn in (
        (notebook.writing("record-knot"), course.writing["record-knot"], lambda *given: render.writing(course, *given)),
        (notebook.chart("case-month"), course.charts["case-month"], lambda *given: render.chart(course, *given)),
        (notebook.drills("tells-game-mate"), course.walks["tells-game-mate"], lambda *given: render.walk(course, *given)),
    ):
        assert shown._repr_html_() == drawn(item) and repr(shown) == drawn(item, "txt")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_code_cell_was_run_in_order_and_none_is_skipped(path):
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not any("nbval" in tag or "skip" in tag or "raises" in tag for cell in cells for tag in cell.metadata.get("tags", ()))
    assert not any(word in cell.source.upper() for cell in cells for word in ("NBVAL_", "PYTEST_VALIDATE"))
    assert not any(output.output_type == "error" for cell in cells for output in cell.outputs)


def test_every_question_is_stored_as_html_and_every_option_is_marked(course):
    stored = "\n".join(map(outputs, NOTEBOOKS))
    for question in course.items:
        assert render.question(course, question) in stored
        for letter, option in question.lettered:
            assert f"{question.id} {letter} {'right' if option.key else 'wrong'}: {option.feedback}" in stored


def test_every_drill_and_chart_is_stored(course):
    stored = "\n".join(map(outputs, NOTEBOOKS))
    for walk in course.walks.values():
        assert render.walk(course, walk) in stored and f"{walk.id}: 1A" in stored
    for task in course.writing.values():
        assert render.writing(course, task) in stored
    for chart in course.charts.values():
        assert render.chart(course, chart) in stored


def test_what_a_chapter_shows_is_what_the_notebook_stores_byte_for_byte(course, book):
    stored = "\n".join(map(outputs, NOTEBOOKS))
    shown = 0
    for page in course.chapters:
        built = (book / f"book/{page.name}.html").read_text("utf-8")
        for name in page.named("quiz"):
            html = render.question(course, course.questions[name])
            assert html in built and html in stored
            shown += 1
    assert shown >= 180
    practice = "".join(path.read_text("utf-8") for path in (book / "exercises").glob("practice-*.html"))
    for question in course.questions.values():
        html = render.question(course, question)
        assert html in practice
        alone = (book / f"_static/questions/{question.id}.js").read_text("utf-8")
        assert json.loads(alone[alone.index("{") : alone.rindex("}") + 1])["html"] == html, "the file that brings it to another page"


def test_every_form_of_the_assessment_is_stored(course):
    stored = outputs(ROOT / "exercises/assessment.ipynb")
    drawn = forms(course)
    assert len(drawn) == 200
    assert all(f"{form.number}: {' '.join(form.items)} | " in stored for form in drawn)


def test_nbval_turns_red_when_a_stored_answer_is_altered(tmp_path):
    shutil.copytree(ROOT / "book", tmp_path / "book")
    shutil.copytree(ROOT / "exercises", tmp_path / "exercises")
    for name in ("local.yml", "_toc.yml", "_config.yml"):
        shutil.copy(ROOT / name, tmp_path)
    path = tmp_path / "exercises/practice-core.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["source"] and 'marking("signs")' in "".join(cell["source"]))
    text = cell["outputs"][0]["data"]["text/plain"]
    altered = [line.replace("signs-bears A right", "signs-bears A wrong") for line in text]
    assert altered != text
    cell["outputs"][0]["data"]["text/plain"] = altered
    first = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    notebook["cells"] = [first, cell]  # the rest of the notebook is run by `make test` itself
    path.write_text(json.dumps(notebook), "utf-8")
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 1 and "1 failed" in done.stdout
