"""Which postings are one job: a set of pairs that differ in kind, and properties of names that must not change."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.linking.adverts import Advert, Links
from warehouse.linking.grouping import FEW, link
from warehouse.linking.names import TitleKey, ats_reference, employer_key, title_key

PAIRS = tomllib.loads((Path(__file__).parents[2] / "fixtures" / "linking" / "pairs.toml").read_text(encoding="utf-8"))
KINDS = dict.fromkeys(("greenhouse", "lever", "ashby", "personio", "workable"), "ats")
KINDS |= {"hackernews": "hackernews", "import": "import"}
TEXTS: dict[str, str] = {}


def texts(wanted: Collection[str]) -> Mapping[str, str]:
    return {text_hash: TEXTS[text_hash] for text_hash in wanted}


def advert(job: str, text: str = "", *, day: int | None = 1, source: str = "greenhouse", **fields: Any) -> Advert:
    text_hash = hashlib.sha256(text.encode()).hexdigest()
    TEXTS[text_hash] = text
    given: dict[str, Any] = {
        "board": "fennmark",
        "employer": "Fennmark Robotics",
        "title": "Machine Learning Engineer",
        "places": ("Berlin",),
        "urls": (),
        **fields,
    }
    return Advert(
        posting_id=f"{source}/{given['board']}/{job}",
        source=source,
        kind=KINDS.get(source, "aggregator"),
        source_job_id=job,
        text_hash=text_hash,
        text_length=len(text),
        first_seen_at=None if day is None else dt.datetime(2026, 3, 1, tzinfo=dt.UTC) + dt.timedelta(days=day),
        **given,
    )


def side(fields: Mapping[str, Any], job: str) -> Advert:
    given = {**PAIRS["default"], **fields}
    text = PAIRS["body"].get(given["body"], "")
    for old, new in given.get("replace", ()):
        assert old in text
        text = text.replace(old, new)
    text = text[: int(len(text) * given.get("keep", 1))] + given.get("append", "")
    if given.get("fold"):
        text = " ".join(text.lower().split())
    return advert(
        given.get("job", job),
        text,
        source=given["source"],
        board=given["board"],
        employer=given["employer"],
        title=given["title"],
        places=(given["place"],),
        urls=(given["url"],) if "url" in given else (),
    )


def is_one(pair: Mapping[str, Any]) -> bool:
    found = link([side(pair["a"], "1001"), side(pair["b"], "1002")], texts).requisition_of
    return len(set(found.values())) == 1


def test_pairs_that_differ_in_kind_are_told_apart() -> None:
    pairs = PAIRS["pair"]
    assert len({pair["kind"] for pair in pairs}) == len(pairs) >= 120
    joined = [pair for pair in pairs if is_one(pair)]
    right = [pair for pair in joined if pair["same"]]
    wrong = [pair["kind"] for pair in joined if not pair["same"]]
    missed = [pair["kind"] for pair in pairs if pair["same"] and pair not in joined]
    assert len(right) / len(joined) >= 0.99, wrong
    assert len(right) / sum(pair["same"] for pair in pairs) >= 0.90, missed


LONG = " ".join(f"word{number}" for number in range(300))


def test_copies_for_many_cities_count_once_and_keep_their_first_name() -> None:
    adverts = [advert(f"{number:03}", LONG, day=number, places=(f"City{number}",)) for number in range(40)]
    found = link(adverts, texts)
    assert set(found.requisition_of.values()) == {"greenhouse/fennmark/000"}
    assert found.representative_of == {"greenhouse/fennmark/000": "greenhouse/fennmark/000"}


def test_the_employers_own_board_represents_then_the_longest_text() -> None:
    own = advert("1", LONG, day=9)
    listed = advert("2", LONG + " longer", day=1, source="remoteok", board="all")
    noted = advert("3", LONG + " longer still", day=2, source="import", board="mine")
    found = link([own, listed, noted], texts)
    assert found.representative_of == {listed.posting_id: own.posting_id}
    assert link([listed, noted], texts).representative_of == {listed.posting_id: listed.posting_id}


def test_an_address_is_believed_before_a_text() -> None:
    """An aggregator's copy of one posting under the address of another does not join the two."""
    one, two = advert("1", LONG), advert("2", "Another text.", title="ML Engineer, Search")
    mixed = advert("3", LONG, source="remoteok", board="all", urls=("https://boards.greenhouse.io/x/jobs/2",))
    found = link([one, two, mixed], texts).requisition_of
    assert found[one.posting_id] != found[two.posting_id] == found[mixed.posting_id]


