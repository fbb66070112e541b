"""Skills of many postings in, lane affinities and skill clusters out; titles in, roles out; both, specialities out.

Knows the taxonomy; reads no text itself.
"""

__all__ = ["clusters", "model", "roles", "sampling", "specialities", "words"]
