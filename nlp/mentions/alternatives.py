"""OR-groups: which of a statement's skills are alternatives, any of which will do.

«PyTorch, TensorFlow or JAX», «clouds such as AWS and GCP», «AWS/GCP», «vector databases (Pinecone, Weaviate)» are one
unit; «A and B», plain lists and pairs that build on each other («Python/Django») are not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from nlp.cues import cues, facts
from nlp.mentions.finder import Candidate
from nlp.taxonomy.loader import Skill, Taxonomy

_PAIR = re.compile(r"\b[\w-]+ (?:and|&) [\w-]+$")
_LANGUAGES = "programming_language"
"""What a bracket behind one of these lists is written in it: «Python (pandas, NumPy)»."""
_CLOUDS = "cloud_provider"
_OF_SEVERAL = re.compile(r"\b(?:one|any|some|more) of(?: the following| these)?(?: [a-z]+)?:?\s$")
_OWN_EXAMPLES = re.compile(r"(?:\s[a-z-]+)?\s?\(?(?:e\.g\.?|such as|like|for example|including)\b")
"""What gives a class examples of its own: «PyTorch, and agent platforms (e.g. …)»."""
_ONE_MORE = r"(?:,\s?(?!(?:and|or|with|in|for)\b)[\w.+#'-]+(?:\s(?!(?:and|or)\b)[\w.+#'-]+)?)?"
"""A last name that the taxonomy does not know: «Kafka, Zorblat or similar»."""
_LEAD = 16
"""Characters between a bracket that opens with «e.g.» and its first skill."""
_MOST_BETWEEN = 6
_COMPOUND = re.compile(r"\s|-")
"""Between two names that make one: the last of «LLM evaluation» and «GCP Vertex AI» stands in the list, but the tool
of «Python or TypeScript prototypes»."""
_LONGEST = 5
"""A longer «A, B, … or Z» over many families is a list of things asked for, of which only the end is a choice."""


class _Item(NamedTuple):
    at: int
    start: int
    end: int
    skill: Skill


class _Chain(NamedTuple):
    """Neighbouring mentions that only list separators stand between, and those separators: `,`, `/`, `or`, `and`."""

    items: tuple[_Item, ...]
    joints: tuple[str, ...]
    bracket: tuple[int, int] | None
    """The bracket they stand in."""
    related: Collection[tuple[str, str]]
    """Pairs of skills of which one rests on the other."""
    holder: Skill | None = None
    """The skill right before their bracket: Python of «Python (pandas, NumPy)»."""


def or_groups(candidates: Sequence[Candidate], taxonomy: Taxonomy, low: str, offset: int) -> list[list[int]]:
    """The OR-groups among one statement's mentions: lists of indices into `candidates`, each of two or more skills.

    `low` is the statement in lower case (`Statement.low`), `offset` where it starts in the candidates' text.
    """
    if len(candidates) < 2:
        return []
    items = [
        _Item(i, c.start - offset, c.end - offset, skill)
        for i, c in enumerate(candidates)
        if (skill := taxonomy.skills[c.skill]).kind != "soft"
    ]
    if len(items) < 2:
        return []
    found: list[list[int]] = []
    for chain in _chains(items, low, taxonomy.graph.related):
        for part in _alternatives(chain, low):
            if len({item.skill.id for item in part}) > 1 and not _is_one_breath(part):
                found.append([item.at for item in (*part, *_short_forms(part, items, low))])
    return found


def _short_forms(part: Sequence[_Item], items: Sequence[_Item], low: str) -> list[_Item]:
    """What names a skill of a part once more in the bracket behind it: «retrieval-augmented generation (RAG)»."""
    return [
        short
        for short in items
        if low[short.start - 1 : short.start] == "("
        and any(short.skill.id == item.skill.id and 0 < short.start - item.end <= 2 for item in part)
    ]


def _chains(items: Sequence[_Item], low: str, related: Collection[tuple[str, str]]) -> list[_Chain]:
    brackets = [m.span() for m in _bracket().finditer(low)]
    levels: dict[tuple[int, int] | None, list[_Item]] = {}
    for item in items:
        inside = next((b for b in brackets if b[0] < item.start and item.end <= b[1]), None) if brackets else None
        if inside is not None and _joins_by_or(inside, items, low):
            inside = None  # «PyTorch (or JAX)»
        levels.setdefault(inside, []).append(item)
    found = []
    for bracket, level in levels.items():
        holder = next((i.skill for i in items if 0 <= bracket[0] - i.end <= 1), None) if bracket else None
        run: list[_Item] = [level[0]]
        joints: list[str] = []
        for before, after in pairwise(level):
            gap = low[before.end : after.start]
            if _COMPOUND.fullmatch(gap):
                if before.skill.kind != "tool" or after.skill.kind == "tool":
                    run[-1] = after
                continue
            joint = _joint(gap) or (
                _loose_joint(gap) if _OF_SEVERAL.search(low[max(0, run[0].start - 30) : run[0].start]) else None
            )
            if joint is None:
                found.append(_Chain(tuple(run), tuple(joints), bracket, related, holder))
                run, joints = [after], []
            else:
                run.append(after)
                joints.append(joint)
        found.append(_Chain(tuple(run), tuple(joints), bracket, related, holder))
    return [chain for chain in found if len(chain.items) > 1]


def _joins_by_or(bracket: tuple[int, int], items: Iterable[_Item], low: str) -> bool:
    is_or = low.startswith("(or ", bracket[0]) and "similar" not in low[bracket[0] : bracket[1]]
    return is_or and any(0 <= bracket[0] - item.end <= 1 for item in items)


@lru_cache(maxsize=1024)
def _joint(gap: str) -> str | None:
    """What joins two neighbours of a list; None where the gap is no separator."""
    match = _separator().fullmatch(gap)
    if match is None or not any(match.group("comma", "slash", "word")) or _closes().search(gap):
        return None
    word = (match.group("word") or "").replace("/", " ").split()
    if "or" in word:
        return "or"
    if _anew().search(gap):
        return None
    if word:
        return "and"
    return "/" if match.group("slash") else ","


def _loose_joint(gap: str) -> str | None:
    """What joins two of «one of the following: diffusion for images, audio (ASR), robots», words in between or not."""
    outside = _bracket().sub("", gap)
    if len(outside.split()) > _MOST_BETWEEN or "," not in outside:
        return None
    return "or" if outside.endswith("or ") else ","


def _alternatives(chain: _Chain, low: str) -> list[tuple[_Item, ...]]:
    before, after = low[: chain.items[0].start], low[chain.items[-1].end :]
    if _is_example_list(before) and not _matches_end(before[:-1].rstrip(), "own_parts"):
        if _each_before().search(before[-80:]):
            return []
        opens_bracket = chain.bracket is not None and chain.items[0].start - chain.bracket[0] <= _LEAD
        return [chain.items if opens_bracket else _until_turn(chain, low)]
    if _matches(after, "or_similar"):
        return [chain.items]
    if "or" in chain.joints:
        return [_until_turn(chain, low)] if "and" not in chain.joints and _is_of_class(before) else _around_or(chain)
    if chain.bracket is not None and _spans(chain, low) and "and" not in chain.joints and _illustrates(chain, low):
        return [] if "/" in chain.joints and _is_one_thing(chain.items, chain.related) else [chain.items]
    return _slash_runs(chain)


def _is_example_list(before: str) -> bool:
    return _before("such_as").search(before[-40:]) is not None


def _is_of_class(before: str) -> bool:
    """Whether a list's class stands before it: «tracking tools, including MLflow, SageMaker or Vertex AI»."""
    return _class_before().search(before[-60:]) is not None