def test_a_text_finds_its_own_copy_before_its_cousin() -> None:
    words = LONG.split()
    cousin = advert("1", " ".join([*words[:-9], *(f"other{n}" for n in range(9))]), title="ML Engineer, Plums", day=1)
    own = advert("2", LONG, title="ML Engineer, Figs", day=2)
    copy = advert("3", LONG + " Apply.", title="ML Engineer", source="remoteok", board="all", day=3)
    found = link([cousin, own, copy], texts).requisition_of
    assert found[copy.posting_id] == found[own.posting_id] != found[cousin.posting_id]


def test_a_short_title_does_not_bring_two_longer_ones_together() -> None:
    figs = advert("1", LONG, title="ML Engineer, Figs", source="import", board="mine", day=1)
    plain = advert("2", LONG + " Apply.", title="ML Engineer", source="import", board="mine", day=2)
    plums = advert("3", LONG + " Apply now.", title="ML Engineer, Plums", source="import", board="mine", day=3)
    found = link([figs, plain, plums], texts).requisition_of
    assert found[figs.posting_id] != found[plums.posting_id]
    assert found[plain.posting_id] in {found[figs.posting_id], found[plums.posting_id]}


def test_what_an_employer_says_of_itself_sets_no_copies_apart_and_joins_no_jobs() -> None:
    about = " ".join(f"about{number}" for number in range(150))
    own = {team: " ".join(f"{team}{number}" for number in range(60)) for team in ("figs", "plums", "pears", "limes")}
    board = [advert(team, f"{about} {text}", title=f"ML Engineer, {team}") for team, text in own.items()]
    bare = advert("9", own["figs"], title="ML Engineer, figs", source="lever")
    changed = advert("10", f"{about} {' '.join(own['plums'].split()[:50])}", title="ML Engineer, plums", source="lever")
    found = link([*board, bare, changed], texts).requisition_of
    assert found[bare.posting_id] == board[0].posting_id
    assert found[changed.posting_id] == changed.posting_id


def test_many_near_copies_are_found_by_sketches() -> None:
    pool = [advert(str(n), " ".join(f"w{n}x{i}" for i in range(200))) for n in range(FEW * 3)]
    copies = [
        dataclasses.replace(advert(f"c{n}", TEXTS[own.text_hash] + " Apply.", source="remoteok", board="all"))
        for n, own in enumerate(pool)
    ]
    found = link([*pool, *copies], texts).requisition_of
    assert [found[copy.posting_id] for copy in copies] == [own.posting_id for own in pool]


def test_a_name_stays_when_an_older_posting_joins() -> None:
    young = advert("2", LONG, day=5)
    first = link([young], texts)
    joined = link([young, advert("1", LONG, day=1)], texts, first)
    assert set(joined.requisition_of.values()) == {young.posting_id}


def test_a_merge_keeps_the_older_name_and_records_the_other() -> None:
    one, two = advert("1", LONG, day=1), advert("2", "Other words.", day=2)
    apart = link([one, two], texts)
    merged = link([one, dataclasses.replace(two, text_hash=one.text_hash)], texts, apart)
    assert merged.requisition_of == {one.posting_id: one.posting_id, two.posting_id: one.posting_id}
    assert merged.merged_into == {two.posting_id: one.posting_id}
    split = link([one, two], texts, merged)
    assert split.requisition_of == apart.requisition_of
    assert split.merged_into == {}


def test_a_chain_of_merges_ends_at_the_living_name() -> None:
    one, two = advert("1", LONG, day=1), advert("2", LONG, day=2)
    earlier = Links({one.posting_id: "a", two.posting_id: "b"}, {}, {"c": "b", "lost": "nowhere"})
    assert link([one, two], texts, earlier).merged_into == {"b": "a", "c": "a"}


