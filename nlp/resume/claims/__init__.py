"""What a statement of a resume says of a skill that it names: eight states, other people's work, what is no skill.

Knows lines; knows no other statement.
"""

__all__ = ["cues", "statement"]
