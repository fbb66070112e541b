"""Skills: who asks for one, what it stands beside, and the postings that say so."""

from __future__ import annotations

import streamlit as st

from analysis.demand.clusters import cluster_of
from analysis.demand.relations import beside
from analysis.demand.shares import SkillDemand, demand_of, most_asked, named_skills, skill_years
from dashboard.chosen import FILTERS, choice, chosen, kept, lane_choice, narrowing
from dashboard.here import Here, here, narrowed_to
from dashboard.inert import inert, safe_link
from dashboard.parts import advert, skill_plane, without_adverts
from dashboard.parts.charts import crowned, interval_chart, row
from dashboard.parts.rows import records
from dashboard.parts.tabs import show_parts
from dashboard.words import count, day, listing, sample, share_words, state_of, word, years_words
from warehouse.generations.queries import postings_for_skill
from warehouse.models import to_plain

MOST_ASKED = 20
QUOTED = 10
MOST_NAMING = 100_000
"""Far more than name one skill in any market that was seen; filters leave some of them."""


def main() -> None:
    """The page."""
    whole = here()
    market = whole.market
    everywhere = {skill: market.skill_names[market.skill_code[skill]] for skill in named_skills(market)}
    given = kept("skill")
    st.title(f"Who asks for {inert(everywhere[given])}?" if given in everywhere else "Which skills are asked for?")
    skill = choice(
        "skill",
        "A skill (type to search)",
        list(everywhere),
        everywhere.__getitem__,
        placeholder="Type a skill, for example Kubernetes",
    )
    found = narrowed_to(whole, narrowing())
    if skill is None:
        lane = lane_choice(found)
        show_parts(
            "skills_parts",
            {"Most asked for": lambda: _most_asked(found, lane), "Skill map": lambda: skill_plane.show(found, lane)},
        )
        return
    here_too = demand_of(found.market, skill)
    if here_too is None:
        st.markdown(f"**No job that fits these filters names {inert(everywhere[skill])}.** Take a filter away.")
        return
    _about(found, here_too)
    show_parts(
        "skill_parts",
        {
            "Demand by lane": lambda: _by_lane(found, here_too),
            "What it stands beside": lambda: _beside(found, here_too),
            "Postings that ask for it": lambda: _postings(found, here_too),
        },
    )


def _most_asked(found: Here, lane: str | None) -> None:
    known = most_asked(found.market, lane, MOST_ASKED)
    if not known:
        st.markdown("There is not enough data for shares here; take a filter away.")
        return
    interval_chart(
        crowned([row(skill.name, skill.asked) for skill in known], "is asked for most"),
        [
            row(skill.name, need, group, leads=("skills", {"skill": skill.skill, **_narrowing()}))
            for skill in known
            for need, group in ((skill.required, "required"), (skill.preferred, "preferred"))
        ],
        of=f"share of {sample(known[0].asked)}; sorted by how many require or prefer it",
        key="most_asked",
        groups=("required", "preferred"),
        label="Skill",
    )


def _narrowing() -> dict[str, str]:
    """What is chosen, for a link that stays within it."""
    return chosen(("lane", *FILTERS))


