"""The documents about sources are true: the page is current, and the source that the guide shows works as it says."""

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from crawler.fields.payload import decode_json
from crawler.parsing.board import judge, parse
from crawler.sources import Source, SourceFacts
from crawler.sources_page import page
from warehouse.models import Board, to_plain

DOCS = Path(__file__).parent.parent.parent / "docs"


def blocks(language: str) -> list[str]:
    guide = (DOCS / "adding-a-source.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", guide, re.DOTALL)


def test_the_page_is_current() -> None:
    stale = "write it anew: python -m crawler.sources_page > docs/sources.md"
    assert (DOCS / "sources.md").read_text(encoding="utf-8") == page(), stale


def test_the_guides_source_reads_its_fixture() -> None:
    (code,), (entry,), (payload, expected) = blocks("python"), blocks("toml"), blocks("json")
    module = ModuleType("perchworks")
    exec(compile(code, "adding-a-source.md", "exec"), module.__dict__)
    source = cast(Source, module)
    ((name, table),) = tomllib.loads(entry).items()
    facts = SourceFacts(id=name, **table)
    wanted: Mapping[str, Any] = json.loads(expected)
    board = Board(name, **wanted["board"])

    parsed = parse(source, decode_json(payload.encode())[0], board)
    judged = judge(parsed, board, facts, None)

    assert (judged.outcome, judged.reason, parsed.drift) == (wanted["outcome"], wanted["reason"], wanted["drift"])
    found = [to_plain(row.posting) for row in judged.rows]
    assert [{key: p[key] for key in w} for p, w in zip(found, wanted["postings"], strict=True)] == wanted["postings"]
    assert source.requests_for(board)[0].url == "https://api.perchworks.example/boards/quillmoor"
