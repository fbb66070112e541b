"""Writes small PDFs by hand, operator by operator, so that a test says exactly how a page is drawn."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

CHAR = 0.6
"""The width of every Courier letter, in font sizes."""


def escaped(text: str) -> str:
    """A PDF string literal in WinAnsi."""
    raw = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return "(" + raw.encode("cp1252").decode("latin-1") + ")"


@dataclass
class Page:
    """A page that is drawn in the order of its calls. y grows upwards from the lower edge, in points."""

    ops: list[str] = field(default_factory=list)
    rotate: int = 0

    def text(self, x: float, y: float, text: str, size: float = 10, font: str = "F1") -> Page:
        """A line whose left end stands at x."""
        self.ops.append(f"BT /{font} {size} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm {escaped(text)} Tj ET")
        return self

    def tracked(self, x: float, y: float, text: str, size: float, tracking: float, font: str = "F1") -> Page:
        """A line whose letters are set apart by so many font sizes, blanks drawn as blanks."""
        self.ops.append(
            f"BT /{font} {size} Tf {tracking * size:.3f} Tc 1 0 0 1 {x:.2f} {y:.2f} Tm {escaped(text)} Tj ET"
        )
        self.ops.append("BT 0 Tc ET")
        return self

    def placed(self, x: float, y: float, text: str, size: float, tracking: float) -> Page:
        """The same letter by letter, without any blank (Courier)."""
        for i, letter in enumerate(text):
            if letter != " ":
                self.text(x + i * (CHAR + tracking) * size, y, letter, size)
        return self

    def right(self, x: float, y: float, text: str, size: float = 10) -> Page:
        """A line whose right end stands at x (Courier)."""
        return self.text(x - len(text) * CHAR * size, y, text, size)

    def middle(self, x: float, y: float, text: str, size: float = 10) -> Page:
        """A line whose middle stands at x (Courier)."""
        return self.text(x - len(text) * CHAR * size / 2, y, text, size)

    def lines(self, x: float, y: float, texts: Sequence[str], leading: float = 13, size: float = 10) -> Page:
        """Lines below one another."""
        for i, text in enumerate(texts):
            self.text(x, y - i * leading, text, size)
        return self


def pdf(
    pages: Sequence[Page | bytes],
    *,
    fonts: Mapping[str, str] | None = None,
    objects: Mapping[int, bytes] | None = None,
    resources: str = "",
    trailer: str = "",
    compress: bool = False,
) -> bytes:
    """The bytes of a PDF. Objects 100 and up are free for `objects`; `resources` and `trailer` take raw entries."""
    found: dict[int, bytes] = {}
    font_dict = {
        "F1": "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
        **(fonts or {}),
    }
    entries = " ".join(f"/{name} {body}" for name, body in font_dict.items())
    kids = []
    for i, page in enumerate(pages):
        content = page if isinstance(page, bytes) else "\n".join(page.ops).encode("latin-1")
        rotate = f" /Rotate {page.rotate}" if isinstance(page, Page) and page.rotate else ""
        head = ""
        if compress:
            content, head = zlib.compress(content), "/Filter /FlateDecode "
        number = 10 + 2 * i
        kids.append(f"{number} 0 R")
        found[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792]{rotate} "
            f"/Resources << /Font << {entries} >> {resources} >> /Contents {number + 1} 0 R >>"
        ).encode()
        found[number + 1] = f"<< {head}/Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"
    found[1] = b"<< /Type /Catalog /Pages 2 0 R >>"
    found[2] = f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(kids)}] >>".encode()
    return assemble({**found, **{100 + n: body for n, body in (objects or {}).items()}}, trailer)


def assemble(objects: Mapping[int, bytes], trailer: str = "") -> bytes:
    """A PDF file of numbered objects with its cross-reference table."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number in sorted(objects):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + objects[number] + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += f"{number} 1\n{place:010d} 00000 n \n".encode()
    size = max(objects) + 1
    return bytes(out) + f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


def to_unicode(codes: Mapping[int, str]) -> bytes:
    """A ToUnicode stream that maps one-byte codes to texts."""
    rows = "\n".join(f"<{code:02X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in codes.items())
    body = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{rows}\nendbfchar\nendcmap end end"
    ).encode()
    return f"<< /Length {len(body)} >>\nstream\n".encode() + body + b"\nendstream"
