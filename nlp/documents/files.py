"""A resume file → its text. Its bytes say what it is, not its name; it is parsed only in a limited child.

Resume text goes to the caller and nowhere else: not to disk, logs, messages or exceptions.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from nlp.documents.reasons import Extract, Kind, UnreadableError
from nlp.documents.sandbox import extract
from warehouse.models import BadInputError


@dataclass(frozen=True, slots=True)
class Limits:
    """What a resume file may cost; tests shrink these."""

    max_bytes: int = 5_000_000
    max_pages: int = 20
    max_chars: int = 60_000
    max_text_bytes: int = 200_000
    max_members: int = 200
    max_inflated_bytes: int = 20_000_000
    memory_bytes: int = 768 * 1024 * 1024
    cpu_seconds: int = 10
    wall_seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class ResumeText:
    """The text of a resume file."""

    text: str
    parse_confidence: float
    """0-1: how far two reading orders agree, and how much of it could be read as letters."""
    warnings: tuple[str, ...]
    kind: Kind
    pages: int | None
    """None where the format has no pages."""


class UnreadableFileError(BadInputError):
    """A resume file that cannot be read. The message is one sentence with file, reason and mend, never its text."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        """One of the keys of `nlp.documents.files.SENTENCES`."""


SENTENCES: Mapping[str, str] = {
    "empty": "{name} is empty; export the resume again or paste its text.",
    "too_big": "{name} is larger than {max_mb} MB; export it without pictures or paste its text.",
    "too_many_pages": "{name} has {detail} pages, more than the {max_pages} that are read; keep only the resume's.",
    "scanned": "{name} is a scan, a picture without text; export it from the program that wrote it, or paste the text.",
    "blank": "{name} holds no text; export the resume again or paste its text.",
    "no_letters": "{name} uses fonts that do not say which letters they show; export it anew or paste the text.",
    "encrypted": "{name} is protected by a password; save it without one.",
    "cut": "{name} is cut off before its end; download or export it again.",
    "damaged": "{name} is damaged and cannot be read; export it again as PDF or paste its text.",
    "kind": "{name} is {what} and cannot be read; save the resume as PDF, DOCX, Markdown or plain text.",
    "macro": "{name} is a Word file with macros; save it as DOCX without them, or as PDF.",
    "linkedin_zip": "{name} is a LinkedIn data export; use «Save to PDF» on your profile page instead.",
    "inflates": "{name} unpacks to far more than a resume holds; export it again as PDF or paste its text.",
    "too_many_members": "{name} packs {detail} parts, more than the {max_members} that are read; save it as PDF.",
    "nested": "{name} is nested deeper than any resume; export it again as PDF or paste its text.",
    "hostile_xml": "{name} defines XML entities of its own, which is not allowed; save it again as DOCX or PDF.",
    "broken_json": "{name} is not valid JSON (line {detail}); mend it, or give the resume as PDF, DOCX or text.",
    "slow": "{name} takes longer to read than allowed; export it again as a plain PDF or paste its text.",
    "memory": "{name} needs more memory to read than allowed; export it again as a plain PDF or paste its text.",
    "crashed": "{name} breaks the reader for its format; export it again as a plain PDF or paste its text.",
}
_KINDS: Mapping[str, str] = {
    "doc": "an old Word file (.doc)",
    "spreadsheet": "a spreadsheet",
    "slides": "a set of slides",
    "pages": "a Pages file",
    "odt": "an OpenDocument file",
    "archive": "an archive",
    "image": "a picture",
    "html": "a web page",
    "xml": "an XML file",
    "rtf": "a rich-text file (RTF)",
    "postscript": "a PostScript file",
    "json": "JSON but no JSON Resume",
    "binary": "no text",
}
# Two letters may also begin a text: those count only where a NUL follows.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"{\\rtf", "rtf"),
    (b"%!PS", "postscript"),
    (b"\x1f\x8b\x08", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x7fELF", "binary"),
    (b"MZ", "binary"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_WRITTEN: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (
        re.compile(
            # Atomic groups: many comments must not be tried in all their divisions.
            rb"(?><\?xml.*?\?>\s*)?(?>(?:<!--.*?-->\s*)*+)<(?:!doctype\s+html|html|head|body)\b",
            re.IGNORECASE | re.DOTALL,
        ),
        "html",
    ),
    (re.compile(rb"<\?xml|<svg\b"), "xml"),
    # A text may begin with a bracket too («[Name]»): JSON goes on with a quote or another bracket.
    (re.compile(rb"\{\s*[\"}]|\[\s*[\[{\"\]]"), "json"),
)
_SHOWN_NAME = 80
_TEXT_KINDS: Mapping[str, str] = {"text": "plain text", "markdown": "Markdown", "json": "a JSON Resume"}
_MARKED_NAMES = frozenset({".md", ".markdown"})
_BINARY_NAMES = frozenset({".pdf", ".docx", ".doc"})
_NO_WORDS_FACTOR = 0.2
_DOUBTFUL = 0.6
"""The highest confidence in a file that is not what its name says."""
NO_WORDS = (
    "The letters of this file make no words: its fonts do not say which letters they show. "
    "Print the resume anew (export it as PDF from the program that wrote it), or paste its text."
)


def read_resume_file(name: str, data: bytes, *, limits: Limits | None = None) -> ResumeText:
    """The text of a resume given as the bytes of a PDF, DOCX, Markdown, text or JSON Resume file.

    `name` is only shown, and tells Markdown from text. Raises UnreadableFileError with the reason and its mend.
    """
    limits = limits or Limits()
    try:
        return _read(name, data, limits)
    except UnreadableError as error:
        raise UnreadableFileError(error.reason, _sentence(name, error, limits)) from None


def read_pasted(text: str, *, limits: Limits | None = None) -> ResumeText:
    """The text of a resume pasted by its owner. Raises UnreadableFileError where it is empty or too long."""
    return read_resume_file("The pasted text", text.encode("utf-8", "replace"), limits=limits)


def sniff(data: bytes) -> str:
    """What the bytes are: pdf, zip, json, text, or a key of what is not read. Looks at magic numbers only."""
    head = data[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if head.startswith(_OLE):
        return "encrypted" if _ENCRYPTED_OFFICE in data else "doc"
    if head[4:8] == b"ftyp" or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return "image"
    for magic, kind in _MAGIC:
        if head.startswith(magic) and (len(magic) > 2 or b"\0" in head):
            return kind
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((kind for pattern, kind in _WRITTEN if pattern.match(start)), "text")


def _read(name: str, data: bytes, limits: Limits) -> ResumeText:
    if len(data) > limits.max_bytes:
        raise UnreadableError("too_big")
    if not data.strip(b" \t\r\n\0"):
        raise UnreadableError("empty")
    kind = sniff(data)
    if kind == "encrypted":
        raise UnreadableError("encrypted")
    if kind in _KINDS and kind != "json":
        raise UnreadableError("kind", kind)
    suffix = PurePath(name).suffix.lower()
    way = {"pdf": "pdf", "zip": "docx", "json": "json"}.get(kind) or ("markdown" if suffix in _MARKED_NAMES else "text")
    found = extract(way, data, _child_limits(limits), limits.wall_seconds)
    if way in ("pdf", "docx"):
        return _judged(found, limits)
    return _judged_text(found, suffix, limits)


def _judged_text(found: Extract, suffix: str, limits: Limits) -> ResumeText:
    """What the child found in a text, with its confidence and warnings."""
    if not found.text:
        raise UnreadableError("empty")
    warnings = ["The file's encoding was guessed; look at accented letters."] if found.is_guessed else []
    if found.is_cut or len(found.text) > limits.max_chars:
        warnings.append(_cut_warning(limits))
    confidence = 0.9 if found.is_guessed else 1.0
    if suffix in _BINARY_NAMES:
        confidence = min(confidence, _DOUBTFUL)
        warnings.append(f"The file is named {suffix} and is {_TEXT_KINDS[found.kind]}: it was read as what it is.")
    if not found.has_words:
        confidence *= _NO_WORDS_FACTOR
        warnings.append(NO_WORDS)
    return ResumeText(found.text[: limits.max_chars], round(confidence, 2), tuple(warnings), found.kind, None)


def _judged(found: Extract, limits: Limits) -> ResumeText:
    """What the child found in a binary file, with its confidence and warnings."""
    if not found.text:
        raise UnreadableError("blank")
    confidence = (0.4 + 0.6 * found.order_agreement) * max(0.0, 1 - 3 * found.unmapped) * (1 - 0.8 * found.lone)
    warnings = []
    if found.order_agreement < 0.9:
        warnings.append("Two ways to order this file's lines differ; check that its columns stand one after the other.")
    if found.unmapped > 0.01:
        warnings.append("Some signs of this file's fonts stand for no letter; check the text for holes.")
    if found.lone > 0.1:
        warnings.append("Many lines hold a single letter; check the text and paste it instead if it is torn.")
    if found.unseen:
        warnings.append(_unseen_warning(found.unseen))
    if not found.has_words:
        confidence *= _NO_WORDS_FACTOR
        warnings.append(NO_WORDS)
    if not found.is_whole:
        confidence *= 0.7
        warnings.append("The file lacks its end or a page; check that nothing is missing.")
    if found.is_cut or len(found.text) > limits.max_chars:
        warnings.append(_cut_warning(limits))
    text = found.text[: limits.max_chars]
    return ResumeText(text, round(confidence, 2), tuple(warnings), found.kind, found.pages or None)


def _unseen_warning(words: int) -> str:
    counted = "One word" if words == 1 else f"{words} words"
    return f"{counted} of this file cannot be seen by a reader (tiny, without colour or off the page): not read."


def _cut_warning(limits: Limits) -> str:
    return f"Only the first {limits.max_chars:,} characters were read."


def _child_limits(limits: Limits) -> dict[str, int]:
    return {f.name: getattr(limits, f.name) for f in dataclasses.fields(limits) if f.name != "wall_seconds"}


def _sentence(name: str, error: UnreadableError, limits: Limits) -> str:
    reason = error.detail if error.detail in SENTENCES and error.reason == "kind" else error.reason
    shown = "".join(c for c in PurePath(name).name if c.isprintable())[:_SHOWN_NAME] or "The file"
    return SENTENCES.get(reason, SENTENCES["damaged"]).format(
        name=shown,
        detail=error.detail if error.detail.isdigit() else "too many",
        what=_KINDS.get(error.detail, "a file of another kind"),
        max_mb=round(limits.max_bytes / 1e6),
        max_pages=limits.max_pages,
        max_members=limits.max_members,
    )
