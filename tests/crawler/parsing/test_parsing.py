"""Payloads of strangers: any damage ends as an outcome with a reason; doubt about a count is lifted by a second run."""

import copy
import dataclasses
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.fields.payload import BadPayload, clean, decode_json
from crawler.parsing.board import is_same_company, parse
from crawler.parsing.outcomes import Answer, Past
from crawler.runs.walk import from_answer
from crawler.sources import OwnFormat, load_source, source_facts, source_names
from warehouse.models import Board, BoardRun, SchemaDrift, posting_from_plain, to_plain

FIXTURES = Path(__file__).parents[2] / "fixtures" / "boards"
ODD: list[Any] = [None, True, 0, -1, 1.5, 10**30, "", " ", "x", "2026-13-45", "<p>", [], [None], {}, {"a": 1}, [[[]]]]
BOARD = {name: Board(name, "acme", "acme") for name in source_names()} | {
    "workday": Board("workday", "acme.wd1.site", "acme.wd1.site"),
    "oracle": Board("oracle", "acme.oraclecloud.com.CX", "acme.oraclecloud.com.CX"),
    "jsonld": Board("jsonld", "acme", "acme", url="https://acme.example/jobs"),
    "careers": Board("careers", "acme", "acme", url="https://acme.example/jobs"),
}


def ordinary(name: str) -> bytes:
    """A whole board's first answer."""
    (path,) = (p for p in (FIXTURES / name).glob("ordinary.*") if not p.name.endswith(".expected.json"))
    if path.name.endswith(".answers.json"):
        answer = json.loads(path.read_text())[0]["answer"]
        return answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
    return path.read_bytes()


def decoded(name: str, body: bytes) -> Any:
    source = load_source(name)
    return (source.decode if isinstance(source, OwnFormat) else decode_json)(body)[0]


SAMPLES = {name: decoded(name, ordinary(name)) for name in source_names()}


def paths_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, child in children for found in paths_of(child, (*path, key)))]


def mutated(payload: Any, rng: random.Random) -> Any:
    """The payload with one to four places replaced, removed or repeated."""
    payload = copy.deepcopy(payload)
    for _ in range(rng.randint(1, 4)):
        *parents, last = rng.choice(paths_of(payload)) or (None,)
        if last is None:
            return rng.choice(ODD)
        holder = payload
        for key in parents:
            holder = holder[key]
        if rng.random() < 0.3:
            del holder[last]
        else:
            holder[last] = copy.deepcopy(rng.choice(ODD))
    return payload


@pytest.mark.parametrize("name", source_names())
@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_mutated_payload_raises_nothing_but_drift(name: str, seed: int) -> None:
    payload = mutated(SAMPLES[name], random.Random(seed))
    try:
        parsed = parse(load_source(name), payload, BOARD[name])
    except SchemaDrift:
        return
    for row in parsed.rows:
        assert posting_from_plain(json.loads(json.dumps(to_plain(row.posting)))) == row.posting


@pytest.mark.parametrize("name", source_names())
@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_mutated_bytes_always_have_an_outcome(name: str, seed: int) -> None:
    rng = random.Random(seed)
    body = bytearray(ordinary(name))
    for _ in range(rng.randint(1, 8)):
        body[rng.randrange(len(body))] = rng.randrange(256)
    result = from_answer(Answer(200, bytes(body[: rng.randrange(len(body))])), BOARD[name], source_facts()[name], None)
    assert result.board_run.outcome in ("complete", "partial", "failed")
    assert result.board_run.reason or result.rows


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "malformed"),
        (b"  <!DOCTYPE html><p>hello", "html"),
        (b'{"jobs": [{"id": 1, "tit', "cut"),
        (b'{"jobs": [', "cut"),
        (b'{"jobs": [] no', "malformed"),
        (b'{"jobs": [NaN]}', "malformed"),
        (b'{"jobs": [1e999]}', "malformed"),
        (b'{"jobs": [-Infinity]}', "malformed"),
        (b"[" * 200_000, "too_deep"),
        (b"[" * 60 + b"]" * 60, "too_deep"),
        (b'{"jobs": [' + b"9" * 100_000 + b"]}", "malformed"),
    ],
    ids=[
        "no_body",
        "page",
        "cut_text",
        "cut_list",
        "trailing",
        "nan",
        "overflow",
        "infinity",
        "deep",
        "deepish",
        "digits",
    ],
)
def test_bodies_that_are_no_board(body: bytes, reason: str) -> None:
    result = from_answer(Answer(200, body), BOARD["greenhouse"], source_facts()["greenhouse"], None)
    assert (result.board_run.outcome, result.board_run.reason) == ("failed", reason)
    assert result.board_run.detail and result.board_run.detail.endswith(".")


