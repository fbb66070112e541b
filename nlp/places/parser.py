"""Places from a location as a board writes it: «Remote - US», «SF or NYC», «Cambridge, MA», «Germany (Berlin)».

A location is divided into alternatives, an alternative into words; each word may be a city, state, country, wider
region or a way of working, and joins the place before it where the two fit. What fits several places stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from nlp.places.clocks import CLOCKS, without_hours
from nlp.places.names import City, Meanings, meanings_of, region_of
from warehouse.models import Basis, Place, PlaceRegion

_GROUP = re.compile(r"\s*[;|•·\n]\s*")
_ALTERNATIVE = re.compile(
    r"\s*(?:(?<!\w)/|/(?!\w)|/(?=[A-ZÀ-Ý])|,?\s+(?:or|and|und|oder|et)\s+|\s+OR\s+(?=[A-Z])|\s+[&+]\s+)\s*"
)
_BRACKETS = re.compile(r"[\[(][^\])]*[\])]?")
_WORD_END = re.compile(r"\s*(,|:|\(|\)|\[|\]|\s[-–—]+\s?|[-–—]+\s)\s*")
_REMOTE = re.compile(
    r"\b(?:100% |fully |full |mostly )?"
    r"(?:remote(?:ly)?(?! days?\b)(?:[- ](?:friendly|first|only|eligible|ok|possible|within|job|work|working))?"
    r"|work(?:ing)? from (?:home|(?=anywhere))|wfh|wfa|home[- ]?based|home[- ]?office|telecommute|telework"
    r"|distributed|virtual|télétravail|teletrabajo|REM|anywhere\s+(?=(?:in|within|across)\b(?! the world)))"
    r"(?:\b|(?=anywhere))",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(r"(?:anywhere|everywhere)(?: in the world)?|world\s?wide", re.IGNORECASE)
_MANNER = re.compile(
    r"\b(?:hybrid(?:ly)?|on-?\s?site|in-?\s?(?:office|person)|office(?:[- ]based)?|hq|headquarters?|flexible|based"
    r"|campus|multiple|several|various|select(?:ed)?|all|any)\b(?:\s+(?:locations?|offices?|sites?|cities|places))?|#li-\w+",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"^(?:in|within|from|the|of|throughout|across|our|only|time ?zones?)\s+"
    r"|\s+(?:only|office|hub|nationwide|time ?zones?|in|within)$",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"^(?:greater|metro(?:politan)?|downtown|central|city of)\s+|[\s,]+\d.*$"
    r"|[\s,]+(?:metropolitan area|metro(?:plex)?(?: area)?|area|region|capital region)$",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b(?:\d{4,6}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)\b")
_DOTTED = re.compile(r"\b([A-Z]{2,3})\.([A-Z]{2})\.(?=[^\W\d_]{2})")
_NO_PLACE = re.compile(
    r"(?:n/?a|none|null|tbd|unknown|other|not (?:stated|specified)\b.*|\d+ locations?|see .*)\Z", re.IGNORECASE
)
_NAME = re.compile(r"[^\W\d_][^\d_@#%:!?]{1,39}\Z")
_MOST_WORDS_OF_A_NAME = 4
_LONGEST = 1000
_UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    join: str
    """What stood before it: "" at the beginning, "," between equals, "-" for a dash or colon, "(" inside brackets."""
    meanings: Meanings
    is_remote: bool = False
    """It says remote; with a text, of that place ("US-Remote")."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A place being put together."""

    city: str | None = None
    known: frozenset[City] = frozenset()
    """What the city's name may mean."""
    state: tuple[str, str] | None = None
    countries: frozenset[str] = frozenset()
    """Those that the wording names."""
    scope: tuple[str, PlaceRegion] | None = None
    is_remote: bool = False
    is_inherited: bool = False
    """The country is that of the place after it in a list."""

    @property
    def country(self) -> str | None:
        """By name, by state, by city, in this order; None where that fits several."""
        if self.state:
            return self.state[0]
        fitting = self.countries or frozenset(city.country for city in self.known)
        return next(iter(fitting)) if len(fitting) == 1 else None

    @property
    def is_only_a_country(self) -> bool:
        return self.city is None and self.state is None and bool(self.countries or self.scope)


