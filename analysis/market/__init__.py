"""A generation's frames in; the market as arrays, samples with their weights, and shares with intervals out."""

__all__ = [
    "arrays",
    "edges",
    "facts",
    "history",
    "intervals",
    "market",
    "mentions",
    "narrow",
    "pairs",
    "units",
    "weights",
]
