"""Postings: every job that fits, one beside the list to be read, and with a resume how the person stands to each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from analysis.gap.advice.types import Job
from dashboard.chosen import choice, chosen, days_before, keep, kept, lane_choice
from dashboard.here import Here, here
from dashboard.inert import inert
from dashboard.parts import advert, resume_state, without_adverts
from dashboard.parts.rows import records
from dashboard.words import IMPORTED, count, day, listing, percent, state_of, word
from warehouse.generations.queries import (
    lanes_of_requisition,
    mentions_of_requisition,
    pay_of_requisition,
    postings_of_requisition,
    requisition_by_id,
    search_postings,
)

A_PAGE = 20
TALL = 900
"""Pixels of the list and of the advert beside it, each of which scrolls by itself."""
GROUPS = {"open": ("open",), "one_step": ("one_step",)}
"""What a person looks for among their jobs; else all."""
GROUP_WORDS = {"open": "Open to me", "one_step": "One step away"}


@dataclass(frozen=True, slots=True)
class _Found:
    """The jobs that fit: how many, and those of the page that is open."""

    total: int
    page: Sequence[Mapping[str, Any]]
    mine: Mapping[str, Job]
    """How the person stands to each, by requisition; none without a resume."""


def main() -> None:
    """The page."""
    found = here()
    st.title("Which jobs fit you?" if resume_state.current() else "Which jobs are there?")
    if not found.market.has_adverts:
        without_adverts.say("There is no posting to read yet.")
        return
    shown = _search(found)
    wanted = kept("requisition")
    keep("requisition", wanted)
    if not shown.total and wanted is None:
        st.markdown("**No job fits.** Take a filter away or try another word.")
        return
    if _is_phone():
        _list(found, shown, wanted)
        if wanted is not None:
            st.dialog("The advert", width="large", on_dismiss=partial(keep, "requisition", None))(_show)(found, wanted)
        return
    left, right = st.columns([2, 3], gap="medium")
    with left:
        _list(found, shown, wanted, height=TALL)
    with right, st.container(height=TALL, key="advert"):
        _show(found, wanted or str(shown.page[0]["requisition_id"]))


def _is_phone() -> bool:
    """Whether the browser says that it is one: there is no room beside the list then."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def _search(found: Here) -> _Found:
    """What is asked for, and what answers."""
    words = _words()
    lane = lane_choice(found)
    narrowed = chosen(("seniority", "region", "workplace", "role", "source"))
    skill, since = kept("skill"), days_before(found, kept("days"))
    resume = resume_state.current()
    mine = {job.requisition_id: job for job in resume_state.jobs(found, resume).jobs} if resume else {}
    group = _group(mine) if mine else None
    asked: dict[str, Any] = {
        **narrowed,
        "words": words,
        "lane": lane,
        "skill_ids": [skill] if skill else None,
        "seen_since": since,
    }
    if not mine:
        number = _page()
        page = records(search_postings(found.generation, **asked, limit=A_PAGE, offset=(number - 1) * A_PAGE))
        if not page and number > 1:  # the address names a page that is no more
            page = records(search_postings(found.generation, **asked, limit=A_PAGE))
        return _Found(int(page[0]["total"]) if page else 0, page, {})
    fitting = {row["requisition_id"]: row for row in records(search_postings(found.generation, **asked, limit=10**9))}
    own = [name for name, job in mine.items() if name in fitting and (not group or job.group in GROUPS[group])]
    ordered = own if group else [*own, *(name for name in fitting if name not in mine)]
    start = (min(_page(), max(-(-len(ordered) // A_PAGE), 1)) - 1) * A_PAGE
    return _Found(len(ordered), [fitting[name] for name in ordered[start : start + A_PAGE]], mine)


def _words() -> str:
    """Words to look for, as one types them."""
    st.session_state["words"] = kept("words") or ""
    words = st.text_input(
        "Words in title, employer or place",
        key="words",
        type="search",
        max_chars=100,
        live=True,
        placeholder="Type, for example, platform engineer",
        on_change=lambda: _anew("words", st.session_state["words"].strip() or None),
    )
    keep("words", words.strip() or None)
    return words.strip()


def _group(mine: Mapping[str, Job]) -> str | None:
    """Which of the person's jobs are asked for; None: all."""
    sizes = {name: sum(job.group in inside for job in mine.values()) for name, inside in GROUPS.items()}
    return choice(
        "mine",
        "How you stand to them",
        list(GROUPS),
        lambda name: f"{GROUP_WORDS[name]} ({sizes[name]:,})",
        is_row=True,
    )


def _page() -> int:
    value = kept("number") or "1"
    return max(int(value), 1) if value.isdecimal() and len(value) < 7 else 1


def _anew(name: str, value: str | None) -> None:
    """Keep a choice and begin with its first page."""
    keep(name, value)
    keep("number", None)


def _list(found: Here, shown: _Found, wanted: str | None, height: int | None = None) -> None:
    """The jobs of a page as lines to be clicked, and the way to the others."""
    pages = -(-shown.total // A_PAGE)
    number = min(_page(), max(pages, 1))
    order = "nearest to you first" if shown.mine else "open and newest first"
    first, last = (number - 1) * A_PAGE + 1, min(number * A_PAGE, shown.total)
    span = f" · {first:,}–{last:,}" if pages > 1 else ""
    st.markdown(f"**{count(shown.total, 'job')}, {order}**{span}")
    with st.container(height=height or "content", border=False, key="jobs"):
        for row in shown.page:
            _line(found, row, shown.mine.get(row["requisition_id"]), row["requisition_id"] == wanted)
    if pages > 1:
        st.session_state["page_shown_of_jobs"] = number
        st.pagination(
            pages,
            key="page_shown_of_jobs",
            max_visible_pages=5,
            on_change=lambda: keep("number", str(st.session_state["page_shown_of_jobs"])),
        )
    keep("number", None if number == 1 else str(number))


def _line(found: Here, row: Mapping[str, Any], job: Job | None, is_open: bool) -> None:
    """One job: its title, which opens it, who and where, and how the person stands to it."""
    with st.container(border=True, gap=None):
        st.button(
            f"{'▸ ' if is_open else ''}**{inert(row['title'] or 'without a title', 90)}**",
            key=f"read_{row['requisition_id']}",
            type="tertiary",
            wrap=True,
            on_click=keep,
            args=("requisition", row["requisition_id"]),
        )
        facts = [row["employer"] or "unknown employer", row["location"], found.lane_name(row["primary_lane"])]
        facts += [word("seniority", row["seniority"])] if row["seniority"] else []
        facts += [] if row["source"] == IMPORTED else [state_of(row)]
        st.markdown(f":small[at {' · '.join(inert(fact, 60) for fact in facts if fact)}]")
        if job is not None:
            st.markdown(_stands(job))


def _stands(job: Job) -> str:
    """«You meet 7 of 9 · open to you», with what is missing."""
    colour = {"open": "green", "one_step": "blue"}.get(job.group, "gray")
    lacks = f" :small[missing: {inert(listing(job.missing[:3]))}]" if job.missing else ""
    return f":{colour}-badge[You meet {job.met} of {job.of} · {word('job_group', job.group)}]{lacks}"


def _show(found: Here, requisition_id: str) -> None:
    about = records(requisition_by_id(found.generation, requisition_id))
    if not about:
        st.markdown("There is no such posting in this generation; it may have been forgotten or renamed.")
        st.page_link("views/postings.py", label="All postings", icon=":material/arrow_back:")
        return
    posting = about[0]
    st.header(inert(posting["title"] or "without a title"))
    st.markdown(f"The original advert: {advert.link(posting['url'], posting['source'], posting['employer'])}")
    st.markdown(" · ".join(inert(fact) for fact in _facts(posting)))
    ranges = records(pay_of_requisition(found.generation, requisition_id))
    if len(ranges) > 1:
        st.markdown(inert(f"Every range of pay that it states: {'; '.join(map(_range, ranges))}."))
    if posting["exclusion"] is not None:
        st.warning(f"This one stands outside the market: {word('exclusion', posting['exclusion'])}.")
    lanes = records(lanes_of_requisition(found.generation, requisition_id))
    if lanes:
        st.markdown("Lane: " + ", ".join(f"{inert(lane['name'])} {percent(lane['probability'])}" for lane in lanes))
    posting_id = str(posting["posting_id"])
    text = found.generation.texts([posting_id]).get(posting_id)
    mentions = mentions_of_requisition(found.generation, requisition_id)
    resume = resume_state.current()
    held = resume.held if resume else None
    near = resume_state.near(found, resume) if resume else frozenset()
    named = f"{count(len(mentions), 'mention')} of {count(mentions['skill_id'].nunique(), 'skill')}"
    signs = "" if held is None else " · ✓ you have it, ~ you are near, ✗ you do not show it"
    st.markdown(f"{advert.legend()} :small[{named}{signs}]")
    with st.container(border=True):
        body = (
            advert.marked(text, advert.marks(mentions, held, near)) if text else "The text of this advert is not kept."
        )
        st.markdown(body)
    copies = records(postings_of_requisition(found.generation, requisition_id))
    if len(copies) > 1:
        with st.expander(f"Advertised {len(copies)} times; counted once"):
            for copy in copies:
                where = advert.link(copy["url"], copy["source"], copy["employer"])
                st.markdown(f"- {where}: {inert(copy['title'])}, since {day(copy['first_seen_at'])}")


def _range(pay: Mapping[str, Any]) -> str:
    """«120,000–150,000 USD a year (Zone A)»."""
    ends = dict.fromkeys(f"{pay[end]:,.0f}" for end in ("pay_min", "pay_max") if pay[end] is not None)
    label = f" ({pay['label']})" if pay.get("label") else ""
    return f"{'–'.join(ends)} {pay['pay_currency'] or ''} {word('period', pay['pay_period'])}{label}"


def _facts(posting: Mapping[str, Any]) -> list[str]:
    facts = [posting[name] for name in ("role", "location") if posting[name] is not None]
    facts += [word(name, posting[name]) for name in ("seniority", "workplace") if posting[name] is not None]
    if posting["min_years"] is not None:
        facts.append(f"{count(int(posting['min_years']), 'year')} or more")
    if named := posting.get("degrees_named"):
        degrees = listing([word("degree", degree) for degree in named.split(", ")])
        need = word("degree_need", posting["degree_need"]) if posting["degree_need"] is not None else "named"
        facts.append(f"degree: {degrees} ({need})")
    if posting["pay_min"] is not None or posting["pay_max"] is not None:
        facts.append(_range(posting))
    return [*facts, f"{state_of(posting)}, first seen {day(posting['first_seen_at'])}"]


main()
