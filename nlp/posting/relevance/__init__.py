"""Is a posting ML/AI engineering: what the person's verbs act on, by the kind of the title. Knows mentions."""

from nlp.posting.relevance.model import Said, may_be_relevant, relevance_of
from nlp.posting.relevance.titles import title_kind

__all__ = ["Said", "may_be_relevant", "relevance_of", "title_kind"]
