"""What stands beside the market's requisitions in other frames, by their positions in it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.market.weights import FloatArray


def probabilities(given: pd.DataFrame, key: str, ids: pd.Index, names: pd.Series) -> FloatArray:
    """Rows of (requisition, lane or speciality, probability) as a matrix, shape (ids, names); 0 where one is absent."""
    row = ids.get_indexer(pd.Index(given["requisition_id"]))
    column = pd.Index(names).get_indexer(pd.Index(given[key]))
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
            "row": ids.get_indexer(pd.Index(stated["requisition_id"])),
            "skill": pd.Index(skill["skill_id"]).get_indexer(pd.Index(stated["skill_id"])),
            "years": years[years.notna()].to_numpy(dtype=np.float64),
        }
    )
    return found[found["row"] >= 0].sort_values(["row", "skill"], ignore_index=True)


def unknown_terms(frames: Mapping[str, pd.DataFrame], ids: pd.Index) -> pd.DataFrame:
    """row, surface: what lists of requirements name and no skill covers."""
    given = frames.get("unknown_term", pd.DataFrame(columns=["requisition_id", "surface"]))
    row = ids.get_indexer(pd.Index(given["requisition_id"]))
    found = pd.DataFrame({"row": row, "surface": given["surface"].to_numpy(dtype=object)})
    return found[row >= 0].reset_index(drop=True)
