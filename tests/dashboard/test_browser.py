"""In a real browser, through the door: upload, read the result, what if, download; addresses; a publish meanwhile."""

import json
import re

import pytest
from playwright.sync_api import expect

from bench.support.browser import PATIENCE_MS, chromium, serving
from dashboard.words import EXAMPLE
from tests.analysis.builders import spread
from tests.dashboard.market import JOBS, publish

pytestmark = pytest.mark.long

RESUME = b"""# Resume

## Experience

Platform engineer, Tern & Tansy, 2020 - 2025
- Ran Docker on AWS

## Skills
Python
"""
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    publish(folder)
    return folder


@pytest.fixture(scope="module")
def address(data):
    with serving(data) as where:
        yield where


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture
def open_page(browser, address):
    """Open a path in a fresh window that remembers which requests left this machine."""
    contexts = []

    def opened(path="", size=DESK):
        context = browser.new_context(viewport=size)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.strangers = []
        page.on("request", lambda request: _note(page.strangers, request.url, address))
        page.goto(f"{address}/{path}")
        page.locator("h1, h2").first.wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()


def _note(strangers, url, address):
    if not url.startswith((address, "data:", "blob:", "ws://127.0.0.1")):
        strangers.append(url)


def _upload(page, name="resume.md", data=RESUME):
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/markdown", "buffer": data})


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_from_a_file_to_the_report(open_page, size):
    page = open_page("?lane=platform", size=size)
    _upload(page)
    page.get_by_text("Take the report with you").wait_for()
    page.get_by_text(re.compile("stand closest to|Too close to call")).first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    steps = [heading.inner_text()[0] for heading in page.locator("h2").all()]
    assert "".join(steps).startswith("①②③④")

    page.get_by_text("What was read, to be corrected").click()
    page.get_by_role("button", name="Docker", exact=True).click()
    page.get_by_text("1 taken away by you").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("1 taken away by you").wait_for(state="detached")

    page.get_by_text("Today you mostly meet").first.wait_for()
    page.get_by_text(re.compile(r"1\. KUBERNETES")).click()
    page.get_by_text("With KUBERNETES").first.wait_for()

    for name, suffix in (("Page (HTML", "html"), ("Markdown", "md"), ("Data (JSON)", "json")):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        assert download.value.suggested_filename == f"skill-gap.{suffix}"
        text = download.value.path().read_text(encoding="utf-8")
        assert "gap report" in text.lower() or "coverage" in text
        assert EXAMPLE in text or json.loads(text)["market"]["kind"] == "example"
    assert "docker" not in page.url.lower()
    assert page.strangers == []


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("overview", "Which lanes hire?"),
        ("compare?compare=lane", "On which terms"),
        ("skills?skills_parts=Skill+map", "that stand together"),
        ("lanes?lane=ai_application", "asked for most in Ai_Application"),
        ("skills?skill=kubernetes", "requires KUBERNETES most"),
        ("postings?requisition=r00000", "5 mentions of 5 skills"),
        ("data_health", "1 of 2 boards did not answer in full last time"),
    ],
)
def test_every_page_opens_by_its_address(open_page, path, shown):
    page = open_page(path)
    page.get_by_text(shown).first.wait_for()
    page.get_by_text(EXAMPLE).wait_for()
    assert page.strangers == []


def test_a_file_that_is_too_big_is_refused_in_words(open_page):
    page = open_page()
    _upload(page, "big.txt", b"python " * 1_000_000)
    page.get_by_text("must be 5.0MB or smaller").first.wait_for(state="attached")
    page.get_by_text("A file that stays red").wait_for()
    assert "Which lane are you closest to" in page.locator("h1").inner_text()


def test_a_hostile_file_is_one_sentence_and_the_app_lives(open_page):
    page = open_page()
    _upload(page, "resume.pdf", b"%PDF-1.7\n" + b"\x00<</Type/Page" * 1000)
    page.get_by_text("resume.pdf").last.wait_for()
    page.get_by_role("alert").first.wait_for()
    open_page().get_by_text("What you get").wait_for()


def test_a_publish_while_one_reads_changes_nothing_until_one_reloads(open_page, data):
    page = open_page("overview")
    page.get_by_text(f"{len(JOBS)} jobs from").first.wait_for()
    publish(data, JOBS[:60])
    page.get_by_text("Newer data").wait_for()
    page.get_by_text(f"{len(JOBS)} jobs from").first.wait_for()
    page.get_by_role("button", name="Reload").click()
    page.get_by_text("60 jobs from").first.wait_for()
    assert page.strangers == []


