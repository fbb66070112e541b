"""Makes the reference market that ships: `python -m bench.reference --postings FILE… [--leave-out IDS]`.

Real postings (JSON lines, also .gz) go through the stages that any import goes through, in a folder that is removed at
the end; what `warehouse/reference/kept.toml` keeps of the generation is written to `--out`. `--again` brings the market
that lies there into the shape of today's `frames.toml`, without any posting. docs/reference-market.md says what the
market is; its figures are written by this.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import shutil
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from bench.support.labelled import rows
from dashboard.words import banner_of
from skillgap import pipeline
from skillgap.reading import Desk
from skillgap.settings import Settings
from warehouse.database.store import open_store, single_writer
from warehouse.files import write_whole
from warehouse.generations.frames import TEXT_FRAME, frames
from warehouse.generations.layout import CURRENT, GENERATIONS, MANIFEST
from warehouse.generations.publish import write_generation
from warehouse.generations.reader import Generation, open_generation
from warehouse.linking.names import employer_key
from warehouse.reference.kept import reduce
from warehouse.reference.shipped import REFERENCE

CARD = Path(__file__).parent.parent / "docs" / "reference-market.md"
MARKS = ("<!-- figures: python -m bench.reference -->", "<!-- end of figures -->")
MOST_BYTES = 1_500_000
"""Of all files of the market together: it travels with the program."""
ABOUT = ("as_of", "window_days", "reader_version", "fit_id", "fit_basis", "tool_version", "exclusions")
"""What the manifest keeps of the generation's own."""
_FIELDS = ("id", "title", "company", "url", "text", "html", "employment_type", "remote")
_PAY = ("pay_min", "pay_max", "pay_currency", "pay_interval")


