"""What is kept between two processes is what would be made anew, or it is made anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import kept as room
from nlp.kept import Expressions, kept
from nlp.mentions.finder import SkillFinder
from nlp.resume.claims import cues
from nlp.taxonomy.loader import load

CUES = [*cues._all_spelt()]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(room, "FOLDER", tmp_path / "kept")
    return tmp_path / "kept"


class Maker:
    """Counts how often it was asked."""

    def __init__(self, answer: object = ("a", {"b": 1.5}, [None, "ü"])) -> None:
        self.answer, self.asked = answer, 0

    def __call__(self) -> object:
        self.asked += 1
        return self.answer


def test_it_is_made_once_for_one_content() -> None:
    first, again, other = Maker(), Maker(), Maker("other")
    assert kept("x", [b"1", b"2"], first) == kept("x", [b"1", b"2"], again) == first.answer
    assert (first.asked, again.asked) == (1, 0)
    assert kept("x", [b"12"], other) == kept("y", [b"1", b"2"], other) == "other" and other.asked == 2


@pytest.mark.parametrize(
    "damage", [lambda c: b"", lambda c: c[:-1], lambda c: c + b"x", lambda c: c[:40] + b"!" + c[41:]]
)
def test_a_damaged_file_is_made_anew(folder: Path, damage) -> None:
    kept("x", [b"1"], Maker())
    path = next(folder.iterdir())
    path.write_bytes(damage(path.read_bytes()))
    anew = Maker()
    assert kept("x", [b"1"], anew) == anew.answer and anew.asked == 1
    assert kept("x", [b"1"], anew) == anew.answer and anew.asked == 1


def test_where_nothing_can_be_written_it_is_made_each_time(folder: Path) -> None:
    folder.write_text("a file in its place")
    maker = Maker()
    assert kept("x", [b"1"], maker) == kept("x", [b"1"], maker) == maker.answer and maker.asked == 2


def test_few_of_a_name_stay_and_no_draft(folder: Path) -> None:
    kept("other", [], Maker())
    for number in range(20):
        kept("x", [b"%d" % number], Maker())
    names = [path.name.split("-")[0] for path in folder.iterdir()]
    assert sorted(names) == ["other", *["x"] * room._MOST]


@given(st.sampled_from(CUES), st.text(alphabet="abeiost n,.()'-ANdg", max_size=80))
def test_a_kept_expression_finds_what_a_compiled_one_does(name: str, text: str) -> None:
    words = cues._all_spelt()[name]
    for _ in range(2):  # made, then read
        found = Expressions("x", [words.encode()], lambda: {name: words})[name]
        assert [(m.span(), m.groups()) for m in found.finditer(text)] == [
            (m.span(), m.groups()) for m in re.compile(words).finditer(text)
        ]


def test_groups_and_flags_are_kept() -> None:
    words = r"(?i)(?P<first>a+)(b)?(?P<last>\d{2,3})|(?<=x)ÿ"
    for _ in range(2):
        found, compiled = Expressions("x", [], lambda: {"one": words})["one"], re.compile(words)
        assert (found.pattern, found.flags, found.groupindex, found.groups) == (
            words,
            compiled.flags,
            compiled.groupindex,
            compiled.groups,
        )
        match = found.search("zAAb123")
        assert match and match.groupdict() == {"first": "AA", "last": "123"} and found.search("xÿ")


def test_where_python_compiles_otherwise_expressions_are_compiled_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Expressions("x", [], lambda: {"one": "a(b)"})  # kept by a Python that can
    monkeypatch.setattr(room, "_inner", lambda module: object())
    for expressions in (made, Expressions("y", [], lambda: {"one": "a(b)"})):
        match = expressions["one"].search("xab")
        assert match and match.groups() == ("b",)


def test_a_finder_of_kept_spellings_is_one_of_made_spellings(folder: Path) -> None:
    taxonomy = load()
    made, read = SkillFinder(taxonomy), SkillFinder(taxonomy)
    assert [path.name.split("-")[0] for path in folder.iterdir()] == ["spellings"]
    assert made._entries == read._entries and len(made) > 1_000


def test_all_lists_of_cues_are_kept_under_their_names() -> None:
    for name in CUES:
        table, _, list_ = name.partition(" ")
        assert cues.cues(table, list_).pattern == cues._all_spelt()[name]
