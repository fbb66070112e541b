"""In which section of a posting each statement stands: heading lexicon first, then what the statement itself says.

Sections: about (the company), role, responsibilities, requirements, preferred, benefits, eeo, apply. Nearly nine in ten
false hits of a dictionary stand in about, benefits, eeo and apply, so those yield no skills.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import zip_longest
from typing import NamedTuple, cast

import numpy as np

from nlp.cues import Cues, cues
from nlp.placed import SECTIONS, Placed, Section
from nlp.posting.sections import model as section_model
from nlp.posting.sections.flattened import split
from nlp.posting.sections.headings import (
    MOST_WORDS,
    heading_section,
    undecorated,
    without_decoration,
)
from nlp.text import Statement, lower, same_length, statements

_LONG = 260
"""A longer statement is seldom one thing said."""
_LONGEST_LABEL = 40
_TAGS = re.compile(r"#?[\w+.-]+(?:\s#[\w+.-]+)+")
"""A line of tags: «#Python #Kubernetes»."""
_ASKED, _WISHED = SECTIONS.index("requirements"), SECTIONS.index("preferred")
_HEADING_TRUST, _LABEL_TRUST, _STEP_TRUST, _FIRM = 3.0, 5.0, 0.7, 6.0
"""How far headings, a line's own label, the statement before and unmistakable words count against the model's words."""


def place(text: str) -> list[Placed]:
    """Every statement of a posting's text with its section, headings marked."""
    return _by_words(_under_headings(text))


def place_by_headings(text: str) -> list[Placed]:
    """The statements that stand under a known heading, and their headings: what the section model learns from."""
    found = []
    for p in _under_headings(text):
        if p.section is not None:
            is_eeo = not p.is_heading and _cue("eeo").search(p.statement.low) is not None
            found.append(Placed(p.statement, "eeo" if is_eeo else p.section, p.is_heading))
    return found


class _Headed(NamedTuple):
    statement: Statement
    section: Section | None
    """Of the heading above; None before the first one."""
    is_heading: bool
    is_labelled: bool = False
    """Whether the statement carries its own heading: «Nice to have: Kubernetes»."""
    is_refused: bool = False
    """Whether it stands under «What we do not ask» or after «Not required.»."""


def _under_headings(text: str) -> list[_Headed]:
    found: list[_Headed] = []
    current: Section | None = None
    of_line: Section | None = None
    is_refused = is_refused_line = False
    pieces = list(split(without_decoration(statements(text), text)))
    for (statement, opened), ahead in zip_longest(pieces, pieces[1:]):
        following = ahead[0] if ahead else None
        whole_line = statement.opens_line and statement.closes_line
        opens_list = len(statement.text) <= _LONG and undecorated(statement.text).endswith(":")
        if statement.opens_line:
            of_line = None
            is_refused_line = not whole_line and _is_refusal(statement.low)
        section = opened or (heading_section(statement.text) if whole_line or opens_list else None)
        if section is None and not statement.is_bullet:
            if opens_list:
                section = _list_opening(undecorated(statement.low))
            elif whole_line and following is not None and following.is_bullet and not _asks(statement):
                section = _short_line(undecorated(statement.low))
        if section is not None and (opened or not statement.is_bullet or opens_list):
            of_line = None
            current, is_refused = section, _cue("line_not_asked").search(statement.low) is not None
            found.append(_Headed(statement, section, is_heading=True))
            continue
        label = _label(statement.text)
        lists_tools = label is None and current not in ("requirements", "preferred") and _lists_tools(statement)
        refuses = label is not None and _is_refusal(statement.low.partition(":")[0])
        if label is not None and not refuses:
            if not statement.opens_line:
                of_line = label
            elif not statement.is_bullet:
                current, is_refused = label, False
        elif lists_tools:
            of_line = label = "role"
        found.append(
            _Headed(
                statement,
                label or of_line or current,
                is_heading=False,
                is_labelled=label is not None,
                is_refused=is_refused or is_refused_line or refuses,
            )
        )
    return found


