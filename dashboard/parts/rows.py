"""Rows of a frame as plain Python values, what is missing as None."""

from __future__ import annotations

from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dicts by column.

    Column by column: pages ask for a row or twenty of forty columns, and a frame turned into objects as a whole takes
    ten times as long.
    """
    names = [str(name) for name in frame.columns]
    columns = [_plain(frame.iloc[:, at]) for at in range(len(names))]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _plain(column: pd.Series[Any]) -> list[Any]:
    return [None if is_gone else value for value, is_gone in zip(column.tolist(), column.isna().tolist(), strict=True)]
