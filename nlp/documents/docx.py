"""The text of a DOCX by a capped walk over its parts. Runs only in the limited child (nlp/documents/child.py).

Body, page headers and footers, text boxes (once, though Word stores them twice) and tables row by row. Nothing is
inflated or parsed beyond its cap, and no DTD is let in.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.sax import SAXException  # the exception class only; parsing goes through defusedxml
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

import defusedxml.sax
from defusedxml.common import DefusedXmlException

from nlp.documents.reasons import Extract, UnreadableError

_MAX_DEPTH = 256
_MAX_ELEMENTS = 600_000
_MAX_RATIO = 100
_RATIO_FLOOR = 1_000_000
"""Parts below this many bytes may be as repetitive as they like."""
_BODY = re.compile(r"word/document\d*\.xml")
_HEADER = re.compile(r"word/header\d*\.xml")
_FOOTER = re.compile(r"word/footer\d*\.xml")
_MAX_SIDE_PARTS = 12
_SKIPPED = frozenset({"Fallback", "moveFrom", "del", "instrText"})
_CELL_GAP = "  "
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|['/.-]\d\d(?!\d)")
_LABEL_LINES, _LABEL_WORDS = 3, 7
"""What a cell beside an entry holds at most where it only dates it."""
_TINY_HALF_POINTS = 5
_NO_FILL = frozenset({"", "auto", "ffffff"})
# What other zipped files are, by a member that only they have.
_OTHERS = (
    ("word/vbaProject.bin", "macro"),
    ("xl/workbook.xml", "spreadsheet"),
    ("ppt/presentation.xml", "slides"),
    ("Index/Document.iwa", "pages"),
    ("META-INF/manifest.xml", "odt"),
    ("Skills.csv", "linkedin_zip"),
)


def read_docx(data: bytes, max_members: int, max_inflated: int, max_chars: int) -> Extract:
    """The text of a DOCX.

    Raises UnreadableError: damaged, cut, encrypted, inflates, too_many_members, nested, hostile_xml, scanned, blank, or
    kind with what the archive is instead.
    """
    archive = _open(data)
    names = archive.namelist()
    if len(names) > max_members:
        raise UnreadableError("too_many_members", str(len(names)))
    for member, kind in _OTHERS:
        if member in names:
            raise UnreadableError("kind", kind)
    bodies = sorted(n for n in names if _BODY.fullmatch(n))
    if not bodies:
        raise UnreadableError("kind", "archive")
    budget = _Budget(max_inflated)
    if b"macroEnabled" in budget.read(archive, "[Content_Types].xml"):
        raise UnreadableError("kind", "macro")
    header = _side_lines(archive, _HEADER, budget)
    body = _walked(budget.read(archive, bodies[0]))
    lines = [*header, *body.lines, *_side_lines(archive, _FOOTER, budget)]
    text = "\n".join(lines)
    if not text.strip():
        raise UnreadableError("scanned" if any(n.startswith("word/media/") for n in names) else "blank")
    return Extract(text[:max_chars], pages=0, kind="docx", unseen=body.unseen, is_cut=len(text) > max_chars)


def _open(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        # The directory stands at the end: without it the end is missing.
        raise UnreadableError("damaged" if b"PK\x05\x06" in data[-66_000:] else "cut") from None


@dataclass
class _Budget:
    """How many bytes may still be inflated."""

    left: int

    def read(self, archive: zipfile.ZipFile, name: str) -> bytes:
        """A member's bytes, empty where there is none; what the directory claims of its size is not believed."""
        try:
            info = archive.getinfo(name)
            if info.flag_bits & 1:
                raise UnreadableError("encrypted")
            with archive.open(info) as stream:
                content = stream.read(self.left + 1)
        except KeyError:
            return b""
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
            raise UnreadableError("damaged") from None
        self.left -= len(content)
        if self.left < 0 or len(content) > max(_RATIO_FLOOR, _MAX_RATIO * info.compress_size):
            raise UnreadableError("inflates")
        return content


def _side_lines(archive: zipfile.ZipFile, pattern: re.Pattern[str], budget: _Budget) -> list[str]:
    """The lines of page headers or footers, each line once though first, even and odd pages repeat it."""
    names = sorted(n for n in archive.namelist() if pattern.fullmatch(n))[:_MAX_SIDE_PARTS]
    return list(dict.fromkeys(line for n in names for line in _walked(budget.read(archive, n)).lines if line.strip()))


def _walked(xml: bytes) -> _Walk:
    walk = _Walk()
    try:
        defusedxml.sax.parseString(xml, walk, forbid_dtd=True)
    except DefusedXmlException:
        raise UnreadableError("hostile_xml") from None
    except (SAXException, ValueError, LookupError):
        raise UnreadableError("damaged") from None
    return walk


@dataclass
class _Paragraph:
    pieces: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    """Lines of the text boxes anchored in it: they follow it."""
    is_item: bool = False


