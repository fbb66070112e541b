"""Postings in, requisitions out: the jobs behind them, with ids that last."""

__all__ = ["requisitions"]
