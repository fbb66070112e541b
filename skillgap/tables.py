"""Frames as bytes: Parquet, CSV, and a hash of what a frame says whatever wrote it."""

from __future__ import annotations

import hashlib
import io

import pandas as pd

_RUN_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def parquet_bytes(frame: pd.DataFrame) -> bytes:
    """A frame as a Parquet file."""
    out = io.BytesIO()
    frame.to_parquet(out, index=False)
    return out.getvalue()


def content_hash(frame: pd.DataFrame) -> str:
    """sha256 (hex) of a frame's columns and values in order: the same for the same content in any Parquet file."""
    text = frame.to_json(orient="split", index=False, date_format="iso", double_precision=12)
    return hashlib.sha256(str(text).encode("utf-8")).hexdigest()


def csv_text(frame: pd.DataFrame) -> str:
    """A frame as CSV with a header, safe for spreadsheets; unknown is an empty cell."""
    return str(spreadsheet_safe(frame).to_csv(index=False, lineterminator="\n"))


def spreadsheet_safe(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with an apostrophe before every text that a spreadsheet would take for a formula."""
    return frame.map(lambda cell: f"'{cell}" if isinstance(cell, str) and cell.startswith(_RUN_AS_FORMULA) else cell)