def _until_turn(chain: _Chain, low: str) -> tuple[_Item, ...]:
    """A list of examples ends with the item after its «and» or «or», unless that one has examples of its own; «A/B/C
    and D» ends with C."""
    for i, joint in enumerate(chain.joints):
        if joint in ("and", "or"):
            if joint == "and" and i and _OWN_EXAMPLES.match(low, chain.items[i + 1].end):
                return chain.items[: i + 1]
            end = i + 1 if i and set(chain.joints[:i]) == {"/"} else _past_strokes(chain, i + 2)
            return chain.items[:end]
    return chain.items


def _past_strokes(chain: _Chain, end: int) -> int:
    """Where a list ends that ended at an item, if strokes join more to its last: «Go, Rust or C/C++»."""
    while end <= len(chain.joints) and chain.joints[end - 1] == "/":
        end += 1
    return end


def _around_or(chain: _Chain) -> list[tuple[_Item, ...]]:
    """«A, B or C» is one group; in «A, B or C, D» only B and C; in «A and B or C» only B and C."""
    found = []
    start = 0
    for i, joint in enumerate(chain.joints):
        if joint == "and":
            start = i + 1
        elif joint == "or" and (i + 1 == len(chain.joints) or chain.joints[i + 1] != "or"):
            end = _past_strokes(chain, i + 2)
            part = chain.items[start:end]
            if i + 1 < len(chain.joints) and chain.joints[i + 1] == "," and "or" not in chain.joints[start:i]:
                part = part[-2:]
            found.append(_of_one_kind(part))
            start = end
    return found


