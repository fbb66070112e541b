"""The snapshots that were written: which there are, what each says, and what changed since the one before."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.chosen import choice
from dashboard.inert import inert
from dashboard.words import count, day
from warehouse.snapshots.reader import snapshot_file, snapshot_json, snapshot_names

_HEADING = re.compile(r"^(?=#)", re.MULTILINE)


def show(data_dir: Path) -> None:
    """All snapshots of a data folder, the newest first, and the chosen one.

    Raises BadInputError or BrokenDataError where one of them is incomplete or damaged.
    """
    names = snapshot_names(data_dir)[::-1]
    if not names:
        st.markdown(
            "**No snapshot was written yet.** A snapshot is a dated report of the market that is never changed."
            " The first command writes one, the second one for each week that was crawled."
        )
        st.code("skillgap snapshot\nskillgap snapshot --every week", language="bash")
        return
    manifests = [snapshot_json(data_dir, name, "manifest.json") for name in names]
    st.markdown(f"**{count(len(names), 'snapshot')}, the newest of the market as of {day(manifests[0]['as_of'])}**")
    chosen = choice("snapshot", "Snapshot", names, default=names[0]) or names[0]
    about = manifests[names.index(chosen)]
    st.markdown(
        f"As of {day(about['as_of'])}: {count(about['requisitions'], 'job')} from"
        f" {count(about['employers'], 'employer')}. [The report as a page of its own, to print or to keep]"
        f"(./{chosen}/report.html)"
    )
    if "diff.md" in about["files"]:
        with st.expander(f"What changed since {inert(about['against'])}", icon=":material/difference:", expanded=True):
            st.markdown(_report(data_dir, chosen, "diff.md"))
    with st.expander("The report", icon=":material/description:"):
        st.markdown(_report(data_dir, chosen, "report.md"))
    with st.expander("All snapshots as a table", icon=":material/table:"):
        st.dataframe(
            pd.DataFrame(
                {
                    "as of": [day(manifest["as_of"]) for manifest in manifests],
                    "name": names,
                    "jobs": [manifest["requisitions"] for manifest in manifests],
                    "employers": [manifest["employers"] for manifest in manifests],
                    "compared with": [manifest["against"] or "" for manifest in manifests],
                }
            ),
            hide_index=True,
        )


def _report(data_dir: Path, name: str, file_name: str) -> str:
    """A report's Markdown with its headings two levels down, below the page's own."""
    return _HEADING.sub("##", snapshot_file(data_dir, name, file_name).decode("utf-8"))
