"""Parses the sources' own objects that landing files keep, by today's parsers: `rebuild --reparse`."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crawler.boards.listed import load_boards
from crawler.landing.import_row import imported
from crawler.parsing.board import read_row
from crawler.sources import load_source, source_names
from skillgap.settings import Settings
from warehouse.models import IMPORT_SOURCE, Board, Posting, SchemaDrift


@dataclass
class Reparser:
    """What becomes of landed postings; counts what it did."""

    boards: Mapping[tuple[str, str], Board]
    """Those that are known today, for what the ledger does not keep of a board."""
    parsed: int = 0
    kept: Counter[str] = field(default_factory=Counter)
    """Postings left as they were read when they landed, by why."""

    @classmethod
    def of(cls, settings: Settings) -> Reparser:
        """With the boards of a data folder. Raises BadInputError where their list cannot be read."""
        return cls({(board.source, board.slug): board for board in load_boards(settings.data)})

    def __call__(self, landed: Posting, raw: Mapping[str, Any] | None, employer: str) -> Posting | None:
        """The posting that today's parser reads from `raw`; None: it is no open advert to it.

        A posting whose object was thinned away, whose source is gone, or whose object can no longer be read stays.
        """
        if raw is None:
            return self._keep(landed, "its source's object was thinned away")
        try:
            posting = self._parse(landed, raw, employer)
        except SchemaDrift as fault:
            return self._keep(landed, str(fault))
        self.parsed += 1
        return posting

    def _parse(self, landed: Posting, raw: Mapping[str, Any], employer: str) -> Posting | None:
        known = self.boards.get((landed.source, landed.board), Board(landed.source, landed.board, employer))
        board = dataclasses.replace(known, employer=employer)
        if landed.source == IMPORT_SOURCE:
            return imported(raw, board, Counter())
        if landed.source not in source_names():
            raise SchemaDrift(f"there is no source {landed.source} any more")
        return read_row(load_source(landed.source), raw, board, Counter())

    def _keep(self, landed: Posting, why: str) -> Posting:
        self.kept[why] += 1
        return landed
