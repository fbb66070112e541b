"""Text formats that need no parser of their own: encodings, Markdown, JSON Resume. Markup becomes plain lines.

The limited child runs this: a text is parsed apart from the dashboard's process like any other file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from nlp.documents.pasted import (
    from_page,
    from_tex,
    in_reading_order,
    is_page,
    is_tex,
    json_within,
    unjustified,
    unquoted,
)
from nlp.documents.reasons import Extract, Kind, UnreadableError

_MAX_JSON_DEPTH = 40
_ROOM = 2
"""Signs that are read for one that is kept: cleaning takes markup and blanks away."""
# All reaches are bounded: a text of opening signs alone must not take quadratic time.
_FRONT_MATTER = re.compile(r"\A---\n.{0,4000}?\n---\n", re.DOTALL)
_HTML_COMMENT = re.compile(r"<!--.{0,2000}?-->", re.DOTALL)
_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>")
_IMAGE = re.compile(r"!\[([^\]\n]{0,200})\]\([^)\n]{0,500}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,200})\](?:\([^)\n]{0,500}\)|\[[^\]\n]{0,200}\])")
_EMPHASIS = re.compile(r"(?<![\w*])(\*\*\*|\*\*|__|\*|_|`|~~)(?=\S)(.{1,300}?)(?<=\S)\1(?!\w)")
_QUOTE = re.compile(r"[ \t]*>[ \t]?")
_ITEM = re.compile(r"([ \t]*)[*+-][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_LOOKS_MARKED = re.compile(
    r"^#{1,6} \S|^[ \t]{0,20}[*-] \*\*|\*\*\S.{0,300}?\S\*\*|\[[^\[\]\n]{1,200}\]\(https?:", re.MULTILINE
)

# The parts of a JSON Resume (jsonresume.org/schema 1.0.0), the heading each gets and the field that names an entry.
_PARTS = (
    ("work", "Experience", ("position", "name", "company")),
    ("volunteer", "Volunteer Experience", ("position", "organization")),
    ("projects", "Projects", ("name", "entity")),
    ("skills", "Skills", ("name",)),
    ("education", "Education", ("studyType", "area", "institution")),
    ("certificates", "Certifications", ("name", "issuer")),
    ("awards", "Awards", ("title", "awarder")),
    ("publications", "Publications", ("name", "publisher")),
    ("languages", "Languages", ("language", "fluency")),
    ("interests", "Interests", ("name",)),
)
_RESUME_KEYS = frozenset({"basics", *(part for part, _, _ in _PARTS)})


def read_text(data: bytes, max_chars: int) -> Extract:
    """The text of plain bytes, which may turn out to be Markdown. Raises UnreadableError(kind) for what is no text."""
    text = decode(data)[0]
    if (inner := json_within(text)) and _is_resume(inner):
        return read_json(inner.encode(), max_chars)
    if not is_page(text) and is_markdown(unquoted(text[:max_chars])):
        return read_marked(data, max_chars)
    return _extract(data, "text", max_chars)


def read_marked(data: bytes, max_chars: int) -> Extract:
    """The text of a file that is named as Markdown. Raises UnreadableError(kind) for what is no text."""
    return _extract(data, "markdown", max_chars)


def read_json(data: bytes, max_chars: int) -> Extract:
    """The text of a JSON Resume. Raises UnreadableError as `from_json_resume` does."""
    return _extract(data, "json", max_chars)


def _extract(data: bytes, kind: Kind, max_chars: int) -> Extract:
    text, is_guessed = decode(data)
    if kind == "json":
        text = from_json_resume(text)
    most = _ROOM * max_chars
    read = unquoted(text[:most].replace("\r\n", "\n"))
    if kind == "markdown":
        read = from_markdown(read)
    elif kind == "text":
        as_set = in_reading_order(unjustified(read))
        read = from_page(read) if is_page(read) else from_tex(read) if is_tex(read) else as_set
    return Extract(read, 0, kind=kind, is_guessed=is_guessed, is_cut=len(text) > most)


def decode(data: bytes) -> tuple[str, bool]:
    """The text of bytes and whether its encoding was guessed. Raises UnreadableError(kind) for what is no text."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode(encoding), False
            except UnicodeDecodeError:
                raise UnreadableError("kind", "binary") from None
    if sum(b < 9 or 13 < b < 27 or 27 < b < 32 for b in data) > 0.002 * len(data):
        raise UnreadableError("kind", "binary")
    try:
        return data.decode("utf-8"), False
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), True


