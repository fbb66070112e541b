"""Pictures of every page for the documentation: `python -m bench.pictures DATA` writes docs/pictures/.

DATA is a data folder with a published market; the pictures in the repository show the example market (`skillgap demo`).
Each page is taken on a wide and on a narrow screen, light and dark.
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
SCHEMES = ("light", "dark")
TALLEST = 4600
COLOURS = 256  # enough for flat pages, and a third of the bytes
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
PAGES = {
    "start": "",
    "overview": "overview",
    "lanes": "lanes?lane=platform",
    "lanes-terms": "lanes?lane=platform&lane_parts=Roles+and+terms",
    "skills": "skills",
    "skill": "skills?skill=kubernetes",
    "skill-map": "skills?skills_parts=Skill+map",
    "compare": "compare",
    "trends": "trends",
    "claims": "claims?question=Q5",
    "postings": "postings?lane=platform",
    "data-health": "data_health",
}


def main(data: Path, out: Path, names: list[str]) -> None:
    """Take all pictures, or those of these names."""
    out.mkdir(parents=True, exist_ok=True)
    with serving(data) as address, chromium() as browser:
        for width in WIDTHS:
            for scheme in SCHEMES:
                for name, path in PAGES.items():
                    if not names or name in names:
                        page = _opened(browser, width, scheme, f"{address}/{path}")
                        _take(page, width, out / f"{name}-{width}-{scheme}.png")
                if not names or "resume" in names:
                    page = _opened(browser, width, scheme, address)
                    page.locator("input[type=file]").set_input_files(RESUME)
                    page.get_by_text("Take the report with you").wait_for()
                    _take(page, width, out / f"resume-{width}-{scheme}.png")


def _opened(browser: Browser, width: int, scheme: str, url: str) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        user_agent=PHONE if width < 600 else None,
    )
    page = context.new_page()
    page.goto(url)
    page.get_by_text("jobs from").first.wait_for()  # the line above a market that could be opened
    return page


def _take(page: Page, width: int, path: Path) -> None:
    """The whole page, which scrolls inside its window, as far as TALLEST."""
    page.locator("[data-testid=stStatusWidget]").wait_for(state="hidden")
    page.wait_for_timeout(2000)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    tall = page.evaluate("Math.max(...[...document.querySelectorAll('[data-testid=stMain]')].map(e => e.scrollHeight))")
    page.set_viewport_size({"width": width, "height": min(int(tall) + 60, TALLEST)})
    page.wait_for_timeout(1000)
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)
    page.context.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path, help="a data folder with a published market")
    parser.add_argument("names", nargs="*", help="pages to take; all where none is named")
    given = parser.parse_args()
    main(given.data, HERE / "docs" / "pictures", given.names)
