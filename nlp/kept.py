"""What is worked out from files of ours and kept beside them (`.kept/`), as Python keeps compiled modules: the compiled
expressions of a table, the spellings of a taxonomy.

Kept under a hash of all that it was made of, so that nothing of before is ever taken for what is now. Where nothing can
be written it is worked out each time. Nothing of a resume, and no posting, is kept here.
"""

from __future__ import annotations

import hashlib
import importlib
import marshal
import os
import re
import sys
import tempfile
from array import array
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

_Made = TypeVar("_Made", bound=Any)
FOLDER = Path(__file__).parent / ".kept"
_MOST = 8
"""So many of one name are kept, the newest: of contents of before and after, of several people's own vocabularies."""
_HASH = hashlib.sha256
_HASHED = _HASH().digest_size

Compiled = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""Of an expression what `_sre.compile` takes behind its words."""


def kept(name: str, made_of: Iterable[bytes], make: Callable[[], _Made]) -> _Made:
    """What `make` gives: numbers, texts, and tuples, lists and dicts of them. `made_of` is all that it depends on."""
    place = FOLDER / f"{name}-{_key(made_of)}"
    with suppress(OSError, ValueError, EOFError, TypeError):
        content = place.read_bytes()
        if content[:_HASHED] == _HASH(content[_HASHED:]).digest():
            found: _Made = marshal.loads(content[_HASHED:])  # noqa: S302 -- as trusted as the modules beside it
            return found
    made = make()
    with suppress(OSError):
        _write(place, name, marshal.dumps(made))
    return made


def _key(made_of: Iterable[bytes]) -> str:
    """Of all that it is made of, this module and Python among it."""
    said = _HASH(Path(__file__).read_bytes() + sys.version.encode())
    for part in made_of:
        said.update(_HASH(part).digest())
    return said.hexdigest()[:32]


def _write(place: Path, name: str, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=place.parent, prefix=".draft-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_HASH(content).digest() + content)
        Path(draft).chmod(0o644)
        Path(draft).replace(place)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise
    others = sorted(place.parent.glob(f"{name}-*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in others[_MOST:]:
        old.unlink(missing_ok=True)


class Expressions(Mapping[str, re.Pattern[str]]):
    """Expressions by their names, compiled once a version of what they were made of.

    Python has no public way to keep a compiled expression (pickling one keeps its words); where its own differs from
    what is known here, they are compiled as ever.
    """

    def __init__(self, name: str, made_of: Iterable[bytes], spell: Callable[[], Mapping[str, str]]) -> None:
        self._spelt: dict[str, tuple[str, Compiled | None]] = kept(
            f"expressions_{name}", made_of, lambda: {key: (words, _compiled(words)) for key, words in spell().items()}
        )
        self._made: dict[str, re.Pattern[str]] = {}

    def __getitem__(self, name: str) -> re.Pattern[str]:
        if (known := self._made.get(name)) is None:
            words, code = self._spelt[name]
            known = self._made[name] = _taken(words, code) or re.compile(words)
        return known

    def __iter__(self) -> Any:
        return iter(self._spelt)

    def __len__(self) -> int:
        return len(self._spelt)


def _compiled(words: str) -> Compiled | None:
    """What Python makes of an expression; None where this Python goes about it otherwise."""
    parser, compiler = _inner("re._parser"), _inner("re._compiler")
    try:
        tree = parser.parse(words, 0)
        names: dict[str, int] = dict(tree.state.groupdict)
        by_number: list[str | None] = [None] * tree.state.groups
        for name, number in names.items():
            by_number[number] = name
        code = array("I", compiler._code(tree, 0)).tobytes()
        return tree.state.flags, code, tree.state.groups - 1, names, tuple(by_number)
    except (AttributeError, TypeError, OverflowError):
        return None


def _taken(words: str, code: Compiled | None) -> re.Pattern[str] | None:
    if code is None:
        return None
    flags, steps, groups, names, by_number = code
    try:
        found: re.Pattern[str] = _inner("_sre").compile(
            words, flags, array("I", steps).tolist(), groups, names, by_number
        )
    except (AttributeError, TypeError, RuntimeError):
        return None
    return found


def _inner(module: str) -> Any:
    return importlib.import_module(module)
