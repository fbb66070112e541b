"""What the dates of a resume say: ranges in any way of writing them, dated roles, the kind of work each was.

Knows the lines of a resume; knows no skill.
"""

__all__ = ["dates", "degrees", "fields", "goals", "heads", "level", "roles", "work"]
