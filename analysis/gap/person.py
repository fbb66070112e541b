"""What a person holds: by what the resume writes and shows, with what they added and took away by hand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from analysis.gap.results import HeldSkill
from analysis.market.edges import Edges
from analysis.market.facts import table
from analysis.market.market import Market
from warehouse.models import BadInputError, ResumeReading, ResumeSkill

GRADES = ("outcome", "used", "listed", "learning")
"""Evidence, the strongest first."""
_WORD = re.compile(r"[\w+#]+")
_CAPITALS = re.compile(r"\b([A-Z]{3,})s?\b")
LONGEST_HEADING, HEADING_WORDS = 60, 3
"""Characters and words of a line that may be a heading."""
FEWEST_INITIALS = 3
"""Two letters stand for too many things."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a person holds: what the resume shows, with what they added and took away by hand."""

    shown: tuple[HeldSkill, ...]
    """What the resume shows: held or being learned, each once with its best evidence, the best evidenced first."""
    others: Mapping[str, HeldSkill]
    """What it does not claim, by id: usual, near, denied, wished."""
    held: frozenset[str]
    written: frozenset[str]
    """Those of the held that stand in the resume's own words, or by name within others, or that the person added."""
    have: frozenset[str]
    lack: frozenset[str]

    @property
    def usual(self) -> frozenset[str]:
        """What usually goes with what is held, so that saying it may be all that is missing."""
        return frozenset(s.skill for s in self.others.values() if s.state == "shown" and s.skill not in self.lack)

    @property
    def sayable(self) -> dict[str, HeldSkill]:
        """What the resume shows, certainly or usually, and does not write; by id."""
        certain = {s.skill: s for s in self.shown if s.state == "shown" and s.skill in self.held - self.written}
        return certain | {skill: self.others[skill] for skill in sorted(self.usual)}

    @property
    def said(self) -> frozenset[str]:
        """What is held once the resume names all that it shows."""
        return self.held | self.usual

    @property
    def not_yet(self) -> dict[str, HeldSkill]:
        """What the resume speaks of without claiming it: denied, wished for, being learned; by id."""
        told = {s.skill: s for s in self.others.values() if s.state in ("denied", "wished")}
        return told | {s.skill: s for s in self.shown if s.state == "in_progress" and s.skill not in self.held}

    @property
    def near(self) -> dict[str, HeldSkill]:
        """What transfers from something held, with what remains; by id."""
        return {s.skill: s for s in self.others.values() if s.state == "near"}


def holdings(market: Market, resume: ResumeReading, have: Iterable[str] = (), lack: Iterable[str] = ()) -> Holdings:
    """What a person holds. A skill that is only being learned is not held.

    Raises BadInputError for an id that is no skill's, or is in both `have` and `lack`.
    """
    added, taken = _known(market, have, "have"), _known(market, lack, "lack")
    if both := sorted(added & taken):
        raise BadInputError(f"{both[0]!r} is both had and lacked; name it once.")
    best: dict[str, ResumeSkill] = {}
    for skill in sorted(resume.skills, key=lambda s: (GRADES.index(s.evidence), s.quote, s.surface)):
        best.setdefault(skill.skill, skill)
    held = ({skill.skill for skill in best.values() if skill.is_held} | _with_shown(market, added)) - taken
    names = {skill.skill: skill.name for skill in best.values()}
    shown = [s for s in best.values() if s.state == "shown" and s.is_held]
    named = _standing_there(resume.text, shown) | _headed(resume.text, shown)
    found = [_held_skill(market, s, held, names) for s in best.values()]
    order = sorted(found, key=lambda skill: (GRADES.index(skill.evidence), skill.skill))
    return Holdings(
        shown=tuple(s for s in order if best[s.skill].is_held or s.state == "in_progress"),
        others={
            s.skill: s
            for s in order
            if not (best[s.skill].is_held or s.state == "in_progress" or s.skill in held)
            and s.skill in market.skill_code
        },
        held=frozenset(held),
        written=frozenset(({s.skill for s in best.values() if s.is_written or s.skill in named} - taken) | added),
        have=added,
        lack=taken,
    )


def _standing_there(text: str, skills: Iterable[ResumeSkill]) -> frozenset[str]:
    """Ids of the skills whose name stands in a text, if within a longer one (a search for PyTorch finds PyTorch
    Lightning), or whose initials do («AWS»)."""
    there, short = _words(text), set(_CAPITALS.findall(text))
    return frozenset(s.skill for s in skills if _words(s.name) in there or _initials(s.name) in short)


def _headed(text: str, skills: Iterable[ResumeSkill]) -> frozenset[str]:
    """Ids of the skills that a heading of a text names by its last word («Selected publications»)."""
    heads = table("gap/advice/learnable.toml")["headed"]
    lines = (_WORD.findall(line.casefold()) for line in text.splitlines() if len(line) <= LONGEST_HEADING)
    last = {words[-1] for words in lines if 0 < len(words) <= HEADING_WORDS}
    return frozenset(s.skill for s in skills if not last.isdisjoint(heads.get(s.skill, ())))


def _initials(name: str) -> str:
    """The capitals that people write for a name of three words or more; empty where it has fewer."""
    words = _WORD.findall(name)
    return "".join(word[0] for word in words).upper() if len(words) >= FEWEST_INITIALS else ""


def _words(text: str) -> str:
    """The words of a text, between blanks."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _with_shown(market: Market, added: frozenset[str]) -> frozenset[str]:
    """What a person adds, with all that it certainly shows, as the same word in the resume would."""
    if not added:
        return added
    spread = Edges.of(market).spread(market.mask(added))
    return added | {skill for skill, code in market.skill_code.items() if spread[code]}


def _held_skill(market: Market, s: ResumeSkill, held: Collection[str], names: Mapping[str, str]) -> HeldSkill:
    return HeldSkill(
        skill=s.skill,
        name=s.name,
        surface=s.surface,
        evidence=s.evidence,
        quote=s.quote,
        kind=s.kind,
        is_counted=s.skill in held and _counts(market, s.skill),
        state=s.state,
        certainty=s.certainty,
        through=s.through,
        through_names=tuple(names.get(root, root) for root in s.through),
        remains=s.remains,
        last_used=s.last_used,
        standing=s.standing,
    )


def _counts(market: Market, skill: str) -> bool:
    code = market.skill_code.get(skill)
    return code is not None and bool(market.asks.countable[code])


def _known(market: Market, given: Iterable[str], name: str) -> frozenset[str]:
    skills = frozenset(given)
    if unknown := sorted(skills - market.skill_code.keys()):
        raise BadInputError(f"--{name} names {unknown[0]!r}, which is no skill's id; `skills show` finds it.")
    return skills
