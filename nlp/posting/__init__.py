"""One posting in, a Reading out: sections, mentions, profile, pay, relevance.

Knows mentions and roles; knows no resume.
"""

__all__ = ["reader"]
