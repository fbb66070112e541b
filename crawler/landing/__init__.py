"""What lies on disk: runs written whole or not at all, read, imported, amended, thinned, forgotten."""

__all__ = ["forget", "import_row", "imports", "repeats", "runs", "sweeping", "thinning"]
