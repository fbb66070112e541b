"""Which employers and sources are asked: the shipped lists and a person's own in, Boards out. Asks nobody."""

__all__ = ["careers_site", "listed", "shipped", "switches", "targets"]
