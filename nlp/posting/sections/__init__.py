"""In which section of a posting each statement stands: a text in, placed statements out. Knows no skill."""

from nlp.posting.sections.headings import heading_section
from nlp.posting.sections.placing import place, place_by_headings

__all__ = ["heading_section", "place", "place_by_headings"]
