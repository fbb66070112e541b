"""Claims: what people say about this market, and what postings can and cannot say to it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis.demand.time_open import TimeOpen
from analysis.market.market import Market
from analysis.snapshot.claims import Answer, answers, unanswerable
from dashboard.chosen import choice
from dashboard.here import here
from dashboard.inert import inert
from dashboard.parts.charts import Row, interval_chart, row
from dashboard.words import sample, word


def main() -> None:
    """The page."""
    found = here()
    st.title("What people say about this market, asked of the postings")
    given = {answer.question: answer for answer in _answers(found.market)}
    question = choice(
        "question",
        "Question",
        list(given),
        lambda question: f"{question} · {given[question].asks}",
        default=next(iter(given)),
    )
    if question is not None:
        _show(given[question], found.lane_names)
    st.subheader("What postings cannot answer")
    for each in unanswerable():
        st.markdown(f"- **{inert(each.asks)}** {inert(each.why)}")


def _answers(market: Market) -> tuple[Answer, ...]:
    key = ("dashboard", "answers")
    if key not in market.cache:
        market.cache[key] = answers(market)
    answer: tuple[Answer, ...] = market.cache[key]
    return answer


def _show(answer: Answer, lanes: dict[str, str]) -> None:
    st.markdown(f"### {inert(answer.asks)}")
    by_label: dict[str, list[Row]] = {}
    for figure in answer.figures:
        where = lanes.get(figure.lane, figure.lane) if figure.lane else "the whole market"
        by_label.setdefault(figure.label, []).append(row(where, figure.share))
    alone = {label: rows[0] for label, rows in by_label.items() if len(rows) == 1}
    if alone:
        most = max(alone, key=lambda label: alone[label].share or 0.0)
        interval_chart(
            f"{alone[most].words} {most}",
            [replace(found, label=label) for label, found in alone.items()],
            of="share of requisitions that …",
            key="alone",
        )
    for number, (label, rows) in enumerate(by_label.items()):
        if len(rows) > 1:
            first = max(rows, key=lambda each: each.share or 0.0)
            interval_chart(
                f"{first.label}: {first.words} {label}",
                rows,
                of=f"share of requisitions that {label}",
                key=f"by_lane_{number}",
            )
    if answer.times:
        st.markdown("**How long requisitions stay open**")
        st.dataframe(pd.DataFrame([_time(time) for time in answer.times]), hide_index=True)
    st.caption(inert(answer.limit))


def _time(time: TimeOpen) -> dict[str, str | int]:
    if time.median_days is None:
        said = time.reason or "more than half are still open"
    else:
        end = f"{time.high:.0f}" if time.high is not None else "beyond what was observed"
        said = f"{time.median_days:.0f} days ({time.low or 0:.0f} to {end})"
    return {
        "level": word("seniority", time.level) if time.level else "all",
        "median": said,
        "closed": time.closed,
        "of": sample(time),
    }


main()
