"""The spaCy side of finding: a technical tokenizer, and the judge of names that are also everyday words.

The statements of a posting whose names must be weighed become one Doc; their candidates lie in `doc.user_data`, what
survives in `doc.spans["skills"]`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from nlp.cues import Cues, facts
from nlp.mentions.finder import Candidate
from nlp.text import lower, same_length

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

# Words with inner dots, plus and sharp signs («Node.js», «C++», «.NET», «R&D»), numbers, or one other sign.
_TOKEN = re.compile(r"(\.?[^\W_]+(?:[.&'][^\W_]+)*(?:\+\+|#)?|[^\s\w]|_+)( ?)|(\s+)")
"""A word and the blank behind it, or other white space, which spaCy keeps as a token of its own."""
_BLANKS = re.compile(r" {2,}")
_WHATEVER_STANDS_BESIDE = 8.0
"""A prior that no neighbour outweighs: only a sign against the name does («GCP» among rules of clinical trials)."""
_COMPONENT, _TOKENIZER = "skillgap_context", "skillgap_technical"
_APART = "\0"
"""Stands between two statements in a Doc; a token of its own whatever stands beside it."""
_MOST_WORDS = 100_000
"""A vocabulary that has grown larger is thrown away."""
_EMPHASIS, _CLOSING, _STOPS, _BRACKETS = frozenset("*_"), frozenset(")-–"), frozenset(".!?"), frozenset("()")
_LISTING = frozenset(",/|;•·+&:(") | {"and", "or", "and/or"}


class TechnicalTokenizer:
    """Cuts «Node.js/Express», «Kubernetes(EKS)», «C#/.NET» and «•Python» where a reader would."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The Doc of a text; its tokens' offsets are the text's."""
        found = _TOKEN.findall(text)
        given = _cut(found)
        doc: Doc = _spacy().tokens.Doc(self.vocab, words=given["words"], spaces=[blank == " " for _, blank, _ in found])
        doc.user_data |= given
        return doc


def _cut(found: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    """The words of a text, the same in small letters, and where each starts."""
    words = [word or gap for word, _, gap in found]
    starts = accumulate((len(word) + len(blank) + len(gap) for word, blank, gap in found), initial=0)
    return {"words": words, "lows": [word.lower() for word in words], "starts": list(starts)}


class _Name(NamedTuple):
    """A candidate in a Doc, with what is asked of it again and again: a Span would compute it each time."""

    start: int
    end: int
    """Tokens, as a Span counts them: those that the candidate touches."""
    start_char: int
    end_char: int
    text: str
    skill: str
    is_open: bool
    """Whether the context decides."""


def judge_context(doc: Doc) -> Doc:
    """Puts the candidates that their neighbours confirm, of those in `doc.user_data`, into `doc.spans["skills"]`."""
    span = _spacy().tokens.Span
    doc.spans["skills"] = [
        span(doc, first + name.start, first + name.end, span_id=name.skill)
        for first, given in doc.user_data["statements"]
        for name in _judge(given)
    ]
    return doc


def _judge(given: dict[str, Any]) -> list[_Name]:
    """The candidates of a cut statement that their neighbours confirm; their places are kept with it."""
    names: Sequence[_Name] = given["candidates"]
    sure = [name for name in names if not name.is_open]
    open_ones = [name for name in names if name.is_open]
    if open_ones:
        low = lower(same_length(given["text"]))
        # Twice: a name confirmed in the first pass («Spark») may speak for its neighbour («Ray») in the second.
        for _ in range(2):
            confirmed = [
                name for name in open_ones if score(name, sure, open_ones, low, given) >= _weights()["threshold"]
            ]
            open_ones = [name for name in open_ones if name not in confirmed]
            sure = sure + confirmed
            if not confirmed or not open_ones:
                break
    given["confirmed"] = {name.start_char for name in sure}
    return sure


@cache
def pipeline() -> Language:
    """The spaCy pipeline of statements: blank English, technical tokenizer, context judge. No model is downloaded."""
    spacy = _spacy()
    spacy.registry.tokenizers(_TOKENIZER, func=lambda: lambda nlp: TechnicalTokenizer(nlp.vocab))
    spacy.Language.component(_COMPONENT, func=judge_context)
    # Named here, as the tokenizer that blank English would else make takes ten times as long.
    nlp: Language = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": _TOKENIZER}}})
    # Else shape, prefix and a dozen more would be worked out of each new word.
    nlp.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]
    nlp.add_pipe(_COMPONENT)
    return nlp