def _of_one_kind(part: tuple[_Item, ...]) -> tuple[_Item, ...]:
    """In «Kubernetes, Terraform, AWS or GCP» only the last two are alternatives: they alone share a family; of three
    («Docker, Kubernetes or Nomad») any will do."""
    families = [item.skill.family for item in part]
    if len(part) > 3 and families[-1] == families[-2] and families[-1] not in families[:-2]:
        return part[-2:]
    return part[-2:] if len(part) > _LONGEST and len(set(families)) > len(part) // 2 else part


def _spans(chain: _Chain, low: str) -> bool:
    """Whether a chain is all that its bracket holds."""
    if chain.bracket is None:
        return False
    left, right = chain.bracket
    return (
        _lead().fullmatch(low[left + 1 : chain.items[0].start]) is not None
        and _rest().fullmatch(low[chain.items[-1].end : right - 1]) is not None
    )


def _illustrates(chain: _Chain, low: str) -> bool:
    """Whether a bracket lists members of the class before it, and not the parts of one thing: «AWS (Lambda, IAM)»."""
    head = low[: chain.bracket[0]].rstrip() if chain.bracket else ""
    if chain.holder is not None and chain.holder.family == _LANGUAGES:
        return False
    if _matches_end(head, "parts") and {item.skill.family for item in chain.items} != {_CLOUDS}:
        return False  # «cloud services (AWS, GCP)» are alternatives all the same
    if len(chain.items) == 2 and _PAIR.search(head) and not _matches_end(head, "class"):
        return False  # «containers and orchestration (Docker, Kubernetes)»: one of each
    tools = sum(item.skill.kind == "tool" for item in chain.items)
    return 2 * tools >= len(chain.items) or _matches_end(head, "class")


def _slash_runs(chain: _Chain) -> list[tuple[_Item, ...]]:
    """«AWS/GCP» inside a longer list of things all asked for: «Docker, AWS/GCP, SQL»."""
    parts: list[list[_Item]] = [[chain.items[0]]]
    for item, joint in zip(chain.items[1:], chain.joints, strict=True):
        if joint == "/":
            parts[-1].append(item)
        else:
            parts.append([item])
    return [
        tuple(part)
        for part in parts
        if len(part) > 1 and not _is_one_thing(part, chain.related) and (_has_tool(part) or _is_family(part))
    ]


def _is_one_breath(part: Sequence[_Item]) -> bool:
    """Whether all are skills that are named in one breath and are no alternatives: «AI or ML»."""
    named = {item.skill.id for item in part}
    return any(named.issubset(breath) for breath in facts("cues.toml")["group"]["together"])


