"""The one writable database: landed runs in, postings with their spells and readings kept."""

__all__ = ["forgetting", "landed", "layout", "load", "readings", "store"]
