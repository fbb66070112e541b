"""What the graph of skills leaves open: asked concepts that nothing shows, and asked tools that show nothing.

    python -m bench.graph [--data DIR]

What is asked for is taken from the published market of DIR, else from tests/fixtures/people/asked.csv. Ends with 1
where a concept among the MOST most asked has no way of being shown and is not declared unshowable.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from analysis.demand.shares import shares
from nlp.taxonomy.loader import FOLDER, load
from skillgap.comparing.opened import open_market
from skillgap.settings import Settings

ASKED = Path(__file__).parents[1] / "tests" / "fixtures" / "people" / "asked.csv"
MOST = 400


def main() -> int:
    """Print both lists."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=None, help="a data folder with a published market")
    given = parser.parse_args()
    taxonomy = load()
    asked = {s: n for s, n in _asked(given.data).items() if s in taxonomy.skills}
    graph = taxonomy.graph
    shown = {e.other for e in graph.edges if e.relation in ("is_a", "shows")} | {rule.shows for rule in graph.rules}
    with (FOLDER / "unshowable.csv").open(encoding="utf-8", newline="") as lines:
        declared = {row["skill"]: row["reason"] for row in csv.DictReader(lines)}
    concepts = [s for s in asked if taxonomy.skills[s].kind == "concept"][:MOST]
    bare = [s for s in concepts if s not in shown and s not in declared]
    mute = [s for s in asked if taxonomy.skills[s].kind == "tool" and not graph.reached(s)]
    print(f"{len(graph.edges)} edges, {len(graph.rules)} rules; {len(asked)} skills asked for")
    print(f"concepts among the {len(concepts)} most asked that nothing shows: {_named(bare, asked)}")
    after_all = sorted(declared.keys() & shown)
    print(f"declared unshowable: {', '.join(declared)}; of these shown after all: {_named(after_all, asked)}")
    print(f"tools asked for that show nothing: {_named(mute, asked)}")
    return int(bool(bare))


def _asked(data: Path | None) -> dict[str, int]:
    """Requisitions that ask for each skill, the most asked first."""
    if data is None:
        with ASKED.open(encoding="utf-8", newline="") as lines:
            return {row["skill"]: int(row["n"]) for row in csv.DictReader(lines)}
    market = open_market(Settings(data)).market
    hits = shares(market, None, "asked").hits
    found = {skill: int(n) for skill, n in zip(market.skills, hits, strict=True) if n >= 1}
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _named(skills: list[str], asked: dict[str, int]) -> str:
    return ", ".join(f"{skill} ({asked.get(skill, 0)})" for skill in skills) or "none"


if __name__ == "__main__":
    sys.exit(main())
