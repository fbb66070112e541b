"""The letter at the head of a gap report: checked sentences, each from a template whose facts it stands on."""

__all__ = ["compose", "doing", "fact", "facts"]
