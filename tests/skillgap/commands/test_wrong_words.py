"""Every option of every command with wrong values, types and paths: an exit code that means something, no traceback.

The cases come from the command line's own tree, so that a new option is tried without a word here.
"""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from skillgap.commands.door import COMMANDS, _loaded

WRONG = ("", " ", "-1", "0", "99999999999999999999", "nan", "1e400", "x" * 5_000, "a\x01b", "\udcff", "{}", "%s%n",
         "2026-02-30", "0001-01-01", "9999-12-31", "../../x", "'; DROP TABLE x; --", "all", "√¶", "=1+1", "a=b=c",
         "https://[", "http://a b/", "\n")  # fmt: skip
"""For an option that takes a text or a number."""
SERVING = frozenset({"demo", "dashboard"})
"""They work for long or serve: only their wrong words are tried, those that they refuse."""
HARMLESS = frozenset({"port", "address", "market"})
LONGEST_SECONDS = 120


def commands() -> Iterator[tuple[tuple[str, ...], Any]]:
    for name in COMMANDS:
        found = _loaded(name)
        if hasattr(found, "commands"):
            yield from (((name, inner), command) for inner, command in found.commands.items())
        else:
            yield (name,), found


def odd_paths(folder: Path) -> list[Path]:
    folder.mkdir()
    made: dict[str, Callable[[Path], object]] = {
        "folder": lambda p: p.mkdir(),
        "pipe": os.mkfifo,
        "loop": lambda p: p.symlink_to(p),
        "empty": lambda p: p.touch(),
        "noise.pdf": lambda p: p.write_bytes(bytes(range(256)) * 20),
        "deep.json": lambda p: p.write_text('{"id": "1", "text": ' + "[" * 10_000 + "]" * 10_000 + "}"),
        "deep.toml": lambda p: p.write_text("a = " + "[" * 10_000 + "]" * 10_000),
        "wrong.json": lambda p: p.write_text('{"resume": [], "lanes": 3, "text": {}, "id": "\\ud800"}\n[]\nnull\n'),
        "cut.jsonl.gz": lambda p: p.write_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xff\xff\xff"),
    }
    for name, make in made.items():
        make(folder / name)
    return [*(folder / name for name in made), Path("/dev/zero"), folder / "missing" / "x", folder / ("n" * 300)]


def values(parameter: Any, paths: list[Path]) -> list[str]:
    """What to try for a parameter: odd files for one that takes a path, else wrong words."""
    takes_path = "Path" in str(parameter.type_descriptor) or parameter.name in ("posting", "boards", "against", "have")
    return [*(os.fspath(path) for path in paths), *WRONG[:2], WRONG[9]] if takes_path else list(WRONG)


def spelled(parameter: Any, value: str) -> list[str]:
    if not getattr(parameter, "opts", None) or not parameter.opts[0].startswith("-"):
        return ["--", value]
    return [parameter.opts[-1], value]


def needed(command: Any, but: Any, whole: Path) -> list[str]:
    """A value for each other parameter that a command cannot do without."""
    words: list[str] = []
    for parameter in command.params:
        if parameter is not but and parameter.required:
            words += [str(whole)] if not parameter.opts[0].startswith("-") else [parameter.opts[-1], str(whole)]
    return words


TREE = {"_".join(words): (words, command) for words, command in commands()}


@pytest.mark.parametrize("name", TREE)
def test_a_wrong_word_for_each_option_ends_in_order(door: Callable[..., None], name: str) -> None:
    door(name, tries=1)


@pytest.mark.long
@pytest.mark.parametrize("name", TREE)
def test_all_wrong_words_end_in_order(door: Callable[..., None], name: str) -> None:
    door(name, tries=None)


@pytest.fixture
def door(
    run: Callable[..., Any], tmp_path: Path, resume: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., None]]:
    """`door(name, tries=3)` tries so many wrong words, or all, for each option of a command."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SKILLGAP_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("skillgap.pipeline.subprocess.Popen", _no_child)
    monkeypatch.setattr("dashboard.serving.serve", _no_child)
    paths = odd_paths(tmp_path / "odd")

    def call(name: str, tries: int | None) -> None:
        words, command = TREE[name]
        for parameter in command.params:
            if parameter.name in ("help", "version") or (words[0] in SERVING and parameter.name not in HARMLESS):
                continue
            rest = needed(command, parameter, resume)
            for given in _drawn(list(_spelled(parameter, paths)), tries, f"{name} {parameter.name}"):
                signal.alarm(LONGEST_SECONDS)  # what waits for a pipe would wait for ever
                ended = run(*words, *rest, *given)
                signal.alarm(0)
                said = ended.out + ended.err
                assert ended.code in (0, 1, 2, 3), (words, given, ended.code, said[-900:])
                assert "Traceback" not in said, (words, given, said[-900:])

    yield call
    signal.alarm(0)


def _spelled(parameter: Any, paths: list[Path]) -> Iterator[list[str]]:
    if getattr(parameter, "is_flag", False):
        yield [parameter.opts[-1]]
        return
    for value in values(parameter, paths):
        yield spelled(parameter, value)


def _drawn(cases: list[list[str]], tries: int | None, seed: str) -> list[list[str]]:
    return cases if tries is None else random.Random(seed).sample(cases, min(tries, len(cases)))


def _no_child(*_: object, **__: object) -> None:
    raise OSError("no child in this test")
