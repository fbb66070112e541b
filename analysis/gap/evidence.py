"""The sentence behind a number: which postings to quote for a skill, and what to cut from their texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.gap.results import Quote
from analysis.market.market import Market
from analysis.market.mentions import Place
from analysis.market.units import PREFERRED
from analysis.market.weights import IntArray

Texts = Callable[[Collection[str]], Mapping[str, str]]
"""requisition ids → their representatives' texts, unwrapped; asked for many together. A market has one: what was quoted
from it is kept with the market."""
QUOTES = 2
FIRST, ASKED_FOR = 3, 6
"""Postings whose texts are looked at for QUOTES whole sentences: so many first, and all where these hold too few."""
LONGEST_QUOTE = 240
"""Characters of a quote; a longer sentence is cut around the mention."""
_END = re.compile(r"[.!?](?=\s)|[•;]|\n(?!\s{0,80}[a-z])")
"""Where a sentence or list item ends; a line that goes on in lower case is only broken."""
_GLUED = re.compile(r"[a-z)](?=[A-Z])")
LEAST_REPEATED = 4
"""Letters from which something that stands twice in a row is a repetition."""
FEWEST_WORDS = 4
"""Words of which a sentence has at least so many."""


def sentence_around(text: str, start: int, end: int, longest: int = LONGEST_QUOTE) -> str:
    """The sentence or list item of `text` that holds [start, end), spaces collapsed, cut with «…» where too long.

    A text that breaks its lines at a fixed width has to be unwrapped before, or each line counts as an item.
    """
    begins = [match.end() for match in _END.finditer(text, 0, start)]
    stop = _END.search(text, end)
    first, last = (begins[-1] if begins else 0), (stop.end() if stop else len(text))
    if last - first <= longest:
        return _tidy(text[first:last])
    room = max(longest - (end - start), 0) // 2
    left, right = max(first, start - room), min(last, end + room)
    return ("… " if left > first else "") + _tidy(text[left:right]) + (" …" if right < last else "")


def quotes(
    market: Market, skills: Sequence[str], lane: str | None, texts: Texts | None
) -> dict[str, tuple[Quote, ...]]:
    """For each skill up to two postings of different employers in a lane that ask for it.

    First those with a whole sentence to quote, then those that require it, then the newest. Without `texts` the
    postings are named and not quoted; none of a market without adverts.
    """
    if not market.has_adverts:
        return dict.fromkeys(skills, ())
    if texts is None:
        rows = {skill: _exemplars(market, market.skill_code[skill], lane) for skill in skills}
        return {skill: tuple(_quote(market, row, skill, {}) for row in found[:QUOTES]) for skill, found in rows.items()}
    best = market.kept(("best quotes", lane), dict[str, tuple[Quote, ...]])
    new = {skill: _exemplars(market, market.skill_code[skill], lane) for skill in skills if skill not in best}
    for looked_at in (FIRST, ASKED_FOR):
        best |= _best_quotes(market, {skill: found[:looked_at] for skill, found in new.items()}, texts)
        new = {skill: found for skill, found in new.items() if not _is_settled(best[skill])}
    return {skill: best[skill] for skill in skills}


def _best_quotes(market: Market, asked: Mapping[str, Sequence[int]], texts: Texts) -> dict[str, tuple[Quote, ...]]:
    """The best quotes of each skill's rows; their texts are asked for once."""
    names = market.requisition["requisition_id"]
    given = texts({str(names.iat[row]) for rows in asked.values() for row in rows}) if asked else {}
    return {skill: _best([_quote(market, row, skill, given) for row in rows]) for skill, rows in asked.items()}


def _is_settled(best: Sequence[Quote]) -> bool:
    """Whether no further posting could be quoted instead: those that are preferred as evidence are."""
    return len(best) == QUOTES and all(quote.quote is not None for quote in best)


def _best(found: Sequence[Quote]) -> tuple[Quote, ...]:
    """Those first that can be quoted with a whole sentence; a posting that cannot is named and not quoted."""
    return tuple(sorted(found, key=lambda quote: quote.quote is None)[:QUOTES])


def _exemplars(market: Market, code: int, lane: str | None) -> tuple[int, ...]:
    """The rows of the postings to quote, found once a market."""
    return market.kept(("quoted", lane, code), lambda: _strongest(market, code, lane))


