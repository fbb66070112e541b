import datetime as dt

import pandas as pd

from analysis.market.history import as_it_stood, weekly_runs
from analysis.market.market import build
from tests.analysis.builders import frames_of, job

WEEKS = [pd.Timestamp("2026-02-02 06:00") + pd.Timedelta(weeks=k) for k in range(4)]
MINUTE = pd.Timedelta(minutes=1)


def frames():
    jobs = [
        job(requisition_id="stays", first_seen_at=WEEKS[0] + MINUTE, last_seen_at=WEEKS[3]),
        job(
            requisition_id="closes",
            first_seen_at=WEEKS[0] + MINUTE,
            last_seen_at=WEEKS[1],
            closed_at=WEEKS[2],
            is_open=False,
        ),
        job(requisition_id="comes", first_seen_at=WEEKS[2] + MINUTE, last_seen_at=WEEKS[3]),
        job(
            requisition_id="forgotten",
            first_seen_at=pd.Timestamp("2025-11-01"),
            last_seen_at=pd.Timestamp("2025-12-01"),
            is_open=False,
        ),
        job(requisition_id="undated", first_seen_at=pd.NaT, exclusion="undated"),
    ]
    found = frames_of(jobs)
    runs = [(f"{week:%Y%m%dT%H%M%SZ}-crawl", "lever", week + part) for week in WEEKS for part in (0 * MINUTE, MINUTE)]
    runs.append(("20260204T000000Z-import", "import", pd.Timestamp("2026-02-04")))
    found["board_run"] = pd.DataFrame(runs, columns=["run_id", "source", "started_at"]).assign(
        board="x", outcome="complete"
    )
    return found


def open_ids(stood):
    return set(stood["requisition"].query("is_open")["requisition_id"])


def test_each_week_has_its_last_look_and_an_undated_import_is_none():
    runs = frames()["board_run"]
    moments = [moment.replace(tzinfo=None) for moment in weekly_runs(runs)]
    assert moments == [pd.Timestamp("2026-02-04"), *WEEKS[1:]]
    runs.loc[runs["source"] == "import", "started_at"] = pd.NaT
    assert [moment.replace(tzinfo=None) for moment in weekly_runs(runs)] == WEEKS
    assert weekly_runs(runs.query("source == 'import'")) == ()


def test_what_was_open_then_is_open_and_what_came_later_is_not_there():
    at = [as_it_stood(frames(), week.to_pydatetime().replace(tzinfo=dt.UTC)) for week in WEEKS]
    assert open_ids(at[1]) == {"stays", "closes"}
    assert open_ids(at[2]) == open_ids(at[3]) == {"stays", "comes"}
    assert set(at[1]["requisition"]["requisition_id"]) == {"stays", "closes", "forgotten", "undated"}
    early = at[1]["requisition"].set_index("requisition_id")
    assert pd.isna(early.loc["closes", "closed_at"])
    assert early.loc["stays", "last_seen_at"] <= WEEKS[1] + MINUTE
    assert early.loc["undated", "exclusion"] == "undated"
    assert len(at[1]["board_run"]) == 5


def test_at_the_last_run_the_market_is_the_published_one():
    given = frames()
    then = as_it_stood(given, WEEKS[3].to_pydatetime().replace(tzinfo=dt.UTC), window_days=180)
    assert set(then["requisition"].query("is_open")["requisition_id"]) == {"stays", "comes"}
    assert build(then).n == build(given).n


def test_a_posting_whose_end_is_unknown_was_open_for_45_days_after_it_was_last_seen():
    moments = [pd.Timestamp("2026-01-10"), pd.Timestamp("2026-02-02")]
    opened = ["forgotten" in open_ids(as_it_stood(frames(), m.to_pydatetime().replace(tzinfo=dt.UTC))) for m in moments]
    assert opened == [True, False]
