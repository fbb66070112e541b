import datetime as dt
import statistics

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest, false_discovery_control

from analysis.market.market import build
from analysis.trends.compare import MOVED, POWER
from analysis.trends.panel import Period, mix_weights, panel, weeks_before
from analysis.trends.tests import movers
from tests.analysis.builders import frames_of, job
from tests.seeds import run_seed

TOOLS = [f"t{i:03d}" for i in range(60)]
SKILL = pd.DataFrame([{"skill_id": t, "name": t, "kind": "tool", "family": None} for t in [*TOOLS, "planted", "fresh"]])
JAN, FEB, MAR = (dt.datetime(2026, month, 1, tzinfo=dt.UTC) for month in (1, 2, 3))
BEFORE, AFTER = Period(JAN, FEB), Period(FEB, MAR)


def looks(*days, board="x", outcome="complete"):
    return [
        {"run_id": str(day), "source": "lever", "board": board, "outcome": outcome, "started_at": pd.Timestamp(day)}
        for day in days
    ]


WATCHED = looks("2025-12-20", "2026-01-01", "2026-01-15", "2026-01-31", "2026-02-01", "2026-02-14", "2026-02-28")


def market_at(jobs, runs=WATCHED, skill=SKILL):
    frames = frames_of(jobs, skill)
    frames["board_run"] = pd.DataFrame(runs)
    return build(frames, {"generation": 1, "as_of": "2026-03-01T00:00:00+00:00"})


def appeared(day, asks, employer, **given):
    return job(asks, employer=employer, is_new=True, first_seen_at=pd.Timestamp(day), **given)


def flow(draw, size, *, employers, share, likeness=0.15, shared=False, plant=(0.0, 0.0), skills=TOOLS):
    """New jobs of two periods: each employer names each skill at a rate of its own around `share`.

    `shared`: the same employers hire in both periods; else an employer belongs to one, and nothing but the employers
    differs. `plant` adds the skill «planted» with these shares.
    """
    scale = (1 - likeness) / likeness
    rates = draw.beta(share * scale, (1 - share) * scale, (employers, len(skills)))
    weight = np.exp(draw.normal(0, 0.8, employers))
    period_of = draw.integers(0, 2, employers)
    jobs = []
    for period in (0, 1):
        pool = np.arange(employers) if shared else np.flatnonzero(period_of == period)
        who = draw.choice(pool, size, p=weight[pool] / weight[pool].sum())
        named = draw.random((size, len(skills))) < rates[who]
        planted = draw.random(size) < plant[period]
        for employer, row, extra in zip(who, named, planted, strict=True):
            asks = [skills[k] for k in np.flatnonzero(row)] + (["planted"] if extra else [])
            jobs.append(
                appeared(("2026-01-10", "2026-02-10")[period], " ".join(asks) or "fresh", f"e{employer}.example")
            )
    return jobs


def by_skill(trends):
    return {x.skill: x for x in trends.movers}


def false_movers(seed, snapshots, size):
    found = 0
    for i in range(snapshots):
        trends = movers(market_at(flow(np.random.default_rng(seed + i), size, employers=300, share=0.1)), BEFORE, AFTER)
        assert trends.tested > 30
        found += sum(x.state in ("new", "rising", "falling") for x in trends.movers)
    return found / snapshots


def power(seed, snapshots, size):
    found = 0
    for i in range(snapshots):
        draw = np.random.default_rng(seed + i)
        jobs = flow(draw, size, employers=300, share=0.1, shared=True, plant=(0.2, 0.3))
        found += by_skill(movers(market_at(jobs), BEFORE, AFTER))["planted"].state == "rising"
    return found / snapshots


def test_employers_split_by_chance_make_no_movers():
    assert false_movers(11, snapshots=5, size=500) <= 0.2


def test_ten_planted_points_are_found():
    assert power(12, snapshots=4, size=1000) == 1


@pytest.mark.long
def test_false_movers_and_power_over_fresh_markets():
    seed = run_seed()
    false = false_movers(seed, snapshots=200, size=600)
    hits = power(seed + 1000, snapshots=60, size=1000)
    print(f"false movers a snapshot {false:.3f}; planted +10 points found in {hits:.0%}")
    assert false <= 0.1
    assert hits >= 0.9


