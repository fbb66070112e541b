"""Lanes: what each asks for, what sets it apart, where lanes overlap, and on what terms they hire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analysis.demand.clusters import TOGETHER, cluster_demand
from analysis.demand.relations import bridges, lane_overlap, sets_apart
from analysis.demand.shares import LaneDemand, Part, PayRange, SkillDemand, lane_overview
from dashboard.chosen import FILTERS, choice, chosen, kept, lane_choice, narrowing
from dashboard.here import Here, demand, here, narrowed_to
from dashboard.inert import inert
from dashboard.parts.charts import crowned, interval_chart, listed, row, shared_end, stands_clear
from dashboard.parts.tabs import show_parts
from dashboard.words import cluster_name, count, listing, percent, sample, share_words, spanned, word
from nlp.lanes.clusters import DRAWS, LEAST_STABILITY

MOST_SKILLS = 20
MOST_CLUSTERS = 12


def main() -> None:
    """The page."""
    whole = here()
    st.title(f"What does {inert(whole.lane_name(kept('lane') or whole.market.lanes[0]))} ask for?")
    lane = lane_choice(whole, default=whole.market.lanes[0])
    found = narrowed_to(whole, narrowing())
    if whole.market.sample(lane).n and not found.market.sample(lane).n:
        st.markdown("No job of this lane fits these filters; take one away.")
        return
    chosen = next(each for each in lane_overview(found.market) if each.lane == lane)
    _at_a_glance(found, chosen)
    show_parts(
        "lane_parts",
        {
            "Skills asked for": lambda: _asked(found, chosen),
            "What sets it apart": lambda: _apart(found, chosen),
            "Skill clusters": lambda: _clusters(found, chosen),
            "Overlap and bridges": lambda: _overlap(found, chosen),
            "Roles and terms": lambda: _terms(chosen),
        },
    )


def _at_a_glance(found: Here, lane: LaneDemand) -> None:
    drawn = found.market.sample(lane.lane)
    st.markdown(inert(lane.definition))
    with st.container(horizontal=True):
        st.metric("Jobs", f"{drawn.n:,}", border=True, help="Jobs, each counted once however often advertised.")
        st.metric("Employers", f"{drawn.employers:,}", border=True)
        st.metric(
            "Of the market",
            share_words(lane.share),
            border=True,
            help=f"Of {sample(lane.share)}, with the 95% interval.",
        )
        if found.is_watched:
            still = share_words(lane.open_share)
            st.metric(found.open_words, still, border=True, help=f"Of {sample(lane.open_share)}.")
        if lane.years is not None:
            years = spanned(lane.years.value, lane.years.low, lane.years.high)
            st.metric("Years asked, median", years, border=True, help="Where years are stated, with the 95% interval.")


def _asked(found: Here, lane: LaneDemand) -> None:
    skills = [skill for skill in demand(found.market, lane.lane, {}) if skill.is_counted]
    if not skills:
        st.markdown("No job of this lane names a skill.")
        return
    of = sample(skills[0].asked)
    known = [skill for skill in skills if skill.asked.share is not None]
    if not known:
        st.warning(
            f"Only {of} fit these filters: not enough for a share ({skills[0].asked.reason}). Take a filter away."
        )
        return
    shown = known[:MOST_SKILLS]
    interval_chart(
        _first_of_all(shown, lane.name),
        [
            row(skill.name, need, group, leads=_skill(skill.skill))
            for skill in shown
            for need, group in ((skill.required, "required"), (skill.preferred, "preferred"))
        ],
        of=f"share of {of}; sorted by how many require or prefer it",
        key="asked",
        groups=("required", "preferred"),
        label="Skill",
    )


def _skill(skill: str) -> tuple[str, dict[str, str]]:
    """Where a click on a skill leads: to it, within what is chosen."""
    return "skills", {"skill": skill, **chosen(("lane", *FILTERS))}


def _apart(found: Here, lane: LaneDemand) -> None:
    apart = sets_apart(found.market, lane.lane)
    if not apart:
        st.markdown("Nothing sets this lane clearly apart from the others in this market.")
        return
    interval_chart(
        f"{listing([skill.name for skill in apart[:3]])} set {lane.name} apart",
        [
            row(skill.name, share, group, leads=_skill(skill.skill))
            for skill in apart
            for share, group in ((skill.here, "here"), (skill.elsewhere, "other lanes"))
        ],
        of="share of jobs that name it; only differences that chance hardly makes, the clearest first",
        key="apart",
        groups=("here", "other lanes"),
        label="Skill",
    )
    with st.expander("How is this computed?", icon=":material/calculate:"):
        st.markdown("By log-odds with a prior from all lanes together; shown is what has |z| above 1.96.")


def _clusters(found: Here, lane: LaneDemand) -> None:
    asked = cluster_demand(found.market, lane.lane)
    if not asked:
        st.markdown(
            "No group of skills comes back often enough when this market's employers are drawn anew; "
            "more postings would tell."
        )
        return
    own = [each for each in asked if each.cluster.lane in (lane.lane, None)]
    shown = [each for each in own if each.share.share] or asked[:5]
    around = [row(f"the group around {listing(list(e.cluster.name_parts))}", e.share) for e in shown[:MOST_CLUSTERS]]
    said = crowned(around, f"is asked for most in {lane.name}")
    interval_chart(
        said[0].upper() + said[1:],
        [row(cluster_name(each.cluster), each.share) for each in shown[:MOST_CLUSTERS]],
        of=f"share of {sample(shown[0].share)} that name at least {TOGETHER} skills of the group; the most asked first",
        key="clusters",
        label="Group",
    )
    listed(
        "All groups, with the lane they lie in and their skills",
        pd.DataFrame(
            [
                {
                    "group": cluster_name(each.cluster),
                    "lies in": found.lane_name(each.cluster.lane) if each.cluster.lane else "across lanes",
                    "together": f"{each.cluster.lift:.1f} × chance",
                    "all its skills": ", ".join(each.cluster.names),
                }
                for each in asked
            ]
        ),
        key="all_clusters",
    )
    basis = (
        "of the postings that the project's own fit was made from, as this market is too small for one of its own"
        if found.generation.manifest.get("fit_basis") == "shipped"
        else "of this market"
    )
    st.caption(f"Groups of skills that stand together in postings {basis}.")
    with st.expander("How is this computed?", icon=":material/calculate:"):
        st.markdown(
            "«Comes back» is how much of a group comes back when employers are drawn anew (mean Jaccard over"
            f" {DRAWS} draws, 1 = all of it; below {LEAST_STABILITY} a group is not shown). A group keeps its id from"
            " fit to fit while most of its skills stay."
        )
        listed(
            "How surely each group comes back",
            pd.DataFrame(
                {
                    "group": [cluster_name(each.cluster) for each in asked],
                    "comes back": [f"{each.cluster.stability:.2f}" for each in asked],
                    "id": [each.cluster.cluster_id for each in asked],
                }
            ),
            key="sureness",
        )


def _overlap(found: Here, lane: LaneDemand) -> None:
    market = found.market
    pairs = [pair for pair in lane_overlap(market) if lane.lane in (pair.lane, pair.other)]
    others = {pair.other if pair.lane == lane.lane else pair.lane: pair.overlap for pair in pairs}
    if not others:
        st.markdown("There is no other lane.")
        return
    nearest = max(others, key=others.__getitem__)
    st.markdown(f"**How much of what {inert(lane.name)} asks for the other lanes ask for too**")
    listed(
        f"How much each lane has in common with {lane.name}",
        pd.DataFrame(
            {
                "lane": [found.lane_name(other) for other in others],
                "in common (100%: all of it)": [percent(value) for value in others.values()],
                "jobs": [market.sample(other).n for other in others],
            }
        ),
        key="in_common",
        leads=[("lanes", {"lane": other}) for other in others],
        numbers=("in common (100%: all of it)", "jobs"),
    )
    other = choice("other", "Bridges to", sorted(others), found.lane_name, default=nearest, is_row=True) or nearest
    steps = bridges(market, lane.lane, other)
    if not steps:
        st.markdown("No skill is asked for by both and less by all other lanes.")
        return
    interval_chart(
        f"{listing([step.name for step in steps[:3]])} lead from {lane.name} to {found.lane_name(other)}",
        [
            row(step.name, share, group, leads=_skill(step.skill))
            for step in steps
            for share, group in ((step.first, lane.name), (step.second, found.lane_name(other)))
        ],
        of="share of each lane's jobs that name it; sorted by how far both ask for it more than any other lane",
        key="bridges",
        groups=(lane.name, found.lane_name(other)),
        label="Skill",
    )


def _terms(lane: LaneDemand) -> None:
    mixes = (
        ("Role", "role", lane.roles),
        ("Level", "seniority", lane.seniority),
        ("Region", "region", lane.region),
        ("Workplace", "workplace", lane.workplace),
        ("Degree", "degree", lane.degree),
    )
    end = shared_end(row("", part.share) for _, _, parts in mixes for part in parts)
    columns: list[Any] = []
    for title, field, parts in mixes:
        columns = columns or list(st.columns(2, gap="large"))
        with columns.pop(0):
            _mix(title, field, parts, end)
    _pay(lane)


def _mix(title: str, field: str, parts: Sequence[Part], end: float) -> None:
    named = [part for part in parts if part.value is not None]
    if not named:
        st.markdown(f"**{title}: no posting says**")
        return
    said = [row(word(field, part.value), part.share) for part in named]
    interval_chart(
        f"{title}: {crowned(said, 'is the most common')}",
        [row(word(field, part.value), part.share) for part in parts[:10]],
        of=f"share of {sample(named[0].share)}; all five charts share one scale",
        key=f"mix_{field}",
        end=end,
        label=title,
    )


def _first_of_all(skills: Sequence[SkillDemand], lane: str) -> str:
    """Which skill a lane asks for most; where that is too close to tell, which it requires most, if that is not."""
    asked, required = ([row(skill.name, getattr(skill, how)) for skill in skills] for how in ("asked", "required"))
    if stands_clear(required) and not stands_clear(asked):
        return crowned(required, f"is required most in {lane}")
    return crowned(asked, f"is asked for most in {lane}")


def _pay(lane: LaneDemand) -> None:
    st.markdown(f"**Pay is stated by {share_words(lane.pay_stated)} of {sample(lane.pay_stated)}**")
    ranges = [each for each in lane.pay if each.quantiles]
    if ranges:
        listed(f"Pay stated in {lane.name}", pd.DataFrame([_pay_row(each) for each in ranges]), key="pay")
        st.caption(
            "Middle of the stated range; a quarter pays less than the lower quartile. Currencies are never converted."
        )
    few = sum(each.n for each in lane.pay if not each.quantiles)
    if few:
        jobs, verb = count(few, "more job" if ranges else "job"), "states" if few == 1 else "state"
        st.caption(f"{jobs} {verb} pay in currencies and periods with too few employers for a quantile.")


def _pay_row(each: PayRange) -> dict[str, str | int]:
    names = {0.25: "lower quartile", 0.5: "median", 0.75: "upper quartile"}
    return {
        "currency": f"{each.currency} {word('period', each.period)}",
        **{names[q.at]: f"{q.value:,.0f} ({q.low:,.0f}–{q.high:,.0f})" for q in each.quantiles},
        "n": each.n,
        "employers": each.employers,
    }


main()
