"""Text from a source's HTML, and the one-line and slug forms of names.

Inline tags add no space and block tags do, because "PyTorch/C++" cut at a tag is two skills lost.
"""

from __future__ import annotations

import html
import re
import unicodedata

import lxml.etree

_BLOCK = frozenset({
    "p", "div", "section", "article", "main", "aside", "header", "footer", "figure", "ul", "ol", "li", "dl", "dt", "dd",
    "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "br", "hr", "blockquote", "pre",
})  # fmt: skip
_SKIP = frozenset(["script", "style", "noscript", "template", "svg", "iframe", "head", "object"])
_ITEM, _ITEM_END = "\x01", "\x02"  # marks of our own: `well_formed` leaves no such character in a source
_OPENING = {**dict.fromkeys(_BLOCK, "\n"), "li": f"\n{_ITEM}", "td": " ", "th": " "}
_CLOSING = {**dict.fromkeys(_BLOCK, "\n"), "li": f"{_ITEM_END}\n"}
_MARKS = {**_OPENING, **{f"/{tag}": mark for tag, mark in _CLOSING.items()}}
"""What tags without attributes come to in a text."""
_RAW = _SKIP | {"xmp", "plaintext", "noembed", "noframes"}
"""Elements whose text is not what it looks like: not shown, or written without references."""
_BETWEEN_SIGNS = re.compile(r"<([^<>]*)>")
_SIGN = re.compile(r"""(/?)([a-z][a-z0-9:_.-]*)((?: [^\s=<>"']+(?:="[^"]*"|='[^']*')?)*)\Z""")
_ATTRIBUTE = re.compile(r""" ([^\s=<>"']+)(?:=(?:"([^"]*)"|'([^']*)'))?""")
_EMPTY_ITEM = re.compile(rf"{_ITEM}\s*(?=[{_ITEM}{_ITEM_END}])")
_ITEM_AND_WHITE = re.compile(rf"{_ITEM}[\s{_ITEM}{_ITEM_END}]")
_ITEM_BEGINS = re.compile(rf"{_ITEM}\s*")
_UNSEEN = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069"
"""What terminals obey, and what turns writing around so that it shows something else than it is."""
_WHOLE_PAGE = re.compile(rb"\s*<(?:html|!doctype)", re.IGNORECASE)
_CONTROL = re.compile(f"[{_UNSEEN}]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_PLAIN_BYTES = bytes(b for b in range(256) if b in b"\t\n\r" or 0x20 <= b != 0x7F)
_UNSEEN_BYTES = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]"), re.compile(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")
"""`_UNSEEN` beyond ASCII, as UTF-8 writes it."""
_FEW = 200
"""Characters of which each may be asked sooner than all of them are encoded."""
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_WHITE = re.compile(r"\s{2,}|[^\S ]")  # what is not a single blank already
_BLANKS = re.compile(" {2,}")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|em|rem|%)?\s*(?:;|$)", re.IGNORECASE
)
_ENCODED_TAG = re.compile(r"&lt;/?(?:p|div|ul|ol|li|h[1-6]|br|strong|span)\b", re.IGNORECASE)
_REFERENCES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'"}
"""What a markup that was escaped as a whole is full of, but for the ampersand's own."""
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def well_formed(value: str) -> str:
    """`value` without control characters, lone surrogates replaced by U+FFFD: what every later encoder accepts."""
    return value if _is_well_formed(value) else _SURROGATE.sub("\ufffd", _CONTROL.sub("", value))


def _is_well_formed(value: str) -> bool:
    """Asked of the bytes, where it takes a tenth of the time that the characters take."""
    if len(value) < _FEW and value.isprintable():  # most names and dates are; no unseen character is
        return True
    try:
        written = value.encode()
    except UnicodeEncodeError:
        return False
    if written.translate(None, _PLAIN_BYTES):
        return False
    return value.isascii() or not any(unseen.search(written) for unseen in _UNSEEN_BYTES)


def one_line(value: str) -> str:
    """`value` with every run of white space as one blank and none at its ends."""
    return " ".join(value.split())