class _Walk(ContentHandler):
    """Collects the lines of one WordprocessingML part."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._sinks: list[list[str]] = [self.lines]
        self._rows: list[list[list[str]]] = []
        self._paragraphs: list[_Paragraph] = []
        self._depth = self._elements = self._skipping = self._runs = 0
        self._takes_text = self._is_unseen = self._is_shaded = False
        self.unseen = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        """Opens what the element stands for."""
        self._depth += 1
        self._elements += 1
        if self._depth > _MAX_DEPTH:
            raise UnreadableError("nested")
        if self._elements > _MAX_ELEMENTS:
            raise UnreadableError("inflates")
        local = name.rpartition(":")[2]
        if self._skipping or local in _SKIPPED:
            self._skipping += 1
            return
        match local:
            case "p":
                self._paragraphs.append(_Paragraph())
            case "r":
                self._runs += 1
                self._is_unseen = False
            case "t":
                self._takes_text = True
            case "vanish" | "sz" | "color" if self._runs:
                self._is_unseen = self._is_unseen or self._hides(local, _value(attrs, "val").lower())
            case "shd" | "background":
                self._is_shaded = self._is_shaded or _value(attrs, "fill", "color").lower() not in _NO_FILL
            case "numPr" if self._paragraphs:
                self._paragraphs[-1].is_item = True
            case "txbxContent" | "tc":
                self._sinks.append([])
            case "tr":
                self._rows.append([])
            case _ if self._runs and self._paragraphs:
                self._paragraphs[-1].pieces.append(_SIGNS.get(local, ""))

    def characters(self, content: str) -> None:
        """Takes the text of `w:t`."""
        if not self._takes_text or self._skipping or not self._paragraphs:
            return
        if self._is_unseen:
            self.unseen += len(content.split())
        else:
            self._paragraphs[-1].pieces.append(content)

    def _hides(self, name: str, value: str) -> bool:
        """Whether a run's property keeps its text from being seen; white may stand on a filled cell or box."""
        if name == "vanish":
            return value not in ("0", "false", "off")
        if name == "sz":
            return value.isdecimal() and int(value) <= _TINY_HALF_POINTS
        is_open = not self._is_shaded and not self._rows and len(self._sinks) == 1
        return is_open and re.fullmatch("f[0-9a-f]f[0-9a-f]f[0-9a-f]", value) is not None

    def endElement(self, name: str) -> None:
        """Closes what the element stood for and hands its lines up."""
        self._depth -= 1
        if self._skipping:
            self._skipping -= 1
            return
        match name.rpartition(":")[2]:
            case "p" if self._paragraphs:
                self._close(self._paragraphs.pop())
            case "r":
                self._runs -= 1
            case "t":
                self._takes_text = False
            case "txbxContent" if len(self._sinks) > 1:
                lines = self._sinks.pop()
                (self._paragraphs[-1].boxes if self._paragraphs else self._sinks[-1]).extend(lines)
            case "tc" if len(self._sinks) > 1:
                cell = self._sinks.pop()
                if self._rows:
                    self._rows[-1].append(cell)
                else:
                    self._sinks[-1].extend(cell)
            case "tr" if self._rows:
                self._sinks[-1].extend(_row(self._rows.pop()))

    def _close(self, paragraph: _Paragraph) -> None:
        text = "".join(paragraph.pieces)
        lines = text.split("\n")
        if paragraph.is_item and text.strip():
            lines[0] = f"• {lines[0].lstrip()}"
        self._sinks[-1].extend([*lines, *paragraph.boxes])


_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def _value(attrs: AttributesImpl, *names: str) -> str:
    """The first of such attributes, whatever prefix its file gives it."""
    found = {str(name).rpartition(":")[2]: str(value) for name, value in attrs.items()}
    return next((found[name] for name in names if name in found), "")


def _row(cells: Iterable[list[str]]) -> list[str]:
    """A row of one-line cells as one line; cells of several lines (a page laid out by a table) one after the other.

    A cell with nothing but a date in a line or two stands beside the first lines of the cell that it dates.
    """
    filled = [cell for lines in cells if (cell := [line for line in lines if line.strip()])]
    if all(len(cell) <= 1 for cell in filled):
        line = _CELL_GAP.join(cell[0].strip() for cell in filled)
        return [line] if line else []
    if len(filled) > 1 and _is_label(filled[-1]):
        return _beside(filled[:-1], filled[-1])
    return [line for cell in filled for line in cell]


def _is_label(cell: list[str]) -> bool:
    """Whether a cell says when, and perhaps where, what stands beside it happened."""
    is_short = len(cell) <= _LABEL_LINES and all(len(line.split()) <= _LABEL_WORDS for line in cell)
    return is_short and _YEAR.search(" ".join(cell)) is not None


def _beside(cells: list[list[str]], label: list[str]) -> list[str]:
    """The lines of a row whose last cell is a label."""
    told = [line for cell in cells for line in cell]
    heads = [f"{line.rstrip()}{_CELL_GAP}{at.strip()}" for line, at in zip(told, label, strict=False)]
    return [*heads, *told[len(heads) :], *label[len(heads) :]]