def test_an_undated_import_is_the_youngest() -> None:
    undated = advert("1", LONG, day=None, source="import", board="mine")
    dated = advert("2", LONG, day=30)
    assert set(link([undated, dated], texts).requisition_of.values()) == {dated.posting_id}


@st.composite
def markets(draw: st.DrawFn) -> list[Advert]:
    bodies = [LONG, LONG + " Apply.", "Short words here.", ""]
    titles = ["ML Engineer", "Senior ML Engineer", "ML Engineer, Figs"]
    return [
        advert(
            str(number),
            draw(st.sampled_from(bodies)),
            day=draw(st.one_of(st.none(), st.integers(0, 5))),
            source=draw(st.sampled_from(["greenhouse", "lever", "remoteok", "import"])),
            title=draw(st.sampled_from(titles)),
            urls=draw(st.sampled_from([(), ("https://boards.greenhouse.io/x/jobs/1",)])),
        )
        for number in range(draw(st.integers(1, 12)))
    ]


@given(markets(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_postings_does_not_matter_and_linking_again_changes_nothing(
    adverts: list[Advert], random: Any
) -> None:
    found = link(adverts, texts)
    shuffled = list(adverts)
    random.shuffle(shuffled)
    assert link(shuffled, texts) == found
    assert link(adverts, texts, found) == found


@given(markets(), st.integers(1, 11))
@settings(max_examples=100, deadline=None)
def test_every_name_of_old_lives_or_leads_to_a_living_one(adverts: list[Advert], known: int) -> None:
    before = link(adverts[:known], texts)
    after = link(adverts, texts, before)
    living = set(after.requisition_of.values())
    assert living == after.representative_of.keys()
    for name in set(before.requisition_of.values()):
        assert name in living or after.merged_into[name] in living
    for name, representative in after.representative_of.items():
        assert after.requisition_of[representative] == name


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Sr. ML Engineer (m/w/d) - Berlin", {"senior", "ml", "engineer"}),
        ("Engineer, Machine Learning | Fennmark Robotics", {"ml", "engineer"}),
        ("C++ Engineer", {"c++", "engineer"}),
        ("Berlin", {"berlin"}),
        ("Machine Learning Engineer 2 (JR-20418)", {"ml", "engineer", "ii"}),
    ],
)
def test_what_of_a_title_names_the_job(title: str, words: set[str]) -> None:
    assert title_key(title, "fennmark robotics", {"berlin"}).words == words


def test_titles_fit_when_one_says_more_without_a_mark() -> None:
    def key(*words: str) -> TitleKey:
        return title_key(" ".join(words), "", ())

    assert key("ML Engineer").fits(key("ML Engineer Figs"))
    assert not key("ML Engineer Plums").fits(key("ML Engineer Figs"))
    assert not key("ML Engineer").fits(key("ML Engineer Vision"))


@pytest.mark.parametrize(("name", "key"), [("A.B.C. Ltd", "abc"), ("Co", "co"), ("", ""), ("Ägir AG", "agir")])
def test_employers_are_one_without_their_legal_form(name: str, key: str) -> None:
    assert employer_key(name) == key


@pytest.mark.parametrize(
    ("url", "reference"),
    [
        ("https://x.example/?a=1&gh_jid=12", ("greenhouse", "12")),
        ("https://job-boards.eu.greenhouse.io/x/jobs/12", ("greenhouse", "12")),
        ("https://boards.greenhouse.io/embed/job_app?for=x&token=12", ("greenhouse", "12")),
        ("https://apply.workable.com/x/j/0A1B2C3D4E/", ("workable", "0a1b2c3d4e")),
        ("https://x.jobs.personio.de/job/12?display=en", ("personio", "12")),
        ("https://boards.greenhouse.io/x", None),
        (None, None),
    ],
)
def test_addresses_name_postings(url: str | None, reference: tuple[str, str] | None) -> None:
    assert ats_reference([url]) == reference
