"""The text of a PDF by pdfium, in reading order, and how far to trust it. Runs only in the limited child."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from nlp.documents.layout import Line, agreement, read_page
from nlp.documents.pieces import Word
from nlp.documents.reasons import Extract, UnreadableError
from nlp.documents.unseen import Sight

_BLANKS = frozenset({0x20, 0xA0, 0x9, 0xA, 0xD, 0x3000, *range(0x2000, 0x200C)})
_PDFIUM_HYPHEN = 0x2
"""What pdfium reports for a hyphen at a line's end."""
_NO_LETTER = frozenset({0, 0xFFFE, 0xFFFF, 0xFFFD})
_HOLE = "\ufffd"
_SENTENCE_END = re.compile(r"[.!?:;]$")


_TELLING = 3
"""Gaps between letters that tell how far they are set apart."""
_WIDEST_BLANK = 1.6
"""In heights: what stands further off is another cell or column."""


_MOST_OF_INK = 2.2
"""A font is at most this many times as high as the ink of its letters."""


class _Blank(IntEnum):
    """What stands before a letter: nothing, a blank that the library guessed, one that the file draws."""

    NONE = 0
    GUESSED = 1
    DRAWN = 2


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
    is_ink: bool
    """Whether its box is that of its ink, without the room that a letter has around it."""
    is_tiny: bool
    is_hidden: bool
    """Whether it cannot be seen where it stands."""

    @property
    def least_blank(self) -> float:
        """How wide a blank beside it is at least, over the usual gap."""
        return (0.28 if self.is_ink else 0.13) * self.height


def read_pdf(data: bytes, max_pages: int, max_chars: int) -> Extract:
    """The text of a PDF.

    Raises UnreadableError: encrypted, cut, damaged, too_many_pages, scanned, blank, no_letters.
    """
    document = _open(data)
    count = len(document)
    if count > max_pages:
        raise UnreadableError("too_many_pages", str(count))
    pages, unmapped, total, unseen, has_images, agreements = [], 0, 0, 0, False, []
    is_whole = True
    for number in range(count):
        try:
            page = document[number]
            chars, hidden = _seen(list(_chars(page, max_chars - total)))
        except pypdfium2.PdfiumError:
            is_whole = False
            continue
        has_images = has_images or any(page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=3))
        unseen += sum(1 for _ in _words(hidden))
        words = list(_words(chars))
        unmapped += sum(_unmapped(word.text) for _, word in words)
        total += sum(len(word.text) for _, word in words)
        lines, agreed = _read_in_order(words)
        agreements.append((agreed, len(lines)))
        pages.append("\n".join(line.text for line in lines))
        if total >= max_chars:
            break
    text = "\n".join(p for p in pages if p)  # a page's end is no blank line: entries go on over it
    if not text.strip():
        raise UnreadableError("scanned" if has_images else "blank" if is_whole else "damaged")
    total = max(total, 1)
    if unmapped > 0.3 * total:
        raise UnreadableError("no_letters")
    lines_in_all = sum(n for _, n in agreements) or 1
    return Extract(
        text=text,
        pages=count,
        kind="pdf",
        order_agreement=sum(a * n for a, n in agreements) / lines_in_all,
        unmapped=unmapped / total,
        unseen=unseen,
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


def _seen(chars: Sequence[_Char]) -> tuple[list[_Char], list[_Char]]:
    """The letters that a person sees, and those that nobody does; a page of tiny letters alone is a small page."""
    is_small = sum(c.is_tiny for c in chars) > 0.5 * len(chars)
    hidden = [c for c in chars if c.is_hidden or (c.is_tiny and not is_small)]
    unseen = set(map(id, hidden))
    return [c for c in chars if id(c) not in unseen], hidden


def _chars(page: pypdfium2.PdfPage, limit: int) -> Iterator[_Char]:
    textpage: Any = page.get_textpage()
    handle, sight = textpage.raw, Sight(page, textpage)
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
        is_generated = pdfium.FPDFText_IsGenerated(handle, i) == 1
        is_ink = is_tiny = is_hidden = False
        if not is_generated:
            drawn = sight.drawn(i)
            # Some small capitals have no box but their ink: their font's size measures them.
            is_ink = height < 0.9 * drawn.size <= _MOST_OF_INK * height
            height = drawn.size if is_ink else height
            is_tiny = drawn.is_tiny and height < 2 * drawn.size
            is_hidden = code not in _BLANKS and sight.is_hidden(i, drawn, box)
        yield _Char(code, *across, base, height or 1.0, turn, is_generated, is_ink, is_tiny, is_hidden)


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
    """Words with their turn, cut at blanks and where the next letter stands further off than its neighbours do."""
    rank = 0
    for run in _runs(chars):
        for held in _parted(run):
            yield held[0].turn, _word(held, rank)
            rank += 1


def _runs(chars: Sequence[_Char]) -> Iterator[list[tuple[_Char, _Blank]]]:
    """Letters that follow one another along a line, each with what stands before it."""
    run: list[tuple[_Char, _Blank]] = []
    before = _Blank.NONE
    for c in chars:
        if c.code in _BLANKS:
            # A generated line end says little: some pages put every letter on a line of its own.
            seen = (
                _Blank.NONE if c.is_generated and c.code != 0x20 else _Blank.GUESSED if c.is_generated else _Blank.DRAWN
            )
            before = max(before, seen)
            continue
        if 0xD800 <= c.code <= 0xDFFF or (c.code < 0x20 and c.code not in (_PDFIUM_HYPHEN, 0)):
            continue
        if run and not _follows(run[-1][0], c):
            yield run
            run = []
        run.append((c, before))
        before = _Blank.NONE
    if run:
        yield run


def _follows(a: _Char, b: _Char) -> bool:
    size = min(a.height, b.height)
    is_next = b.x0 >= a.x0 - 0.05 * size  # the letters of a ligature share its box
    is_near = b.x0 - a.x1 <= _WIDEST_BLANK * max(a.height, b.height)
    return a.turn == b.turn and abs(a.y - b.y) <= 0.15 * size and is_next and is_near


def _parted(run: Sequence[tuple[_Char, _Blank]]) -> Iterator[list[_Char]]:
    """The words of a run. Letters set apart («P R O F I L E») stand as far from each other as most of theirs do."""
    chunks: list[list[_Char]] = []
    guessed: set[int] = set()  # letters, by id, before which the library would put a blank
    for c, before in run:
        if not chunks or before == _Blank.DRAWN:
            chunks.append([])
        elif before == _Blank.GUESSED:
            guessed.add(id(c))
        chunks[-1].append(c)
    usual = _tracking([gap for chunk in chunks for gap in _gaps(chunk)], 0.0)
    for chunk in chunks:
        gaps = _gaps(chunk)
        apart = _tracking(gaps, usual)
        held = chunk[:1]
        for a, c, gap in zip(chunk, chunk[1:], gaps, strict=False):
            least = c.least_blank if c.is_ink else min(a.least_blank, c.least_blank)
            if gap - apart > (0.7 if id(c) in guessed and not c.is_ink else 1.0) * least:
                yield held
                held = []
            held.append(c)
        yield held


def _gaps(chunk: Sequence[_Char]) -> list[float]:
    return [b.x0 - a.x1 for a, b in pairwise(chunk)]


def _tracking(gaps: Sequence[float], otherwise: float) -> float:
    """How far the letters of a text are set apart: the gap that two thirds of them have at least."""
    return max(0.0, sorted(gaps)[(len(gaps) - 1) // 3]) if len(gaps) >= _TELLING else otherwise


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
