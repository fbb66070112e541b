"""Read one resume: text in, a typed ResumeReading out, every skill with the line that shows it. No files, no clock."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from nlp.mentions import context
from nlp.mentions.finder import Candidate, SkillFinder, longest
from nlp.mentions.shared import with_shared_words
from nlp.resume import everyday, person
from nlp.resume.career import dates
from nlp.resume.career import roles as career
from nlp.resume.career.degrees import highest_degree
from nlp.resume.career.goals import goal_of
from nlp.resume.career.level import level_of
from nlp.resume.claims.statement import DOING, Claim
from nlp.resume.doubts import doubts, foreign_headings
from nlp.resume.lines import ResumeLine, read_lines
from nlp.resume.sayings import Saying, Spoken, counted, sayings
from nlp.resume.senses import model
from nlp.resume.senses.entries import entries
from nlp.resume.senses.spelled import Spelled
from nlp.resume.senses.surroundings import Found
from nlp.resume.signs import Sign, signs_in, signs_of_field
from nlp.resume.states import best_of, last_used, with_inferred
from nlp.taxonomy.loader import Taxonomy
from nlp.version import sources, version_of
from warehouse.models import ResumeReading, ResumeSkill

_ROOM = Path(__file__).parents[1]
_READ_WITH = tuple(
    _ROOM / name
    for name in (
        *(
            "text.py",
            "letters.py",
            "language.py",
            "language.toml",
            "cues.py",
            "expressions.py",
            "cues.toml",
            "placed.py",
        ),
        *(
            "seniority.py",
            "seniority.toml",
            "taxonomy",
            "mentions",
            "resume",
            "resume/career",
            "resume/claims",
            "resume/senses",
            "lanes/roles.py",
        ),
        "lanes/lanes.toml",
    )
)
"""What a resume's reading depends on."""


_NEGATED = re.compile(r"\b(?:not|never|no|cannot|nor)\b|n['’]t\b", re.IGNORECASE)
_UNCLAIMED = frozenset({"denied", "wished", "in_progress"})


@dataclass(frozen=True)
class _Claims:
    """What the statements of a resume claim."""

    all: list[ResumeSkill]
    only_qualified: frozenset[str]
    """Of these skills some kind of experience alone is denied."""
    left: frozenset[str]
    """Skills that some statement names as no claim of this person's: others', planned, not wanted."""
    lacked: frozenset[str]
    """Skills that some statement denies in passing, in a word that names them only there («not for the deployment»)."""


@dataclass(slots=True)
class _Gathered:
    """What is heard of a resume's statements one by one."""

    found: list[ResumeSkill] = field(default_factory=list)
    doubtful: list[ResumeSkill] = field(default_factory=list)
    unshown: list[ResumeSkill] = field(default_factory=list)
    printed: list[ResumeSkill] = field(default_factory=list)
    """Of the found: names in the titles of papers."""
    denials: dict[str, bool] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    lacked: set[str] = field(default_factory=set)
    disowned: set[str] = field(default_factory=set)
    """What is said under a paper to be another author's."""

    def claims(self) -> _Claims:
        """All of it, with what takes from what."""
        # «… the network is Okoro's» under a paper of several takes the paper's title from its reader, no deed.
        found = [one for one in self.found if one.skill not in self.disowned or one not in self.printed]
        done = {one.skill for one in found if one.is_held and one.standing == "bullet"}
        found += [one for one in self.unshown if one.skill not in done]
        claimed = {one.skill for one in found}
        rest = [one for one in self.doubtful if one.skill not in claimed]
        qualified = frozenset(skill for skill, is_qualified in self.denials.items() if is_qualified)
        return _Claims(found + rest, qualified, frozenset(self.left), frozenset(self.lacked))


@dataclass(frozen=True, slots=True)
class Told:
    """A name in a statement."""

    saying: Saying
    name: Candidate
    claim: Claim | None
    """What is claimed of it; None where nothing is."""
    is_named: bool
    """Whether its neighbours let it be the skill."""