def _is_one_thing(part: Sequence[_Item], related: Collection[tuple[str, str]]) -> bool:
    """Whether one of a pair rests on the other, or all of a run on a language: «Python/Django», «Go/gRPC/k8s»."""
    is_language = [item.skill.family == _LANGUAGES for item in part]
    if is_language[0] and not any(is_language[1:]):
        return True
    if len(part) != 2 or all(is_language):
        return False
    one, other = part[0].skill.id, part[1].skill.id
    return (one, other) in related or (other, one) in related


def _has_tool(part: Sequence[_Item]) -> bool:
    """Whether a tool is among them: two fields with a slash between («GPU/inference») are one field more often."""
    return any(item.skill.kind == "tool" for item in part)


def _is_family(part: Sequence[_Item]) -> bool:
    return len({item.skill.family for item in part}) == 1


def _matches(after: str, name: str) -> bool:
    return _opening(name).match(after) is not None


def _matches_end(head: str, name: str) -> bool:
    return _closing(name).search(head) is not None


@cache
def _opening(name: str) -> re.Pattern[str]:
    return re.compile(rf"{_ONE_MORE}[\s,;()]*(?:{cues('cues.toml', 'group', name).pattern.pattern})")


@cache
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{cues('cues.toml', 'group', name).pattern.pattern})$")


@cache
def _before(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{cues('cues.toml', 'group', name).pattern.pattern})[\s:,(]*$")


@cache
def _each_before() -> re.Pattern[str]:
    """What a list takes apart into things that are each meant: «tasks such as», «concepts like»."""
    each = "|".join(facts("cues.toml")["group"]["each"])
    return re.compile(rf"\b(?:{each})(?: [a-z-]+){{0,2}},? (?:such as|like)[\s:,(]*$")


@cache
def _class_before() -> re.Pattern[str]:
    data = facts("cues.toml")["group"]
    return re.compile(rf"(?:{'|'.join(data['class'])})[a-z ]{{0,20}},?:?\s*(?:including|with|in|using)?\s*$")


@cache
def _closes() -> re.Pattern[str]:
    """What ends a list though a name follows: «n8n (or similar tools) and OpenAI»."""
    return re.compile(rf"\b(?:{cues('cues.toml', 'group', 'or_alike').pattern.pattern})")


@cache
def _anew() -> re.Pattern[str]:
    """Words that ask for the next thing by itself: «Python; familiarity with Java», «Go, and experience with Kafka»."""
    return re.compile(
        r"(?:[;,]|\band\b)\s(?:[a-z-]+\s)?(?:experience|familiarity|knowledge|exposure|understanding) (?:with|of|in|to)"
    )


@cache
def _bracket() -> re.Pattern[str]:
    return re.compile(r"\([^()]*(?:\)|$)")


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(r"\s*(?:[\w+#.-]+(?:\s[\w+#.-]+)?,\s*)?(?:[\w-]+\s)?")


@cache
def _rest() -> re.Pattern[str]:
    return re.compile(r"[\s,.]*(?:(?:,|/|and|or|&|etc|whatever|more|others?|[\w.+#’'-]+)[\s,./]*){0,4}")


@cache
def _separator() -> re.Pattern[str]:
    words = facts("cues.toml")["group"]
    item = r"[\w.+#'-]+(?:\s[\w.+#'-]+){0,2}"
    return re.compile(
        rf"(?:\s\d{{1,3}}(?:\.\d{{1,3}})?\+?)?(?:\s(?:{'|'.join(words['heads'])}))?(?:\s(?:{'|'.join(words['where'])})\s[a-z-]+)?\s*(?:\([^()]*\))?\s*(?:(?P<comma>,|;|\||•|·)|(?P<slash>/)|(?P<dash>\s-\s))?"
        rf"(?:\s*(?!(?:and|or)\b){item}\s*,)?"  # one name in between that the taxonomy does not know
        r"\s*\(?(?P<word>and\s?/\s?or|or|and|&|as well as)?"
        rf"\s*(?:(?:{'|'.join(words['fillers'])})\s+){{0,2}}(?:(?!\\w+ing\\b|and\\b|or\\b|plus\\b)[a-z-]+\\s)?"
    )
