"""Is this ML/AI engineering, research or operation? A small logistic model over what title, duties and skills say.

Its features are readable facts, its weights numbers that `bench/fitting/relevance.py` computes from labelled postings
(`relevance_weights.json`); near misses (analytics, sales or support with AI in the name) are what it is there for.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from nlp.cues import cues, facts
from nlp.placed import Placed
from nlp.taxonomy.loader import Taxonomy
from nlp.text import Statement, lower, same_length
from warehouse.models import Mention

FEATURES = (
    "title_role", "title_field", "title_engineering", "title_other_work", "title_data_work", "title_insight",
    "core_share", "names_machine_learning", "names_ai",
    "duties_core", "duties_built", "duties_plain", "duties_analytics", "duties_customer", "duties_people", "asked_core",
)  # fmt: skip
WEIGHTS = Path(__file__).with_name("relevance_weights.json")
_LINK = re.compile(r"https?://\S+|\bwww\.\S+|\b[\w-]+\.(?:ai|com|io|co)\b")
_TITLE_KINDS = ("role", "field", "engineering", "other_work", "data_work", "insight")
_FEW = 2.0
"""Added to the number of statements a share is taken of, so that two statements do not make a share of one."""


def relevance_of(title: str, mentions: Sequence[Mention], placed: Sequence[Placed], taxonomy: Taxonomy) -> float:
    """The probability (0-1) that a posting is ML/AI engineering work."""
    weights = _weights()
    values = features(title, mentions, placed, taxonomy)
    z = weights["intercept"] + sum(weights[name] * value for name, value in zip(FEATURES, values, strict=True))
    return 1 / (1 + math.exp(-z))


def features(title: str, mentions: Sequence[Mention], placed: Sequence[Placed], taxonomy: Taxonomy) -> list[float]:
    """The values of FEATURES for one posting, each 0-1."""
    low = _LINK.sub(" ", lower(same_length(title)))[:120]
    families, general = _core()
    hard = [m for m in mentions if m.kind != "soft"]
    core = [m for m in hard if taxonomy.skills[m.skill].family in families]
    known = {m.skill for m in hard}
    special = {m.skill for m in core} - general
    duties = _statements(placed, ("role", "responsibilities"))
    asked = _statements(placed, ("requirements", "preferred"))
    at_core, at_any = _holder(core), _holder(hard)
    return [
        *(float(cues("posting/relevance.toml", "title", kind).search(low) is not None) for kind in _TITLE_KINDS),
        len(special) / (len(known) + 5),
        float("machine_learning" in known),
        float("artificial_intelligence" in known),
        _share(duties, at_core),
        _share(duties, lambda s: at_core(s) and _duty("build", s)),
        _share(duties, lambda s: at_any(s) and not at_core(s)),
        *(_share(duties, lambda s, kind=kind: _duty(kind, s)) for kind in ("analytics", "customer", "people")),  # type: ignore[misc]
        _share(asked, at_core),
    ]  # fmt: skip


def _statements(placed: Sequence[Placed], sections: Sequence[str]) -> list[Statement]:
    return [p.statement for p in placed if p.section in sections and not p.is_heading]


def _share(statements: Sequence[Statement], test: Callable[[Statement], bool]) -> float:
    return sum(test(s) for s in statements) / (len(statements) + _FEW)


def _holder(mentions: Sequence[Mention]) -> Callable[[Statement], bool]:
    """Whether a statement holds one of the mentions."""
    starts = sorted(m.start for m in mentions)
    return lambda s: bisect_left(starts, s.start) < bisect_left(starts, s.end)


def _duty(kind: str, statement: Statement) -> bool:
    return cues("posting/relevance.toml", "duties", kind).search(statement.low) is not None


@cache
def _core() -> tuple[frozenset[str], frozenset[str]]:
    skills = facts("posting/relevance.toml")["skills"]
    return frozenset(skills["core_families"]), frozenset(skills["general"])


@cache
def _weights() -> dict[str, float]:
    given: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return given
