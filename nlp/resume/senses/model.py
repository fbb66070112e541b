"""Whether a name is the skill, by a small trained model that hears how it is written and what stands around it.

A logistic regression; its weights (`sense_weights.json`) are numbers that `bench/fitting/senses.py` learns from
labelled names in resumes of invented people.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WEIGHTS = Path(__file__).with_name("sense_weights.json")
OPEN, SURE, FIRM = 0.6, 0.72, 0.9
"""From which probability of being no skill on a name is left out: a word that its neighbours must confirm or that names
an idea, a tool's own name, and one in technical work. Chosen by cost: of a hundred names that are skills less than one
may be lost."""
UNIT = 100
"""Weights are kept as whole hundredths."""


@dataclass(frozen=True)
class SenseModel:
    """Weights of features, for «no skill»."""

    weights: Mapping[str, int]
    bias: int

    def doubt(self, seen: Sequence[str]) -> float:
        """The probability that a name is not the skill; what no fit has seen is silent."""
        score = (self.bias + sum(self.weights.get(feature, 0) for feature in seen)) / UNIT
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def least_doubt(rule: str, kind: str, *, is_technical: bool) -> float:
    """From which doubt on a name of this rule of letters and kind of skill is left out.

    `is_technical`: in an entry that is technical work by its head or throughout, where names mean tools.
    """
    if kind == "soft":
        return 1.0
    if kind != "tool":
        return OPEN
    return FIRM if is_technical else OPEN if rule == "context" else SURE


@cache
def shipped() -> SenseModel:
    """The model that ships with the project."""
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return SenseModel(data["features"], data["bias"])
