"""Where the reference market lies, and which of three markets a question is put to: one's own, the reference, the
example.

The reference is a data folder like any other (`market.toml`, `generations/`), inside the program and never written to
by it; `python -m bench.reference` makes it anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from warehouse.generations.layout import CURRENT, GENERATIONS, has_lost_pointer
from warehouse.models import BadInputError

REFERENCE = Path(__file__).parent / "market"
"""The data folder that ships."""
EXAMPLE_FOLDER = "demo"
"""The example market's folder inside a data folder."""
Choice = Literal["own", "reference", "example"]
CHOICES: tuple[Choice, ...] = get_args(Choice)


def is_published(data: Path) -> bool:
    """Whether a data folder holds a market that can be asked."""
    return (data / GENERATIONS / CURRENT).exists()


def market_folder(data: Path, choice: Choice | None = None) -> Path:
    """The folder whose generation a question is put to: without a choice the person's own market where one is
    published (also where what names it is lost, which whoever opens it is told), else the reference.

    Raises BadInputError where the example is asked for and was not made yet.
    """
    if choice == "reference" or (choice is None and not (is_published(data) or has_lost_pointer(data))):
        return REFERENCE
    if choice == "example":
        if not is_published(data / EXAMPLE_FOLDER):
            raise BadInputError(f"{data / EXAMPLE_FOLDER} holds no example market yet: run `skillgap demo` first.")
        return data / EXAMPLE_FOLDER
    return data
