"""Which letters of a PDF page nobody sees: tiny, off the page, without ink, or of the colour behind them.

What only a program sees is not a person's resume. Runs only in the limited child.
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

_TINY = 3.0
"""Points: smaller letters are no text to a reader."""
_LIGHT = 215
"""Of 255: what is drawn in a colour this light may vanish on paper."""
_FAINT = 16
"""Of 255: grey levels by which a letter must differ from what is behind it."""
_MAX_PIXELS = 1600
_INVISIBLE = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})


@dataclass(frozen=True, slots=True)
class Drawn:
    """How a piece of text is drawn."""

    size: float
    """Points of its font; 0 where it is not known."""
    may_vanish: bool
    """Whether it has no ink, or a colour that paper has."""

    @property
    def is_tiny(self) -> bool:
        """Whether it is too small to be read."""
        return 0 < self.size < _TINY


class Sight:
    """What can be seen on one page."""

    def __init__(self, page: pypdfium2.PdfPage, textpage: Any) -> None:
        self._page = page
        self._handle = textpage.raw
        self._left, self._low, self._right, self._high = page.get_cropbox()
        self._drawn: dict[int, Drawn] = {}
        self._color = [ctypes.c_uint() for _ in range(4)]
        self._edges = [ctypes.c_double() for _ in range(4)]
        self._matrix = pdfium.FS_MATRIX()

    def drawn(self, index: int) -> Drawn:
        """How the letter at an index of the page's text is drawn."""
        text = pdfium.FPDFText_GetTextObject(self._handle, index)
        if not text:
            return Drawn(0.0, may_vanish=False)
        key = ctypes.addressof(text.contents)
        if key not in self._drawn:
            self._drawn[key] = Drawn(self._size(index), may_vanish=self._may_vanish(index, text))
        return self._drawn[key]

    def is_hidden(self, index: int, drawn: Drawn, box: pdfium.FS_RECTF) -> bool:
        """Whether a letter is off the page or shows nothing where it stands."""
        is_off = box.right < self._left or box.left > self._right or box.top < self._low or box.bottom > self._high
        return is_off or (drawn.may_vanish and self._shows_nothing(index))

    def _size(self, index: int) -> float:
        matrix = self._matrix
        if not pdfium.FPDFText_GetMatrix(self._handle, index, matrix):
            return 0.0
        return float(pdfium.FPDFText_GetFontSize(self._handle, index)) * math.hypot(matrix.c, matrix.d)

    def _may_vanish(self, index: int, text: Any) -> bool:
        if pdfium.FPDFTextObj_GetTextRenderMode(text) in _INVISIBLE:
            return True
        if not pdfium.FPDFText_GetFillColor(self._handle, index, *self._color):
            return False
        red, green, blue, alpha = (part.value for part in self._color)
        return bool(alpha < _FAINT or min(red, green, blue) >= _LIGHT)

    def _shows_nothing(self, index: int) -> bool:
        """Whether the picture of the page has one shade where the letter stands: a scan behind it shows its own."""
        left, right, low, high = self._edges
        if not pdfium.FPDFText_GetCharBox(self._handle, index, left, right, low, high):
            return False
        bitmap, conversion = self._picture
        corners = [conversion.to_bitmap(x, y) for x, y in ((left.value, low.value), (right.value, high.value))]
        x0, x1 = sorted(min(max(x, 0), bitmap.width - 1) for x, _ in corners)
        y0, y1 = sorted(min(max(y, 0), bitmap.height - 1) for _, y in corners)
        rows = [self._pixels[y * bitmap.stride + x0 : y * bitmap.stride + x1 + 1] for y in range(y0, y1 + 1)]
        return max(map(max, rows)) - min(map(min, rows)) < _FAINT

    @cached_property
    def _picture(self) -> tuple[Any, Any]:
        scale = min(2.0, _MAX_PIXELS / max(self._page.get_size()))
        bitmap = self._page.render(scale=scale, grayscale=True, may_draw_forms=False)
        return bitmap, bitmap.get_posconv(self._page)

    @cached_property
    def _pixels(self) -> bytes:
        return bytes(self._picture[0].buffer)
