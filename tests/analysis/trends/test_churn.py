import dataclasses

import pandas as pd
import pytest

from analysis.market.intervals import Share
from analysis.trends.churn import TOP, churn, concepts_outlast, substitutions
from analysis.trends.tests import Mover, Trends
from tests.analysis.builders import market_of
from tests.analysis.trends.test_trends import AFTER, BEFORE


def mover(skill, before, after, *, kind="tool", state="steady", n_eff=5000.0):
    then, now = (Share(x, x - 0.01, x + 0.01, 6000, 300, n_eff) for x in (before, after))
    return Mover(
        skill,
        skill.upper(),
        kind,
        state,
        then,
        now,
        after - before,
        None,
        None,
        None,
        0.5,
        0.5,
        0.01,
        False,
        "all skills",
    )


def trends(*movers):
    return Trends(BEFORE, AFTER, 6000, 6000, 300, 40, 0, False, len(movers), None, tuple(movers), ())


def moved(count, *, kind="tool", n_eff=5000.0):
    """2·TOP skills, of which `count` of the top change places with as many below."""
    rows = []
    for k in range(TOP):
        swaps = k < count
        high, low = 0.5 + k / 100, 0.1 + k / 1000
        state = "falling" if swaps else "steady"
        rows.append(mover(f"a{k:02d}", high, low if swaps else high, kind=kind, state=state, n_eff=n_eff))
        state = "rising" if swaps else "steady"
        rows.append(mover(f"b{k:02d}", low, high if swaps else low, kind=kind, state=state, n_eff=n_eff))
    return rows


def test_half_of_the_top_gone_in_a_period_is_a_half_life_of_a_period():
    tool, concept = churn(trends(*moved(10), *moved(0, kind="concept")))
    assert (tool.kind, tool.tested, tool.rising, tool.falling, tool.steady) == ("tool", 40, 10, 10, 20)
    assert tool.turnover == 0.5
    weeks = (AFTER.start - BEFORE.start).days / 7
    assert tool.half_life_weeks == pytest.approx(weeks, rel=0.1)
    assert (concept.turnover, concept.half_life_weeks) == (0.0, None)


def test_what_chance_could_have_done_has_no_half_life():
    (tool, _) = churn(trends(*[dataclasses.replace(m, state="steady") for m in moved(2, n_eff=30)]))
    assert tool.turnover <= tool.chance_at_most
    assert tool.half_life_weeks is None


def test_too_few_tested_skills_make_no_top():
    (tool, _) = churn(trends(mover("x", 0.2, 0.3)))
    assert (tool.tested, tool.turnover, tool.half_life_weeks) == (1, None, None)


def test_a_family_in_which_one_falls_and_another_rises():
    skill = pd.DataFrame(
        {"skill_id": ["x", "y", "z"], "name": ["X", "Y", "Z"], "kind": ["tool"] * 3, "family": ["f", "f", "g"]}
    )
    found = trends(
        mover("x", 0.4, 0.2, state="falling"), mover("y", 0.1, 0.3, state="new"), mover("z", 0.1, 0.2, state="rising")
    )
    (one,) = substitutions(market_of([], skill), found)
    assert (one.family, one.falling, one.rising) == ("f", ("X",), ("Y",))


@pytest.mark.parametrize(
    ("tools", "concepts", "word"), [(10, 0, "yes"), (0, 10, "no"), (10, 10, "partly"), (0, 0, "cannot say")]
)
def test_concepts_outlast_tools_where_only_the_tools_changed_beyond_chance(tools, concepts, word):
    found = concepts_outlast(churn(trends(*moved(tools), *moved(concepts, kind="concept"))))
    assert found.word == word and found.why


def test_too_few_tested_skills_say_nothing_of_what_outlasts_what():
    found = concepts_outlast(churn(trends(*moved(10), mover("x", 0.2, 0.3, kind="concept"))))
    assert (found.word, "only 1 concept could" in found.why) == ("cannot say", True)
