"""A generation's frames in; the market as arrays, samples with their weights, and shares with intervals out."""

__all__ = ["edges", "facts", "history", "intervals", "market", "narrow", "pairs", "units", "weights"]