def without_escapes(text: str) -> str:
    """Markdown's escaped signs as themselves: «C\\+\\+», «scikit\\-learn»."""
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def slug_of(name: str) -> str:
    """Lower-case ASCII letters and digits of `name` joined by hyphens, at most 60; "unnamed" if none is left."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")[:60].strip("-") or "unnamed"


def unescaped(source: str) -> str:
    """`html.unescape`, by five replacements where a source holds no other reference: six times as fast."""
    plain = source
    for reference, character in _REFERENCES.items():
        if "&" not in plain:
            return plain
        plain = plain.replace(reference, character)
    if plain.count("&") != plain.count("&amp;"):
        return html.unescape(source)
    return plain.replace("&amp;", "&")


def html_fragment(source: str) -> lxml.etree._Element:
    """The parsed fragment inside a parent <div>. libxml2 gives up beyond 256 levels: such a source comes out empty."""
    written = well_formed(source).encode()
    # lxml's plain elements: of those of lxml.html Python is asked at every node which class it is to be
    parser = lxml.etree.HTMLParser(encoding="utf-8")
    page = written if _WHOLE_PAGE.match(written) else b"<html><body>" + written + b"</body></html>"
    document = lxml.etree.fromstring(page, parser)  # None of a document type alone
    bodies = [] if document is None else list(document.iterchildren("body"))
    if len(bodies) == 1 and not _is_written_otherwise(written):  # it may stay where lxml has put it
        (root,) = bodies
        root.tag = "div"
        root.attrib.clear()
        if (text := root.text) and text.isspace():
            root.text = None
        return root
    root = lxml.etree.Element("div")  # in a document of XML, where what a reference hides is written as one
    for body in bodies:
        if body.text and body.text.strip():
            root.text = _NOT_XML.sub("", body.text)  # lxml hands out what it does not take: the character of "&#3;"
        root.extend(body)
    return root


def _is_written_otherwise(source: bytes) -> bool:
    """Whether lxml may leave out a character, or write it as a reference, in a document of XML but not in one of HTML.

    Single bytes are found at once, so they are asked first.
    """
    hides = b"#" in source and b"&#" in source
    return hides or b"\r" in source or (b"\xef" in source and b"\xef\xbf" in source)


def inner_html(root: lxml.etree._Element) -> str:
    """The HTML inside a <div> without attributes."""
    written: str = lxml.etree.tostring(root, encoding="unicode", method="html", with_tail=False)
    return written.removeprefix("<div>").removesuffix("</div>")


def html_and_text(root: lxml.etree._Element) -> tuple[str, str]:
    """`inner_html` of a fragment and `html_to_text` of that, without parsing it again."""
    inner = inner_html(root)
    text = _shown_of(inner)
    # Anew is read what may read otherwise once written: no tag (it may be encoded once more), an item of nothing
    # (libxml2 leaves out its end, so that what follows is in it), a character that was hidden in a reference.
    is_read_alike = text is not None and "<" in inner and _is_well_formed(text)
    return inner, text if text is not None and is_read_alike else html_to_text(inner)


def html_to_text(source: str | None) -> str:
    """The text a reader of the page sees: one line a block, "- " before list items, no markup, entities resolved."""
    if not source or not well_formed(source).strip():
        return ""
    if "<" not in source and _ENCODED_TAG.search(source):
        source = html.unescape(source)  # a page's source that was encoded once more as a whole
    root = html_fragment(source)
    text = _shown_of(inner_html(root))
    if text is None:
        text = _shown(root)
    return text if _is_well_formed(text) else _tidy(well_formed(text))  # a reference had hidden a character: "&#3;"


def _shown_of(inner: str) -> str | None:
    """`_shown` of what lxml has written as `inner_html`, read from its signs in a third of the time.

    None where they alone do not tell: what is not shown, signs within attributes, anything that is no tag.
    """
    parts = _BETWEEN_SIGNS.split(inner)
    signs, texts = parts[1::2], parts[::2]
    try:
        marks = [_MARKS[sign] if sign in _MARKS else _mark(sign) for sign in signs]
    except _NotToldError:
        return None
    if marks.count(_OPENING["li"]) != marks.count(_CLOSING["li"]):  # of an item of nothing no end is written
        return None
    parts[1::2] = marks
    if not inner.isascii() or "\n" in inner or "\t" in inner or "\r" in inner:  # else each white space is a blank
        parts[::2] = [text if text.isprintable() else _single_blanks(text) for text in texts]
    text = "".join(parts)
    if "<" in text or ">" in text:
        return None
    if "&" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">")
        if text.count("&") != text.count("&amp;"):
            return None
        text = text.replace("&amp;", "&")
    return _tidy(text)


class _NotToldError(Exception):
    """A sign does not tell by itself what it comes to in a text."""


def _mark(sign: str) -> str:
    """What a tag with attributes, or an unknown one, comes to in a text. Raises _NotToldError."""
    tag = _SIGN.match(sign)
    if tag is None or tag[2] in _RAW:
        raise _NotToldError
    if "hidden" in tag[3] or "style" in tag[3]:
        for name, value, other in _ATTRIBUTE.findall(tag[3]):
            if name == "hidden" or (name == "style" and _HIDDEN.search(html.unescape(value or other))):
                raise _NotToldError
    return (_CLOSING if tag[1] else _OPENING).get(tag[2], "")


def _shown(root: lxml.etree._Element) -> str:
    """The text of a parsed fragment, with the characters that references in it had hidden."""
    out: list[str] = []
    walker = lxml.etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "start":
            tag = element.tag
            if tag in _SKIP or (element.attrib and _is_hidden(element)):
                walker.skip_subtree()
                continue
            if tag in _OPENING:
                out.append(_OPENING[tag])
            if text := element.text:
                out.append(_single_blanks(text))
        else:
            if event == "end" and (tag := element.tag) in _CLOSING:
                out.append(_CLOSING[tag])
            if element is not root and (tail := element.tail):
                out.append(_single_blanks(tail))
    return _tidy("".join(out))


def _is_hidden(element: lxml.etree._Element) -> bool:
    """Whether a page does not show an element, as bait for programs and tracking text are not shown."""
    return "hidden" in element.attrib or _HIDDEN.search(element.get("style", "")) is not None


def _single_blanks(text: str) -> str:
    """White space as blanks, of which `_tidy` leaves one. None but the blank is printable, so most texts are done."""
    return text if text.isprintable() else _WHITE.sub(" ", text)


def _tidy(text: str) -> str:
    if _ITEM_AND_WHITE.search(text):
        text = _EMPTY_ITEM.sub("", text)
        text = _ITEM_BEGINS.sub("- ", text)  # <li><p>…: the bullet joins its text
    text = text.replace(_ITEM, "- ").replace(_ITEM_END, "")
    tidy = "\n".join(filter(None, map(str.strip, text.split("\n"))))
    return _BLANKS.sub(" ", tidy) if "  " in tidy else tidy