@cache
def _spacy() -> ModuleType:
    """Half a second to load, which only a name that must be judged should pay."""
    import spacy  # noqa: PLC0415

    return spacy


class Asked(NamedTuple):
    """A statement whose candidates are to be judged."""

    text: str
    start: int
    """Where it starts in the text that the candidates' offsets refer to."""
    candidates: Sequence[Candidate]


def confirm_all(asked: Sequence[Asked], soft: frozenset[str]) -> list[list[Candidate]]:
    """The candidates of each statement that its context confirms; none of them begins with a blank.

    `soft` are the ids of soft skills, which confirm nothing. What must be weighed goes through the spaCy pipeline,
    all in one Doc, as a Doc of its own takes longer to make than a statement to judge.
    """
    kept = [_unweighed(*one) for one in asked]
    weighed = [one for one, known in zip(asked, kept, strict=True) if known is None]
    if weighed:
        judged = iter(_judged_in_doc(weighed, soft))
        kept = [next(judged) if known is None else known for known in kept]
    return [known or [] for known in kept]


def confirm(
    statement: str,
    offset: int,
    candidates: Sequence[Candidate],
    soft: frozenset[str],
    *,
    opens_with_names: bool = False,
    at_work: bool = False,
) -> list[Candidate]:
    """The candidates of one statement that its context confirms, found without a Doc: spaCy takes longer to load than a
    whole resume to read.

    `offset` is where the statement starts in the text that the candidates' offsets refer to; `soft` as for
    `confirm_all`. `opens_with_names`: statements begin with a tool's name («Flask tool for …») nearly as often as with
    a verb, as the bullets of resumes do. `at_work`: it tells of work that names tools, where a name with its capitals
    is nearly always one.
    """
    if (known := _unweighed(statement, offset, candidates)) is not None:
        return known
    given = _cut(_TOKEN.findall(statement))
    given |= _asked(given, Asked(statement, offset, candidates), soft)
    given |= {"verb_position": "named_first" if opens_with_names else "verb_position", "at_work": at_work}
    _judge(given)
    return _confirmed(given, offset, candidates)


def _unweighed(statement: str, offset: int, candidates: Sequence[Candidate]) -> list[Candidate] | None:
    """What is left of the candidates where no neighbour is to be asked; None where one must be weighed."""
    if all(c.case != "context" for c in candidates):
        return list(candidates)
    return _judged_alone(statement, offset, candidates)


def _judged_in_doc(asked: Sequence[Asked], soft: frozenset[str]) -> list[list[Candidate]]:
    """What is left of statements' candidates, by the pipeline."""
    doc = _doc_of(_APART.join(one.text for one in asked))
    words, lows, starts = (doc.user_data[name] for name in ("words", "lows", "starts"))
    statements: list[tuple[int, dict[str, Any]]] = []
    at = 0
    for one in asked:
        first, end = bisect_left(starts, at), bisect_left(starts, at + len(one.text))
        given = {
            "words": words[first:end],
            "lows": lows[first:end],
            "starts": [start - at for start in starts[first : end + 1]],
        }
        statements.append((first, given | _asked(given, one, soft)))
        at += len(one.text) + len(_APART)
    doc.user_data["statements"] = statements
    for _, component in pipeline().pipeline:
        doc = component(doc)
    return [_confirmed(given, one.start, one.candidates) for one, (_, given) in zip(asked, statements, strict=True)]


def _confirmed(given: Mapping[str, Any], offset: int, candidates: Sequence[Candidate]) -> list[Candidate]:
    return [c for c in candidates if c.start - offset in given["confirmed"] or c.case != "context"]


