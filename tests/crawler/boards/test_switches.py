"""Sources: default ones are on, others only by name and after their terms were shown."""

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from crawler.boards.switches import OVERLAY, disable, enable, enabled_sources, terms_note
from crawler.sources import source_facts
from warehouse.models import BadInputError

DEFAULT = ("ashby", "greenhouse", "hackernews", "lever", "personio", "recruitee")


def test_default_sources(tmp_path: Path) -> None:
    assert enabled_sources(None) == enabled_sources(tmp_path) == DEFAULT


def test_switching_on_shows_the_terms_and_remembers_their_date(tmp_path: Path) -> None:
    note = enable(tmp_path, "workable")
    assert "not documented" in note and "ai-train=no" in note and source_facts()["workable"].terms_url in note
    assert enabled_sources(tmp_path) == tuple(sorted((*DEFAULT, "workable")))
    written = tomllib.loads((tmp_path / OVERLAY).read_text())
    assert written == {"workable": {"enabled": True, "terms_of": source_facts()["workable"].read_at}}


def test_switching_off(tmp_path: Path) -> None:
    enable(tmp_path, "himalayas")
    disable(tmp_path, "himalayas")
    disable(tmp_path, "lever")
    assert enabled_sources(tmp_path) == tuple(name for name in DEFAULT if name != "lever")
    enable(tmp_path, "lever")
    assert enabled_sources(tmp_path) == DEFAULT


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[workable]\nenabled = true\n", "its terms of .* were not shown"),
        ("[workable]\nenabled = true\nterms_of = 2020-01-01\n", "were not shown"),
        ("[workable]\nenabled = true\nterms_of = 'yes'\n", "were not shown"),
        ("[orbit]\nenabled = true\n", "no source 'orbit'"),
        ("[lever]\nenabled = 'no'\n", "write only `enabled = true`"),
        ("[lever]\non = true\n", "write only `enabled = true`"),
        ("lever = true\n", "write only `enabled = true`"),
        ("[lever\n", "is not TOML"),
    ],
)
def test_files_that_a_person_wrote(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / OVERLAY
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(BadInputError, match=sentence) as caught:
        enabled_sources(tmp_path)
    assert str(path) in str(caught.value)


def test_every_source_has_a_note() -> None:
    for name, facts in source_facts().items():
        note = terms_note(name)
        assert note.startswith(facts.name) and facts.read_at >= dt.date(2026, 11, 1)
        assert f"({facts.read})" in note and (facts.read_via or "") in note
    with pytest.raises(BadInputError, match="no source called 'orbit'"):
        terms_note("orbit")
