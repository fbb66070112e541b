"""Which employers and sources are asked: the shipped lists and a person's own in, Boards out. Asks nobody."""

__all__ = ["listed", "shipped", "switches", "targets"]
