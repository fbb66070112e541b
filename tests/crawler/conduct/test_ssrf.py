"""No hostile address makes the crawler connect to anything that is not public: counted by a listener on this machine.

The listener stands on loopback; the port rule is opened for it, so that only the judgement of addresses protects it.
"""

import gzip
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pytest_httpserver import HTTPServer
from scrapy import Request
from scrapy.utils.test import get_crawler

from crawler.boards.listed import read_boards
from crawler.conduct.middlewares import PublicOnly
from crawler.conduct.refusal import Refusal
from crawler.landing.runs import read_run
from crawler.sources import load_source, source_facts
from tests.crawler.boards_server import crawled, greenhouse_path, serve, serve_robots
from tests.crawler.child import board_file, crawl_arguments, run_child
from tests.crawler.fake_names import REBINDING, fake_getaddrinfo
from tests.crawler.faults import serving
from warehouse.models import BadInputError, Board

REFUSED = ("address", "redirected", "network", "unknown_host")
"""By our guard, by Scrapy's rule for redirects, by what cannot even be an address."""
HOSTS = {
    "dotted": "127.0.0.1",
    "another of the loopback net": "127.200.3.4",
    "two parts": "127.1",
    "three parts": "127.0.1",
    "decimal": "2130706433",
    "hexadecimal": "0x7f000001",
    "hexadecimal parts": "0x7f.0x0.0x0.0x1",
    "octal": "0177.0.0.1",
    "octal, one number": "017700000001",
    "mixed bases": "0x7f.0.0.01",
    "leading zeros": "0000177.0.0.1",
    "trailing dot": "127.0.0.1.",
    "null": "0.0.0.0",
    "null, short": "0",
    "broadcast": "255.255.255.255",
    "private 10": "10.0.0.1",
    "private 172": "172.31.255.1",
    "private 192": "192.168.0.1",
    "carrier": "100.64.1.1",
    "cloud metadata": "169.254.169.254",
    "cloud metadata, decimal": "2852039166",
    "multicast": "224.0.0.1",
    "reserved": "240.0.0.1",
    "documentation": "192.0.2.1",
    "IPv6 loopback": "[::1]",
    "IPv6 loopback, long": "[0000:0000:0000:0000:0000:0000:0000:0001]",
    "IPv6 null": "[::]",
    "IPv4 mapped": "[::ffff:127.0.0.1]",
    "IPv4 mapped, hexadecimal": "[::ffff:7f00:1]",
    "IPv4 compatible": "[::127.0.0.1]",
    "IPv4 translated": "[64:ff9b::7f00:1]",
    "6to4": "[2002:7f00:1::]",
    "Teredo": "[2001:0:7f00:1::1]",
    "link-local": "[fe80::1]",
    "link-local with zone": "[fe80::1%25eth0]",
    "loopback with zone": "[::1%25lo]",
    "site-local": "[fec0::1]",
    "unique local": "[fd12:3456::1]",
    "IPv6 multicast": "[ff02::1]",
    "a name of this machine": "localhost",
    "a name of this machine, trailing dot": "localhost.",
    "a name of this machine, capitals": "LOCALHOST",
    "a name that leads here": "localtest.example",
    "an address in a name": "127.0.0.1.nip.example",
    "a hexadecimal address in a name": "7f000001.nip.example",
    "a name of the metadata service": "metadata.example",
    "a name inside": "intranet.example",
    "a name with IPv6 only": "six.example",
    "a name with a mapped address": "mapped.example",
    "a name with a translated address": "nat64.example",
    "a name with a zone": "zoned.example",
    "a name, one of whose addresses leads here": "mixed.example",
    "a name that leads to nothing": "null.example",
    "full-width digits": "１２７.０.０.１",
    "circled digits": "①②⑦.⓪.⓪.①",
    "ideographic full stops": "127。0。0。1",
    "percent-encoded": "127%2e0%2e0%2e1",
    "percent-encoded digits": "%31%32%37.0.0.1",
    "percent-encoded null byte": "127.0.0.1%00.boards.example",
    "user name": "boards-api.greenhouse.io@127.0.0.1",
    "user name and password": "boards:api@127.0.0.1",
    "back-slash": "boards.example\\@127.0.0.1",
    "a blank": "127.0.0.1 .boards.example",
}
OTHERS = {
    "file": "file:///etc/hostname",
    "file with a host": "file://127.0.0.1:{port}/etc/hostname",
    "ftp": "ftp://127.0.0.1:{port}/",
    "gopher": "gopher://127.0.0.1:{port}/_x",
    "dict": "dict://127.0.0.1:{port}/x",
    "data": "data:application/json,{{}}",
    "s3": "s3://127.0.0.1:{port}/x",
    "javascript": "javascript:alert(1)",
    "websocket": "ws://127.0.0.1:{port}/",
    "no scheme": "//127.0.0.1:{port}/",
    "three slashes": "https:///127.0.0.1:{port}/",
    "no host": "https://:{port}/",
    "port beyond": "https://127.0.0.1:99999999/",
    "port no number": "https://127.0.0.1:{port}x/",
    "a fragment": "https://127.0.0.1:{port}#@boards.example/",
    "scheme in capitals": "HTTPS://127.0.0.1:{port}/",
}


