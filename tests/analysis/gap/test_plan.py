import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.gap.plan import LEAST_NEARER, doors, learned, plan
from tests.analysis.builders import EDGE_FRAME, market_of, random_jobs, spread
from warehouse.models import BadInputError

TOOLS = ["python", "pytorch", "jax", "docker", "aws", "gcp", "mlflow", "rag"]
FREE = EDGE_FRAME.iloc[:0]


def names(steps):
    return [step.skill for step in steps]


def value(market, skills, tau=0.8):
    inside = doors(market, None)
    covered = inside.units.coverage(np.isin(market.skills, list(skills)))
    return float((np.minimum(covered / tau, 1) * inside.drawn.weight).sum() / inside.drawn.total)


def test_skills_that_open_doors_only_together_are_planned_together():
    # Alone each opens nothing; the popular single skill opens its few doors at once.
    market = market_of([*spread(60, "docker kubernetes"), *spread(20, "rag")])
    steps = plan(market, [], steps=2)
    assert names(steps) == ["docker", "kubernetes"]
    assert [step.opened for step in steps] == [0, 60]
    assert steps[1].share == 0.75


def test_a_prerequisite_comes_first_and_says_for_what():
    market = market_of([*spread(60, "kubernetes"), *spread(40, "docker"), *spread(20, "aws")])
    steps = plan(market, [], steps=3)
    assert names(steps) == ["docker", "kubernetes", "aws"]
    assert steps[0].opens_way_to == "kubernetes"
    assert steps[1].opens_way_to is None


def test_a_prerequisite_that_nobody_asks_for_takes_no_step():
    market = market_of([*spread(60, "kubernetes"), *spread(20, "aws")])
    steps = plan(market, [], steps=2)
    assert names(steps) == ["kubernetes", "aws"]
    assert len(steps[0].builds_on) == 1
    assert plan(market, ["docker"], steps=1)[0].builds_on == ()


def test_what_is_held_implies_its_prerequisites():
    market = market_of(spread(40, "langchain python"))
    assert names(plan(market, ["langchain"])) == ["python"]
    # kubernetes builds on docker, so whoever shows kubernetes is not sent to learn docker for its sake.
    assert names(plan(market_of(spread(40, "kubernetes aws")), ["kubernetes"])) == ["aws"]


def test_a_bundle_never_outgrows_the_plan():
    market = market_of([*spread(60, "kubernetes"), *spread(40, "docker"), *spread(50, "aws")])
    assert names(plan(market, [], steps=1)) == ["aws"]


def test_effort_changes_the_order():
    market = market_of([*spread(60, "aws"), *spread(40, "rag")])
    assert names(plan(market, []))[0] == "aws"
    cheap = plan(market, [], effort={"aws": 10, "rag": 1})
    assert names(cheap)[0] == "rag"
    assert cheap[1].effort == 10
    with pytest.raises(BadInputError, match="effort for 'aws' is 0"):
        plan(market, [], effort={"aws": 0})


@settings(max_examples=15, deadline=None)
@given(st.integers(2, 50), st.booleans())
def test_what_is_liked_more_comes_first(times, is_docker):
    """Two groups of jobs that ask for one thing each: which one's jobs weigh more decides, however many there are."""
    market = market_of([*spread(30, "docker"), *spread(30, "aws")], edge=FREE)
    asks_docker = np.arange(60) < 30  # rows are in the order of the jobs
    liking = np.where(asks_docker == is_docker, float(times), 1.0)
    assert names(plan(market, [], liking=liking)) == (["docker", "aws"] if is_docker else ["aws", "docker"])
    assert names(plan(market, [], liking=liking * 7)) == names(plan(market, [], liking=liking))


def test_skills_that_need_each_other_do_not_stop_the_plan():
    """A mistake in one's own list of skills: each of two is said to need the other."""
    both = [("docker", "needs", "kubernetes"), ("kubernetes", "needs", "docker")]
    edges = pd.DataFrame([(*edge, "certain", None) for edge in both], columns=EDGE_FRAME.columns)
    market = market_of([*spread(40, "docker"), *spread(40, "kubernetes"), *spread(20, "aws")], edge=edges)
    for first in (False, True):
        assert "aws" in names(plan(market, [], "platform", openers_first=first))


def test_what_is_never_wanted_is_never_planned_and_nothing_left_ends_the_plan():
    market = market_of(spread(40, "aws|gcp"))
    assert names(plan(market, [], never={"aws"})) == ["gcp"]
    assert plan(market, ["gcp"]) == ()
    assert plan(market_of([]), []) == ()


def test_soft_and_generic_skills_are_never_planned():
    market = market_of(spread(40, "python communication machine_learning"))
    assert names(plan(market, [])) == ["python"]


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.sets(st.sampled_from(TOOLS), max_size=3))
def test_each_step_brings_the_market_nearer_by_what_it_says_and_never_closes_a_door(seed, held):
    market = market_of(random_jobs(seed, 40, 15, TOOLS), edge=FREE)
    done = set(held)
    for step in plan(market, held):
        before = value(market, done)
        done.add(step.skill)
        assert step.nearer == pytest.approx(value(market, done) - before, abs=1e-5)
        assert step.opened >= 0
        assert step.nearer > 0


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10_000), st.integers(0, 100))
def test_the_order_of_the_rows_does_not_matter(seed, shuffle):
    jobs = [job | {"requisition_id": f"r{i}"} for i, job in enumerate(random_jobs(seed, 40, 15, TOOLS))]
    mixed = [jobs[i] for i in np.random.default_rng(shuffle).permutation(len(jobs))]
    assert plan(market_of(jobs), ["python"]) == plan(market_of(mixed), ["python"])


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 5))
def test_what_is_learned_in_any_order_counts_as_the_plan_counts(seed, taken):
    market = market_of(random_jobs(seed, 60, 20, ["python", "docker", "kubernetes", "rag", "aws", "mlflow"]))
    steps = plan(market, ["python"], "platform")[:taken]
    share, jobs = learned(market, ["python"], "platform", [step.skill for step in reversed(steps)])
    if steps:
        assert (jobs, share.share) == (steps[-1].open_jobs, steps[-1].share)
    else:
        before = doors(market, "platform").units.coverage(np.isin(market.skills, ["python"]))
        assert jobs == int((before >= 0.8 - 1e-9).sum())


@pytest.mark.parametrize("seed", range(8))
def test_a_step_that_opens_no_door_has_to_bring_the_average_one_much_nearer(seed):
    market = market_of(random_jobs(seed, 200, 40, TOOLS))
    for step in plan(market, {"python"}, "platform", steps=8):
        assert step.opened or step.nearer >= 2 * LEAST_NEARER