def main() -> int:
    """Make the market and print its figures; 1 where it is larger than what may ship."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--postings", type=Path, nargs="+", help="JSON lines, also .gz")
    what.add_argument("--again", action="store_true", help="bring the market that lies there into today's shape")
    parser.add_argument("--leave-out", type=Path, help="a file of posting ids that are kept apart")
    parser.add_argument("--since", type=dt.date.fromisoformat, default=dt.date(2025, 9, 1), help="seen then or later")
    parser.add_argument("--undated", type=dt.date.fromisoformat, help="when rows without any date were seen")
    parser.add_argument("--out", type=Path, default=REFERENCE)
    given = parser.parse_args()
    began = time.process_time()
    if given.again:
        _again(given.out)
    else:
        apart = frozenset(given.leave_out.read_text(encoding="utf-8").split()) if given.leave_out else frozenset()
        postings, read = chosen(rows(given.postings), given.since, given.undated, apart)
        _make(given.out, postings)
        figures = _figures(open_generation(given.out), read)
        print(figures)
        if given.out == REFERENCE:
            _write_card(figures)
    size = sum(path.stat().st_size for path in given.out.rglob("*") if path.is_file())
    print(f"{size:,} bytes of at most {MOST_BYTES:,} in {given.out}; {time.process_time() - began:.0f} CPU seconds")
    return int(size > MOST_BYTES)


def chosen(
    given: Iterable[Mapping[str, Any]], since: dt.date, undated: dt.date | None, apart: frozenset[str]
) -> tuple[dict[tuple[str, dt.date], list[dict[str, Any]]], str]:
    """The postings to read, by kind of source and month in which they were seen; and in words what became of all.

    Whole English texts with a title that names an ML/AI role; of employers' own boards also those whose text names one.
    A text whose line breaks are lost is left out: what is required and what is wished for cannot be told apart in it.
    """
    found: dict[tuple[str, dt.date], list[dict[str, Any]]] = defaultdict(list)
    why: Counter[str] = Counter()
    for row in given:
        kind, seen = _kind(str(row["source"])), _seen(row, undated)
        reasons = {
            "kept apart": row["id"] in apart,
            "seen earlier, or nobody knows when": seen is None or seen < since,
            "no ML/AI role in title or text": not _names_role(row, kind),
            "truncated": bool(row.get("truncated")),
            "line breaks lost": bool(row.get("flattened")),
            "not English": row.get("lang") not in (None, "en"),
        }
        reason = next((name for name, holds in reasons.items() if holds), None)
        if reason is None and seen is not None:
            places = [place for place in (row.get("location"), *(row.get("other_locations") or ())) if place]
            found[kind, seen.replace(day=1)].append(
                {**{name: row.get(name) for name in (*_FIELDS, *_PAY)}, "location": places, "seen": seen}
            )
        why[reason or "taken"] += 1
    return found, ", ".join(f"{n:,} {reason}" for reason, n in why.most_common())


def _names_role(row: Mapping[str, Any], kind: str) -> bool:
    """Files without the mark hold ML/AI postings only."""
    return bool(row.get("ml_title", True) or (kind == "ats" and row.get("ml_role_in_text")))


def _seen(row: Mapping[str, Any], undated: dt.date | None) -> dt.date | None:
    said = row.get("observed_at") or row.get("posted_at")
    return dt.date.fromisoformat(said[:10]) if said else undated


def _kind(source: str) -> str:
    kinds: dict[str, str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["kinds"]
    return next(kind for prefix, kind in kinds.items() if source.startswith(prefix))


def _make(out: Path, postings: Mapping[tuple[str, dt.date], list[dict[str, Any]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Settings(Path(folder) / "data")
        place.data.mkdir()
        started_at = dt.datetime.now(dt.UTC)
        kinds = {}
        for (kind, month), group in sorted(postings.items(), key=lambda entry: entry[0][1]):
            path = Path(folder) / f"{month:%Y-%m}-{kind}.jsonl"  # a board of its own: a date at the end would be none
            kinds[path.stem] = kind
            seen = max(row.pop("seen") for row in group)
            path.write_text("".join(json.dumps(row) + "\n" for row in group), encoding="utf-8")
            pipeline.bring_in(place, [path], started_at=started_at, observed_on=seen, market="real", columns={})
        window = (max(month for _, month in postings) - min(month for _, month in postings)).days + 31
        desk = Desk()
        with single_writer(place.data), open_store(place.data) as con:
            pipeline.load(con, place)
            pipeline.read(con, desk)
            pipeline.fit_lanes(con, desk, place.data)
            pipeline.publish(con, place, desk, window)
        generation = open_generation(place.data)
        given = {name: generation.frame(name) for name in frames().keys() - {TEXT_FRAME}}
        generation.close()
        _write(out, reduce(given, kinds, employer_key, random.SystemRandom()), generation.manifest)


def _write(out: Path, reduced: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]) -> None:
    requisition = reduced["requisition"]
    months = requisition["first_seen_at"].dt.strftime("%Y-%m")
    about = {
        **{name: manifest[name] for name in ABOUT},
        "market": "reference",
        "months": [months.min(), months.max()],
        "created_from": [],
        "counts": {
            "postings": int(requisition["postings"].sum()),
            "requisitions": len(requisition),
            "in_market": len(requisition),
            "employers": int(requisition["employer"].nunique()),
            "lanes": {lane: int(n) for lane, n in requisition["primary_lane"].value_counts().sort_index().items()},
        },
    }
    if out.exists():
        shutil.rmtree(out / GENERATIONS)
    out.mkdir(parents=True, exist_ok=True)
    write_whole(out / "market.toml", b'kind = "reference"\n')
    write_generation(out, reduced, lambda hashes: iter(()), about)


def _again(out: Path) -> None:
    """New columns are empty, new frames have no row, what is no longer known is dropped."""
    home = out / GENERATIONS
    folder = home / (home / CURRENT).read_text(encoding="ascii").split()[0]
    read = {}
    for name, frame in frames().items():
        path = folder / f"{name}.parquet"
        there = pd.read_parquet(path) if path.exists() else pd.DataFrame()
        read[name] = there.reindex(columns=[column.name for column in frame.columns]).astype(
            {column.name: "object" for column in frame.columns if column.name not in there}
        )
    read.pop(TEXT_FRAME)
    _write(out, read, json.loads((folder / MANIFEST).read_bytes()))


def _figures(generation: Generation, read: str) -> str:
    """What the card says in figures, as Markdown."""
    requisition, manifest = generation.frame("requisition"), generation.manifest
    seen = requisition["first_seen_at"].value_counts().sort_index()
    stated = {"a level": "seniority", "a degree": "degree", "pay": "pay_currency", "a workplace": "workplace"}
    largest = requisition["employer"].value_counts().head(10).sum() / len(requisition)
    lines = {
        "seen in": ", ".join(f"{month:%B %Y} {n:,}" for month, n in seen.items()),
        "source": _parts(requisition["source"]),
        "region": _parts(requisition["region"]),
        "level": _parts(requisition["seniority"].dropna()) + " of those that state one",
        "lane": ", ".join(f"{lane} {n:,}" for lane, n in manifest["counts"]["lanes"].items()),
        "states …": ", ".join(f"{what} {requisition[name].notna().mean():.0%}" for what, name in stated.items()),
        "ten largest employers": f"{largest:.0%} of the jobs",
        "postings of the files": read,
        "read and left out": ", ".join(f"{why} {n:,}" for why, n in manifest["exclusions"].items() if n),
    }
    table = "\n".join(f"| {what} | {said} |" for what, said in lines.items())
    return f"*{banner_of(manifest)}*\n\n| | |\n|---|---|\n{table}"


def _parts(values: pd.Series) -> str:
    return ", ".join(f"{name} {share:.0%}" for name, share in values.value_counts(normalize=True).items())


def _write_card(figures: str) -> None:
    """The figures between the card's marks."""
    text = CARD.read_text(encoding="utf-8")
    before, rest = text.split(MARKS[0])
    CARD.write_text(f"{before}{MARKS[0]}\n{figures}\n{MARKS[1]}{rest.split(MARKS[1])[1]}", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
