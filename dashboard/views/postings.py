"""Postings: filter them, and read one with its mentions of skills marked by need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.chosen import choice, filters, lane_choice, seen_since
from dashboard.here import Here, here
from dashboard.inert import inert
from dashboard.parts import advert, without_adverts
from dashboard.parts.rows import records
from dashboard.words import count, day, percent, state_of, word
from warehouse.generations.queries import (
    lanes_of_requisition,
    mentions_of_requisition,
    postings_of_requisition,
    requisition_by_id,
    search_postings,
)

MOST = 200


def main() -> None:
    """The page."""
    found = here()
    if not found.market.has_adverts:
        st.title("Postings")
        without_adverts.say("There is no posting to read yet.")
        return
    wanted = st.query_params.get("requisition")
    if wanted is not None:
        _one(found, wanted)
        return
    st.title("Postings")
    _search(found)


def _search(found: Here) -> None:
    market = found.market
    words = st.text_input("Words in title, employer or place", key="words", max_chars=100, icon=":material/search:")
    lane = lane_choice(found)
    narrowed = filters(found, ("role", "seniority", "region", "workplace"))
    with st.container(horizontal=True):
        since = seen_since(found)
        skill = choice("skill", "Asks for the skill", list(found.skill_names), found.skill_names.__getitem__)
    shown = search_postings(
        found.generation,
        words=words,
        lane=lane,
        skill_ids=[skill] if skill else None,
        role=narrowed.get("role"),
        seniority=narrowed.get("seniority"),
        region=narrowed.get("region"),
        workplace=narrowed.get("workplace"),
        seen_since=since,
        limit=MOST,
    )
    if shown.empty:
        st.markdown("**No requisition fits.** Take a filter away or try another word.")
        return
    full = f"The first {MOST}" if len(shown) == MOST else count(len(shown), "requisition")
    st.markdown(f"**{full} of {count(market.n, 'requisition')}, open and newest first. Choose a row to read it.**")
    picked = st.dataframe(
        pd.DataFrame(
            {
                "title": shown["title"],
                "employer": shown["employer"],
                "lane": [found.lane_name(None if pd.isna(lane) else lane) for lane in shown["primary_lane"]],
                "level": [word("seniority", None if pd.isna(value) else value) for value in shown["seniority"]],
                "place": shown["location"],
                "first seen": shown["first_seen_at"],
                "open": [state_of(row) for row in records(shown)],
            }
        ),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="picked",
        column_config={"first seen": st.column_config.DateColumn(format="D MMM YYYY")},
    )
    rows = picked["selection"]["rows"]
    if rows:
        _show(found, str(shown["requisition_id"].iloc[rows[0]]))


def _one(found: Here, requisition_id: str) -> None:
    if st.button("All postings", icon=":material/arrow_back:"):
        st.query_params.pop("requisition")
        st.rerun()
    _show(found, requisition_id)


def _show(found: Here, requisition_id: str) -> None:
    about = records(requisition_by_id(found.generation, requisition_id))
    if not about:
        st.markdown("There is no such posting in this generation; it may have been forgotten or renamed.")
        return
    posting = about[0]
    st.header(inert(posting["title"]))
    st.markdown(advert.link(posting["url"], posting["source"], posting["employer"]))
    st.markdown(" · ".join(inert(fact) for fact in _facts(posting)))
    if posting["exclusion"] is not None:
        st.warning(f"This one stands outside the market: {word('exclusion', posting['exclusion'])}.")
    lanes = records(lanes_of_requisition(found.generation, requisition_id))
    if lanes:
        st.markdown("Lane: " + ", ".join(f"{inert(lane['name'])} {percent(lane['probability'])}" for lane in lanes))
    posting_id = str(posting["posting_id"])
    text = found.generation.texts([posting_id]).get(posting_id)
    mentions = mentions_of_requisition(found.generation, requisition_id)
    named = f"{count(len(mentions), 'mention')} of {count(mentions['skill_id'].nunique(), 'skill')}"
    st.markdown(f"{advert.legend()} :small[{named}]")
    with st.container(border=True):
        st.markdown(advert.marked(text, advert.marks(mentions)) if text else "The text of this advert is not kept.")
    copies = records(postings_of_requisition(found.generation, requisition_id))
    if len(copies) > 1:
        with st.expander(f"Advertised {len(copies)} times; counted once"):
            for copy in copies:
                where = advert.link(copy["url"], copy["source"], copy["employer"])
                st.markdown(f"- {where}: {inert(copy['title'])}, since {day(copy['first_seen_at'])}")


def _facts(posting: Mapping[str, Any]) -> list[str]:
    facts = [posting[name] for name in ("role", "location") if posting[name] is not None]
    facts += [word(name, posting[name]) for name in ("seniority", "workplace") if posting[name] is not None]
    if posting["min_years"] is not None:
        facts.append(f"{count(int(posting['min_years']), 'year')} or more")
    ends = [f"{posting[end]:,.0f}" for end in ("pay_min", "pay_max") if posting[end] is not None]
    if ends:
        facts.append(f"{'–'.join(ends)} {posting['pay_currency']} {word('period', posting['pay_period'])}")
    return [*facts, f"{state_of(posting)}, first seen {day(posting['first_seen_at'])}"]


main()
