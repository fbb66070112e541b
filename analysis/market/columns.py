"""What stands beside the market's requisitions in other frames, by their positions in it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.market.weights import FloatArray, IntArray

_ROWS_AT_ONCE = 100_000
_RANGE = ("pay_min", "pay_max", "pay_currency", "pay_period")


def positions(names: pd.Index, given: pd.Series) -> IntArray:
    """Where each of the given stands among the names, -1 where it does not; by parts: each is an object meanwhile."""
    parts = [
        names.get_indexer(pd.Index(given.iloc[at : at + _ROWS_AT_ONCE])).astype(np.int64)
        for at in range(0, len(given), _ROWS_AT_ONCE)
    ]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def numbered(given: pd.Series) -> tuple[IntArray, npt.NDArray[np.object_]]:
    """A column of words as numbers and what they stand for, in the order of their first; by parts, as `positions`."""
    known: dict[object, int] = {}
    parts = [np.zeros(0, dtype=np.int64)]
    for at in range(0, len(given), _ROWS_AT_ONCE):
        codes, words = pd.factorize(given.iloc[at : at + _ROWS_AT_ONCE].to_numpy(dtype=object))
        parts.append(np.array([known.setdefault(word, len(known)) for word in words], dtype=np.int64)[codes])
    return np.concatenate(parts), np.array([*known], dtype=object)


def probabilities(given: pd.DataFrame, key: str, ids: pd.Index, names: pd.Series) -> FloatArray:
    """Rows of (requisition, lane or speciality, probability) as a matrix, shape (ids, names); 0 where one is absent."""
    row = positions(ids, given["requisition_id"])
    column = positions(pd.Index(names), given[key])
    known = (row >= 0) & (column >= 0)
    result = np.zeros((len(ids), len(names)))
    result[row[known], column[known]] = given["probability"].to_numpy(dtype=np.float64)[known]
    return result


def skill_years(asked: pd.DataFrame, ids: pd.Index, skill: pd.DataFrame) -> pd.DataFrame:
    """row, skill, years: where a requisition asks for years of one skill."""
    years = asked["min_years"] if "min_years" in asked else pd.Series(np.nan, index=asked.index)
    stated = asked[years.notna()]
    found = pd.DataFrame(
        {
            "row": positions(ids, stated["requisition_id"]),
            "skill": positions(pd.Index(skill["skill_id"]), stated["skill_id"]),
            "years": years[years.notna()].to_numpy(dtype=np.float64),
        }
    )
    return found[found["row"] >= 0].sort_values(["row", "skill"], ignore_index=True)


def unknown_terms(frames: Mapping[str, pd.DataFrame], ids: pd.Index) -> pd.DataFrame:
    """row, surface: what lists of requirements name and no skill covers."""
    given = frames.get("unknown_term", pd.DataFrame(columns=["requisition_id", "surface"]))
    row = positions(ids, given["requisition_id"])
    found = pd.DataFrame({"row": row, "surface": given["surface"].to_numpy(dtype=object)})
    return found[row >= 0].reset_index(drop=True)


def ranges_from(frames: Mapping[str, pd.DataFrame], ids: pd.Index) -> pd.DataFrame:
    """row, middle, currency, period of each stated range; row i is the i-th of `ids`.

    A requisition without a row of requisition_pay has the range that stands in its own. Of a range with one end the
    middle is that end; one without a positive end, a currency or a period is none.
    """
    given = frames.get("requisition_pay", pd.DataFrame(columns=["requisition_id", *_RANGE]))
    own = frames["requisition"][["requisition_id", *_RANGE]]
    alone = own[~own["requisition_id"].isin(given["requisition_id"])]
    stated = pd.concat([part for part in (given[["requisition_id", *_RANGE]], alone) if len(part)] or [alone])
    ends = stated[["pay_min", "pay_max"]].apply(pd.to_numeric, errors="coerce").astype(np.float64)
    found = pd.DataFrame(
        {
            "row": positions(ids, stated["requisition_id"]),
            "middle": ends.mean(axis=1).to_numpy(),
            "currency": stated["pay_currency"].to_numpy(dtype=object),
            "period": stated["pay_period"].to_numpy(dtype=object),
        }
    ).dropna()
    kept = found[(found["row"] >= 0) & (found["middle"] > 0)]
    return kept.sort_values(["row", "middle"], ignore_index=True)
