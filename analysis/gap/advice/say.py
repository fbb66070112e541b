"""What to say before learning anything: skills that the resume shows and does not name, and what naming them brings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np

from analysis.demand.shares import shares
from analysis.gap.advice.learnable import FACTS, LANGUAGE, interchangeable, plain
from analysis.gap.advice.lines import clause, whole
from analysis.gap.advice.types import Say, Saying
from analysis.gap.level import is_doctoral
from analysis.gap.person import Holdings
from analysis.gap.plan import EDGE, TAU, core, doors
from analysis.gap.results import HeldSkill
from analysis.market.edges import Edges
from analysis.market.facts import Topic, table, topic
from analysis.market.intervals import DIGITS, Share, sample_floor_missed, share_of, woodruff
from analysis.market.market import Market
from warehouse.models import Certainty, ResumeReading, Standing

MOST_IF_TRUE = 8
"""How many skills a person is asked about: those that a lane asks for most."""
BASIC_ASKED = 0.1
FEWEST_WORDS = 4
"""A line of fewer words is an entry of a list, wherever it stands."""
SENTENCE = 8
"""A line of so many words is a sentence, and no head of what follows."""
EXPERIENCED = ("senior", "staff", "lead", "principal", "manager")
FEWEST_YEARS = 5.0
"""Who has engineered for so many years is asked about basics, not sent to learn them."""
LED_YEARS = 2.0
"""A level counts beside so many years of engineering: a senior nurse is no senior engineer."""
DEEP = Topic("deep models", families=frozenset({"deep_learning_framework"}))
LONGEST = 300
"""A line of more characters is no degree's."""


def say(market: Market, lane: str, holding: Holdings, resume: ResumeReading) -> Say:
    """The row for one lane: what to name, and how many of its requisitions that opens."""
    inside = doors(market, lane)
    masks = [market.mask(skills) for skills in (holding.written, holding.held, holding.said)]
    masks[2] = Edges.of(market).spread(masks[2])  # what is said shows more, as it does where the plan begins
    told = [inside.units.coverage(mask) for mask in masks]
    typical = (
        [round(woodruff(inside.drawn, covered)[0], DIGITS) for covered in told]
        if sample_floor_missed(inside.drawn) is None
        else [None] * len(told)
    )
    opened = [share_of(inside.drawn, covered >= TAU - EDGE) for covered in told]
    jobs = [int((covered >= TAU - EDGE).sum()) for covered in told]
    sayings = _sayings(market, lane, holding, resume.text)
    return Say(
        items=tuple(x for x in sayings if x.certainty == "certain"),
        if_true=tuple(x for x in sayings if x.certainty == "usual")[:MOST_IF_TRUE],
        before=opened[0],
        after=opened[1],
        if_true_after=opened[2],
        before_jobs=jobs[0],
        after_jobs=jobs[1],
        if_true_jobs=jobs[2],
        typical_before=typical[0],
        typical_after=typical[1],
        confirm=tuple(
            market.skill_names[market.skill_code[skill]] for skill in to_confirm(market, lane, holding, resume)
        ),
    )


def to_confirm(market: Market, lane: str, holding: Holdings, resume: ResumeReading) -> tuple[str, ...]:
    """Ids of basics that the lane asks for, and someone of this standing has met without writing it; not a second
    product of a kind of which they have one."""
    asked = shares(market, lane, "asked").share
    rivals = interchangeable(market, lane, market.mask(holding.held))
    basic = taken_for_granted(market, holding, resume) - plain() - rivals
    found = [s for s in basic if _asked(market, asked, s) >= BASIC_ASKED]
    return tuple(sorted(found, key=lambda s: (-_asked(market, asked, s), s)))


def taken_for_granted(market: Market, holding: Holdings, resume: ResumeReading) -> frozenset[str]:
    """Ids of what someone of this standing, study and work is never sent to learn, though it is not written."""
    known = holding.said | holding.not_yet.keys() | holding.lack
    languages = set(market.skill["skill_id"][market.skill["family"] == LANGUAGE])
    if not languages.isdisjoint(holding.written):  # who names languages and leaves one out lacks it
        known = known | languages
    return frozenset(s for s in _granted(market, holding, resume) if s in market.skill_code and s not in known)


def is_experienced(resume: ResumeReading) -> bool:
    """Whether a resume shows years of engineering, a level with some, or a doctorate."""
    kinds = resume.years_by_kind
    years = (kinds.ml_ai or 0.0) + (kinds.engineering or 0.0)
    tells_kinds = any(x is not None for x in (kinds.ml_ai, kinds.engineering, kinds.other))
    is_senior = resume.seniority in EXPERIENCED and (years >= LED_YEARS or not tells_kinds)
    return is_senior or is_doctoral(resume) or years >= FEWEST_YEARS


