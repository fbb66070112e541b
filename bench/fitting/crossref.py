"""Cross-references to O*NET and ESCO by exact name: `python -m bench.fitting.crossref --onet FILE --esco FILE`.

A skill whose name or whole-word surface is, letter case apart, an O*NET technology example or an ESCO preferred label
gets that label in the columns `onet` and `esco` of skills.csv. Names only; nothing is guessed.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections.abc import Iterator, Mapping
from pathlib import Path

from nlp.taxonomy.loader import FOLDER, Skill, Taxonomy, load

COLUMNS = ("id", "name", "kind", "family", "definition", "url", "since", "onet", "esco")


def main() -> None:
    """Match, write skills.csv, print how many."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--onet", type=Path, required=True, help="O*NET technology skills, tab-separated, with a column Example"
    )
    parser.add_argument("--esco", type=Path, required=True, help="ESCO preferred labels, one a line")
    given = parser.parse_args()
    taxonomy = load()
    examples = csv.DictReader(_lines(given.onet), delimiter="\t")
    onet = {row["Example"].casefold(): row["Example"] for row in examples}
    esco = {line.strip().casefold(): line.strip() for line in _lines(given.esco) if line.strip()}
    with (FOLDER / "skills.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for skill in taxonomy.skills.values():
            writer.writerow(_row(skill, _label(skill, taxonomy, onet), _label(skill, taxonomy, esco)))
    after = load().skills.values()
    onet_count, esco_count = sum(bool(s.onet) for s in after), sum(bool(s.esco) for s in after)
    print(f"{onet_count} of {len(after)} skills have an O*NET example, {esco_count} an ESCO label")


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from lines


def _label(skill: Skill, taxonomy: Taxonomy, labels: Mapping[str, str]) -> str:
    """The label of the same name, the skill's own first; those that need context or have few letters do not count."""
    surfaces = [s.text for s in taxonomy.surfaces if s.skill == skill.id and s.case == "any" and len(s.text) > 3]
    return next((labels[text.casefold()] for text in [skill.name, *surfaces] if text.casefold() in labels), "")


def _row(skill: Skill, onet: str, esco: str) -> dict[str, str]:
    return {
        "id": skill.id,
        "name": skill.name,
        "kind": skill.kind,
        "family": skill.family,
        "definition": skill.definition,
        "url": skill.url,
        "since": str(skill.since or ""),
        "onet": onet,
        "esco": esco,
    }


if __name__ == "__main__":
    main()
