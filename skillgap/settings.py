"""Where things lie: the data folder, the user's overlays, the clock."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from crawler.landing.runs import read_run, sealed_runs
from crawler.version import version
from skillgap.upkeep.shape import misplaced
from warehouse.models import BadInputError, BrokenDataError, MarketKind, read_toml
from warehouse.reference.shipped import CHOICES, Choice, market_folder

VERSION = version()


@dataclass(frozen=True, slots=True)
class Settings:
    """One data folder and what lies in it."""

    data: Path
    choice: Choice | None = None
    """The market that questions are put to; None: the folder's own where one is published, else the reference."""

    @property
    def published(self) -> Path:
        """The folder whose generation questions are put to; what is written goes to `data` all the same.

        Raises BadInputError where the example is asked for and was not made yet.
        """
        return market_folder(self.data, self.choice)

    @property
    def landing(self) -> Path:
        """Landing runs, the source of truth."""
        return self.data / "landing"

    @property
    def skills_overlay(self) -> Path:
        """The user's own skills."""
        return self.data / "config" / "skills.toml"

    @property
    def lanes_overlay(self) -> Path:
        """The user's own lanes and roles."""
        return self.data / "config" / "lanes.toml"

    @property
    def market(self) -> MarketKind | None:
        """Whether this folder holds the example or a real market; None before the first row came in.

        Where `market.toml` is gone, the runs say it.
        """
        path = self.data / "market.toml"
        if not path.exists():
            return next((read_run(folder).market for folder in sealed_runs(self.landing)), None)
        try:
            kind = read_toml(path).get("kind")
        except BadInputError as error:
            raise BrokenDataError(f'{error} It says kind = "real" or kind = "example".') from error
        if kind not in get_args(MarketKind):
            raise BrokenDataError(f'{path} says kind = {kind!r}; write kind = "real" or kind = "example".')
        return kind


def settings(data: Path | None, market: str | None = None, *, is_proven: bool = True) -> Settings:
    """The settings for `--data DIR`, else SKILLGAP_DATA, else ./data; `market` is one of CHOICES, or the address of a
    shared place, whose market is brought here first (skillgap/shared).

    The example and a shared market are each a data folder of their own, with their own overlays. Raises BadInputError
    where the data folder is a file, the market has another name, or the example was not made yet; BrokenDataError
    where something in it stands in the wrong place (`is_proven` False: the caller names all of these itself).
    """
    if market is not None and market not in CHOICES and not is_shared(market):
        raise BadInputError(f"--market {market!r} is none of {', '.join(CHOICES)}, and no address of a shared place.")
    folder = data or Path(os.environ.get("SKILLGAP_DATA") or "data")
    if folder.exists() and not folder.is_dir():
        raise BadInputError(f"{folder} is a file, not a data folder; name a folder with --data.")
    choice = next((known for known in CHOICES if known == market), None)
    if is_proven and choice != "reference" and (wrong := misplaced(folder)):
        raise BrokenDataError(wrong[0])
    if market is not None and is_shared(market):
        from skillgap.shared.market import asked  # noqa: PLC0415 -- it leans on these settings, and is rarely asked for

        return Settings(asked(market, folder), "own")
    if choice == "example":
        return Settings(market_folder(folder, choice), "own")
    return Settings(folder, choice)


def is_shared(market: str) -> bool:
    """Whether a market's name is the address of a shared place."""
    return "/" in market


def now() -> dt.datetime:
    """The clock; nothing below the door reads it."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
