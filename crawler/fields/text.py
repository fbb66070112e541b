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
_EMPTY_ITEM = re.compile(rf"{_ITEM}\s*(?=[{_ITEM}{_ITEM_END}])")
_ITEM_BEGINS = re.compile(rf"{_ITEM}\s*")
_HAS_EMPTY_ITEM = lxml.etree.XPath("boolean(.//li[not(node())])")
_UNSEEN = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069"
"""What terminals obey, and what turns writing around so that it shows something else than it is."""
_WHOLE_PAGE = re.compile(rb"\s*<(?:html|!doctype)", re.IGNORECASE)
_CONTROL = re.compile(f"[{_UNSEEN}]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_PLAIN_BYTES = bytes(b for b in range(256) if b in b"\t\n\r" or 0x20 <= b != 0x7F)
_UNSEEN_BYTES = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]"), re.compile(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")
"""`_UNSEEN` beyond ASCII, as UTF-8 writes it."""
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_WHITE = re.compile(r"\s{2,}|[^\S ]")  # what is not a single blank already
_BLANKS = re.compile(" {2,}")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|em|rem|%)?\s*(?:;|$)", re.IGNORECASE
)
_ENCODED_TAG = re.compile(r"&lt;/?(?:p|div|ul|ol|li|h[1-6]|br|strong|span)\b", re.IGNORECASE)
_REFERENCES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&"}
"""What a markup that was escaped as a whole is full of; the ampersand last, as it may stand before another's name."""
_OTHER_REFERENCE = re.compile("&(?!lt;|gt;|quot;|#39;|amp;)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def well_formed(value: str) -> str:
    """`value` without control characters, lone surrogates replaced by U+FFFD: what every later encoder accepts."""
    return value if _is_well_formed(value) else _SURROGATE.sub("\ufffd", _CONTROL.sub("", value))


def _is_well_formed(value: str) -> bool:
    """Asked of the bytes, where it takes a tenth of the time that the characters take."""
    try:
        written = value.encode()
    except UnicodeEncodeError:
        return False
    return not (written.translate(None, _PLAIN_BYTES) or any(unseen.search(written) for unseen in _UNSEEN_BYTES))


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
    if _OTHER_REFERENCE.search(source):
        return html.unescape(source)
    for reference, character in _REFERENCES.items():
        source = source.replace(reference, character)
    return source


def html_fragment(source: str) -> lxml.etree._Element:
    """The parsed fragment inside a parent <div>. libxml2 gives up beyond 256 levels: such a source comes out empty."""
    written = well_formed(source).encode()
    # lxml's plain elements: of those of lxml.html Python is asked at every node which class it is to be
    parser = lxml.etree.HTMLParser(encoding="utf-8")
    page = written if _WHOLE_PAGE.match(written) else b"<html><body>" + written + b"</body></html>"
    root = lxml.etree.Element("div")
    document = lxml.etree.fromstring(page, parser)  # None of a document type alone
    for body in [] if document is None else document.iterchildren("body"):
        if body.text and body.text.strip():
            root.text = _NOT_XML.sub("", body.text)  # lxml hands out what it does not take: the character of "&#3;"
        root.extend(body)
    return root


def inner_html(root: lxml.etree._Element) -> str:
    """The HTML inside an element."""
    parts = [html.escape(root.text or "", quote=False)]
    parts += [lxml.etree.tostring(child, encoding="unicode", method="html") for child in root]
    return "".join(parts)


def html_and_text(root: lxml.etree._Element) -> tuple[str, str]:
    """`inner_html` of a fragment and `html_to_text` of that, without parsing it again."""
    inner, text = inner_html(root), _shown(root)
    # Anew is read what reads otherwise once written: no tag (it may be encoded once more), an item of nothing (libxml2
    # leaves out its end, so that what follows is in it), a character that was hidden in a reference.
    is_read_alike = "<" in inner and not _HAS_EMPTY_ITEM(root) and _is_well_formed(text)
    return inner, text if is_read_alike else html_to_text(inner)


def html_to_text(source: str | None) -> str:
    """The text a reader of the page sees: one line a block, "- " before list items, no markup, entities resolved."""
    if not source or not well_formed(source).strip():
        return ""
    if "<" not in source and _ENCODED_TAG.search(source):
        source = html.unescape(source)  # a page's source that was encoded once more as a whole
    text = _shown(html_fragment(source))
    return text if _is_well_formed(text) else _tidy(well_formed(text))  # a reference had hidden a character: "&#3;"


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
    text = _EMPTY_ITEM.sub("", text)
    text = _ITEM_BEGINS.sub("- ", text).replace(_ITEM_END, "")  # <li><p>…: the bullet joins its text
    tidy = "\n".join(filter(None, map(str.strip, text.split("\n"))))
    return _BLANKS.sub(" ", tidy) if "  " in tidy else tidy
