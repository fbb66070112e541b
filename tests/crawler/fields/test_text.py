"""Text from HTML: what a reader would see, inline tags without gaps, nothing of scripts, no crash on any input."""

import html as standard
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.fields.text import (
    _CONTROL,
    _SURROGATE,
    _shown,
    _shown_of,
    html_and_text,
    html_fragment,
    html_to_text,
    inner_html,
    one_line,
    slug_of,
    unescaped,
    well_formed,
)
from tests.nlp.test_linear_time import MOST, grows_by

TAGS = (
    "p",
    "div",
    "ul",
    "li",
    "b",
    "a",
    "table",
    "tr",
    "td",
    "br",
    "h2",
    "dl",
    "dt",
    "option",
    "script",
    "html",
    "body",
)
SOUP = st.lists(
    st.one_of(
        st.sampled_from([f"<{tag}{more}>" for tag in TAGS for more in ("", " hidden", ' style="display:none"')]),
        st.sampled_from([f"</{tag}>" for tag in TAGS]),
        st.sampled_from(
            ["x", " ", "\n", "a  b", "&amp;", "&lt;p&gt;", "&#3;", "&nbsp;", "<", "é", "&#x202e;", "<!-- c -->"]
        ),
    ),
    max_size=12,
).map("".join)
"""Markup as it comes, ends without beginnings and items of nothing in it."""


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Py<b>Torch</b>/C++</p>", "PyTorch/C++"),
        ("<p>one</p><p>two<br>three</p>", "one\ntwo\nthree"),
        ("<ul><li><p>first</p></li><li>second</li><li></li></ul>after", "- first\n- second\nafter"),
        ("<ul><li><ul><li>inner</li></ul></li></ul>", "- inner"),
        ("<table><tr><td>Python</td><td>5 years</td></tr></table>", "Python 5 years"),
        ("a<script>alert(1)</script><style>p{}</style>b", "ab"),
        ("x <!-- hidden --> y&nbsp;&amp;&nbsp;z", "x y & z"),
        ("  \n plain   words\n", "plain words"),
        ("R&amp;D &lt;T&gt; caf&eacute;", "R&D <T> café"),
        ('<?xml version="1.0" encoding="latin-1"?><p>déjà</p>', "déjà"),
        ("<!doctype html><html><head><title>t</title></head><body><p>body</p></body></html>", "body"),
        ("\x00<p>a\x07b</p>", "ab"),
        ("<!-- only a comment -->", ""),
        ("", ""),
        (None, ""),
        ("<div>" * 6000 + "deep" + "</div>" * 6000, ""),
    ],
)
def test_html_to_text(html: str | None, text: str) -> None:
    assert html_to_text(html) == text


@given(st.text(st.characters(codec=None), max_size=300))
def test_any_characters_give_encodable_tidy_text(source: str) -> None:
    text = html_to_text(source)
    text.encode()
    assert text == text.strip() and "\n\n" not in text and "  " not in text


@given(SOUP)
@example("<ul><li></li><p>Python</p></ul>")
@example("<ul><li>&#3;</li></ul>&amp;")
@example("&lt;p&gt;x&lt;/p&gt;")
def test_html_and_its_text_without_parsing_again_are_those_of_parsing_again(source: str) -> None:
    root = html_fragment(source)
    inner = inner_html(root)
    assert html_and_text(root) == (inner, html_to_text(inner))


@given(
    st.lists(
        st.one_of(
            st.builds(
                "<{}{}>".format,
                st.sampled_from([*TAGS, "o:p", "xmp", "svg", "textarea", "noscript", "pre", "hr", "font", "P"]),
                st.sampled_from([
                    "", " class='x'", ' style="color:red"', ' style="font-size: 0"', " hidden=''", ' title="a>b"',
                    ' title="a<b"', ' title="&quot; hidden"', " STYLE=display:none", ' data-x="&lt;li&gt;"',
                    ' title="one\ntwo"', " a b=c", " title='it&#39;s \"'", ' aria-hidden="true"',
                ]),
            ),
            st.builds("</{}>".format, st.sampled_from([*TAGS, "o:p", "xmp", "svg", "textarea", "pre", "font"])),
            st.sampled_from([
                "x", " ", "\n", "a  b", "&amp;", "&amp;lt;", "&lt;p&gt;", "&nbsp;", "<", ">", "é", "&euro;", "&", "</>",
                "\u2028", "<!-- <li> -->", "<?pi x?>", "<![CDATA[x]]>", "\r", "\ufffe",
            ]),
        ),
        max_size=12,
    ).map("".join)
)  # fmt: skip
@example("<ul><li>one<li></ul><p style='Display : None'>not this</p>")
def test_a_text_read_from_the_signs_is_that_of_the_tree(source: str) -> None:
    root = html_fragment(source)
    text = _shown_of(inner_html(root))
    assert text is None or text == _shown(root)


