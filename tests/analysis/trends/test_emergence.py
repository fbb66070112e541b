"""What is new: with when, where and how many; only beyond chance, and never because a board joined."""

import datetime as dt

import pandas as pd

from analysis.market.market import build
from analysis.trends.emergence import emerging
from tests.analysis.builders import frames_of
from tests.analysis.trends.test_trends import AFTER, BEFORE, SKILL, WATCHED, appeared


def market(jobs, terms=(), runs=WATCHED):
    """`terms`: (position of the job, surface)."""
    frames = frames_of(jobs, SKILL)
    frames["board_run"] = pd.DataFrame(runs)
    frames["unknown_term"] = pd.DataFrame(
        [(f"r{number:05d}", surface) for number, surface in terms], columns=["requisition_id", "surface"]
    )
    return build(frames, {"generation": 1, "as_of": "2026-03-01T00:00:00+00:00"})


def two_periods(late="t000", count=150, **given):
    """The later period's jobs stand second; every third of them is of `late`."""
    early = [appeared("2026-01-10", "t000", f"e{n % 50}.example") for n in range(count)]
    return early + [
        appeared("2026-02-10", late if n % 3 == 0 else "t000", f"e{n % 50}.example", **given) for n in range(count)
    ]


def test_a_skill_that_nobody_named_before_is_new_with_when_where_and_of_how_many():
    (found,) = emerging(market(two_periods("t000 fresh", lane="mlops", region="uk")), BEFORE, AFTER)
    assert (found.skill, found.novelty, found.first_at) == ("fresh", "new", dt.date(2026, 2, 10))
    assert (found.jobs, found.employers, found.lanes, found.regions) == (50, 50, ("mlops",), ("uk",))


def test_few_names_might_have_been_missed_before():
    jobs = two_periods()
    for n in (160, 161, 162):
        jobs[n]["asks"] = "t000 fresh"
    (found,) = emerging(market(jobs), BEFORE, AFTER)
    assert (found.novelty, found.employers) == ("perhaps new", 3)
    jobs[162]["employer"] = jobs[161]["employer"]
    assert emerging(market(jobs), BEFORE, AFTER) == ()


def test_what_any_board_had_before_is_known_before():
    jobs = two_periods("t000 fresh")
    jobs.append(appeared("2026-01-02", "fresh", "old.example", board="elsewhere"))
    assert emerging(market(jobs), BEFORE, AFTER) == ()


def test_terms_that_no_skill_covers_are_told_whether_they_are_new_or_not():
    jobs = two_periods()
    terms = [(n, "Zorblat" if n % 2 else "zorblat") for n in range(150, 190)] + [(n, "old hat") for n in (1, 2, 3, 160)]
    new, known = emerging(market(jobs, [*terms, (5, "one author's")]), BEFORE, AFTER)
    assert (new.name, new.skill, new.novelty, new.jobs) == ("Zorblat", None, "new", 40)
    assert (known.name, known.novelty, known.first_at) == ("old hat", "known before", dt.date(2026, 1, 10))


def test_without_a_history_terms_are_told_and_no_skill_is():
    jobs = two_periods("t000 fresh")
    (found,) = emerging(market(jobs, [(n, "Zorblat") for n in range(5)]), None, None)
    assert (found.name, found.novelty) == ("Zorblat", "nobody can tell")
    assert emerging(market([]), BEFORE, AFTER) == ()
