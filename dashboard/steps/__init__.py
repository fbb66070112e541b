"""The four steps of the resume page: is this you, where you stand, say, learn. Each is drawn from the plain report."""

__all__ = ["learn", "say", "stand", "who"]
