"""Is this ML/AI engineering, research or operation? A small logistic model over what title and skills say.

Its ten features are readable facts, its weights numbers that `bench/fit_relevance.py` computes from labelled postings
(`relevance_weights.json`); near misses (analytics, sales or support with AI in the name) are what it is there for.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache

from nlp.cues import cues, facts
from nlp.taxonomy import FOLDER, Taxonomy
from nlp.text import lower, same_length
from warehouse.models import Mention

FEATURES = (
    "title_role", "title_field", "title_engineering", "title_other_work", "title_data_work",
    "log_core_duties", "log_core_asked", "core_share", "names_machine_learning", "names_ai",
)  # fmt: skip


def relevance_of(title: str, mentions: Sequence[Mention], taxonomy: Taxonomy) -> float:
    """The probability (0-1) that a posting is ML/AI engineering work."""
    weights = _weights()
    z = weights["intercept"] + sum(weights[name] * value for name, value in zip(FEATURES, features(title, mentions, taxonomy), strict=True))
    return 1 / (1 + math.exp(-z))


def features(title: str, mentions: Sequence[Mention], taxonomy: Taxonomy) -> list[float]:
    """The values of FEATURES for one posting."""
    low = lower(same_length(title))
    core_families, general = _core()
    hard = {m.skill for m in mentions if m.kind != "soft"}
    core = {s for s in hard if taxonomy.skills[s].family in core_families} - general
    duties = {m.skill for m in mentions if m.section in ("role", "responsibilities")} & core
    asked = {m.skill for m in mentions if m.section in ("requirements", "preferred")} & core
    in_title = [float(cues("relevance.toml", "title", kind).search(low) is not None) for kind in ("role", "field", "engineering", "other_work", "data_work")]
    return [
        *in_title,
        math.log1p(len(duties)),
        math.log1p(len(asked)),
        len(core) / (len(hard) + 5),
        float("machine_learning" in hard),
        float("artificial_intelligence" in hard),
    ]


@cache
def _core() -> tuple[frozenset[str], frozenset[str]]:
    skills = facts("relevance.toml")["skills"]
    return frozenset(skills["core_families"]), frozenset(skills["general"])


@cache
def _weights() -> dict[str, float]:
    given: dict[str, float] = json.loads((FOLDER / "relevance_weights.json").read_text(encoding="utf-8"))["weights"]
    return given
