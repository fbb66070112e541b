"""How a posting wants a skill: required, preferred, context or not required.

The section decides first, a cue in the same clause second («Kubernetes is a plus» in a list of requirements).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from nlp.cues import Cues, cues, facts
from nlp.placed import Section
from warehouse.models import Need

_BY_SECTION: dict[Section, Need] = {"requirements": "required", "preferred": "preferred"}
_ASKING: frozenset[Section] = frozenset({"requirements", "preferred", "role", "responsibilities"})
_MUST = re.compile(
    r"\bmust\b|\brequires\b|\b(?:is|are) required\b"
    r"|(?<!\bwhere )(?<!\bwhen )(?<!\bas )(?<!\bif )\brequired\b(?! (?:to|for|by|from)\b)"
)
"""«Rust is required», but not «reviews where required», «the data required to train them»."""
_BRACKET = re.compile(r"\([^()]*\)")
_CLAUSE_END = re.compile(
    r"[;\[\]!?]|\.\s|\s[-–—]\s|,?\s(?:but|while|whereas|although)\s"
    r"|,\s(?:and\s)?(?=(?:with\s|plus\s|experience|knowledge|familiarity|exposure|preferably|ideally|bonus|understanding|background))"
)
_TURN = re.compile(r"\s?;\s?|[,.]?\s(?:but|though|although|while|however,?|yet)\s|\s[-–—]\s|\.\s")
_OPENS_ANEW = re.compile(
    r"\s?(?:preferably|ideally|optional(?:ly)? \w"
    r"|(?:good|nice|great)[- ]to[- ]haves?:? (?!too\b|as well\b|but\b|if\b|and\b|for\b)\w)"
)
"""Wishes that speak of what follows them and not of what stands before: «Spark, dbt and good to have Flink»."""
_TURNING = re.compile(r"\b(?:but|though|although|while|however),?\s+$")
_CHOICE, _PICKS = re.compile(r"\bor\b|/"), re.compile(r"\((?:strongly |highly )?preferred\)")
"""«Java or Go (preferred)»: one of them is."""
_WORD = re.compile(r"[^\W\d_]+")
_OWN = re.compile(r"\b(?:we|we've|we're|our|the)\b")
_NO = re.compile(r"\bnot\b|\bnever\b")
_AROUND = 70
"""Characters on either side of a thing that may decline it."""
_FORWARD_CUE = re.compile(
    r"(?:preferably|ideally|preference|bonus|nice[- ]to[- ]have|good to have|great to have"
    r"|also nice|not essential|preferred|desired|desirable|advantage|plus|extra|welcome|love"
    r"|meet|hear from|talk|speak|people|folks|candidates|engineers|applicants)"
)


def need_of(start: int, end: int, low: str, section: Section) -> Need:
    """The need of the mention at [start, end) of a statement (`low`: in lower case) that stands in `section`."""
    if (turned := _by_cue(start, end, low, section)) is not None:
        return turned
    if section == "role" and _demands(low) and not _is_of_others(low, start):
        return "required"
    may_demand = section == "responsibilities" and ("must" in low or "require" in low)
    if may_demand and _MUST.search(_scopes(low, start, end)[-1][0]):
        return "required"
    base = _BY_SECTION.get(section, "context")
    return "context" if base != "context" and _tells_of_employer(low, start, end) else base


@lru_cache(maxsize=256)
def need_of_all(low: str, section: Section) -> Need | None:
    """The need of whatever a statement names where it says nothing of any one thing; None where each is to be asked."""
    if _may_decline(low) or _may_turn(low) or (section == "role" and _demands(low)):
        return None
    if section == "responsibilities" and ("must" in low or "require" in low):
        return None
    base = _BY_SECTION.get(section, "context")
    return None if base != "context" and _may_tell_of_employer(low) else base


def _by_cue(start: int, end: int, low: str, section: Section) -> Need | None:
    """What the words around a mention make of it, whatever its section says; None where they leave it."""
    if _may_decline(low) and _declined().search(f"{low[max(0, start - _AROUND) : start]}@{low[end : end + _AROUND]}"):
        return "not_required"
    if not _may_turn(low):
        return None
    scopes = _scopes(low, start, end)
    if any(_cue("not_required").search(scope) for scope, _, _ in scopes):
        return "preferred" if _was_wished_for(low, start - scopes[-1][1]) else "not_required"
    if _is_taken_back(low, end):
        return "preferred" if any(_cue("liked").search(scope) for scope, _, _ in scopes) else "not_required"
    is_wish = section in _ASKING and any(_is_preferred(scope, at, to, low) for scope, at, to in scopes)
    return "preferred" if is_wish else None


def _was_wished_for(low: str, clause: int) -> bool:
    """Whether the clause before the one at `clause` makes things welcome: «… is a plus, but by no means needed: Go»."""
    turn = _TURNING.search(low, max(0, clause - _AROUND), clause)
    return turn is not None and _cue("liked").search(low[max(0, turn.start() - _AROUND) : turn.start()]) is not None


def _is_of_others(low: str, start: int) -> bool:
    """Whether what stands at `start` is what others know with whom the reader will work."""
    others = _cue("others")
    return others.may_match(low) and any(m.end() <= start for m in others.finditer(low))


@lru_cache(maxsize=256)
def _may_decline(low: str) -> bool:
    return _cue("declined_signs").search(low) is not None


@cache
def _declined() -> re.Pattern[str]:
    """What says that a thing, marked by «@», has no place in the work."""
    data = facts("cues.toml")["need"]
    found = "|".join(f"(?:{expression})" for expression in data["declined"])
    for name in ("filler", "items", "more"):
        found = found.replace(f"{{{name}}}", f"(?:{data[f'declined_{name}']})")
    return re.compile(found)


@lru_cache(maxsize=256)
def _may_tell_of_employer(low: str) -> bool:
    return _OWN.search(low) is not None


def _tells_of_employer(low: str, start: int, end: int) -> bool:
    """Whether the clause around a mention says what the employer has or does: «Our stack is Rust»."""
    if not _may_tell_of_employer(low):
        return False
    clause = _scopes(low, start, end)[-1][0]
    return _cue("employers_own").match(clause.lstrip(" ,")) is not None


@cache
def _cue(name: str) -> Cues:
    return cues("cues.toml", "need", name)


@lru_cache(maxsize=256)
def _may_turn(low: str) -> bool:
    """Whether a statement holds a cue that could turn what its section says; asked for each of its mentions."""
    return _NO.search(low) is not None or any(
        _cue(name).search(low) for name in ("preferred", "not_required", "unneeded")
    )


@lru_cache(maxsize=256)
def _demands(low: str) -> bool:
    return _cue("required").search(low) is not None


def _scopes(low: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """What may say how much the mention is wanted, narrow first: (text, start and end of the mention in it).

    Inside a bracket that is what the bracket says, then the clause around it, in which other brackets are blanked.
    """
    scopes = []
    inside = next((m for m in _BRACKET.finditer(low) if m.start() < start and end <= m.end()), None)
    if inside is not None:
        scopes.append((inside.group()[1:-1], start - inside.start() - 1, end - inside.start() - 1))
        start, end = inside.span()
    blanked = _BRACKET.sub(lambda m: m.group() if _speaks_of(m, low, end) else "~" * len(m.group()), low)
    left, right = 0, len(blanked)
    for boundary in _CLAUSE_END.finditer(blanked):
        if boundary.end() <= start:
            left = boundary.end()
        elif boundary.start() >= end:
            right = boundary.start()
            break
    scopes.append((blanked[left:right], start - left, end - left))
    return scopes


def _is_taken_back(low: str, end: int) -> bool:
    """Whether the clause after the one of a mention says that it is not needed: «we use Go, but you don't need it»."""
    turn = _TURN.search(low, end)
    if turn is None:
        return False
    following = _TURN.search(low, turn.end())
    return _cue("unneeded").search(low[turn.end() : following.start() if following else None]) is not None


