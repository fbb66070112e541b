"""A generation's frames in; the market as arrays, samples with their weights, and shares with intervals out."""

__all__ = ["facts", "history", "intervals", "market", "units", "weights"]