def _strongest(market: Market, code: int, lane: str | None) -> tuple[int, ...]:
    rows, needs = _askers(market, code)
    inside = needs <= PREFERRED
    if lane is not None:
        inside &= market.primary_lane[rows] == market.lanes.index(lane)
    rows, needs = rows[inside], needs[inside]
    order = needs * market.n + _standing(market)[rows]
    found: list[int] = []
    while len(rows) and len(found) < ASKED_FOR:
        best = int(rows[order.argmin()])
        found.append(best)
        other = market.employer[rows] != market.employer[best]
        rows, order = rows[other], order[other]
    return tuple(found)


def quoted_posting(mentions: Iterable[Place], text: str | None) -> str | None:
    """The whole sentence of the strongest, earliest of these mentions that says something; None where there is none."""
    if text is None:
        return None
    for place in sorted(mentions):
        if text[place.start : place.end].split() == place.surface.split():  # it may have been wrapped
            quote = sentence_around(text, place.start, place.end)
            if _is_whole(quote, place.surface, text):
                return quote
    return None


_HANGING = frozenset(
    (
        *(
            "a",
            "an",
            "and",
            "any",
            "as",
            "at",
            "between",
            "but",
            "by",
            "for",
            "from",
            "in",
            "including",
            "into",
            "like",
        ),
        *("nor", "of", "on", "or", "such", "than", "the", "to", "using", "via", "with"),
    )
)
"""A line that ends with one of these goes on."""


def _is_whole(quote: str, surface: str, text: str) -> bool:
    """Whether a quote is a whole sentence or item: not cut at a length, and not left hanging at a line's end."""
    words = quote.casefold().rstrip(")").split()
    if not words:
        return False
    is_name = " " not in surface and quote.startswith(f"{surface} ")  # dbt, vLLM, pandas
    is_begun = quote[0].isupper() or quote[0].isdigit() or is_name or text.lstrip().startswith(quote)
    return is_begun and len(words) >= FEWEST_WORDS and words[-1] not in _HANGING and words[-1][-1] not in ",:…(/&-"


def _askers(market: Market, code: int) -> tuple[IntArray, IntArray]:
    """The requisitions that name a skill, and how."""

    def made() -> tuple[IntArray, IntArray]:
        skill = market.asks.skill.astype(np.uint16 if len(market.skills) < 2**16 else np.int64)
        order = np.argsort(skill, kind="stable")  # of short numbers in a few passes
        return order, np.append(0, np.cumsum(np.bincount(skill, minlength=len(market.skills))))

    order, starts = market.kept(("by_skill",), made)
    entries = order[starts[code] : starts[code + 1]]
    return market.asks.row[entries], market.asks.need[entries]


def _standing(market: Market) -> IntArray:
    """(n,) the order in which requisitions are preferred as evidence: open, then newest, then by id."""

    def made() -> IntArray:
        frame = market.requisition
        newest = (
            pd.to_datetime(frame["first_seen_at"])
            .fillna(pd.Timestamp(0))
            .to_numpy(dtype="datetime64[s]")
            .astype(np.int64)
        )
        order = np.lexsort((np.arange(market.n), -newest, ~frame["is_open"].fillna(False).to_numpy(dtype=bool)))
        standing = np.empty(market.n, dtype=np.int64)
        standing[order] = np.arange(market.n)
        return standing

    return market.kept(("standing",), made)


def _quote(market: Market, row: int, skill: str, texts: Mapping[str, str]) -> Quote:
    name, posting_id, title = (
        str(market.requisition[column].iat[row]) for column in ("requisition_id", "posting_id", "title")
    )
    return Quote(
        posting_id=posting_id,
        company=market.employer_names[market.employer[row]] or None,
        title=tidy_title(title),
        quote=quoted_posting(market.mention.of(row, market.skill_code[skill]), texts[name]) if name in texts else None,
        url=url if isinstance(url := market.requisition["url"].iat[row], str) and url else None,
    )


def tidy_title(title: str) -> str:
    """A title without what a board glued to its end: «EngineerData/AIData /AIBerlin» repeats a department's name."""
    for glued in _GLUED.finditer(title):
        rest = title[glued.end() :] if " " in title[: glued.end()] else ""  # one word alone is no title yet
        bare = re.sub(r"\W", "", rest).casefold()
        if any(bare.startswith(bare[:size] * 2) for size in range(LEAST_REPEATED, len(bare) // 2 + 1)):
            return title[: glued.end()].rstrip()
    return title


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" -*·•\t\n")
