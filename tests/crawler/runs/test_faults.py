"""Every way in which a host can fail, lie or attack ends in one outcome with its reason, and the next board is well.

The quick tests shrink the limits and ask all faults of a source in one crawl. The long ones run the crawler as a
process, each fault alone, and measure its time and memory.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crawler.fields.payload import BadPayload, decode_json
from crawler.landing.runs import read_run
from crawler.sources import OwnFormat, load_source
from tests.crawler.boards_server import crawl_of
from tests.crawler.child import board_file, crawl_arguments, run_child
from tests.crawler.faults import FAULTS, ROBOTS_FAULTS, Server, serving
from warehouse.models import Board

SOURCES = ("ashby", "greenhouse", "lever")
EXPECTED = {
    "hang": ("failed", "timeout"),
    "drip": ("failed", "timeout"),
    "slow_headers": ("failed", "timeout"),
    "reset": ("failed", "network"),
    "closed": ("failed", "network"),
    "another_protocol": ("failed", "network"),
    "header_of_20_mb": ("failed", "too_large"),
    "endless_headers": ("failed", "too_large"),
    "one_endless_header": ("failed", "network"),
    "endless_body": ("failed", "too_large"),
    "endless_chunks": ("failed", "too_large"),
    "announced_100_gb": ("failed", "too_large"),
    "longer_than_sent": ("failed", "cut"),
    "shorter_than_sent": ("failed", "cut"),
    "cut_body": ("failed", "cut"),
    "cut_chunk": ("failed", "cut"),
    "length_no_number": ("failed", "network"),
    "empty_body": ("failed", "malformed"),
    "blank_body": ("failed", "malformed"),
    "gzip_bomb": ("failed", "too_large"),
    "deflate_bomb": ("failed", "too_large"),
    "brotli_bomb": ("failed", "too_large"),
    "gzip_bomb_in_gzip": ("failed", "too_large"),
    "no_gzip": ("failed", "malformed"),
    "cut_gzip": ("failed", "cut"),
    "unknown_encoding": ("failed", "malformed"),
    "unasked_304": ("failed", "unexpected"),
    "no_content": ("failed", "unexpected"),
    "forbidden": ("failed", "refused"),
    "log_in_first": ("failed", "refused"),
    "unknown_board": ("gone", "not_found"),
    "board_gone": ("gone", "not_found"),
    "teapot": ("failed", "unexpected"),
    "status_999": ("failed", "server_error"),
    "server_error": ("failed", "server_error"),
    "bad_gateway": ("failed", "server_error"),
    "busy_once": ("complete", None),
    "busy": ("failed", "refused"),
    "busy_for_long": ("failed", "refused"),
    "busy_for_nonsense": ("failed", "refused"),
    "out_of_service": ("failed", "refused"),
    "redirect_loop": ("failed", "redirected"),
    "redirect_chain": ("failed", "redirected"),
    "redirect_to_private": ("failed", "redirected"),
    "redirect_to_metadata": ("failed", "redirected"),
    "redirect_to_file": ("failed", "redirected"),
    "redirect_to_nowhere": ("failed", "redirected"),
    "redirect_to_another_board": ("failed", "moved"),
    "meta_refresh": ("failed", "html"),
    "refresh_header": ("failed", "html"),
    "html_for_json": ("failed", "html"),
    "html_named_html": ("failed", "html"),
    "text_for_json": ("failed", "malformed"),
    "cut_json": ("failed", "cut"),
    "deep_json": ("failed", "too_deep"),
    "deep_row": ("failed", "too_deep"),
    "not_a_number": ("failed", "malformed"),
    "infinity": ("failed", "malformed"),
    "number_beyond_floats": ("failed", "malformed"),
    "number_of_100000_digits": ("failed", "malformed"),
    "id_of_400_digits": ("partial", "drift"),
    "nul_characters": ("complete", None),
    "lone_surrogates": ("complete", None),
    "latin_1_called_utf_8": ("complete", None),
    "utf_16": ("failed", "malformed"),
    "byte_order_mark": ("complete", None),
    "wrong_content_type": ("complete", None),
    "guard_before_json": ("failed", "malformed"),
    "two_documents": ("failed", "malformed"),
    "null_document": ("partial", "drift"),
    "error_with_200": ("partial", "drift"),
    "empty_list": ("complete", "empty"),
    "missing_title": ("partial", "drift"),
    "missing_id": ("partial", "drift"),
    "rows_that_are_none": ("partial", "drift"),
    "list_is_an_object": ("partial", "drift"),
    "same_id_a_hundred_times": ("complete", None),
    "texts_left_out": ("partial", "bodies_missing"),
    "a_million_small_things": ("failed", "too_large"),
    "a_text_of_10_mb": ("partial", "bodies_missing"),
    "markup_6000_deep": ("partial", "bodies_missing"),
}
OF_THE_HOST = {"busy", "busy_for_long", "busy_for_nonsense", "out_of_service"}
"""After these the host is left alone, and its other boards with it."""
SLOW = {"hang", "drip", "slow_headers"}
REACTOR_ONLY = {"header_of_20_mb", "endless_headers", "shorter_than_sent", "reset", "one_endless_header"}
"""The bounds, or the words for them, are those of the production reactor."""
HEAVY = {"gzip_bomb", "deflate_bomb", "brotli_bomb", "gzip_bomb_in_gzip", "a_million_small_things", "a_text_of_10_mb"}
MARKS = {"nul_characters": "characters_replaced", "lone_surrogates": "characters_replaced"}
MARKS |= {"latin_1_called_utf_8": "not_utf8", "same_id_a_hundred_times": "id_repeated"}
LIMITS = {
    "DOWNLOAD_TIMEOUT": 60.0,
    "DOWNLOAD_MAXSIZE": 500_000,
    "RETRY_TIMES": 1,
    "HOST_PAUSE_DEFAULT": 0.001,
    "HOST_PAUSE_MAX_REFUSALS": 1000,
    "HOST_PAUSE_MAX_SILENCES": 1000,
}


def test_every_fault_is_expected() -> None:
    assert FAULTS.keys() == EXPECTED.keys()


@pytest.mark.parametrize("source", SOURCES)
async def test_each_fault_has_its_outcome_and_harms_no_other_board(tmp_path: Path, source: str) -> None:
    names = sorted(FAULTS.keys() - SLOW - REACTOR_ONLY - HEAVY - {"busy_for_long"})
    boards = [Board(source, slug, slug) for name in names for slug in (name, f"after {name}")]
    with serving() as server:
        run = await crawl_of(tmp_path, {source: server.url(source)}, boards, LIMITS)
    found = {b.board: b for b in run.boards}
    assert {name: (found[name].outcome, found[name].reason) for name in names} == {n: EXPECTED[n] for n in names}
    assert {found[f"after {name}"].outcome for name in names} == {"complete"}
    assert all(found[name].detail for name in names if EXPECTED[name] != ("complete", None))
    assert all(found[name].drift.get(mark) for name, mark in MARKS.items())
    assert sum(f.rows for f in run.files) == sum(b.postings for b in run.boards)


@pytest.mark.parametrize("name", sorted(SLOW))
async def test_a_host_that_takes_its_time_is_not_waited_for(tmp_path: Path, name: str) -> None:
    boards = [Board("greenhouse", name, name), Board("lever", "well", "well")]
    with serving() as server:
        base_urls = {"greenhouse": server.url("greenhouse"), "lever": server.url("lever", host="localhost")}
        limits = {"DOWNLOAD_TIMEOUT": 3.0, "RETRY_TIMES": 0}
        run = await crawl_of(tmp_path, base_urls, boards, limits)
    assert [(b.outcome, b.reason) for b in run.boards] == [("failed", "timeout"), ("complete", None)]


@pytest.mark.parametrize("name", sorted(OF_THE_HOST))
async def test_a_host_that_refuses_is_given_up_and_no_other(tmp_path: Path, name: str) -> None:
    boards = [Board("greenhouse", f"{n}", f"{n}") for n in range(12)] + [Board("lever", "well", "well")]
    with serving() as server:
        base_urls = {"greenhouse": server.url(name, "greenhouse"), "lever": server.url("lever", host="localhost")}
        run = await crawl_of(tmp_path, base_urls, boards, {"HOST_PAUSE_DEFAULT": 0.01})
    assert [(b.outcome, b.reason) for b in run.boards] == [("failed", "refused")] * 12 + [("complete", None)]
    assert len([path for path in server.log if "greenhouse" in path]) <= 3 + 4  # three, and what was under way


@pytest.mark.parametrize("name", sorted(ROBOTS_FAULTS))
async def test_without_a_readable_robots_txt_nothing_is_asked(tmp_path: Path, name: str) -> None:
    with serving(robots=name) as server:
        limits = {**LIMITS, "DOWNLOAD_TIMEOUT": 0.5, "RETRY_TIMES": 0}
        run = await crawl_of(tmp_path, {"lever": server.url("lever")}, [Board("lever", "well", "well")], limits)
    (board,) = run.boards
    assert board.outcome == "failed" and "robots.txt" in (board.detail or "")
    assert set(server.log) == {"/robots.txt"}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate and its key for 127.0.0.1 that nobody has signed, and that ended in 2021."""
    import datetime as dt

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2021, 1, 1, tzinfo=dt.UTC))
        .add_extension(address, critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return path


@pytest.fixture(params=["untrusted certificate", "no TLS at all"])
def badly_secured(request: pytest.FixtureRequest, certificate: Path) -> Iterator[Server]:
    wrap: Callable[[socket.socket], socket.socket] | None = None
    if request.param == "untrusted certificate":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)

        def wrap(sock: socket.socket) -> socket.socket:
            return context.wrap_socket(sock, server_side=True)

    with serving(wrap=wrap) as server:
        yield server


