"""What the market promises: its floors, its traps, its history, and that its texts differ."""

import datetime as dt
import json
import re
from collections import Counter
from itertools import combinations
from typing import Any

from crawler.sample.market import boards, build_market, payload, schedule, shown
from crawler.sample.model import Advert, Market
from crawler.sample.truth import mentions, truth

LANES = ("research", "platform", "mlops", "ai_application")


def wire_bytes(market: Market) -> bytes:
    return json.dumps([payload(market, b, w) for b in boards(market) for w in range(0, 26, 5)]).encode()


def text_of(advert: Advert) -> str:
    return "\n".join(line.text for section in advert.sections for line in section.lines)


def test_one_seed_gives_one_market_to_the_byte_and_another_seed_another(market: Market) -> None:
    again, other = build_market(), build_market(seed=3)
    assert wire_bytes(again) == wire_bytes(market)
    assert json.dumps(truth(again)) == json.dumps(truth(market))
    assert wire_bytes(other) != wire_bytes(market)


def test_another_seed_keeps_the_floors() -> None:
    facts = truth(build_market(seed=3))
    lanes = Counter(r["lane"] for r in facts["requisitions"])
    assert all(lanes[lane] >= 40 for lane in LANES)
    assert len(facts["postings"]) >= 260


def test_the_market_is_large_enough_for_every_lane(facts: dict[str, Any]) -> None:
    requisitions = facts["requisitions"]
    assert len(facts["postings"]) >= 260
    assert len({p["employer"] for p in facts["postings"]}) >= 26
    assert sum(not r["relevant"] for r in requisitions) >= 30
    for lane in LANES:
        members = [r for r in requisitions if r["lane"] == lane and r["is_open_at_end"]]
        assert len(members) >= 40, lane
        assert len({r["employer"] for r in members}) >= 12, lane
    hybrids = [p for p in facts["postings"] if len(p["lanes"]) == 2]
    assert len(hybrids) >= 40
    assert all(abs(sum(p["lanes"].values()) - 1) < 1e-9 for p in facts["postings"] if p["relevant"])


def test_the_first_run_finds_a_stock_and_every_week_brings_something_new(facts: dict[str, Any]) -> None:
    first_seen = Counter(min(p["seen_weeks"]) for p in facts["postings"])
    assert 40 <= first_seen[0] <= 60
    assert all(first_seen[week] >= 4 for week in range(1, 26))
    assert sum(25 in p["seen_weeks"] for p in facts["postings"]) >= 150


def test_planted_skills_are_many_and_a_fair_part_is_not_in_its_plain_form(market: Market) -> None:
    total = odd = 0
    for advert in market.adverts:
        for _, line, piece, _ in mentions(advert):
            if piece.is_optional or advert.hidden:
                continue
            total += 1
            around = re.search(rf"(.?){re.escape(piece.text)}(.?)", line.text)
            assert around and piece.skill
            odd += piece.text.casefold() != piece.skill.casefold() or bool({"/", "·", "|"} & set(around.groups()))
    assert total >= 5_000
    assert odd / total >= 0.15


def test_needs_come_from_sections_and_from_wording(market: Market) -> None:
    by_wording = Counter(piece.need for a in market.adverts for _, _, piece, _ in mentions(a) if piece.need)
    assert by_wording["preferred"] >= 60
    assert by_wording["not_required"] >= 10
    in_boilerplate = [p.text for a in market.adverts for s, _, p, _ in mentions(a) if s.kind in ("blurb", "closing")]
    assert in_boilerplate == []


def test_at_least_24_kinds_of_lookalikes_stand_in_the_texts(facts: dict[str, Any]) -> None:
    kinds = Counter(entry["not"] for p in facts["postings"] for entry in p["lookalikes"])
    assert len(kinds) >= 24
    texts = {entry["text"] for p in facts["postings"] for entry in p["lookalikes"]}
    assert {"go-to-market", "R&D", "Series C", "rust-free", "react to", "401k", "spring release"} <= texts
    assert {"excel in", "excel at"} & texts


def test_or_groups_have_members_that_are_skills_of_the_posting(facts: dict[str, Any]) -> None:
    groups = [(p, group) for p in facts["postings"] for group in p["or_groups"]]
    assert len(groups) >= 100
    for posting, group in groups:
        assert len(group) >= 2
        assert set(group) <= {s["name"] for s in posting["skills"]}


