"""What pages are put together from: charts, adverts, the parts of the resume page, a session's resume."""

__all__ = [
    "advert",
    "charts",
    "gap_parts",
    "resume_state",
    "rows",
    "skill_line",
    "snapshot_parts",
    "tabs",
    "without_adverts",
]
