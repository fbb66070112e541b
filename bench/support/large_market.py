"""A published market of as many invented postings as one asks for, drawn at once: for measuring, not for reading."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from nlp.lanes.roles import lanes
from nlp.taxonomy.loader import load
from skillgap.pipeline import market_arrays
from warehouse.generations.frames import TEXT_FRAME, frames
from warehouse.generations.publish import write_generation

AS_OF = pd.Timestamp("2026-03-02 06:00")
WEEKS = 26
COPIES = 0.3  # of postings that advertise a job again
ASKED = 15  # skills that a requisition names
LINES = 24  # of an advert beside those that name its skills: some 3,000 characters, as real ones have
_BEGIN = "You have worked with "
"""What stands before the word in each line that a skill is mentioned in, so that quotes are cut as from a real one."""
_LINE = len(f"{_BEGIN}word00.\n")
_NEEDS = ("required", "required", "preferred", "context")
_VALUES: Mapping[str, tuple[str | None, ...]] = {
    "seniority": ("junior", "mid", "senior", "senior", "staff", None),
    "workplace": ("remote", "hybrid", "onsite", None),
    "role": ("ML engineer", "AI engineer", "Research scientist", "MLOps engineer", "ML platform engineer"),
    "employment_type": ("full_time", None),
    "location": ("Berlin", "Lyon", "Oslo", None),
}


def publish(data: Path, postings: int, seed: int = 1) -> None:
    """Write the market as the next generation of a data folder."""
    draw = np.random.default_rng(seed)
    count = round(postings * (1 - COPIES))
    taxonomy = load()
    requisition = _requisitions(draw, count)
    asked = _asked(draw, requisition, np.array(sorted(taxonomy.skills)))
    number_of = {hashlib.sha256(_text(number).encode()).hexdigest(): number for number in range(postings)}
    place = asked.groupby("requisition_id").cumcount().to_numpy()
    start = place * _LINE + len(_BEGIN)
    edges = taxonomy.graph.edges
    named = {
        "requisition": requisition,
        "posting": _postings(draw, requisition, postings, np.array(list(number_of))),
        "requisition_skill": asked,
        "mention": asked.assign(
            surface=[f"word{at:02}" for at in place],
            start=start,
            end=start + 6,
            section="requirements",
            is_counted=True,
        ),
        "requisition_lane": requisition[["requisition_id", "primary_lane"]].rename(columns={"primary_lane": "lane"}),
        "lane": pd.DataFrame([{"lane": x.id, "name": x.name, "definition": x.definition} for x in lanes()]),
        "skill": pd.DataFrame([{"skill_id": x.id, "name": x.name, "kind": x.kind} for x in taxonomy.skills.values()]),
        "skill_affinity": pd.DataFrame(),
        "skill_edge": pd.DataFrame(
            [(e.skill, e.relation, e.other, e.certainty, e.remains or None) for e in edges],
            columns=["skill_id", "relation", "other_id", "certainty", "remains"],
        ),
        "skill_cluster": pd.DataFrame(),
        "speciality": pd.DataFrame(columns=["speciality", "lane", "name", "definition"]),
        "requisition_speciality": pd.DataFrame(columns=["requisition_id", "speciality", "probability"]),
        "requisition_place": pd.DataFrame(),
        "requisition_pay": pd.DataFrame(),
        "board_run": _board_runs(requisition),
    }
    named["requisition_lane"]["probability"] = 0.9
    named["skill"]["family"] = [skill.family for skill in taxonomy.skills.values()]

    def text_source(hashes: Sequence[str]) -> Iterator[tuple[str, str]]:
        return ((text_hash, _text(number_of[text_hash])) for text_hash in hashes)

    data.mkdir(parents=True, exist_ok=True)
    (data / "market.toml").write_text('kind = "example"\n', encoding="utf-8")
    manifest = {"as_of": AS_OF.isoformat(), "window_days": 180, "market": "example", "created_from": ["run"]}
    about: dict[str, Any] = {**manifest, "reader_version": "0", "fit_id": "0", "counts": {}, "exclusions": {}}
    shaped = {name: _shaped(named.get(name, pd.DataFrame()), name) for name in frames() if name != TEXT_FRAME}
    write_generation(data, shaped, text_source, about, arrays=market_arrays())


def _requisitions(draw: np.random.Generator, count: int) -> pd.DataFrame:
    number = np.arange(count)
    board = (draw.zipf(1.3, count) * 37 + draw.integers(0, 50, count)) % max(count // 20, 1)
    found = pd.DataFrame({"requisition_id": [f"lever/b/{n}" for n in number]})
    found["posting_id"] = found["requisition_id"]
    found["board"] = [f"board{n}" for n in board]
    found["employer"] = [f"Employer {n}" for n in board]
    for name, values in _VALUES.items():
        found[name] = np.array(values, dtype=object)[draw.integers(0, len(values), count)]
    found["source"] = np.array(["greenhouse", "lever", "ashby"])[board % 3]
    found["title"] = found["role"] + " " + found["seniority"].fillna("")
    found["url"] = "https://jobs.example/" + found["requisition_id"]
    found["primary_lane"] = np.array([lane.id for lane in lanes()])[draw.integers(0, len(lanes()), count)]
    found["min_years"] = draw.integers(1, 10, count)
    found["pay_min"] = np.where(draw.random(count) < 0.3, 100_000.0 + 1_000 * draw.integers(0, 90, count), np.nan)
    found["pay_max"] = found["pay_min"] * 1.3
    found[["pay_currency", "pay_period"]] = "USD", "year"
    found["first_seen_at"] = AS_OF - pd.to_timedelta(7 * draw.integers(0, WEEKS, count), unit="D")
    found["last_seen_at"] = AS_OF
    found["is_new"] = found["first_seen_at"] > AS_OF - pd.Timedelta(weeks=WEEKS - 1)
    return found.assign(language="en", relevance=1.0, is_relevant=True, is_open=True, is_truncated=False, postings=1)


def _postings(
    draw: np.random.Generator, requisition: pd.DataFrame, postings: int, text_hashes: np.ndarray[Any, Any]
) -> pd.DataFrame:
    copied = requisition.iloc[draw.integers(0, len(requisition), postings - len(requisition))]
    copies = copied.assign(posting_id=[f"lever/copy/{n}" for n in range(len(copied))])
    both = pd.concat([requisition, copies], ignore_index=True)
    return both.assign(text_hash=text_hashes)


def _asked(draw: np.random.Generator, requisition: pd.DataFrame, skills: np.ndarray[Any, Any]) -> pd.DataFrame:
    count = len(requisition)
    rank = (draw.zipf(1.2, (count, ASKED)) - 1) % len(skills)
    found = pd.DataFrame(
        {
            "requisition_id": np.repeat(requisition["requisition_id"].to_numpy(), ASKED),
            "skill_id": skills[rank.ravel()],
            "need": np.array(_NEEDS)[draw.integers(0, len(_NEEDS), count * ASKED)],
            "unit_id": np.tile(np.arange(ASKED) - np.arange(ASKED) % 5 // 4, count),  # one in five is an alternative
        }
    )
    return found.drop_duplicates(["requisition_id", "skill_id"], ignore_index=True)


def _board_runs(requisition: pd.DataFrame) -> pd.DataFrame:
    boards = requisition.drop_duplicates(["source", "board"])[["source", "board", "employer"]]
    runs = []
    for week in range(WEEKS):
        moment = AS_OF - pd.Timedelta(weeks=week)
        runs.append(boards.assign(run_id=f"{moment:%Y%m%dT%H%M%SZ}-crawl", started_at=moment, finished_at=moment))
    return pd.concat(runs, ignore_index=True).assign(outcome="complete", postings=20, rejects=0)


def _text(number: int) -> str:
    named = "".join(f"{_BEGIN}word{at:02}.\n" for at in range(ASKED))
    rest = hashlib.shake_256(str(number).encode()).hexdigest(LINES * 50)  # as hard to compress as words, about
    return named + "\n".join(f"- {rest[at : at + 100]}" for at in range(0, len(rest), 100))


def _shaped(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The frame with the columns that it lacks, all null."""
    known = [column.name for column in frames()[name].columns]
    nothing = np.full(len(frame), None, dtype=object)
    return frame.assign(**{column: nothing for column in known if column not in frame})[known]
