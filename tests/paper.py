"""What stands on the sheets of a PDF, for the tests of what is printed."""

from pathlib import Path

from pypdfium2 import PdfDocument


def tight(words: str) -> str:
    return "".join(words.split())


def read(pdf: bytes | Path) -> list[tuple[str, list[tuple[float, float]]]]:
    """Each sheet: its words, without spaces, since a line may break anywhere; and how far each run of words goes, from the left, in
    points. (Read by PDFium, which takes a tenth of the time of a reader in Python; a hyphen at the end of a line is no letter there.)"""
    found = []
    for sheet in PdfDocument(pdf):
        page = sheet.get_textpage()
        boxes = map(page.get_rect, range(page.count_rects()))
        found.append((tight(page.get_text_range().replace("\ufffe", "-")), [(left, right) for left, _, right, _ in boxes]))
    return found