def test_a_host_that_cannot_prove_itself(tmp_path: Path, badly_secured: Server) -> None:
    boards = board_file(tmp_path / "boards.toml", [("lever", "well")])
    base_urls = {"lever": badly_secured.url("lever", scheme="https")}
    ended = run_child({"RETRY_TIMES": 0}, crawl_arguments(tmp_path, boards, base_urls, "--allow-loopback"))
    (board,) = read_run(tmp_path / "landing" / "run-1").boards
    assert (ended.code, board.outcome, board.reason) == (1, "failed", "tls")
    assert badly_secured.log == []


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(FAULTS))
def test_each_fault_ends_in_time_and_memory(tmp_path: Path, name: str) -> None:
    """As in production but for the seconds: a sick board of one source, well ones of it and of the others."""
    sick = SOURCES[sorted(FAULTS).index(name) % len(SOURCES)]
    boards = board_file(tmp_path / "boards.toml", [(sick, name), *((source, "well") for source in SOURCES)])
    with serving() as server:
        given = crawl_arguments(tmp_path, boards, {source: server.url(source) for source in SOURCES})
        limits = {"DOWNLOAD_TIMEOUT": 6, "RETRY_TIMES": 1, "HOST_PAUSE_DEFAULT": 0.01}
        ended = run_child(limits, [*given, "--allow-loopback"])
    found = {(b.source, b.board): (b.outcome, b.reason) for b in read_run(tmp_path / "landing" / "run-1").boards}
    assert found.pop((sick, name)) == EXPECTED[name]
    assert name in OF_THE_HOST or set(found.values()) == {("complete", None)}
    assert ended.seconds <= 60 and ended.peak_mb <= 256, ended


