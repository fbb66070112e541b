"""The version of a reader: a hash of what its files say, whatever they are called and wherever they lie.

Imports, comments and docstrings are left out: moving a module or explaining it better makes no text read anew.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from nlp.kept import kept


def version_of(files: Iterable[Path]) -> str:
    """Sixteen hex digits; the same for the same contents under other names, in any order."""
    contents = [(path.suffix, path.read_bytes()) for path in files]
    made_of = [b"%s %s" % (suffix.encode(), content) for suffix, content in contents]
    return kept("version", [Path(__file__).read_bytes(), *made_of], lambda: _version(contents))


def _version(contents: Iterable[tuple[str, bytes]]) -> str:
    said = sorted(hashlib.sha256(_meaning(*content)).digest() for content in contents)
    return hashlib.sha256(b"".join(said)).hexdigest()[:16]


def sources(*places: Path) -> list[Path]:
    """Files that say something, of those given and of the folders given: Python modules and data."""
    found = [path for place in places for path in (sorted(place.iterdir()) if place.is_dir() else [place])]
    return [path for path in found if path.is_file() and path.suffix in _KINDS and path.name != "__init__.py"]


_KINDS = frozenset({".py", ".toml", ".csv", ".json"})


def _meaning(suffix: str, content: bytes) -> bytes:
    return content if suffix != ".py" else _code_of(content)


@lru_cache(maxsize=512)
def _code_of(content: bytes) -> bytes:
    """Kept, as readers share modules and each wants its version."""
    return code_of(content.decode("utf-8")).encode()


def code_of(source: str) -> str:
    """A module's statements alone, as they are written: no imports, no texts that stand for themselves, no comments."""
    lines = source.splitlines()
    for node in _statements(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom) or (isinstance(node, ast.Expr) and _is_text(node.value)):
            last = node.end_lineno or node.lineno
            lines[node.lineno - 1 : last] = [""] * (last - node.lineno + 1)
    return "\n".join(line for line in lines if line.strip() and not line.lstrip().startswith("#"))


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """All statements in a module, a class, a function or a block; what they are made of is not gone through."""
    for field in ("body", "handlers", "orelse", "finalbody", "cases"):
        for inner in getattr(node, field, ()):
            yield inner
            yield from _statements(inner)


def _is_text(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and isinstance(value.value, str)
