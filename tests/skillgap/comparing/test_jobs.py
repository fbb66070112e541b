"""`jobs`, and the filters that `gap` and `jobs` share."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from skillgap import pipeline
from skillgap.commands.build import build
from skillgap.comparing.narrowing import Wanted
from skillgap.settings import Settings
from tests.analysis.builders import market_of, spread
from warehouse.models import BadInputError

TEXT = """You build the platform on which our machine learning engineers train and serve models.

What you will do
- Run training pipelines and model serving on GPU clusters
- Monitor models in production and keep the feature store healthy

Requirements
- {years}+ years of Python and machine learning infrastructure
- Kubernetes and Docker
- MLflow or Kubeflow
- PyTorch
- Terraform
- Airflow
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("jobs")
    rows = [
        {
            "id": f"j{n}",
            "title": "Senior ML Platform Engineer" if n % 2 else "Junior ML Platform Engineer",
            "company": f"Employer {n}",
            "location": "London, UK" if n < 20 else "Austin, TX, USA",
            "url": f"https://jobs.employer{n}.example/1",
            "text": TEXT.format(years=1 + n % 9) + f"\nTeam number {n} builds product {n}.",
        }
        for n in range(40)
    ]
    source = folder / "postings.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    place = Settings(folder / "data")
    day = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    pipeline.bring_in(place, [source], started_at=day, observed_on=day.date(), market="real", columns={})
    build(place)
    return place.data


def test_all_jobs_are_listed_with_what_is_met_and_missing(run, data: Path, resume: Path) -> None:
    ended = run("jobs", resume, "--data", data, "--format", "json", "--level", "any")
    assert ended.code == 0
    found = json.loads(ended.out)
    jobs = found["jobs"]["jobs"]
    assert jobs
    for job in jobs:
        assert job["met"] <= job["of"]
        assert job["url"].startswith("https://jobs.employer")
        assert (job["group"] == "open") == (job["steps"] == 0) or job["group"] == "stretch"
    text = run("jobs", resume, "--data", data, "--most", 3).out
    assert text.count("](<https://") == 3
    assert "requisition" not in text


def test_filters_narrow_jobs_and_gap_alike_and_refuse_too_little(run, data: Path, resume: Path) -> None:
    ended = run("jobs", resume, "--data", data, "--region", "uk", "--level", "any", "--format", "json")
    # Twenty jobs are too few for shares, and the sentence says what each filter costs.
    assert ended.code == 2
    assert "20 jobs: too few; without --region 40" in ended.err
    assert run("gap", resume, "--data", data, "--region", "uk").code == 2
    assert run("gap", resume, "--data", data, "--region", "atlantis").err.count("is none of this market's: ") == 1


def test_the_gap_report_lists_as_many_jobs_as_asked_and_compares_two_skills(run, data: Path, resume: Path) -> None:
    out = run("gap", resume, "--data", data, "--jobs", 4, "--compare", "Terraform,Airflow").out
    assert "## One or the other" in out
    assert out.count("](<https://jobs.employer") >= 4
    assert len(run("gap", resume, "--data", data, "--full").out) > len(out)
    assert "Tove" in run("gap", resume, "--data", data, "--show-text").out


@pytest.mark.parametrize(
    ("since", "days"), [("2026-02", 29), ("2026-02-20", 10), ("14", 14), ("later", None), ("2026-09", None)]
)
def test_since_is_a_month_a_day_or_a_number_of_days(since: str, days: int | None) -> None:
    market = market_of(spread(3, "python"))
    if days is None:
        with pytest.raises(BadInputError):
            Wanted(since=since).filters(market)
    else:
        assert Wanted(since=since).filters(market) == {"published_within": days}
