"""The data folder's upkeep: looked at, checked, exported, forgotten from, parsed anew, overlaid with own skills."""

__all__ = [
    "checkup", "exporting", "forgetting", "overlay", "querying", "reparsing", "shape", "status", "thinning",
    "unmounted",
]  # fmt: skip
