"""Finds the requisition behind postings: pure, exact first, near copies last, and never across titles that differ.

Rules, strongest first: (1) one posting id is one posting; (2) an aggregator's address that names a posting on the
employer's own board; (3) the same employer, title and text, also where only places in them differ, so that copies of
one advert for many cities count once; (4) across boards, nearly the same text (Jaccard >= 0.9, without what an
employer says in all its adverts) under titles that fit. Two ids on one board stay two jobs unless rule 3 joins them.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from warehouse.linking.names import TitleKey, ats_reference, employer_key, title_key, words_of
from warehouse.models import SOURCE_PRECEDENCE

NEAR = 0.9
"""Jaccard similarity of word triples from which on two texts under one title are copies."""
NEARER = 0.95
"""The same where one title says more than the other."""
_BANDS, _ROWS = 16, 8
"""Of sketches: of two texts of similarity 0.9, 9,999 in 10,000 share a band; what shares one is measured exactly."""
_SHINGLE = 3
"""Words in a row that are compared as one."""
_MIX, _WIDTH = np.uint64(0x9E3779B1), np.uint64(2**32)

COMMON_TITLES = 3
"""What an employer says under so many titles is about itself, not about a job."""
OWN_SHINGLES = 40
"""A text with less of its own than this is compared whole."""
FEW = 8
"""Up to so many postings all pairs are measured, which is then faster than sketching."""
TEXTS_AT_ONCE = 5_000

Job = tuple[str, str]
"""(source, posting's id there in lower case)."""
Texts = Callable[[Collection[str]], Mapping[str, str]]
"""text hashes -> texts; asked only for texts that must be compared."""


@dataclass(frozen=True, slots=True)
class Advert:
    """What linking knows of one posting."""

    posting_id: str
    source: str
    kind: str
    """`ats | hackernews | aggregator | import`, see SOURCE_PRECEDENCE."""
    board: str
    source_job_id: str
    employer: str | None
    title: str
    places: tuple[str, ...]
    """The places as written."""
    urls: tuple[str, ...]
    text_hash: str
    text_length: int
    """Characters."""
    first_seen_at: dt.datetime | None
    """None for an undated import: younger than any date."""

    @property
    def age(self) -> tuple[bool, dt.datetime, str]:
        """Sorts the oldest first."""
        return self.first_seen_at is None, self.first_seen_at or dt.datetime.min, self.posting_id  # noqa: DTZ901


@dataclass(frozen=True, slots=True)
class Links:
    """Which posting belongs to which requisition."""

    requisition_of: dict[str, str]
    """posting id -> requisition id."""
    representative_of: dict[str, str]
    """requisition id -> the posting whose text, skills and lane stand for it."""
    merged_into: dict[str, str]
    """A requisition id of old -> the living one that took it in."""


def link(adverts: Iterable[Advert], texts: Texts, earlier: Links | None = None) -> Links:
    """Group postings into requisitions and name each group, keeping the names of `earlier` where it can."""
    ordered = sorted(adverts, key=lambda advert: advert.age)
    groups = _Groups(ordered)
    _join_by_address(groups, ordered)
    for employers in _in_parts(_employers(ordered)):
        wanted = set().union(*(employer.wanted for employer in employers))
        found = texts(wanted) if wanted else {}
        for employer in employers:
            _join_employer(groups, employer, found)
    return _named(groups.members(), earlier or Links({}, {}, {}))


class _Groups:
    """Union-find over postings that refuses to join two jobs of one source."""

    def __init__(self, adverts: Sequence[Advert]) -> None:
        self._adverts = adverts
        self._parent = {advert.posting_id: advert.posting_id for advert in adverts}
        self._jobs = {advert.posting_id: _jobs_of(advert) for advert in adverts}
        self.crawled = {
            job: advert.posting_id for advert in adverts if advert.kind == "ats" for job in _jobs_of(advert)
        }
        """The postings on employers' own boards, by (source, id)."""

    def find(self, posting_id: str) -> str:
        """The posting that stands for the group of this one."""
        while self._parent[posting_id] != posting_id:
            self._parent[posting_id] = self._parent[self._parent[posting_id]]
            posting_id = self._parent[posting_id]
        return posting_id

    def join(self, one: str, other: str, copies: Collection[Job] = ()) -> bool:
        """Join two groups unless that puts two jobs of one source together that are not both among `copies`.

        Says whether they are one group now.
        """
        kept, joined = self.find(one), self.find(other)
        if kept == joined:
            return True
        jobs = self._jobs[kept] | self._jobs[joined]
        shared = {source for source, _ in self._jobs[kept]} & {source for source, _ in self._jobs[joined]}
        contested = {job for job in jobs if job[0] in shared}
        if len(contested) > len(shared) and not contested <= set(copies):
            return False
        self._parent[joined] = kept
        self._jobs[kept] = jobs
        return True

    def members(self) -> list[list[Advert]]:
        """The groups, each with its oldest member first, the oldest group first."""
        found: dict[str, list[Advert]] = defaultdict(list)
        for advert in self._adverts:
            found[self.find(advert.posting_id)].append(advert)
        return list(found.values())


def _jobs_of(advert: Advert) -> frozenset[Job]:
    """The job on an employer's own board that a posting is, or to whose address it leads."""
    if advert.kind == "ats":
        return frozenset({(advert.source, advert.source_job_id.lower())})
    reference = ats_reference(advert.urls)
    return frozenset({reference} if reference else ())


def _join_by_address(groups: _Groups, adverts: Sequence[Advert]) -> None:
    """Rule 2."""
    known = dict(groups.crawled)
    for advert in adverts:
        if advert.kind != "ats":
            for job in _jobs_of(advert):
                groups.join(known.setdefault(job, advert.posting_id), advert.posting_id)


@dataclass(frozen=True, slots=True)
class _Employer:
    """The postings of one employer, sorted into those that may be one job."""

    places: frozenset[str]
    """Words of the places where it hires: they set no two texts apart."""
    same_title: tuple[list[Advert], ...]
    """For rule 3."""
    same_marks: tuple[list[Advert], ...]
    """For rule 4."""
    keys: dict[str, TitleKey]

    adverts: Sequence[Advert]

    @property
    def wanted(self) -> set[str]:
        """The hashes of the texts that have to be compared, or that say what its texts have in common."""
        groups = [self.adverts] if self.same_marks else self.same_title
        return {advert.text_hash for group in groups for advert in group}


def _employers(adverts: Sequence[Advert]) -> Iterator[_Employer]:
    """The employers with more than one posting."""
    blocks: dict[str, list[Advert]] = defaultdict(list)
    for advert in adverts:
        if advert.employer and advert.text_length and (name := employer_key(advert.employer)):
            blocks[name].append(advert)
    for name, block in blocks.items():
        if len(block) > 1:
            yield _employer(name, block)


def _employer(name: str, block: Sequence[Advert]) -> _Employer:
    places = frozenset(word for advert in block for place in advert.places for word in words_of(place))
    keys = {advert.posting_id: title_key(advert.title, name, places) for advert in block}
    by_title: dict[TitleKey, list[Advert]] = defaultdict(list)
    by_marks: dict[frozenset[str], list[Advert]] = defaultdict(list)
    for advert in block:
        by_title[keys[advert.posting_id]].append(advert)
        by_marks[keys[advert.posting_id].marks].append(advert)
    return _Employer(
        places=places,
        same_title=tuple(group for group in by_title.values() if len(group) > 1),
        same_marks=tuple(group for group in by_marks.values() if len(set(map(_board_of, group))) > 1),
        keys=keys,
        adverts=block,
    )


def _board_of(advert: Advert) -> tuple[str, str]:
    """Two jobs of one employer's own board are never near copies; elsewhere each posting stands for itself."""
    return (advert.source, advert.board) if advert.kind == "ats" else ("", advert.posting_id)


def _in_parts(employers: Iterable[_Employer]) -> Iterator[list[_Employer]]:
    """Employers in parts whose texts fit into memory."""
    part: list[_Employer] = []
    size = 0
    for employer in employers:
        part.append(employer)
        size += len(employer.wanted)
        if size >= TEXTS_AT_ONCE:
            yield part
            part, size = [], 0
    if part:
        yield part


def _join_employer(groups: _Groups, employer: _Employer, texts: Mapping[str, str]) -> None:
    """Rules 3 and 4 among the postings of one employer."""
    bodies = {
        text_hash: [word for word in words_of(texts[text_hash]) if word not in employer.places]
        for text_hash in employer.wanted
    }
    for same_title in employer.same_title:
        _join_copies(groups, same_title, bodies)
    if employer.same_marks:
        shingles = _own_shingles(employer, {text_hash: _shingles(words) for text_hash, words in bodies.items()})
        for same_marks in employer.same_marks:
            _join_near_copies(groups, same_marks, employer.keys, shingles)


def _own_shingles(employer: _Employer, shingles: Mapping[str, frozenset[int]]) -> dict[str, frozenset[int]]:
    """What each text says of its own job: without what the employer says under several titles.

    Boards add and drop an employer's paragraphs about itself, and such paragraphs make different jobs look alike.
    """
    by_title: dict[TitleKey, set[int]] = defaultdict(set)
    for advert in employer.adverts:
        by_title[employer.keys[advert.posting_id]] |= shingles[advert.text_hash]
    titles = Counter(shingle for said in by_title.values() for shingle in said)
    common = {shingle for shingle, count in titles.items() if count >= COMMON_TITLES}
    own = {text_hash: said - common for text_hash, said in shingles.items()}
    return {text_hash: said if len(said) >= OWN_SHINGLES else shingles[text_hash] for text_hash, said in own.items()}


def _join_copies(groups: _Groups, adverts: Sequence[Advert], bodies: Mapping[str, list[str]]) -> None:
    """Rule 3: one text but for the names of places."""
    by_body: dict[tuple[str, ...], list[Advert]] = defaultdict(list)
    for advert in adverts:
        by_body[tuple(bodies[advert.text_hash])].append(advert)
    for first, *others in by_body.values():
        own = {job for advert in (first, *others) for job in _jobs_of(advert)}
        copies = {job for job in own if groups.crawled.get(job) in {None, *(a.posting_id for a in (first, *others))}}
        for other in others:
            groups.join(first.posting_id, other.posting_id, copies)


def _join_near_copies(
    groups: _Groups, adverts: Sequence[Advert], keys: Mapping[str, TitleKey], shingles: Mapping[str, frozenset[int]]
) -> None:
    """Rule 4: the nearest first, so that a text finds its own copy before its cousin."""
    found = []
    for one, other in _candidates(adverts, shingles):
        title, other_title = keys[one.posting_id], keys[other.posting_id]
        if title.fits(other_title) and _board_of(one) != _board_of(other):
            similarity = _jaccard(shingles[one.text_hash], shingles[other.text_hash])
            if similarity >= (NEAR if title == other_title else NEARER):
                found.append((-similarity, one.age, other.age))
    titles: dict[str, set[TitleKey]] = defaultdict(set)
    for advert in adverts:
        titles[groups.find(advert.posting_id)].add(keys[advert.posting_id])
    for _, (*_, one_id), (*_, other_id) in sorted(found):
        kept, joined = titles[groups.find(one_id)], titles[groups.find(other_id)]
        # "Engineer" must not bring "Engineer, Figs" and "Engineer, Plums" together.
        fits = all(title.fits(other_title) for title in kept for other_title in joined)
        if fits and groups.join(one_id, other_id):
            titles[groups.find(one_id)] = kept | joined


def _candidates(adverts: Sequence[Advert], shingles: Mapping[str, frozenset[int]]) -> Iterator[tuple[Advert, Advert]]:
    """Pairs that may be near copies: all pairs of a few, those that MinHash brings together of many."""
    if len(adverts) <= FEW:
        yield from combinations(adverts, 2)
        return
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415 -- a quarter of a second that few adverts should not pay

    lsh = MinHashLSH(num_perm=_BANDS * _ROWS, params=(_BANDS, _ROWS))
    empty = MinHash(num_perm=_BANDS * _ROWS, hashfunc=int)
    for number, advert in enumerate(adverts):
        sketch = empty.copy()
        sketch.update_batch(sorted(shingles[advert.text_hash]))
        yield from ((adverts[earlier], advert) for earlier in sorted(lsh.query(sketch)))
        lsh.insert(number, sketch)


def _shingles(words: Sequence[str]) -> frozenset[int]:
    """Each run of words as a number of 32 bits that is the same in every process."""
    codes = np.fromiter((zlib.crc32(word.encode("utf-8")) for word in words), dtype=np.uint64, count=len(words))
    runs = np.zeros(max(len(words) - _SHINGLE + 1, 0), dtype=np.uint64)
    for place in range(_SHINGLE):
        runs = (runs * _MIX + codes[place : place + len(runs)]) % _WIDTH
    return frozenset(runs.tolist())


def _jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _named(groups: Sequence[Sequence[Advert]], earlier: Links) -> Links:
    """Name each group: an old name stays where the posting it was made from is, else with its oldest member."""
    home: dict[str, int] = {}
    """Old name -> the group that keeps it. Groups come oldest member first."""
    place = {advert.posting_id: number for number, group in enumerate(groups) for advert in group}
    for advert in sorted((advert for group in groups for advert in group), key=lambda advert: advert.age):
        name = earlier.requisition_of.get(advert.posting_id)
        if name is not None:
            home.setdefault(name, place.get(name, place[advert.posting_id]))
    claims: dict[int, list[str]] = defaultdict(list)
    for name, number in home.items():
        claims[number].append(name)
    requisition_of: dict[str, str] = {}
    representative_of: dict[str, str] = {}
    merged_into = dict(earlier.merged_into)
    for number, group in enumerate(groups):
        names = claims[number] or [group[0].posting_id]
        requisition_id, *others = names
        merged_into.update(dict.fromkeys(others, requisition_id))
        representative_of[requisition_id] = min(group, key=_precedence).posting_id
        requisition_of.update((advert.posting_id, requisition_id) for advert in group)
    return Links(requisition_of, representative_of, _resolved(merged_into, representative_of.keys()))


def _precedence(advert: Advert) -> tuple[int, int, tuple[bool, dt.datetime, str]]:
    return SOURCE_PRECEDENCE[advert.kind], -advert.text_length, advert.age


def _resolved(merged_into: Mapping[str, str], living: Collection[str]) -> dict[str, str]:
    """Each retired name with the living one at the end of its chain; a name that lives again is not retired."""
    found = {}
    for retired in merged_into.keys() - living:
        name, passed = merged_into[retired], {retired}
        while name not in living and name in merged_into and name not in passed:
            passed.add(name)
            name = merged_into[name]
        if name in living:
            found[retired] = name
    return found
