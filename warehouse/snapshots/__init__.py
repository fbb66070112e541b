"""Folders of dated reports, written once and never changed."""

__all__ = ["reader", "writer"]