def told_power(seed, snapshots, size):
    """Plant what each comparison says it would have called, in a skill that a fifth asks for: (called, planted)."""
    called = total = 0
    for i in range(snapshots):
        told = movers(
            market_at(flow(np.random.default_rng(seed + i), size, employers=120, share=0.2, shared=True)), BEFORE, AFTER
        ).detectable
        if told is None:
            continue
        jobs = flow(
            np.random.default_rng(seed + 7000 + i), size, employers=120, share=0.2, shared=True, plant=(0.2, 0.2 + told)
        )
        total += 1
        called += by_skill(movers(market_at(jobs), BEFORE, AFTER))["planted"].state == "rising"
    return called, total


@pytest.mark.long
@pytest.mark.parametrize("size", [300, 1000])
def test_the_change_that_would_have_been_called_four_times_in_five_is(size):
    called, planted = told_power(run_seed(), 100, size)
    between = binomtest(called, planted).proportion_ci(0.99)
    print(f"{size} requisitions a period: called {called} of {planted}, {between.low:.0%} to {between.high:.0%}")
    assert planted >= 80
    assert between.low <= POWER <= between.high


def test_steady_is_said_only_where_five_points_are_excluded():
    for size, state in ((300, "cannot tell"), (6000, "steady")):
        draw = np.random.default_rng(4)
        jobs = [
            appeared(day, "t000 t001" if draw.random() < 0.4 else "t001", f"e{i % 50}.example")
            for day in ("2026-01-10", "2026-02-10")
            for i in range(size)
        ]
        found = by_skill(movers(market_at(jobs), BEFORE, AFTER))["t000"]
        assert found.state == state, found
        assert (max(-found.low, found.high) < 0.05) == (state == "steady")


def test_what_was_named_beforehand_is_not_hidden_by_the_crowd():
    jobs = flow(np.random.default_rng(5), 400, employers=120, share=0.2, shared=True, plant=(0.2, 0.28))
    market = market_at(jobs)
    alone, beside = (by_skill(movers(market, BEFORE, AFTER, watch=w)) for w in (("planted", "unheard of"), ()))
    assert (alone["planted"].tested_in, beside["planted"].tested_in) == ("watch list", "all skills")
    assert alone["planted"].q_value == alone["planted"].p_value < beside["planted"].q_value
    assert alone["planted"].state == "rising" and beside["planted"].state == "cannot tell"
    assert alone["planted"].detectable < beside["planted"].detectable
    assert by_skill(movers(market, BEFORE, AFTER, watch=("fresh",)))["fresh"].tested_in == "watch list"


def test_a_family_moves_by_what_its_members_share_and_opens_them_to_a_test_of_their_own():
    skill = SKILL.assign(family=[None] * 55 + ["kin"] * 5 + ["kin", None])
    quiet = dict.fromkeys(TOOLS[55:], 0.02)
    draw = np.random.default_rng(4)
    jobs = [
        appeared(
            day,
            " ".join(["t000", *(s for s, share in quiet.items() if draw.random() < share + more)]),
            f"e{i % 90}.example",
        )
        for day, more in (("2026-01-10", 0.0), ("2026-02-10", 0.03))
        for i in range(900)
    ]
    trends = movers(market_at(jobs, skill=skill), BEFORE, AFTER)
    (family,) = trends.families
    assert (family.skill, family.state, family.tested_in) == ("kin", "rising", "families")
    named = [{*job["asks"].split()} & {*quiet} for job in jobs]
    assert family.before.share == pytest.approx(np.mean([bool(x) for x in named[:900]]), abs=0.001)


def two_periods(before, after, count=400, employers=50):
    return [
        appeared(day, asks, f"e{i % employers}.example", **given)
        for day, (asks, given) in (("2026-01-10", before), ("2026-02-10", after))
        for i in range(count)
    ]


