"""What a statement of a resume says of a skill that it names: used, listed, studied, being learned, wished for, denied,
or nothing of this person at all, as it speaks of other people's work or of what a course leaves out.

The cues are data (`claims.toml`); each speaks for its clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from nlp.resume.claims import model, prose
from nlp.resume.claims.cues import Stretch, cues, end_of, holds, reached, sentence_of, tables, until
from nlp.resume.claims.surroundings import Surroundings
from nlp.resume.claims.whose import others_in, surely_others_in
from nlp.resume.headings import flat, heading_says, heading_section, pattern
from nlp.resume.lines import ResumeLine, tells_a_deed
from warehouse.models import Evidence, SkillState, Standing

DOING = frozenset({"experience", "internship", "volunteer", "projects", "publications"})
_PAID = frozenset({"experience", "internship", "volunteer"})
_STUDY = frozenset({"education", "learning", "certifications"})
_COURSES = frozenset({"learning", "certifications"})
_TO_COME = frozenset({"in_progress", "wished", "hoped"})
_SPARE = frozenset({"notes", "interests", "awards"})
_HEAD = frozenset({"header", "summary"})
_STATES: dict[str, SkillState | None] = {
    "held": "written",
    "coursework": "coursework",
    "in_progress": "in_progress",
    "wished": "wished",
    "denied": "denied",
    "others": None,
    "word": None,
}
"""What the model's labels mean for a skill."""
_REACH = 60
"""Characters around a name in which a cue right beside it stands."""
_MODAL = 30
"""Characters from a name's begin in which «would» and its like still speak of it."""
_LONGEST_LABEL = 60
_SHORT_SENTENCE = 4
_NEXT_LABEL = re.compile(r"(?:[.;|/] +|(?<! ) {2,})([a-z][\w '-]{0,40}?): ")
"""«Daily: Python; sometimes: R; never: Spark»: a label behind another's list."""
Label = tuple[str, Stretch]
"""What stands before a colon, and what it speaks for."""
_OWN_STUDY = re.compile(r"\b(?:thesis|dissertation|project)\b")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a statement says of one skill."""

    state: SkillState
    evidence: Evidence
    standing: Standing
    is_qualified: bool = False
    """Of a denial: whether only some kind of experience is denied («no professional experience with LLMs»)."""


class Statement:
    """One statement of a resume, asked for each skill that it names."""

    def __init__(
        self,
        text: str,
        line: ResumeLine,
        heading: str = "",
        names: Sequence[Stretch] = (),
        *,
        is_field: bool = False,
    ) -> None:
        self._text, self._low, self._line = text, flat(text), line
        labels = _labels_in(flat(line.text), self._low)
        belonging = list(labels)
        is_over = cues("in_progress", "finished").search(self._low) is not None
        if heading and not is_over:
            labels.append((_as_label(heading), (0, len(self._low))))
        if heading_section(heading) not in DOING:
            belonging = labels  # what was done for «Selected clients» is no client's deed
        spoken = heading_says(heading)
        self._spoken = None if spoken == "in_progress" and is_over else spoken
        # What a heading says of all below it, and a degree of its field, the words around a name do not say.
        is_spoken_for = self._spoken is not None or any(
            _labelled(table, [(_as_label(heading), (0, 0))]) for table in ("denied", "wished", "in_progress", "goal")
        )
        self._judges = not is_field and not is_spoken_for
        self._others = others_in(
            text,
            self._low,
            flat(line.text),
            is_about_self=line.section in _HEAD,
            is_work=line.section in DOING,
            taken=frozenset(start for start, _ in names),
        )
        self._others += reached("syllabus", self._low, "turn")
        if line.section in DOING:
            self._others += prose.told("others", self._low, names)
        self._surely = surely_others_in(text, self._low, flat(line.text), frozenset(start for start, _ in names))
        self._surely += _labelled("belongings", belonging)
        self._others += self._surely
        self._owned = reached("owned", self._low, "turn", name="deeds")
        self._none = reached("unwanted", self._low, "end")
        if line.section in _HEAD:
            self._none += reached("goal", self._low, "end", with_cue=True)
        self._none += _labelled("goal", labels)
        self._denied = self._reach("denied", labels)
        if line.section not in DOING:
            self._denied += [_to_colon(self._low, s) for s in reached("denied", self._low, "end", name="elsewhere")]
        self._denied = [s for s in self._denied if not _is_quoted(self._low, s[0])]
        self._wished = self._reach("wished", labels)
        if line.section not in _PAID:
            self._wished += self._reach("hoped", labels)
        self._learning = self._reach("in_progress", labels)
        self._studied = self._reach("coursework", labels)
        self._modest = self._reach("modest", labels)
        self._is_sentence = line.section not in DOING and line.section not in _STUDY
        if self._is_sentence:
            self._denied += prose.forward("denied", self._low, "end") + prose.told("denied", self._low, names)
            self._wished += prose.forward("wished", self._low, "learned") + prose.told("wished", self._low, names)
            self._learning += prose.forward("in_progress", self._low, "learned")
            self._learning += prose.told("in_progress", self._low, names)
        self._is_left = line.section not in _PAID and _is_left(self._low, line)
        self._course = _course_under_way(self._low, line) if line.section not in DOING else None
        self._standing = _standing(line)
        self._evidence = self._best()
        self._names = tuple(names)

    def disowns(self, start: int, end: int) -> bool:
        """Whether a turn of speech says beyond doubt that what is named at [start, end) is another's."""
        return holds(self._surely, start, end)

    def ruled(self, start: int, end: int) -> SkillState | None:
        """What the rules alone take the skill named at [start, end) for; None for no claim of this person's."""
        before, after = self._low[max(0, start - _REACH) : start], self._low[end : end + _REACH]
        return self._state(start, end, before, after)

    def seen(self, start: int, end: int) -> list[str]:
        """The features of the name at [start, end), one of the statement's names, for the model of claims."""
        return self._seen(start, end, self.ruled(start, end))

    def _seen(self, start: int, end: int, ruled: SkillState | None) -> list[str]:
        said = ruled or "nothing"
        return model.features(self._surroundings, (start, end), self._text[start:end], self._line.section, said)

    @cached_property
    def _surroundings(self) -> Surroundings:
        return Surroundings(self._low, self._names)

    def _judged(self, start: int, end: int) -> SkillState | None:
        """What the model, which hears the rules, takes a name for."""
        ruled = self.ruled(start, end)
        shares = model.shipped().shares(self._seen(start, end, ruled))
        may_deny = ruled == "denied" or self._surroundings.holds(model.LACKING)
        is_study = self._line.section in _STUDY
        label = model.label_of(
            shares, is_ruled_held=ruled in ("written", "coursework"), may_deny=may_deny, is_study=is_study
        )
        return "coursework" if is_study and ruled == "coursework" and label == "held" else _STATES[label]

    def claim(self, start: int, end: int) -> Claim | None:
        """What is said of the skill named at [start, end); None where it is no claim of this person's."""
        before, after = self._low[max(0, start - _REACH) : start], self._low[end : end + _REACH]
        is_judged = self._judges and (start, end) in self._names and not self._is_sure(start, end, after)
        state = self._judged(start, end) if is_judged else self.ruled(start, end)
        if state is None:
            return None
        if state == "denied":
            is_qualified = cues("denied", "qualified").search(self._low, 0, start + 1) is not None
            return Claim(state, "listed", self._standing, is_qualified=is_qualified)
        if state in ("wished", "in_progress"):
            return Claim(state, "listed" if state == "wished" else "learning", self._standing)
        is_modest = self._says("modest", self._modest, start, after) or cues("modest", "adjective").search(before)
        is_listed = is_modest or (state == "coursework" and not _OWN_STUDY.search(self._low))
        return Claim(state, "listed" if is_listed else self._evidence, self._standing)

    def _state(self, start: int, end: int, before: str, after: str) -> SkillState | None:
        is_verb = self._text[start].islower() and cues("denied", "aux").search(before)  # «I do not log runs»
        if is_verb or holds(self._others, start, end):
            return None
        if self._says("denied", self._denied, start, after) or self._is_no(before, after):
            return "denied"
        if self._is_left or (holds(self._none, start, end) and not prose.is_done(after)):
            return None
        if self._says("wished", self._wished, start, after) and not prose.is_done(after):
            return "wished"
        return self._state_of_own(start, after)

    def _is_sure(self, start: int, end: int, after: str) -> bool:
        """Whether a turn of speech leaves no doubt of what is said of a name."""
        is_owned = self._line.section in DOING and holds(self._owned, start, end)
        return is_owned or self.disowns(start, end) or cues("denied", "surely").match(after) is not None

    def _state_of_own(self, start: int, after: str) -> SkillState | None:
        if self._is_sentence and self._is_unclaimed(start, after):
            return None
        if self._line.section in _PAID and self._is_social(start, after):
            return None
        if self._is_under_way(start) or self._says("in_progress", self._learning, start, after):
            return "in_progress"
        is_study = self._line.section in _STUDY or self._says("coursework", self._studied, start, after)
        return "coursework" if is_study else "written"

    def _reach(self, table: str, labels: Sequence[Label]) -> list[Stretch]:
        if table == self._spoken:
            return [(0, len(self._low))]
        name = "at_work" if table == "in_progress" and self._line.section in DOING else "before"
        found = reached(table, self._low, "learned" if table in _TO_COME else "end", name=name)
        return _labelled(table, labels) + found

    def _is_under_way(self, start: int) -> bool:
        """Whether a name stands in a course that is not finished; in a text of other things, beside that course."""
        if self._course is None:
            return False
        left, right = self._course
        return self._line.section in _STUDY or left - _REACH < start < right + _REACH

    def _says(self, table: str, stretches: Sequence[tuple[int, int]], start: int, after: str) -> bool:
        if any(left <= start <= right for left, right in stretches):
            return True
        told = tables()[table]
        return any(
            name in told and cues(table, name).search(after) is not None for name in ("after", "verdict", "surely")
        )

    def _is_unclaimed(self, start: int, after: str) -> bool:
        """Whether a sentence outside of work says nothing that its person does: a guess, a condition, a jest."""
        is_spare_time = self._line.section in _SPARE and cues("unclaimed", "hobby").search(self._low) is not None
        if is_spare_time or cues("unclaimed", "subject").search(after):
            return True
        left = max((m.end() for m in until("start").finditer(self._low, 0, start)), default=0)
        right = end_of(self._low, start, "end")
        modal = cues("unclaimed", "modal").search(self._low, left, min(right, start + _MODAL))
        if modal and not prose.is_told_done(self._low[start : modal.start()]):
            return True
        if cues("unclaimed", "condition").match(self._low, left):
            return True
        verbs = [m[1] for m in cues("unclaimed", "own").finditer(self._low, left, start)]
        return bool(verbs) and not cues("unclaimed", "doing").match(verbs[-1])

    def _is_social(self, start: int, after: str) -> bool:
        """Whether a name only says what people, papers or purchases are of: «signed the Kafka contract»."""
        if self._line.role == "entry" or cues("social", "noun").search(after) is None:
            return False
        return cues("social", "made").search(self._low, sentence_of(self._low, start), start) is None

    def _is_no(self, before: str, after: str) -> bool:
        """«no Spark», «No PyTorch beyond the quickstart»; not «no Kubernetes downtime»."""
        if not cues("denied", "no").search(before):
            return False
        told = cues("denied", "no_after").search(after) is not None
        return told or (self._line.section not in DOING and not cues("denied", "no_but").search(after))

    def _best(self) -> Evidence:
        section = self._line.section
        if section == "education" and _OWN_STUDY.search(self._low):
            return "used"
        if section in DOING or (section == "header" and tells_a_deed(self._low)):
            if self._line.role == "entry" and not is_told(self._line):
                return "used"  # a head's figures are dates and sizes
            measured = pattern("outcome", "not_result").sub(" ", self._low)
            return "outcome" if pattern("outcome", "patterns").search(measured) else "used"
        return "listed"


