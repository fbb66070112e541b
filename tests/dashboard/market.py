"""A small published generation on disk: hand-written requisitions of invented employers, as publish writes it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from tests.analysis.builders import AS_OF, frames_of, spread
from warehouse.generations.frames import TEXT_FRAME, frames
from warehouse.generations.publish import write_generation

JOBS = [
    *spread(
        60,
        "python kubernetes docker mlflow? rag~",
        employers=30,
        seniority="senior",
        region="eu_eea",
        role="ML platform engineer",
    ),
    *spread(40, "python pytorch|jax aws", employers=20, lane="research", workplace="remote", min_years=3),
    *spread(
        40, "python rag langchain? docker", employers=20, lane="ai_application", pay_min=100_000.0, pay_max=140_000.0
    ),
    *spread(4, "python mlflow", employers=2, lane="mlops"),
]
LOOKED_AT = pd.Timestamp("2026-03-02 06:00")
OUTSIDE = [*spread(3, "python", employers=3, exclusion="not_relevant"), *spread(2, "python", exclusion="undated")]


def text_of(job: Mapping[str, Any]) -> str:
    """The advert of a job of `tests.analysis.builders`: its skills, where the mentions' offsets say."""
    tokens = [token.rstrip("?~") for token in job["asks"].split()]
    return " ".join(" ".join(token.split("|")) for token in tokens) + str(job.get("more", ""))


def publish(
    data: Path,
    jobs: Sequence[Mapping[str, Any]] = (*JOBS, *OUTSIDE),
    kind: str = "example",
    looks: Sequence[pd.Timestamp] = (LOOKED_AT,),
) -> Path:
    """Publish the jobs as the next generation of a data folder; `looks`: when their board was seen whole."""
    made = frames_of([{key: value for key, value in job.items() if key != "more"} for job in jobs])
    texts = {hashlib.sha256(text.encode()).hexdigest(): text for text in map(text_of, jobs)}
    requisition = made["requisition"]
    hashes = [hashlib.sha256(text_of(job).encode()).hexdigest() for job in jobs]
    made["posting"] = requisition.assign(close_reason=None, text_hash=hashes)
    ranges = [
        {"requisition_id": name, "position": position, **each}
        for name, job in zip(requisition["requisition_id"], jobs, strict=True)
        for position, each in enumerate(job.get("ranges", ()), 1)
    ]
    made["requisition_pay"] = pd.DataFrame(
        ranges, columns=[column.name for column in frames()["requisition_pay"].columns]
    )
    made["mention"] = made["mention"].assign(is_counted=True)
    made["skill_affinity"] = pd.DataFrame(columns=["skill_id", "lane", "affinity", "is_shared"])
    made["board_run"] = pd.concat(
        [
            *(
                _board_run(
                    "x", "Tern & Tansy", "complete", len(jobs), run_id=f"{look:%Y%m%dT%H%M%SZ}-crawl", started_at=look
                )
                for look in looks
            ),
            _board_run("y", "Prairie Grocers", "failed", 0, reason="timeout", detail="No answer in 20 seconds."),
        ]
    )
    wanted = {name: _shaped(made.get(name, pd.DataFrame()), name) for name in frames() if name != TEXT_FRAME}
    data.mkdir(parents=True, exist_ok=True)
    (data / "market.toml").write_text(f'kind = "{kind}"\n', encoding="utf-8")
    manifest = {"as_of": AS_OF.isoformat(), "window_days": 180, "market": kind, "created_from": ["run"]}
    manifest["reader_version"] = "invented"
    return write_generation(data, wanted, lambda asked: ((each, texts[each]) for each in asked), manifest)


def _board_run(board: str, employer: str, outcome: str, postings: int, **given: Any) -> pd.DataFrame:
    row = {"run_id": "20260302T060000Z-crawl", "source": "lever", "board": board, "employer": employer}
    row |= {"outcome": outcome, "reason": None, "detail": None, "http_status": None, "postings": postings, "rejects": 0}
    row |= {"covers_from": pd.NaT}
    return pd.DataFrame([row | {"started_at": LOOKED_AT, "finished_at": LOOKED_AT} | given])


def _shaped(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The columns that frames.toml names, integers with gaps as such."""
    columns = frames()[name].columns
    shaped = frame.reindex(columns=[column.name for column in columns])
    whole = [column.name for column in columns if column.type == "int"]
    return shaped.astype(dict.fromkeys(whole, "Int64"))
