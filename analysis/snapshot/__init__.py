"""The market at one moment as aggregates that may be published, and two of them against each other."""

__all__ = ["claims", "content", "diff", "sampled", "tables"]
