"""What is taken of very many postings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nlp.lanes.cooccurrence import Document
from nlp.lanes.sampling import sampled


def made(count: int) -> list[tuple[str, Document]]:
    """So many postings, each naming a skill of its own."""
    return [(f"greenhouse/acme/{number}", (f"employer {number % 7}", {f"s{number}": 1.0})) for number in range(count)]


def test_few_are_all_taken_in_their_order() -> None:
    assert sampled(made(50), most=50) == [document for _, document in made(50)]


@given(st.integers(0, 400), st.integers(1, 60), st.randoms(use_true_random=False))
def test_order_does_not_decide_and_no_more_than_the_most_are_taken(count: int, most: int, chance: object) -> None:
    documents = made(count)
    shuffled = documents.copy()
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    taken = [next(iter(skills)) for _, skills in sampled(documents, most)]
    assert sorted(taken) == sorted(next(iter(skills)) for _, skills in sampled(shuffled, most))
    assert len(taken) <= most and len(set(taken)) == len(taken)


def test_of_many_about_half_of_the_most_or_more_are_taken() -> None:
    assert 400 <= len(sampled(made(20_000), most=1_000)) <= 1_000


def test_a_day_later_mostly_the_same_are_taken() -> None:
    today, later = ({next(iter(skills)) for _, skills in sampled(made(n), most=1_000)} for n in (20_000, 20_300))
    assert len(today & later) >= 0.95 * len(today)
