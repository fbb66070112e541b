"""What is asked for: shares of skills, what stands together, how long jobs stay open. Knows no person."""

__all__ = ["clusters", "compared", "premium", "relations", "shares", "skill_map", "time_open"]
