"""Published generations: the database written as Parquet that readers open without it."""

__all__ = ["checkup", "frames", "layout", "publish", "queries", "reader"]
