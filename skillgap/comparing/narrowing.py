"""The filters of the command line as those of a market: the same words everywhere."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.market.market import PERIOD, SPECIALITY, Market
from warehouse.models import BadInputError

_MONTH = re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a market a person wants to be held against, as given."""

    region: Sequence[str] = ()
    workplace: Sequence[str] = ()
    level: Sequence[str] = ()
    role: Sequence[str] = ()
    speciality: Sequence[str] = ()
    since: str | None = None
    any_level: bool = False

    def filters(self, market: Market) -> dict[str, Any]:
        """The filters of Market.sample. Raises BadInputError for a value that the market does not have."""
        columns = {"region": self.region, "workplace": self.workplace, "seniority": self.level, "role": self.role}
        found: dict[str, Any] = {
            column: [_known(market, column, value) for value in values] for column, values in columns.items() if values
        }
        if self.speciality:
            unknown = sorted(set(self.speciality) - set(market.specialities))
            if unknown:
                raise BadInputError(f"--speciality {unknown[0]!r} is none of {', '.join(market.specialities)}.")
            found[SPECIALITY] = list(self.speciality)
        if self.since is not None:
            found[PERIOD] = _days(market, self.since)
        return found


EVERYTHING = Wanted()


def _known(market: Market, column: str, value: str) -> str:
    present = sorted(market.requisition[column].dropna().unique())
    folded = {str(name).casefold(): str(name) for name in present}
    if value.casefold() not in folded:
        option = {"seniority": "level"}.get(column, column)
        raise BadInputError(f"--{option} {value!r} is none of this market's: {', '.join(map(str, present)) or 'none'}.")
    return folded[value.casefold()]


def _days(market: Market, since: str) -> int:
    """Days between a month or day and the market's date; a number is days already."""
    if since.isdigit():
        return int(since)
    try:
        day = dt.date.fromisoformat(f"{since}-01" if _MONTH.fullmatch(since) else since)
    except ValueError as error:
        raise BadInputError(f"--since {since!r} is no day, month or number of days; write 2026-03.") from error
    if market.as_of is None or day > market.as_of.date():
        raise BadInputError(f"--since {since} is later than the market's date.")
    return (market.as_of.date() - day).days
