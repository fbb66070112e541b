"""A board of other work beside ML work: what was not read in full is counted as that, and nothing rests on it."""

import json
from contextlib import closing
from pathlib import Path

import duckdb

from tests.nlp.posting.relevance.test_first_look import MODELS, WARD
from warehouse.database.store import database_path
from warehouse.generations.reader import open_generation


def test_what_is_not_read_in_full_is_counted_and_left_out(run, tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "board.jsonl"
    rows = [
        {"id": f"{kind}-{n}", "title": title, "company": f"{kind} {n} Ltd", "location": "Leeds, UK", "text": text}
        for kind, title, text in (("ward", "Ward Nurse", WARD), ("model", "ML Engineer", MODELS))
        for n in range(3)
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    run("import", file, "--observed-on", "2026-03-01", "--data", data)
    done = run("refresh", "--no-crawl", "--data", data, "--json")
    assert "Read 6 postings (3 of them not in full: at a first look they are other work)" in done.err
    assert "left out: 3 not read in full" in done.err
    manifest = json.loads(done.out)
    assert manifest["exclusions"]["not_read_in_full"] == 3 and manifest["counts"]["in_market"] == 3
    with duckdb.connect(database_path(data), read_only=True) as con:
        found = con.execute("SELECT is_full, count(*), max(relevance) < 0.3 FROM core.reading GROUP BY 1 ORDER BY 1")
        assert found.fetchall() == [(False, 3, True), (True, 3, False)]
    with closing(open_generation(data)) as generation:
        requisition, mention = generation.frame("requisition"), generation.frame("mention")
    left_out = requisition[requisition["exclusion"] == "not_read_in_full"]
    assert len(left_out) == 3 and left_out["relevance"].isna().all() and not left_out["is_relevant"].any()
    assert not set(mention["requisition_id"]) & set(left_out["requisition_id"])
