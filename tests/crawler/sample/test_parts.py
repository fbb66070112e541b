"""The parts themselves: every name is known, every slot can be filled, every line parses."""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from crawler.sample.markup import SLOT, expand, names, parse
from crawler.sample.parts import FOLDER, load_parts

FILES = [path for path in sorted(FOLDER.rglob("*.toml")) if path.name not in ("skills.toml", "events.toml")]
FROM_THE_JOB = {
    *("employer", "domain", "product", "data", "users", "team", "city", "n_teams", "n", "word", "word_cap"),
    *("min", "max", "min_k", "max_k", "cur", "stack"),
}
HOLE = re.compile(r"\{[abd](?::bare)?\}")


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_every_line_of_a_file_parses_and_plants_only_known_names(path: Any) -> None:
    parts = load_parts()
    for source in strings(tomllib.loads(path.read_text(encoding="utf-8"))):
        plain = HOLE.sub("x", source)
        unknown = set(SLOT.findall(plain)) - FROM_THE_JOB - set(parts.slots)
        assert not unknown, f"{source!r} leaves {unknown} open"
        filled = expand(plain, lambda slot: parts.slots[slot][0] if slot in parts.slots else "word")
        assert names(parse(filled)) <= set(parts.skills), source


def test_only_the_trend_plants_the_rising_and_the_falling_skill() -> None:
    trend = load_parts().shared["trend"]
    for direction in ("rising", "falling"):
        name = trend[direction]["name"]
        elsewhere = [
            source
            for path in FILES
            for source in strings(tomllib.loads(path.read_text(encoding="utf-8")))
            if f"[{name}" in source or f"={name}" in source
        ]
        assert sorted(elsewhere) == sorted(atom for atom in trend[direction]["atoms"])


def test_employers_speak_in_many_voices_and_differ_in_size() -> None:
    parts = load_parts()
    assert len(parts.employers) >= 26
    assert len({e.voice for e in parts.employers}) >= 8
    assert max(e.size for e in parts.employers) >= 3 * min(e.size for e in parts.employers)
    slugs = [(b.source, b.slug) for e in parts.employers for b in e.boards]
    assert len(slugs) == len(set(slugs))
    assert {source for source, _ in slugs} == {"greenhouse", "lever", "ashby"}
