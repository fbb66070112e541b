"""A market names its sample: whose jobs, from where, how many by one employer, what was gathered by hand."""

from analysis.demand.shares import lane_overview
from analysis.snapshot.content import snapshot
from analysis.snapshot.sampled import SizeCount, SourceCount, sampled
from tests.analysis.builders import job, market_of, spread

BOARDS = [
    *spread(60, "python", employers=30, board="one", title="Senior AI/ML Engineer"),
    *spread(20, "python", employers=4, board="two", title="AI Engineer, Payments"),
    *[job("python", employer=f"alone{n}.example", source="greenhouse", title="Main engineer") for n in range(20)],
]


def test_sources_boards_sizes_and_the_name_of_the_day():
    found = sampled(market_of(BOARDS))
    assert found.sources == (SourceCount("lever", 2, 80, 30), SourceCount("greenhouse", 1, 20, 20))
    assert found.sizes == (SizeCount(1, 1, 20, 20), SizeCount(2, 9, 30, 80), SizeCount(10, None, 0, 0))
    assert (found.imported, found.largest) == (0, 0.07)
    assert found.ai_titled.share == 0.8


def test_without_titles_the_role_stands_for_them():
    jobs = [one | {"title": None, "role": "AI engineer" if n < 50 else "ML engineer"} for n, one in enumerate(BOARDS)]
    assert sampled(market_of(jobs)).ai_titled.share == 0.5


def test_an_empty_market_names_nothing():
    found = sampled(market_of([]))
    assert (found.sources, found.largest, found.imported, found.ai_titled.share) == ((), 0, 0, None)


def test_open_is_said_only_of_boards_that_are_looked_at():
    gathered = spread(60, "python", employers=30, source="import", is_open=True)
    watched = spread(60, "python", employers=30, is_open=False)
    alone, mixed = (snapshot(market_of(jobs)) for jobs in (gathered, [*gathered, *watched]))
    assert (alone.market.open_share.n, alone.market.sampled.imported) == (0, 1)
    assert all(lane.open_share.n == 0 for lane in alone.lanes)
    assert (mixed.market.open_share.n, mixed.market.open_share.share) == (60, 0)
    platform = next(lane for lane in lane_overview(market_of([*gathered, *watched])) if lane.lane == "platform")
    assert (platform.open_share.n, platform.pay_stated.n) == (60, 120)
