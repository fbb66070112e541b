import datetime as dt
import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.market.market import REASONS, build, exclusions, members, weights
from tests.analysis.builders import AS_OF, frames_of, job, market_of, spread
from warehouse.models import BadInputError, BrokenDataError

LONG_AGO = pd.Timestamp("2024-01-01")
OUT = {
    "not_english": {"language": "de"},
    "not_read_in_full": {"relevance": None},
    "not_relevant": {"relevance": 0.2},
    "borderline": {"relevance": 0.5},
    "truncated": {"is_truncated": True},
    "undated": {"first_seen_at": pd.NaT, "is_open": False},
    "outside_window": {"first_seen_at": LONG_AGO, "is_open": False},
}


def reasons(*jobs, **kwargs):
    return list(exclusions(frames_of(jobs)["requisition"], AS_OF, **kwargs))


def test_each_reason_is_found_and_the_first_in_order_is_named():
    assert tuple(OUT) == REASONS
    assert reasons(*(job(**given) for given in OUT.values())) == list(OUT)
    for earlier, later in itertools.pairwise(REASONS):
        assert reasons(job(**(OUT[earlier] | {k: v for k, v in OUT[later].items() if k not in OUT[earlier]}))) == [
            earlier
        ]


@pytest.mark.parametrize(
    "given",
    [
        {"language": None},
        {"first_seen_at": LONG_AGO, "is_open": True},
        {"first_seen_at": LONG_AGO, "is_open": False, "posted_at": pd.Timestamp("2026-01-10")},
        {"first_seen_at": pd.NaT, "is_open": False, "posted_at": pd.Timestamp("2026-01-10")},
        {"first_seen_at": pd.Timestamp("2025-09-03 06:00"), "is_open": False},
    ],
)
def test_unknown_language_open_and_recent_are_in(given):
    assert reasons(job(**given))[0] is None


def test_the_window_is_counted_back_from_as_of_in_utc():
    edge = job(first_seen_at=pd.Timestamp("2026-02-20 06:00"), is_open=False)
    assert reasons(edge, window_days=10)[0] is None
    assert reasons(edge, window_days=9) == ["outside_window"]
    frame = frames_of([edge])["requisition"]
    elsewhere = AS_OF.astimezone(dt.timezone(dt.timedelta(hours=9)))
    assert exclusions(frame, elsewhere, 10).isna().all()


@settings(deadline=None)
@given(st.lists(st.sampled_from([*OUT, "in"]), max_size=20))
def test_every_requisition_is_in_or_has_one_reason(kinds):
    frame = frames_of([job(), *(job(**OUT.get(kind, {})) for kind in kinds)])["requisition"]
    frame["exclusion"] = exclusions(frame, AS_OF)
    market = build(
        frames_of(
            [
                job(**OUT.get(kind, {}), exclusion=reason)
                for kind, reason in zip(["in", *kinds], frame["exclusion"], strict=True)
            ]
        )
    )
    assert len(members(frame)) + sum(market.excluded.values()) == len(frame)
    assert market.n == 1 + kinds.count("in")


def test_weights_treat_all_unknown_employers_as_one_and_ignore_case():
    jobs = [
        *spread(30, "python", employers=30),
        *(job(employer=None) for _ in range(30)),
        job(employer=" EMPLOYER000.example "),
    ]
    market = market_of(jobs)
    assert len(market.employer_names) == 31
    weight = weights(market.requisition)
    unknown = market.requisition["employer"].isna()
    assert weight[unknown].sum() == pytest.approx(0.1 * weight.sum())


def test_a_sample_is_a_lane_a_filter_or_both():
    market = market_of(
        [
            *spread(12, "python", seniority="senior"),
            *spread(8, "rag", lane="ai_application", workplace="remote", region="uk"),
        ]
    )
    assert market.sample().n == 20
    assert market.sample("platform").n == 12
    assert market.sample("platform", {"workplace": "remote"}).n == 0
    assert market.sample(filters={"region": ["eu_eea", "uk"]}).n == 8
    assert market.sample(filters={"seniority": ["senior", "staff"]}).n == 12
    with pytest.raises(BadInputError, match="no lane 'plumbing'"):
        market.sample("plumbing")
    with pytest.raises(BadInputError, match="filtered by 'salary'"):
        market.sample(filters={"salary": 1})


def test_a_period_counts_from_the_earlier_of_published_and_first_seen():
    dates = [
        {"first_seen_at": AS_OF, "posted_at": LONG_AGO},
        {"first_seen_at": pd.Timestamp("2025-11-01"), "posted_at": pd.Timestamp("2026-02-25")},
        {"first_seen_at": AS_OF, "posted_at": None},
        {"first_seen_at": AS_OF, "posted_at": pd.Timestamp("2026-02-20 06:00")},
        {"first_seen_at": None, "posted_at": pd.Timestamp("2026-03-05")},
        {"first_seen_at": None, "posted_at": None, "is_open": True},
    ]
    market = market_of([job(requisition_id=str(number), **given) for number, given in enumerate(dates)])
    assert [list(market.sample(filters={"published_within": days}).rows) for days in (9, 10, 180)] == [
        [2, 4],
        [2, 3, 4],
        [1, 2, 3, 4],
    ]
    assert market.sample("platform", {"published_within": "10", "source": "lever"}).n == 3


