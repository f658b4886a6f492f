"""A zip that is the same bytes for the same files, on every machine with the same zlib; and the checksums of a folder."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

UNPACKED = ("local.css", "mimetype")
SUMS = "SHA256SUMS"


def write_zip(made: Path, files: Mapping[str, bytes]) -> Path:
    """Write a zip of files by their names in it. `local.css` lies in it unpacked, so that “Make it yours” can exchange it in a browser;
    so does `mimetype`, which is the first file of an EPUB."""
    made.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(made, "w") as packed:
        for name in sorted(files, key=lambda name: (name != "mimetype", name)):
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, files[name], ZIP_STORED if name.rpartition("/")[2] in UNPACKED else ZIP_DEFLATED, 9)
    return made


def write_sums(folder: Path) -> Path:
    """Write the checksums of all files of a folder beside them, as `sha256sum --check SHA256SUMS` reads them."""
    made = folder / SUMS
    files = sorted(path for path in folder.iterdir() if path.is_file() and path != made)
    made.write_text("".join(f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files), "utf-8")
    return made
