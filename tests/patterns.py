"""Every regular expression that the program compiles, found by watching it being compiled, and hostile texts for each.

`python -m tests.patterns` prints them as JSON: [[pattern, flags, "file:line", "match" or "finditer"], …]. No list
kept by hand: modules of all rooms are imported and postings read, so that expressions made from data files are among
them.
"""

from __future__ import annotations

import ast
import importlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
ROOMS = ("nlp", "crawler", "warehouse", "analysis", "dashboard", "skillgap")
MANY = 60
"""A repetition of at most so many is no danger of its own."""
_CONSTANTS = sys.modules["re"]._constants  # type: ignore[attr-defined]
_REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
_CLASSES = {"CATEGORY_SPACE": " ", "CATEGORY_DIGIT": "1", "CATEGORY_WORD": "a", "CATEGORY_NOT_SPACE": "a",
            "CATEGORY_NOT_DIGIT": "a", "CATEGORY_NOT_WORD": "-"}  # fmt: skip


def found() -> list[tuple[str, int, str, str]]:
    """(pattern, flags, where it is compiled, how it is used) of all, in the order of their places."""
    compiler = sys.modules["re"]._compiler  # type: ignore[attr-defined]
    compile_, seen = compiler.compile, dict[tuple[str, int], str]()

    def watched(pattern: Any, flags: int = 0) -> Any:
        made = compile_(pattern, flags)
        where = _place(sys._getframe(1))
        if where and isinstance(made.pattern, str):
            seen.setdefault((made.pattern, made.flags), where)
        return made

    compiler.compile = watched
    try:
        _import_all()
        _read_something()
    finally:
        compiler.compile = compile_
    return sorted(
        ((pattern, flags, where, _use(where)) for (pattern, flags), where in seen.items()), key=lambda one: one[2]
    )


def _use(where: str) -> str:
    """`match` for an expression of a module's own name that is only asked at a text's beginning, else `finditer`."""
    file, _, line = where.partition(":")
    source = (ROOT / file).read_text(encoding="utf-8")
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign) and statement.lineno <= int(line) <= (statement.end_lineno or 0):
            name = getattr(statement.targets[0], "id", "")
            methods = set(re.findall(rf"\b{name}\.(\w+)\(", source)) if name.startswith("_") else set()
            others = len(re.findall(rf"\b{name}\b", source)) - 1 - len(re.findall(rf"\b{name}\.\w+\(", source))
            return "match" if methods and methods <= {"match", "fullmatch"} and not others else "finditer"
    return "finditer"


def _place(frame: Any) -> str | None:
    """Where of ours an expression is compiled; None where a library does it for itself."""
    while frame and frame.f_globals.get("__name__", "").split(".")[0] == "re":
        frame = frame.f_back
    path = Path(frame.f_code.co_filename) if frame else ROOT
    is_ours = (
        path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[:1] and path.relative_to(ROOT).parts[0] in ROOMS
    )
    return f"{path.relative_to(ROOT)}:{frame.f_lineno}" if is_ours else None


def _import_all() -> None:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            if path.name != "__main__.py" and "views" not in path.parts and name != "dashboard.app":  # they run at once
                importlib.import_module(name)


def _read_something() -> None:
    from nlp.resume.reader import ResumeReader
    from skillgap.reading import Desk

    desk = Desk(None, None)
    for line in (ROOT / "tests/fixtures/nlp/postings.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        desk.reader.read(row["title"], row["text"], row.get("company"))
    for path in sorted((ROOT / "crawler/sample/resumes").glob("*.md")):
        import datetime as dt

        reader = ResumeReader(desk.reader.taxonomy, None)
        reader.read(path.read_text(encoding="utf-8"), 1.0, (), as_of=dt.date(2026, 3, 1))


def dangers(pattern: str, flags: int) -> list[str]:
    """What a hostile text may repeat so that this expression works hardest: what its long repetitions match, alone and
    after what stands before them. Empty for an expression whose repetitions are all short.
    """
    parsed = re._parser.parse(pattern, flags & ~re.DEBUG)  # type: ignore[attr-defined]
    return list(dict.fromkeys(unit for unit in _units(list(parsed), "") if unit))


def _units(items: list[Any], before: str) -> Iterator[str]:
    for op, given in items:
        name = str(op)
        if name in _REPEATS:
            least, most, body = given
            said = _sample(list(body))
            if most == _CONSTANTS.MAXREPEAT or most > MANY:
                yield from (said, before + said, said + before, before)
            yield from _units(list(body), before)
            before += said * min(least, 3)
            continue
        for part in _inner(name, given):
            yield from _units(part, before)
        before += _sample([(op, given)])


def _inner(name: str, given: Any) -> list[list[Any]]:
    if name == "SUBPATTERN":
        return [list(given[-1])]
    if name == "BRANCH":
        return [list(branch) for branch in given[1]]
    if name in ("ASSERT", "ASSERT_NOT"):
        return [list(given[1])]
    return [list(given)] if name == "ATOMIC_GROUP" else []


def _sample(items: list[Any]) -> str:
    """A short text that the items match, as far as that is easily said."""
    said = ""
    for op, given in items:
        name = str(op)
        if name == "LITERAL":
            said += chr(given)
        elif name == "NOT_LITERAL":
            said += "a" if chr(given) != "a" else "b"
        elif name == "ANY":
            said += "a"
        elif name == "IN":
            said += _one_of(given)
        elif name in _REPEATS:
            said += _sample(list(given[2])) * max(given[0], 1)
        elif name not in ("ASSERT", "ASSERT_NOT"):
            said += next(iter(map(_sample, _inner(name, given))), "")
    return said


def _one_of(given: Any) -> str:
    kinds = [(str(op), value) for op, value in given]
    if kinds and kinds[0][0] == "NEGATE":
        refused = {chr(value) for kind, value in kinds if kind == "LITERAL"}
        return next(sign for sign in "a-1 " if sign not in refused)
    for kind, value in kinds:
        if kind == "LITERAL":
            return chr(value)
        if kind == "RANGE":
            return chr(value[0])
        if kind == "CATEGORY":
            return _CLASSES.get(str(value), "a")
    return "a"


if __name__ == "__main__":
    print(json.dumps(found()))