def is_told(line: ResumeLine) -> bool:
    """Whether a line without a bullet is a short sentence all the same («Nginx and MySQL for 40 sites.»)."""
    return line.text.endswith(".") and len(line.text.split()) >= _SHORT_SENTENCE


def speaks_of_lack_or_wish(heading: str) -> bool:
    """Whether a heading says that what stands below it is lacked or wished for."""
    label = [(_as_label(heading), (0, 0))]
    if heading_says(heading) in ("denied", "wished"):
        return True
    return bool(_labelled("denied", label) or _labelled("wished", label))


def _to_colon(low: str, stretch: Stretch) -> Stretch:
    """A stretch up to the colon behind which a list begins: «for myself, not for money: Python, R»."""
    start, end = stretch
    colon = low.find(": ", start, end)
    is_label = low.rfind(".", 0, start) < 0 and "," not in low[:start]
    return stretch if colon < 0 or is_label else (start, colon)


def _is_quoted(low: str, at: int) -> bool:
    """Whether a place stands in a title: «Thesis "Who is not heard: bias in speech recognition"»."""
    return low.count('"', 0, at) % 2 == 1 and '"' in low[at:]


def _is_left(low: str, line: ResumeLine) -> bool:
    """Whether a statement names a course that was given up."""
    course, left = cues("in_progress", "course"), cues("in_progress", "left")
    if line.section not in _COURSES and course.search(low) is None:
        return False
    _, _, rest = flat(line.text).partition(low)
    is_of_it = low.endswith(";") and course.search(rest) is None  # «…; I did not attend»
    return left.search(low) is not None or (is_of_it and left.search(rest) is not None)


