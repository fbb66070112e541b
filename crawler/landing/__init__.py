"""What lies on disk: runs written whole or not at all, read, imported, amended, thinned, forgotten."""

__all__ = ["forget", "imports", "ledger", "runs", "thinning"]
