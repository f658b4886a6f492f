"""A zip and the checksums, and what the scripts of a book are: files alone, without a browser."""

import hashlib
import stat
import subprocess
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from safeguarding import script
from safeguarding.archive import write_sums, write_zip


def test_a_zip_holds_its_files_by_name_the_same_each_time_and_what_is_exchanged_lies_unpacked(tmp_path):
    files = {"b.txt": b"two" * 99, "deep/local.css": b":root {}" * 99, "mimetype": b"application/epub+zip", "a.txt": b"one" * 99}
    made = write_zip(tmp_path / "deep/er/one.zip", files)
    again = write_zip(tmp_path / "deep/er/two.zip", dict(reversed(files.items())))
    assert made.read_bytes() == again.read_bytes(), "folders that are there are no hindrance"
    with ZipFile(made) as packed:
        entries = {entry.filename: entry for entry in packed.infolist()}
        assert {name: packed.read(name) for name in entries} == files
    assert [*entries] == ["mimetype", "a.txt", "b.txt", "deep/local.css"], "an EPUB begins with its kind"
    assert {name for name, entry in entries.items() if entry.compress_type == ZIP_STORED} == {"mimetype", "deep/local.css"}
    assert entries["a.txt"].compress_type == ZIP_DEFLATED and entries["a.txt"].compress_size < 20
    for entry in entries.values():
        assert stat.filemode(entry.external_attr >> 16) == "?rw-r--r--" and entry.date_time == (1980, 1, 1, 0, 0, 0)


def test_the_checksums_name_every_file_of_a_folder_but_themselves_and_hold(tmp_path):
    (tmp_path / "folder").mkdir()
    for name in ("b", "a"):
        (tmp_path / name).write_text(name, "utf-8")
    for _ in range(2):
        made = write_sums(tmp_path)
        assert made.read_text("utf-8") == "".join(f"{hashlib.sha256(name.encode()).hexdigest()}  {name}\n" for name in ("a", "b"))
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", made.name], cwd=tmp_path, check=True)


def test_the_scripts_of_a_book_are_one_for_all_pages_one_for_each_page_that_works_and_one_for_each_question(course, tmp_path):
    script.write(course, tmp_path)
    written = {path.relative_to(tmp_path).as_posix(): path.read_text("utf-8") for path in tmp_path.rglob("*.js")}
    parts = {path.stem.partition(".")[0] for path in script.PARTS.glob("pages/*.js")} - {"00-shared"}
    items = {item.id for item in course.items} | {script.FORMS}
    assert written.keys() == {"course.js", "local.js", "screen.js"} | {f"pages/{name}.js" for name in parts} | {
        f"questions/{name}.js" for name in items
    }
    for name, text in written.items():
        assert name.startswith("questions/") or text.startswith('"use strict";\nconst' if name != "screen.js" else '"use strict";'), name
    assert written["course.js"].count("catch (fault) { console.error(fault) }") == len(list(script.PARTS.glob("*.js"))) - 1
    assert "const ZIP" not in written["course.js"] and all(script.of_page(f"book/{name}") for name in parts)
