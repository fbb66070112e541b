"""The whole path on the example market: 26 weeks crawled, loaded, linked, read and published, compared with what its
author planted. Floors, not equality; the truth is written without knowledge of the taxonomy."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest

from crawler.sample.market import build_market
from crawler.sample.model import week_start
from crawler.sample.truth import STRENGTH, truth
from skillgap.commands.build import build
from skillgap.demo import crawl_example
from skillgap.settings import Settings
from warehouse.database.store import open_store, single_writer
from warehouse.generations.reader import Generation, open_generation


@dataclass(frozen=True)
class Example:
    """What was planted and what came out."""

    planted: Mapping[str, Any]
    postings: Mapping[str, Mapping[str, Any]]
    generation: Generation
    place: Settings

    def read(self) -> Iterator[tuple[Mapping[str, Any], Any, list[tuple[str, str]]]]:
        """(planted posting, requisition row, [(surface, need)]) of each English representative."""
        mention = self.generation.frame("mention")
        found = dict(iter(mention.groupby("requisition_id")))
        for row in self.generation.frame("requisition").itertuples():
            posting = self.postings[row.posting_id]
            if posting["language"] == "en":
                rows = found.get(row.requisition_id, mention.iloc[:0])
                yield posting, row, list(zip(rows["surface"].str.lower(), rows["need"], strict=True))


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Example]:
    place = Settings(tmp_path_factory.mktemp("example"))
    done = crawl_example(place, lambda _: None)
    assert done.error is None
    build(place)
    planted = truth(build_market())
    generation = open_generation(place.data)
    yield Example(planted, {p["key"]: p for p in planted["postings"]}, generation, place)
    generation.close()


def _pairs(group_of: Mapping[str, str]) -> set[tuple[str, ...]]:
    members = defaultdict(list)
    for posting, group in group_of.items():
        members[group].append(posting)
    return {tuple(sorted(pair)) for group in members.values() for pair in itertools.combinations(group, 2)}


def _touch(one: str, other: str) -> bool:
    return one in other or other in one


def test_every_listed_posting_came_through_and_no_hidden_one(example: Example) -> None:
    assert set(example.generation.frame("posting")["posting_id"]) == set(example.postings)


def test_one_job_counts_once(example: Example) -> None:
    planted = {p: r["requisition_id"] for r in example.planted["requisitions"] for p in r["members"]}
    frame = example.generation.frame("posting")
    true, found = _pairs(planted), _pairs(dict(zip(frame["posting_id"], frame["requisition_id"], strict=True)))
    assert len(true & found) / len(found) >= 0.98
    assert len(true & found) / len(true) >= 0.85


def test_spells_open_and_close_when_the_boards_say_so(example: Example) -> None:
    with single_writer(example.place.data), open_store(example.place.data) as con:
        spells = con.execute("SELECT posting_id, opened_at, closed_at, close_reason FROM core.posting_spell").df()
    last = build_market().weeks - 1
    gone = {t["board"] for t in example.planted["troubles"] if t["week"] == last}
    right = Counter[bool]()
    for name, rows in spells.groupby("posting_id"):
        posting = example.postings[str(name)]
        if f"{posting['key'].rsplit('/', 1)[0]}" in gone:
            continue
        seen = posting["seen_weeks"]
        # A posting that the last run did not see is closed only by a second absence.
        is_closed = seen[-1] < last - 1
        right[bool(pd.notna(rows["closed_at"].iloc[-1])) == is_closed or seen[-1] == last - 1] += 1
        late = rows["opened_at"].min() - pd.Timestamp(week_start(seen[0])).tz_localize(None)
        assert pd.Timedelta(0) <= late < pd.Timedelta(hours=1), name
    assert right[True] / right.total() >= 0.98
    returned = [p["key"] for p in example.planted["postings"] if len(p["spells"]) > 1]
    counts = spells["posting_id"].value_counts()
    assert returned and sum(counts[name] > 1 for name in returned) / len(returned) >= 0.8


def test_skills_are_found_with_their_need_and_lookalikes_are_not(example: Example) -> None:
    found = missed = right = wrong = fooled = lookalikes = 0
    needs = Counter[bool]()
    for posting, row, mentions in example.read():
        if not posting["relevant"]:
            continue
        assert row.language == "en"
        surfaces = {surface for surface, _ in mentions}
        planted = {s.lower() for skill in posting["skills"] for s in skill["surfaces"]}
        allowed = planted | {s.lower() for s in posting["optional"]}
        for skill in posting["skills"]:
            own = [s.lower() for s in skill["surfaces"]]
            if not any(_touch(a, b) for a in own for b in surfaces):
                missed += 1
                continue
            found += 1
            given = [need for surface, need in mentions if surface in own]
            if given:
                needs[max(given, key=lambda n: STRENGTH[n]) == skill["need"]] += 1
        for surface in surfaces:
            is_right = any(_touch(surface, one) for one in allowed)
            right, wrong = right + is_right, wrong + (not is_right)
        for lookalike in posting["lookalikes"]:
            lookalikes += 1
            text = lookalike["text"].lower()
            fooled += text in surfaces and not any(_touch(text, one) for one in allowed)
    assert found / (found + missed) >= 0.88
    assert right / (right + wrong) >= 0.70  # words that are skills but were not planted count as wrong here
    assert needs[True] / needs.total() >= 0.88
    assert fooled / lookalikes <= 0.02


def test_lanes_and_relevance_hold(example: Example) -> None:
    lanes, relevant = Counter[bool](), Counter[bool]()
    for posting, row, _ in example.read():
        relevant[bool(row.is_relevant) == posting["relevant"]] += 1
        if posting["relevant"]:
            lanes[row.primary_lane == posting["lane"]] += 1
    assert lanes[True] / lanes.total() >= 0.85
    assert relevant[True] / relevant.total() >= 0.93
    outside = example.generation.frame("requisition")["exclusion"].value_counts()
    assert outside["not_english"] == 3


def test_failing_boards_have_their_row_and_reason(example: Example) -> None:
    runs = example.generation.frame("board_run")
    bad = runs[runs["reason"].notna()]
    assert set(runs.loc[runs["outcome"].isin(["failed", "gone", "partial"])].index) <= set(bad.index)
    for trouble in example.planted["troubles"]:
        source, slug = trouble["board"].split("/")
        rows = bad[(bad["source"] == source) & (bad["board"] == slug)]
        assert not rows.empty, trouble
