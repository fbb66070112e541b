"""Results of analysis in; Markdown, self-contained HTML and JSON out. Knows no market and no session."""

__all__ = ["answer", "cohort", "feed", "gap", "jobs", "posting", "snapshot"]
