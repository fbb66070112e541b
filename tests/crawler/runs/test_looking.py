"""A look at a careers page: adverts on it, a system behind it, pages of its own, or nothing that can be read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from crawler.boards.listed import add_board
from tests.crawler.boards_server import serve_robots
from tests.crawler.test_main import ended, started
from warehouse.models import Board

PAGE = "https://quillhaven.example/careers"


def advert(title: str, page: str = "") -> str:
    job = {"@context": "https://schema.org", "@type": "JobPosting", "title": title, "description": f"<p>{title}</p>"}
    return (
        f"<html><head><script type='application/ld+json'>{json.dumps(job)}</script></head><h1>{title}</h1>{page}</html>"
    )


def listing(*links: str) -> str:
    return "<html><body>" + "".join(f"<a href='{link}'>one</a>" for link in links) + "</body></html>"


def sitemap(server: HTTPServer, *paths: str) -> str:
    places = "".join(f"<url><loc>{server.url_for(path)}</loc></url>" for path in paths)
    return f"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{places}</urlset>"


@pytest.fixture
def look(httpserver: HTTPServer, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """What is said of PAGE where the host answers with `pages`, and with 404 else."""

    def call(pages: Mapping[str, str], *more: str) -> dict[str, Any]:
        for path, body in pages.items():
            status = 200 if body else 404
            httpserver.expect_request(path).respond_with_data(body, status, content_type="text/html; charset=utf-8")
        if "/robots.txt" not in pages:
            serve_robots(httpserver)
        base = httpserver.url_for("").rstrip("/")
        given = ["--data", str(tmp_path), "--market", "real", "--look", PAGE, "--base-url", f"careers={base}"]
        code, events, error = ended(started([*given, "--allow-loopback", *more]))
        assert not error and code == (0 if events[-1]["board"] else 1)
        assert not list(tmp_path.iterdir()), "nothing is kept of a look"
        return events[-1]

    return call


def test_pages_that_hold_an_advert_each_are_counted_before_the_site_is_added(look) -> None:
    paths = [f"/careers/{n}" for n in range(1, 8)]
    found = look({"/careers": listing("/about", *paths), **{path: advert(f"ML Engineer {path}") for path in paths}})
    board = found["board"]
    assert (board["source"], board["url"], board["employer"]) == ("careers", PAGE, "quillhaven.example")
    assert found["sentence"] == "Found 7 pages that look like adverts; of 5 read 5 are."


def test_a_sitemap_that_names_more_is_taken_instead(httpserver: HTTPServer, look) -> None:
    paths = [f"/jobs/{n}" for n in range(12)]
    robots = f"User-agent: *\nDisallow: /private\nSitemap: {httpserver.url_for('/maps/jobs.xml')}\n"
    pages = {path: advert(f"Engineer {path}") for path in paths}
    found = look(
        {"/careers": listing("/jobs/3"), "/robots.txt": robots, "/maps/jobs.xml": sitemap(httpserver, *paths), **pages}
    )
    assert found["board"]["url"] == "https://quillhaven.example/maps/jobs.xml"
    assert found["sentence"].startswith(
        "Found 12 pages that look like adverts in https://quillhaven.example/maps/jobs.xml"
    )


def test_a_hiring_system_behind_the_page_is_named_and_taken(look) -> None:
    script = "<script src='https://boards.greenhouse.io/embed/job_board/js?for=quillhaven'></script>"
    other = "<a href='https://jobs.lever.co/quillhaven-eu'>Europe</a>"
    found = look({"/careers": f"<html><body>{script}{other}</body></html>"}, "--employer", "Quillhaven")
    assert (found["board"]["source"], found["board"]["slug"], found["board"]["employer"]) == (
        "greenhouse",
        "quillhaven",
        "Quillhaven",
    )
    assert [(other["source"], other["slug"]) for other in found["others"]] == [("lever", "quillhaven-eu")]


def test_adverts_on_the_page_itself_are_read_there(look) -> None:
    found = look({"/careers": advert("ML Engineer", advert("Data Engineer"))})
    assert found["board"]["source"] == "jsonld" and "2 adverts" in found["sentence"]


@pytest.mark.parametrize(
    ("pages", "why"),
    [
        ({"/careers": listing("/about")}, "links to no page that looks like an advert"),
        ({"/careers": listing("/jobs/1", "/jobs/2"), "/jobs/1": listing(), "/jobs/2": listing()}, "none is marked up"),
        ({"/careers": ""}, "answered 404"),
        ({"/careers": "{}"}, "no page of HTML"),
        ({"/careers": listing("/jobs/1"), "/robots.txt": "User-agent: *\nDisallow: /careers\n"}, "robots"),
    ],
    ids=["no links", "no markup", "not there", "no html", "forbidden"],
)
def test_what_cannot_be_read_is_not_added_and_says_why(pages: dict[str, str], why: str, look) -> None:
    found = look(pages)
    assert found["board"] is None and why in found["sentence"], found["sentence"]


def test_what_a_look_found_can_be_crawled(httpserver: HTTPServer, look, tmp_path: Path) -> None:
    pages = {"/careers": listing("/careers/1", "/careers/2"), "/careers/1": advert("ML Engineer")}
    board = look({**pages, "/careers/2": advert("Data Engineer")})["board"]
    add_board(tmp_path, Board(**{name: board[name] for name in ("source", "slug", "employer", "seen_in", "url")}))
    given = ["--data", str(tmp_path), "--market", "real", "--run-id", "run-1", "--started-at", "2026-03-01T12:00:00Z"]
    base = httpserver.url_for("").rstrip("/")
    code, events, _ = ended(
        started([*given, "--source", "careers", "--base-url", f"careers={base}", "--allow-loopback"])
    )
    assert code == 0 and events[0]["outcome"] == "complete" and events[0]["postings"] == 2


def test_nobody_looks_without_saying_who_asks(tmp_path: Path) -> None:
    code, _, error = ended(started(["--data", str(tmp_path), "--market", "real", "--look", PAGE]))
    assert code == 2 and "--contact" in error
