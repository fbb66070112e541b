"""Small frames of a generation, written by hand: `market_of([job(...), …])`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.gap.evidence import Texts
from analysis.market.market import Market, build
from warehouse.models import Certainty, Evidence, ResumeReading, ResumeSkill, SkillState

AS_OF = dt.datetime(2026, 3, 2, 6, 0, tzinfo=dt.UTC)
START = pd.Timestamp("2026-02-01")
LANES = ("research", "platform", "mlops", "ai_application")
SKILLS = (
    # id, kind, family, what it needs
    ("python", "tool", "programming_language", ""),
    ("pytorch", "tool", "deep_learning_framework", "python"),
    ("jax", "tool", "deep_learning_framework", "python"),
    ("kubernetes", "tool", "container_orchestrator", "docker"),
    ("docker", "tool", "container_tool", ""),
    ("aws", "tool", "cloud_provider", ""),
    ("gcp", "tool", "cloud_provider", ""),
    ("mlflow", "tool", "experiment_tracking", ""),
    ("rag", "concept", "retrieval_augmentation", ""),
    ("langchain", "tool", "llm_framework", "rag"),
    ("machine_learning", "concept", "ai_field", ""),
    ("communication", "soft", "communication", ""),
)
SKILL_FRAME = pd.DataFrame(
    [
        {
            "skill_id": skill,
            "name": skill.upper(),
            "kind": kind,
            "family": family,
            "definition": f"What {skill} is.",
            "url": None,
        }
        for skill, kind, family, _ in SKILLS
    ]
)
EDGE_FRAME = pd.DataFrame(
    [
        {"skill_id": skill, "relation": "needs", "other_id": needed, "certainty": "certain", "remains": None}
        for skill, _, _, needed in SKILLS
        if needed
    ]
)
SPECIALITIES = pd.DataFrame(
    {"speciality": ["vision", "speech"], "lane": "research", "name": ["Vision", "Speech"], "definition": "…"}
)
CLUSTERS = (("c1", "ai_application", "langchain rag"), ("c2", None, "kubernetes docker aws"))
"""id, lane, members"""
_NEED = {"": "required", "?": "preferred", "~": "context"}


def job(
    asks: str = "python", *, employer: str | None = "acme.example", lane: str | None = "platform", **given: Any
) -> dict[str, Any]:
    """One requisition. `asks`: skills split by spaces; `a|b` one unit; suffix `?` preferred, `~` context."""
    return {"asks": asks, "employer": employer, "primary_lane": lane, **given}


def frames_of(
    jobs: Sequence[Mapping[str, Any]], skill: pd.DataFrame = SKILL_FRAME, edge: pd.DataFrame = EDGE_FRAME
) -> dict[str, pd.DataFrame]:
    """The frames of a generation from jobs, numbered r0000, r0001, … unless they name their id."""
    requisitions, asked, lanes, mentions, fields = [], [], [], [], []
    for number, given in enumerate(jobs):
        name = given.get("requisition_id", f"r{number:05d}")
        row = _DEFAULTS | {"requisition_id": name, "posting_id": f"lever/x/{name}"}
        row |= {
            key: value for key, value in given.items() if key not in ("asks", "lanes", "skill_years", "specialities")
        }
        requisitions.append(row)
        years = given.get("skill_years", {})
        place = 0
        for unit, token in enumerate(given["asks"].split()):
            need = _NEED.get(token[-1], "required") if token[-1] in "?~" else "required"
            for member in token.rstrip("?~").split("|"):
                asked.append((name, member, need, unit, years.get(member)))
                mentions.append((name, member, member, place, place + len(member), need, "requirements", unit))
                place += len(member) + 1
        chances = given.get("lanes") or {row["primary_lane"]: 1.0}
        fields += [(name, speciality, chance) for speciality, chance in given.get("specialities", {}).items()]
        lanes += [(name, lane, chance) for lane, chance in chances.items() if lane]
    return {
        "requisition": pd.DataFrame(
            requisitions, columns=[*_DEFAULTS, "requisition_id", "posting_id", "employer", "primary_lane"]
        ),
        "requisition_skill": pd.DataFrame(
            asked, columns=["requisition_id", "skill_id", "need", "unit_id", "min_years"]
        ),
        "requisition_lane": pd.DataFrame(lanes, columns=["requisition_id", "lane", "probability"]),
        "mention": pd.DataFrame(
            mentions,
            columns=["requisition_id", "skill_id", "surface", "start", "end", "need", "section", "unit_id"],
        ),
        "lane": pd.DataFrame({"lane": LANES, "name": [x.title() for x in LANES], "definition": ["…"] * len(LANES)}),
        "speciality": SPECIALITIES,
        "requisition_speciality": pd.DataFrame(fields, columns=["requisition_id", "speciality", "probability"]),
        "skill": skill,
        "skill_edge": edge,
        "skill_cluster": pd.DataFrame(
            [
                {"cluster_id": cluster, "lane": lane, "stability": 0.8, "lift": 3.0, "skill_id": member, "rank": rank}
                for cluster, lane, members in CLUSTERS
                if set(members.split()) <= set(skill["skill_id"])
                for rank, member in enumerate(members.split(), start=1)
            ],
            columns=["cluster_id", "lane", "stability", "lift", "skill_id", "rank"],
        ),
        "board_run": pd.DataFrame(
            {
                "run_id": ["20260302T060000Z-crawl"],
                "source": ["lever"],
                "board": ["x"],
                "outcome": ["complete"],
                "started_at": [pd.Timestamp("2026-03-02 06:00")],
            }
        ),
    }


def market_of(
    jobs: Sequence[Mapping[str, Any]], skill: pd.DataFrame = SKILL_FRAME, edge: pd.DataFrame = EDGE_FRAME
) -> Market:
    """A market of these jobs, generation 7 as of AS_OF."""
    return build(frames_of(jobs, skill, edge), {"generation": 7, "as_of": AS_OF.isoformat()})


def told(skill: str, state: SkillState, quote: str = "", *through: str, certain: bool = False) -> ResumeSkill:
    """A skill of a resume that is not written: shown (usually, unless `certain`), near, denied or wished."""
    certainty: Certainty | None = None if state != "shown" else "certain" if certain else "usual"
    return ResumeSkill(
        skill, skill.upper(), skill, "used", quote, "concept", state, certainty, through, "The rest" * (state == "near")
    )


def resume(
    *skills: str, text: str = "", years: float | None = None, others: Sequence[ResumeSkill] = (), **grades: Evidence
) -> ResumeReading:
    """A resume that lists `skills`; keyword arguments name the grade of one: `docker="used"`; `others` as `told`."""
    shown = {skill: grades.get(skill, "listed") for skill in skills} | grades
    return ResumeReading(
        text=text,
        skills=(
            *(
                ResumeSkill(
                    s,
                    s.upper(),
                    s,
                    grade,
                    f"Worked with {s}.",
                    state="in_progress" if grade == "learning" else "written",
                )
                for s, grade in shown.items()
            ),
            *others,
        ),
        years=years,
        seniority=None,
        degree=None,
        parse_confidence=1.0,
    )


def texts_of(texts: Mapping[str, str]) -> Texts:
    """What a gap asks for texts, from a plain mapping."""
    return lambda wanted: {name: texts[name] for name in wanted if name in texts}


def spread(count: int, asks: str, employers: int = 20, **given: Any) -> list[dict[str, Any]]:
    """`count` equal jobs, spread over employers in turn."""
    return [job(asks, employer=f"employer{i % employers:03d}.example", **given) for i in range(count)]


def random_jobs(seed: int, count: int, employers: int, skills: Sequence[str], size: int = 5) -> list[dict[str, Any]]:
    """Jobs with random units of random needs and lanes, the same for the same seed."""
    draw = np.random.default_rng(seed)
    jobs = []
    for _ in range(count):
        units = []
        picked = [str(s) for s in draw.permutation(list(skills))[: 1 + draw.integers(size)]]
        while picked:
            width = 1 + int(draw.integers(2))
            units.append("|".join(picked[:width]) + ("", "", "?", "~")[draw.integers(4)])
            picked = picked[width:]
        jobs.append(
            job(" ".join(units), employer=f"e{draw.integers(employers):04d}.example", lane=LANES[draw.integers(4)])
        )
    return jobs


_DEFAULTS: dict[str, Any] = {
    "source": "lever",
    "board": "x",
    "title": "Engineer",
    "url": None,
    "location": None,
    "region": "unknown",
    "workplace": None,
    "employment_type": None,
    "seniority": None,
    "min_years": None,
    "degree": None,
    "degree_need": None,
    "degrees_named": None,
    "degree_preferred": None,
    "pay_min": None,
    "pay_max": None,
    "pay_currency": None,
    "pay_period": None,
    "pay_basis": None,
    "language": "en",
    "relevance": 1.0,
    "is_relevant": True,
    "role": None,
    "first_seen_at": START,
    "last_seen_at": pd.Timestamp("2026-03-02 06:00"),
    "closed_at": pd.NaT,
    "posted_at": pd.NaT,
    "posted_basis": None,
    "is_open": True,
    "is_new": False,
    "postings": 1,
    "is_truncated": False,
    "exclusion": None,
}
