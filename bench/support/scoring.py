"""How near readings come to labelled postings: the figures of `make bench-quality` and of the floors in tests/nlp.

A labelled phrase is found where a mention covers one of its places by at least half (intersection over union); a
mention is right where one of its places so covers a labelled phrase. Soft skills, labelled or read, never count.
The core leaves out, on both sides, the bare words that the taxonomy calls vague. Labels may hold skills alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from typing import Any

from nlp.taxonomy.loader import load

Span = tuple[int, int]
Posting = Mapping[str, Any]

LANES = ("research", "platform", "mlops", "ai_application")
FIELDS = ("seniority", "min_years", "degree", "degree_need", "remote")
_STRENGTH = {"context": 0, "preferred": 1, "required": 2}


@dataclass
class Tally:
    """Sums over postings, from which `figures` takes ratios."""

    count: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    lanes: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(labelled, read) primary lanes."""


def places(phrase: str, text: str) -> list[Span]:
    """Where a labelled phrase stands in the text, as a whole word where it can."""
    left = r"(?<![A-Za-z0-9])" if phrase[:1].isalnum() else ""
    right = r"(?![A-Za-z0-9])" if phrase[-1:].isalnum() else ""
    body = r"\s+".join(map(re.escape, phrase.split()))  # lines are wrapped here in one place and there in another
    found = [m.span() for m in re.finditer(left + body + right, text, re.IGNORECASE)]
    return found or [m.span() for m in re.finditer(body, text, re.IGNORECASE)]