def test_states_shares_and_what_could_have_been_seen():
    draw = np.random.default_rng(1)
    jobs = []
    chances_of = {
        "2026-01-10": {"t000": 0.5, "t001": 0.4, "t002": 0.3},
        "2026-02-10": {"t000": 0.5, "t001": 0.2, "fresh": 0.3},
    }
    for day, chances in chances_of.items():
        for i in range(600):
            asks = [skill for skill, chance in chances.items() if draw.random() < chance] or ["t003"]
            jobs.append(appeared(day, " ".join(asks), f"e{i % 60}.example"))
    jobs.append(appeared("2026-01-10", "t009", "e1.example"))
    trends = movers(market_at(jobs), BEFORE, AFTER)
    found = by_skill(trends)
    assert {s: found[s].state for s in ("t000", "t001", "t002", "fresh", "t009")} == {
        "t000": "cannot tell",
        "t001": "falling",
        "t002": "falling",
        "fresh": "new",
        "t009": "not enough data",
    }
    assert found["t001"].low < found["t001"].change < found["t001"].high < 0
    assert found["t001"].change == pytest.approx(found["t001"].after.share - found["t001"].before.share, abs=1e-5)
    assert 0.02 < found["t000"].detectable < 0.2
    assert (found["t009"].change, found["t009"].q_value) == (None, None)
    assert trends.movers[0].state == "new"
    assert (trends.requisitions_before, trends.requisitions_after, trends.employers) == (601, 600, 60)


def test_a_sure_change_below_two_points_is_none():
    before = [appeared("2026-01-10", "t001" if i % 100 < 2 else "t000", f"e{i % 97}.example") for i in range(9700)]
    after = [appeared("2026-02-10", "t001" if i % 200 < 7 else "t000", f"e{i % 97}.example") for i in range(9700)]
    found = by_skill(movers(market_at(before + after), BEFORE, AFTER))["t001"]
    assert found.q_value < 0.1
    assert found.state == "steady"


