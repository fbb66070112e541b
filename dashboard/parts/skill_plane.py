"""The skill map of a market or lane, with its groups as a table beside it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.demand.clusters import clusters
from analysis.demand.skill_map import Spot, skill_map
from dashboard.chosen import FILTERS, chosen
from dashboard.drawn import map as drawn
from dashboard.here import Here
from dashboard.parts.charts import listed
from dashboard.words import cluster_name, count, share_words

NO_GROUP = "across lanes, or in no group"


def show(found: Here, lane: str | None) -> None:
    """The map under a sentence that says what it shows, and the table."""
    with st.spinner("Drawing the map …"):
        spots = skill_map(found.market, lane)
    if not spots:
        st.markdown("**There are too few jobs here for a map.** Take a filter away.")
        return
    groups = {each.cluster_id: each for each in clusters(found.market)}
    inside = list(dict.fromkeys(spot.cluster for spot in spots if spot.cluster))
    said = f"{count(len(spots), 'skill')}, {count(len(inside), 'group')} that stand together"
    st.markdown(
        f"**{said}**  \n:small[The nearer two names, the more often one job asks for both; lines tie a group"
        " together, a larger dot is asked for by more jobs. The places are a drawing, the groups are tested.]"
    )
    lanes: dict[int | None, str] = {
        found.market.lanes.index(spot.lane): found.lane_name(spot.lane) for spot in spots if spot.lane
    }
    drawn.show(
        "Skills that stand together",
        [_dot(found, spot) for spot in spots],
        [*sorted((lane, f"group of {name}") for lane, name in lanes.items()), (None, NO_GROUP)],
        key="map",
    )
    if not inside:
        return
    names = {cluster: [spot.name for spot in spots if spot.cluster == cluster] for cluster in inside}
    listed(
        "The groups of the map and their skills",
        pd.DataFrame(
            {
                "group": [cluster_name(groups[cluster]) for cluster in inside],
                "lies in": [_lies_in(found, groups[cluster].lane) for cluster in inside],
                "its skills on the map": [", ".join(names[cluster]) for cluster in inside],
            }
        ),
        key="map_groups",
    )


def _lies_in(found: Here, lane: str | None) -> str:
    return found.lane_name(lane) if lane else "across lanes"


def _dot(found: Here, spot: Spot) -> drawn.Dot:
    return drawn.Dot(
        spot.name,
        f"{spot.name}: asked for by {share_words(spot.asked)}",
        spot.x,
        spot.y,
        spot.asked.share or 0.0,
        ("skills", {"skill": spot.skill, **chosen(("lane", *FILTERS))}),
        spot.cluster,
        found.market.lanes.index(spot.lane) if spot.lane else None,
    )
