"""The theme’s stylesheet, without what no page uses: smaller, and no page looks otherwise for it."""

import furo
import pytest
from conftest import new_page
from test_browser import KINDS, VIEWS

from safeguarding.styles import drop_unused

WHOLE = (furo.THEME_PATH / "static/styles/furo.css").read_text("utf-8")


def test_less_than_two_thirds_of_the_theme_s_stylesheet_is_left(book):
    left = (book / "_static/styles/furo.css").read_text("utf-8")
    assert len(left) < len(WHOLE) * 2 / 3 and "normalize.css" in left, "a licence stays"


LOOKS = """() => [...document.querySelectorAll("body, body *")].map((one) => {
  const { x, y, width, height } = one.getBoundingClientRect(), said = [one.tagName, one.className, x, y, width, height];
  for (const part of ["", "::before", "::after"]) {
    const style = getComputedStyle(one, part);
    if (part && style.content === "none") continue;
    for (const name of ["content", "display", "visibility", "color", "background", "font", "border", "list-style", "text-decoration", "mask-image", "z-index"]) {
      said.push(style.getPropertyValue(name));
    }
  }
  return said.join(" ");
})"""
"""How each element looks, a line each."""


@pytest.mark.parametrize(
    ("kind", "width", "dark"), [pytest.param(*view, marks=[] if view == VIEWS[0] else pytest.mark.release) for view in VIEWS]
)
def test_a_page_looks_as_with_the_whole_stylesheet(chrome, site, kind, width, dark):
    seen = []
    for whole in (False, True):
        view = {"viewport": {"width": width, "height": 900}, "color_scheme": "dark" if dark else "light", "reduced_motion": "reduce"}
        page = new_page(chrome, **view)
        if whole:
            page.route("**/furo.css*", lambda route: route.fulfill(body=WHOLE, content_type="text/css"))
        page.goto(f"{site}/{KINDS[kind]}")
        page.evaluate("document.querySelectorAll('details, #__navigation').forEach((one) => { one.open = one.checked = true })")
        page.wait_for_timeout(500)  # the contents slide in
        seen.append(page.evaluate(LOOKS))
        page.emulate_media(media="print")
        seen.append(page.evaluate(LOOKS))
        page.context.close()
    assert seen[0] == seen[2], "on a screen"
    assert seen[1] == seen[3], "on paper"


def test_what_no_page_has_and_no_style_reads_is_left_out(tmp_path, monkeypatch):
    static = tmp_path / "_static/styles"
    static.mkdir(parents=True)
    (tmp_path / "page.html").write_text('<p class="here there" id="one">not-a-class</p>', "utf-8")
    (tmp_path / "_static/course.js").write_text('make("p", "", { className: "made" })', "utf-8")
    (tmp_path / "_static/questions").mkdir()
    (tmp_path / "_static/questions/q.js").write_text('given("<b class=\\"asked\\">not-a-class</b>")', "utf-8")
    theme = (
        "/*! the licence *//* a remark */body{--read:1px;--idle:var(--chained);--chained:2px}"
        ".here.there,.gone .here{margin:var(--read)}.gone{margin:0}#one,#two{margin:1px}.not-a-class{margin:2px}"
        ".made:not(.gone){margin:3px}.asked{margin:4px}@media print{.here{margin:5px}.gone{margin:6px}}@media screen{.gone{margin:7px}}"
        "@font-face{font-family:x}"
    )
    monkeypatch.setattr("safeguarding.styles.furo.THEME_PATH", tmp_path / "theme")
    (tmp_path / "theme/static/styles").mkdir(parents=True)
    (tmp_path / "theme/static/styles/furo.css").write_text(theme, "utf-8")
    drop_unused(tmp_path)
    assert (static / "furo.css").read_text("utf-8") == (
        "/*! the licence */body{--read:1px;}.here.there{margin:var(--read);}#one{margin:1px;}"
        ".made:not(.gone){margin:3px;}.asked{margin:4px;}@media print{.here{margin:5px;}}@font-face{font-family:x}"
    )
