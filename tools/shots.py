"""Pictures for a person to look at: the eight most seen screens, and every slide of every session, on the web page as a laptop
projects it and, where LibreOffice is there, of the PowerPoint file. `make shots`. The README’s picture is made anew too."""

import shutil
import subprocess
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from safeguarding import chromium

ROOT = Path(__file__).resolve().parent.parent
BUILT = ROOT / "_build/html"
FOLDER = ROOT / "dist/shots"
SCREENS = {
    "1-cover": ("book/index.html", 375, False),
    "2-essentials": ("book/essentials.html", 375, False),
    "3-essentials-dark": ("book/essentials.html", 375, True),
    "4-chapter": ("book/signs.html", 1280, False),
    "5-real-child": ("book/real-child.html", 375, False),
    "6-case": ("book/case-lunch-table.html", 375, True),
    "7-assessment": ("book/assessment.html", 1280, False),
    "8-record": ("book/record.html", 375, False),
}
OFFICE = "soffice"
ABSENT = "The PowerPoint files were not drawn, since LibreOffice Impress is not installed here."


def screens(browser: Browser) -> None:
    for name, (path, width, dark) in SCREENS.items():
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light")
        page.goto((BUILT / path).as_uri())
        page.screenshot(path=FOLDER / f"{name}.png", full_page=True)
        page.close()


def first_screen(browser: Browser) -> None:
    """What the README shows of the course: the first screen of Essentials on a phone."""
    page = browser.new_page(viewport={"width": 420, "height": 900}, reduced_motion="reduce")
    page.goto((BUILT / "book/essentials.html").as_uri())
    page.screenshot(path=ROOT / "docs/essentials.png")
    page.close()


def projected(browser: Browser, path: Path) -> None:
    """Every slide of a session’s web page, as a laptop projects it."""
    page = browser.new_page(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    page.goto(path.as_uri())
    for number, slide in enumerate(page.locator(".slide").all(), 1):
        slide.evaluate("(slide) => slide.scrollIntoView()")
        page.screenshot(path=FOLDER / f"{path.stem}-{number:02}.png")
    page.close()


def drawn(deck: Path) -> None:
    """Every slide of a PowerPoint file, as LibreOffice draws it."""
    from pypdfium2 import PdfDocument

    subprocess.run([OFFICE, "--headless", "--convert-to", "pdf", "--outdir", FOLDER, deck], check=True, capture_output=True)
    pdf = FOLDER / f"{deck.stem}.pdf"
    for number, slide in enumerate(PdfDocument(pdf), 1):
        slide.render(scale=1).to_pil().save(FOLDER / f"deck-{deck.stem}-{number:02}.png")
    pdf.unlink()


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        screens(browser)
        first_screen(browser)
        for path in sorted((BUILT / "book/trainer").glob("screen-*.html")):
            projected(browser, path)
        browser.close()
    if shutil.which(OFFICE):
        for deck in sorted((BUILT / "book/trainer").glob("*.pptx")):
            drawn(deck)
    else:
        print(ABSENT)
    print(f"Made {len(list(FOLDER.glob('*.png')))} pictures in {FOLDER}")
