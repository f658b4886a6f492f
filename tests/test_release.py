"""What `make release` writes: every kind of file is named on the page for administrators, and the checksums hold."""

import re
import shutil
import subprocess

import pytest
from conftest import ROOT, copied

from safeguarding import EDITION
from safeguarding import __main__ as command

PRINTED = {"workbook.pdf"}
"""What a release carries beside, from `make print`."""

pytestmark = pytest.mark.release


@pytest.fixture(scope="module")
def dist(book, tmp_path_factory):
    root = copied(tmp_path_factory.mktemp("release"))
    shutil.copytree(book, root / "_build/html")
    assert command.release(root) == 0
    return root / "dist"


def kind(name: str) -> str:
    """A file as the page names it: of the roles one stands for all, and of SCORM 2004 the whole course."""
    name = re.sub(r"role-[a-z-]+", "role-kitchen", name.replace(EDITION, "…"))
    return re.sub(r"scorm2004-.+(?=\.zip)", "scorm2004-whole", name)


def test_the_page_for_administrators_names_every_kind_of_file_and_no_other_with_its_size(dist):
    page = (ROOT / "book/reference/administrators.md").read_text("utf-8")
    rows = dict(re.findall(r"`(\S+)`[^|`]*\|\s*(.*?) \|\n", page.partition("Which file do I need?")[2].partition("## ")[0]))
    assert {kind(path.name) for path in dist.iterdir()} | PRINTED == {*rows}
    for path in dist.iterdir():
        size, (about, most) = path.stat().st_size / 1e6, re.search(r"about ([\d.]+) MB|under (\d) MB|$", rows[kind(path.name)]).groups()
        assert not about or abs(size - float(about)) < 0.5, f"{path.name} has {size:.1f} MB"
        assert not most or size < float(most), f"{path.name} has {size:.1f} MB"


def test_the_checksums_are_those_of_all_files(dist):
    listed = {line.split("  ")[1] for line in (dist / "SHA256SUMS").read_text("utf-8").splitlines()}
    assert listed == {path.name for path in dist.iterdir()} - {"SHA256SUMS"}
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=dist, check=True)
