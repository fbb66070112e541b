"""The market that ships with the program: real requisitions as facts, without texts; and which market is asked."""

__all__ = ["shipped"]