@pytest.mark.parametrize(
    ("source", "body"),
    [
        ("recruitee", b'{"offers":[' + b"{}," * 1_000_000 + b"{}]}"),
        ("personio", b"<workzag-jobs>" + b"<a/>" * 1_000_001 + b"</workzag-jobs>"),
        ("personio", b"<workzag-jobs " + b"".join(b"a%d='' " % n for n in range(1_000_001)) + b"/>"),
        ("jsonld", b"<html>" + b"<b></b>" * 500_001),
    ],
)
def test_bodies_of_a_million_small_things_are_not_read(source: str, body: bytes) -> None:
    module = load_source(source)
    decode = module.decode if isinstance(module, OwnFormat) else decode_json
    with pytest.raises(BadPayload) as caught:
        decode(body)
    assert caught.value.reason == "too_large"


GENERIC = sorted(
    name
    for name, (_, reason) in EXPECTED.items()
    if reason
    in ("network", "too_large", "cut", "refused", "server_error", "unexpected", "not_found", "address", "html")
    if name not in SLOW | REACTOR_ONLY | HEAVY | {"cut_json", "cut_gzip"}
)
"""Faults that are no matter of a source's format."""


@pytest.mark.long
@pytest.mark.parametrize("source", ["hackernews", "personio", "recruitee"])
async def test_sources_of_other_shapes_end_the_same(tmp_path: Path, source: str) -> None:
    """Their boards are told apart by host, or there is one board only: a crawl for each fault."""
    found = {}
    with serving() as server:
        for name in GENERIC:
            base_urls = {source: server.url(name, source)}
            (board,) = (await crawl_of(tmp_path / name, base_urls, [Board(source, "quill", "quill")], LIMITS)).boards
            found[name] = (board.outcome, board.reason)
    assert found == {name: EXPECTED[name] for name in GENERIC}
