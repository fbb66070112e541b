"""The guard against addresses that are not public, in every form they can be written; and the Retry-After header."""

from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.conduct.middlewares import PublicOnly, StrictRobots, retry_after_seconds
from crawler.conduct.refusal import Refusal


def guard(*, allow_loopback: bool = False) -> PublicOnly:
    return PublicOnly.from_crawler(get_crawler(settings_dict={"ALLOW_LOOPBACK": allow_loopback}))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0.0.0.0",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[2002:7f00:1::]",
        "[fe80::1]",
        "[fc00::1]",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "224.0.0.1",
        "255.255.255.255",
        "１２７.0.0.1",
    ],
)
async def test_addresses_that_are_not_public(host: str) -> None:
    with pytest.raises(Refusal) as caught:
        await guard().process_request(Request(f"https://{host}/v1"))
    assert caught.value.reason == "address"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://93.184.216.34/x",
        "http://93.184.216.34/x",
        "https://user:secret@93.184.216.34/x",
        "https://93.184.216.34:6379/x",
        "https:///x",
    ],
)
async def test_other_ways_to_ask(url: str) -> None:
    with pytest.raises(Refusal):
        await guard().process_request(Request(url))


async def test_public_addresses_pass() -> None:
    for url in ("https://93.184.216.34/x", "https://[2606:4700::1111]:443/x"):
        await guard().process_request(Request(url))


@pytest.mark.parametrize("host", ["10.1.2.3", "169.254.169.254", "0.0.0.0", "[::ffff:10.0.0.1]"])
async def test_loopback_allowed_is_nothing_else_allowed(host: str) -> None:
    for allowed in ("127.0.0.1:8080", "localhost", "[::1]"):
        await guard(allow_loopback=True).process_request(Request(f"http://{allowed}/"))
    with pytest.raises(Refusal):
        await guard(allow_loopback=True).process_request(Request(f"http://{host}/"))


def test_an_answer_from_another_address_is_not_used() -> None:
    import ipaddress

    request = Request("https://boards.example/")
    answer = Response(request.url, ip_address=ipaddress.ip_address("192.168.0.7"))
    with pytest.raises(Refusal, match=r"192\.168\.0\.7"):
        guard().process_response(request, answer)
    assert guard().process_response(request, Response(request.url)) is not None


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        (b"120", None, 120),
        (b" 0 ", None, 0),
        (b"Sun, 01 Mar 2026 12:00:30 GMT", b"Sun, 01 Mar 2026 12:00:00 GMT", 30),
        (b"Sun, 01 Mar 2026 11:00:00 GMT", b"Sun, 01 Mar 2026 12:00:00 GMT", 0),
        (b"Sun, 01 Mar 2026 12:00:30 GMT", None, None),
        (b"soon", b"Sun, 01 Mar 2026 12:00:00 GMT", None),
        (b"-5", None, None),
        (b"\xff", None, None),
        ("٣".encode(), None, None),
        (None, None, None),
    ],
)
def test_retry_after(value: bytes | None, date: bytes | None, seconds: float | None) -> None:
    assert retry_after_seconds(value, date) == seconds


async def test_a_tenants_robots_txt_is_asked_for_at_its_providers_pace() -> None:
    """Four tenants' files at once would be four quick requests to one provider, who then refuses all."""
    robots = StrictRobots(get_crawler(settings_dict={"ROBOTSTXT_OBEY": True}))
    asked: list[Request] = []

    async def download(request: Request) -> Response:
        await robots.process_request(request)
        asked.append(request)
        return Response(request.url, status=404)

    robots.crawler.engine = SimpleNamespace(download_async=download)  # type: ignore[assignment]
    await robots.robot_parser(Request("https://acorn.jobs.personio.de/xml", meta={"download_slot": "jobs.personio.de"}))
    assert [(r.url, r.meta["download_slot"]) for r in asked] == [
        ("https://acorn.jobs.personio.de/robots.txt", "jobs.personio.de")
    ]
