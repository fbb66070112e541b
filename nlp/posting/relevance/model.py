"""Is this ML/AI engineering, research or operation? A logistic model over what title, duties and skills say.

What counts is what the person's verbs act on (`deeds.py`), and the kind of the title multiplies it (`titles.py`): the
same words mean less where the title sells, recruits or teaches. AI that one only works with, as with any other tool, is
told from AI that one works on. All words of the title make one more feature, those of
the duties another, the skills that are asked for a third.
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
from nlp.words import WordWeights, tokens, vocabulary, word_weights
from warehouse.models import Mention

FACTS = "posting/relevance/relevance.toml"
WEIGHTS = Path(__file__).with_name("weights.json")
WORD_WEIGHTS = Path(__file__).with_name("word_weights.json")
_PLAIN = (
    "title_role", "title_field", "title_engineering", "title_other_work", "title_data_work", "title_insight",
    "core_share", "names_machine_learning", "names_ai",
    "duties_core", "duties_built", "duties_plain", "duties_analytics", "duties_customer", "duties_people", "asked_core",
    "duties_name_ai", "duties_perhaps_ai", "deeds_on_ai", "statements_on_ai",
    "core_in_duties", "core_required", "core_preferred",
    "ai_as_tool", "statements_ai_as_tool", "models_asked",
)  # fmt: skip
_MULTIPLIED = ("core_share", "duties_core", "duties_built", "duties_name_ai")
"""What the kind of the title multiplies."""
WORDS = ("title_words", "duties_words", "skills_words")
"""The features that words make (`word_parts`): the few of a title are not lost among the many of duties."""
_HANDS_ON = frozenset({"make", "experiment", "operate"})
"""Kinds of verbs that count where AI is their object, however much plain work stands beside them."""
_LINK = re.compile(r"https?://\S+|\bwww\.\S+|\b[\w-]{1,63}\.(?:ai|com|io|co)\b")  # a name between dots has at most 63
_DUTIES, _REQUIRED, _PREFERRED = ("role", "responsibilities"), ("requirements",), ("preferred",)
_TITLE_CUES = ("role", "field", "engineering", "other_work", "data_work", "insight")
_MOST_TITLE = 120
_FEW = 2.0
"""Added to the number of statements a share is taken of, so that two statements do not make a share of one."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a posting's title and duties say, gone through once: for relevance and for lanes."""

    words: frozenset[str]
    """`t:` words and pairs of the title, `d:` words of the duties, `v:` its verbs, `vs:` those acting on AI, `s:` hard
    skills, `n:` those of the field with their need."""
    core: tuple[Mention, ...]
    """Mentions of skills that only this field uses."""
    duties: tuple[str, ...]
    """The statements of the duties, in lower case."""
    done: tuple[tuple[Deed, ...], ...]
    """The deeds of each statement of the duties."""
    names_ai: int
    """Statements of the duties that surely name AI."""
    perhaps_ai: int

    @classmethod
    def of(cls, title: str, mentions: Sequence[Mention], placed: Sequence[Placed], taxonomy: Taxonomy) -> Said:
        """From a posting's title, its mentions and its placed statements."""
        words = _title_words(title)
        core = tuple(m for m in mentions if m.kind != "soft" and taxonomy.skills[m.skill].family in _core()[0])
        words.update(f"s:{m.skill}" for m in mentions if m.kind != "soft")
        words.update(f"n:{m.skill} {m.need}" for m in core)
        starts = sorted(m.start for m in core)
        done, surely, perhaps = [], 0, 0
        plain: set[str] = set()
        duties = _statements(placed, _DUTIES)
        for statement in duties:
            found = tokens(statement.low)
            here = {word for word, _ in found}
            surely += names_ai(here, surely=True)
            perhaps += names_ai(here, surely=False)
            done.append(tuple(deeds(statement, found, lambda a, b: bisect_left(starts, a) < bisect_left(starts, b))))
            plain |= here
        words.update(f"d:{word}" for word in plain)
        for deed in (deed for one in done for deed in one):
            words.add(f"v:{deed.verb}")
            if deed.names_ai:
                words.add(f"vs:{deed.verb}")
        return cls(frozenset(words), core, tuple(s.low for s in duties), tuple(done), surely, perhaps)


def may_be_relevant(title: str, text: str) -> bool:
    """A first look: whether a posting is worth reading in full, by the words of its title and of all its text.

    It hears what the model's words say, sections and skills unseen, and lets pass whatever the model might call
    relevant (`python -m bench.first_look`). A text of few words is always worth it.
    """
    look, weights = facts(FACTS)["first_look"], _weights()
    words = vocabulary(lower(same_length(text)))
    if len(words) < look["fewest_words"]:
        return True
    by_title, by_text = (
        weights[name] * _word_weights().sums(said)[0]
        for name, said in (("title_words", _title_words(title)), ("duties_words", {f"d:{word}" for word in words}))
    )
    return by_title + float(look["text"]) * by_text >= float(look["least"])


def relevance_of(title: str, mentions: Sequence[Mention], placed: Sequence[Placed], said: Said) -> float:
    """The probability (0-1) that a posting is ML/AI engineering work."""
    weights = _weights()
    z = weights["intercept"] + sum(
        weights[name] * _word_weights().sums(part)[0] for name, part in zip(WORDS, word_parts(said.words), strict=True)
    )
    values = features(title, mentions, placed, said)
    z += sum(weights[name] * value for name, value in zip(feature_names(), values, strict=True))
    return 1 / (1 + math.exp(-z))


def word_parts(words: Set[str]) -> tuple[frozenset[str], ...]:
    """Words of `Said` in the order of `WORDS`."""
    title = frozenset(word for word in words if word.startswith("t:"))
    skills = frozenset(word for word in words if word.startswith(("s:", "n:")))
    return title, frozenset(words - title - skills), skills


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


def features(title: str, mentions: Sequence[Mention], placed: Sequence[Placed], said: Said) -> list[float]:
    """The values of `feature_names` for one posting: shares, and numbers on a scale where 6 is about 1."""
    low = _LINK.sub(" ", lower(same_length(title)))[:_MOST_TITLE]
    hard = [m for m in mentions if m.kind != "soft"]
    core = said.core
    known = {m.skill for m in hard}
    special = {m.skill for m in core} - _core()[1]
    special_in = {
        where: {m.skill for m in core if m.section in where} - _core()[1] for where in (_DUTIES, _REQUIRED, _PREFERRED)
    }
    duties = _statements(placed, _DUTIES)
    asked = _statements(placed, (*_REQUIRED, *_PREFERRED))
    at_core, at_any = _holder(core), _holder(hard)
    of_ai = [s for s in (*duties, *asked) if names_ai(vocabulary(s.low), surely=True)]
    as_tool = sum(_named("tool", s) for s in of_ai)
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
        _many(sum(any(d.names_ai and _HANDS_ON.intersection(d.kinds) for d in one) for one in said.done)),
        _many(said.names_ai),
        *(_many(len(skills)) for skills in special_in.values()),
        as_tool / (len(of_ai) + _FEW),
        _many(as_tool),
        _many(sum(_named("model", s) for s in asked)),
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


def _title_words(title: str) -> set[str]:
    named = [word for word, _ in tokens(lower(same_length(title))[:_MOST_TITLE]) if word[0].isalpha()]
    return {f"t:{word}" for word in named} | {f"t:{a} {b}" for a, b in pairwise(named)}


def _many(number: int) -> float:
    return math.log1p(number) / 2


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


def _named(kind: str, statement: Statement) -> bool:
    return cues(FACTS, "named", kind).search(statement.low) is not None


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
