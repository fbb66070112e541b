"""Finds the requisition behind postings: pure, exact first, near copies last, and never across titles that differ.

Rules, strongest first: (1) one posting id is one posting, and posts of one board under one stated number of the job
and titles that fit are one job; (2) an aggregator's address that names a posting on the employer's own board; (3) the
same employer, title and text, also where only places, and sentences about places and pay, differ, so that copies of
one advert for many cities count once; (4) across boards, nearly the same text (Jaccard >= 0.9, without what an
employer says in all its adverts) under titles that fit. Two ids on one board stay two jobs unless rule 1 or 3 joins
them; two numbers of openings, stated or labelled in the texts, prove two jobs wherever the texts differ.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from warehouse.linking import wording
from warehouse.linking.adverts import Advert, Job, Links, named_jobs, stated_jobs, stated_number
from warehouse.linking.names import TitleKey, employer_key, title_key, words_of
from warehouse.linking.naming import named

NEAR = 0.9
"""Jaccard similarity of word triples from which on two texts under one title are copies."""
RELATED = 0.5
"""The same where the board states one number for both and one title says more than the other."""
NEARER = 0.95
"""The same where one title says more than the other."""
_BANDS, _ROWS = 16, 8
"""Of sketches: of two texts of similarity 0.9, 9,999 in 10,000 share a band; what shares one is measured exactly."""

COMMON_TITLES = 3
"""What an employer says under so many titles is about itself, not about a job."""
OWN_SHINGLES = 40
"""A text with less of its own than this is compared whole."""
FEW = 8
"""Up to so many postings all pairs are measured, which is then faster than sketching."""
CHARACTERS_AT_ONCE = 50_000_000
"""Of texts that are held in memory at a time; few parts, as each looks through all texts."""

Texts = Callable[[Collection[str]], Mapping[str, str]]
"""text hashes -> texts; asked only for texts that must be compared."""


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
    return named(groups.members(), earlier or Links({}, {}, {}))


class _Groups:
    """Union-find over postings that refuses to join two jobs of one source."""

    def __init__(self, adverts: Sequence[Advert]) -> None:
        self._adverts = adverts
        self._parent = {advert.posting_id: advert.posting_id for advert in adverts}
        same = stated_jobs(adverts)
        self._jobs = {a.posting_id: frozenset(same.get(job, job) for job in named_jobs(a)) for a in adverts}
        self._held = dict(self._jobs)
        self.crawled: dict[Job, list[str]] = defaultdict(list)
        """The postings on employers' own boards, by job."""
        for advert in adverts:
            if advert.kind == "ats":
                for job in self._jobs[advert.posting_id]:
                    self.crawled[job].append(advert.posting_id)
        for first, *others in self.crawled.values():
            for other in others:
                self.join(first, other)

    def jobs_of(self, advert: Advert) -> frozenset[Job]:
        """The job on an employer's own board that a posting is, or to whose address it leads."""
        return self._jobs[advert.posting_id]

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
        jobs = self._held[kept] | self._held[joined]
        shared = {source for source, _ in self._held[kept]} & {source for source, _ in self._held[joined]}
        contested = {job for job in jobs if job[0] in shared}
        if len(contested) > len(shared) and not contested <= set(copies):
            return False
        self._parent[joined] = kept
        self._held[kept] = jobs
        return True

    def members(self) -> list[list[Advert]]:
        """The groups, each with its oldest member first, the oldest group first."""
        found: dict[str, list[Advert]] = defaultdict(list)
        for advert in self._adverts:
            found[self.find(advert.posting_id)].append(advert)
        return list(found.values())


def _join_by_address(groups: _Groups, adverts: Sequence[Advert]) -> None:
    """Rule 2."""
    known = {job: posts[0] for job, posts in groups.crawled.items()}
    for advert in adverts:
        if advert.kind != "ats":
            for job in groups.jobs_of(advert):
                groups.join(known.setdefault(job, advert.posting_id), advert.posting_id)


