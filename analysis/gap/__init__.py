"""A person against the market: where they stand, what is missing, plan, checklist, cohort, one posting."""

__all__ = [
    "checklist",
    "cohort",
    "compare",
    "entry",
    "evidence",
    "level",
    "person",
    "plan",
    "report",
    "results",
    "standing",
]
