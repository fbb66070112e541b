"""A person's own lists with anything in them that TOML can say: read, or refused in a sentence that names the file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analysis.trends.watch import OWN_LIST, own_list
from crawler.boards import listed, switches
from crawler.boards.listed import load_boards
from crawler.boards.switches import enabled_sources
from crawler.landing import forget
from crawler.landing.forget import read_forgotten
from nlp.lanes.roles import lanes, roles
from nlp.lanes.specialities import specialities
from nlp.taxonomy.loader import load, refused_terms
from skillgap.settings import Settings
from warehouse.models import SkillgapError

READERS: dict[str, Callable[[Path], Any]] = {
    "config/lanes.toml": lambda d: (
        lanes(d / "config/lanes.toml"),
        roles(d / "config/lanes.toml"),
        specialities(d / "config/lanes.toml"),
    ),
    "config/skills.toml": lambda d: (load(overlay=d / "config/skills.toml"), refused_terms(d / "config/skills.toml")),
    str(listed.OVERLAY): load_boards,
    str(switches.OVERLAY): enabled_sources,
    str(forget.FILE): read_forgotten,
    OWN_LIST: lambda d: own_list(d, {"python": "Python"}),
    "market.toml": lambda d: Settings(d).market,
}
NAMES = (
    "lane", "role", "speciality", "skill", "surface", "refused", "board", "removed", "forgotten", "lever",
    "skills", "id", "name", "title", "seeds", "families", "kind", "family", "surfaces", "text", "case", "since",
    "shows", "is_a", "needs", "certainty", "vague", "term", "source", "slug", "employer", "region", "url",
    "value", "forgotten_at", "enabled", "terms_of", "definition",
)  # fmt: skip
TEXTS = some.sampled_from([
    "python", "research", "tool", "any", "certain", "lever", "(", "[a-", "é", "company", "2026-03-01T00:00:00",
    "real", "https://x.example/a", "",
    "\x00", "a" * 200,
])  # fmt: skip
SCALARS = some.one_of(TEXTS, some.integers(-(2**60), 2**60), some.booleans(), some.floats(), some.dates())
VALUES = some.recursive(
    SCALARS,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.sampled_from(NAMES), inner, max_size=4),
    max_leaves=6,
)
ROWS = some.lists(some.dictionaries(some.sampled_from(NAMES), VALUES | TEXTS, max_size=7), min_size=1, max_size=2)
FILES = some.dictionaries(some.sampled_from(NAMES), ROWS | VALUES, max_size=3)


def toml(value: Any) -> str:
    """A value as TOML writes it inline."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return {"inf": "inf", "-inf": "-inf", "nan": "nan"}.get(str(value), repr(value))
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return value.isoformat() if isinstance(value, dt.date) else json.dumps(value).replace("\\u0000", "\\u0001")


@pytest.mark.parametrize("name", READERS)
def test_anything_that_toml_can_say(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    @settings(max_examples=80 if name != "config/skills.toml" else 12, deadline=None, database=None)
    @given(FILES)
    def check(content: dict[str, Any]) -> None:
        data = tmp_path_factory.mktemp("data")  # readers keep what a path said
        (data / "config").mkdir()
        (data / name).write_text("\n".join(f"{json.dumps(key)} = {toml(one)}" for key, one in content.items()))
        refused(data, name)

    check()


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", "a = 1\n".encode("utf-16"), b"a = " + b"[" * 10_000 + b"]" * 10_000, b'a = "\\ud800"',
     b"a" + b".a" * 4_000_000 + b" = 1", b"\x00" * 100, b"a = " + b"9" * 5_000, b'kind = ["real"]', b"skills = 3",
     b"x" * 10_000_001],
    ids=["empty", "mark", "UTF-16", "deep", "half a sign", "deep keys", "NUL", "digits", "list", "number", "long"],
)  # fmt: skip
def test_what_is_no_list(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / name).write_bytes(content)
    refused(tmp_path, name)


def refused(data: Path, name: str) -> None:
    """Read it; what is refused is so in one sentence with the file's name."""
    try:
        READERS[name](data)
    except SkillgapError as error:
        assert str(data / name) in str(error)
        assert "\n" not in str(error) and len(str(error)) < 1_500