def test_a_period_needs_a_date_to_count_back_from():
    frames = frames_of([job()])
    undated = build(frames | {"board_run": frames["board_run"].iloc[:0]})
    with pytest.raises(BadInputError, match="no date"):
        undated.sample(filters={"published_within": 30})


def test_soft_membership_shares_a_requisition_between_lanes():
    market = market_of(spread(20, "python", lanes={"platform": 0.75, "mlops": 0.25}))
    assert market.sample("mlops").n == 0
    assert market.sample("mlops", soft=True).total == pytest.approx(5)


def test_frames_that_contradict_each_other_are_named():
    twice = frames_of([job(requisition_id="a"), job(requisition_id="a")])
    with pytest.raises(BrokenDataError, match="'a' stands twice"):
        build(twice)
    stray = frames_of([job("cobol")])
    with pytest.raises(BrokenDataError, match="cobol"):
        build(stray)


def test_as_of_comes_from_the_manifest_else_from_the_latest_run():
    assert market_of([job()]).as_of == AS_OF
    assert build(frames_of([job()])).as_of == AS_OF


@pytest.mark.parametrize(
    ("relevance", "reason"),
    [
        (0.0, "not_relevant"),
        (0.299, "not_relevant"),
        (0.3, "borderline"),
        (0.699, "borderline"),
        (0.7, None),
        (1, None),
    ],
)
def test_what_is_not_surely_of_the_field_stands_outside_and_is_counted(relevance, reason):
    jobs = [job(), job(relevance=relevance)]
    assert reasons(*jobs) == [None, reason]
    frames = frames_of(jobs)
    frames["requisition"]["exclusion"] = exclusions(frames["requisition"], AS_OF)
    assert build(frames).excluded == ({reason: 1} if reason else {})


def test_a_market_can_be_narrowed_to_a_speciality():
    jobs = [
        job(specialities={"vision": 0.7, "speech": 0.1}),
        job(specialities={"vision": 0.3, "speech": 0.2}),
        job(specialities={"vision": 0.1, "speech": 0.8}),
        job(),
    ]
    market = market_of(jobs)
    assert market.specialities == ("vision", "speech")
    assert list(market.primary_speciality) == [0, -1, 1, -1]
    assert list(market.sample(filters={"speciality": "vision"}).rows) == [0]
    assert list(market.sample("platform", {"speciality": ["vision", "speech"]}).rows) == [0, 2]
    with pytest.raises(BadInputError, match="vision, speech"):
        market.sample(filters={"speciality": "nosuch"})


def test_a_generation_without_specialities_is_a_market_all_the_same():
    frames = {name: frame for name, frame in frames_of([job()]).items() if "speciality" not in name}
    market = build(frames)
    assert market.specialities == () and list(market.primary_speciality) == [-1]


def test_quotes_rest_on_mentions_that_count():
    frames = frames_of([job("python"), job("docker")])
    frames["mention"] = frames["mention"].assign(is_counted=frames["mention"]["skill_id"] != "docker")
    market = build(frames)
    named = [
        (row, skill)
        for row in range(2)
        for skill in market.skills
        if [*market.mention.of(row, market.skill_code[skill])]
    ]
    assert named == [(0, "python")]


def test_an_answer_is_made_once_a_market_and_key() -> None:
    here, there, made = market_of([job()]), market_of([job()]), []

    def make() -> int:
        made.append(1)
        return len(made)

    assert [here.kept(("a", 1), make), here.kept(("a", 1), make), here.kept(("a", 2), make)] == [1, 1, 2]
    assert there.kept(("a", 1), make) == 3


def test_an_answer_that_could_not_be_made_is_asked_for_again() -> None:
    here = market_of([job()])
    with pytest.raises(ZeroDivisionError):
        here.kept(("b",), lambda: 1 // 0)
    assert here.kept(("b",), lambda: 1) == 1


def test_two_who_ask_at_once_get_one_answer() -> None:
    here, made, begun, goes_on = market_of([job()]), [], threading.Event(), threading.Event()

    def make() -> int:
        begun.set()
        assert goes_on.wait(300)
        made.append(here.kept(("inner",), lambda: 7))
        return len(made)

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(here.kept, ("slow",), make) for _ in range(4)]
        assert begun.wait(300)
        assert here.kept(("quick",), lambda: 3) == 3 and not made  # another question waits for none
        goes_on.set()
        assert [one.result(300) for one in asked] == [1, 1, 1, 1]
