"""Snapshots as an Atom feed: one entry each, with ids that never change."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.reports.environment import environment


@dataclass(frozen=True, slots=True)
class Entry:
    """One snapshot."""

    name: str
    market: str
    """What tells its market from others, the same for as long as it is collected; with the name it makes the id."""
    title: str
    updated: str
    """ISO 8601 with a zone: the snapshot's as_of."""
    summary: str
    link: str
    """Relative to where the feed lies."""

    @property
    def id(self) -> str:
        """The entry's id."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"skillgap/{self.market}/{self.name}").urn


def feed(entries: Sequence[Entry]) -> str:
    """The feed, the newest snapshot first; its own id is the market's."""
    ordered = sorted(entries, key=lambda entry: (entry.updated, entry.name), reverse=True)
    own = uuid.uuid5(uuid.NAMESPACE_URL, f"skillgap/{ordered[0].market}").urn
    return environment(is_html=True).get_template("market/feed.xml.j2").render(entries=ordered, id=own).strip() + "\n"
