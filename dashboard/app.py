"""The dashboard: which pages there are, and the line above each that says what market it shows.

The pages lie in `views/`: a folder called `pages/` beside this file would make Streamlit serve them without it.
"""

from __future__ import annotations

import streamlit as st

from dashboard import warming
from dashboard.chosen import arrive, line
from dashboard.here import Here, here, is_newer_there, look_at_newest
from dashboard.inert import inert
from dashboard.words import EXAMPLE, OLD_AFTER_DAYS, QUOTES_LATER, banner_of, count, day
from warehouse.models import BadInputError, SkillgapError

PAGES = (
    # file, title, icon; the first is shown at the root
    ("resume_gap", "Resume gap", "person_search"),
    ("overview", "Overview", "dashboard"),
    ("lanes", "Lanes", "alt_route"),
    ("skills", "Skills", "manage_search"),
    ("compare", "Compare", "compare_arrows"),
    ("trends", "Trends", "trending_up"),
    ("claims", "Claims", "fact_check"),
    ("postings", "Postings", "description"),
    ("data_health", "Data health", "monitor_heart"),
)
LOOK_EVERY_SECONDS = 30


def main() -> None:
    """Draw the frame around the page that was asked for, and the page."""
    # Before `navigation`, which would else fetch the page's icon from elsewhere for the browser's tab.
    st.set_page_config(page_title="skillgap", page_icon="🧭", layout="wide")
    pages = [
        st.Page(f"views/{file}.py", title=title, icon=f":material/{icon}:", default=number == 0)
        for number, (file, title, icon) in enumerate(PAGES)
    ]
    page = st.navigation(pages, position="top")
    st.set_page_config(page_title=f"{page.title} · skillgap")
    try:
        found = here()
    except SkillgapError as error:
        _nothing_yet(error)
        return
    arrive(page.title)
    _header(found, page.title)
    if not found.market.n:
        st.warning(
            "No job is in this market. «Data health» says what was left out and why;"
            " `skillgap boards list` shows what is collected."
        )
    try:
        page.run()
    except SkillgapError as error:
        st.error(_said(error))


def _header(found: Here, page: str) -> None:
    manifest, market = found.generation.manifest, found.market
    with st.container(horizontal=True, vertical_alignment="center", key="header"):
        if found.kind == "reference":
            st.markdown(f":violet-badge[{banner_of(manifest)}] :small[{QUOTES_LATER}]")
        else:
            kind = f":orange-badge[{EXAMPLE}]" if found.kind == "example" else f":blue-badge[Real market] {_age(found)}"
            st.markdown(
                f"{kind} :small[as of {day(manifest['as_of'])} · {count(market.n, 'job')} from"
                f" {count(market.sample().employers, 'employer')}]"
            )
    with st.container(horizontal=True, vertical_alignment="center", key="chosen_line"):
        line(found, page)
    _newer()


def _age(found: Here) -> str:
    """How old the market is, in amber where many of its jobs may be gone."""
    days = found.days_old()
    old, means = "of today" if days < 1 else f"{count(days, 'day')} old", ""
    if not found.is_watched:
        old, means = f"from files, {old}", "which jobs are open is not known, "
    elif days >= OLD_AFTER_DAYS:
        means = "many jobs may be gone: run skillgap refresh, "
    # What a badge says is never broken into lines, so on a phone a long one would be cut off.
    return f":{'orange' if days >= OLD_AFTER_DAYS else 'green'}-badge[{old}]" + (f" :small[{means}]" if means else "")


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
    st.markdown(_said(error))
    if isinstance(error, BadInputError):
        st.markdown("See it work on an example market of fictional employers, offline, in a minute or two:")
        st.code("skillgap demo", language="bash")
        st.markdown("Or collect real postings, or bring your own:")
        st.code("skillgap refresh\nskillgap import postings.jsonl --observed-on 2026-03-01", language="bash")
    if st.button("Look again", icon=":material/refresh:", type="primary", key="look_again"):
        look_at_newest()
        st.rerun()


def _said(error: SkillgapError) -> str:
    """What went wrong as Markdown: inert, and what stands between back-ticks as code."""
    parts = str(error).split("`")
    if len(parts) % 2 == 0:
        return inert(str(error))
    return " ".join(f"`{' '.join(part.split())}`" if number % 2 else inert(part) for number, part in enumerate(parts))


with warming.pages.drawing():
    main()
