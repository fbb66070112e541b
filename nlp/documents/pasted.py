"""Texts as they are pasted: quoted mails, columns kept by blanks, JSON in a message, the source of TeX or of a page.

Pure functions over text; what is none of these comes back as it was.
"""

from __future__ import annotations

import html
import re
from collections import Counter

_CLOSING = re.compile(r"</(?:div|p|li|ul|span|h[1-6]|td|tr|section)>", re.IGNORECASE)
_LEAST_CLOSING = 8
"""Ends of elements by which a text is a piece of a page's source."""
_BREAKS = re.compile(
    r"<(?:/?(?:div|p|ul|ol|tr|table|section|article|header|h[1-6]|dl|dt|dd)\b[^<>]{0,300}|br\s?/?)>", re.IGNORECASE
)
_POINTS = re.compile(r"<li\b[^<>]{0,300}>", re.IGNORECASE)
_CELLS = re.compile(r"<t[dh]\b[^<>]{0,300}>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[a-z!][^<>]{0,300}>", re.IGNORECASE)
_QUOTE = re.compile(r"^[ \t]{0,3}(?:>[ \t]?){1,6}")
_LEAST_QUOTED = 5
_LEAST_FULL, _NARROWEST = 5, 50
"""Lines of one length, words of each of them, and that length, by which a text is justified."""
_STRETCHED = re.compile(r"(?<=\S) {2,3}(?=\S)")
_WIDE_GAP = re.compile(r" {4}")
_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")
_COLUMN_LINES, _COLUMN_SHARE = 8, 0.25
"""Lines that begin their second column at one place, and their share of all, by which blanks keep columns."""
_LEAST_WORDS = 2.5
"""Words of a line of the second column, on average, by which it is more than a table's."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MOST_OF_TEXT = 0.6
_TEX = re.compile(r"\\(?:documentclass|begin\{document\}|section\*?\{|cventry\{|resume[A-Z]\w+\{)")
_TEX_LEAD = re.compile(r"\A.{0,20000}?\\begin\{document\}", re.DOTALL)
_TEX_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_TEX_SIGNS = (
    ("---", "—"),
    ("--", "–"),
    (r"\&", "&"),
    (r"\%", "%"),
    (r"\#", "#"),
    (r"\_", "_"),
    (r"\$", "$"),
    ("~", " "),
)
_TEX_HEAD = re.compile(r"\\(?:sub)*section\*?\s?\{([^{}\n]{1,80})\}")
_TEX_STYLE = re.compile(r"\\(?:text\w{2,3}|emph|underline|href\s?\{[^{}\n]{0,200}\})\s?\{([^{}\n]{0,300})\}")
_TEX_COMMAND = re.compile(
    r"\\(?:begin|end)\s?\{[^{}\n]{0,40}\}|\\[a-zA-Z]{1,30}\*?|\[[^\[\]\n]{0,20}pt[^\[\]\n]{0,20}\]"
)
_TEX_ITEM = re.compile(r"\\(?:item|resumeItem)\b\s*")
_TEX_SEAM = re.compile(r"\}\s*\{")


def unquoted(text: str) -> str:
    """The text of a quoted message without the signs of quoting."""
    lines = text.split("\n")
    filled = [line for line in lines if line.strip()]
    quoted = [match.group() for line in filled if (match := _QUOTE.match(line))]
    # A «>» may be a bullet: a mail program quotes the empty lines too.
    is_quoted = any(not line.strip("> \t") and ">" in line for line in filled)
    if not is_quoted or len(quoted) < _LEAST_QUOTED or 2 * len(quoted) < len(filled):
        return text
    return "\n".join(_QUOTE.sub("", line) for line in lines)


def unjustified(text: str) -> str:
    """The text without the blanks that make its lines equally long, as a program for terminals sets them."""
    lines = text.split("\n")
    longest = max(map(len, lines), default=0)
    full = [line for line in lines if len(line) == longest and len(line.split()) >= _LEAST_FULL]
    if longest < _NARROWEST or sum("  " in line.strip() for line in full) < _LEAST_FULL:
        return text
    are_full = {id(line) for line in full if _WIDE_GAP.search(line.strip()) is None}
    return "\n".join(_STRETCHED.sub(" ", line) if id(line) in are_full else line for line in lines)


def in_reading_order(text: str) -> str:
    """A text whose two columns blanks keep apart, the left one first; dates or labels beside their texts stay there."""
    lines = text.expandtabs(8).split("\n")
    filled = [line for line in lines if line.strip()]
    begins = Counter(gap.end() for line in filled for gap in _GAP.finditer(line))
    place, most = max(begins.items(), key=lambda item: item[1], default=(0, 0))
    if most < max(_COLUMN_LINES, _COLUMN_SHARE * len(filled)):
        return text
    found: list[str] = []
    band: list[str] = []
    for line in (*lines, None):
        if line is not None and (len(line) < place or line[place - 2 : place].isspace() or not line.strip()):
            band.append(line)
            continue
        found += _columns(band, place)
        band = []
        found += [line] if line is not None else []
    return "\n".join(found)


def _columns(band: list[str], place: int) -> list[str]:
    """Lines that nothing crosses at a place: those left of it and then those right of it, where they are columns."""
    sides = [line[:place].rstrip() for line in band], [line[place:].rstrip() for line in band]
    both = sum(bool(a.strip()) and bool(b.strip()) for a, b in zip(*sides, strict=True))
    told = [[line for line in side if line.strip()] for side in sides]
    are_dates = any(sum(_YEAR.search(line) is not None for line in side) > 0.4 * len(side) for side in told)
    is_thin = sum(len(line.split()) for line in told[1]) < _LEAST_WORDS * len(told[1])
    if both < _COLUMN_LINES or are_dates or is_thin:
        return band
    return [*sides[0], "", *sides[1]]


def json_within(text: str) -> str | None:
    """The JSON object that a pasted text is but for a few words around it; None where it is none."""
    start, end = text.find("{"), text.rfind("}")
    is_most = start >= 0 and end - start > _MOST_OF_TEXT * len(text)
    return text[start : end + 1] if is_most and re.match(r'\{\s*"', text[start : start + 80]) else None


def is_page(text: str) -> bool:
    """Whether a text is a piece of a web page's source."""
    return len(_CLOSING.findall(text[:20_000])) >= _LEAST_CLOSING


def from_page(text: str) -> str:
    """The lines of a piece of a web page: an element a line, list items with bullets, cells apart."""
    flat = " ".join(text.split())
    plain = _CELLS.sub("  ", _POINTS.sub("\n• ", _BREAKS.sub("\n", flat)))
    return html.unescape("\n".join(line.strip() for line in _ANY_TAG.sub("", plain).split("\n") if line.strip()))


def is_tex(text: str) -> bool:
    """Whether a text is the source of a resume in TeX."""
    return len(_TEX.findall(text[:20_000])) > 1


def from_tex(text: str) -> str:
    """The lines of TeX's source: headings, items, the arguments of a command each on a line."""
    plain = _TEX_COMMENT.sub("", _TEX_LEAD.sub("", text))
    plain = _TEX_HEAD.sub(r"\n\n\1\n", plain)
    for _ in range(2):  # a style inside a style
        plain = _TEX_STYLE.sub(r"\1", plain)
    for sign, letter in _TEX_SIGNS:
        plain = plain.replace(sign, letter)
    plain = _TEX_SEAM.sub("\n", _TEX_COMMAND.sub("", _TEX_ITEM.sub("\n• ", plain.replace(r"\\", "\n"))))
    return re.sub(r"[{}$]", "", plain)