@pytest.mark.parametrize(
    "source",
    [
        "<p>one<b>two</b></p>",
        '<ul class="x"><li style="margin:0">one</li><li><p dir="ltr">two</p></li></ul>',
        '<p>R&amp;D&nbsp;<a href="https://quillmoor.example/?a=1&b=2">three</a></p>',
    ],
)
def test_what_adverts_are_made_of_is_read_from_the_signs(source: str) -> None:
    assert _shown_of(inner_html(html_fragment(source))) is not None


@pytest.mark.parametrize("unit", ["<", "<a ", '<a b="', "<a b=' ", "&lt;", "<li>", "<p hidden", '<p style="'])
def test_hostile_signs_take_linear_time(unit: str) -> None:
    assert grows_by(_shown_of, unit, 100_000) <= MOST


@pytest.mark.parametrize(
    "source", ["<!doctype html><html><frameset></frameset></html>", "<html></html>", "<!doctype html>"]
)
def test_a_page_without_a_body_has_no_text(source: str) -> None:
    assert html_to_text(source) == ""


@given(st.text(st.characters(codec=None), max_size=100))
def test_well_formed_is_idempotent_and_encodable(value: str) -> None:
    formed = well_formed(value)
    formed.encode()
    assert well_formed(formed) == formed and "\x00" not in formed


def test_of_every_character_well_formed_says_the_same_in_a_line_that_prints_and_in_one_that_does_not() -> None:
    for code in range(sys.maxunicode + 1):
        given_ = f"a{chr(code)}b"
        formed = well_formed(given_)
        assert formed == _SURROGATE.sub("\ufffd", _CONTROL.sub("", given_)), hex(code)


@given(
    st.lists(
        st.sampled_from(["&", "&lt;", "&gt;", "&quot;", "&#39;", "&amp;", "lt;", "amp;", "#39;", "nbsp;", "x", " "])
    )
)
def test_unescaping_quickly_is_unescaping(pieces: list[str]) -> None:
    assert unescaped("".join(pieces)) == standard.unescape("".join(pieces))


def test_names() -> None:
    assert one_line(" a \n b\u00a0c ") == "a b c"
    assert slug_of("Été à Zürich (2026).v2") == "ete-a-zurich-2026-v2"
    assert slug_of("…") == "unnamed"
    assert len(slug_of("x" * 200)) == 60


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("&#3;abc", "abc"),
        ("a &#1;b &#xfffe;c", "a b c"),
        ("\ufffeabc", "abc"),
        ("<p>&#3;abc</p>&#x202e;def &#3; g", "abc\ndef g"),
    ],
)
def test_references_to_characters_that_no_text_may_hold_are_left_out(source: str, text: str) -> None:
    assert html_to_text(source) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "&lt;p&gt;C&amp;#43;&amp;#43; and R&amp;amp;D&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Go&lt;/li&gt;&lt;/ul&gt;",
            "C++ and R&D\n- Go",
        ),
        ("Write &lt;script&gt; and a &lt; b", "Write <script> and a < b"),
        ("<p>Type &lt;p&gt; for a paragraph</p>", "Type <p> for a paragraph"),
    ],
)
def test_what_was_encoded_once_more_as_a_whole_is_decoded_once_more(source: str, text: str) -> None:
    assert html_to_text(source) == text


@pytest.mark.parametrize(
    "attribute",
    [
        'style="display:none"',
        'style="color:red; Display : None"',
        'style="visibility: hidden"',
        "hidden",
        'style="font-size:0"',
    ],
)
def test_what_a_page_does_not_show_is_not_read(attribute: str) -> None:
    assert html_to_text(
        f"<p>Python</p><p {attribute}>Mention <b>COBOL</b></p>and Rust<p style='font-size:0.9em'>Go</p>"
    ) == ("Python\nand Rust\nGo")