@pytest.mark.parametrize(
    ("field", "values"),
    [("seniority", ("senior", "mid")), ("region", ("india", "us")), ("region", ("uk", None))],
)
def test_a_change_of_the_mix_is_told_apart_from_a_change_of_the_jobs(field, values):
    jobs = []
    for day, share in (("2026-01-10", 2), ("2026-02-10", 8)):
        for i in range(1000):
            skill, value = ("t001", values[0]) if (i // 50) % 10 < share else ("t000", values[1])
            jobs.append(appeared(day, skill, f"e{i % 50}.example", **{field: value}))
    market = market_at(jobs)
    found = by_skill(movers(market, BEFORE, AFTER))["t001"]
    assert found.change == pytest.approx(0.6, abs=0.01)
    assert found.standardised == pytest.approx(0, abs=0.01)
    assert found.is_mix
    drawn = panel(market, BEFORE, AFTER)
    weight = mix_weights(market, drawn, (field,))
    first = (market.requisition[field].iloc[drawn.rows] == values[0]).to_numpy()
    for part in (drawn.is_after, ~drawn.is_after):
        assert weight[part & first].sum() / weight[part].sum() == pytest.approx(0.5)


def test_the_mix_held_fixed_is_the_mean_of_both_whatever_their_sizes():
    """400 jobs of which half are remote, then 1,200 of which eight in ten are: both are weighed to 65 in a hundred."""
    jobs = [
        appeared(day, "t000", f"e{i % 40}.example", workplace="remote" if i // 40 % 10 < remote else "on_site")
        for day, count, remote in (("2026-01-10", 400, 5), ("2026-02-10", 1200, 8))
        for i in range(count)
    ]
    market = market_at(jobs)
    drawn = panel(market, BEFORE, AFTER)
    weight = mix_weights(market, drawn, ("workplace",))
    remote = (market.requisition["workplace"].iloc[drawn.rows] == "remote").to_numpy()
    for part in (drawn.is_after, ~drawn.is_after):
        assert weight[part & remote].sum() / weight[part].sum() == pytest.approx(0.65, abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_members_of_moved_families_are_tested_at_the_families_rate(seed):
    """By the definition: Benjamini-Hochberg within each family that moved, at 0.10 times the part that moved."""
    family = [f"f{number // 4:02d}" if number < 20 else None for number in range(60)]
    skill = SKILL.assign(family=[*family, None, None])
    draw = np.random.default_rng(seed)
    drift = np.where(np.arange(60) < 12, draw.choice([0.0, 0.03, 0.04, 0.05], 60), 0.0)  # in three of five families
    jobs = [
        appeared(
            day,
            " ".join([*(TOOLS[n] for n in np.flatnonzero(draw.random(60) < 0.1 + k * drift)), "fresh"]),
            f"e{i % 90}.example",
        )
        for k, day in enumerate(("2026-01-10", "2026-02-10"))
        for i in range(700)
    ]
    trends = movers(market_at(jobs, skill=skill), BEFORE, AFTER, watch=())
    found = by_skill(trends)
    moved = [one.skill for one in trends.families if one.state in MOVED]
    rate = 0.10 * len(moved) / sum(one.p_value is not None for one in trends.families)
    opened = set()
    for name in moved:
        members = [found[tool] for tool, own in zip(TOOLS, family, strict=True) if own == name]
        q_values = false_discovery_control([one.p_value for one in members])
        opened |= {one.skill for one, q in zip(members, q_values, strict=True) if q <= rate}
    judged = [one for one in trends.movers if one.q_value is not None]
    for one in judged:
        is_called = one.skill in opened or one.q_value <= 0.10
        assert (one.state in MOVED) == (is_called and abs(one.change) >= 0.02), one
        assert not one.is_mix
        assert (one.p_value < 0.05) == (one.low > 0 or one.high < 0), "test and interval say the same"
    common = [one.detectable for one in judged if 0.10 <= (one.before.share + one.after.share) / 2 <= 0.40]
    assert trends.detectable == statistics.median_high(common)
    assert {one.skill for one in judged if one.q_value > 0.10} & opened, "some move by their family alone"


def test_only_boards_seen_whole_in_both_periods_are_compared():
    runs = (
        WATCHED + looks("2026-02-10", board="late") + looks("2026-01-10", "2026-02-10", board="sick", outcome="partial")
    )
    jobs = two_periods(("t000", {}), ("t000", {}), count=40)
    jobs += two_periods(("t001", {"board": "late"}), ("t001", {"board": "late"}), count=40)
    jobs += two_periods(("t001", {"board": "sick"}), ("t001", {"board": "sick"}), count=40)
    trends = movers(market_at(jobs, runs), BEFORE, AFTER)
    assert set(by_skill(trends)) == {"t000"}
    assert (trends.boards, trends.boards_left_out) == (1, 1)


def test_new_means_seen_in_a_later_look_or_first_published_while_watched():
    old = {"is_new": False}
    published = {"is_new": False, "posted_basis": "first_published", "posted_at": pd.Timestamp("2026-01-12")}
    long_ago = published | {"posted_at": pd.Timestamp("2025-06-01")}
    updated = published | {"posted_basis": "updated"}
    jobs = [job(employer="a.example", **given) for given in (old, published, long_ago, updated)]
    drawn = panel(market_at([j | {"asks": "t000"} for j in jobs]), BEFORE, AFTER)
    assert len(drawn.rows) == 1


def test_a_window_that_was_not_watched_to_its_end_is_flagged():
    jobs = two_periods(("t000", {}), ("t000", {}), count=40)
    assert not movers(market_at(jobs), BEFORE, AFTER).is_partial
    assert movers(market_at(jobs, WATCHED[:-1]), BEFORE, AFTER).is_partial
    assert movers(market_at(jobs, WATCHED[2:]), BEFORE, AFTER).is_partial


def test_nothing_to_compare_is_an_answer():
    trends = movers(market_at([]), BEFORE, AFTER)
    assert (trends.tested, trends.movers) == (0, ())
    one_sided = movers(market_at([appeared("2026-01-10", "t000", f"e{i}.example") for i in range(50)]), BEFORE, AFTER)
    assert {x.state for x in one_sided.movers} == {"not enough data"}


def test_periods_are_whole_iso_weeks_before_as_of():
    wednesday = dt.datetime(2026, 3, 4, 23, tzinfo=dt.UTC)
    last = weeks_before(wednesday, 4)
    assert (last.start.isoformat(), last.end.isoformat()) == ("2026-02-02T00:00:00+00:00", "2026-03-02T00:00:00+00:00")
    assert weeks_before(wednesday, 4, back=4).end == last.start
