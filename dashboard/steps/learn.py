"""④ Learn: steps to be ticked, each with its proof, hours and where to learn; what else is missing, with its proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import count as count_up
from typing import Any

import streamlit as st

from analysis.gap.evidence import sentence_around
from analysis.market.market import Market
from analysis.market.units import NEEDS
from dashboard.here import Here
from dashboard.inert import inert, safe_link
from dashboard.parts import advert, resume_state
from dashboard.parts.charts import Row, interval_chart, row
from dashboard.parts.folded import folded
from dashboard.parts.resume_state import Resume
from dashboard.reports.answer import what_to_do
from dashboard.steps.ticks import tick_box
from dashboard.words import clause, count, interval, listing, percent, sample, word, years_words

OTHERS = 12
"""So many more skills are offered to be tried."""


def show(found: Here, resume: Resume, report: Mapping[str, Any], lane: Mapping[str, Any]) -> None:
    """The step for a lane."""
    st.header("④ Learn")
    steps = lane["plan"]
    if not steps:
        st.markdown("**No skill would bring you nearer:** nothing that can be counted is missing.")
    else:
        st.markdown(f"**{inert(_answer(lane))}** Tick what you mean to learn; the picture follows.")
        for number, step in enumerate(steps, 1):
            _step(lane, number, step)
    _others(lane)
    _picture(found, resume, lane)
    if project := report["project"]:
        st.subheader(f"Build: {inert(project['title'])}")
        if project["seed"]:
            st.markdown(f"Begin with your line: «{inert(project['seed'])}»")
        st.markdown("\n".join(f"{number}. {inert(line)}" for number, line in enumerate(project["lines"], 1)))
    lacks = f"What {inert(lane['name'])} asks for and you do not show"
    with folded(lacks, icon=":material/rule:", key="lacks") as is_open:
        if is_open:
            _missing(found, lane)
    with folded("What a portfolio can prove", icon=":material/fact_check:", key="checklist") as is_open:
        if is_open:
            _checklist(lane)


def _answer(lane: Mapping[str, Any]) -> str:
    steps, last = lane["plan"], lane["plan"][-1]
    begin = last["open_jobs"] - sum(step["opened"] for step in steps)
    said = " once all above is said" if lane["say"]["if_true"] or lane["say"]["items"] else ""
    taken, verb = count(len(steps), "step"), "takes" if len(steps) == 1 else "take"
    return f"{taken} {verb} you from {begin:,}{said} to {last['open_jobs']:,} of {last['n']:,} jobs mostly met."


def _step(lane: Mapping[str, Any], number: int, step: Mapping[str, Any]) -> None:
    gain = f"{step['open_jobs'] - step['opened']:,} → {step['open_jobs']:,} jobs"
    if not step["opened"]:
        gain = f"{100 * step['nearer']:.1f} points nearer"
    hours = f" · {step['hours']['low']}–{step['hours']['high']} hours" if step["hours"] else ""
    asked = f" · asked for by {interval(step['asked'])}" if step["asked"] else ""
    more = [f"It counts when {inert(step['proof'])}."]
    if step["builds_on"]:
        more.append(f"It needs {inert(listing(step['builds_on']))} too.")
    if step["remains"]:
        more.append(f"You are near; what remains: {inert(clause(step['remains']))}.")
    if brought := [name for name in step["also"] if name not in step["builds_on"]]:
        more.append(f"It brings {inert(listing(brought))} with it.")
    sources = [
        f"[{inert(source['title'])}]({target}), {inert(source['publisher'])}"
        for source in step["resources"]
        if (target := safe_link(source["address"]))
    ]
    if page := safe_link(step["url"]):
        sources.append(f"[official page]({page})")
    if sources:
        more.append(f"  \n:small[Where to learn it: {'; '.join(sources)}]")
    tick_box(
        step["skill"],
        f"{number}. **{inert(step['name'])}** · {gain}{hours}{asked}",
        key=f"learn_{lane['lane']}_{step['skill']}",
        more=" ".join(more),
    )


def _others(lane: Mapping[str, Any]) -> None:
    """What if I learn something else: the other missing skills, to be ticked."""
    planned = {step["skill"] for step in lane["plan"]}
    names = {s["skill"]: s["name"] for s in lane["missing"] if s["is_step"] and s["skill"] not in planned}
    names = dict(list(names.items())[:OTHERS])
    if not names:
        return
    key = f"others_{lane['lane']}"
    st.session_state[key] = [skill for skill in names if skill in resume_state.ticked()]
    st.pills(
        "What if I learn something else?",
        list(names),
        selection_mode="multi",
        format_func=lambda skill: inert(names[skill]),
        key=key,
        on_change=partial(_ticked, key, tuple(names)),
    )


def _ticked(key: str, shown: Sequence[str]) -> None:
    for skill in shown:
        resume_state.tick(skill, is_ticked=skill in st.session_state[key])


def _picture(found: Here, resume: Resume, lane: Mapping[str, Any]) -> None:
    """The jobs mostly met: as the resume is read, once all is said, with what is ticked."""
    names = {skill["skill"]: skill["name"] for skill in [*lane["missing"], *lane["plan"]]}
    learning = [skill for skill in names if skill in resume_state.ticked()]
    say = lane["say"]
    rows = [
        _share_row("word for word", say["before"], say["before_jobs"]),
        _share_row("as you are read", say["after"], say["after_jobs"]),
    ]
    if say["if_true"] or not learning:
        rows.append(_share_row("once all is said", say["if_true_after"], say["if_true_jobs"]))
    title = f"Today you mostly meet {say['after_jobs']:,} of {lane['standing']['n']:,} jobs"
    if learning:
        then = resume_state.with_ticked(found, resume, lane["lane"], frozenset(learning))
        with_them = f"with {listing([names[skill] for skill in learning])}"
        rows.append(row(with_them, then.share, note=f"{then.jobs:,} of {then.share.n:,}"))
        title = f"{with_them[0].upper()}{with_them[1:]} you mostly meet {then.jobs:,} of {then.share.n:,} jobs"
    interval_chart(
        title,
        rows,
        of=f"share of {sample(lane['coverage'])} in which you meet {percent(lane['coverage']['tau'])} of what is"
        " required; each line has all that the ones above have",
        key="picture",
        end=1.0,
    )


def _missing(found: Here, lane: Mapping[str, Any]) -> None:
    """What the lane asks for that the resume does not show, each with its proof."""
    if not lane["missing"]:
        st.markdown("Nothing that this lane asks for is missing.")
        return
    first = lane["missing"][0]
    interval_chart(
        f"What {lane['name']} asks for and you do not show",
        [
            share_row(skill["name"], skill, leads=("skills", {"skill": skill["skill"], "lane": lane["lane"]}))
            for skill in lane["missing"]
        ],
        of=f"share of {sample(first)} that require or prefer it; sorted by how often it is what is missing",
        key="missing",
        label="Skill",
    )
    for skill in lane["missing"]:
        _missed(found, lane, skill)
    if lane["adjacent"]:
        near = [f"{skill['name']} (you show {listing(skill['shown'])})" for skill in lane["adjacent"]]
        st.markdown(f"**Close to it:** {inert(listing(near))}. Tools of one family count for nothing above.")


def _missed(found: Here, lane: Mapping[str, Any], skill: Mapping[str, Any]) -> None:
    st.markdown(f"**{inert(skill['name'])}** · {interval(skill)} · {inert(what_to_do(skill, lane))}")
    said = f"{word('need', skill['need']).capitalize()} by most that ask. {skill['because']}"
    st.markdown(inert(said + (f" {years_words(skill['years'])}" if skill["years"] else "")))
    for posting in skill["evidence"]:
        source = f"{posting['company'] or 'unknown employer'}, {posting['title']}"
        target = safe_link(posting["url"])
        where = f"[{inert(source)}]({target})" if target else inert(source)
        quoted = _quote(found, skill["skill"], posting)
        st.markdown(f"> {quoted}  \n> :small[{where}]" if quoted else f"> :small[{where}]")
    with st.container(horizontal=True):
        st.page_link(
            "views/postings.py",
            label=f"All postings that ask for {inert(skill['name'])}",
            icon=":material/description:",
            query_params={"skill": skill["skill"], "lane": lane["lane"]},
        )
        st.button(
            "I have it",
            icon=":material/check:",
            key=f"have_{lane['lane']}_{skill['skill']}",
            on_click=_have,
            args=(skill["skill"],),
        )


def _quote(found: Here, skill: str, posting: Mapping[str, Any]) -> str:
    """The quoted sentence with the mention marked that it was cut out around."""
    if not posting["quote"]:
        return ""
    market, at = found.market, _row_of(found.market, posting["posting_id"])
    if at is not None:
        for text in found.texts([str(market.requisition["requisition_id"].iat[at])]).values():
            for place in market.mention.of(at, market.skill_code[skill]):
                if sentence_around(text, place.start, place.end) == posting["quote"]:
                    return advert.quote(text, place.start, place.end, NEEDS[place.strength])
    return inert(f"“{posting['quote']}”")


def _row_of(market: Market, posting: str) -> int | None:
    """The job that a posting stands for."""
    rows = market.kept(
        ("rows of postings",), lambda: dict(zip(market.requisition["posting_id"].tolist(), count_up(), strict=False))
    )
    return rows.get(posting)


def _have(skill: str) -> None:
    resume = resume_state.current()
    if resume is not None:
        resume_state.correct(resume.held | {skill})


def _checklist(lane: Mapping[str, Any]) -> None:
    items = lane["checklist"]
    shown = sum(item["found"] not in (None, "learning") for item in items)
    interval_chart(
        f"Your resume points to {shown} of the {len(items)} things a portfolio can prove",
        [share_row(("✓ " if item["found"] else "○ ") + item["name"], item["asked"]) for item in items],
        of=f"share of {sample(items[0]['asked'])} that name it (✓ found in your resume, ○ not found)",
        key="checklist",
    )
    for item in items:
        found = f"found: {word('evidence', item['found'])}" if item["found"] else "nothing found"
        line = f"  \n:small[Your line: «{inert(item['quote'])}»]" if item["quote"] else ""
        st.markdown(f"**{inert(item['name'])}** ({found}). What would prove it: {inert(item['prove'])}.{line}")


def _share_row(label: str, share: Mapping[str, Any], jobs: int) -> Row:
    return share_row(label, share, note=f"{jobs:,} of {share['n']:,}")


def share_row(label: str, share: Mapping[str, Any], note: str = "", leads: Any = None) -> Row:
    """A chart's line from a share of the plain report."""
    return Row(
        label, share["share"], share["low"], share["high"], share.get("n"), share.get("employers"), "", leads, note
    )