@dataclass
class Listener:
    """Counts who connects to this machine on one port, by IPv4 and IPv6."""

    port: int
    connections: list[str] = field(default_factory=list)

    def urls(self) -> dict[str, str]:
        found = {kind: f"https://{host}:{self.port}/v1" for kind, host in HOSTS.items()}
        return found | {kind: url.format(port=self.port) for kind, url in OTHERS.items()}


@pytest.fixture
def listener() -> Iterator[Listener]:
    sockets = [socket.create_server(("127.0.0.1", 0))]
    port = sockets[0].getsockname()[1]
    if socket.has_ipv6:
        sockets.append(socket.create_server(("::1", port), family=socket.AF_INET6))
    found = Listener(port)

    def count(one: socket.socket) -> None:
        while True:
            try:
                connection, address = one.accept()
            except OSError:
                return
            found.connections.append(str(address))
            connection.close()

    for one in sockets:
        threading.Thread(target=count, args=(one,), daemon=True).start()
    yield found
    for one in sockets:
        one.shutdown(socket.SHUT_RDWR)
        one.close()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", fake_getaddrinfo())


def test_the_listener_counts(listener: Listener) -> None:
    socket.create_connection(("127.0.0.1", listener.port)).close()
    while not listener.connections:
        pass
    assert len(listener.connections) == 1


@pytest.mark.usefixtures("names")
@pytest.mark.parametrize("kind", [*HOSTS, *OTHERS])
async def test_a_request_to_it_is_refused(listener: Listener, kind: str) -> None:
    guard = PublicOnly.from_crawler(get_crawler(settings_dict={"ALLOWED_PORTS": [listener.port]}))
    try:
        request = Request(listener.urls()[kind])
    except ValueError:
        return  # Scrapy itself takes it for no address
    with pytest.raises(Refusal) as caught:
        await guard.process_request(request)
    assert caught.value.reason == "address"


def run_names(listener: Listener, arguments: list[str]) -> None:
    """The crawl as in production, Twisted's reactor and all, under the tests' name service."""
    done = run_child({"fake_names": True, "ALLOWED_PORTS": [listener.port], "STOP_SHARE": 1.0}, arguments)
    assert done.code == 1, done.error


