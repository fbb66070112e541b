"""Tells a person at the terminal which market answers them, where it is not a fresh one of their own."""

from __future__ import annotations

import datetime as dt

from dashboard.words import age, banner_of
from skillgap.comparing.opened import Opened
from skillgap.console import summary
from skillgap.settings import Settings


def say_market(place: Settings, opened: Opened, today: dt.date) -> None:
    """One line on the reference market, or on a market of one's own that is old; nothing else."""
    manifest = opened.generation.manifest
    if opened.kind == "reference":
        why = "" if place.choice else f"{place.data} holds no market of your own yet; `skillgap refresh` makes one. "
        summary(f"{why}{banner_of(manifest)}.")
    elif opened.kind == "real" and (old := age(str(manifest["as_of"]), today)):
        summary(old)
