"""What is paid, as rows: every range that a requisition states, in its own currency and period."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.market.columns import positions

RANGE = ("pay_min", "pay_max", "pay_currency", "pay_period")


def ranges_from(frames: Mapping[str, pd.DataFrame], ids: pd.Index) -> pd.DataFrame:
    """row, middle, currency, period of each stated range; row i is the i-th of `ids`.

    A requisition without a row of requisition_pay has the range that stands in its own. Of a range with one end the
    middle is that end; one without a positive end, a currency or a period is none.
    """
    given = frames.get("requisition_pay", pd.DataFrame(columns=["requisition_id", *RANGE]))
    own = frames["requisition"][["requisition_id", *RANGE]]
    alone = own[~own["requisition_id"].isin(given["requisition_id"])]
    stated = pd.concat([part for part in (given[["requisition_id", *RANGE]], alone) if len(part)] or [alone])
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
