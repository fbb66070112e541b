"""Where things lie: the data folder, the user's overlays, the clock."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from crawler.landing.runs import read_run, sealed_runs
from crawler.version import version
from warehouse.models import BadInputError, BrokenDataError, MarketKind

VERSION = version()
DEMO_FOLDER = "demo"


@dataclass(frozen=True, slots=True)
class Settings:
    """One data folder and what lies in it."""

    data: Path

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
            kind = tomllib.loads(path.read_text(encoding="utf-8")).get("kind")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BrokenDataError(
                f'{path} is not valid TOML; write kind = "real" or kind = "example" into it.'
            ) from error
        if kind not in get_args(MarketKind):
            raise BrokenDataError(f'{path} says kind = {kind!r}; write kind = "real" or kind = "example".')
        return kind


def settings(data: Path | None) -> Settings:
    """The settings for `--data DIR`, else SKILLGAP_DATA, else ./data.

    Raises BadInputError where that is a file.
    """
    folder = data or Path(os.environ.get("SKILLGAP_DATA") or "data")
    if folder.exists() and not folder.is_dir():
        raise BadInputError(f"{folder} is a file, not a data folder; name a folder with --data.")
    return Settings(folder)


def now() -> dt.datetime:
    """The clock; nothing below the door reads it."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
