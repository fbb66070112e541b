"""Claims: what people say about this market, and what postings can and cannot say to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd
import streamlit as st

from analysis.demand.premium import PayPremiums, premiums
from analysis.demand.time_open import TimeOpen
from analysis.snapshot.claims import CANNOT_SAY, Answer, Figure, unanswerable
from analysis.snapshot.sampled import sampled
from dashboard.asked import claims_answers
from dashboard.chosen import choice, lane_choice
from dashboard.here import Here, here
from dashboard.inert import inert
from dashboard.market_words import PREMIUM_LIMIT, gathered_words, per_cent, premiums_lines, sample_words, verdict_words
from dashboard.parts.charts import interval_chart, listed, row
from dashboard.words import count, percent, sample, share_words, word
from warehouse.models import to_plain

PAY, PAY_ASKS = "pay", "Which skills are paid more?"
WORDS = ("yes", "no", "partly", CANNOT_SAY)


def main() -> None:
    """The page."""
    found = here()
    st.title("What people say about this market, asked of the postings")
    with st.spinner("Asking the postings …"):
        given = {answer.question: answer for answer in claims_answers(found)}
    asks = {question: answer.asks for question, answer in given.items()} | {PAY: PAY_ASKS}
    first = next((question for question, answer in given.items() if answer.verdict.word != CANNOT_SAY), PAY)
    question = choice("question", "Question", list(asks), asks.__getitem__, default=first) or first
    if question == PAY:
        _pay(found)
    else:
        _show(given[question], found)
    st.header("All of them in one word each")
    for line in _in_short(given):
        st.markdown(line)
    st.header("Whose jobs these are")
    for line in sample_words(to_plain(sampled(found.market))):
        st.markdown(inert(line))
    st.header("What postings cannot answer")
    for each in unanswerable():
        st.markdown(f"- **{inert(each.asks)}** {inert(each.why)}")


def _in_short(given: Mapping[str, Answer]) -> Iterator[str]:
    """The questions by their answer, the answers in one order."""
    for said in WORDS:
        asked = [answer.asks for answer in given.values() if answer.verdict.word == said]
        if asked:
            yield f"**{said.capitalize()}** ({len(asked)} of {len(given)}): {inert(' · '.join(asked))}"


def _show(answer: Answer, found: Here) -> None:
    lanes, verdict = found.lane_names, answer.verdict
    st.header(inert(answer.asks))
    said = verdict_words(to_plain(verdict))
    st.markdown(f"### {verdict.word.capitalize()}  \n{inert(said[0].upper() + said[1:])}.")
    st.caption(inert(f"The word follows a rule: {verdict.rule}. {answer.limit}"))
    if gathered := gathered_words(to_plain(sampled(found.market))):
        st.caption(inert(gathered))
    by_label: dict[str, list[Figure]] = {}
    for figure in answer.figures:
        by_label.setdefault(figure.label, []).append(figure)
    asked = verdict.figure.label if verdict.figure is not None else ""
    told = {label: [f for f in each if f.share.share is not None] for label, each in by_label.items()}
    in_lanes = [label for label, figures in by_label.items() if len(figures) > 1 and told[label]]
    if shown := asked if asked in in_lanes else next(iter(in_lanes), None):
        _lane_by_lane(shown, by_label[shown], lanes)
    with st.expander("The evidence: each figure, its sample, and what contributes most", icon=":material/bar_chart:"):
        st.markdown("**So many of the jobs …, with 95% intervals**")
        listed("So many of the jobs, by lane", _overview(by_label, lanes), key="overview")
        for number, (label, figures) in enumerate(by_label.items()):
            rows = [row(_where(figure, lanes), figure.share) for figure in figures]
            interval_chart(
                label[0].upper() + label[1:], rows, of=f"so many of the jobs {label}", key=f"figure_{number}"
            )
            for line in _said_of(figures[0]):
                st.caption(inert(line))
    if answer.times:
        st.markdown("**How long jobs stay open**")
        times = pd.DataFrame([_time(time) for time in answer.times])
        listed("How long jobs stay open, by level", times, key="times_open", numbers=("closed",))


def _lane_by_lane(label: str, figures: Sequence[Figure], lanes: Mapping[str, str]) -> None:
    """The figure that the answer rests on, for all jobs and each lane, on one axis."""
    rows = [row(_where(figure, lanes), figure.share) for figure in figures]
    interval_chart("Lane by lane", rows, of=f"so many of the jobs {label}", key="lane_by_lane")


def _pay(found: Here) -> None:
    """What skills are paid more than the same job without them."""
    st.header(PAY_ASKS)
    lane = lane_choice(found)
    pays = premiums(found.market, lane)
    for line in premiums_lines(to_plain(pays)):
        st.markdown(inert(line))
    st.caption(inert(PREMIUM_LIMIT))
    for pay in pays:
        if pay.skills:
            listed(
                f"What skills are paid beside the same job without them, {pay.currency} a {pay.period}",
                _premiums(pay),
                key=f"premiums_{pay.currency}_{pay.period}",
                numbers=("paid", "ranges", "employers"),
            )
            if pay.misread:
                st.caption(
                    f"{count(pay.misread, 'range')} so far off that a bonus or a misreading is likelier: left out."
                )


def _premiums(pay: PayPremiums) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "skill": one.name,
                "paid": per_cent(one.premium),
                "95% interval": f"{per_cent(one.low)} to {per_cent(one.high)}",
                "": "beyond chance" if one.is_called else "may be chance",
                "ranges": one.ranges,
                "employers": one.employers,
            }
            for one in pay.skills
        ]
    )


def _where(figure: Figure, lanes: Mapping[str, str]) -> str:
    return lanes.get(figure.lane, figure.lane) if figure.lane else "all jobs"


def _overview(by_label: dict[str, list[Figure]], lanes: dict[str, str]) -> pd.DataFrame:
    """One row a figure, one column for all jobs and for each lane; what a figure does not say is empty."""
    present = {_where(figure, lanes) for figures in by_label.values() for figure in figures}
    wheres = [where for where in ("all jobs", *lanes.values()) if where in present]
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
