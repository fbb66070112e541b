"""What of a text would act, load or lead elsewhere: in Markdown as Streamlit draws it, in HTML, in XML, in CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from google.protobuf.message import Message
from lxml import etree, html
from markdown_it import MarkdownIt

from dashboard import drawn

_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_HTML_ELEMENTS = """
a abbr article b blockquote body br caption circle cite code col colgroup dd desc details div dl dt em figcaption figure
footer g h1 h2 h3 h4 head header hr html i li line main meta nav ol p path polygon polyline q rect section small span
strong style summary svg table tbody td text th thead time title tr ul
"""
_STREAMLIT = re.compile(
    r":[a-z]+(?:-[a-z]+)*\[(?::material/)?(?:evil|red|badge)"  # directives of the payloads, as `:red[evil]`
    r"|:material/(?:skull|home):|:(?:skull|smile|streamlit):"
    r"|(?<!\\)\$"
)
_ADDRESS = re.compile(r"(?i)(?:https?|ftp|file)://evil|www\.evil|\b[a-z]+@evil")
TERMINAL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_INERT_FIELDS = {
    "id",
    "element_id",
    "form_id",
    "query_param_key",
    "user_key",
    "page_script_hash",
    "page",
    "icon",
    "url",
}

OURS = {f"skillgap_{path.stem}" for path in (Path(drawn.__file__).parent).glob("*.css")}
"""Components whose scripts are files of ours and set texts as texts (test_drawn.py)."""

_PLAIN = {(name, field) for name in ("Selectbox", "MultiSelect") for field in ("options", "raw_value", "raw_values")}
"""Drawn as plain text."""


def in_markdown(text: str) -> list[str]:
    """What is live in a text that Streamlit (or any reader of Markdown) draws."""
    found = []
    for token in _flat(text):
        if token.type in ("image", "html_inline", "html_block", "fence", "code_block"):
            found.append(f"{token.type}: {token.content[:80]}")
        if token.type == "link_open" and not re.match(r"https?://[\w.-]+", str(token.attrs["href"])):
            found.append(f"link to {token.attrs['href']}")
    shown = "".join(token.content for token in _flat(text) if token.type in ("text", "code_inline"))
    found += [f"address: {match[0]}" for match in _ADDRESS.finditer(shown)]
    without_targets = re.sub(r"\]\(https?://[^)\s]*\)", "]", text)
    return found + [f"Streamlit: {match[0]}" for match in _STREAMLIT.finditer(without_targets)]


def _flat(text: str) -> Iterator[Any]:
    for token in _MARKDOWN.parse(text):
        yield token
        yield from token.children or ()


def in_element(element: Any) -> list[str]:
    """What is live in an element of a page, as AppTest holds it."""
    proto = element.proto
    kind = type(proto).__name__
    if kind == "BidiComponent" and proto.component_name in OURS:
        lines = (json.loads(proto.json) or {}).get("lines", []) if proto.json else []
        leads = [line["href"] for line in lines if line.get("href")]
        return [f"leads to {href}" for href in leads if not re.fullmatch(r"[a-z_]+(\?[\w.%+=&*-]*)?", href)]
    if kind in ("Html", "IFrame", "ImageList", "Image", "Audio", "Video", "ComponentInstance", "BidiComponent"):
        return [kind]
    if kind in ("Arrow", "ArrowDataframe"):
        kinds = re.findall(r'"type"\s*:\s*"(\w+)"', str(getattr(proto, "columns", "")))
        return [f"column of kind {each}" for each in kinds if each in ("link", "image", "video", "audio", "markdown")]
    if "VegaLite" in kind:
        return _in_chart(json.loads(proto.spec))
    found = ["allows HTML"] if getattr(proto, "allow_html", False) or getattr(proto, "unsafe_allow_html", False) else []
    return found + [each for text in _strings(proto) for each in in_markdown(text)]


def _in_chart(spec: Any) -> list[str]:
    if isinstance(spec, list):
        return [each for part in spec for each in _in_chart(part)]
    if not isinstance(spec, dict):
        return []
    loading = [f"chart: {name}" for name in ("href", "url", "usermeta") if spec.get(name)]
    pictures = ["chart: image"] if "image" in (spec.get("mark"), spec.get("type")) else []
    return loading + pictures + [each for part in spec.values() for each in _in_chart(part)]


def _strings(message: Message) -> Iterator[str]:
    """All texts of an element that may be drawn."""
    for field, value in message.ListFields():
        if field.name in _INERT_FIELDS or (type(message).__name__, field.name) in _PLAIN:
            continue
        values = value if not isinstance(value, str | bytes | int | float | Message) else [value]
        if hasattr(values, "items"):
            values = values.values()
        for each in values:
            if isinstance(each, str):
                yield each
            elif isinstance(each, Message):
                yield from _strings(each)


def in_html(page: str) -> list[str]:
    """What is live in a report that must be self-contained: any element, attribute or address that is not its own."""
    document = html.document_fromstring(page)
    found = []
    for element in document.iter():
        if not isinstance(element.tag, str):
            found.append("comment or instruction")
            continue
        if element.tag not in _HTML_ELEMENTS.split():
            found.append(f"<{element.tag}>")
        for name, value in element.attrib.items():
            if name.startswith("on") or name in ("srcdoc", "formaction", "background", "style"):
                found.append(f"{element.tag} {name}")
            if name.split("}")[-1] in ("href", "src", "action", "data", "poster") and not re.match(
                r"(https?://[\w.-]+|#[\w-]*$)", value
            ):
                found.append(f"{element.tag} {name}={value[:60]}")
        if element.tag == "meta" and element.get("http-equiv", "").lower() not in ("", "content-security-policy"):
            found.append("meta http-equiv")
        if element.tag == "style" and re.search(r"@import|url\(|evil", element.text or ""):
            found.append("style loads")
    return found


def in_xml(document: bytes) -> list[str]:
    """What is live in a feed: entities, instructions, elements that are no Atom, links that are no address."""
    root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True))
    atom = "{http://www.w3.org/2005/Atom}"
    found = ["DOCTYPE"] if root.getroottree().docinfo.doctype else []
    for element in root.iter():
        if not isinstance(element.tag, str) or not element.tag.startswith(atom):
            found.append(str(element.tag))
        elif element.tag == f"{atom}link" and not re.match(r"(https?://)?[\w./-]+$", element.get("href", "")):
            found.append(f"link to {element.get('href')}")
        elif element.get("type") in ("html", "xhtml"):
            found.append("HTML inside")
    return found


def in_csv(text: str) -> list[str]:
    """Cells that spreadsheets run as formulas."""
    rows = csv.reader(io.StringIO(text))
    return [cell[:40] for row in rows for cell in row if re.match(r"[=+@\t\r\x00]|-(?![\d.]+$)", cell)]


def in_terminal(text: str) -> list[str]:
    """Signs that terminals obey, and those that turn writing around."""
    return [repr(sign) for sign in TERMINAL.findall(text)]
