"""When a posting counts as closed: a hand-made history a rule, and random ones against a world whose truth is known."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.database.status import Spell, Visit, spells
from warehouse.models import Outcome

Law = Callable[["World"], None]
START = dt.datetime(2026, 3, 2, 6, tzinfo=dt.UTC)


def hours(number: float) -> dt.datetime:
    return START + dt.timedelta(hours=number)


def visit(hour: float, seen: str = "", outcome: Outcome = "complete") -> Visit:
    """A visit that saw the postings named by single letters."""
    return Visit(f"run-{hour:06.1f}", hours(hour), outcome, frozenset(seen))


def states(*visits: Visit, can_close: bool = True) -> dict[str, list[tuple[float | None, str | None]]]:
    """Per posting: (hour of closing, reason) of each of its spells."""
    found: dict[str, list[tuple[float | None, str | None]]] = {}
    for spell in spells(visits, can_close=can_close):
        hour = (spell.closed_at - START) / dt.timedelta(hours=1) if spell.closed_at else None
        found.setdefault(spell.posting_id, []).append((hour, spell.close_reason))
    return found


OPEN = [(None, None)]


@pytest.mark.parametrize(
    ("visits", "expected"),
    [
        pytest.param([visit(0, "a"), visit(24)], OPEN, id="one absence proves nothing"),
        pytest.param([visit(0, "a"), visit(24), visit(29.9)], OPEN, id="two absences too near each other"),
        pytest.param([visit(0, "a"), visit(24), visit(30)], [(24, "absent")], id="two absences six hours apart"),
        pytest.param([visit(0, "a"), visit(24), visit(25), visit(30)], [(24, "absent")], id="the first absence counts"),
        pytest.param([visit(0, "a"), visit(24, "", "partial"), visit(48, "", "partial")], OPEN, id="partial"),
        pytest.param([visit(0, "a"), visit(24, "", "failed"), visit(48, "", "failed")], OPEN, id="failed"),
        pytest.param(
            [visit(0, "a"), visit(24), visit(36, "", "failed"), visit(48)], [(24, "absent")], id="failed between"
        ),
        pytest.param(
            [visit(0, "a"), visit(24), visit(30, "a", "partial"), visit(48)], OPEN, id="seen in a partial run"
        ),
        pytest.param(
            [visit(0, "a"), visit(24), visit(48, "", "not_modified")], [(24, "absent")], id="unchanged without it"
        ),
        pytest.param(
            [visit(0, "a"), visit(24, "", "not_modified"), visit(48, "", "not_modified")], OPEN, id="unchanged with it"
        ),
        pytest.param(
            [visit(0, "a", "partial"), visit(24, "", "not_modified"), visit(48)], OPEN, id="unchanged since what"
        ),
        pytest.param(
            [visit(0, "a"), visit(24), visit(48), visit(72, "a")], [(24, "absent"), (None, None)], id="reappears"
        ),
        pytest.param([visit(0, "a"), visit(24, "", "gone"), visit(48, "", "gone")], OPEN, id="gone twice"),
        pytest.param(
            [visit(0, "a"), *(visit(h, "", "gone") for h in (24, 30, 36))], [(None, "board_gone")], id="gone thrice"
        ),
        pytest.param([visit(0, "a"), *(visit(h, "", "gone") for h in (24, 25, 26, 30))], OPEN, id="gone too quickly"),
        pytest.param(
            [visit(0, "a"), visit(24, "", "gone"), visit(30, "", "gone"), visit(36, "a"), visit(42, "", "gone")],
            OPEN,
            id="gone, back, gone",
        ),
        pytest.param(
            [
                visit(0, "a"),
                visit(24, "", "gone"),
                visit(30, "", "failed"),
                visit(36, "", "gone"),
                visit(42, "", "gone"),
            ],
            [(None, "board_gone")],
            id="a failure does not bring a board back",
        ),
        pytest.param(
            [visit(0, "a"), *(visit(h, "", "gone") for h in (24, 30, 36)), visit(60, "a")], OPEN, id="back again"
        ),
        pytest.param(
            [visit(0, "a"), *(visit(h, "", "gone") for h in (24, 30, 36)), visit(60), visit(84)],
            [(60, "absent")],
            id="the board came back without it",
        ),
    ],
)
def test_one_posting(visits: list[Visit], expected: list[tuple[float | None, str | None]]) -> None:
    assert states(*visits)["a"] == expected


TWELVE = "abcdefghijkl"


def test_a_great_loss_waits_for_a_second_look_a_day_later() -> None:
    cut = [visit(0, TWELVE), visit(24, "abcde"), visit(36, "abcde")]
    assert all(found == OPEN for found in states(*cut).values())
    confirmed = states(*cut, visit(44, "abcde"))
    assert confirmed["f"] == [(24, "absent")]
    assert confirmed["a"] == OPEN


def test_a_great_loss_that_recovers_closes_only_what_stays_away() -> None:
    found = states(visit(0, TWELVE), visit(24, "abcde"), visit(36, "abcdefghijk"))
    assert found["k"] == OPEN
    assert found["l"] == [(24, "absent")]


def test_an_unchanged_list_confirms_a_great_loss() -> None:
    """Else a board whose list never changes again would keep its dead postings for ever."""
    found = states(visit(0, TWELVE), visit(24, "abcde"), visit(48, "", "not_modified"))
    assert found["l"] == [(24, "absent")]


def test_a_small_board_may_lose_everything_in_the_ordinary_way() -> None:
    found = states(visit(0, "abcdefghi"), visit(24), visit(30))
    assert set(map(tuple, found.values())) == {((24, "absent"),)}


def test_half_of_a_board_is_no_great_loss() -> None:
    assert states(visit(0, TWELVE), visit(24, "abcdef"), visit(30, "abcdef"))["l"] == [(24, "absent")]


def test_lists_that_are_never_whole_close_nothing() -> None:
    found = states(visit(0, "a"), visit(24), visit(48), *(visit(h, "", "gone") for h in (60, 70, 80)), can_close=False)
    assert found["a"] == OPEN


def test_a_spell_runs_from_first_to_last_sight() -> None:
    (spell,) = spells(
        [visit(0, "a"), visit(24, "a"), visit(30, "", "not_modified"), visit(48, "b")][:3], can_close=True
    )
    assert spell == Spell("a", hours(0), hours(30))


@dataclass(frozen=True)
class World:
    """A board as it truly was: from which to which hour each posting stood on it, and what the visits made of it."""

    lives: dict[str, tuple[int, int]]
    visits: list[Visit]

    def stands(self, posting_id: str, at: dt.datetime) -> bool:
        born, died = self.lives[posting_id]
        return hours(born) <= at < hours(died)


def _true_list(lives: dict[str, tuple[int, int]], at: dt.datetime) -> frozenset[str]:
    return frozenset(name for name, (born, died) in lives.items() if hours(born) <= at < hours(died))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Random lives and visits. Complete visits are true but for lone silent cuts; partial ones see what they like; the
    board may be called gone, and visits may fail, at any time.
    """
    count = draw(st.integers(1, 24))
    lives = {}
    for number in range(count):
        born = draw(st.integers(0, 200))
        lives[f"p{number:02}"] = (born, born + draw(st.integers(1, 400)))
    seen: list[Visit] = []
    hour, listed, was_cut = 0, None, False
    kinds = ["complete"] * 4 + ["cut", "partial", "failed", "gone", "not_modified"]
    for _ in range(draw(st.integers(1, 25))):
        hour += draw(st.integers(1, 40))
        at = hours(hour)
        true = _true_list(lives, at)
        outcome = draw(st.sampled_from(kinds))
        if outcome == "cut" and was_cut:
            outcome = "complete"
        if outcome == "not_modified" and listed != true:
            outcome = "failed"
        shown: frozenset[str] = frozenset()
        if outcome == "complete":
            shown = listed = true
            was_cut = False
        elif outcome == "cut":
            shown = listed = frozenset(name for name in true if draw(st.booleans()))
            was_cut = True
        elif outcome == "partial":
            shown = frozenset(name for name in true if draw(st.booleans()))
        told = "complete" if outcome == "cut" else outcome
        seen.append(Visit(f"r{len(seen):03}", at, told, shown))  # type: ignore[arg-type]
    return World(lives, seen)


