"""The zip with a school's own details: one file in it is exchanged, in a real browser; Python and unzip read what comes out."""

import base64
import io
import random
import re
import shutil
import struct
import subprocess
import zipfile

import pytest
from conftest import new_page

from safeguarding.script import PARTS, lean

NAME, EDITION = "recognise-and-refer/local.css", "1.0.0"
OLD = f"/* Recognise and Refer {EDITION}: as shipped. */\n" + ".local { display: none }\n" * 40
NEW = f"/* Recognise and Refer {EDITION}: for Köln Primary “Nord”. */\n.lead::after {{ content: 'Ms Ødegård' }}\n"
REST = {
    "recognise-and-refer/": b"",
    "recognise-and-refer/index.html": b"<!doctype html>" * 200,
    "recognise-and-refer/book/Übung/Größe ändern.html": "Straße".encode(),
    "recognise-and-refer/_static/picture.png": random.Random(1).randbytes(50_000),
}
LARGE = {**REST, "recognise-and-refer/_static/large.bin": random.Random(3).randbytes(3_000_000)}
SMALL = {"recognise-and-refer/a.html": b"first", "recognise-and-refer/z.html": b"last"}
CHANGE = """async ([zip, name, text, edition]) => {
  const { buffer } = Uint8Array.from(atob(zip), (letter) => letter.charCodeAt(0));
  const before = new Uint8Array(buffer.slice(0));
  try {
    const { blob } = await zipped.replace(buffer, [name], new TextEncoder().encode(text), edition);
    if (!before.every((byte, at) => byte === new Uint8Array(buffer)[at])) return { refused: "what was given is spoilt" };
    const url = await new Promise((done) => { const reader = new FileReader(); reader.onload = () => done(reader.result); reader.readAsDataURL(blob) });
    return { kind: blob.type, zip: url.split(",")[1] };
  } catch (error) { return { refused: `${error.name}: ${error.message}` } }
}"""


class Pipe(io.RawIOBase):
    """A file that cannot be wound back, so that zipfile writes sizes behind the data, as macOS does."""

    def __init__(self):
        self.written = b""

    def writable(self):
        return True

    def write(self, words):
        self.written += bytes(words)
        return len(words)


def packed(rest=REST, local=OLD, name=NAME, method=zipfile.ZIP_DEFLATED, piped=False, turned=False, comment=b"", extra=b"") -> bytes:
    """A zip of `rest` with the local details in its middle."""
    out = Pipe() if piped else io.BytesIO()
    half = len(rest) // 2
    with zipfile.ZipFile(out, "w", method) as made:
        for entry, words in [*list(rest.items())[:half], (name, local), *list(rest.items())[half:]]:
            info = zipfile.ZipInfo(entry, (2026, 9, 1, 12, 0, 0))
            info.compress_type, info.external_attr, info.extra, info.comment = method, 0o644 << 16, extra, extra
            made.writestr(info, words)
        made.comment = comment
        if turned:
            made.filelist.reverse()
    return out.written if piped else out.getvalue()


def of_info_zip(folder, *options) -> bytes:
    """The same as Info-ZIP packs it: it adds fields of its own, and times of files."""
    if not shutil.which("zip"):
        pytest.skip("zip is not installed here.")
    for name, words in {**REST, NAME: OLD.encode()}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if not name.endswith("/"):
            (folder / name).write_bytes(words)
    return subprocess.run(["zip", "-q", "-r", *options, "-", "recognise-and-refer"], cwd=folder, check=True, stdout=subprocess.PIPE).stdout


MADE = {
    "stored": lambda folder: packed(method=zipfile.ZIP_STORED),
    "deflated": lambda folder: packed(),
    "of 3 MB": lambda folder: packed(LARGE),
    "with sizes behind the data": lambda folder: packed(piped=True),
    "with a comment": lambda folder: packed(comment="Für alle".encode()),
    "with its directory in another order": lambda folder: packed(turned=True),
    "with fields of a tool": lambda folder: packed(extra=struct.pack("<HHI", 0x5855, 4, 1)),
    "with the files of a Mac": lambda folder: packed({**REST, "__MACOSX/recognise-and-refer/._local.css": b"\0\5\x16\7"}, piped=True),
    "with no other file": lambda folder: packed({}),
    "with something before it": lambda folder: moved(b"PK00" + packed(SMALL, method=zipfile.ZIP_STORED), 4),
    "by Info-ZIP": of_info_zip,
    "by Info-ZIP, stored, without fields": lambda folder: of_info_zip(folder, "-0", "-X"),
}


