"""Skills are found at the bounds of technical tokens, in every common spelling."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.finding import find_slowly
from nlp.mentions.finder import SkillFinder, longest, variants
from nlp.taxonomy.loader import Surface, load

FINDER = SkillFinder(load())


def found(text: str) -> list[str]:
    return [text[c.start : c.end] for c in FINDER.find(text)]


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("Node.js/Express", ["Node.js", "Express"]),
        ("PyTorch|JAX", ["PyTorch", "JAX"]),
        ("Kubernetes(EKS)", ["Kubernetes", "EKS"]),
        ("C#/.NET", ["C#", ".NET"]),
        ("C++/CUDA", ["C++", "CUDA"]),
        ("CI/CD", ["CI/CD"]),
        ("•Python", ["Python"]),
        ("Python3", ["Python3"]),
        ("LangGraph2", ["LangGraph"]),
        ("R&D", []),
        ("an address at x.ai", []),
        ("scikit\u2010learn and fine\u2011tuning", ["scikit\u2010learn", "fine\u2011tuning"]),
        ("vector databases", ["vector databases"]),
        ("vector DBs", ["vector DBs"]),
        ("quantisation", ["quantisation"]),
        ("reranking", ["reranking"]),
        ("feature\nstores", []),
        ("deep  learning", ["deep  learning"]),
        ("C", ["C"]),
        ("C++", ["C++"]),
        ("MyPython", []),
        ("python_script", []),
        ("F500s and F1", ["F1"]),
        ("cutting-edge AI", ["AI"]),
        ("the model-API seam", []),
        ("non-relational databases", ["relational databases"]),
        ("now we're training", []),
    ],
)
def test_bounds_and_spellings(text: str, surfaces: list[str]) -> None:
    assert found(text) == surfaces


def test_the_longest_wins() -> None:
    assert found("Amazon SageMaker and Azure Machine Learning") == ["Amazon SageMaker", "Azure Machine Learning"]


def test_a_hard_wrapped_name_is_whole() -> None:
    line = "This is a line of text that fills the whole width of the page, up to feature"
    text = "\n".join([line] * 7 + ["stores and more of it, so that the next line is as long as the others were before"])
    assert "feature\nstores" in found(text)


@given(st.text(alphabet=st.sampled_from("CR+# /.,()&-\nPythongoAI3_"), max_size=60))
def test_candidates_never_overlap_and_run_in_order(text: str) -> None:
    spans = [(c.start, c.end) for c in FINDER.find(text)]
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(text[a:b].strip() for a, b in spans)


NAMED = st.sampled_from(["python", "C++", "go", "R", "ai", ".NET", "YOLOv8", "k8s", "R&D", "Node.js", "fine-tuning"])
ODD = st.sampled_from(["ⓐ", "ß", "İ", "ͅ", "日", "é", "ŉ", "'s", "3", "_", "-", " ", ".", "\n", "x", "🅰"])


@given(st.lists(NAMED | ODD, max_size=9).map("".join))
def test_trying_every_stretch_of_a_text_finds_the_same(text: str) -> None:
    assert FINDER.find(text) == find_slowly(FINDER, text)


def test_of_overlapping_equals_the_leftmost_stays() -> None:
    left, right = FINDER.find("CI/CD")[0], FINDER.find("    CI/CD")[0]
    assert longest([right, left]) == [left]


@pytest.mark.parametrize(
    ("surface", "also"),
    [
        ("vector database", "vector databases"),
        ("modelling", "modeling"),
        ("fine-tuning", "finetuning"),
        ("vector DB", "vector DBs"),
    ],
)
def test_variants(surface: str, also: str) -> None:
    assert also in variants(Surface("any", surface, "any"))


def test_exact_names_have_one_case() -> None:
    assert found("the CLIP model") == ["CLIP"]
    assert "clip" not in found("a clip of the film")