def places_of(
    raw: str | None,
    city: str | None = None,
    region: str | None = None,
    country: str | None = None,
    workplace: str | None = None,
) -> list[Place]:
    """The places that a location names, in its order, each once; empty where it names none and is not remote.

    `city`, `region` and `country` are what the source states beside the wording, in names or codes; they complete the
    place where the wording is about one. With `workplace` "remote" a location that does not say so itself is remote.
    """
    drafts = [
        draft
        for parts in _alternatives(raw or "")
        for draft in _remote_throughout([draft for part in parts for draft in _drafts(part)], " ".join(parts))
    ]
    drafts = _with_inherited_countries(drafts)
    stated = _stated(city, region, country)
    if stated and len(drafts) <= 1:
        drafts = [_completed(drafts[0] if drafts else _Draft(), stated)]
    if workplace == "remote" and not any(draft.is_remote for draft in drafts):
        drafts = [replace(draft, is_remote=True) for draft in drafts] or [_Draft(is_remote=True)]
    is_stated = bool(stated and (stated.countries or stated.state)) and len(drafts) == 1
    return list(dict.fromkeys(_place(draft, is_stated) for draft in drafts))


def _alternatives(raw: str) -> Iterator[list[str]]:
    """The parts of a location, those that «or», «and» or a slash join together."""
    text = " ".join(_POSTCODE.sub(" ", raw[:_LONGEST].replace("\n", ";")).split())
    if meanings_of(text):
        yield [text]
        return
    text = _DOTTED.sub(r"\1, \2, ", without_hours(text))
    text = _BRACKETS.sub(lambda brackets: _ALTERNATIVE.sub(", ", _GROUP.sub(", ", brackets[0])), text)
    for group in _GROUP.split(text):
        yield [part for part in _ALTERNATIVE.split(group) if part.strip(" ,") and not _NO_PLACE.match(part)]


def _remote_throughout(drafts: list[_Draft], text: str) -> list[_Draft]:
    """ "Remote - US or Canada": what is said once of several countries is said of all."""
    is_said_once = [draft.is_remote for draft in drafts].count(True) == 1 and not _MANNER.search(text)
    if is_said_once and all(draft.is_only_a_country for draft in drafts):
        return [replace(draft, is_remote=True) for draft in drafts]
    return drafts


def _words(part: str) -> Iterator[_Word]:
    """The words of an alternative with what joins them."""
    join, depth = "", 0
    pieces = _WORD_END.split(part)
    for text, mark in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        if text:
            yield from _read(text, "(" if depth else join)
        depth = 1 if mark in ("(", "[") else 0 if mark in (")", "]") else depth
        join = "," if mark in (",", ")", "]") else "-"


def _read(text: str, join: str) -> Iterator[_Word]:
    """One piece as words: also "US-Remote", "CA-Toronto" and "Remote US", which hold two."""
    if whole := _meant(text):
        yield _Word(text, join, whole, _ANYWHERE.fullmatch(text) is not None)
        return
    is_remote = bool(_REMOTE.search(text))
    rest = _bare(_MANNER.sub(" ", _REMOTE.sub(" ", text)).strip(" -–—,.:"))
    parts = _held_in(rest)
    if len(parts) > 1:
        for number, part in enumerate(parts):
            yield _Word(part, join if number == 0 else "-", _meant(part), is_remote)
    elif rest or is_remote:
        yield _Word(rest, join, _meant(rest) if rest else Meanings(), is_remote)


def _held_in(text: str) -> list[str]:
    """The names in a text without commas: "US-CA-Berkeley", "London UK"; the text itself where it is one or none."""
    if _meant(text):
        return [text]
    city, _, rest = text.rpartition(" ")
    for parts in ([part.strip() for part in text.split("-") if part.strip()], [city, rest] if city else []):
        if len(parts) > 1 and all(_meant(part) for part in parts):
            return parts
    return [text]


def _bare(text: str) -> str:
    """A name without the small words around it."""
    while (shorter := _FILLER.sub("", text).strip()) != text:
        text = shorter
    return text


def _meant(text: str) -> Meanings:
    """The meanings of a name, else of the name without "Greater", "Area" and the like."""
    return meanings_of(text) or meanings_of(_AROUND.sub("", text))


def _drafts(part: str) -> list[_Draft]:
    """The places of one alternative."""
    words = list(_words(part))
    has_known = any(word.meanings for word in words)
    drafts: list[_Draft] = []
    is_remote = False  # said before any place
    for position, word in enumerate(words):
        last = drafts[-1] if drafts else None
        following = words[position + 1].meanings if position + 1 < len(words) else Meanings()
        if word.text in CLOCKS and _is_clock(word, last):
            continue
        if not word.text:
            if last is None:
                is_remote = True
            elif word.join in ("-", "(") or last.is_only_a_country:
                drafts[-1] = replace(last, is_remote=True)
            else:
                drafts.append(_Draft(is_remote=True))
        elif last is not None and (joined := _joined(last, word)) is not None:
            drafts[-1] = replace(joined, is_remote=joined.is_remote or word.is_remote)
        elif (fresh := _fresh(word, following, has_known=has_known)) is not None:
            in_remote_brackets = last is not None and last.is_remote and word.join == "("
            drafts.append(replace(fresh, is_remote=word.is_remote or is_remote or in_remote_brackets))
            is_remote = False
        elif word.is_remote and last is None:
            is_remote = True
    return drafts or ([_Draft(is_remote=True)] if is_remote else [])