def moved(data: bytes, by: int) -> bytes:
    """The zip with all its places moved, as when something was put before it."""
    spoilt = bytearray(data)
    for at in [*(found.start() + 42 for found in re.finditer(b"PK\1\2", data)), data.rindex(b"PK\5\6") + 16]:
        struct.pack_into("<I", spoilt, at, struct.unpack_from("<I", data, at)[0] + by)
    return bytes(spoilt)


@pytest.fixture(scope="module")
def page(chrome):
    """An empty page with the script as the build writes it."""
    page = new_page(chrome)
    page.add_script_tag(content='"use strict";\n' + lean(PARTS / "pages/make-it-yours.zip.js"))
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def answer(page):
    return lambda data, name=NAME, text=NEW, edition=EDITION: page.evaluate(CHANGE, [base64.b64encode(data).decode(), name, text, edition])


@pytest.fixture(scope="module")
def changed(answer):
    def change(data: bytes, **options) -> bytes:
        found = answer(data, **options)
        assert found.get("kind") == "application/zip", found
        return base64.b64decode(found["zip"])

    return change


@pytest.fixture(scope="module")
def refused(answer):
    """What is said of a zip: in words, with what to do, and never with a zip beside it."""

    def refuse(data: bytes, **options) -> str:
        found = answer(data, **options)
        assert list(found) == ["refused"] and re.fullmatch(r"Error: This .+\. (Choose|Download) .+\.", found["refused"]), found
        return found["refused"].removeprefix("Error: ")

    return refuse


@pytest.fixture(scope="module", params=MADE)
def pair(request, changed, tmp_path_factory):
    """A zip of each kind, before and after."""
    before = MADE[request.param](tmp_path_factory.mktemp("zip"))
    return before, changed(before)


def contents(data: bytes) -> list[tuple[str, bytes]]:
    """Names and words of all files, in their order, each checked by its sum."""
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        assert read.testzip() is None
        return [(info.filename, read.read(info)) for info in read.infolist()]


# What comes out


def test_the_new_zip_holds_the_new_details_and_every_other_file_as_it_was(pair):
    before, after = map(contents, pair)
    assert after == [(name, NEW.encode() if name == NAME else words) for name, words in before]
    assert len({name for name, _ in after}) == len(after)


def test_unzip_finds_no_fault_in_the_new_zip(pair, tmp_path):
    if not shutil.which("unzip"):
        pytest.skip("unzip is not installed here.")
    (tmp_path / "new.zip").write_bytes(pair[1])
    done = subprocess.run(["unzip", "-t", tmp_path / "new.zip"], capture_output=True, text=True, errors="replace")
    assert done.returncode == 0 and "No errors detected" in done.stdout and not done.stderr, done.stdout + done.stderr


def test_the_other_files_keep_their_packing_dates_and_rights_and_the_zip_its_comment(pair):
    facts = (
        "date_time",
        "compress_type",
        "flag_bits",
        "create_system",
        "external_attr",
        "extra",
        "comment",
        "CRC",
        "compress_size",
        "file_size",
    )

    def known(data):
        with zipfile.ZipFile(io.BytesIO(data)) as read:
            return read.comment, [[getattr(info, fact) for fact in facts] for info in read.infolist() if info.filename != NAME]

    assert known(pair[0]) == known(pair[1])


def test_the_new_details_are_not_packed_and_bear_the_first_day_that_a_zip_knows(changed):
    data = changed(packed(piped=True, extra=struct.pack("<HHI", 0x5855, 4, 1)))
    info = zipfile.ZipFile(io.BytesIO(data)).getinfo(NAME)
    assert (info.compress_type, info.date_time, info.flag_bits, info.extra, info.comment) == (0, (1980, 1, 1, 0, 0, 0), 0, b"", b"")
    assert info.file_size == info.compress_size == len(NEW.encode()) and info.external_attr == 0o644 << 16
    line = data.rindex(NAME.encode()) - 46
    assert data[info.header_offset + 4 : info.header_offset + 30] == data[line + 6 : line + 32], "the header says what the directory says"


def test_the_same_details_give_the_same_bytes(changed):
    assert changed(packed()) == changed(packed())


def test_a_changed_zip_can_be_changed_again_and_back(changed):
    once = changed(packed())
    assert changed(changed(once, text=OLD)) == once


def test_a_comment_that_looks_like_the_end_of_a_zip_misleads_nobody(changed):
    comment = b"PK\5\6 is not the end" * 2
    after = changed(packed(SMALL, comment=comment))
    assert after.endswith(comment)
    bare = after.removesuffix(comment)[:-2] + b"\0\0"  # Python's own reader is misled by it
    assert dict(contents(bare)) == {NAME: NEW.encode(), **SMALL}