def _is_refusal(low: str) -> bool:
    """Whether a few words say that what follows is not asked for: «Not required.»."""
    return len(low.split()) <= MOST_WORDS and _cue("line_not_asked").search(low) is not None


def _by_words(headed: Sequence[_Headed]) -> list[Placed]:
    """The sections that headings and words together speak for."""
    model = section_model.shipped()
    body = [h for h in headed if not h.is_heading]
    scores = model.emissions([h.statement for h in body])
    starts = [False] * len(body)
    for i, h in enumerate(body):
        starts[i] = i > 0 and body[i - 1].section != h.section
        if h.section == "preferred" and starts[i]:
            # What is wished for is worded like what is asked for: right below such a heading words tell nothing apart.
            scores[i, _WISHED] = np.logaddexp(scores[i, _WISHED], scores[i, _ASKED])
            scores[i, _ASKED] = scores[i].min()
        if h.section is not None:
            scores[i, SECTIONS.index(h.section)] += _LABEL_TRUST if h.is_labelled else _HEADING_TRUST
        if (firm := _firm(h)) is not None:
            scores[i, SECTIONS.index(firm)] += _FIRM
        if cues("posting/surroundings.toml", "page", "footer").search(h.statement.low):
            scores[i, SECTIONS.index("apply")] += 2 * _FIRM
    path = iter(section_model.best_path(scores, _STEP_TRUST * model.steps, starts))
    return [
        Placed(h.statement, h.section, is_heading=True)
        if h.is_heading and h.section
        else Placed(h.statement, next(path), is_refused=h.is_refused)
        for h in headed
    ]


def _firm(h: _Headed) -> Section | None:
    """The section of a short statement whose own words leave no doubt."""
    low = h.statement.low
    if len(low) > _LONG:
        return None
    if h.is_refused:
        return "about"
    if _cue("eeo").search(low):
        return "eeo"
    if _cue("applying").match(low):
        return "apply"
    if h.section in (None, "about", "role", "responsibilities") and _cue("asking").match(low):
        return "requirements"
    tells = h.section in (None, "about") and (_cue("addressing").match(low) or _TAGS.fullmatch(low))
    return "role" if tells else None


def _list_opening(low: str) -> Section | None:
    """The section of the list that a line opens: «To be successful you should have experience with:»."""
    if len(low) > 220:
        return None
    if (section := _short_line(low.rstrip(" :"))) is not None:
        return section
    for section in ("preferred", "requirements", "responsibilities"):
        if _cue(f"heading_{section}").search(low):
            return cast(Section, section)
    return None


def _short_line(low: str) -> Section | None:
    """The section that a short line above bullets opens though it is no known heading: «What would please us»."""
    if len(low.split()) > MOST_WORDS or low.endswith((".", ",", ";")):
        return None
    kinds: tuple[Section, ...] = ("preferred", "requirements", "benefits", "responsibilities")
    return next((section for section in kinds if _cue(f"line_{section}").search(low)), None)


def _label(text: str) -> Section | None:
    """The section of a statement that begins with its own heading: «Nice to have: Kubernetes»."""
    head, colon, rest = text.partition(":")
    return heading_section(head + ":") if colon and rest.strip() and len(head) <= 60 else None


def _asks(statement: Statement) -> bool:
    """Whether a line above bullets asks for something itself: «Knowledge of Rust is a plus» is no heading."""
    return _cue("asking").match(statement.low) is not None


def _lists_tools(statement: Statement) -> bool:
    """Whether a line says what the work is done with: «Tech: Go, Linux». Below requirements it would ask for it."""
    head, colon, rest = statement.text.partition(":")
    if statement.is_bullet or not colon or not rest.strip(" *_") or len(head) > _LONGEST_LABEL:
        return False
    return _cue("label_tools").match(undecorated(lower(same_length(head)))) is not None


@cache
def _cue(name: str) -> Cues:
    return cues("cues.toml", "section", name)
