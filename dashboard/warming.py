"""Makes ready what the first resume would else wait for, while nobody waits for a page: the market, the reader of
resumes, and all that a report asks of the market whoever reads it. Then what the pages ask when nothing is chosen.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

from analysis.gap.report import gap
from analysis.gap.standing import standing
from dashboard.asked import first_looks
from dashboard.here import newest, resume_reader, skills_overlay
from dashboard.parts.resume_state import SAMPLE
from dashboard.reports.gap import FORMATS, render_gap
from nlp.documents.files import read_pasted
from nlp.resume.doubts import refuse_foreign
from warehouse.models import Seniority, SkillgapError, to_plain

_THREAD = "getting ready"
_LEVELS: tuple[Seniority, ...] = ("senior", "mid", "junior")
"""Most resumes are held against the jobs of one of these."""
_WAITS, _QUIET = 10.0, 1.0
"""Seconds in which a first visitor may come, and without a page after which nobody waits for one."""
_LOOKS = 0.1
_MISSES_A_SESSION = "streamlit.runtime.scriptrunner_utils.script_run_context"


@dataclass
class Pages:
    """The pages that are being drawn."""

    running: int = 0
    quiet_from: float = field(default_factory=lambda: time.monotonic() + _WAITS)
    """From when on nobody waits for a page, as it looks now."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """While a page is drawn."""
        with self._lock:
            self.running += 1
        try:
            yield
        finally:
            with self._lock:
                self.running -= 1
                self.quiet_from = time.monotonic() + _QUIET

    def wait(self) -> None:
        """Until nobody waits for a page."""
        while self.running or time.monotonic() < self.quiet_from:
            time.sleep(_LOOKS)


pages = Pages()


def begin() -> None:
    """Begin beside the server, once its first page is drawn or nobody asks for one."""
    logging.getLogger(_MISSES_A_SESSION).addFilter(lambda record: record.threadName != _THREAD)
    threading.Thread(target=make_ready, args=[pages.wait], name=_THREAD, daemon=True).start()


def make_ready(wait: Callable[[], None]) -> None:
    """Read the sample resume, hold it against the newest market and look at its pages, waiting before each part.

    Where the market cannot be read, the pages say why.
    """
    wait()
    with suppress(SkillgapError, OSError):
        found, reader = newest(), resume_reader(skills_overlay())
        text = read_pasted(SAMPLE.read_text(encoding="utf-8"))
        refuse_foreign(SAMPLE.name, text.text)
        reading = reader.read(text.text)
        nothing = found.market.mask(())
        for lane in found.market.lanes:
            wait()
            standing(found.market, lane, nothing, nothing)  # of every level, by which near lanes are told apart
        for level in _LEVELS:
            wait()
            report = to_plain(gap(found.market, replace(reading, seniority=level), texts=found.texts))
        for format in FORMATS:
            render_gap(report, format, kind=found.kind, months=found.generation.manifest.get("months"))
        for look in first_looks(found):
            wait()
            look()
