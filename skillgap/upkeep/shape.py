"""What belongs where in a data folder: asked by every command before it reads, and said by all in the same words."""

from __future__ import annotations

from pathlib import Path

from analysis.trends.watch import OWN_LIST
from crawler.boards import listed, switches
from crawler.landing import forget
from crawler.runs.canary import FOLDER as CHECKS
from warehouse.database.store import DATABASE_NAME, LOCK_NAME
from warehouse.generations.layout import CURRENT, GENERATIONS, TEXTS
from warehouse.models import kind_of
from warehouse.snapshots.reader import SNAPSHOTS

FOLDERS = ("landing", "config", GENERATIONS, f"{GENERATIONS}/{TEXTS}", SNAPSHOTS, CHECKS)
OWN_LISTS = tuple(
    str(path)
    for path in ("config/skills.toml", "config/lanes.toml", listed.OVERLAY, switches.OVERLAY, forget.FILE, OWN_LIST)
)
FILES = ("market.toml", DATABASE_NAME, f"{DATABASE_NAME}.wal", LOCK_NAME, f"{GENERATIONS}/{CURRENT}", *OWN_LISTS)


def misplaced(data: Path) -> list[str]:
    """A sentence for each thing in a data folder that is no folder where one belongs, or no file."""
    wanted = {**dict.fromkeys(FOLDERS, "a folder"), **dict.fromkeys(FILES, "a file")}
    found: dict[Path, str] = {}
    for name, wants in wanted.items():
        if not found.keys().isdisjoint((data / name).parents):  # said of the folder around it
            continue
        try:
            stands = kind_of(data / name)
        except OSError as error:  # no right to look, or a link in a circle
            stands = f"what cannot be looked at ({error.strerror})"
        if stands not in (None, wants):
            mend = "move it away (or mount what it leads to), then run `skillgap doctor`"
            found[data / name] = f"{data / name} is {stands} where {wants} belongs: {mend}."
    return list(found.values())
