import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dashboard.inert import JOINER, inert, inert_lines, safe_link
from tests.dashboard.payloads import PAYLOADS

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PLAIN = {"paragraph", "inline", "text", "softbreak", "hardbreak"}


def _kinds(markdown: str) -> set[str]:
    tokens = MARKDOWN.parse(markdown)
    children = [child for token in tokens for child in token.children or ()]
    return {token.type.removesuffix("_open").removesuffix("_close") for token in tokens + children}


def _shown(markdown: str) -> str:
    return "".join(
        child.content if child.type == "text" else " "
        for token in MARKDOWN.parse(markdown)
        for child in token.children or ()
    )


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("form", [inert, inert_lines])
def test_payloads_stay_plain_text(payload, form):
    assert _kinds(form(payload)) <= PLAIN


@given(st.text(alphabet=st.sampled_from("ab1 .:/@#*_[]()<>!&;|~`$\\-+=\n{}^"), max_size=40))
def test_any_mixture_of_marks_stays_plain_text(text):
    assert _kinds(inert(text)) <= PLAIN
    assert _kinds(inert_lines(text)) <= PLAIN


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf"]), max_size=60))
def test_what_is_shown_is_what_was_written(text):
    assert " ".join(_shown(inert(text)).replace(JOINER, "").split()) == " ".join(text.split())


@pytest.mark.parametrize("text", ["https://a.example", "see http://a.example/b", "www.a.example", "x@a.example"])
def test_addresses_are_not_found_by_a_linker(text):
    finder = re.compile(r"https?://|www\.|[\w.+-]+@[\w-]+\.")
    assert finder.search(text) and not finder.search(inert(text))


@pytest.mark.parametrize("text", [":smile:", ":material/home:", ":streamlit:"])
def test_names_between_colons_are_not_icons(text):
    assert not re.search(r":[a-z]+[:/]", inert(text))


def test_readable_text_is_left_alone():
    text = "R&D, Python < 4, snake_case, 5+ years (Python/Go), C++ and C#: 10:30 - go!"
    assert inert(text) == text


def test_lines_keep_their_breaks_and_lose_their_meaning():
    assert _kinds(inert_lines("Title\n=====\n\n    code\n* item\n2) two")) <= PLAIN
    assert _shown(inert_lines("one\ntwo")) == "one two"


def test_a_long_text_is_cut_with_a_sign():
    assert inert("abcdef ghi", longest=8) == "abcdef…"


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://boards.example/jobs/1?x=1&y=2#top", "https://boards.example/jobs/1?x=1&y=2#top"),
        ("https://a.example/x)](javascript:1)", "https://a.example/x%29%5D%28javascript:1%29"),
        ("https://a.example/<b>\n", "https://a.example/%3Cb%3E%0A"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//a.example", None),
        ("https://user@a.example/", None),
        ("", None),
        (None, None),
    ],
)
def test_only_plain_web_addresses_become_links(url, link):
    assert safe_link(url) == link


def test_a_number_that_begins_a_text_is_escaped_only_where_it_would_begin_a_list():
    assert inert("1.9 million words") == "1.9 million words"
    assert inert("4.5 (4–5)") == "4.5 (4–5)"
    for begins_a_list in ("1. One", "12) Twelve", "7."):
        assert "\\" in inert(begins_a_list)
