"""The skills there are and how texts write them: CSV files and a person's overlay in, a checked Taxonomy out.

Knows no text.
"""

__all__ = ["loader"]
