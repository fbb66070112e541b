"""A location as a board writes it in, places out. Knows nothing else."""

__all__ = ["parser"]
