"""The truth of the example market as plain data: what a reader, a linker and a trend test should find."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawler.sample import wire
from crawler.sample.model import Advert, Line, Market, Piece, Section, SectionKind, week_start
from warehouse.models import Need

STRENGTH: dict[Need, int] = {"required": 3, "preferred": 2, "context": 1, "not_required": 0}
_SECTION_NEEDS: dict[SectionKind, Need] = {"requirements": "required", "preferred": "preferred"}


def truth(market: Market) -> dict[str, Any]:
    """JSON-ready truth: employers, postings (with skills), requisitions, hidden entries, troubles of boards, trends."""
    listed = [advert for advert in market.adverts if advert.hidden is None]
    return {
        "seed": market.seed,
        "weeks": [week_start(week).isoformat() for week in range(market.weeks)],
        "employers": [
            {"name": e.name, "voice": e.voice, "boards": [f"{b.source}/{b.slug}" for b in e.boards]}
            for e in market.employers
        ],
        "troubles": [
            {"board": f"{source}/{slug}", "week": week, "kind": kind}
            for (source, slug), weeks in market.troubles.items()
            for week, kind in weeks.items()
        ],
        "trends": {"rising": market.rising, "falling": market.falling},
        "hidden": [{"key": advert.key, "kind": advert.hidden} for advert in market.adverts if advert.hidden],
        "requisitions": _requisitions(market, listed),
        "postings": [_posting(market, advert) for advert in listed],
    }


def mentions(advert: Advert) -> Iterator[tuple[Section, Line, Piece, Need]]:
    """Every planted skill of an advert with the section and line it stands in, and its need there."""
    for section in advert.sections:
        for line in section.lines:
            for piece in line.pieces:
                if piece.skill:
                    yield section, line, piece, piece.need or _SECTION_NEEDS.get(section.kind, "context")


def lookalikes(advert: Advert) -> list[Piece]:
    """The planted stretches that look like skills and are none."""
    return [piece for section in advert.sections for line in section.lines for piece in line.pieces if piece.lookalike]


def _requisitions(market: Market, adverts: list[Advert]) -> list[dict[str, Any]]:
    """One entry a job; its id is the key of its oldest posting."""
    members: dict[int, list[Advert]] = {}
    for advert in adverts:
        members.setdefault(advert.job.number, []).append(advert)
    return [
        {
            "requisition_id": group[0].key,
            "members": [advert.key for advert in group],
            "employer": group[0].job.employer.name,
            "lane": group[0].job.lane,
            "relevant": bool(group[0].job.lanes),
            "opened_week": group[0].job.opened_week,
            "is_open_at_end": any(_is_seen(market, advert, market.weeks - 1) for advert in group),
        }
        for group in members.values()
    ]


def _posting(market: Market, advert: Advert) -> dict[str, Any]:
    job = advert.job
    first = next(a for a in market.adverts if a.job.number == job.number and not a.hidden)
    says_workplace = job.has_workplace_text or wire.shows_workplace(advert)
    return {
        "key": advert.key,
        "requisition_id": first.key,
        "employer": job.employer.name,
        "title": " ".join(advert.title.split()),
        "lane": job.lane,
        "lanes": job.lanes,
        "role": job.role,
        "language": advert.language,
        "relevant": bool(job.lanes),
        "seniority": job.seniority,
        "min_years": job.min_years,
        "degree": job.degree,
        "degree_need": job.degree_need,
        "workplace": job.workplace if says_workplace else None,
        "workplace_in_text": bool(job.workplace and job.has_workplace_text),
        "employment_type": _employment_type(advert),
        "pay": _pay(advert),
        "spells": [list(spell) for spell in advert.spells],
        "seen_weeks": [week for week in range(market.weeks) if _is_seen(market, advert, week)],
        "published_at": advert.published_at.isoformat(),
        "skills": _skills(advert),
        "or_groups": _or_groups(advert),
        "optional": sorted({piece.text for _, _, piece, _ in mentions(advert) if piece.is_optional}),
        "lookalikes": [{"text": piece.text, "not": piece.lookalike} for piece in lookalikes(advert)],
    }


def _employment_type(advert: Advert) -> str | None:
    """None where neither a field nor the wording states it: Greenhouse has no field for the usual case."""
    kind = advert.job.employment_type
    return None if kind == "full_time" and advert.board.source == "greenhouse" else kind


def _is_seen(market: Market, advert: Advert, week: int) -> bool:
    troubles = market.troubles.get((advert.board.source, advert.board.slug), {})
    return advert.is_open(week) and week not in troubles


def _pay(advert: Advert) -> dict[str, Any] | None:
    pay = advert.job.pay
    if pay is None or (pay.shown == "text" and not _states_pay(advert)):
        return None
    return {"min": pay.min, "max": pay.max, "currency": pay.currency, "period": pay.period, "shown": pay.shown}


def _states_pay(advert: Advert) -> bool:
    """Some layouts leave the section out in which the pay would have stood."""
    pay = advert.job.pay
    if pay is None:
        return False
    figures = (f"{pay.min:,}", f"{pay.min:,}".replace(",", "."), f"{pay.min // 1000}k")
    return any(figure in line.text for section in advert.sections for line in section.lines for figure in figures)


def _skills(advert: Advert) -> list[dict[str, Any]]:
    """One entry a skill: its surfaces and its strongest need."""
    found: dict[str, dict[str, Any]] = {}
    for _, _, piece, need in mentions(advert):
        if piece.is_optional or piece.skill is None:
            continue
        entry = found.setdefault(piece.skill, {"name": piece.skill, "surfaces": [], "need": need})
        if piece.text not in entry["surfaces"]:
            entry["surfaces"].append(piece.text)
        entry["need"] = max(entry["need"], need, key=lambda n: STRENGTH[n])
    return list(found.values())


def _or_groups(advert: Advert) -> list[list[str]]:
    groups: dict[tuple[int, int | None], list[str]] = {}
    for _, line, piece, _ in mentions(advert):
        if piece.group is not None and piece.skill:
            groups.setdefault((id(line), piece.group), []).append(piece.skill)
    return list(groups.values())
