"""What pages are put together from: charts, adverts, the parts of the resume page, a session's resume."""

__all__ = [
    "advert",
    "charts",
    "gap_parts",
    "resume_state",
    "rows",
    "snapshot_parts",
    "tabs",
    "time_lines",
    "trend_parts",
    "without_adverts",
]
