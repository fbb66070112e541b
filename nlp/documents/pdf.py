"""The text of a PDF by pdfium, in reading order, and how far to trust it. Runs only in the limited child."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from nlp.documents.layout import Line, Word, agreement, read_page
from nlp.documents.reasons import Extract, UnreadableError

_BLANKS = frozenset({0x20, 0xA0, 0x9, 0xA, 0xD, 0x3000, *range(0x2000, 0x200C)})
_PDFIUM_HYPHEN = 0x2
"""What pdfium reports for a hyphen at a line's end."""
_NO_LETTER = frozenset({0, 0xFFFE, 0xFFFF, 0xFFFD})
_HOLE = "\ufffd"
_SENTENCE_END = re.compile(r"[.!?:;]$")


@dataclass(frozen=True, slots=True)
class _Char:
    code: int
    x0: float
    x1: float
    y: float
    height: float
    turn: int
    """Quarter turns of its baseline."""
    is_generated: bool


def read_pdf(data: bytes, max_pages: int, max_chars: int) -> Extract:
    """The text of a PDF.

    Raises UnreadableError: encrypted, cut, damaged, too_many_pages, scanned, blank, no_letters.
    """
    document = _open(data)
    count = len(document)
    if count > max_pages:
        raise UnreadableError("too_many_pages", str(count))
    pages, unmapped, total, has_images, agreements = [], 0, 0, False, []
    is_whole = True
    for number in range(count):
        try:
            page = document[number]
            chars = list(_chars(page.get_textpage(), max_chars - total))
        except pypdfium2.PdfiumError:
            is_whole = False
            continue
        has_images = has_images or any(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=3))
        words = list(_words(chars))
        unmapped += sum(_unmapped(word.text) for _, word in words)
        total += sum(len(word.text) for _, word in words)
        lines, agreed = _read_in_order(words)
        agreements.append((agreed, len(lines)))
        pages.append("\n".join(line.text for line in lines))
        if total >= max_chars:
            break
    text = "\n\n".join(p for p in pages if p)
    if not text.strip():
        raise UnreadableError("scanned" if has_images else "blank" if is_whole else "damaged")
    total = max(total, 1)
    if unmapped > 0.3 * total:
        raise UnreadableError("no_letters")
    lines_in_all = sum(n for _, n in agreements) or 1
    return Extract(
        text=text,
        pages=count,
        order_agreement=sum(a * n for a, n in agreements) / lines_in_all,
        unmapped=unmapped / total,
        is_whole=is_whole and b"%%EOF" in data[-2048:],
        is_cut=total >= max_chars,
    )


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
        if len(document) == 0:
            raise UnreadableError("damaged")
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise UnreadableError("encrypted") from None
        raise UnreadableError("damaged" if b"%%EOF" in data[-2048:] else "cut") from None
    return document


def _chars(textpage: Any, limit: int) -> Iterator[_Char]:
    handle = textpage.raw
    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    for i in range(min(pdfium.FPDFText_CountChars(handle), 2 * limit)):
        code = pdfium.FPDFText_GetUnicode(handle, i)
        if not pdfium.FPDFText_GetCharOrigin(handle, i, x, y) or not pdfium.FPDFText_GetLooseCharBox(handle, i, box):
            continue
        angle = -pdfium.FPDFText_GetCharAngle(handle, i)
        turn = round(angle / (math.pi / 2)) % 4
        left, right, low, high = box.left, box.right, box.bottom, box.top
        across = {0: (left, right), 1: (low, high), 2: (-right, -left), 3: (-high, -low)}[turn]
        base = {0: -y.value, 1: x.value, 2: y.value, 3: -x.value}[turn]
        height = high - low if turn % 2 == 0 else right - left
        if not all(map(math.isfinite, (*across, base, height))):
            continue
        yield _Char(code, *across, base, height or 1.0, turn, pdfium.FPDFText_IsGenerated(handle, i) == 1)


def _unmapped(word: str) -> int:
    """How many signs of a word stand for no letter; a symbol font's first sign is a bullet or an icon."""
    return sum(c == _HOLE or (i > 0 and "\ue000" <= c <= "\uf8ff") for i, c in enumerate(word))


def _read_in_order(drawn: Sequence[tuple[int, Word]]) -> tuple[list[Line], float]:
    """The lines of a page and how far the two orders agree; text that stands sideways comes last."""
    turns = [turn for turn, _ in drawn]
    main = max(set(turns), key=turns.count, default=0)
    lines = read_page([w for turn, w in drawn if turn == main])
    agreed = agreement(lines)
    in_file_order = _drawn_lines([w for turn, w in drawn if turn == main])
    if _broken_sentences(lines) > _broken_sentences(in_file_order) + max(3, 0.1 * len(lines)):
        lines, agreed = in_file_order, min(agreed, 0.5)
    for turn in sorted(set(turns) - {main}):
        lines += read_page([w for t, w in drawn if t == turn])
    return lines, agreed


def _words(chars: Sequence[_Char]) -> Iterator[tuple[int, Word]]:
    """Words with their turn, cut at blanks and where the next letter stands apart."""
    held: list[_Char] = []
    rank = 0
    blank = False
    for c in chars:
        if c.code in _BLANKS:
            # A generated line end says little: some pages put every letter on a line of its own.
            blank = blank or not c.is_generated or c.code == 0x20
            continue
        if 0xD800 <= c.code <= 0xDFFF or (c.code < 0x20 and c.code not in (_PDFIUM_HYPHEN, 0)):
            continue
        if held and (blank or not _touches(held[-1], c)):
            yield held[0].turn, _word(held, rank)
            rank += 1
            held = []
        held.append(c)
        blank = False
    if held:
        yield held[0].turn, _word(held, rank)


def _touches(a: _Char, b: _Char) -> bool:
    size = min(a.height, b.height)
    is_next = b.x0 >= a.x0 - 0.05 * size  # the letters of a ligature share its box
    return a.turn == b.turn and abs(a.y - b.y) <= 0.15 * size and is_next and b.x0 - a.x1 <= 0.13 * size


def _word(held: Sequence[_Char], rank: int) -> Word:
    text = "".join("-" if c.code == _PDFIUM_HYPHEN else _HOLE if c.code in _NO_LETTER else chr(c.code) for c in held)
    return Word(text, held[0].x0, max(c.x1 for c in held), held[0].y, max(c.height for c in held), rank)


def _drawn_lines(words: Sequence[Word]) -> list[Line]:
    """The lines in the order in which the file draws them."""
    lines: list[list[Word]] = []
    for word in words:
        last = lines[-1][-1] if lines else None
        if last and abs(last.baseline - word.baseline) <= 0.3 * word.height and word.x0 >= last.x1 - 1:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [Line(" ".join(w.text for w in line), line[0].rank, line[0].baseline) for line in lines]


def _broken_sentences(lines: Sequence[Line]) -> int:
    """How many lines begin in the middle of a sentence after a line that ended one."""
    return sum(b.text[0].islower() and _SENTENCE_END.search(a.text) is not None for a, b in pairwise(lines))
