"""The dashboard: which pages there are, and the line above each that says what market it shows.

The pages lie in `views/`: a folder called `pages/` beside this file would make Streamlit serve them without it.
"""

from __future__ import annotations

import datetime as dt

import streamlit as st

from dashboard.here import Here, here, is_newer_there, look_at_newest
from dashboard.inert import inert
from dashboard.words import EXAMPLE, QUOTES_LATER, age, banner_of, count, day
from warehouse.models import BadInputError, SkillgapError

PAGES = (
    # file, title, icon; the first is shown at the root
    ("resume_gap", "Resume gap", "person_search"),
    ("overview", "Overview", "dashboard"),
    ("lanes", "Lanes", "alt_route"),
    ("skills", "Skills", "manage_search"),
    ("trends", "Trends", "trending_up"),
    ("claims", "Claims", "fact_check"),
    ("postings", "Postings", "description"),
    ("data_health", "Data health", "monitor_heart"),
)
LOOK_EVERY_SECONDS = 30


def main() -> None:
    """Draw the frame around the page that was asked for, and the page."""
    st.set_page_config(page_title="skillgap", page_icon="🧭", layout="wide")
    pages = [
        st.Page(f"views/{file}.py", title=title, icon=f":material/{icon}:", default=number == 0)
        for number, (file, title, icon) in enumerate(PAGES)
    ]
    page = st.navigation(pages, position="top")
    try:
        found = here()
    except SkillgapError as error:
        _nothing_yet(error)
        return
    _header(found)
    if not found.market.n:
        st.warning(
            "No requisition is in this market. «Data health» says what was left out and why;"
            " `skillgap boards list` shows what is collected."
        )
    try:
        page.run()
    except SkillgapError as error:
        st.error(inert(str(error)))


def _header(found: Here) -> None:
    manifest, market = found.generation.manifest, found.market
    if found.kind == "reference":
        st.markdown(f":violet-badge[{banner_of(manifest)}] :small[{QUOTES_LATER}]")
    else:
        kind = f":orange-badge[{EXAMPLE}]" if found.kind == "example" else ":blue-badge[Real market]"
        st.markdown(
            f"{kind} :small[as of {day(manifest['as_of'])} · {count(market.n, 'requisition')} from"
            f" {count(market.sample().employers, 'employer')} · generation {found.generation.number}]"
        )
    if found.kind == "real" and (old := age(str(manifest["as_of"]), dt.datetime.now(dt.UTC).date())):
        st.warning(old)
    _newer()


@st.fragment(run_every=LOOK_EVERY_SECONDS)
def _newer() -> None:
    if is_newer_there():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.info("Newer data has been published. What you see stays as it is until you reload.")
            if st.button("Reload", icon=":material/refresh:", key="reload"):
                look_at_newest()
                st.rerun()


def _nothing_yet(error: SkillgapError) -> None:
    st.title("There is no market to show yet" if isinstance(error, BadInputError) else "The market cannot be read")
    st.markdown(inert(str(error)))
    if isinstance(error, BadInputError):
        st.markdown("See it work on an example market of fictional employers, offline, in a minute or two:")
        st.code("skillgap demo", language="bash")
        st.markdown("Or collect real postings, or bring your own:")
        st.code("skillgap refresh\nskillgap import postings.jsonl --observed-on 2026-03-01", language="bash")
        st.markdown("Then reload this page.")


main()
