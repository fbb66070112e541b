"""The skills there are, how texts write them and what shows what: data files and a person's overlay in, a checked
Taxonomy out.

Knows no text.
"""

__all__ = ["loader"]
