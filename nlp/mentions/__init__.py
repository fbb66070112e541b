"""Where a text names a skill: a statement in; mentions, OR-groups, needs and years of a skill out.

Knows the taxonomy; knows neither postings nor resumes.
"""

__all__ = ["alternatives", "context", "finder", "needs", "shared", "unknown", "vocabulary", "years"]
