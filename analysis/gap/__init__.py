"""A person against the market: fit, what is missing, plan, checklist, cohort, one posting."""

__all__ = ["checklist", "cohort", "compare", "entry", "evidence", "report", "results"]