def test_a_job_is_found_as_one_types_read_beside_the_list_and_left_again(open_page):
    page = open_page("postings")
    page.get_by_label("Words in title").type("engineer")
    page.wait_for_url("**/postings?words=engineer")
    page.locator("[class*=st-key-read_] button").nth(2).click()
    page.wait_for_url("**requisition=*")
    listed, advert = (page.locator(f".st-key-{name}").bounding_box() for name in ("jobs", "advert"))
    assert listed["x"] + listed["width"] <= advert["x"] and abs(listed["y"] - advert["y"]) < 100
    page.go_back()
    page.wait_for_url("**/postings?words=engineer")
    title = "Postings · skillgap"  # the address goes first, the page is drawn after it
    expect(page).to_have_title(title, timeout=PATIENCE_MS)


def test_on_a_phone_the_advert_is_a_dialog(browser, address):
    context = browser.new_context(viewport=PHONE, user_agent="Mozilla/5.0 (Linux; Android 14) Mobile")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{address}/postings")
    page.locator("[class*=st-key-read_] button").nth(1).click()
    page.get_by_role("dialog").wait_for()
    page.wait_for_url("**requisition=*")
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile("/postings$"))
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    context.close()


def test_a_reload_and_a_tab_of_its_own_keep_the_resume_and_no_other_browser_sees_it(open_page, browser, address):
    page = open_page("?lane=platform")
    _upload(page)
    page.get_by_text(re.compile(r"1\. KUBERNETES")).click()
    page.get_by_text("With KUBERNETES").first.wait_for()
    page.reload()
    page.get_by_text("With KUBERNETES").first.wait_for()
    beside = page.context.new_page()
    beside.goto(address)
    beside.get_by_text("① Is this you?").wait_for()
    open_page().get_by_text("What you get").wait_for()
    page.get_by_role("button", name="Another resume").click()
    page.get_by_text("What you get").wait_for()
    page.reload()
    page.get_by_text("What you get").wait_for()


def test_the_downloaded_json_goes_on_where_one_was(open_page):
    page = open_page("?lane=platform")
    _upload(page)
    page.get_by_text(re.compile(r"1\. KUBERNETES")).click()
    page.get_by_text("With KUBERNETES").first.wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Data (JSON)").click()
    saved = download.value.path().read_bytes()
    again = open_page("?lane=platform")
    again.locator("input[type=file]").set_input_files(
        {"name": "skill-gap.json", "mimeType": "application/json", "buffer": saved}
    )
    again.get_by_text("With KUBERNETES").first.wait_for()


def test_a_click_on_a_skill_leads_to_it_and_back_by_mouse_and_by_keyboard(open_page):
    page = open_page("lanes?lane=platform&seniority=senior")
    page.get_by_role("link", name="KUBERNETES").first.click()
    page.wait_for_url("**/skills?*skill=kubernetes*")
    assert "seniority=senior" in page.url
    page.get_by_text("Who asks for KUBERNETES?").wait_for()
    page.go_back()
    page.wait_for_url("**/lanes?*")
    page.get_by_text("What does Platform ask for?").wait_for()
    page.get_by_role("link", name="DOCKER").first.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Who asks for DOCKER?").wait_for()


def test_a_chip_stands_on_every_page_and_takes_its_choice_away(open_page):
    page = open_page("lanes?lane=platform&seniority=senior")
    for name in ("Overview", "Skills", "Compare", "Postings"):
        page.get_by_role("link", name=name, exact=True).click()
        page.get_by_role("button", name="senior ✕").wait_for()
    page.get_by_role("link", name="Claims", exact=True).click()
    page.get_by_text("Not used on this page: Platform, senior").wait_for()
    page.get_by_role("link", name="Lanes", exact=True).click()
    page.get_by_text("What does Platform ask for?").wait_for()
    page.get_by_role("button", name="Clear", exact=True).click()
    page.wait_for_url("**/lanes")


def test_a_new_persons_walk_from_nothing_to_three_jobs_and_a_printed_page(browser, tmp_path):
    jobs = spread(40, "python docker kubernetes aws", employers=20)
    publish(tmp_path, [{**job, "url": f"https://jobs.example/{n}"} for n, job in enumerate(jobs)])
    with serving(tmp_path) as address:
        page = browser.new_context(viewport=DESK).new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(address)
        page.get_by_role("button", name="Try a sample resume").click()
        page.get_by_text("④ Learn").wait_for()
        page.get_by_role("link", name=re.compile("open to you|one step away")).first.click()
        page.wait_for_url("**/postings?mine=*")
        titles = page.locator("[class*=st-key-read_] button")
        for number in range(3):
            titles.nth(number).click()
            page.wait_for_url("**requisition=*")
            page.get_by_text("The original advert").wait_for()
            page.get_by_text(re.compile("✓ you have it")).wait_for()
        page.get_by_role("link", name="Resume gap", exact=True).click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Page (HTML").click()
        assert "<h1>" in download.value.path().read_text(encoding="utf-8")
        page.context.close()
