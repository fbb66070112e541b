"""Small changes to the code that judges and keeps, one at a time: does a test see them? `make mutants`, or
`python -m bench.keeping.mutants [--each 30] [--only plan]`.

A comparison turned, a number one off, `and` for `or`, a condition negated, a `return` of nothing: each in a copy of the
checkout, with the tests of its room alone. Prints the share that was seen, and every change that nobody saw.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import coverage
import pytest

ROOT = Path(__file__).parents[2]
LIMIT_SECONDS = 600
_QUIET = ("-x", "-q", "-p", "no:cacheprovider", "-m", "not long")
_OTHERS = ("pandas", "scipy.stats", "hypothesis", "pyarrow.parquet", "duckdb")
"""What the tests import that others wrote: loaded once for all children."""
TARGETS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "gap": (("analysis/gap/standing.py", "analysis/gap/fit.py", "analysis/gap/missing.py"), ("tests/analysis/gap",)),
    "plan": (("analysis/gap/plan.py",), ("tests/analysis/gap",)),
    "trends": (("analysis/trends/tests.py", "analysis/trends/panel.py"), ("tests/analysis/trends",)),
    "status": (("warehouse/database/status.py",), ("tests/warehouse/database/test_status.py",)),
    "linking": (("warehouse/linking/grouping.py", "warehouse/linking/names.py"), ("tests/warehouse/linking",)),
    "tombstones": (("crawler/landing/forget.py",), ("tests/crawler/landing/test_forget.py",)),
}
"""What is changed, and the tests that should see it."""
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_OTHER: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
}  # fmt: skip


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """(line, what was changed, the changed module) of every small change."""
    tree = ast.parse(source)
    for number, node in enumerate(ast.walk(tree)):
        for what in _changes(node):
            changed = copy.deepcopy(tree)
            target = next(n for i, n in enumerate(ast.walk(changed)) if i == number)
            before = ast.unparse(target)
            _apply(target, what)
            after = ast.unparse(target)
            if before != after:
                yield getattr(node, "lineno", 0), f"{before[:70]}  →  {after[:70]}", ast.unparse(changed)


def _changes(node: ast.AST) -> list[str]:
    match node:
        case ast.Compare():
            return ["turn"]
        case ast.BoolOp():
            return ["swap"]
        case ast.BinOp() if type(node.op) in _OTHER:
            return ["other"]
        case ast.If() | ast.IfExp():
            return ["negate"]
        case ast.Constant(value=int()) if not isinstance(node.value, bool):
            return ["one more"]
        case ast.Return() if node.value is not None:
            return ["nothing"]
    return []


def _apply(node: ast.AST, what: str) -> None:
    match node:
        case ast.Compare():
            node.ops[0] = _TURNED[type(node.ops[0])]()
        case ast.BoolOp():
            node.op = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
        case ast.BinOp():
            node.op = _OTHER[type(node.op)]()
        case ast.If() | ast.IfExp():
            node.test = ast.UnaryOp(ast.Not(), node.test)
        case ast.Constant(value=int() as value):
            node.value = value + 1
        case ast.Return():
            node.value = ast.Constant(None)


class Tried:
    """A copy of the checkout and what its tests walk through: a change is asked of the tests that reach its line alone,
    those that reach least first, in a child of a process that has imported pytest and what others wrote.
    """

    def __init__(self, home: Path, modules: Sequence[str], tests: Sequence[str]) -> None:
        self.checkout, self.tests = home, tests
        said = home / ".mutants"
        said.write_text(
            f"[run]\ndynamic_context = test_function\ndata_file = {said}.data\ninclude = {','.join(modules)}\n"
        )
        call = [sys.executable, "-m", "coverage", "run", f"--rcfile={said}", "-m", "pytest", *_QUIET, *tests]
        ended = subprocess.run(call, cwd=home, capture_output=True, text=True, check=False)
        if ended.returncode:
            raise SystemExit(f"the tests fail without a change:\n{ended.stdout[-2000:]}")
        found = coverage.CoverageData(f"{said}.data")
        found.read()
        self.reached: dict[tuple[str, int], set[str]] = {}
        for module in modules:
            for line, names in found.contexts_by_lineno(str(home / module)).items():
                self.reached[module, line] = set(names)
        self.reach = Counter(name for names in self.reached.values() for name in names)

    def asked(self, module: str, line: int) -> list[str]:
        """The tests that reach a line; all where it is read at import, none where nothing reaches it."""
        names = self.reached.get((module, line), set())
        if "" in names:
            return list(self.tests)
        return [_node(name) for name in sorted(names, key=lambda name: (self.reach[name], name))]

    def is_seen(self, module: str, line: int, changed: str) -> bool:
        """Whether a test fails with the change."""
        if not (tests := self.asked(module, line)):
            return False
        path = self.checkout / module
        kept = path.read_text(encoding="utf-8")
        path.write_text(changed, encoding="utf-8")
        try:
            child = multiprocessing.get_context("fork").Process(target=_ask, args=(self.checkout, tests))
            child.start()
            child.join(LIMIT_SECONDS)
            if child.is_alive():
                child.kill()
                child.join()
            return child.exitcode != 0
        finally:
            path.write_text(kept, encoding="utf-8")


def _node(name: str) -> str:
    """`tests.analysis.gap.test_fit.test_x` → `tests/analysis/gap/test_fit.py::test_x`."""
    file, _, function = name.rpartition(".")
    return f"{file.replace('.', '/')}.py::{function}"


def _ask(checkout: Path, tests: Sequence[str]) -> None:
    os.chdir(checkout)
    sys.path[0] = str(checkout)
    sys.dont_write_bytecode = True  # two changes within a second and of one length would pass for each other
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    os._exit(int(pytest.main([*_QUIET, *tests])))


def main() -> None:
    """Try changes and print what nobody saw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=30, help="how many changes of each target, drawn by the seed")
    parser.add_argument("--only", choices=TARGETS)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for name in _OTHERS:
        importlib.import_module(name)
    with tempfile.TemporaryDirectory() as name:
        checkout = Path(name) / "checkout"
        shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns(".git", ".venv", "data", "__pycache__"))
        for target, (modules, tests) in TARGETS.items():
            if given.only not in (None, target):
                continue
            all_ = [(m, *one) for m in modules for one in mutants((ROOT / m).read_text(encoding="utf-8"))]
            drawn = random.Random(given.seed).sample(all_, min(given.each, len(all_)))
            tried, seen = Tried(checkout, modules, tests), 0
            for number, (module, line, what, changed) in enumerate(drawn, start=1):
                if tried.is_seen(module, line, changed):
                    seen += 1
                else:
                    print(f"  {number}: {module}:{line}  {what}", flush=True)
            print(f"{target}: {seen} of {len(drawn)} changes seen (of {len(all_)} there are)", flush=True)


if __name__ == "__main__":
    main()