def is_markdown(text: str) -> bool:
    """Whether a text uses Markdown's signs."""
    return _LOOKS_MARKED.search(text) is not None


def from_markdown(text: str) -> str:
    """The plain lines of Markdown: links as their words, tables row by row, headings as lines."""
    plain = _HTML_COMMENT.sub("", _FRONT_MATTER.sub("", text.replace("\r\n", "\n")))
    plain = "\n".join(line for line in map(_plain_line, plain.split("\n")) if line is not None)
    plain = _LINK.sub(r"\1", _IMAGE.sub(r"\1", plain))
    for _ in range(2):  # emphasis inside emphasis
        plain = _EMPHASIS.sub(r"\2", plain)
    return _ESCAPED.sub(r"\1", _TAG.sub(" ", _BREAK.sub("\n", plain)))


def _plain_line(line: str) -> str | None:
    """A line of Markdown without its block signs; None where it is nothing else."""
    line = _QUOTE.sub("", line, count=1) if line.lstrip().startswith(">") else line
    bare = line.strip()
    signs = set(bare)
    is_rule = (len(bare) >= 2 and signs <= set("|:- ")) or (len(bare) >= 3 and signs <= set("=*_ "))
    if is_rule or bare.startswith(("```", "~~~")):
        return None
    if bare.startswith("|") and bare.endswith("|"):
        return "  ".join(cell.strip() for cell in bare.strip("|").split("|"))
    if bare.startswith("#") and bare.lstrip("#").startswith((" ", "\t")):
        return bare.strip("#").strip()
    return _ITEM.sub(r"\1• ", line, count=1) if _ITEM.match(line) else line


def _is_resume(text: str) -> bool:
    """Whether a text is a JSON Resume without a fault."""
    try:
        from_json_resume(text)
    except UnreadableError:
        return False
    return True


def from_json_resume(text: str) -> str:
    """The lines of a JSON Resume under their headings.

    Raises UnreadableError: nested; broken_json with the line; kind where it is other JSON.
    """
    if _json_depth(text) > _MAX_JSON_DEPTH:
        raise UnreadableError("nested")
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableError("broken_json", str(error.lineno)) from None
    except (ValueError, RecursionError):
        raise UnreadableError("broken_json", "1") from None
    if not isinstance(data, Mapping) or not _RESUME_KEYS & data.keys():
        raise UnreadableError("kind", "json")
    return "\n".join(_resume_lines(data))


def _json_depth(text: str) -> int:
    """An upper bound of how deep brackets nest (those inside strings count too)."""
    depth = deepest = 0
    for match in re.finditer(r"[\[{]|[\]}]", text):
        depth += 1 if match.group() in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _resume_lines(data: Mapping[str, Any]) -> Iterator[str]:
    basics = _mapping(data.get("basics"))
    yield from filter(None, (_word(basics.get("name")), _word(basics.get("label"))))
    if summary := _word(basics.get("summary")):
        yield from ("", "Summary", summary)
    for part, heading, title_fields in _PARTS:
        entries = [_mapping(e) for e in _items(data.get(part))]
        if entries:
            yield from ("", heading)
        for entry in entries:
            yield from _entry_lines(part, entry, title_fields)


def _entry_lines(part: str, entry: Mapping[str, Any], title_fields: tuple[str, ...]) -> Iterator[str]:
    title = " — ".join(dict.fromkeys(filter(None, (_word(entry.get(f)) for f in title_fields))))
    keywords = ", ".join(filter(None, map(_word, _items(entry.get("keywords")))))
    level = _word(entry.get("level")) if part == "skills" else ""
    if level:
        title += f" ({level})"
    if part in ("skills", "interests"):
        yield f"{title}: {keywords}" if title and keywords else title or keywords
        return
    if title:
        yield title
    start, end = _word(entry.get("startDate")), _word(entry.get("endDate"))
    if start:
        yield f"{start} – {end or ('Present' if part in ('work', 'volunteer') else '')}".rstrip(" –")
    elif date := end or _word(entry.get("date") or entry.get("releaseDate")):
        yield date
    for field in ("summary", "description"):
        if text := _word(entry.get(field)):
            yield text
    for field in ("highlights", "courses"):
        for item in _items(entry.get(field)):
            if text := _word(item):
                yield f"• Coursework: {text}" if field == "courses" else f"• {text}"
    if keywords:
        yield keywords


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {"name": value} if isinstance(value, str) else {}


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _word(value: object) -> str:
    return str(value).strip() if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
