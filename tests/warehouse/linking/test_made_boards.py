"""Posts of one job are joined and others are not: on made boards with ids and texts shaped like real ones."""

from __future__ import annotations

import random
from collections.abc import Collection

import pytest

from bench.linking import made_board, measured, pairs
from tests.warehouse.linking.test_linking import LONG, advert, texts
from warehouse.linking import grouping, wording
from warehouse.linking.grouping import link


@pytest.mark.parametrize("seed", [11, 12])
def test_posts_are_joined_to_jobs(seed: int) -> None:
    precision, recall, true = measured(20, seed)
    assert true > 1000
    assert precision >= 0.995
    assert recall >= 0.95


def test_the_order_of_posts_does_not_matter() -> None:
    board = made_board(random.Random(5), 1)
    before = list(pairs(board))
    board.adverts.reverse()
    assert sorted(pairs(board)) == sorted(before)


def test_how_many_texts_are_held_at_once_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    boards = [made_board(random.Random(seed), seed) for seed in range(6)]
    known = {text_hash: text for board in boards for text_hash, text in board.texts.items()}
    adverts = [advert for board in boards for advert in board.adverts]
    asked: list[int] = []

    def found(wanted: Collection[str]) -> dict[str, str]:
        asked.append(len(wanted))
        return {text_hash: known[text_hash] for text_hash in wanted}

    whole = link(adverts, found)
    assert len(asked) == 1
    monkeypatch.setattr(grouping, "CHARACTERS_AT_ONCE", 1)
    assert link(adverts, found) == whole and len(asked) == 1 + len(boards)


def groups_of(*adverts) -> int:
    return len(set(link(adverts, texts).requisition_of.values()))


def test_one_number_and_one_title_is_one_job_whatever_the_texts_say() -> None:
    one = advert("1", LONG, job_number="77", places=("Berlin",))
    other = advert("2", LONG[: len(LONG) // 3] + " quite other words", job_number="77", places=("Lyon",))
    assert groups_of(one, other) == 1
    assert groups_of(one, advert("2", "Quite other words.", job_number="78")) == 2


def test_a_number_that_spans_two_roles_joins_none() -> None:
    one = advert("1", LONG, job_number="77")
    assert groups_of(one, advert("2", LONG, job_number="77", title="Data Engineer")) == 2
    related = advert("2", LONG + " and a little more", job_number="77", title="Machine Learning Engineer, Plums")
    assert groups_of(one, related) == 1
    other_role = advert("2", "Press the plums.", job_number="77", title="Machine Learning Engineer, Plums")
    assert groups_of(one, other_role) == 2


def test_numbers_of_different_boards_say_nothing() -> None:
    assert groups_of(advert("1", LONG, job_number="7"), advert("2", "Else.", job_number="7", board="other")) == 2


def test_sentences_about_pay_and_place_set_no_copies_apart() -> None:
    one = advert("1", LONG + ". The pay range for Berlin is €70,000 to €90,000.", places=("Berlin",))
    other = advert("2", LONG + ". You work in our New York office. Base pay: 150,000 USD.", places=("New York, NY",))
    assert groups_of(one, other) == 1
    assert groups_of(one, advert("2", LONG + ". You lead the team that moves it to Rust.")) == 2


def test_two_labelled_numbers_of_openings_prove_two_jobs() -> None:
    words = LONG.replace("word7 ", "word7. Req ID: R-10471. ")
    board = advert("1", words)
    listed = advert("2", words.replace("10471", "10472"), source="remoteok", board="all")
    assert groups_of(board, listed) == 2
    assert groups_of(board, advert("2", words + " more", source="remoteok", board="all")) == 1
    assert (
        groups_of(advert("1", LONG, requisition_number="R-1"), advert("2", LONG + " $5", requisition_number="R-2")) == 2
    )


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Requisition ID: JR-2026-118", {"JR-2026-118"}),
        ("Job ID 448190 · Lisbon", {"448190"}),
        ("Kennziffer: 8812-B", {"8812-B"}),
        ("We serve 448190 orchards and require 1000 pears.", set()),
        ("required: 1000+ hours", set()),
    ],
)
def test_numbers_of_openings(text: str, numbers: set[str]) -> None:
    assert wording.opening_numbers(text) == numbers


def test_place_names_are_names() -> None:
    assert wording.place_names(["New York, NY (Remote)", "Berlin or Lyon"]) == {("new", "york"), ("berlin",), ("lyon",)}