def _homes(draft: _Draft) -> frozenset[str]:
    """The countries that what is known of a place may lie in."""
    return draft.countries | {city.country for city in draft.known}


def _is_clock(word: _Word, last: _Draft | None) -> bool:
    """ "Remote, ET", "New York, ET" and not "Addis Ababa, ET" or, of a city that is not known, "Hawassa, ET"."""
    is_after_unknown = last is not None and last.city is not None and not last.known
    return not is_after_unknown and not (last and word.meanings.countries & _homes(last))


def _joined(last: _Draft, word: _Word) -> _Draft | None:
    """The place before with the word added to it; None where the word begins a place of its own."""
    means = word.meanings
    is_apart = word.is_remote and word.join == "," and last.city is not None  # "Chicago, US-Remote"
    if is_apart or last == _Draft(is_remote=True) or (means.scopes and not means.countries):
        return None
    if last.scope:
        return replace(last, countries=means.countries) if means.countries and not last.countries else None
    if last.city and means.cities and means.cities == last.known:
        return last  # "London, Greater London"
    if last.state and last.state in means.states:
        return last  # "Brooklyn, New York, NY"
    for join in (_with_state, _with_country, _with_city):
        if (joined := join(last, word)) is not None:
            return joined
    return None


def _with_state(last: _Draft, word: _Word) -> _Draft | None:
    """ "Boston" + "MA"; "Paris" + "Texas"; "US" + "CA"; "Atlanta" + "Georgia"."""
    means = word.meanings
    if last.state or not means.states or (last.city is None and not last.countries):
        return None
    homes = frozenset(city.country for city in last.known)
    for state in sorted(means.states):
        if any((city.country, city.state) == state for city in last.known):
            return replace(last, state=state)
    if (last.city and last.countries) or means.countries & homes or (means.cities and last.known):
        return None
    if means.countries and not last.known and len(word.text) > 3:
        return None  # "Springfield, Georgia"
    fitting = [state for state in sorted(means.states) if not last.countries or state[0] in last.countries]
    return replace(last, state=fitting[0]) if fitting else None


def _with_country(last: _Draft, word: _Word) -> _Draft | None:
    """ "Berlin" + "Germany"; "London" + "England" + "UK"; "Boston, MA" + "US"."""
    given = word.meanings.countries
    named = frozenset((last.state[0],)) if last.state else last.countries
    if not given or named:
        return last if named & given else None
    homes = frozenset(city.country for city in last.known)
    if homes & given:
        return replace(last, countries=homes & given)
    if word.meanings.cities or last.city is None:
        return None  # "SF, LA": not Laos
    states = frozenset(country for country, _ in word.meanings.states)
    return replace(last, countries=given if states & homes else given | states)  # "Springfield, Georgia": either


def _with_city(last: _Draft, word: _Word) -> _Draft | None:
    """ "US, CA" + "Santa Clara"; "Germany" + "Berlin"; a district or county after its city says no more."""
    if last.city is None and (last.state or last.countries):
        country = last.country
        if not word.meanings:
            return replace(last, city=word.text) if word.join != "(" and _is_name(word.text) else last
        fitting = frozenset(city for city in word.meanings.cities if city.country == country)
        if not fitting:
            return None
        state = next(((c.country, c.state) for c in fitting if c.state), None) if len(fitting) == 1 else None
        if last.state and state and state != last.state:
            return None
        return replace(last, city=word.text, known=fitting, state=last.state or state)
    return last if not word.meanings else None


def _fresh(word: _Word, following: Meanings, *, has_known: bool) -> _Draft | None:
    """A place that begins with the word; None for what is no place."""
    means = word.meanings
    if not means:
        is_before_its_city = bool(following.cities)  # a street, a district, another firm's name
        is_beside_others = word.join == "(" or (has_known and word.join == "-")
        is_noise = is_before_its_city or is_beside_others or not _is_name(word.text)
        return None if is_noise else _Draft(city=word.text)
    if means.cities:
        return _city_or_state(word, following)
    if means.states and means.countries:
        return _state_or_country(word, following)
    if means.states:
        return _Draft(state=min(means.states)) if len(means.states) == 1 else None
    return _Draft(countries=means.countries) if means.countries else _Draft(scope=min(means.scopes))