def _granted(market: Market, holding: Holdings, resume: ResumeReading) -> Iterator[str]:
    facts = table(FACTS)
    if is_experienced(resume):
        yield from facts["basics"]["skills"]
    for study in facts["study"]:
        if _has_studied(resume.text, study["name"]):
            yield from study["skills"]
    if has_modelled(market, holding):
        models = facts["models"]
        yield from models["brought"]
        if is_doctoral(resume) or (resume.years_by_kind.ml_ai or 0.0) >= models["years"]:
            yield from models["known"]


def has_modelled(market: Market, holding: Holdings, *, deeply: bool = False) -> bool:
    """Whether a line of the person's own shows that they built or trained a model; `deeply`: a deep one."""
    models = market.of_topic(DEEP if deeply else topic("models", table(FACTS)["models"]))
    own = {s.skill for s in holding.shown if s.standing == "bullet" and s.evidence in ("used", "outcome")}
    return bool((market.mask(own & holding.held) & models).any())


def _has_studied(text: str, study: str) -> bool:
    degree, field = _cues(study)
    lines = (line for line in text.splitlines() if len(line) <= LONGEST)
    return any(field.search(line) and degree.search(line) for line in lines)


@lru_cache
def _cues(study: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What names a degree (an abbreviation in its capitals), and a field of such study, in a line."""
    facts = next(row for row in table(FACTS)["study"] if row["name"] == study)
    degrees = map(re.escape, table(FACTS)["degrees"]["words"])
    words = [word if word[0].isupper() else f"(?i:{word})" for word in degrees]
    return (
        re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)"),
        re.compile(rf"(?i)\b(?:{'|'.join(map(re.escape, facts['fields']))})"),
    )


def _asked(market: Market, asked: np.ndarray, skill: str) -> float:
    return float(asked[market.skill_code[skill]])


def _sayings(market: Market, lane: str, holding: Holdings, text: str) -> tuple[Saying, ...]:
    asked = shares(market, lane, "asked")
    inner = core(market, lane)
    sayable = holding.sayable
    worth = {
        skill: _asked(market, asked.share, skill)
        for skill in sayable
        if skill in market.skill_code
        and market.asks.countable[market.skill_code[skill]]
        and inner[market.skill_code[skill]]
    }
    best = sorted((s for s in worth if worth[s] > 0), key=lambda s: (s in plain(), -round(worth[s], 9), s))
    surfaces = {s.skill: s.surface for s in holding.shown if s.state == "written"}
    return tuple(_saying(text, sayable[s], asked.item(market.skill_code[s]), surfaces) for s in best)


def _saying(text: str, skill: HeldSkill, asked: Share, surfaces: Mapping[str, str]) -> Saying:
    """`surfaces` are the resume's own words for what it writes, by id."""
    certainty = skill.certainty or "usual"
    line = whole(text, skill.quote)
    through = tuple(
        _as_called(name, surfaces.get(root, ""), line)
        for root, name in zip(skill.through, skill.through_names, strict=True)
    )
    sentence = clause(line, [skill.surface, *through])
    return Saying(
        skill=skill.skill,
        name=skill.name,
        through=through,
        certainty=certainty,
        quote=sentence,
        standing=skill.standing,
        words=_words(
            skill.name,
            next((word for root in skill.through if (word := surfaces.get(root, "")) and word in sentence), None),
            certainty,
            _stands(skill.standing, sentence),
        ),
        asked=asked,
        kind=skill.kind,
        is_plain=skill.skill in plain(),
    )


def _stands(standing: Standing, sentence: str) -> Standing:
    """Where a sentence stands by its length, too: a few words are an entry of a list, many head nothing."""
    words = len(sentence.split())
    if words < FEWEST_WORDS:
        return "list"
    return "bullet" if standing == "title" and words >= SENTENCE else standing


def _as_called(name: str, surface: str, line: str) -> str:
    """What a line calls a skill: its own word, where the name that we have for it does not stand there («Snakemake»
    is one of the workflow managers that we call by another)."""
    return surface if surface and surface in line and name.casefold() not in line.casefold() else name


_WHERE: Mapping[Standing, str] = {
    "list": "beside {beside} in your list, and into a line that used it",
    "title": "into a line of that job",
    "education": "into the line of that study",
    "summary": "into your summary",
    "bullet": "into the line that shows it",
}
"""Where a skill is to be written, by where what shows it stands."""
_IN_LIST = "into that list, and into a line that used it"


def _words(name: str, beside: str | None, certainty: Certainty, standing: Standing) -> str:
    """`beside` is the word of a list that shows it, as the list writes it."""
    where = _IN_LIST if standing == "list" and beside is None else _WHERE[standing].format(beside=beside)
    if certainty == "certain":
        return f"write «{name}» {where}."
    return f"if it is true, write «{name}» {where}."