def test_postings_of_one_requisition_are_near_duplicates_and_others_are_not(market: Market) -> None:
    shingles = {}
    for advert in market.adverts:
        words = re.findall(r"\w+", text_of(advert).lower())
        shingles[advert.key] = {tuple(words[i : i + 3]) for i in range(len(words) - 2)}
    pairs = [
        (a, b)
        for a, b in combinations([a for a in market.adverts if not a.hidden], 2)
        if a.job.employer == b.job.employer or a.job.role == b.job.role
    ]
    twins = 0
    for a, b in pairs:
        x, y = shingles[a.key], shingles[b.key]
        alike = len(x & y) / len(x | y)
        if a.job.number == b.job.number:
            twins += 1
            assert alike >= 0.9, (a.key, b.key)
        else:
            assert alike <= 0.5, (a.key, b.key)
    assert twins >= 30


def test_titles_are_unique_within_an_employer_and_texts_have_a_real_length(market: Market) -> None:
    titles = Counter((a.job.employer.name, a.job.title) for a in {x.job.number: x for x in market.adverts}.values())
    assert max(titles.values()) == 1
    lengths = sorted(len(text_of(a).split()) for a in market.adverts if not a.hidden and a.language == "en")
    assert lengths[0] >= 120
    assert lengths[-1] <= 520
    assert sum(150 <= n <= 500 for n in lengths) >= 0.97 * len(lengths)


def test_one_skill_rises_and_one_falls_in_the_flow_of_new_postings(facts: dict[str, Any]) -> None:
    def share(name: str, weeks: range) -> float:
        new = [p for p in facts["postings"] if p["relevant"] and p["spells"][0][0] in weeks]
        return sum(any(s["name"] == name for s in p["skills"]) for p in new) / len(new)

    rising, falling = facts["trends"]["rising"], facts["trends"]["falling"]
    assert share(rising, range(17, 26)) >= share(rising, range(1, 10)) + 0.15
    assert share(falling, range(17, 26)) <= share(falling, range(1, 10)) - 0.15


def test_history_has_returns_troubles_and_boards_that_go(facts: dict[str, Any], market: Market) -> None:
    returned = [p for p in facts["postings"] if len(p["spells"]) == 2]
    assert len(returned) >= 3
    assert all(later[0] - earlier[1] >= 3 for p in returned for earlier, later in [p["spells"]])
    kinds = {t["kind"]: t for t in facts["troubles"]}
    assert set(kinds) == {"error", "html", "gone", "empty"}
    gone = [t["week"] for t in facts["troubles"] if t["kind"] == "gone"]
    assert gone == list(range(gone[0], 26))
    lost = [p for p in facts["postings"] if p["key"].startswith(kinds["gone"]["board"] + "/") and p["seen_weeks"]]
    assert len([p for p in lost if gone[0] - 1 in p["seen_weeks"]]) >= 2
    assert any(a.edited_week and a.is_open(a.edited_week) for a in market.adverts)


def test_dates_agree_with_the_clock(market: Market) -> None:
    for advert in market.adverts:
        opened = market_week(advert.spells[0][0])
        assert advert.published_at < opened
        if advert.spells[0][0] and not advert.hidden:
            assert advert.published_at > opened - dt.timedelta(days=7)


def market_week(week: int) -> dt.datetime:
    return dt.datetime(2026, 5, 18, 6, tzinfo=dt.UTC) + dt.timedelta(days=7 * week)


def test_the_schedule_is_26_mondays_with_a_url_for_each_source(market: Market) -> None:
    runs = schedule(market, "http://127.0.0.1:9/")
    assert len(runs) == 26
    assert runs[0]["run_id"] == "20260518T060000Z-crawl"
    assert runs[-1]["started_at"] == "2026-11-09T06:00:00+00:00"
    assert runs[7]["base_urls"]["lever"] == "http://127.0.0.1:9/7/lever"
    assert {dt.datetime.fromisoformat(run["started_at"]).weekday() for run in runs} == {0}


def test_what_is_shown_is_what_the_truth_says(market: Market, facts: dict[str, Any]) -> None:
    healthy = next(b for b in boards(market) if (b.source, b.slug) not in market.troubles)
    for week in (0, 12, 25):
        keys = {a.key for a in shown(market, healthy, week) if not a.hidden}
        prefix = f"{healthy.source}/{healthy.slug}/"
        assert keys == {p["key"] for p in facts["postings"] if p["key"].startswith(prefix) and week in p["seen_weeks"]}
