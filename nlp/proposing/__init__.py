"""Texts in, unknown terms that may be skills out, for a person to accept or refuse."""

__all__ = ["terms"]
