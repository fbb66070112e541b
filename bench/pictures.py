"""Pictures of every page for the documentation: `python -m bench.pictures DATA` writes docs/pictures/.

DATA is a data folder with a published market; the pictures in the repository show the example market (`skillgap demo`).
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from bench.support.browser import chromium, serving

HERE = Path(__file__).parents[1]
RESUME = HERE / "crawler" / "sample" / "resumes" / "backend_to_ml_platform.md"
WIDTHS = (1280, 390)
TALLEST = 4600
COLOURS = 256  # enough for flat pages, and a third of the bytes
PAGES = {
    "overview": "overview",
    "lanes": "lanes?lane=platform",
    "skills": "skills?skill=kubernetes",
    "trends": "trends",
    "claims": "claims?question=Q5",
    "postings": "postings?lane=platform",
    "data-health": "data_health",
}
GAP_PARTS = {"gap-plan": "Plan", "gap-missing": "What is missing", "gap-what-if": "What if I learn …"}


def main(data: Path, out: Path) -> None:
    """Take all pictures."""
    out.mkdir(parents=True, exist_ok=True)
    with serving(data) as address, chromium() as browser:
        for width in WIDTHS:
            for name, path in PAGES.items():
                page = _opened(browser, width, f"{address}/{path}")
                _take(page, width, out / f"{name}-{width}.png")
            page = _opened(browser, width, address)
            _take(page, width, out / f"start-{width}.png")
            page.locator("input[type=file]").set_input_files(RESUME)
            page.get_by_text("Take the report with you").wait_for()
            for name, part in GAP_PARTS.items():
                page.get_by_role("tab", name=part).click()
                if name == "gap-what-if":
                    page.locator("[data-testid=stButtonGroup] button").nth(5).click()
                _take(page, width, out / f"{name}-{width}.png")


def _opened(browser: Browser, width: int, url: str) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme="light").new_page()
    page.goto(url)
    page.get_by_text("jobs from").first.wait_for()  # the line above a market that could be opened
    return page


def _take(page: Page, width: int, path: Path) -> None:
    """The whole page, which scrolls inside its window, as far as TALLEST."""
    page.wait_for_timeout(2500)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    tall = page.evaluate("Math.max(...[...document.querySelectorAll('[data-testid=stMain]')].map(e => e.scrollHeight))")
    page.set_viewport_size({"width": width, "height": min(int(tall) + 60, TALLEST)})
    page.wait_for_timeout(1000)
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.quantize(COLOURS).save(path, optimize=True)
    page.set_viewport_size({"width": width, "height": 900})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path, help="a data folder with a published market")
    main(parser.parse_args().data, HERE / "docs" / "pictures")