def _course_under_way(low: str, line: ResumeLine) -> tuple[int, int] | None:
    """Where a statement names a course or certificate that is not finished."""
    course = cues("in_progress", "course").search(low)
    if course and cues("in_progress", "passed").search(low, 0, course.start()):
        return None
    going = cues("in_progress", "line")
    is_going = going.search(low) or (line.section in _STUDY and line.role == "entry" and going.search(flat(line.text)))
    if is_going and (course or line.section in _COURSES):
        return course.span() if course else (0, len(low))
    if course is None:
        return None
    finished = cues("in_progress", "finished")
    is_bare = cues("in_progress", "bare").search(low) and not (finished.search(low) or finished.search(flat(line.text)))
    return course.span() if is_bare else None


def _labelled(table: str, labels: Sequence[Label]) -> list[Stretch]:
    """The stretches whose label a table knows."""
    own, says = tables()[table], f"says_{table}"
    return [
        stretch
        for label, stretch in labels
        if ("label" in own and cues(table, "label").search(label))
        or (says in tables() and cues(says, "label").search(label))
    ]


def _as_label(heading: str) -> str:
    return flat(heading).rstrip(": ") + ":"


def _labels_in(line: str, low: str) -> list[Label]:
    """The labels of a flat line with what each speaks for in one of its statements: all up to the next label."""
    head, colon, _ = line.partition(":")
    if colon and len(head) <= _LONGEST_LABEL:
        found = [(0, head + colon)]
    else:
        cell = re.match(r"[^|]{1,40}?(?=\s{2,}\S|\s*\|)", line)
        found = [(0, f"{cell.group().strip()}:")] if cell else []
    found += [(m.start(1), m[1] + ":") for m in _NEXT_LABEL.finditer(line)]
    at = max(line.find(low), 0)
    ends = [*(start for start, _ in found[1:]), len(line) + at][: len(found)]
    return [
        (label, (max(start - at, 0), end - at))
        for (start, label), end in zip(found, ends, strict=True)
        if end > at and start < at + len(low)
    ]


def _standing(line: ResumeLine) -> Standing:
    if line.section in _STUDY:
        return "education"
    if line.section == "summary" or (line.section == "header" and tells_a_deed(line.text)):
        return "summary"
    if line.section == "header" or (line.role == "entry" and not is_told(line)):
        return "title"
    return "bullet" if line.section in DOING else "list"
