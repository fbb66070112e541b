"""The data folder's upkeep: checked, exported, forgotten from, parsed anew, overlaid with a person's own skills."""

__all__ = ["checkup", "exporting", "forgetting", "overlay", "querying", "reparsing"]