@pytest.mark.parametrize("text", ["", "x", NEW * 20_000])
def test_details_may_be_short_or_long(changed, text):
    assert dict(contents(changed(packed(SMALL), text=text))) == {NAME: text.encode(), **SMALL}


def test_a_name_with_an_umlaut_stays_readable(changed):
    name = "recognise-and-refer/für uns/local.css"
    data = changed(packed(name=name), name=name)
    assert zipfile.ZipFile(io.BytesIO(data)).getinfo(name).flag_bits == 0x800
    assert dict(contents(data))[name] == NEW.encode()


def test_a_zip_of_windows_with_backslashes_keeps_them(changed):
    data = packed({name.replace("/", "\\"): words for name, words in SMALL.items()}, name=NAME.replace("/", "\\"))
    after = changed(data)
    assert contents(after)[1] == (NAME.replace("/", "\\"), NEW.encode()) and b"refer/" not in after


# What is refused


@pytest.mark.parametrize("data", [b"", b"P", b"<!doctype html><title>Not found</title>" * 9, random.Random(2).randbytes(100_000)])
def test_what_is_no_zip_is_refused(refused, data):
    assert refused(data) == "This file is not a zip. Choose the zip of the course, or a package of it for an LMS, as it was downloaded."


@pytest.mark.parametrize("options", [{}, {"piped": True}, {"comment": b"for everybody"}, {"method": zipfile.ZIP_STORED}])
def test_a_zip_that_was_cut_anywhere_is_refused(refused, page, options):
    data = packed(SMALL, **options)
    assert refused(data[: len(data) // 2]).startswith("This zip is not whole:")
    every = """async ([zip, name, edition]) => {
      const { buffer } = Uint8Array.from(atob(zip), (letter) => letter.charCodeAt(0)), said = new Set();
      const tell = async (part) => said.add(await zipped.replace(part, [name], new Uint8Array(9), edition).then(() => "made", (error) => error.message));
      for (let at = 2; at < buffer.byteLength; at += 1) await tell(buffer.slice(0, at));
      for (let at = 1; at < buffer.byteLength - 22; at += 1) await tell(buffer.slice(at));
      return [...said].map((sentence) => sentence.split(/[:.]/)[0]).sort();
    }"""
    said = page.evaluate(every, [base64.b64encode(data).decode(), NAME, EDITION])
    assert said in (["This zip is not whole"], ["This file is not a zip", "This zip is not whole"])


def test_a_large_zip_that_was_cut_is_refused(refused):
    data = packed(LARGE)
    for length in (1_000_000, len(data) - 23, len(data) - 22, len(data) - 1):
        assert refused(data[:length]).startswith("This zip is not whole:")


@pytest.mark.parametrize(
    "data",
    [
        packed(SMALL, name="recognise-and-refer/other.css"),
        packed(SMALL, name="copy/" + NAME),
        packed(SMALL, local="body { margin: 0 }"),
        packed(SMALL, local=" " + OLD),
        packed(SMALL, local=""),
        b"PK\5\6" + bytes(18),
    ],
)
def test_a_zip_of_something_else_is_refused(refused, data):
    assert (
        refused(data)
        == "This is a zip, but not of this course. Choose the zip of the course, or a package of it for an LMS, as it was downloaded."
    )


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("other", ["0.9.0", "1.0.00", "1.0", "2.0.0 (draft)"])
def test_a_zip_of_another_edition_is_refused_and_both_editions_are_named(refused, other, method):
    said = refused(packed(SMALL, local=OLD.replace(EDITION, other), method=method))
    assert f"edition {other} of the course" in said and f"this page is of edition {EDITION}." in said
    assert said.endswith(f"Download the zip of edition {EDITION}, and choose that one.")


def spoilt(mark: bytes, place: int, form: str, value: int, nth: int = 0) -> bytes:
    """A small zip with one field altered, of the nth record that begins with the mark."""
    data = bytearray(packed(SMALL))
    at = [found.start() for found in re.finditer(re.escape(mark), bytes(data))][nth] + place
    assert struct.unpack_from(form, data, at)[0] != value
    struct.pack_into(form, data, at, value)
    return bytes(data)


@pytest.mark.parametrize(
    ("mark", "place", "form", "value"),
    [
        (b"PK\1\2", 42, "<I", 7),
        (b"PK\1\2", 42, "<I", 1_000_000),
        (b"PK\1\2", 20, "<I", 1_000_000),
        (b"PK\1\2", 28, "<H", 60_000),
        (b"PK\1\2", 46, "B", 0x78),
        (b"PK\1\2", 0, "B", 0),
        (b"PK\3\4", 0, "B", 0),
        (b"PK\3\4", 26, "<H", 9),
        (b"PK\3\4", 28, "<H", 60_000),
        (b"PK\5\6", 12, "<I", 9),
        (b"PK\5\6", 16, "<I", 9),
        (b"PK\5\6", 16, "<I", 1_000_000),
        (b"PK\5\6", 8, "<I", 0x20002),
        (b"PK\5\6", 8, "<I", 0x40004),
        (b"PK\5\6", 20, "<H", 9),
    ],
)
def test_a_zip_whose_places_are_wrong_is_refused(refused, mark, place, form, value):
    for nth in range(1 if mark == b"PK\5\6" else 3):
        assert refused(spoilt(mark, place, form, value, nth)).startswith("This zip is not whole:")


def test_a_zip_whose_places_are_swapped_is_refused(refused):
    data = bytearray(packed({"aa/1.html": b"one", "aa/2.html": b"two"}, method=zipfile.ZIP_STORED))
    one, _, two = (found.start() + 42 for found in re.finditer(b"PK\1\2", bytes(data)))
    data[one : one + 4], data[two : two + 4] = data[two : two + 4], data[one : one + 4]
    assert refused(bytes(data)).startswith("This zip is not whole:")


def test_a_zip_whose_places_lie_beyond_its_end_is_refused(refused):
    assert refused(moved(packed(SMALL), 1_000_000)).startswith("This zip is not whole:")
    data = bytearray(packed(SMALL))
    for n, found in enumerate(re.finditer(b"PK\1\2", bytes(data))):
        struct.pack_into("<I", data, found.start() + 42, (n + 1) * 1_000_000)
    assert refused(bytes(data)).startswith("This zip is not whole:")


def test_a_directory_that_breaks_off_is_refused(refused):
    data = packed(SMALL)
    end = data.rindex(b"PK\5\6")
    size, start = struct.unpack_from("<II", data, end + 12)
    record = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 4, 4, size + 4, start, 0)
    assert refused(data[:end] + b"PK\1\2" + record).startswith("This zip is not whole:")


@pytest.mark.parametrize(("method", "place"), [(zipfile.ZIP_DEFLATED, 0), (zipfile.ZIP_DEFLATED, 40), (zipfile.ZIP_STORED, 25)])
def test_details_that_were_damaged_are_refused_and_not_taken_for_another_edition(refused, method, place):
    data = bytearray(packed(SMALL, method=method))
    data[data.index(NAME.encode()) + len(NAME) + place] ^= 0x7
    assert "it is damaged, or this browser is too old" in refused(bytes(data))


def test_a_browser_that_cannot_unpack_says_so(chrome):
    page = new_page(chrome)
    page.add_script_tag(content='"use strict"; delete globalThis.DecompressionStream;\n' + lean(PARTS / "pages/make-it-yours.zip.js"))
    found = page.evaluate(CHANGE, [base64.b64encode(packed(SMALL)).decode(), NAME, NEW, EDITION])
    assert found["refused"].endswith("Download the zip of the course again, or use another browser.")
    page.context.close()


def test_a_zip_that_holds_the_details_twice_is_refused(refused):
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = packed({**SMALL, NAME: OLD})
    assert refused(data).startswith("This zip holds the local details twice.")


def test_a_zip_with_a_password_cannot_be_changed_here(refused, tmp_path):
    for nth in range(3):
        assert "cannot be changed here, because it is locked with a password." in refused(spoilt(b"PK\1\2", 8, "<H", 1, nth))
    assert "locked with a password" in refused(of_info_zip(tmp_path, "-P", "secret"))


def test_a_zip_for_very_large_files_cannot_be_changed_here(refused, monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
    assert "cannot be changed here, because it is of a kind for very large files." in refused(packed(SMALL))
    monkeypatch.undo()
    for place in (20, 42):
        assert "very large files" in refused(spoilt(b"PK\1\2", place, "<I", 0xFFFFFFFF))


@pytest.mark.parametrize(("place", "value"), [(4, 1), (6, 1), (8, 2)])
def test_one_part_of_several_cannot_be_changed_here(refused, place, value):
    assert "cannot be changed here, because it is one part of several." in refused(spoilt(b"PK\5\6", place, "<H", value))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_details_packed_in_an_unusual_way_cannot_be_changed_here(refused, method):
    assert "cannot be changed here, because it was packed in an unusual way." in refused(packed(SMALL, method=method))
