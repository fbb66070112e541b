"""What to do about a missing skill: say it or learn it, why, how long it takes and what proves it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from analysis.demand.shares import shares
from analysis.gap.advice.kin import asked_by_kin
from analysis.gap.advice.learnable import effort as hours_of
from analysis.gap.advice.learnable import proof, resources
from analysis.gap.advice.lines import clause
from analysis.gap.advice.types import Kin
from analysis.gap.evidence import Texts, quotes
from analysis.gap.person import Holdings
from analysis.gap.plan import doors, plan
from analysis.gap.results import Advice, Comparison, Step
from analysis.market.market import Market
from warehouse.models import BadInputError, SkillState


class Adviser:
    """Says of a missing skill whether to learn it or to say it, and why: the nearest that the resume says of it."""

    def __init__(self, holding: Holdings) -> None:
        self.holding = holding
        self.not_yet = holding.not_yet
        self.begun = {skill for skill, said in self.not_yet.items() if said.state == "in_progress"}

    def advise(self, skill: str) -> tuple[Advice, str]:
        """The advice and its reason."""
        if skill in self.holding.lack:
            return "learn", "You said that you lack it."
        said = self.not_yet.get(skill) or self.holding.others.get(skill)
        if said is None:
            return "learn", "Nothing in your resume shows it."
        is_deed = said.state == "shown" and not said.through_names
        through = " and ".join(said.through_names[:2]) or f"«{said.surface}»"
        line = short(clause(" ".join(said.quote.split()), [said.surface], SHORT)).rstrip(".")
        because = (_BY_DEED if is_deed else _BECAUSE[said.state]).format(
            name=said.name, through=through, quote=line, remains=said.remains or "its own details"
        )
        return "say" if said.state == "shown" else "learn", because


_BECAUSE: Mapping[SkillState, str] = {
    "denied": "You write that you lack {name}, or have hardly used it: to learn. «{quote}».",
    "wished": "You write that {name} interests you: to learn. «{quote}».",
    "in_progress": "You write that you are learning it: finish it, and show what you built. «{quote}».",
    "near": "{through}, which you show, makes it quick to learn. What remains: {remains}.",
    "shown": "It usually goes with {through}, which you show: «{quote}». If you did it, name it there.",
}
"""What is said of a skill that the resume does not claim, by its state."""
_BY_DEED = "It usually goes with such work: «{quote}». If you did it, name it there."
"""What is said of one that no other skill shows, but what a line tells."""
SHORT = 140
"""Characters of a resume's line that are repeated."""


def short(quote: str) -> str:
    """A resume's line, cut at a word where it is long."""
    flat = " ".join(quote.split())
    return flat if len(flat) <= SHORT else flat[:SHORT].rsplit(" ", 1)[0] + " …"


def told(
    market: Market,
    lane: str,
    steps: Sequence[Step],
    adviser: Adviser,
    texts: Texts | None,
    *,
    own: Kin | None = None,
    granted: Collection[str] = (),
) -> tuple[Step, ...]:
    """The steps with why, how long, what proves them and where to read; `own` are the jobs of the person's kind, and
    what is `granted` to the person does not come with a step."""
    evidence = quotes(market, [step.skill for step in steps], lane, texts)
    asked = shares(market, lane, "asked")
    had = {market.skill_names[market.skill_code[skill]] for skill in granted}
    near, kinds = adviser.holding.near, market.skill["kind"].tolist()
    told = []
    for step in steps:
        code = market.skill_code[step.skill]
        url = market.skill["url"].iat[code] if "url" in market.skill else None
        close = near.get(step.skill)
        told.append(
            replace(
                step,
                hours=hours_of(market, step.skill, near.keys() | adviser.begun),
                proof=proof(market, step.skill),
                you_have=close.through_names if close else (),
                remains=close.remains if close else "",
                also=tuple(name for name in step.also if name not in had),
                builds_on=tuple(name for name in step.builds_on if name not in had),
                asked=asked.item(code),
                because=adviser.advise(step.skill)[1],
                evidence=evidence[step.skill],
                resources=resources(step.skill),
                url=url if isinstance(url, str) and url else None,
                kind=kinds[code],
                asked_by_kin=asked_by_kin(market, lane, own, step.skill),
            )
        )
    return tuple(told)


def compared(market: Market, lane: str, adviser: Adviser, skills: Sequence[str]) -> tuple[Comparison, ...]:
    """Each of some skills tried alone, from where saying ends."""
    found = []
    inside = str(market.lane["name"].iat[market.lanes.index(lane)])
    for skill in skills:
        if skill not in market.skill_code:
            raise BadInputError(f"--compare names {skill!r}, which is no skill's id; `skills show` finds it.")
        name = market.skill_names[market.skill_code[skill]]
        only = np.zeros(len(market.skills), dtype=bool)
        only[market.skill_code[skill]] = True
        steps = plan(market, adviser.holding.said, lane, steps=1, allowed=only, least=0.0)
        if not steps:
            words = f"You have {name} already."
            if skill not in adviser.holding.said:
                words = f"{name} alone brings none of the {doors(market, lane).drawn.n} {inside} jobs nearer."
            found.append(Comparison(skill, name, None, words))
            continue
        step = told(market, lane, steps, adviser, None)[0]
        hours = f"{step.hours.low}–{step.hours.high} hours" if step.hours else "unknown hours"
        opens = f"{step.opened} more of the {step.n} {inside} jobs mostly met"
        words = f"{name}: {opens}, "
        words += f"the average job {100 * step.nearer:.1f} points closer, {hours}."
        found.append(Comparison(skill, name, step, words))
    return tuple(found)
