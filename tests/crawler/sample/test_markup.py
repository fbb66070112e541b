import pytest

from crawler.sample.markup import capitalised, expand, names, parse, with_need
from warehouse.models import BrokenDataError


def test_a_line_yields_its_text_its_skills_and_its_traps() -> None:
    pieces = parse("know [k8s=Kubernetes] and <<[PyTorch]/[JAX]>>, ~excel in=Excel~ it, [SQL@p]")
    assert "".join(p.text for p in pieces) == "know k8s and PyTorch/JAX, excel in it, SQL"
    assert names(pieces) == {"Kubernetes", "PyTorch", "JAX", "SQL"}
    assert [(p.text, p.group) for p in pieces if p.skill] == [("k8s", None), ("PyTorch", 1), ("JAX", 1), ("SQL", None)]
    assert [p.lookalike for p in pieces if p.lookalike] == ["Excel"]
    assert [p.need for p in pieces if p.text == "SQL"] == ["preferred"]


def test_optional_mentions_are_marked_and_a_need_can_be_set_for_a_whole_line() -> None:
    pieces = parse("[accuracy@o] and [Go]")
    assert [p.is_optional for p in pieces if p.skill] == [True, False]
    assert {p.need for p in with_need(pieces, "preferred") if p.skill} == {"preferred"}


@pytest.mark.parametrize("source", ["[PyTorch", "<<[Go] or [Rust]", "~excel in", "{slot}", "a ] b"])
def test_markup_left_over_is_refused_with_the_part_named(source: str) -> None:
    with pytest.raises(BrokenDataError, match="unclosed markup"):
        parse(source)


def test_slots_are_filled_through_and_a_circle_is_refused() -> None:
    assert expand("{a} b", {"a": "{c}!", "c": "x"}.__getitem__) == "x! b"
    with pytest.raises(BrokenDataError, match="for ever"):
        expand("{a}", {"a": "{a}"}.__getitem__)


def test_a_capital_at_the_start_spares_names_that_keep_their_case() -> None:
    tools = {"dbt"}.__contains__
    assert capitalised(parse("[feature stores] first"), tools)[0].text == "Feature stores"
    assert capitalised(parse("[dbt] first"), tools)[0].text == "dbt"
