"""A board's payloads in; postings, rejects, drift and the board's outcome out. Knows no network and no disk."""

__all__ = ["board", "outcomes"]