def test_other_encodings_are_counted() -> None:
    payload, drift = decode_json(b'\xef\xbb\xbf{"a": "caf\xe9 \\ud83d"}')
    assert payload == {"a": "caf\ufffd \ufffd"} and drift == {"not_utf8": 1, "characters_replaced": 1}
    with pytest.raises(BadPayload):
        clean([float("nan")], drift)


def greenhouse_body(count: int) -> bytes:
    jobs = [{"id": n, "title": f"ML Engineer {n}", "content": "&lt;p&gt;Models&lt;/p&gt;"} for n in range(count)]
    return json.dumps({"jobs": jobs}).encode()


def run_with(count: int, past: Past | None) -> BoardRun:
    return from_answer(
        Answer(200, greenhouse_body(count)), BOARD["greenhouse"], source_facts()["greenhouse"], past
    ).board_run


@pytest.mark.parametrize(
    ("then", "now", "first", "second"),
    [
        (100, 40, ("partial", "drop"), ("complete", None)),
        (30, 0, ("partial", "empty"), ("complete", "empty")),
        (1, 0, ("partial", "empty"), ("complete", "empty")),
        (100, 60, ("complete", None), ("complete", None)),
        (20, 5, ("complete", None), ("complete", None)),
    ],
)
def test_a_fall_is_believed_the_second_time(then: int, now: int, first: object, second: object) -> None:
    complete = run_with(then, None)
    past = Past(complete, complete, "run-1")
    fallen = run_with(now, past)
    assert (fallen.outcome, fallen.reason) == first and fallen.postings == now
    again = run_with(now, dataclasses.replace(past, latest=fallen))
    assert (again.outcome, again.reason) == second


def test_the_same_body_is_not_modified() -> None:
    complete = run_with(3, None)
    again = run_with(3, Past(complete, complete, "run-1"))
    assert (again.outcome, again.reason, again.postings) == ("not_modified", "unchanged", 0)
    assert again.detail == "Unchanged since run run-1 (postings: 3)."


@pytest.mark.parametrize(
    ("status", "outcome", "reason"),
    [
        (404, "gone", "not_found"),
        (410, "gone", "not_found"),
        (403, "failed", "refused"),
        (429, "failed", "refused"),
        (500, "failed", "server_error"),
        (302, "failed", "redirected"),
        (204, "failed", "unexpected"),
        (304, "failed", "unexpected"),
    ],
)
def test_statuses(status: int, outcome: str, reason: str) -> None:
    row = from_answer(Answer(status, b""), BOARD["lever"], source_facts()["lever"], None).board_run
    assert (row.outcome, row.reason, row.http_status) == (outcome, reason, status)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Quillmoor Labs GmbH", "Quillmoor Labs", True),
        ("The Quillmoor", "quillmoor", True),
        ("Saltmarsh AI", "SaltmarshAI", True),
        ("Wrenfield Robotics", "Wrenfield", True),
        ("Wren", "Wrenfield", False),
        ("Bramble Bakery", "Quillmoor", False),
        ("!!!", "Quillmoor", False),
    ],
)
def test_company_names(one: str, other: str, same: bool) -> None:
    assert is_same_company(one, other) is same is is_same_company(other, one)