def _judged_alone(statement: str, offset: int, candidates: Sequence[Candidate]) -> list[Candidate] | None:
    """What is left of the candidates where no neighbour is to be asked: a word that its rule trusts is a skill unless
    a sign speaks against it. None where one must be weighed."""
    low, kept = "", []
    for c in candidates:
        if c.case == "context":
            rules = _rules_of(statement[c.start - offset : c.end - offset], c.listed)
            is_name = any(letter.isupper() for letter in c.listed)
            if rules["prior"] < (_WHATEVER_STANDS_BESIDE if is_name else _weights()["threshold"]):
                return None
            low = low or lower(same_length(statement))
            around = _marked(low, c.start - offset, c.end - offset)
            if rules["not"].search(around) or (is_name and _everywhere().search(around)):
                continue
        kept.append(c)
    return kept


def _doc_of(statement: str) -> Doc:
    """A text as the pipeline's tokenizer cuts it."""
    if len(pipeline().vocab) > _MOST_WORDS:
        pipeline.cache_clear()  # else the words of a million postings would stay in memory
    return pipeline().make_doc(statement)


def _asked(given: Mapping[str, Any], asked: Asked, soft: frozenset[str]) -> dict[str, Any]:
    """What the judge is asked of a cut statement."""
    starts, words, offset = given["starts"], given["words"], asked.start
    names = []
    for c in asked.candidates:
        start, end = bisect_right(starts, c.start - offset) - 1, bisect_left(starts, c.end - offset)
        left, right = starts[start], starts[end - 1] + len(words[end - 1])
        names.append(_Name(start, end, left, right, asked.text[left:right], c.skill, c.case == "context"))
    return {
        "candidates": names,
        "text": asked.text,
        "listed": {c.start - offset: c.listed for c in asked.candidates},
        "soft": soft,
        "verb_position": "verb_position",
        "at_work": False,
    }


def score(span: _Name, sure: Sequence[_Name], undecided: Sequence[_Name], low: str, given: Mapping[Any, Any]) -> float:
    """How strongly the neighbours of a context name, sure ones and undecided ones, say that it names the skill here."""
    weights = _weights()
    listed = given["listed"].get(span.start_char, span.text)
    rules = _rules_of(span.text, listed)
    is_name = any(c.isupper() for c in listed)
    around = _marked(low, span.start_char, span.end_char)
    if rules["not"].search(around) or (is_name and _everywhere().search(around)):
        return weights["blocked"]
    value: float = rules["prior"]
    if rules["with"].search(around):
        value += weights["supported"]
    if is_name:
        value += _as_name(span, listed, sure, given)
    value += _by_company(span, [s for s in sure if s.skill not in given["soft"]], () if is_name else undecided, given)
    return value + _by_words(span, is_name, given)


def _as_name(span: _Name, listed: str, sure: Sequence[_Name], given: Mapping[Any, Any]) -> float:
    """What its letter case and a stranger beside it say of a name."""
    weights, names, value = _weights(), _names(), 0.0
    shouts = given["text"].isupper()
    if span.text == listed or shouts:
        value += weights["as_listed"]
    elif listed.lower() not in names["also_lower"] and not _is_written_alike(span, sure, given):
        value += weights["lower_case"]
    if listed.lower() in names["seldom_else"]:
        value += weights["seldom_else"]
    if span.text == listed and not shouts and _stands_by_stranger(given, span, sure):
        value += weights["stranger_beside"]
    if given["at_work"] and span.text == listed and not shouts:
        value += weights["at_work"]
    return value


def _is_written_alike(span: _Name, sure: Sequence[_Name], given: Mapping[Any, Any]) -> bool:
    """Whether its letters say nothing: names beside it in a list are in small letters too («typescript, node»), or it
    stands in capitals among names («Python/GO/Java»)."""
    return any(
        (
            span.text.isupper()
            or (other.text.islower() and not given["listed"].get(other.start_char, other.text).islower())
        )
        and _listed_together(given["lows"], span, other)
        for other in sure
    )


def _by_company(span: _Name, hard: Sequence[_Name], undecided: Sequence[_Name], given: Mapping[Any, Any]) -> float:
    """What skills in the same statement say; undecided words vouch for each other: «testing, monitoring»."""
    weights, lows = _weights(), given["lows"]
    others = [s for s in hard if s.start != span.start]
    if any(_listed_together(lows, span, other) for other in others):
        return weights["list_neighbour"]
    if any(abs(other.start - span.start) <= 7 for other in others):
        return weights["mention_near"]
    if others:
        return weights["mention_in_statement"]
    fellows = (s for s in undecided if s.start != span.start)
    return weights["fellow_word"] if any(_listed_together(lows, span, s) for s in fellows) else 0.0


