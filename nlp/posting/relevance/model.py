"""Is this ML/AI engineering, research or operation? A logistic model over what title, duties and skills say.

What counts is what the person's verbs act on (`deeds.py`), and the kind of the title multiplies it (`titles.py`): the
same words mean less where the title sells, recruits or teaches. All words of the title make one more feature, those of
the duties another.
Its weights are numbers that `bench/fitting/relevance.py` computes from labelled postings (`weights.json`,
`word_weights.json`).
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from nlp.cues import cues, facts
from nlp.placed import Placed
from nlp.posting.relevance.deeds import Deed, deeds, kinds, names_ai
from nlp.posting.relevance.titles import title_kind, work_of, works
from nlp.taxonomy.loader import Taxonomy
from nlp.text import Statement, lower, same_length
from nlp.words import WordWeights, tokens, word_weights
from warehouse.models import Mention

FACTS = "posting/relevance/relevance.toml"
WEIGHTS = Path(__file__).with_name("weights.json")
WORD_WEIGHTS = Path(__file__).with_name("word_weights.json")
_PLAIN = (
    "title_role", "title_field", "title_engineering", "title_other_work", "title_data_work", "title_insight",
    "core_share", "names_machine_learning", "names_ai",
    "duties_core", "duties_built", "duties_plain", "duties_analytics", "duties_customer", "duties_people", "asked_core",
    "duties_name_ai", "duties_perhaps_ai",
)  # fmt: skip
_MULTIPLIED = ("core_share", "duties_core", "duties_built", "duties_name_ai")
"""What the kind of the title multiplies."""
WORDS = ("title_words", "duties_words")
"""The features that words make (`word_parts`): the few of a title are not lost among the many of duties."""
_LINK = re.compile(r"https?://\S+|\bwww\.\S+|\b[\w-]+\.(?:ai|com|io|co)\b")
_TITLE_CUES = ("role", "field", "engineering", "other_work", "data_work", "insight")
_MOST_TITLE = 120
_FEW = 2.0
"""Added to the number of statements a share is taken of, so that two statements do not make a share of one."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a posting's title and duties say, gone through once: for relevance and for lanes."""

    words: frozenset[str]
    """`t:` words and pairs of the title, `d:` words of the duties, `v:` its verbs, `vs:` those acting on AI."""
    done: tuple[tuple[Deed, ...], ...]
    """The deeds of each statement of the duties."""
    names_ai: int
    """Statements of the duties that surely name AI."""
    perhaps_ai: int

    @classmethod
    def of(cls, title: str, mentions: Sequence[Mention], placed: Sequence[Placed], taxonomy: Taxonomy) -> Said:
        """From a posting's title, its mentions and its placed statements."""
        named = [word for word, _ in tokens(lower(same_length(title))[:_MOST_TITLE]) if word[0].isalpha()]
        words = {f"t:{word}" for word in named} | {f"t:{a} {b}" for a, b in pairwise(named)}
        starts = sorted(m.start for m in mentions if _is_core(m, taxonomy))
        done, surely, perhaps = [], 0, 0
        for statement in _statements(placed, ("role", "responsibilities")):
            found = tokens(statement.low)
            surely += names_ai(found, surely=True)
            perhaps += names_ai(found, surely=False)
            done.append(tuple(deeds(statement, found, lambda a, b: bisect_left(starts, a) < bisect_left(starts, b))))
            words.update(f"d:{word}" for word, _ in found)
        for deed in (deed for one in done for deed in one):
            words.add(f"v:{deed.verb}")
            if deed.names_ai:
                words.add(f"vs:{deed.verb}")
        return cls(frozenset(words), tuple(done), surely, perhaps)


def relevance_of(
    title: str, mentions: Sequence[Mention], placed: Sequence[Placed], taxonomy: Taxonomy, said: Said
) -> float:
    """The probability (0-1) that a posting is ML/AI engineering work."""
    weights = _weights()
    z = weights["intercept"] + sum(
        weights[name] * _word_weights().sums(part)[0] for name, part in zip(WORDS, word_parts(said.words), strict=True)
    )
    values = features(title, mentions, placed, taxonomy, said)
    z += sum(weights[name] * value for name, value in zip(feature_names(), values, strict=True))
    return 1 / (1 + math.exp(-z))


