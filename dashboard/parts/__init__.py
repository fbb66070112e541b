"""What pages are put together from: charts, adverts, the parts of the resume page, a session's resume."""

__all__ = [
    "advert",
    "charts",
    "folded",
    "resume_state",
    "rows",
    "skill_plane",
    "snapshot_parts",
    "tabs",
    "time_lines",
    "trend_parts",
    "without_adverts",
]
