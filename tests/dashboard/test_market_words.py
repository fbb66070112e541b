"""What was found about a market, said to a person."""

import pytest

from analysis.snapshot.sampled import sampled
from dashboard.market_words import (
    GATHERED,
    gathered_words,
    pay_shift_words,
    premiums_lines,
    sample_words,
    shifts_words,
    verdict_words,
    volume_words,
)
from tests.analysis.builders import market_of, spread
from warehouse.models import to_plain

SHARE = {"share": 0.36, "low": 0.3, "high": 0.42, "n": 300, "employers": 120, "reason": None}


def test_a_sample_is_named_and_what_was_gathered_is_called_so():
    plain = to_plain(sampled(market_of(spread(60, "python", employers=30, title="AI Engineer"))))
    assert list(sample_words(plain)) == [
        "From 1 board: Lever (60).",
        "Employers: 30 with 2 to 9; the largest has 3% of the jobs.",
        "100% (92–100%) of these jobs go by the name «AI engineer».",
    ]
    gathered = to_plain(sampled(market_of(spread(60, "python", employers=30, source="import"))))
    first, *_, last = sample_words(gathered)
    assert first == "From imported files (60)."
    assert last == gathered_words(gathered) == GATHERED
    assert gathered_words(plain) == ""
    assert gathered_words({"imported": 0.25}) == "25% came from files that somebody gathered by hand."


def test_a_verdict_says_what_it_rests_on():
    figure = {"label": "name it", "share": SHARE, "base": None}
    assert verdict_words({"figure": figure}) == "36% (30–42%) of 300 jobs from 120 employers name it"
    beside = verdict_words({"figure": figure | {"base": SHARE}})
    assert beside.endswith("name it; of all jobs 36% (30–42%) do")
    few = SHARE | {"share": None, "n": 2, "employers": 2, "reason": "2 employers; at least 10 are needed"}
    assert verdict_words({"figure": figure | {"share": few}}).startswith("only 2 jobs from 2 employers can be asked")
    assert verdict_words({"figure": None, "why": "both changed"}) == "both changed"


@pytest.mark.parametrize(
    ("volume", "said"),
    [
        (("rising", 1.0, 0.8, 1.2), "60 new jobs against 30 before, on the same 4 boards: more (+100%, between +80%"),
        (("cannot tell", 1.0, -0.1, 2.2), "nobody can tell whether that is a change (+100%, between −10% and +220%)"),
        (("not enough data", None, None, None), "not enough to say whether that is a change"),
    ],
)
def test_numbers_of_jobs_are_compared_in_words(volume, said):
    given = dict(zip(("state", "change", "low", "high"), volume, strict=True))
    assert said in volume_words({"before": 30, "after": 60, "boards": 4, **given})


def test_levels_and_pay_over_time():
    moved = {"field": "seniority", "value": "senior", "state": "rising", "change": 0.2, "before": SHARE, "after": SHARE}
    assert shifts_words([moved]) == "level: senior rising from 36% (30–42%) to 36% (30–42%)"
    assert shifts_words([moved | {"state": "steady"}]).startswith("Of 1 tested")
    assert shifts_words([moved | {"change": None}]).startswith("Too few new jobs")
    pay = {"currency": "USD", "state": "rising", "before": 150_000.0, "after": 160_000.0, "jobs_before": 40}
    pay |= {"jobs_after": 50, "change": 0.07, "low": 0.02, "high": 0.12, "standardised": 0.06}
    assert pay_shift_words(pay) == (
        "USD a year: a median of 160,000 against 150,000 before: more"
        " (between +2% and +12%, with the same mix +6%; 50 jobs against 40)"
    )
    assert pay_shift_words(pay | {"change": None}) == "USD a year: not enough data (50 jobs against 40)"


def test_currencies_below_the_floors_stand_in_one_line():
    one = {"name": "SQL", "premium": -0.15, "low": -0.2, "high": -0.1, "is_called": True}
    told = {"currency": "USD", "period": "year", "ranges": 800, "employers": 300, "reason": None, "skills": [one]}
    few = {"currency": "EUR", "period": "hour", "ranges": 2, "employers": 1, "reason": "…", "skills": []}
    first, second = premiums_lines([told, few])
    assert first == "USD a year: SQL −15% (−20% to −10%) paid less (800 stated ranges of 300 employers)."
    assert "60 stated ranges of 30 employers are needed: EUR an hour (2 ranges of 1)" in second
    nothing = told | {"skills": [one | {"is_called": False}]}
    assert "none of 1 skill is paid more or less beyond chance" in premiums_lines([nothing])[0]
    assert premiums_lines([]) == ["No posting states pay."]