def word_parts(words: Set[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Words of `Said` as those of the title and those of the duties."""
    title = frozenset(word for word in words if word.startswith("t:"))
    return title, frozenset(words - title)


@cache
def feature_names() -> tuple[str, ...]:
    """The names of `features`, in their order."""
    verbs = [name for kind in kinds() for name in (f"does_{kind}", f"does_{kind}_with_ai")]
    other = works()[1:]
    return (
        *_PLAIN,
        *verbs,
        *(f"title_{work}" for work in other),
        *(f"{name}_where_title_{work}" for work in other for name in _MULTIPLIED),
    )


def features(
    title: str, mentions: Sequence[Mention], placed: Sequence[Placed], taxonomy: Taxonomy, said: Said
) -> list[float]:
    """The values of `feature_names` for one posting, each 0-1."""
    low = _LINK.sub(" ", lower(same_length(title)))[:_MOST_TITLE]
    hard = [m for m in mentions if m.kind != "soft"]
    core = [m for m in hard if _is_core(m, taxonomy)]
    known = {m.skill for m in hard}
    special = {m.skill for m in core} - _core()[1]
    duties = _statements(placed, ("role", "responsibilities"))
    asked = _statements(placed, ("requirements", "preferred"))
    at_core, at_any = _holder(core), _holder(hard)
    plain = [
        *(float(cues(FACTS, "title", kind).search(low) is not None) for kind in _TITLE_CUES),
        len(special) / (len(known) + 5),
        float("machine_learning" in known),
        float("artificial_intelligence" in known),
        _share(duties, at_core),
        _share(duties, lambda s: at_core(s) and _duty("build", s)),
        _share(duties, lambda s: at_any(s) and not at_core(s)),
        *(_share(duties, lambda s, kind=kind: _duty(kind, s)) for kind in ("analytics", "customer", "people")),  # type: ignore[misc]
        _share(asked, at_core),
        said.names_ai / (len(duties) + _FEW),
        said.perhaps_ai / (len(duties) + _FEW),
    ]
    multiplied = [plain[_PLAIN.index(name)] for name in _MULTIPLIED]
    work = work_of(title_kind(title))
    is_of = [float(work == other) for other in works()[1:]]
    return [*plain, *_verbs(said, len(duties)), *is_of, *(given * value for given in is_of for value in multiplied)]


def _verbs(said: Said, statements: int) -> list[float]:
    """For each kind of verb the share of statements in which the reader does so, and does so with AI."""
    count: Counter[tuple[str, bool]] = Counter()
    for done in said.done:
        count.update({(kind, False) for deed in done for kind in deed.kinds})
        count.update({(kind, True) for deed in done if deed.names_ai for kind in deed.kinds})
    return [count[kind, with_ai] / (statements + _FEW) for kind in kinds() for with_ai in (False, True)]


def _is_core(mention: Mention, taxonomy: Taxonomy) -> bool:
    return mention.kind != "soft" and taxonomy.skills[mention.skill].family in _core()[0]


def _statements(placed: Sequence[Placed], sections: Sequence[str]) -> list[Statement]:
    return [p.statement for p in placed if p.section in sections and not p.is_heading]


def _share(statements: Sequence[Statement], test: Callable[[Statement], bool]) -> float:
    return sum(test(s) for s in statements) / (len(statements) + _FEW)


def _holder(mentions: Sequence[Mention]) -> Callable[[Statement], bool]:
    """Whether a statement holds one of the mentions."""
    starts = sorted(m.start for m in mentions)
    return lambda s: bisect_left(starts, s.start) < bisect_left(starts, s.end)


def _duty(kind: str, statement: Statement) -> bool:
    return cues(FACTS, "duties", kind).search(statement.low) is not None


@cache
def _core() -> tuple[frozenset[str], frozenset[str]]:
    skills = facts(FACTS)["skills"]
    return frozenset(skills["core_families"]), frozenset(skills["general"])


@cache
def _weights() -> dict[str, float]:
    given: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return given


@cache
def _word_weights() -> WordWeights:
    return word_weights(WORD_WEIGHTS)
