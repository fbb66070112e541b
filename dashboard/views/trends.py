"""Trends: which skills moved among new requisitions, tested, and what «no evidence» would have missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis.market.market import Market
from analysis.snapshot.content import begins, last_periods, weeks_that_fit
from analysis.trends.churn import KindChurn, churn, concepts_outlast, substitutions
from analysis.trends.compare import MOVED, STEADY_WITHIN
from analysis.trends.panel import Period
from analysis.trends.tests import Mover, Trends
from analysis.trends.watch import MOST, OWN_LIST
from dashboard.asked import tested
from dashboard.chosen import choice, keep, kept, lane_choice
from dashboard.here import Here, data_dir, here
from dashboard.inert import inert
from dashboard.parts import snapshot_parts, time_lines, trend_parts, without_adverts
from dashboard.parts.charts import interval_chart, listed, row
from dashboard.parts.tabs import show_parts
from dashboard.words import count, day, listing, percent, points, power_words, share_words, word

WEEKS = ("4", "8", "12", "26", "52")
FITTING = "auto"
LARGEST = 10
LINE, SNAPSHOTS = "Lines over time", "Snapshots"
LINES_OF = {
    "skills": "skills",
    "seniority": "levels",
    "workplace": "workplaces",
    "region": "regions",
    "pay": "pay",
    "numbers": "how many jobs",
}


def main() -> None:
    """The page."""
    found = here()
    st.title("What is rising and falling")
    if found.kind == "reference":
        without_adverts.say("There is no history to test yet: trends come with crawls of your own, week after week.")
        return
    market = time_lines.history(found)
    if not_yet := begins(market):
        _not_yet(market, not_yet)
        return
    answer = st.container()
    lane = lane_choice(found)
    fitting = weeks_that_fit(market, is_history=True)
    weeks = choice(
        "weeks",
        "Weeks in each period",
        (FITTING, *WEEKS),
        lambda weeks: f"{weeks} weeks" if weeks != FITTING else f"as the looks allow ({fitting} weeks)",
        default=FITTING,
        is_row=True,
    )
    periods = last_periods(market, int(weeks) if weeks in WEEKS else fitting)
    with st.spinner("Testing every skill …"):
        trends = tested(market, lane, periods)
    with answer:
        st.markdown(f"**{inert(_answer(trends))}**")
    _what_was_compared(trends)
    _open_what_is_asked(LINE)
    show_parts(
        "trend_parts",
        {
            "Movers": lambda: _movers(trends),
            LINE: lambda: _lines(found, lane),
            "Who is hired, where, for how much": lambda: trend_parts.show_terms(market, lane, periods),
            "What is new": lambda: trend_parts.show_new(market, lane, periods),
            "The watch list": lambda: _watched(trends),
            "Families": lambda: _families(trends),
            "Steady, or cannot tell": lambda: _steady(trends),
            "Do concepts outlast tools?": lambda: _churn(market, trends),
            SNAPSHOTS: lambda: snapshot_parts.show(data_dir()),
        },
    )


def _not_yet(market: Market, when: str) -> None:
    """Before there is anything to compare: when there will be, the levels, and the terms that no skill covers."""
    st.markdown(f"**{inert(when)}**")
    st.page_link("views/skills.py", label="The levels: what is asked for now", icon=":material/manage_search:")
    _open_what_is_asked()
    show_parts(
        "trend_parts",
        {
            "What is new": lambda: trend_parts.show_new(market, None, None),
            SNAPSHOTS: lambda: snapshot_parts.show(data_dir()),
        },
    )


def _open_what_is_asked(line: str | None = None) -> None:
    """What the address names is what is asked for: a snapshot, or a skill on its line where there is one."""
    for name, part in (("snapshot", SNAPSHOTS), ("skill", line)):
        if part and name in st.query_params:
            st.session_state.setdefault("trend_parts", part)


def _answer(trends: Trends) -> str:
    """What moved, in one sentence."""
    moved = [mover for mover in trends.movers if mover.state in MOVED]
    if not trends.tested:
        return "Too few new jobs to test any skill: both periods need those of at least 10 employers."
    if not moved:
        return f"No evidence of change in any of {count(trends.tested, 'tested skill')}."
    by_state = {state: [mover.name for mover in moved if mover.state == state] for state in MOVED}
    said = [
        f"{listing(names[:3])}{f' and {len(names) - 3} more' if len(names) > 3 else ''}"
        f" {'is' if len(names) == 1 else 'are'} {state}"
        for state, names in by_state.items()
        if names
    ]
    return f"{'; '.join(said)}: {len(moved)} of {count(trends.tested, 'tested skill')} moved beyond chance."


def _what_was_compared(trends: Trends) -> None:
    st.markdown(
        f"{count(trends.requisitions_after, 'new job')} ({_span(trends.after)}) against"
        f" {count(trends.requisitions_before, 'new job')} ({_span(trends.before)}), from"
        f" {count(trends.employers, 'employer')} on {count(trends.boards, 'board')} seen whole in both."
    )
    if trends.boards_left_out:
        st.caption(f"{count(trends.boards_left_out, 'board')} left out: not seen whole in both periods.")
    if trends.is_partial:
        st.warning("A period is not covered from end to end: collect for longer before you believe a change.")


def _movers(trends: Trends) -> None:
    moved = [mover for mover in trends.movers if mover.state in MOVED]
    if not trends.tested:
        st.markdown(
            "**Nothing can be tested here.** Both periods need new jobs of at least 10 employers, on boards"
            " that were looked at in both."
        )
        return
    if not moved:
        st.markdown(power_words(trends.detectable))
        st.markdown(f"**The {LARGEST} largest changes, none of them beyond chance**")
        known = [mover for mover in trends.movers if mover.change is not None]
        largest = sorted(known, key=lambda mover: -abs(mover.change or 0.0))[:LARGEST]
        listed("The largest changes", _table(largest), key="largest", numbers=_NUMBERS)
        return
    interval_chart(
        "Each mover before and after",
        [
            row(mover.name, share, group)
            for mover in moved
            for share, group in ((mover.before, "before"), (mover.after, "after"))
        ],
        of="share of new jobs that name it",
        key="movers",
        groups=("before", "after"),
    )
    listed("The movers", _table(moved), key="movers_table", numbers=_NUMBERS)
    st.caption(
        "The skills of the watch list are tested by themselves, all others together. Of ten that are shown here, at"
        " most one is expected to be chance; changes below two points are not called. «Mix»: the change goes away once"
        " sources, levels and regions are compared like with like. " + power_words(trends.detectable)
    )
    _computed(moved)


def _watched(trends: Trends) -> None:
    shown = [mover for mover in trends.movers if mover.tested_in == "watch list"]
    tested = [mover for mover in shown if mover.change is not None]
    moved = [mover for mover in tested if mover.state in MOVED]
    st.markdown(
        f"**{len(moved)} of {count(len(tested), 'watched skill')} that could be tested moved**  \n:small[Named"
        " beforehand and tested by themselves, so that the hundreds of others do not hide them.]"
    )
    if tested:
        listed("The watch list", _table(tested), key="watched", numbers=_NUMBERS)
    if untested := [mover.name for mover in shown if mover.change is None]:
        st.caption(f"Too few employers name: {inert(listing(untested))}.")
    st.caption(f"A list of your own, of up to {MOST} skills, goes into {OWN_LIST} in the data folder.")


def _families(trends: Trends) -> None:
    tested = [family for family in trends.families if family.change is not None]
    if not tested:
        st.markdown("No family of skills could be tested.")
        return
    moved = [family for family in tested if family.state in MOVED]
    st.markdown(
        f"**{len(moved)} of {count(len(tested), 'family', 'families')} moved**  \n:small[A family counts where any"
        " of its skills is named. In one that moved, its skills are tested once more among themselves.]"
    )
    named = [replace(family, name=word("family", family.skill)) for family in tested]
    listed("The families", _table(named), key="families", numbers=_NUMBERS)


def _lines(found: Here, lane: str | None) -> None:
    of = choice("of", "Lines of", tuple(LINES_OF), LINES_OF.__getitem__, default="skills", is_row=True)
    if of == "pay":
        marks = time_lines.of_pay(found, lane)
        time_lines.show(found, marks, lane, of="Median of the middles of what new jobs state", axis=",.0f")
    elif of == "numbers":
        marks = time_lines.of_numbers(found, lane)
        time_lines.show(
            found, marks, lane, of="New jobs on boards seen whole in each step and the one before", axis="d"
        )
    elif of in ("seniority", "workplace", "region"):
        time_lines.show(found, time_lines.of_values(found, of, lane), lane, of="Share of new jobs")
    else:
        _skill_lines(found, lane)
    st.caption(
        "Each point counts only boards seen whole in its step and in the one before. Whether a change is more than"
        " chance is tested under the other tabs."
    )


def _skill_lines(found: Here, lane: str | None) -> None:
    names = found.skill_names
    asked = [kept("skill") or "", *(kept("beside") or "").split(",")]
    st.session_state["line_skills"] = [skill for skill in asked if skill in names][: time_lines.MOST_LINES]
    skills = st.multiselect(
        f"Skills, up to {time_lines.MOST_LINES} (type to search)",
        list(names),
        format_func=names.__getitem__,
        max_selections=time_lines.MOST_LINES,
        key="line_skills",
        placeholder="Type a skill, for example Kubernetes",
        on_change=_keep_skills,
    )
    keep("skill", skills[0] if skills else None)
    keep("beside", ",".join(skills[1:]) or None)
    if not skills:
        st.markdown("Choose a skill, or several, to see their shares among new jobs over time.")
        return
    with st.spinner("Reading step by step …"):
        marks = time_lines.of_skills(found, skills, lane)
    time_lines.show(found, marks, lane, of="Share of new jobs that name it")
    st.page_link(
        "views/postings.py",
        label=f"The postings that name {names[skills[0]]}",
        icon=":material/description:",
        query_params={"skill": skills[0]} | ({"lane": lane} if lane else {}),
    )


def _keep_skills() -> None:
    skills = st.session_state["line_skills"]
    keep("skill", skills[0] if skills else None)
    keep("beside", ",".join(skills[1:]) or None)


def _steady(trends: Trends) -> None:
    parts = {state: [m for m in trends.movers if m.state == state] for state in ("steady", "cannot tell")}
    if not any(parts.values()):
        st.markdown("No skill was tested and found without a change.")
        return
    st.markdown(
        f"**{count(len(parts['steady']), 'skill')} steady; of {len(parts['cannot tell'])} nobody can tell**"
        f"  \n:small[Steady: the interval excludes a change of {100 * STEADY_WITHIN:.0f} points.]"
    )
    st.markdown(power_words(trends.detectable))
    shown = [*parts["steady"], *parts["cannot tell"]]
    st.dataframe(_table(shown), hide_index=True)
    _computed(shown)


def _computed(shown: Sequence[Mover]) -> None:
    with st.expander("How is this computed?", icon=":material/calculate:"):
        st.markdown(
            "Each skill's two shares are compared with employers as clusters. A change is called where at most one in"
            " ten of such calls would be false (Benjamini-Hochberg)."
        )
        st.dataframe(
            pd.DataFrame(
                [
                    {
                        "skill": mover.name,
                        "false calls among such": percent(mover.q_value),
                        "change with the mix held fixed": points(mover.standardised),
                        "would be seen from": points(mover.detectable),
                    }
                    for mover in shown
                ]
            ),
            hide_index=True,
            key="computed",
        )


_NUMBERS = ("jobs before", "jobs after")
"""What stands right in a table of movers."""


def _table(shown: Sequence[Mover]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "skill": mover.name,
                "kind": word("kind", mover.kind),
                "state": mover.state + (" (mix)" if mover.is_mix else ""),
                "before": share_words(mover.before),
                "after": share_words(mover.after),
                "change": f"{points(mover.change)} ({points(mover.low)} to {points(mover.high)})",
                "jobs before": mover.before.n,
                "jobs after": mover.after.n,
            }
            for mover in shown
        ]
    )


def _churn(market: Market, trends: Trends) -> None:
    kinds = churn(trends)
    said = concepts_outlast(kinds)
    st.markdown(f"**{said.word.capitalize()}: {inert(said.why)}.**")
    for swap in substitutions(market, trends):
        fall, rise = inert(listing(swap.falling)), inert(listing(swap.rising))
        st.markdown(f"{inert(word('family', swap.family))}: {fall} falling while {rise} rising.")
    with st.expander("The evidence: how much of each kind's top twenty was replaced", icon=":material/table:"):
        rows = pd.DataFrame([_churn_row(kind) for kind in kinds])
        listed("How much was replaced, by kind", rows, key="churn", numbers=[*rows.columns[1:]])


def _churn_row(kind: KindChurn) -> dict[str, str | int]:
    return {
        "kind": word("kind", kind.kind),
        "tested": kind.tested,
        "rising or new": kind.rising,
        "falling": kind.falling,
        "steady": kind.steady,
        "cannot tell": kind.cannot_tell,
        "replaced": percent(kind.turnover),
        "by chance": percent(kind.turnover_by_chance),
        "chance at most": percent(kind.chance_at_most),
        "half-life": f"{kind.half_life_weeks:.0f} weeks" if kind.half_life_weeks is not None else "cannot be said",
    }


def _span(period: Period) -> str:
    return f"{day(period.start)} to {day(period.end)}"


main()