@dataclass(frozen=True, slots=True)
class _Employer:
    """The postings of one employer, sorted into those that may be one job."""

    places: frozenset[str]
    """Words of the places where it hires: they set no two texts apart."""
    place_names: frozenset[wording.Phrase]
    """Their names: sentences with one set no two texts apart either."""
    same_title: tuple[list[Advert], ...]
    """For rule 3."""
    same_marks: tuple[list[Advert], ...]
    """For rule 4."""
    same_number: tuple[list[Advert], ...]
    """For rule 1, where titles differ."""
    keys: dict[str, TitleKey]

    adverts: Sequence[Advert]

    @property
    def wanted(self) -> dict[str, int]:
        """The hashes of the texts that have to be compared, or that say what its texts have in common; characters."""
        groups = [self.adverts] if self.same_marks else [*self.same_title, *self.same_number]
        return {advert.text_hash: advert.text_length for group in groups for advert in group}


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
    by_number: dict[tuple[str, str, str], list[Advert]] = defaultdict(list)
    for advert in block:
        by_title[keys[advert.posting_id]].append(advert)
        by_marks[keys[advert.posting_id].marks].append(advert)
        if number := stated_number(advert):
            by_number[number].append(advert)
    return _Employer(
        places=places,
        place_names=wording.place_names(place for advert in block for place in advert.places),
        same_title=tuple(group for group in by_title.values() if len(group) > 1),
        same_marks=tuple(group for group in by_marks.values() if len(set(map(_board_of, group))) > 1),
        same_number=tuple(
            group for group in by_number.values() if len({keys[advert.posting_id] for advert in group}) > 1
        ),
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
        size += sum(employer.wanted.values())
        if size >= CHARACTERS_AT_ONCE:
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
        _join_copies_for_places(groups, same_title, employer, texts)
    if not (employer.same_number or employer.same_marks):
        return
    shingles = {text_hash: wording.shingles(words) for text_hash, words in bodies.items()}
    for same_number in employer.same_number:
        _join_posts_of_one_number(groups, same_number, employer.keys, shingles)
    if employer.same_marks:
        own = _own_shingles(employer, shingles)
        for same_marks in employer.same_marks:
            _join_near_copies(groups, same_marks, employer.keys, own, texts)


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
    for same in by_body.values():
        _join_all(groups, same)


def _join_posts_of_one_number(
    groups: _Groups, adverts: Sequence[Advert], keys: Mapping[str, TitleKey], shingles: Mapping[str, frozenset[int]]
) -> None:
    """Rule 1 where one title says more than another: the texts must be related, as some numbers span several roles."""
    for one, other in combinations(adverts, 2):
        title, other_title = keys[one.posting_id], keys[other.posting_id]
        may_fit = title != other_title and title.fits(other_title)
        if may_fit and wording.jaccard(shingles[one.text_hash], shingles[other.text_hash]) >= RELATED:
            groups.join(one.posting_id, other.posting_id, groups.jobs_of(one) | groups.jobs_of(other))


def _join_copies_for_places(
    groups: _Groups, adverts: Sequence[Advert], employer: _Employer, texts: Mapping[str, str]
) -> None:
    """Rule 3: one text but for its sentences about places and pay, and no two numbers of openings."""
    if len({groups.find(advert.posting_id) for advert in adverts}) == 1:
        return
    hashes = {advert.text_hash for advert in adverts}
    bodies = {text_hash: wording.body(texts[text_hash], employer.place_names) for text_hash in hashes}
    by_body: dict[tuple[str, ...], list[Advert]] = defaultdict(list)
    for advert in adverts:
        by_body[bodies[advert.text_hash]].append(advert)
    for same in by_body.values():
        parts: list[list[Advert]] = []
        for advert in same:
            home = next((part for part in parts if all(_may_be_one(advert, known, texts) for known in part)), None)
            if home is None:
                parts.append([advert])
            else:
                home.append(advert)
        for part in parts:
            _join_all(groups, part)


def _join_all(groups: _Groups, same: Sequence[Advert]) -> None:
    first, *others = same
    ids = {advert.posting_id for advert in same}
    own = {job for advert in same for job in groups.jobs_of(advert)}
    copies = {job for job in own if not groups.crawled.get(job) or ids & set(groups.crawled[job])}
    for other in others:
        groups.join(first.posting_id, other.posting_id, copies)


def _may_be_one(one: Advert, other: Advert, texts: Mapping[str, str]) -> bool:
    """Whether no number of an opening sets two adverts apart."""
    numbers = [
        frozenset({a.requisition_number.upper()})
        if a.requisition_number
        else wording.opening_numbers(texts[a.text_hash])
        for a in (one, other)
    ]
    return not all(numbers) or bool(numbers[0] & numbers[1])


def _join_near_copies(
    groups: _Groups,
    adverts: Sequence[Advert],
    keys: Mapping[str, TitleKey],
    shingles: Mapping[str, frozenset[int]],
    texts: Mapping[str, str],
) -> None:
    """Rule 4: the nearest first, so that a text finds its own copy before its cousin."""
    found = []
    for one, other in _candidates(adverts, shingles):
        title, other_title = keys[one.posting_id], keys[other.posting_id]
        if title.fits(other_title) and _board_of(one) != _board_of(other):
            similarity = wording.jaccard(shingles[one.text_hash], shingles[other.text_hash])
            if similarity >= (NEAR if title == other_title else NEARER) and _may_be_one(one, other, texts):
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
