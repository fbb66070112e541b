"""Data health: which boards answered, what was left out and why, and what read it all."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.here import Here, here
from dashboard.parts.charts import listed
from dashboard.words import IMPORTED, count, day, percent, word
from warehouse.generations.queries import board_health, exclusions
from warehouse.models import SEEN_WHOLE

MOST_LISTED = 100
"""So many boards stand in a table."""


def main() -> None:
    """The page."""
    found = here()
    st.title("How sound is the data?")
    _boards(found)
    left, right = st.columns(2, gap="large")
    with left:
        _coverage(found)
    with right:
        _left_out(found)
        _made_with(found)


def _boards(found: Here) -> None:
    looked = board_health(found.generation)
    is_file = looked["source"] == IMPORTED
    _files(looked[is_file])
    boards = looked[~is_file]
    if boards.empty:
        comes = (
            "is the reference that ships with skillgap" if found.kind == "reference" else "comes from imported files"
        )
        st.markdown(f"**No board was crawled:** this market {comes}.")
        return
    sick = boards[~boards["outcome"].isin(SEEN_WHOLE)]
    if sick.empty:
        st.markdown(f"**All {count(len(boards), 'board')} answered in full last time**")
    else:
        st.markdown(f"**{len(sick)} of {count(len(boards), 'board')} did not answer in full last time**")
        st.caption("A posting is called closed only by boards that answered in full; the others keep what they had.")
    _answers("Boards that did not answer in full", sick.head(MOST_LISTED), key="sick")
    well = boards[boards["outcome"].isin(SEEN_WHOLE)]
    if len(sick) > MOST_LISTED:
        st.caption(f"{count(len(sick) - MOST_LISTED, 'more board')} did not; `skillgap boards list` names them all.")
    if len(well):
        with st.expander(f"{count(len(well), 'board')} answered in full", icon=":material/check:", key="well"):
            _answers("Boards that answered in full", well.head(MOST_LISTED), key="answered")
            if len(well) > MOST_LISTED:
                st.caption(f"The first {MOST_LISTED}; `skillgap boards list` names them all.")


def _answers(caption: str, boards: pd.DataFrame, *, key: str) -> None:
    """How each board answered last, one a line."""
    if boards.empty:
        return
    # A board that says «unchanged» sends none: what it holds is what it held.
    sent = boards["postings"].where(boards["outcome"] != "not_modified")
    listed(
        caption,
        pd.DataFrame(
            {
                "employer": boards["employer"].fillna(boards["board"]),
                "source": boards["source"],
                "outcome": [word("outcome", outcome) for outcome in boards["outcome"]],
                "in words": boards["detail"].fillna(""),
                "postings sent": ["" if pd.isna(number) else f"{int(number):,}" for number in sent],
                "last in full": ["never" if pd.isna(moment) else day(moment) for moment in boards["complete_at"]],
            }
        ),
        key=key,
        numbers=("postings sent",),
    )


def _files(files: pd.DataFrame) -> None:
    """What came from a person's own files: nobody looks after them, so they are as old as they are."""
    if files.empty:
        return
    st.markdown(f"**{count(len(files), 'imported file')}**: read once; which of the jobs are still open is not known")
    listed(
        "Imported files",
        pd.DataFrame(
            {
                "name": files["board"],
                "postings": files["postings"],
                "rejected rows": files["rejects"],
                "imported on": [day(moment) for moment in files["started_at"]],
            }
        ),
        key="files",
        numbers=("postings", "rejected rows"),
    )


def _coverage(found: Here) -> None:
    """How many requisitions of the market say the things that filters and mixes rest on."""
    requisition = found.market.requisition
    st.markdown("**What postings say and leave unsaid**")
    fields = {
        "employer": "employer",
        "location": "place",
        "seniority": "level",
        "min_years": "years",
        "workplace": "workplace",
        "degree": "degree",
        "pay": "pay",
        "role": "role",
    }
    known = requisition.assign(pay=requisition["pay_min"].fillna(requisition["pay_max"]))
    listed(
        "What postings say: for how many jobs each field is known",
        pd.DataFrame(
            {
                "field": list(fields.values()),
                "known for": [
                    percent(float(known[name].notna().mean())) if len(requisition) else "" for name in fields
                ],
                "jobs": [int(known[name].notna().sum()) for name in fields],
            }
        ),
        key="known",
        numbers=("known for", "jobs"),
    )
    st.caption(f"Of {count(len(requisition), 'job')} in the market.")


def _left_out(found: Here) -> None:
    out = exclusions(found.generation)
    st.markdown(f"**{count(int(out['requisitions'].sum()), 'job')} left out of the market**")
    if len(out):
        why = [word("exclusion", reason) for reason in out["exclusion"]]
        shown = pd.DataFrame({"why": why, "jobs": out["requisitions"]})
        listed("Jobs left out of the market", shown, key="left_out", numbers=("jobs",))


def _made_with(found: Here) -> None:
    manifest = found.generation.manifest
    runs = manifest.get("created_from") or []
    st.markdown("**What this generation was made with**")
    facts = {
        "generation": str(found.generation.number),
        "as of": day(manifest["as_of"]),
        "window": count(int(manifest["window_days"]), "day") if "window_days" in manifest else "",
        "runs": str(len(runs)),
        "reader": str(manifest.get("reader_version", "")),
        "lane fit": str(manifest.get("fit_id", "")),
    }
    made = pd.DataFrame({"what": list(facts), "value": list(facts.values())})
    listed("What this generation was made with", made, key="made_with")


main()
