"""`make bench-validity`: does the advice hold for employers that none of the fits has seen?

    python -m bench.validity [--data DIR] [--gold FILE…] [--splits N] [--all-dates]

The employers of a published market are split in two at random, again and again. Lanes, cores and plans are fitted on
one half; people are half-masked postings of the other, and its doors are what is opened. What ships with the reader
(its relevance and section models) is not fitted anew. Printed: the mean and the middle 95 % of the splits.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.demand.shares import shares
from analysis.gap.fit import lane_chances, lane_fit
from analysis.gap.plan import EDGE, STEPS, TAU, core, plan
from analysis.market.edges import Edges
from analysis.market.market import Market, build
from analysis.market.weights import BoolArray
from bench.support.labelled import rows
from nlp.lanes import model as lane_model
from nlp.lanes.roles import lanes as lane_list
from nlp.lanes.roles import roles as role_list
from skillgap.comparing.opened import open_market
from skillgap.settings import Settings

PEOPLE = 40
"""Half-masked postings a lane and split."""
LEAST_CHANCE = 1e-4
"""The last digit of a published chance."""
LEAST_SKILLS = 6
"""Countable skills of a posting that is to be masked."""
AIMS = {
    "opened: our plan / most demanded first": 1.25,
    "opened: our plan / random of the lane's core": 4.0,
    "opened: our plan / random of all it asks for": 4.0,
    "half a posting ranks its labelled lane first": 0.85,
}
Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Split:
    """One half to fit on, the other to judge by; `lane_of` is the fit's lane of every requisition."""

    train: Market
    test: Market
    held_out: frozenset[str]
    draw: np.random.Generator


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("SKILLGAP_DATA") or "data"))
    parser.add_argument("--gold", type=Path, nargs="*", default=[], help="postings with `id` and `primary_lane`")
    parser.add_argument("--splits", type=int, default=20)
    parser.add_argument("--first-seed", type=int, default=0, help="seeds of the splits begin here")
    parser.add_argument("--all-dates", action="store_true", help="also postings outside the window")
    given = parser.parse_args()
    opened = open_market(Settings(given.data))
    frames = with_all_dates(opened.frames) if given.all_dates else opened.frames
    labels = {str(row["id"]): str(row["primary_lane"]) for row in rows(given.gold)}
    found = pd.DataFrame(
        [
            measured(split(frames, seed), frames, labels)
            for seed in range(given.first_seed, given.first_seed + given.splits)
        ]
    )
    inside = frames["requisition"]["exclusion"].isna()
    print(f"{int(inside.sum())} requisitions, {given.splits} splits of the employers, {STEPS} skills, tau {TAU}")
    print(f"{'':52} {'mean':>7} {'95 % of splits':>17} {'aim':>6}")
    for name in found:
        low, mean, high = found[name].quantile(0.025), found[name].mean(), found[name].quantile(0.975)
        aim = AIMS.get(str(name))
        verdict = "" if aim is None else f"{aim:>6} {'met' if mean >= aim else 'missed'}"
        print(f"{name:52} {mean:7.3f} {f'{low:.3f} - {high:.3f}':>17} {verdict}")


def with_all_dates(frames: Frames) -> dict[str, pd.DataFrame]:
    """The frames with what only its date keeps out of the market let in."""
    requisition = frames["requisition"].copy()
    late = requisition["exclusion"].isin(["undated", "outside_window"])
    requisition["exclusion"] = requisition["exclusion"].where(~late, None)
    return {**frames, "requisition": requisition}


