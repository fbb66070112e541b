"""XML and HTML of strangers as lxml trees: no entities, no network, no unbounded trees."""

from __future__ import annotations

import re
from collections import Counter

import lxml.etree
import lxml.html

from crawler.fields.payload import MAX_THINGS, BadPayload, Drift

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_CUT = re.compile(r"end of (?:data|file)|EndTag|CData section not finished|Premature", re.IGNORECASE)


def xml_root(body: bytes) -> lxml.etree._Element:
    """The root of an XML document. Raises BadPayload, also for one that declares entities or is a page of HTML."""
    start = body[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise BadPayload("malformed", "the answer has no body")
    if _PAGE.search(start):
        raise BadPayload("html", "the answer is a page of HTML where XML was asked for")
    if _DOCTYPE.search(body):
        raise BadPayload("malformed", "the answer declares a document type, which the feed never does")
    _refuse_crowd(body)
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return lxml.etree.fromstring(body, parser)
    except (lxml.etree.XMLSyntaxError, ValueError) as error:
        is_cut = bool(_CUT.search(str(error)))
        reason, what = ("cut", "stops in the middle") if is_cut else ("malformed", "is not XML")
        raise BadPayload(reason, f"the answer {what} ({str(error)[:120]})") from None


def _refuse_crowd(body: bytes) -> None:
    """A body of tags and attributes alone fills the memory a hundred times over."""
    if body.count(b"<") + body.count(b"=") > MAX_THINGS:
        raise BadPayload("too_large", f"the answer holds more than {MAX_THINGS:,} tags and attributes")


def html_root(body: bytes) -> tuple[lxml.html.HtmlElement, Drift]:
    """The root of a page: read as UTF-8, else as the page itself says. Raises BadPayload for what is none."""
    drift: Drift = Counter()
    if b"<" not in body:
        raise BadPayload("malformed", "the answer is no page of HTML")
    _refuse_crowd(body)
    try:
        body.decode("utf-8")
        parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=False)
    except UnicodeDecodeError:
        drift["not_utf8"] += 1
        parser = lxml.html.HTMLParser(huge_tree=False)
    try:
        return lxml.html.document_fromstring(body, parser=parser), drift
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError):
        raise BadPayload("malformed", "the answer is no page of HTML") from None
