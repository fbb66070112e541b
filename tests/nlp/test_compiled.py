"""An expression from its kept program is the one that Python compiles."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given

from nlp import compiled as room
from nlp import kept
from nlp.compiled import code_of, compiled
from nlp.expressions import expressions
from nlp.resume.claims import cues
from nlp.resume.signs import _each
from tests.nlp.cue_lists import is_expression
from tests.nlp.test_cues import EXPRESSIONS

PECULIAR = ("", "(?i)[äß]k+", "(?P<a>x)(?P<b>y)?(z)", r"(?s:.)\Z", "(?x) a b # c", r"(a)\1", "a{2,3}+", "(?>ab|a)b")


def same(pattern: str) -> bool:
    def is_same(flags: re.RegexFlag) -> bool:
        code = code_of(pattern, flags)
        assert code is not None
        found, whole = compiled(pattern, json.loads(json.dumps(code)), flags), re.compile(pattern, flags)
        return found == whole and (found.groupindex, found.groups) == (whole.groupindex, whole.groups)

    return is_same(re.NOFLAG) and is_same(re.MULTILINE)


@given(pattern=EXPRESSIONS.filter(is_expression))
def test_it_is_the_same_expression(pattern: str) -> None:
    assert same(pattern)


@pytest.mark.parametrize("pattern", PECULIAR)
def test_peculiar_ones_are_the_same(pattern: str) -> None:
    assert same(pattern)


def test_those_of_a_resume_are_the_same() -> None:
    lists = [[expression for _, expression in _each()], *cues._expressions().values()]
    patterns = {expression.pattern for given in lists for expression in given}
    assert len(patterns) > 1_000
    assert all(same(pattern) for pattern in sorted(patterns)[::7])


def test_another_python_compiles_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(room, "import_module", gone)
    assert code_of("a(b)?") is None
    assert compiled("a(b)?", None) == re.compile("a(b)?")


def test_what_is_no_expression_is_said() -> None:
    with pytest.raises(re.error):
        code_of("(")


def test_programs_are_made_where_they_can_be_kept_and_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lists() -> dict[str, list[str]]:
        return {"one": ["dags? run", r"\bthe (?P<whose>team)"]}

    kept.can_keep.cache_clear()
    monkeypatch.setattr(kept, "FOLDER", None)
    nowhere = expressions("test", [b"1"], lists)
    kept.can_keep.cache_clear()
    monkeypatch.setattr(kept, "FOLDER", tmp_path / "kept")
    made, found = (expressions("test", [b"1"], lists) for _ in range(2))
    kept.can_keep.cache_clear()
    assert all(one.code is None for one in nowhere["one"])
    assert all(one.code is not None for one in found["one"])
    for way in (nowhere, made, found):
        assert [one.compiled() for one in way["one"]] == [
            re.compile(pattern, re.MULTILINE) for pattern in lists()["one"]
        ]