def split(frames: Frames, seed: int) -> Split:
    """Half of the employers to fit on. Lanes are fitted anew on that half alone and given to all."""
    draw = np.random.default_rng(seed)
    requisition = frames["requisition"]
    employer = requisition["employer"].fillna("").str.casefold()
    names = np.sort(employer.unique())
    held_out = frozenset(draw.permutation(names)[: len(names) // 2])
    is_test = employer.isin(held_out)
    lanes = _lanes(frames, is_test)
    relabelled = requisition.assign(primary_lane=requisition["requisition_id"].map(lanes))
    halves = [build({**frames, "requisition": relabelled[part]}) for part in (~is_test, is_test)]
    return Split(halves[0], halves[1], held_out, draw)


def _lanes(frames: Frames, is_test: pd.Series) -> dict[str, str]:
    """Requisition → lane, by a fit on the relevant requisitions of the half that is not the test's.

    A generation keeps no words, so its lanes' chances are taken, less what the whole market's affinities say in them.
    """
    requisition, skill = frames["requisition"], frames["skill"]
    hard = frames["requisition_skill"].merge(skill[skill["kind"] != "soft"]["skill_id"])
    documents = {
        str(name): lane_model.document(zip(group["skill_id"], group["need"], strict=True))
        for name, group in hard.groupby("requisition_id")
    }
    usable = requisition[requisition["is_relevant"].fillna(False).astype(bool) & ~requisition["is_truncated"]]
    lanes, roles = lane_list(), role_list()
    corpora = [
        [(str(r.employer), documents.get(str(r.requisition_id), {})) for r in part.itertuples()]
        for part in (usable[~is_test.loc[usable.index]], usable)
    ]
    weights = lane_model.shipped_fit().softmax
    fits = [lane_model.fit_affinities(corpus, lanes, weights) for corpus in corpora]
    chance = frames["requisition_lane"].set_index(["requisition_id", "lane"])["probability"]
    found = {}
    for r in requisition[requisition["exclusion"].isna()].itertuples():
        given = lane_model.Evidence(str(r.title), documents.get(str(r.requisition_id), {}), {})
        here, whole = (lane_model.scores(given, fit, lanes, roles)[0] for fit in fits)
        said = {
            lane.id: float(np.log(max(chance[r.requisition_id, lane.id], LEAST_CHANCE))) + weights["skills"] * 10 * more
            for lane, more in zip(lanes, here - whole, strict=True)
        }
        found[str(r.requisition_id)] = max(said, key=lambda lane: said[lane])
    return found


def measured(halves: Split, frames: Frames, labels: Mapping[str, str]) -> dict[str, float]:
    """All measures of one split."""
    by_lane = {
        lane: pd.DataFrame([_opened(halves, lane, *person) for person in people(halves, lane)])
        for lane in halves.test.lanes
    }
    opened = pd.concat(list(by_lane.values()))
    total = opened.sum()
    found = {f"doors opened a person (%): {name}": 100 * opened[name].mean() for name in opened}
    for name, rival in zip(list(AIMS)[:3], ("demanded", "random core", "random any"), strict=True):
        found[name] = float(total["plan"] / total[rival]) if total[rival] else np.nan
    for lane, mine in by_lane.items():
        found[f"… {lane}: our plan / most demanded first"] = (
            float(mine["plan"].sum() / mine["demanded"].sum()) if len(mine) and mine["demanded"].sum() else np.nan
        )
    ranked = [(first, label, called) for first, label, called in _ranked(halves, _labelled(halves, frames, labels))]
    if ranked:
        found["half a posting ranks its labelled lane first"] = float(np.mean([a == b for a, b, _ in ranked]))
        called = [a == b for a, b, is_called in ranked if is_called]
        found["… where the product calls a lane"] = float(np.mean(called)) if called else np.nan
        found["… the part of the labelled where it does"] = len(called) / len(ranked)
    whole = _ranked(halves, [(lane, held) for lane in halves.test.lanes for held, _ in people(halves, lane)])
    found["half a posting ranks the whole one's lane first"] = float(np.mean([a == b for a, b, _ in whole]))
    return found


def people(halves: Split, lane: str) -> Iterator[tuple[BoolArray, int]]:
    """Half the countable skills of some postings of a lane, with the posting's employer: skills (skills,), code."""
    test = halves.test
    named = test.asks.matrix("any")
    drawn = np.random.default_rng(len(halves.held_out)).permutation(test.sample(lane).rows)
    rich = [r for r in drawn if test.asks.countable[named[[r]].indices].sum() >= LEAST_SKILLS]
    for row in rich[:PEOPLE]:
        skills = named[[row]].indices
        yield _half(halves, skills[test.asks.countable[skills]]), int(test.employer[row])


def _half(halves: Split, skills: np.ndarray) -> BoolArray:
    held = np.zeros(len(halves.test.skills), dtype=bool)
    held[halves.draw.permutation(skills)[: (len(skills) + 1) // 2]] = True
    return held


def _opened(halves: Split, lane: str, held: BoolArray, employer: int) -> dict[str, float]:
    """The share of the other employers' doors that five skills open, by each way of choosing them."""
    train, test = halves.train, halves.test
    edges = Edges.of(train)
    held = edges.spread(held)
    asked = np.where(train.asks.countable & ~held, shares(train, lane, "asked").hits, 0.0)
    inner = np.flatnonzero(core(train, lane) & ~held)
    chances = lane_chances(lane_fit(train, held)[0], lane)
    steps = plan(train, [train.skills[k] for k in np.flatnonzero(held)], lane, chances=chances, brings=edges.certain)
    chosen = {
        "plan": [train.skill_code[step.skill] for step in steps],
        "demanded": np.argsort(-asked, kind="stable")[:STEPS],
        "random core": halves.draw.permutation(inner)[:STEPS],
        "random any": halves.draw.permutation(np.flatnonzero(asked > 0))[:STEPS],
    }
    rows = test.sample(lane).rows
    units = test.asks.required.subset(rows[test.employer[rows] != employer]).naming(core(train, lane))
    doors = units.per_row > 0
    before = units.coverage(held)[doors] >= TAU - EDGE
    found = {}
    for name, skills in chosen.items():
        after = held.copy()
        after[skills] = True
        after[[train.skill_code[need] for code in skills for need in train.needs.get(train.skills[code], ())]] = True
        after = edges.spread(after)
        found[name] = float(((units.coverage(after)[doors] >= TAU - EDGE) & ~before).mean()) if doors.any() else 0.0
    return found


def _labelled(halves: Split, frames: Frames, labels: Mapping[str, str]) -> list[tuple[str, BoolArray]]:
    """Labelled postings of the employers held out: (lane, half of their skills)."""
    requisition = frames["requisition"]
    label = requisition["posting_id"].str.rsplit("/", n=1).str[-1].map(dict(labels))
    mine = label.isin(halves.test.lanes) & requisition["employer"].fillna("").str.casefold().isin(halves.held_out)
    named = frames["requisition_skill"].groupby("requisition_id")["skill_id"]
    found = []
    for name, lane in zip(requisition["requisition_id"][mine], label[mine], strict=True):
        codes = np.array(
            [halves.test.skill_code[s] for s in named.get_group(name)] if name in named.groups else [], dtype=int
        )
        codes = codes[halves.test.asks.countable[codes]]
        if len(codes) >= LEAST_SKILLS:
            found.append((str(lane), _half(halves, codes)))
    return found


def _ranked(halves: Split, given: list[tuple[str, BoolArray]]) -> list[tuple[str, str, bool]]:
    """(lane ranked first, true lane, whether the product would call it)."""
    found = []
    for lane, held in given:
        fits, closest = lane_fit(halves.train, held)
        found.append((fits[0].lane, lane, closest is not None))
    return found


if __name__ == "__main__":
    main()
