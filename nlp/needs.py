"""How a posting wants a skill: required, preferred, context or not required; and which skills are alternatives.

The section decides first, a cue in the same clause second («Kubernetes is a plus» in a list of requirements).
An OR-group is a list of which any member will do: «PyTorch, TensorFlow or JAX», «clouds such as AWS and GCP», «AWS/GCP».
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from nlp.cues import Cues, cues
from nlp.section_model import Section
from nlp.skills import Candidate
from nlp.text import lower, same_length
from warehouse.models import Need, SkillKind

_BY_SECTION: dict[Section, Need] = {"requirements": "required", "preferred": "preferred"}
_ASKING: frozenset[Section] = frozenset({"requirements", "preferred", "role", "responsibilities"})
_BRACKET = re.compile(r"\([^()]*\)")
_CLAUSE_END = re.compile(
    r"[;\[\]!?]|\.\s|\s[-–—]\s|,?\s(?:but|while|whereas|although)\s"
    r"|,\s(?:and\s)?(?=(?:with\s|plus\s|experience|knowledge|familiarity|exposure|preferably|ideally|bonus|understanding|background))"
)
_FORWARD_CUE = re.compile(r"(?:preferably|ideally|preference|bonus|nice[- ]to[- ]have|good to have|great to have|also nice|preferred|desired|desirable|advantage|plus|extra|welcome|love)")
_ITEM = r"[\w.+#'’-]+(?:\s[\w.+#'’-]+){0,2}"
_SEPARATOR = re.compile(
    rf"\s*(?:\([^()]*\))?\s*(?:(?P<comma>,|;|\||•|·)|(?P<slash>/)|(?P<dash>\s-\s))?"
    rf"(?:\s*{_ITEM}\s*,)?"  # one name in between that the taxonomy does not know
    r"\s*(?P<word>and\s?/\s?or|or|and|&|as well as|plus)?"
    r"\s*(?:(?:other|similar|modern|even|also|some|either|with|in|a|an|the|experience with|google|amazon|apache|microsoft|nvidia|open-source|custom|basic|advanced|large-scale|related|traditional)\s+){0,2}",
    re.IGNORECASE,
)


def need_of(start: int, end: int, low: str, section: Section) -> Need:
    """The need of the mention at [start, end) of a statement (`low`: in lower case) that stands in `section`."""
    scopes = _scopes(low, start, end)
    clause = scopes[-1][0]
    if any(_cue("not_required").search(scope) for scope, _, _ in scopes):
        return "not_required"
    if section in _ASKING and any(_is_preferred(scope, at, to, low) for scope, at, to in scopes):
        return "preferred"
    base = _BY_SECTION.get(section, "context")
    if base == "context" and section == "role" and _cue("required").search(low):
        return "required"
    if base == "context" and section == "responsibilities" and re.search(r"\bmust\b|\brequired\b|\brequires\b", clause):
        return "required"
    return base


def or_groups(found: Sequence[tuple[Candidate, SkillKind]], statement: str, offset: int) -> list[list[int]]:
    """The OR-groups among the mentions of one statement: lists of indices into `found`, each of two or more skills.

    `offset` is where the statement starts in the text that the candidates' offsets refer to.
    """
    groups = []
    for chain in _chains(found, statement, offset):
        groups += [
            part for part in _alternatives(chain, found, statement, offset) if len({found[i][0].skill for i in part}) > 1
        ]
    return groups


def _cue(name: str) -> Cues:
    return cues("cues.toml", "need", name)


@cache
def _group_cue(name: str, side: str) -> re.Pattern[str]:
    body = cues("cues.toml", "group", name).pattern.pattern
    return re.compile(rf"(?:{body})[\s:,(]*$" if side == "before" else rf"^[\s,;)]*(?:{body})")


def _scopes(low: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """What may say how much the mention is wanted, narrow first: (text, start and end of the mention in it).

    Inside a bracket that is what the bracket says, then the clause around it, in which other brackets are blanked.
    """
    scopes = []
    inside = next((m for m in _BRACKET.finditer(low) if m.start() < start and end <= m.end()), None)
    if inside is not None:
        scopes.append((inside.group()[1:-1], start - inside.start() - 1, end - inside.start() - 1))
        start, end = inside.span()
    blanked = _BRACKET.sub(lambda m: m.group() if m.start() >= end and _qualifies(m.group()) else "~" * len(m.group()), low)
    left, right = 0, len(blanked)
    for boundary in _CLAUSE_END.finditer(blanked):
        if boundary.end() <= start:
            left = boundary.end()
        elif boundary.start() >= end:
            right = boundary.start()
            break
    scopes.append((blanked[left:right], start - left, end - left))
    return scopes


def _qualifies(bracket: str) -> bool:
    """Whether a bracket only says how much a thing is wanted: «Rust (preferred)»."""
    return len(bracket) < 40 and (_cue("preferred").may_match(bracket) or _cue("not_required").may_match(bracket))


def _is_preferred(clause: str, start: int, end: int, statement: str) -> bool:
    for cue in _cue("preferred").finditer(clause):
        if cue.end() <= start:  # the cue stands before the thing: it must be one that speaks forward
            if _FORWARD_CUE.search(cue.group()) and not re.search(r"\b(?:is|are|be)\b", cue.group()):
                return True
        elif cue.start() >= end:
            between = clause[end : cue.start()]
            # «Bachelor in CS required, Python preferred»: another verdict in between ends the cue's reach.
            if not re.search(r"\brequired\b|\bmust\b|\bessential\b", between):
                return not re.match(r"(?:preferably|ideally)", cue.group())
    # A cue that opens the statement rules all of it: «Nice to have: …», «Bonus points for …».
    opening = _cue("preferred").match(statement)
    return opening is not None and _FORWARD_CUE.search(opening.group()) is not None


def _chains(found: Sequence[tuple[Candidate, SkillKind]], statement: str, offset: int) -> list[list[int]]:
    """Runs of neighbouring hard-skill mentions that only list separators stand between."""
    chains: list[list[int]] = []
    hard = [i for i, (_, kind) in enumerate(found) if kind != "soft"]
    for before, after in pairwise(hard):
        gap = statement[found[before][0].end - offset : found[after][0].start - offset]
        same = found[before][0].skill == found[after][0].skill and re.fullmatch(r"\s*\(", gap)
        if same or _is_separator(gap):
            if chains and chains[-1][-1] == before:
                chains[-1].append(after)
            else:
                chains.append([before, after])
    return chains


def _is_separator(gap: str) -> bool:
    match = _SEPARATOR.fullmatch(gap.removeprefix(")"))
    return match is not None and any(match.group("comma", "slash", "word"))


def _alternatives(
    chain: list[int], found: Sequence[tuple[Candidate, SkillKind]], statement: str, offset: int
) -> list[list[int]]:
    first, last = found[chain[0]][0], found[chain[-1]][0]
    before = lower(same_length(statement[: first.start - offset]))
    after = lower(same_length(statement[last.end - offset :]))
    gaps = [
        lower(statement[found[a][0].end - offset : found[b][0].start - offset]) for a, b in pairwise(chain)
    ]
    words = [_word(gap) for gap in gaps]
    if _group_cue("such_as", "before").search(before) or _group_cue("or_similar", "after").search(after):
        return [chain]
    if "or" in words:
        return _split_at_and(chain, words)
    if before.rstrip().endswith("(") and after.lstrip().startswith(")") and "and" not in words and _names_class(before):
        return [chain]
    tools = [i for i in chain if found[i][1] == "tool"]
    if len(tools) == len(chain) and all("/" in gap for gap in gaps):
        return [chain]
    return _slash_pairs(chain, gaps, found)


def _word(gap: str) -> str:
    match = _SEPARATOR.fullmatch(gap.removeprefix(")"))
    word = (match.group("word") or "").lower() if match else ""
    return "or" if "or" in word.split("/")[-1].split() or word == "or" else ("and" if word else "")


def _split_at_and(chain: list[int], words: list[str]) -> list[list[int]]:
    """«A, B or C» is one group; «A and B or C» only «B or C»."""
    parts: list[tuple[list[int], bool]] = [([chain[0]], False)]
    for index, word in zip(chain[1:], words, strict=True):
        if word == "and":
            parts.append(([index], False))
        else:
            parts[-1] = ([*parts[-1][0], index], parts[-1][1] or word == "or")
    return [part for part, has_or in parts if has_or]


def _slash_pairs(
    chain: list[int], gaps: list[str], found: Sequence[tuple[Candidate, SkillKind]]
) -> list[list[int]]:
    """«AWS/GCP» inside a longer list of things all asked for: «Docker, AWS/GCP, SQL»."""
    parts = [[chain[0]]]
    for index, gap in zip(chain[1:], gaps, strict=True):
        if "/" in gap and found[index][1] == "tool" and found[parts[-1][-1]][1] == "tool":
            parts[-1].append(index)
        else:
            parts.append([index])
    return [part for part in parts if len(part) > 1]


def _names_class(before: str) -> bool:
    """Whether the words before a bracket name a class whose members the bracket lists: «cloud platforms (»."""
    head = re.search(r"([a-z-]+)\s*\($", before.rstrip())
    return head is not None and (head.group(1).endswith("s") or head.group(1) in {"cloud", "framework", "stack", "infrastructure"})
