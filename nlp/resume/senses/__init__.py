"""Whether a name found in a resume is the skill at all: words of other trades, houses, places, other words' initials.

Knows lines and sayings; knows no claim.
"""

__all__ = ["entries", "model", "spelled", "surroundings"]