def covers(a: Span, b: Span) -> bool:
    """Whether two spans share at least half of what they cover together."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared > 0 and 2 * shared >= max(a[1], b[1]) - min(a[0], b[0])


def score(labelled: Iterable[tuple[Posting, Posting]]) -> Tally:
    """The tally over pairs of (labelled posting, reading as `skillgap annotate` writes it)."""
    tally = Tally()
    for gold, reading in labelled:
        if "skills" in gold:
            _score_skills(gold, reading, tally)
        if "primary_lane" not in gold:
            continue
        _score_lanes(gold, reading, tally)
        wanted = {"relevant": gold.get("relevant", gold["primary_lane"] != "none")}
        if FIELDS[0] in gold:
            wanted |= {f: gold.get(f) for f in FIELDS}
        for name, value in wanted.items():
            tally.count["postings_" + name] += 1
            tally.count["right_" + name] += reading.get(name) == value
    return tally


def figures(tally: Tally) -> dict[str, float]:
    """The figures of a tally by name, each 0-1; those without a single case are left out."""
    n = tally.count
    found: dict[str, float] = {}
    if n["labelled"]:
        found["precision"] = _ratio(n["right"], n["surfaces"])
        found["recall"] = _ratio(n["found"], n["labelled"])
        found["f1"] = _harmonic(found["precision"], found["recall"])
        found["core_f1"] = _harmonic(
            _ratio(n["core_right"], n["core_surfaces"]), _ratio(n["core_found"], n["core_labelled"])
        )
        found["tools"] = _ratio(n["tools_found"], n["tools_labelled"])
        found["need"] = _ratio(n["need_right"], n["found"])
    if n["pairs_labelled"]:
        found["or_pairs"] = _harmonic(
            _ratio(n["pairs_hit"], n["pairs_read"]), _ratio(n["pairs_hit"], n["pairs_labelled"])
        )
    if total := sum(tally.lanes.values()):
        found["lane"] = _ratio(sum(v for (a, b), v in tally.lanes.items() if a == b), total)
        found["lane_macro_f1"] = sum(_lane_f1(tally.lanes)) / len(LANES)
        found["lane_brier"] = n["squared_error"] / 1e6 / total
    for name in ("relevant", *FIELDS):
        if n["postings_" + name]:
            found[name] = _ratio(n["right_" + name], n["postings_" + name])
    return found


def _score_skills(gold: Posting, reading: Posting, tally: Tally) -> None:
    text: str = gold["text"]
    rows = [(s, places(s["text"], text)) for s in gold["skills"]]
    mentions = [((m["start"], m["end"]), m) for m in reading["skills"]]
    phrases_of: dict[int, set[str]] = defaultdict(set)
    n = tally.count
    for row, (skill, spans) in enumerate(rows):
        free = _not_inside_longer(row, rows) or spans
        for span, mention in mentions:
            if mention["group"] is not None and any(covers(span, s) for s in spans):
                phrases_of[mention["group"]].add(skill["text"])
        if skill["kind"] == "soft":
            continue
        hits = [m for span, m in mentions if any(covers(span, s) for s in free)]
        kinds = ("", *(["core_"] if _is_core(skill["text"]) else []), *(["tools_"] if skill["kind"] == "tool" else []))
        for kind in kinds:
            n[kind + "labelled"] += 1
            n[kind + "found"] += bool(hits)
        if not hits:
            tally.missed[skill["text"].lower()] += 1
            continue
        strongest = max((m["need"] for m in hits), key=lambda need: _STRENGTH.get(need, -1))
        n["need_right"] += strongest == skill["need"]
    hard = [s for skill, spans in rows if skill["kind"] != "soft" for s in spans]
    soft = [s for skill, spans in rows if skill["kind"] == "soft" for s in spans]
    by_surface: dict[str, list[Span]] = defaultdict(list)
    hard_surfaces: set[str] = set()
    for span, mention in mentions:
        surface = " ".join(text[slice(*span)].lower().split())
        by_surface[surface].append(span)
        if mention["kind"] != "soft":
            hard_surfaces.add(surface)
    for surface, spans in by_surface.items():
        core = _is_core(surface)
        if any(covers(a, b) for a in spans for b in hard):
            n["right"] += 1
            n["core_right"] += core
        elif surface not in hard_surfaces or any(covers(a, b) for a in spans for b in soft):
            continue
        else:
            tally.wrong[surface] += 1
        n["surfaces"] += 1
        n["core_surfaces"] += core
    if "or_groups" in gold:
        labelled, read = _pairs(gold["or_groups"]), _pairs(phrases_of.values())
        n["pairs_labelled"] += len(labelled)
        n["pairs_read"] += len(read)
        n["pairs_hit"] += len(labelled & read)


def _is_core(phrase: str) -> bool:
    """Whether a phrase is none of the bare words that readers label in one posting and pass over in the next."""
    return " ".join(phrase.lower().split()) not in _vague_words()


@cache
def _vague_words() -> frozenset[str]:
    return frozenset(surface.text.lower() for surface in load().surfaces if surface.vague)


def _score_lanes(gold: Posting, reading: Posting, tally: Tally) -> None:
    tally.lanes[gold["primary_lane"], reading["primary_lane"]] += 1
    error = sum((reading["lanes"].get(lane, 0.0) - share) ** 2 for lane, share in gold["lanes"].items())
    tally.count["squared_error"] += round(error * 1e6)


def _not_inside_longer(row: int, rows: Sequence[tuple[Mapping[str, Any], list[Span]]]) -> list[Span]:
    others = [s for i, (_, spans) in enumerate(rows) if i != row for s in spans]
    return [(a, b) for a, b in rows[row][1] if not any(x <= a and b <= y and (x, y) != (a, b) for x, y in others)]


def _pairs(groups: Iterable[Iterable[str]]) -> set[tuple[str, str]]:
    return {pair for group in groups for pair in combinations(sorted(set(group)), 2)}


def _lane_f1(lanes: Counter[tuple[str, str]]) -> Iterator[float]:
    for lane in LANES:
        labelled = sum(v for (a, _), v in lanes.items() if a == lane)
        read = sum(v for (_, b), v in lanes.items() if b == lane)
        yield _ratio(2 * lanes[lane, lane], labelled + read)


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _harmonic(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0