def _speaks_of(bracket: re.Match[str], low: str, end: int) -> bool:
    """Whether a bracket says how much a thing that ends before it is wanted; of alternatives it prefers the last."""
    if bracket.start() < end or not _qualifies(bracket.group()):
        return False
    return not (_CHOICE.search(low, end, bracket.start()) and _PICKS.fullmatch(bracket.group()))


def _qualifies(bracket: str) -> bool:
    """Whether a bracket only says how much a thing is wanted: «Rust (preferred)»."""
    if len(bracket) >= 40:
        return False
    rest = bracket
    for name in ("preferred", "not_required", "required"):
        rest = _cue(name).sub("", rest)
    return rest != bracket and all(word in facts("cues.toml")["need"]["beside"] for word in _WORD.findall(rest))


def _is_preferred(clause: str, start: int, end: int, statement: str) -> bool:
    for cue in _cue("preferred").finditer(clause):
        if cue.end() <= start:  # the cue stands before the thing: it must be one that speaks forward
            if _FORWARD_CUE.search(cue.group()) and not re.search(r"\b(?:is|are|be)\b", cue.group()):
                return True
        elif cue.start() >= end:
            between = clause[end : cue.start()]
            # «Bachelor in CS required, Python preferred»: another verdict in between ends the cue's reach.
            if not re.search(r"\brequired\b|\bmust\b|\bessential\b", between):
                return not _OPENS_ANEW.match(clause, cue.start())
    # A cue that opens the statement rules all of it: «Nice to have: …», «Bonus points for …».
    opening = _cue("preferred").match(statement)
    return opening is not None and _FORWARD_CUE.search(opening.group()) is not None
