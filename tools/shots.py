"""Pictures of the eight most seen screens, for a person to look at: `make shots`."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from safeguarding import chromium

ROOT = Path(__file__).resolve().parent.parent
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

if __name__ == "__main__":
    folder = ROOT / "dist/shots"
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.ARGUMENTS)
        for name, (path, width, dark) in SCREENS.items():
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light")
            page.goto((ROOT / "_build/html" / path).as_uri())
            page.screenshot(path=folder / f"{name}.png", full_page=True)
            print(f"Made {folder / name}.png")
        browser.close()
