"""Access: axe-core finds nothing serious on any page in either theme, and nothing jumps while a page is drawn."""

from importlib.resources import files

import pytest

from bench.support.browser import PATIENCE_MS, chromium, serving
from tests.dashboard.market import publish
from tests.dashboard.test_browser import RESUME

pytestmark = pytest.mark.long

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
WATCH = """window.jumped = 0;
new PerformanceObserver(list => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.jumped += shift.value;
}).observe({type: "layout-shift", buffered: true});"""
MOST_JUMPED = 0.1
PAGES = (
    *("", "overview", "lanes?lane=platform", "skills", "skills?skill=kubernetes", "skills?skills_parts=Skill+map"),
    *("compare", "compare?compare=skill", "trends", "claims", "postings", "data_health"),
)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    publish(data)
    with serving(data) as where:
        yield where


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


def _opened(browser, address, path, scheme, width=1280):
    page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.add_init_script(WATCH)
    page.goto(f"{address}/{path}")
    page.locator("h1").first.wait_for()
    _still(page)
    return page


def _still(page):
    """Wait until nothing runs any more."""
    page.locator("[data-testid=stStatusWidget]").wait_for(state="hidden")
    page.wait_for_timeout(1500)


def _serious(page):
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [(each["id"], each["nodes"][0]["html"][:200]) for each in found if each["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_serious_hinders_access(browser, address, path, scheme):
    page = _opened(browser, address, path, scheme)
    assert _serious(page) == []
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_hinders_access_to_the_four_steps(browser, address, scheme):
    page = _opened(browser, address, "", scheme)
    page.locator("input[type=file]").set_input_files(
        {"name": "resume.md", "mimeType": "text/markdown", "buffer": RESUME}
    )
    page.get_by_text("Take the report with you").wait_for()
    page.evaluate("document.querySelectorAll('details:not([open]) > summary').forEach(each => each.click())")
    _still(page)
    assert _serious(page) == []
    page.context.close()


@pytest.mark.parametrize("path", ["overview", "lanes?lane=platform", "skills", "compare", "postings", "data_health"])
def test_nothing_jumps_while_a_page_is_drawn(browser, address, path):
    def jumped():
        page = _opened(browser, address, path, "light")
        by = page.evaluate("window.jumped")
        page.context.close()
        return by

    # a layout that jumps does so every time; a machine busy with something else delays one frame
    assert any(jumped() <= MOST_JUMPED for _ in range(3))


def test_nothing_jumps_at_a_correction(browser, address):
    page = _opened(browser, address, "?lane=platform", "light")
    page.locator("input[type=file]").set_input_files(
        {"name": "resume.md", "mimeType": "text/markdown", "buffer": RESUME}
    )
    page.get_by_text("Take the report with you").wait_for()
    page.get_by_text("What was read, to be corrected").click()
    _still(page)
    before = page.evaluate("window.jumped")
    page.get_by_role("button", name="Docker", exact=True).click()
    page.get_by_text("1 taken away by you").wait_for()
    _still(page)
    assert page.evaluate("window.jumped") - before <= MOST_JUMPED
    page.context.close()


@pytest.mark.parametrize("path", ["", "overview", "lanes?lane=platform", "skills?skills_parts=Skill+map", "compare"])
def test_no_page_is_wider_than_a_phone(browser, address, path):
    page = _opened(browser, address, path, "light", width=390)
    wide = "Math.max(...[...document.querySelectorAll('[data-testid=stMain], html')].map(e => e.scrollWidth))"
    assert page.evaluate(wide) <= 390
    page.context.close()


def test_the_map_is_walked_by_arrow_keys_and_no_name_covers_another(browser, address):
    page = _opened(browser, address, "skills?skills_parts=Skill+map", "light")
    names = page.locator(".map a")
    names.first.wait_for()
    boxes = [name.locator("text").bounding_box() for name in names.all()]
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            across = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
            down = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
            assert across < 2 or down < 3
    page.locator(".map a[tabindex='0']").focus()
    first = page.locator(".map a[tabindex='0']").get_attribute("aria-label")
    for key in ("ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    page.keyboard.press("ArrowDown")
    assert page.locator(".map a[tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/skills?skill=*")
    assert first
    page.context.close()
