"""Small changes to the code that judges and keeps, one at a time: does a test see them? `make mutants`, or
`python -m bench.keeping.mutants [--each 30] [--only plan]`.

A comparison turned, a number one off, `and` for `or`, a condition negated, a `return` of nothing: each in a copy of the
checkout, with the tests of its room alone. Prints the share that was seen, and every change that nobody saw.
"""

from __future__ import annotations

import argparse
import ast
import copy
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIMIT_SECONDS = 600
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


def is_seen(checkout: Path, module: str, changed: str, tests: tuple[str, ...]) -> bool:
    """Whether a test fails with the change."""
    path = checkout / module
    kept = path.read_text(encoding="utf-8")
    path.write_text(changed, encoding="utf-8")
    call = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not long", *tests]
    try:
        ended = subprocess.run(call, cwd=checkout, capture_output=True, timeout=LIMIT_SECONDS, check=False)
        return ended.returncode != 0
    except subprocess.TimeoutExpired:
        return True
    finally:
        path.write_text(kept, encoding="utf-8")


def main() -> None:
    """Try changes and print what nobody saw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=30, help="how many changes of each target, drawn by the seed")
    parser.add_argument("--only", choices=TARGETS)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        checkout = Path(name) / "checkout"
        shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns(".git", ".venv", "data", "__pycache__"))
        for target, (modules, tests) in TARGETS.items():
            if given.only not in (None, target):
                continue
            all_ = [(m, *one) for m in modules for one in mutants((ROOT / m).read_text(encoding="utf-8"))]
            drawn = random.Random(given.seed).sample(all_, min(given.each, len(all_)))
            unseen = [(m, line, what) for m, line, what, changed in drawn if not is_seen(checkout, m, changed, tests)]
            print(f"{target}: {len(drawn) - len(unseen)} of {len(drawn)} changes seen (of {len(all_)} there are)")
            for module, line, what in unseen:
                print(f"  {module}:{line}  {what}", flush=True)


if __name__ == "__main__":
    main()
