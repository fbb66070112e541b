"""What a sentence says of a skill named in it, by a small trained model that hears the rules and the words around.

A multinomial logistic regression; its weights (`claim_weights.json`) are numbers that `bench/fitting/claims.py` learns
from labelled sentences of invented resumes; docs/claim_model.md is its card.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.resume.claims.surroundings import Span, Surroundings

Array = NDArray[np.float64]
WEIGHTS = Path(__file__).with_name("claim_weights.json")
LABELS = ("held", "coursework", "in_progress", "wished", "denied", "others", "word")
"""`others`: somebody else's, or named in passing; `word`: not that skill at all."""
HELD = frozenset({"held", "coursework"})
LACKING = frozenset({"negation", "lack", "faded", "shunned", "dropped", "little", "contact"})
"""Classes of words (`words.toml`) one of which a denial holds."""
KEPT, KEPT_IN_STUDY, CLAIMED = 0.4, 0.3, 0.7
"""From which probability of being held or studied on a name is claimed that the rules take for claimed (among studies
little but studies is told), and one that they do not. Chosen by cost (docs/claim_model.md): of ordinary lines at most
one name in a hundred may be dropped."""
UNIT = 100
"""Weights are kept as whole hundredths."""


@dataclass(frozen=True)
class ClaimModel:
    """Weights of features, one row a feature and one column a label."""

    rows: dict[str, int]
    weights: Array
    bias: Array

    def shares(self, seen: Sequence[str]) -> dict[str, float]:
        """The probability of each label for a name of which these features are seen; what no fit has seen is silent."""
        known = [row for feature in seen if (row := self.rows.get(feature)) is not None]
        scores = self.weights[known].sum(axis=0) + self.bias
        odds = np.exp(scores - scores.max())
        return dict(zip(LABELS, (odds / odds.sum()).tolist(), strict=True))


def label_of(shares: Mapping[str, float], *, is_ruled_held: bool, may_deny: bool = True, is_study: bool = False) -> str:
    """What a name is taken for: claimed where that is likely enough, else the likeliest of what is no claim.

    `may_deny`: whether anything in the statement speaks of a lack; what is said to be denied is quoted as such.
    """
    least = CLAIMED if not is_ruled_held else KEPT_IN_STUDY if is_study else KEPT
    is_held = sum(shares[label] for label in HELD) >= least
    may_be = [label for label in LABELS if (label in HELD) == is_held and (may_deny or label != "denied")]
    return max(may_be, key=shares.__getitem__)


def features(surroundings: Surroundings, name: Span, said: str, section: str, ruled: str) -> list[str]:
    """What the model sees of a name: its surroundings, its section and what the rules take it for."""
    return [*surroundings.of(name, said), f"in:{section}", f"rules:{ruled}", f"rules&:{ruled} {section}"]


@cache
def shipped() -> ClaimModel:
    """The model that ships with the project."""
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    names = list(data["features"])
    return ClaimModel(
        {name: i for i, name in enumerate(names)},
        np.array([data["features"][name] for name in names], dtype=np.float64) / UNIT,
        np.array(data["bias"], dtype=np.float64),
    )