@dataclass(frozen=True)
class ResumeReader:
    """Reads resumes by one taxonomy."""

    taxonomy: Taxonomy
    overlay: Path | None = None

    @cached_property
    def finder(self) -> SkillFinder:
        """The automaton over all surfaces."""
        return SkillFinder(self.taxonomy)

    @cached_property
    def version(self) -> str:
        """Changes when code, taxonomy or overlay change what a resume reads as."""
        own = [self.overlay] if self.overlay and self.overlay.exists() else []
        return version_of([*sources(*_READ_WITH), *own])

    def read(
        self, text: str, parse_confidence: float = 1.0, warnings: Sequence[str] = (), *, as_of: dt.date | None = None
    ) -> ResumeReading:
        """The reading of a resume's text.

        `as_of` is the day that «present» stands for; without it, the end of the last year that the resume names.
        The reading's text is the given one with wrapped lines joined: every quote is found in it.
        """
        lines = read_lines(text)
        today = dates.month_of(as_of) if as_of else dates.latest_month(line.text for line in lines)
        roles = career.roles(lines, today)
        years = career.total_years(roles)
        degree, goal = highest_degree(lines, today), goal_of(lines)
        claims = self._claims(lines, roles)
        claimed = best_of(claims.all)
        left, doubted = doubts(lines, (skill.evidence for skill in claimed if skill.is_held), roles)
        foreign = foreign_headings(lines)
        return ResumeReading(
            text="\n".join(("• " if x.is_bullet else "") + x.text for x in lines),
            skills=with_inferred(claimed, self.taxonomy, claims.only_qualified, claims.left, claims.lacked),
            years=years if years is not None else career.stated_years(lines),
            seniority=level_of(lines, roles, degree, goal),
            degree=degree,
            parse_confidence=round(parse_confidence * left, 2),
            warnings=(*warnings, *doubted, *([foreign] if foreign else [])),
            reader_version=self.version,
            name=person.name_of(lines),
            years_by_kind=career.years_by_kind(roles),
            titles=career.titles(roles),
            goal=goal,
            present=as_of if any(role.span.is_open for role in roles) else None,
        )

    def told(self, text: str) -> Iterator[Told]:
        """Each name in a resume's statements with what is claimed of it there."""
        for saying, candidates, named, _ in self._named(read_lines(text)):
            spoken = Spoken(saying, [(c.start, c.end) for c in candidates])
            for c in candidates:
                claim = spoken.claim(c.start, c.end)
                is_said = claim is not None and (c in named or _says_unclaimed(c, claim, saying))
                yield Told(saying, c, claim if is_said else None, c in named)

    def _claims(self, lines: Sequence[ResumeLine], roles: Sequence[career.DatedRole]) -> _Claims:
        """What each statement claims of each skill that it names or gives a sign of.

        A name that its neighbours do not confirm («Rust: not yet») may deny or wish for what nothing else claims.
        """
        all_of = _Gathered()
        told = list(self._named(lines))
        is_of_trade = any(is_trade for _, _, _, is_trade in told)
        for saying, candidates, named, is_trade in told:
            signs = signs_of_field(saying.text) if saying.is_field else signs_in(saying.text, saying.line)
            is_deed = saying.line.section in DOING
            if not is_deed:
                signs = [sign for sign in signs if not sign.is_plain]  # a list or a wish tells of no deed
            written = [c for c in candidates if c in named or c.case != "context"]
            is_plain = not named and not everyday.is_technical(written, self.taxonomy.skills)
            if is_plain and not saying.is_field and not (is_trade if is_deed else is_of_trade):
                signs = everyday.sure_signs(signs, self.taxonomy.skills)
            signs = [sign for sign in signs if not _is_part_of_a_name(sign, named)]
            if not candidates and not signs:
                continue
            spoken = Spoken(saying, [(c.start, c.end) for c in candidates])
            used = last_used(saying.at, roles)
            for c in candidates:
                self._hear_name(c, saying, spoken, used, all_of, is_named=c in named)
            for sign in signs:
                is_word = any(c.skill == sign.skill and sign.start <= c.start < sign.end for c in candidates)
                self._hear_sign(sign, saying, spoken, used, all_of, is_word=is_word)
        return all_of.claims()

    def _hear_name(
        self, c: Candidate, saying: Saying, spoken: Spoken, used: str | None, all_of: _Gathered, *, is_named: bool
    ) -> None:
        claim = spoken.claim(c.start, c.end)
        is_printed = saying.line.section == "publications"
        if claim is None:
            all_of.left.add(c.skill)
            if is_printed and spoken.disowns(c.start, c.end):
                all_of.disowned.add(c.skill)
        elif is_named or _says_unclaimed(c, claim, saying):
            one = self._skill(c.skill, saying, (c.start, c.end), claim, used)
            (all_of.found if is_named else all_of.doubtful).append(one)
            if is_printed:
                all_of.printed.append(one)
            if claim.state == "denied":
                all_of.denials[c.skill] = all_of.denials.get(c.skill, True) and claim.is_qualified
        elif claim.state == "denied":
            all_of.lacked.add(c.skill)  # no lack to quote, and nothing to guess at

    def _hear_sign(
        self, sign: Sign, saying: Saying, spoken: Spoken, used: str | None, all_of: _Gathered, *, is_word: bool
    ) -> None:
        claim = spoken.claim(sign.end - 1, sign.end)  # «never wrote a DAG» denies it
        if claim is None:
            return
        one = self._skill(sign.skill, saying, (sign.start, sign.end), claim, used)
        if claim.state in ("written", "coursework"):
            # A title that holds the skill's own word writes it: «DevOps Engineer».
            is_studied = saying.is_field and sign.certainty == "certain"
            is_written = is_word or is_studied
            all_of.found.append(one if is_written else replace(one, state="shown", certainty=sign.certainty))
        elif claim.state == "denied" and _NEGATED.search(saying.text):
            all_of.unshown.append(one)

    def found(self, text: str) -> Iterator[Found]:
        """What is found in each statement of a resume, before the model of senses is asked."""
        return self._found(read_lines(text))

    def _named(self, lines: Sequence[ResumeLine]) -> Iterator[tuple[Saying, list[Candidate], list[Candidate], bool]]:
        """Each statement with the spans that write a surface, those of them that name a skill there, and whether its
        entry names tools."""
        found = list(self._found(lines))
        spelled = Spelled(lines, self._is_spelling)
        for one in found:
            named = [c for c in one.named if self._is_meant(c, one, spelled)]
            yield one.saying, one.candidates, named, one.entry.is_technical

    def _is_meant(self, c: Candidate, one: Found, spelled: Spelled) -> bool:
        """Whether a name that its neighbours confirm is the skill, all considered."""
        if one.saying.is_field:
            return True
        if spelled.is_other(one.saying.text[c.start : c.end], one.saying.at, has_tools=one.has_tools_beside(c)):
            return False
        skills = self.taxonomy.skills
        least = model.least_doubt(c.case, skills[c.skill].kind, is_technical=one.entry.is_sure)
        return model.shipped().doubt(one.seen(c, skills)) < least

    def _found(self, lines: Sequence[ResumeLine]) -> Iterator[Found]:
        told = []
        for saying in sayings(lines):
            written = self.finder.find(saying.text)
            written = longest([*written, *self.finder.items_in_any_case(saying.text, written)])
            written = longest([*written, *with_shared_words(saying.text, self.finder, written)])
            candidates = everyday.without_houses(saying.text, written, saying.line, self.taxonomy.skills)
            told.append((saying, candidates, self._confirmed(saying, candidates)))
        under = entries(lines, [(saying, named) for saying, _, named in told], self.taxonomy.skills)
        for (saying, candidates, sure), entry in zip(told, under, strict=True):
            is_work = entry.is_technical and saying.line.section in DOING
            named = self._confirmed(saying, candidates, at_work=True) if is_work else sure
            kept = everyday.without_plain_words(
                named, saying.line, self.taxonomy.skills, in_technical=entry.is_technical
            )
            yield Found(saying, candidates, kept, entry)

    def _is_spelling(self, short: str, words: str) -> bool:
        """Whether words are what an abbreviation is listed for, or a list of tools behind it as a label."""
        own = {c.skill for c in self.finder.find(short)}
        found = self.finder.find(words)
        skills = self.taxonomy.skills
        is_list = any(skills[c.skill].kind == "tool" and c.end - c.start < len(words) for c in found)
        return is_list or any(c.skill in own for c in found)

    def _skill(self, skill: str, saying: Saying, place: tuple[int, int], claim: Claim, used: str | None) -> ResumeSkill:
        known = self.taxonomy.skills[skill]
        return ResumeSkill(
            skill,
            known.name,
            saying.text[slice(*place)],
            claim.evidence,
            saying.quote(place[0]),
            known.kind,
            claim.state,
            last_used=used,
            standing=claim.standing,
        )

    def _confirmed(self, saying: Saying, candidates: list[Candidate], *, at_work: bool = False) -> list[Candidate]:
        if not candidates:
            return []
        if not saying.is_field:  # a degree is in what it names
            candidates = context.confirm(saying.text, 0, candidates, self._soft, opens_with_names=True, at_work=at_work)
        return counted(saying, candidates, self.taxonomy.skills)

    @cached_property
    def _soft(self) -> frozenset[str]:
        return frozenset(s.id for s in self.taxonomy.skills.values() if s.kind == "soft")


def _is_part_of_a_name(sign: Sign, named: Sequence[Candidate]) -> bool:
    """Whether a sign is a word of a longer name of something else: «paged» of «paged attention»."""
    return not sign.is_name and any(
        c.start <= sign.start
        and sign.end <= c.end
        and c.end - c.start > sign.end - sign.start
        and c.skill != sign.skill
        for c in named
    )


def _says_unclaimed(c: Candidate, claim: Claim, saying: Saying) -> bool:
    """Whether a name with its capitals («Rust», not «rust») is lacked or wished for, whatever stands beside it."""
    is_as_listed = any(letter.isupper() for letter in c.listed) and saying.text[c.start : c.end] == c.listed
    return claim.state in _UNCLAIMED and is_as_listed
