"""docs/data.md says what the schema says."""

from __future__ import annotations

from pathlib import Path

from warehouse.database.store import open_store
from warehouse.describe import data_page


def test_the_page_on_data_is_up_to_date(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "data.md"
    with open_store(tmp_path) as con:
        assert page.read_text(encoding="utf-8") == data_page(con), "run `python -m warehouse.describe docs/data.md`"