def test_redirects_are_followed_nowhere_near(tmp_path: Path, listener: Listener) -> None:
    """All forms at once: each is where one board of an allowed host on this machine leads."""
    urls = {f"b{number}": url for number, url in enumerate(listener.urls().values())}
    boards = board_file(tmp_path / "boards.toml", [("greenhouse", slug) for slug in urls])
    with serving(redirects=urls) as server:
        given = crawl_arguments(tmp_path / "data", boards, {"greenhouse": server.url()}, "--allow-loopback")
        run_names(listener, given)
    found = {b.board: (b.outcome, b.reason) for b in read_run(tmp_path / "data" / "landing" / "run-1").boards}
    assert listener.connections == []
    assert found.keys() == urls.keys()
    followed = {urls[slug]: result for slug, result in found.items() if result[1] not in REFUSED}
    assert followed == {}


def test_a_name_that_answers_otherwise_the_second_time(tmp_path: Path, listener: Listener) -> None:
    """The guard is shown a public address; the connection would go to this machine."""
    boards = board_file(tmp_path / "boards.toml", [("greenhouse", "acme")])
    base_urls = {"greenhouse": f"https://{REBINDING}:{listener.port}"}
    run_names(listener, crawl_arguments(tmp_path / "data", boards, base_urls, "--contact", "me@x.example"))
    (board,) = read_run(tmp_path / "data" / "landing" / "run-1").boards
    assert (board.outcome, listener.connections) == ("failed", [])


async def test_addresses_in_payloads_are_never_asked(
    tmp_path: Path, httpserver: HTTPServer, listener: Listener
) -> None:
    serve_robots(httpserver)
    jobs = [
        {
            "id": number,
            "title": "ML Engineer",
            "absolute_url": url,
            "content": f"&lt;p&gt;&lt;a href='{url}'&gt;Apply&lt;/a&gt;&lt;img src='{url}'&gt;&lt;/p&gt; now",
        }
        for number, url in enumerate(listener.urls().values(), start=1)
    ]
    serve(httpserver, "acme", {"jobs": jobs, "meta": {"next": f"https://127.0.0.1:{listener.port}/"}})
    _, outcomes = await crawled(tmp_path, httpserver, "acme")
    assert outcomes["acme"].postings == len(jobs) and listener.connections == []
    assert [request.path for request, _ in httpserver.log] == ["/robots.txt", greenhouse_path("acme")]
    lines = gzip.decompress((tmp_path / "run-1" / "greenhouse.jsonl.gz").read_bytes()).splitlines()
    kept = {json.loads(line)["posting"]["url"] for line in lines}
    assert all(url is None or url.lower().startswith("https://") for url in kept)


SLUGS = [
    "../../../x",
    "..",
    "x/../../y",
    "x@127.0.0.1",
    "//127.0.0.1/",
    "x?mode=html",
    "x#y",
    "x\\y",
    "127.0.0.1:80",
    "x\r\nHost: 127.0.0.1",
    "%2e%2e",
    "ｘ",
    "",
    "x" * 101,
]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_board_entry_cannot_leave_its_host(tmp_path: Path, slug: str) -> None:
    for source, facts in source_facts().items():
        if not facts.default:
            continue
        quoted = json.dumps(slug, ensure_ascii=True)
        path = tmp_path / "boards.toml"
        path.write_text(f'[[board]]\nsource = "{source}"\nslug = {quoted}\nemployer = "x"\n')
        with pytest.raises(BadInputError):
            read_boards(path)


@pytest.mark.parametrize("slug", ["127.0.0.1", "localhost", "a.b", "A b", "x-", "x_.", "0"])
def test_a_strange_board_entry_is_asked_of_its_own_host(slug: str) -> None:
    for source, facts in source_facts().items():
        if not facts.default:
            continue
        usual = load_source(source).requests_for(Board(source, "acme", "Acme"))[0].url
        url = load_source(source).requests_for(Board(source, slug, "x"))[0].url
        domain = ".".join((urlsplit(usual).hostname or "").split(".")[-2:])
        assert (urlsplit(url).hostname or "").endswith(f".{domain}") and urlsplit(url).username is None
