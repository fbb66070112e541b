"""`python -m crawler.sources_page > docs/sources.md`: the sources with their terms, as a page for readers."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from crawler.sources import SourceFacts, source_facts

_HEAD = """# Sources

Written by `python -m crawler.sources_page` from `crawler/sources.toml`; change that file, not this one.

Each source is asked by one connection a host group, not faster than its pace, as robots.txt allows, and a board at most
once in 20 hours. Descriptions are the employers' texts: they stay on your machine. A source that is opt-in is switched
on by `skillgap sources enable NAME`, which shows its terms first. [How to add one](adding-a-source.md).

No reader is built for these, on purpose:

- **Meta, Tesla**: their sites refuse every program that says what it is; what reads them pretends to be a browser.
- **Google**: robots.txt keeps readers off each results page after the first, so no list can be read whole.
- **Rippling**: its customers' terms forbid gathering its adverts for an aggregation.
- **iCIMS, JOIN**: neither documents an interface for readers, and of iCIMS' hosts some keep robots out.
- **LinkedIn, Indeed, Glassdoor, ZipRecruiter, We Work Remotely**: their terms forbid collecting.
"""
_KINDS = {
    "ats": "employers' own boards",
    "hackernews": "adverts by people in a forum",
    "aggregator": "adverts of many employers",
}


def page() -> str:
    """The whole page as Markdown: a table of all sources, then each with its terms."""
    facts = sorted(source_facts().values(), key=lambda f: (not f.default, f.name.lower()))
    return "\n".join([_HEAD, *_table(facts), *(line for f in facts for line in _section(f))]) + "\n"


def _table(facts: list[SourceFacts]) -> Iterator[str]:
    yield "| source | name | what | on | one request every | absence closes |"
    yield "|---|---|---|---|---|---|"
    for f in facts:
        on = "by default" if f.default else "opt-in"
        closes = (
            "yes" if f.closes else f"no, expires after {f.expires_after_days} days" if f.expires_after_days else "no"
        )
        yield f"| {f.name} | `{f.id}` | {_KINDS[f.kind]} | {on} | {f.delay_s:g} s | {closes} |"


def _section(f: SourceFacts) -> Iterator[str]:
    yield f"\n## {f.name}\n"
    yield f"{f.terms}\n"
    yield f"- Terms: <{f.terms_url}>, {f.read}"
    yield f"- Shown with each advert: {f.attribution}"
    yield f"- Passing on: {f.redistribution}"
    if f.content_signal:
        yield f"- robots.txt reserves: `{f.content_signal}`"
    yield f"- Hosts: {', '.join(f'`{host}`' for host in f.hosts) or 'the page you add'}"
    yield f"- Not believed: {_doubts(f)}"


def _doubts(f: SourceFacts) -> str:
    doubts = [f"more than {f.max_bodyless_share:.0%} of the adverts without a text"]
    doubts.append(f"a fall by more than {f.max_drop_share:.0%} and {f.max_drop} adverts, until a second run agrees")
    if f.min_postings:
        doubts.append(f"fewer than {f.min_postings} adverts")
    if f.doubts_empty_from:
        doubts.append(f"nothing after {f.doubts_empty_from} adverts or more, however often")
    if f.max_pages > 1:
        doubts.append(f"more than {f.max_pages} pages")
    if f.max_details:
        doubts.append(f"more than {f.max_details} adverts of one board")
    return "; ".join(doubts)


if __name__ == "__main__":
    sys.stdout.write(page())
