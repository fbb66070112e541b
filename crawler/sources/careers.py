"""An employer's own careers site: its list of jobs or its sitemap, then schema.org/JobPosting on each advert's page."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

import lxml.etree

from crawler.fields.markup import html_root, xml_root
from crawler.fields.payload import BadPayload, Drift, as_object, required_list
from crawler.sources import Page, PageRequest, is_gone, jsonld
from warehouse.models import Board, Posting

NAME = "careers"
_MOST_UNPACKED = 50_000_000
"""Bytes: what the sitemap protocol allows one file."""
_XML = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?:\?xml|urlset|sitemapindex)\b", re.IGNORECASE)
_WORDS = frozenset({
    "job", "jobs", "career", "careers", "position", "positions", "vacancy", "vacancies", "opening", "openings", "role",
    "roles", "opportunity", "opportunities", "stelle", "stellen", "stellenangebote", "karriere", "emploi", "emplois",
    "offre", "offres", "vacature", "vacatures", "empleo", "empleos", "lavoro",
})  # fmt: skip
"""What a part of an advert's address says, in the languages of careers sites."""
_ACCEPT = {"Accept": "text/html, application/xhtml+xml, application/xml;q=0.9"}
is_withdrawn = is_gone


def requests_for(board: Board, base_url: str | None = None) -> tuple[PageRequest, ...]:
    """The list of jobs, or the sitemap."""
    return tuple(PageRequest(request.url, _ACCEPT) for request in jsonld.requests_for(board, base_url))


def decode(body: bytes) -> tuple[Any, Drift]:
    """A list or an advert's page as {"links": [address], "next": [address], "postings": [JobPosting], …}; of a sitemap
    the links are its pages and `next` its parts.
    """
    body = _unpacked(body)
    if not _XML.match(body):
        page, drift = html_root(body)
        onward = page.xpath("//link[@rel='next']/@href | //a[@rel='next']/@href")
        named = {"links": [str(h) for h in page.xpath("//a/@href")], "next": [str(h) for h in onward]}
        return {**jsonld.of_page(page, drift), **named, "is_sitemap": False}, drift
    root = xml_root(body)
    is_index = lxml.etree.QName(root).localname == "sitemapindex"
    places = [(loc.text or "").strip() for loc in root.iter("{*}loc")]
    named = {"links": [] if is_index else places, "next": places if is_index else []}
    return {"postings": [], **named, "is_sitemap": True}, Counter()


def rows(payload: Any) -> list[Any]:
    """The addresses that a list or a sitemap names for adverts, each once, without their fragments."""
    payload = as_object(payload, "the list")
    links = (urldefrag(link).url for link in required_list(payload, "links") if isinstance(link, str))
    return [{"link": link} for link in dict.fromkeys(links) if is_advert(link)]


def is_advert(link: str) -> bool:
    """Whether an address may be an advert's: a word for jobs stands in its path, and something after it."""
    try:
        parts = [part.casefold() for part in urlsplit(link).path.split("/") if part]
    except ValueError:  # no address
        return False
    return any(_WORDS.intersection(re.split(r"[-_.]", part)) for part in parts[:-1])


def further(page: Page, board: Board) -> tuple[PageRequest, ...]:
    """The next page of a list; of a sitemap those of its parts that say jobs, or all where none does."""
    onward = list(_own(as_object(page.payload, "the list").get("next") or [], page.request))
    about_jobs = [url for url in onward if _WORDS.intersection(re.split(r"[^a-z]+", urlsplit(url).path.casefold()))]
    return tuple(PageRequest(url, _ACCEPT) for url in about_jobs or onward)


def detail_for(row: Any, page: PageRequest, board: Board) -> PageRequest | None:
    """The advert's own page; None for one on another host, which is not this employer's to be asked for."""
    own = next(_own([as_object(row, "the row").get("link")], page), None)
    return PageRequest(own, _ACCEPT) if own else None


def with_detail(row: Any, payload: Any) -> Any:
    """The page's own JobPosting, with its address; the row as it is where the page holds none and is no advert."""
    if not as_object(payload, "the page").get("postings"):
        return row
    link = as_object(row, "the row")["link"]
    return {"url": link, **jsonld.rows(payload)[0], "identifier": link}  # what pages state is often the employer's own


def posting(row: Any, board: Board, drift: Drift) -> Posting | None:
    """One JobPosting; None for a page that is no advert."""
    row = as_object(row, "the row")
    if "title" not in row:
        drift["no_advert"] += 1
        return None
    return jsonld.posting(row, board, drift, source=NAME)


def _unpacked(body: bytes) -> bytes:
    """The body, unpacked where it is a gzip file, as sitemaps often are. Raises BadPayload."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        unpacked = zlib.decompressobj(wbits=31).decompress(body, _MOST_UNPACKED)
    except zlib.error:
        raise BadPayload("malformed", "the sitemap is a damaged gzip file") from None
    if len(unpacked) == _MOST_UNPACKED:
        raise BadPayload("too_large", f"the sitemap unpacks to more than {_MOST_UNPACKED:,} bytes")
    return unpacked


def _own(links: Iterable[Any], page: PageRequest) -> Iterator[str]:
    """Addresses on the page's own host, whole, by the page's scheme."""
    asked = urlsplit(page.url)
    for link in links:
        try:
            found = urlsplit(urljoin(page.url, str(link)))
        except ValueError:
            continue
        if found.netloc.removeprefix("www.") == asked.netloc.removeprefix("www.") and found.scheme in ("http", "https"):
            yield urlunsplit((asked.scheme, asked.netloc, found.path, found.query, ""))
