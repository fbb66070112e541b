"""`skillgap dashboard` as a running server: settings that nobody loosens, who is let in, health, feed, end."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import etree
from streamlit import config
from websockets.exceptions import InvalidStatus

from bench.support.browser import PATIENCE_MS, chromium
from dashboard import serving
from dashboard.reports.feed import Entry, feed
from skillgap.addresses import listening
from tests.dashboard.market import AS_OF, JOBS, publish
from tests.served import ROOT, Served, free_port, served, started
from tests.visitor import visitor
from warehouse.models import BadInputError
from warehouse.snapshots.writer import write_feed, write_snapshot

ATOM = "{http://www.w3.org/2005/Atom}"
_EFFECTIVE = """
import json, sys
from pathlib import Path
from streamlit import config
from streamlit.web.server.starlette import starlette_server
starlette_server.UvicornRunner.run = lambda self: print(json.dumps(
    {name: (option.value, option.where_defined) for name, option in config.get_config_options().items()}))
from dashboard.serving import Snapshots, serve
nothing = Snapshots(lambda: None, lambda name: None)
serve(Path(sys.argv[1]), nothing, address="127.0.0.1", port=8501, hosts=("127.0.0.1", "localhost", "::1"))
"""


def _hostile(value: Any) -> Any:
    """Something else than the value, of its type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1000
    return ["evil.example"] if isinstance(value, list | tuple) else "evil.example"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A home, a working folder and an environment in which every option that Streamlit has says something else."""
    home = tmp_path_factory.mktemp("home")
    chosen = {name: _hostile(option.default_val) for name, option in config._config_options_template.items()}
    chosen |= {"server.address": "0.0.0.0", "server.port": free_port(), "client.showErrorDetails": "full"}
    lines = [f"{name} = {json.dumps(value)}" for name, value in chosen.items()]
    (home / ".streamlit").mkdir()
    (home / ".streamlit" / "config.toml").write_text("\n".join(lines), encoding="utf-8")
    (home / ".streamlit" / "secrets.toml").write_text('[auth]\ncookie_secret = "known"\n', encoding="utf-8")
    spelled = {option.env_var: str(chosen[name]) for name, option in config._config_options_template.items()}
    return {**spelled, "HOME": str(home)}


def _effective(data: Path, cwd: Path, env: dict[str, str]) -> dict[str, list[Any]]:
    done = subprocess.run(
        [sys.executable, "-c", _EFFECTIVE, str(data)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
        capture_output=True,
        check=True,
        text=True,
    )
    options: dict[str, list[Any]] = json.loads(done.stdout)
    return options


def test_no_option_of_streamlit_follows_a_users_file_or_environment(
    hostile: dict[str, str], tmp_path: Path, published: Path
) -> None:
    plain = _effective(published, tmp_path, {"HOME": str(tmp_path)})
    found = _effective(published, Path(hostile["HOME"]), hostile)
    drawn = "server.cookieSecret"  # anew at each start
    assert found.pop(drawn)[0] != "evil.example" != plain.pop(drawn)[0]
    assert len(found) > 100
    assert found == plain
    forced = {
        "server.address": "127.0.0.1",
        "server.port": 8501,
        "server.allowedHosts": ["127.0.0.1", "localhost", "::1"],
        "server.maxUploadSize": 5,
        "server.enableStaticServing": False,
        "server.enableXsrfProtection": True,
        "server.enableCORS": True,
        "server.enableAgentApi": False,
        "browser.gatherUsageStats": False,
        "client.showErrorDetails": "none",
        "global.developmentMode": False,
    }
    for name, value in forced.items():
        assert found[name] == [value, "command-line argument or environment variable"], name


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    publish(data)
    return data


@pytest.fixture(scope="module")
def running(hostile: dict[str, str], published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    log = tmp_path_factory.mktemp("log") / "server.log"
    with served(published, log, "--allow-host", "gap.example.org", cwd=Path(hostile["HOME"]), env=hostile) as dashboard:
        yield dashboard


@pytest.mark.parametrize("page", ["", "overview", "lanes", "skills", "compare", "postings", "data_health"])
def test_pages_are_answered(running: Served, page: str) -> None:
    with visitor(running.address) as session:
        assert not session.open(page).has_failed
        assert f"{len(JOBS)} jobs from" in session.text


def test_it_listens_on_this_machine_alone(running: Served) -> None:
    port = urlsplit(running.address).port
    with socket.socket() as other, pytest.raises(ConnectionRefusedError):
        other.connect(("127.0.0.2", port))  # answered, were the address 0.0.0.0


def test_browsers_are_told_to_send_no_statistics(running: Served) -> None:
    with visitor(running.address) as session:
        begun = next(m for m in session.open().messages if m.WhichOneof("type") == "new_session")
        assert not begun.new_session.config.gather_usage_stats


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8501", "127.0.0.1.evil.example", "gap.example.org.evil"]
)
def test_other_names_are_refused(running: Served, host: str) -> None:
    assert running.get("/healthz", Host=host)[0] == 400
    assert running.get("/", Host=host)[0] == 400
    with pytest.raises(InvalidStatus, match="400"), visitor(running.address, host=host):
        pass


@pytest.mark.parametrize("host", ["localhost", "localhost:8501", "[::1]:8501", "GAP.example.org"])
def test_own_names_are_answered(running: Served, host: str) -> None:
    assert running.get("/healthz", Host=host)[0] == 200
    with visitor(running.address, host=host) as session:
        assert not session.open("overview").has_failed


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
def test_other_sites_pages_are_refused(running: Served, origin: str) -> None:
    assert running.get("/feed.xml", Origin=origin)[0] == 403
    with pytest.raises(InvalidStatus, match="403"), visitor(running.address, origin=origin):
        pass


def test_its_own_page_is_let_in_also_through_a_proxy_that_speaks_tls(running: Served) -> None:
    for host, origin in ((None, running.address), ("gap.example.org", "https://gap.example.org")):
        with visitor(running.address, host=host, origin=origin) as session:
            assert not session.open("overview").has_failed


def test_browsers_are_told_to_load_nothing_from_elsewhere(running: Served) -> None:
    with urllib.request.urlopen(running.address) as answer:
        rules = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in rules
        assert "http" not in rules
        assert "script-src 'self' blob: 'unsafe-eval' 'sha256-" in rules
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def _page(address: str, **headers: str) -> tuple[str, Message]:
    request = urllib.request.Request(address, headers={"Accept": "text/html", **headers})
    with urllib.request.urlopen(request) as answer:
        return answer.read().decode(), answer.headers


def test_a_page_comes_whole_with_our_style_and_a_browser_gets_its_key_once(running: Served) -> None:
    page, headers = _page(running.address, **{"Accept-Encoding": "gzip", "If-None-Match": "*"})
    assert '<div id="root">' in page and ".stMarkdownBadge" in page
    assert int(headers["Content-Length"]) == len(page.encode())
    assert headers["ETag"] is None and headers["Content-Encoding"] is None
    assert headers["Set-Cookie"].startswith("skillgap_browser=")
    key = headers["Set-Cookie"].split(";")[0]
    assert _page(f"{running.address}/lanes", Cookie=key)[1]["Set-Cookie"] is None
    with urllib.request.urlopen(f"{running.address}/healthz") as answer:
        assert answer.headers["Set-Cookie"] is None


@pytest.mark.long
def test_a_resume_is_found_again_by_its_browser_and_gone_after_its_last_tab(published: Path, tmp_path: Path) -> None:
    port = free_port()
    with (
        started(["-c", _SOON, str(published), str(port), "15"], port, tmp_path / "log", health="/healthz") as dashboard,
        chromium() as browser,
    ):
        context = browser.new_context()
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.goto(dashboard.address)
        page.get_by_role("button", name="Try a sample resume").click()
        page.get_by_text("① Is this you?").wait_for()
        page.reload()
        page.get_by_text("① Is this you?").wait_for()
        page.close()
        time.sleep(15 + 30)  # what is kept, and long after someone looked; a visit would keep it for as long again
        page = context.new_page()
        page.goto(dashboard.address)
        page.get_by_text("What you get").wait_for()


@pytest.mark.long
def test_a_browser_on_any_page_asks_only_this_machine_and_is_refused_nothing(running: Served) -> None:
    with chromium() as browser:
        page = browser.new_page()
        page.set_default_timeout(PATIENCE_MS)
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        for name in (
            "",
            "overview",
            "lanes",
            "skills?skill=python",
            "compare",
            "postings",
            "trends",
            "claims",
            "data_health",
        ):
            page.goto(f"{running.address}/{name}")
            page.locator("h1").first.wait_for()
            page.wait_for_timeout(1500)  # charts and pictures come after the words
        assert page.locator("h1").first.inner_text()
    elsewhere = [url for url in asked if not url.startswith((running.address, "data:", "blob:"))]
    assert not elsewhere
    assert not [line for line in said if "Content Security Policy" in line or "violates" in line]


def test_uploads_need_the_pages_token(running: Served) -> None:
    sent = urllib.request.Request(f"{running.address}/_stcore/upload_file/session/file", data=b"x", method="PUT")
    with pytest.raises(OSError, match="403"):
        urllib.request.urlopen(sent)


def test_no_folder_is_served(running: Served) -> None:
    status, body = running.get("/app/static/../../app.py")
    assert status != 200 or b"<!doctype html>" in body.lower()
    assert b"set_page_config" not in body


def test_health_names_the_market(running: Served) -> None:
    status, body = running.get("/healthz")
    assert status == 200
    assert json.loads(body) == {"ok": True, "generation": 1, "as_of": AS_OF.isoformat(), "market": "example"}


def test_health_before_and_after_there_is_a_market(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with served(data, tmp_path / "log") as dashboard:
        assert json.loads(dashboard.get("/healthz")[1])["market"] == "reference"
        publish(data)
        health = json.loads(dashboard.get("/healthz")[1])
        assert (health["generation"], health["market"]) == (1, "example")
        (data / "generations" / "1" / "manifest.json").write_text("torn")
        status, body = dashboard.get("/healthz")
        assert status == 503
        assert json.loads(body)["ok"] is False


def test_before_there_is_a_snapshot_the_feed_is_empty(running: Served) -> None:
    empty = etree.fromstring(running.get("/feed.xml")[1])
    assert [empty.find(ATOM + name) is not None for name in ("id", "title", "updated", "author")] == [True] * 4
    assert empty.find(f"{ATOM}entry") is None
    assert running.get("/2026-03-02-1/report.html")[0] == 404


def test_the_feed_and_the_reports_it_links_to(tmp_path: Path) -> None:
    name = "2026-03-02-1-first"
    report = b"<!doctype html><p>The market"
    about = {"files": {"report.html": hashlib.sha256(report).hexdigest()}}
    write_snapshot(tmp_path, name, {"report.html": report, "manifest.json": json.dumps(about).encode()})
    entry = Entry(name, "example", "The market", "2026-03-02T00:00:00Z", "Jobs.", f"{name}/report.html")
    write_feed(tmp_path, feed([entry]).encode())
    with served(tmp_path, tmp_path / "log") as dashboard:
        found = etree.fromstring(dashboard.get("/feed.xml")[1])
        (link,) = found.iterfind(f"{ATOM}entry/{ATOM}link")
        status, page = dashboard.get(f"/{link.get('href')}")
        assert status == 200
        assert page.lower().startswith(b"<!doctype html>")
        for other in ("..", "../generations", "%2e%2e", "%2e%2e%2fgenerations", "feed.xml", ".tmp"):
            assert b"doctype html" not in dashboard.get(f"/{other}/report.html")[1].lower()[:20]


def test_publishing_changes_nothing_under_a_reader(tmp_path: Path) -> None:
    publish(tmp_path)
    with served(tmp_path, tmp_path / "log") as dashboard, visitor(dashboard.address) as reader:
        reader.open("overview")
        for jobs in (JOBS[:60], JOBS[:50]):
            publish(tmp_path, jobs)
        for page in ("overview", "lanes", "postings", "data_health"):
            assert not reader.open(page).has_failed
            assert f"{len(JOBS)} jobs from" in reader.text
            assert "Newer data has been published" in reader.text
        with visitor(dashboard.address) as later:
            assert "50 jobs from" in later.open("overview").text
            assert "Newer data" not in later.text
        assert json.loads(dashboard.get("/healthz")[1])["generation"] == 3


_SOON = """
import sys
from pathlib import Path
from dashboard import serving
serving.KEPT_SECONDS, serving.LOOK_SECONDS = float(sys.argv[3]), 0.5
nothing = serving.Snapshots(lambda: None, lambda name: None)
serving.serve(Path(sys.argv[1]), nothing, address="127.0.0.1", port=int(sys.argv[2]), hosts=("127.0.0.1",))
"""


def test_a_resume_is_gone_after_its_tab_also_when_nobody_else_comes(published: Path, tmp_path: Path) -> None:
    port = free_port()
    with started(["-c", _SOON, str(published), str(port), "2"], port, tmp_path / "log", health="/healthz") as dashboard:
        with visitor(dashboard.address) as session:
            session.open().paste("# Ada Example\n\n## Skills\n\nPython, Docker, Kubernetes, PyTorch\n" * 3)
            addresses = session.take()
            assert addresses and all(addresses)
            assert all(dashboard.get(address)[0] == 200 for address in addresses)
        end = time.monotonic() + 300
        while time.monotonic() < end and any(dashboard.get(address)[0] == 200 for address in addresses):
            time.sleep(0.5)
        assert [dashboard.get(address)[0] for address in addresses] == [404] * len(addresses)


def test_two_minutes_are_kept() -> None:
    assert serving.KEPT_SECONDS + 2 * serving.LOOK_SECONDS < 120


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(published: Path, tmp_path: Path, number: signal.Signals) -> None:
    with served(published, tmp_path / "log") as dashboard, visitor(dashboard.address) as session:
        session.open()
        assert dashboard.end(number) == 0
        lines = dashboard.output.splitlines()
    assert len(lines) == 2, lines
    assert "Ctrl-C" in lines[0]
    assert lines[1] == "The dashboard has ended."


def _refusal(*names: str, host: str = "127.0.0.1", port: str | None = None, is_exposed: bool = False) -> str:
    with pytest.raises(BadInputError) as refused:
        listening(host, port or str(free_port()), names, is_exposed=is_exposed)
    return str(refused.value)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "80 80", "8501.0", ""])
def test_what_is_no_port_is_said(port: str) -> None:
    assert _refusal(port=port or " ").endswith("give a number from 1 to 65535, such as 8501.")


def test_a_port_in_use_is_one_sentence(run: Any, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run("dashboard", "--data", tmp_path, "--port", port)
    assert ended.code == 2
    assert ended.err.strip() == f"skillgap: Port {port} is in use, perhaps by another dashboard; give another --port."


def test_letting_others_in_needs_a_yes_that_says_what_it_means() -> None:
    for host in ("0.0.0.0", "::", "192.0.2.7", "fe80::1"):
        refused = _refusal("gap.example.org", host=host)
        assert "without a login" in refused
        assert "resumes travel unencrypted" in refused
        assert "--yes-expose" in refused
    assert "--allow-host" in _refusal(host="0.0.0.0", is_exposed=True)
    assert "no IP address" in _refusal(host="gap.example.org", is_exposed=True)
    assert "no address of this machine" in _refusal(host="192.0.2.7", is_exposed=True)
    open_to_all = listening("0.0.0.0", str(free_port()), ["gap.example.org"], is_exposed=True)
    assert open_to_all.is_exposed
    assert open_to_all.hosts == ("127.0.0.1", "localhost", "::1", "gap.example.org")


@pytest.mark.parametrize(
    "name", ["*", "*.*", "gap.example.org:80", "http://gap.example.org", "a b", "-x", "", "*example"]
)
def test_what_is_no_host_name_is_said(name: str) -> None:
    assert "is no host name" in _refusal(name)


@pytest.mark.parametrize("name", ["gap.example.org", "*.example.org", "gap", "192.0.2.7", "2001:db8::1"])
def test_names_to_be_called_by(name: str) -> None:
    assert listening("127.0.0.1", str(free_port()), [name], is_exposed=False).hosts[-1] == name