def _about(found: Here, skill: SkillDemand) -> None:
    entry = found.market.skill.iloc[found.market.skill_code[skill.skill]]
    st.markdown(f"**{share_words(skill.asked)} of {sample(skill.asked)} ask for {inert(skill.name)}**")
    page = safe_link(entry["url"])
    about = [word("kind", skill.kind), f"family: {word('family', skill.family)}" if skill.family else ""]
    st.markdown(
        f"{inert(str(entry['definition'] or ''))} :small[{inert(' · '.join(a for a in about if a))}]"
        + (f" [{inert('about it')}]({page})" if page else "")
    )
    with st.container(horizontal=True):
        st.metric("Required", share_words(skill.required), border=True, help=f"Of {sample(skill.required)}.")
        st.metric("Preferred", share_words(skill.preferred), border=True, help=f"Of {sample(skill.preferred)}.")
        st.metric(
            "Named at all",
            share_words(skill.any),
            border=True,
            help=f"Of {sample(skill.any)}; also in duties or the stack.",
        )
    st.caption(f"Shares of {sample(skill.asked)}, with 95% intervals; asked for is required or preferred.")
    relatives = found.market.skill
    relatives = relatives[(relatives["family"] == skill.family) & (relatives["skill_id"] != skill.skill)]
    if skill.family and len(relatives):
        named = [str(name) for name in relatives["name"].head(12)]
        st.markdown(f"Of the same family: {inert(', '.join(named))}.")
    if cluster := cluster_of(found.market, skill.skill):
        beside_it = [name for member, name in zip(cluster.skills, cluster.names, strict=True) if member != skill.skill]
        where = f"in {found.lane_name(cluster.lane)}" if cluster.lane else "across lanes"
        st.markdown(
            f"Stands in a group with {inert(listing(beside_it))}, {where}, {cluster.lift:.1f} × as often together as by"
            " chance."
        )
    if years := skill_years(found.market, skill.skill):
        st.markdown(inert(years_words(to_plain(years))))


def _by_lane(found: Here, skill: SkillDemand) -> None:
    market = found.market
    rows = []
    for lane in market.lanes:
        mine = demand_of(market, skill.skill, lane)
        if mine is not None:
            rows += [
                row(found.lane_name(lane), mine.required, "required", leads=("lanes", {"lane": lane})),
                row(found.lane_name(lane), mine.preferred, "preferred"),
            ]
    if not rows:
        st.markdown("No lane asks for it under these filters.")
        return
    required = [each for each in rows if each.group == "required"]
    interval_chart(
        crowned(required, f"requires {skill.name} most"),
        rows,
        of="share of each lane's jobs, of how many stands behind",
        key="by_lane",
        groups=("required", "preferred"),
        label="Lane",
    )


def _beside(found: Here, skill: SkillDemand) -> None:
    near = beside(found.market, skill.skill)
    if not near:
        st.markdown("Too few jobs name it together with another skill.")
        return
    interval_chart(
        f"What stands beside {skill.name} more often than by chance",
        [row(each.name, each.share, leads=("skills", {"skill": each.skill, **_narrowing()})) for each in near],
        of=f"share of {sample(near[0].share)} naming {skill.name} that name this too; sorted by how many times more"
        " often than by chance the two stand together",
        key="beside",
        label="Skill",
    )


def _postings(found: Here, skill: SkillDemand) -> None:
    if not found.market.has_adverts:
        without_adverts.say("There is no posting to quote yet.")
        return
    lane = lane_choice(found)
    st.page_link(
        "views/postings.py",
        label=f"All postings that ask for {inert(skill.name)}",
        icon=":material/description:",
        query_params={"skill": skill.skill, **_narrowing()},
    )
    naming = postings_for_skill(found.generation, skill.skill, lane=lane, limit=MOST_NAMING)
    shown = records(naming[naming["requisition_id"].isin(found.market.requisition["requisition_id"])].head(QUOTED))
    if not shown:
        st.markdown("No job asks for it here.")
        return
    st.markdown(f"**The newest {count(len(shown), 'job')} that name it, open ones first** {advert.legend()}")
    texts = found.generation.texts([posting["posting_id"] for posting in shown])
    for posting in shown:
        with st.container(border=True):
            state = state_of(posting)
            where = advert.link(posting["url"], posting["source"], posting["employer"])
            st.markdown(
                f"**{inert(posting['title'])}** :small[{where} · {state}, first seen {day(posting['first_seen_at'])}]"
            )
            text = texts.get(posting["posting_id"])
            if text is not None:
                st.markdown(f"> {advert.quote(text, posting['start'], posting['end'], posting['need'])}")
            st.page_link(
                "views/postings.py",
                label="The whole advert",
                icon=":material/description:",
                query_params={"requisition": posting["requisition_id"]},
            )


main()