@st.composite
def outages(draw: st.DrawFn) -> World:
    """A board whose postings all stand, and times of less than 20 hours in which complete lists lack most of them."""
    names = [f"p{number:02}" for number in range(draw(st.integers(10, 24)))]
    hour, seen = 0, [Visit("r00000", START, "complete", frozenset(names))]
    for _ in range(draw(st.integers(1, 4))):
        begin = hour = hour + draw(st.integers(1, 40))
        while hour < begin + 20:
            few = draw(st.integers(0, (len(names) - 1) // 2))
            seen.append(Visit(f"r{hour:05}", hours(hour), "complete", frozenset(draw(st.permutations(names))[:few])))
            hour += draw(st.integers(1, 19))
        hour = begin + 20 + draw(st.integers(0, 40))
        seen.append(Visit(f"r{hour:05}", hours(hour), "complete", frozenset(names)))
    return World(dict.fromkeys(names, (0, 10**6)), seen)


def closes_nothing_that_stands(world: World) -> None:
    """Judged after every visit, as the loader does: what is called closed has truly left its board."""
    for number, latest in enumerate(world.visits, start=1):
        for spell in spells(world.visits[:number], can_close=True):
            if spell.close_reason == "absent":
                assert not world.stands(spell.posting_id, latest.visited_at)


def closes_at_last_what_left(world: World) -> None:
    """Three true looks at the board after the last posting has left it are enough, whatever had happened before."""
    last = max(v.visited_at for v in world.visits)
    looks = [last + dt.timedelta(hours=600 + 21 * number) for number in range(3)]
    history = world.visits + [
        Visit(f"z{number}", at, "complete", _true_list(world.lives, at)) for number, at in enumerate(looks)
    ]
    assert all(spell.close_reason == "absent" for spell in spells(history, can_close=True))


def closes_when_the_first_list_came_without_it(world: World) -> None:
    """`closed_at` is the start of a trusted visit that did not show it, and none since it was last seen came before."""
    for spell in spells(world.visits, can_close=True):
        if spell.closed_at is not None:
            trusted = [v for v in world.visits if v.outcome in ("complete", "not_modified")]
            after = [v.visited_at for v in trusted if v.visited_at > spell.last_seen_at]
            assert spell.closed_at == min(after)


LAWS = [
    (closes_nothing_that_stands, worlds()),
    (closes_nothing_that_stands, outages()),
    (closes_at_last_what_left, worlds()),
    (closes_when_the_first_list_came_without_it, worlds()),
]
NAMES = ["what stands stays open", "an outage closes nothing", "what left is closed", "closed at the first absence"]
HISTORIES = 10_000 if os.environ.get("SKILLGAP_TORTURE") else 2_000


@pytest.mark.parametrize(("law", "histories"), LAWS, ids=NAMES)
@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_histories_of_failures(law: Law, histories: st.SearchStrategy[World], data: st.DataObject) -> None:
    law(data.draw(histories))


@pytest.mark.long
@pytest.mark.parametrize(("law", "histories"), LAWS, ids=NAMES)
@given(data=st.data())
@settings(max_examples=HISTORIES, deadline=None)
def test_many_histories_of_failures(law: Law, histories: st.SearchStrategy[World], data: st.DataObject) -> None:
    law(data.draw(histories))


@given(worlds(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_loading_does_not_matter(world: World, random: object) -> None:
    shuffled = list(world.visits)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert spells(shuffled, can_close=True) == spells(world.visits, can_close=True)


@given(worlds())
@settings(max_examples=100, deadline=None)
def test_spells_of_a_posting_follow_each_other(world: World) -> None:
    by_posting: dict[str, list[Spell]] = {}
    for spell in spells(world.visits, can_close=True):
        by_posting.setdefault(spell.posting_id, []).append(spell)
        assert spell.opened_at <= spell.last_seen_at
        assert spell.closed_at is None or spell.closed_at > spell.last_seen_at
    for row in by_posting.values():
        for earlier, later in pairwise(row):
            assert earlier.closed_at is not None
            assert earlier.closed_at < later.opened_at
