"""`trends` and `snapshot --every week` on a history that was imported, from the command line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

from tests.skillgap.conftest import Ended

MONDAY = dt.date(2026, 3, 2)
_TEXT = (
    "Role {number}: {title}\n\nWhat you will do\n- Train and ship machine learning models for {company}, project"
    " number {number}\n\nWhat you bring\n- Years of practice with Python and PyTorch{more}\n"
)


def _row(week: int, number: int) -> dict[str, str]:
    company = f"Firm {number % 14} Example"
    more = " and Kubernetes" if week >= 6 or number % 5 == 0 else " and Airflow"
    text = _TEXT.format(number=f"{week}-{number}", title="Machine Learning Engineer", company=company, more=more)
    posted = MONDAY + dt.timedelta(weeks=week - 1, days=2)
    return {
        "id": f"{week}-{number}",
        "title": f"Machine Learning Engineer {week}{number}",
        "company": company,
        "text": text,
        "location": "Berlin",
        "date": posted.isoformat(),
    }


def _weekly(folder: Path, week: int, has_dates: bool = False) -> Path:
    """What was open in a week: what appeared in the last three."""
    rows = [_row(w, number) for w in range(max(0, week - 2), week + 1) for number in range(14)]
    rows = [{key: value for key, value in row.items() if has_dates or key != "date"} for row in rows]
    path = folder / f"open-{MONDAY + dt.timedelta(weeks=week)}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_twelve_weekly_imports_are_a_history(tmp_path: Path, run: Callable[..., Ended]) -> None:
    data = tmp_path / "data"
    for week in range(12):
        day = MONDAY + dt.timedelta(weeks=week, days=1)
        assert run("import", _weekly(tmp_path, week), "--data", data, "--observed-on", day).code == 0
        if week == 0:
            assert run("refresh", "--no-crawl", "--data", data).code == 0
            told = run("trends", "--data", data)
            assert told.code == 1
            assert "Trends begin on 30 March 2026" in told.err and "Until then: levels." in told.err
    assert run("refresh", "--no-crawl", "--data", data).code == 0
    found = run("trends", "--json", "--data", data)
    assert "Periods of 5 weeks" in found.err, found.err
    trends = json.loads(found.out)[0]["trends"]
    assert trends["boards"] == 1 and not trends["is_partial"]
    assert (trends["requisitions_before"], trends["requisitions_after"]) == (70, 70)
    shares = {mover["skill"]: mover for mover in trends["movers"]}
    assert shares["kubernetes"]["state"] == "rising"
    weekly = run("snapshot", "--every", "week", "--data", data)
    assert weekly.code == 0 and "12 weekly snapshots" in weekly.err


def test_one_import_that_covers_a_time_is_a_history_by_its_dates(tmp_path: Path, run: Callable[..., Ended]) -> None:
    data, path = tmp_path / "data", tmp_path / "all.jsonl"
    rows = [_row(week, number) for week in range(12) for number in range(14)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    until = MONDAY + dt.timedelta(weeks=11)
    given = ("import", path, "--data", data, "--observed-on", until)
    assert run("import", path, "--data", data, "--covers-from", MONDAY).code == 2
    assert run(*given, "--covers-from", MONDAY - dt.timedelta(weeks=1)).code == 0
    assert run("refresh", "--no-crawl", "--data", data).code == 0
    trends = json.loads(run("trends", "--json", "--data", data).out)[0]["trends"]
    assert (trends["requisitions_before"], trends["requisitions_after"]) == (84, 84)


def test_periods_are_weeks_or_auto(tmp_path: Path, run: Callable[..., Ended]) -> None:
    for wrong in ("0", "53", "some", "²"):
        assert run("trends", "--periods", wrong, "--data", tmp_path).code == 2
