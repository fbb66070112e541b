"""A PDF as TeX sets pages: no blanks in the file, words put where they stand, justified, parted at line ends."""

from __future__ import annotations

from bench.support.strange.content import Content, degree, span, studied

_WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, *[556] * 10, 278, 278, 584, 584,
    584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611,
    722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
"""Thousandths of the size that Helvetica's letters take, from the blank on."""
_LEFT, _RIGHT, _TOP, _LOW, _LEADING = 60.0, 535.0, 790.0, 60.0, 12.4
_LONGEST = 8


class _Pages:
    """Words put on pages, from the top down."""

    def __init__(self) -> None:
        self.streams: list[list[str]] = [[]]
        self.y = _TOP

    def down(self, by: float) -> None:
        """Goes down, over to a new page where the old one ends."""
        self.y -= by
        if self.y < _LOW:
            self.streams.append([])
            self.y = _TOP

    def word(self, text: str, x: float, size: float) -> None:
        """One word by itself."""
        safe = (
            text.encode("cp1252", "replace")
            .decode("latin-1")
            .replace("\\", r"\\")
            .replace("(", r"\(")
            .replace(")", r"\)")
        )
        self.streams[-1].append(f"BT /F1 {size} Tf 1 0 0 1 {x:.2f} {self.y:.2f} Tm [({safe})] TJ ET")

    def words(self, text: str, x: float, size: float, gap: float | None = None) -> float:
        """Words one after another; where they end."""
        for word in text.split():
            self.word(word, x, size)
            x += _width(word, size) + (gap if gap is not None else 0.278 * size)
        return x

    def small_caps(self, text: str, x: float, size: float) -> None:
        """Capitals large at the begin of each word and small after it."""
        for word in text.split():
            self.word(word[0].upper(), x, size)
            x += _width(word[0].upper(), size)
            self.word(word[1:].upper(), x, 0.78 * size)
            x += _width(word[1:].upper(), 0.78 * size) + 0.33 * size

    def paragraph(self, text: str, x: float, size: float, bullet: str = "") -> None:
        """Justified lines, long words parted at their ends."""
        if bullet:
            self.word(bullet, x - 10, size)
        lines = _broken(text.split(), _RIGHT - x, size)
        for number, line in enumerate(lines):
            room = _RIGHT - x - sum(_width(word, size) for word in line)
            is_last = number == len(lines) - 1 or len(line) == 1
            self.words(" ".join(line), x, size, None if is_last else room / (len(line) - 1))
            self.down(_LEADING)

    def file(self) -> bytes:
        """The PDF."""
        kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(self.streams)))
        objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(self.streams)} >>",
                   "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]  # fmt: skip
        for i, stream in enumerate(self.streams):
            body = "\n".join(stream)
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
                f" /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * i} 0 R >>"
            )
            objects.append(f"<< /Length {len(body.encode('latin-1'))} >>\nstream\n{body}\nendstream")
        out, places = b"%PDF-1.5\n", []
        for number, inside in enumerate(objects, 1):
            places.append(len(out))
            out += f"{number} 0 obj\n{inside}\nendobj\n".encode("latin-1")
        table = "".join(f"{place:010} 00000 n \n" for place in places)
        tail = (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size"
            f" {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
        )
        return out + tail.encode("latin-1")


def _width(word: str, size: float) -> float:
    return sum(_WIDTHS[ord(c) - 32] if 32 <= ord(c) < 127 else 556 for c in word) * size / 1000


def _broken(words: list[str], room: float, size: float) -> list[list[str]]:
    lines: list[list[str]] = [[]]
    for word in words:
        wide = sum(_width(w, size) + 0.278 * size for w in lines[-1]) + _width(word, size)
        if lines[-1] and wide > room:
            half = len(word) // 2
            left = room - wide + _width(word, size)
            if len(word) >= _LONGEST and word.isalpha() and left >= _width(word[:half] + "-", size):
                lines[-1].append(word[:half] + "-")
                lines.append([word[half:]])
            else:
                lines.append([word])
        else:
            lines[-1].append(word)
    return lines


def tex(c: Content) -> tuple[str, bytes]:
    """Small-caps headings over a rule, title left and dates flush right, bullets hyphenated and justified."""
    pages = _Pages()

    def flushed(left: str, right: str, size: float = 10) -> None:
        pages.words(left, _LEFT, size)
        wide = sum(_width(w, size) for w in right.split()) + 0.278 * size * (len(right.split()) - 1)
        pages.words(right, _RIGHT - wide, size)
        pages.down(_LEADING)

    def heading(text: str) -> None:
        pages.down(10)
        pages.small_caps(text, _LEFT, 13)
        pages.streams[-1].append(f"{_LEFT} {pages.y - 3:.1f} m {_RIGHT} {pages.y - 3:.1f} l S")
        pages.down(17)

    pages.small_caps(c.name, 220, 20)
    pages.down(18)
    pages.words(f"{c.career.headline} | {c.mail} | {c.place}", 180, 9)
    pages.down(12)
    heading("Summary")
    pages.paragraph(c.career.summary, _LEFT, 10)
    heading("Work Experience")
    for job in c.jobs:
        flushed(job.title, span(job, "dotted", " – "))
        if job.employer:
            flushed(job.employer, job.place, 9.5)
        for deed in c.deeds(job):
            pages.paragraph(deed, _LEFT + 14, 10, "•")
        pages.down(4)
    heading("Education")
    for study in c.studies:
        flushed(study.school, studied(study))
        flushed(degree(study), "", 9.5)
    heading("Technical Skills")
    for label, line in c.groups:
        pages.paragraph(f"{label}: {line}", _LEFT, 10)
    return "cv.pdf", pages.file()
