"""Claims: what people say about this market, and what postings can and cannot say to it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import streamlit as st

from analysis.demand.time_open import TimeOpen
from analysis.market.market import Market
from analysis.snapshot.claims import Answer, Figure, Verdict, answers, unanswerable
from dashboard.chosen import choice
from dashboard.here import here
from dashboard.inert import inert
from dashboard.parts.charts import interval_chart, row
from dashboard.words import percent, sample, share_words, word


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
    st.header("What postings cannot answer")
    for each in unanswerable():
        st.markdown(f"- **{inert(each.asks)}** {inert(each.why)}")


def _answers(market: Market) -> tuple[Answer, ...]:
    key = ("dashboard", "answers")
    if key not in market.cache:
        market.cache[key] = answers(market)
    answer: tuple[Answer, ...] = market.cache[key]
    return answer


def _show(answer: Answer, lanes: dict[str, str]) -> None:
    st.header(inert(answer.asks))
    if answer.verdict:
        _verdict(answer.verdict)
    by_label: dict[str, list[Figure]] = {}
    for figure in answer.figures:
        by_label.setdefault(figure.label, []).append(figure)
    st.markdown("**Share of jobs that …, with its 95 % interval**")
    st.dataframe(_overview(by_label, lanes), hide_index=True, key="overview")
    st.caption(inert(answer.limit))
    with st.expander("The evidence: each figure, its sample, and what contributes most", icon=":material/bar_chart:"):
        for number, (label, figures) in enumerate(by_label.items()):
            rows = [row(_where(figure, lanes), figure.share) for figure in figures]
            interval_chart(label[0].upper() + label[1:], rows, of=f"share of jobs that {label}", key=f"figure_{number}")
            for line in _said_of(figures[0]):
                st.caption(inert(line))
    if answer.times:
        st.markdown("**How long jobs stay open**")
        st.dataframe(pd.DataFrame([_time(time) for time in answer.times]), hide_index=True)


def _verdict(verdict: Verdict) -> None:
    said = f"{share_words(verdict.figure.share)} of {sample(verdict.figure.share)} {verdict.figure.label}"
    base = verdict.figure.base
    beside = f"; of all jobs {share_words(base)} do" if base is not None else ""
    st.markdown(f"### {inert(verdict.word[0].upper() + verdict.word[1:])}  \n{inert(said + beside)}.")
    st.caption(inert(f"The word follows a rule: {verdict.rule}."))


def _where(figure: Figure, lanes: dict[str, str]) -> str:
    return lanes.get(figure.lane, figure.lane) if figure.lane else "all jobs"


def _overview(by_label: dict[str, list[Figure]], lanes: dict[str, str]) -> pd.DataFrame:
    """One row a figure, one column for all jobs and for each lane; what a figure does not say is empty."""
    wheres = dict.fromkeys(_where(figure, lanes) for figures in by_label.values() for figure in figures)
    return pd.DataFrame(
        [
            {"": label, **dict.fromkeys(wheres, ""), **{_where(f, lanes): share_words(f.share) for f in figures}}
            for label, figures in by_label.items()
        ]
    )


def _said_of(figure: Figure) -> Iterator[str]:
    """What stands below a figure: its largest contributor, and its base rate where one is meant."""
    if figure.contributor:
        yield f"Named most: {figure.contributor.name}, in {percent(figure.contributor.share)} of these jobs."
    if figure.base:
        yield f"Of all jobs: {share_words(figure.base)}."


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
