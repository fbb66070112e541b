"""What is kept between two processes is what would be made anew, or it is made anew."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from nlp import kept as room
from nlp.kept import kept, kept_facts
from nlp.mentions.finder import SkillFinder
from nlp.taxonomy.loader import load
from warehouse.models import BadInputError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(room, "FOLDER", tmp_path / "kept")
    return tmp_path / "kept"


class Maker:
    """Counts how often it was asked."""

    def __init__(self, answer: object = None) -> None:
        self.answer, self.asked = answer or ["a", {"b": 1.5}, [None, "ü"]], 0

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


def test_where_there_is_no_place_it_is_made_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "FOLDER", None)
    maker = Maker()
    assert kept("x", [b"1"], maker) == kept("x", [b"1"], maker) == maker.answer and maker.asked == 2


def test_the_place_is_the_users_folder_for_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert room._folder() == tmp_path / "skillgap"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = room._folder()
    assert folder is not None and folder.is_relative_to(tmp_path) and folder.name == "skillgap"


def test_few_of_a_name_stay_and_no_draft(folder: Path) -> None:
    kept("other", [], Maker())
    for number in range(20):
        kept("x", [b"%d" % number], Maker())
    names = [path.name.split("-")[0] for path in folder.iterdir()]
    assert sorted(names) == ["other", *["x"] * room._MOST]


def test_a_finder_of_kept_spellings_is_one_of_made_spellings(folder: Path) -> None:
    taxonomy = load()
    made, read = SkillFinder(taxonomy), SkillFinder(taxonomy)
    assert len(list(folder.glob("spellings-*"))) == 1
    assert made._entries == read._entries and len(made) > 1_000


def test_what_a_file_of_facts_says_is_kept_as_it_is_and_not_what_it_said_before(tmp_path: Path) -> None:
    facts = tmp_path / "x.toml"
    facts.write_text('a = ["\\\\b<ü>", 1.5]\n[t.u]\nis = true\n')
    assert kept_facts(facts) == kept_facts(facts) == {"a": ["\\b<ü>", 1.5], "t": {"u": {"is": True}}}
    facts.write_text("a = 2\n")
    assert kept_facts(facts) == {"a": 2}


@pytest.mark.parametrize("file", sorted(Path(room.__file__).parent.rglob("*.toml")), ids=lambda path: path.name)
def test_all_facts_of_the_room_can_be_kept(file: Path) -> None:
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    assert json.loads(json.dumps(said)) == said


def test_a_taxonomy_that_was_found_sound_is_judged_again_after_an_edit(tmp_path: Path) -> None:
    overlay = tmp_path / "skills.toml"
    overlay.write_text('[[surface]]\nskill = "python"\ntext = "pyth"\n')
    load(overlay=overlay)
    overlay.write_text('[[surface]]\nskill = "no_such_skill"\ntext = "pyth"\n')
    for _ in range(2):
        with pytest.raises(BadInputError, match="no_such_skill"):
            load(overlay=overlay)