def _city_or_state(word: _Word, following: Meanings) -> _Draft:
    """ "New York" is the city; "Washington" may be one or the other unless "DC" follows."""
    means = word.meanings
    homes = frozenset((city.country, city.state) for city in means.cities if city.state)
    if means.states and not homes & means.states and not _is_code(word) and not homes & following.states:
        return _Draft(countries=frozenset(country for country, _ in means.states))
    return _Draft(city=word.text, known=means.cities)


def _state_or_country(word: _Word, following: Meanings) -> _Draft:
    """ "CA-Toronto", "Georgia, USA", "IN": what follows decides, else it stays open."""
    means = word.meanings
    if any(city.country in means.countries for city in following.cities):
        return _Draft(countries=means.countries)
    state = min(means.states)
    is_of_state = any((city.country, city.state) == state for city in following.cities)
    if is_of_state or state[0] in following.countries:
        return _Draft(state=state)
    return _Draft(countries=means.countries | {country for country, _ in means.states})


def _is_code(word: _Word) -> bool:
    return len(word.text.replace(".", "")) == 2


def _is_name(text: str) -> bool:
    """Whether an unknown word looks like the name of a place."""
    return bool(_NAME.match(text)) and len(text.split()) <= _MOST_WORDS_OF_A_NAME and not text[:1].islower()


def _with_inherited_countries(drafts: Sequence[_Draft]) -> list[_Draft]:
    """ "Lille or Paris, France", "Zeist / Utrecht, Netherlands": the last one's country holds for those before."""
    done: list[_Draft] = []
    for draft in reversed(drafts):
        after = done[-1] if done else None
        is_open = draft.city is not None and not draft.state and not draft.countries
        if is_open and after and after.city and after.countries and not after.is_remote:
            homes = frozenset(city.country for city in draft.known)
            if not homes or homes & after.countries:
                draft = replace(draft, countries=after.countries, is_inherited=True)  # noqa: PLW2901
        done.append(draft)
    sure = {draft.country for draft in done} - {None}
    return [_resolved(draft, sure) for draft in reversed(done)]


def _resolved(draft: _Draft, sure: Set[str | None]) -> _Draft:
    """ "Georgia; Texas": of several countries the one that the other places are in."""
    fitting = draft.countries & sure if len(draft.countries) > 1 and draft.country is None else frozenset()
    return replace(draft, countries=frozenset(c for c in fitting if c)) if len(fitting) == 1 else draft


def _stated(city: str | None, region: str | None, country: str | None) -> _Draft | None:
    """The place that the source's own fields name."""
    countries = meanings_of(country).countries if country else frozenset()
    if country and not countries and len(country.strip()) <= 3:
        countries = meanings_of(country.upper()).countries
    states = meanings_of(region).states if region else frozenset()
    fitting = [state for state in sorted(states) if not countries or state[0] in countries]
    state = fitting[0] if len(fitting) == 1 else None
    if not (countries or state or city):
        return None
    known = _meant(city).cities if city else frozenset()
    return _Draft(city=city.strip() if city else None, known=known, state=state, countries=countries)


def _completed(draft: _Draft, stated: _Draft) -> _Draft:
    """What is stated, completed by what the wording adds and does not contradict."""
    country = stated.country
    agrees = country is None or draft.country is None or draft.country == country
    known = stated.known or (draft.known if agrees else frozenset())
    state = stated.state or (draft.state if agrees else None)
    return _Draft(
        city=stated.city or (draft.city if agrees or draft.is_remote else None),
        known=known,
        state=state,
        countries=stated.countries or draft.countries,
        scope=draft.scope,
        is_remote=draft.is_remote,
    )


def _place(draft: _Draft, is_stated: bool) -> Place:
    country = draft.country
    homes = [city for city in draft.known if city.country == country]
    state = draft.state[1] if draft.state else homes[0].state if len(homes) == 1 else None
    region = draft.scope[1] if draft.scope and not country else region_of(country)
    return Place(country, state, draft.city, _scope(draft, country, state), region, _basis(draft, is_stated))


def _scope(draft: _Draft, country: str | None, state: str | None) -> str | None:
    if not draft.is_remote:
        return None
    if country:
        return f"{country}-{state}" if state else country
    return draft.scope[0] if draft.scope else _UNSTATED


def _basis(draft: _Draft, is_stated: bool) -> Basis:
    if is_stated:
        return "stated"
    names_it = (draft.countries and not draft.is_inherited) or draft.state or draft.scope or not draft.known
    return "text" if names_it else "inferred"