def _by_words(span: _Name, is_name: bool, given: Mapping[Any, Any]) -> float:
    """What the words right before and after say."""
    weights, cued, value = _weights(), _words(), 0.0
    words, lows = given["words"], given["lows"]
    if not cued["before"].isdisjoint(lows[max(0, span.start - 4) : span.start]):
        value += weights["cue_before"]
    at = next((i for i in range(span.end, len(words)) if words[i] not in _EMPHASIS), None)
    following, low = ("", "") if at is None else (words[at], lows[at])
    goes_on = following.isalpha() and following.islower()
    if is_name and span.start == 0 and goes_on and low not in _LISTING and span.text.lower() in _names()["verbs"]:
        value += weights["blocked"]
    elif low in cued["after"]:
        is_house = following.istitle() and span.text.istitle() and low in _names()["house"]
        value += weights["stranger_beside" if is_name and is_house else "noun_after"]
    elif is_name and span.start == 0 and goes_on and low not in _names()["verdicts"]:
        is_noun = given["at_work"] and low in _names()["joints"]
        value += 0.0 if is_noun else weights[given["verb_position"]]
    return value


def _stands_by_stranger(given: Mapping[Any, Any], span: _Name, sure: Sequence[_Name]) -> bool:
    """Whether a capitalised word that is no skill stands right beside: «Grace Seldon», «Comet Freight»."""
    words, lows = given["words"], given["lows"]
    for at in (span.start - 1, span.end):
        if 0 < at < len(words) and not any(s.start <= at < s.end for s in sure):
            word = words[at]
            if (
                word.istitle()
                and word.isalpha()
                and len(word) > 2
                and lows[at] not in _words()["before"]
                and lows[at] not in _words()["after"]
            ):
                return True
    return False


def _listed_together(lows: Sequence[str], span: _Name, other: _Name) -> bool:
    """Whether only list signs and at most three words a member stand between two spans."""
    first, second = (span, other) if span.start < other.start else (other, span)
    if not 0 < second.start - first.end <= 14:
        return False
    between = lows[first.end : second.start]
    run = 0
    seen = False
    for word in between:
        if word in _LISTING or word in _CLOSING:
            seen, run = True, 0
        else:
            run += 1
            if run > 2 or word in _STOPS:
                return False
    return seen and (between[0] in _LISTING or between[0] in _BRACKETS) and (between[-1] in _LISTING or run <= 1)


def _marked(low: str, start: int, end: int) -> str:
    """A statement around a span with «@» in the span's place, each run of blanks (a wrapped line's) as one."""
    around = low[max(0, start - 60) : start] + "@" + low[end : end + 60]
    return _BLANKS.sub(" ", around) if "  " in around else around


@cache
def _weights() -> Mapping[str, float]:
    return {name: float(value) for name, value in facts("mentions/context.toml")["weights"].items()}


@cache
def _words() -> Mapping[str, frozenset[str]]:
    return {side: frozenset(facts("mentions/context.toml")[side]) for side in ("before", "after")}


@cache
def _names() -> Mapping[str, frozenset[str]]:
    return {kind: frozenset(names) for kind, names in facts("mentions/context.toml")["names"].items()}


@cache
def _everywhere() -> Cues:
    return Cues(facts("mentions/context.toml")["everywhere"]["not"])


@cache
def _rules(name: str) -> Mapping[str, Any] | None:
    """The rules of a surface, made when it is first met: a resume meets few of them."""
    rule = facts("mentions/context.toml")["surface"].get(name)
    if rule is None:
        return None
    return {
        "prior": float(rule.get("prior", 0.0)),
        "with": Cues(rule.get("with", ())),
        "not": Cues(rule.get("not", ())),
    }


def _rules_of(written: str, listed: str) -> Mapping[str, Any]:
    """«agent» is judged by rules of its own, where it has some, and not by those of «agents»."""
    return _rules(written.lower()) or _rules(listed.lower()) or _NO_RULES


_NO_RULES: Mapping[str, Any] = {"prior": 0.0, "with": Cues(()), "not": Cues(())}
