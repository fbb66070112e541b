"""What moved between two periods, tested with employers as clusters."""

__all__ = ["churn", "compare", "emergence", "lines", "panel", "terms", "tests", "watch"]
