"""What moved between two periods, tested with employers as clusters."""

__all__ = ["churn", "compare", "emergence", "panel", "terms", "tests", "watch"]
