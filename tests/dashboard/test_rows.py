"""What the rows of a frame become, whatever its columns hold."""

import datetime as dt

import numpy as np
import pandas as pd

from dashboard.parts.rows import records


def test_rows_are_plain_python_values_and_what_is_missing_is_none():
    moment = pd.Timestamp("2026-03-02 06:00")
    frame = pd.DataFrame(
        {
            "text": ["a", None],
            "object": pd.Series([None, "b"], dtype=object),
            "share": [0.5, np.nan],
            "n": np.array([1, 2], dtype=np.int32),
            "small": pd.array([None, 3], dtype="Int64"),
            "is_open": [True, False],
            "at": [moment, pd.NaT],
            "of a few": pd.Categorical(["x", None]),
        }
    )
    first, second = records(frame)
    assert first == {
        "text": "a",
        "object": None,
        "share": 0.5,
        "n": 1,
        "small": None,
        "is_open": True,
        "at": moment,
        "of a few": "x",
    }
    assert second["text"] is second["share"] is second["at"] is second["of a few"] is None
    assert (second["object"], second["n"], second["small"]) == ("b", 2, 3)
    assert type(first["n"]) is int and type(first["share"]) is float and first["is_open"] is True
    assert type(second["small"]) is int and isinstance(first["at"], dt.datetime)


def test_a_frame_without_rows_has_none():
    assert records(pd.DataFrame({"a": pd.Series([], dtype=float)})) == []
