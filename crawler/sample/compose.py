"""Writes an advert's text from the parts, in its employer's voice, with the truth inside its pieces."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from crawler.sample.markup import capitalised, expand, names, parse, with_need
from crawler.sample.model import WEEKS, Job, Line, Pay, Piece, Place, Section, SectionKind, seeded
from crawler.sample.parts import Parts

_SYMBOLS = {"USD": "$", "GBP": "£", "EUR": "€", "CHF": "CHF ", "CAD": "CA$"}
_ARTICLE = re.compile(r"^(?:the|a|an|modern) ")
_HOLE = re.compile(r"\{([abd])(:bare)?\}")


def write_sections(parts: Parts, seed: int, job: Job, place: Place) -> tuple[Section, ...]:
    """The advert of a job in one of its cities. Another city changes the city's name and nothing else."""
    return _Writer(parts, seed, job, place).sections()


class _Writer:
    """One advert in the making: its dice, its words, and the skills already asked for."""

    def __init__(self, parts: Parts, seed: int, job: Job, place: Place) -> None:
        self.parts = parts
        self.job = job
        self.rng = seeded(seed, "text", job.number)
        self.voice: dict[str, Any] = parts.voices[job.employer.voice]
        self.everyday: dict[str, list[str]] = parts.shared["everyday"]
        self.asides: dict[str, list[str]] = parts.shared["asides"]
        self.is_prose = self.voice["form"] == "prose"
        self.is_terse = self.voice["form"] == "terse"
        self.used: set[str] = set()
        self.words = _words(parts, self.rng, job, place)
        self.trend_lines = self._trends(seed)

    def sections(self) -> tuple[Section, ...]:
        """All sections in the order of the voice; an empty one is left out."""
        write: dict[SectionKind, Callable[[], list[Line]]] = {
            "blurb": self._blurb,
            "role": self._role,
            "duties": self._duties,
            "requirements": self._requirements,
            "preferred": self._preferred,
            "benefits": self._benefits,
            "closing": self._closing,
        }
        # Written in a fixed order, so that what is required is known before what is preferred.
        written = {kind: tuple(lines()) for kind, lines in write.items()}
        headings = {kind: self._text(self.rng.choice(self.voice["headings"][kind])) for kind in write}
        order = self.rng.choice(self.voice["layouts"])
        return tuple(Section(kind, headings[kind], written[kind]) for kind in order if written[kind])

    # sections

    def _blurb(self) -> list[Line]:
        blurb = self.job.employer.blurb
        count = min(len(blurb), 2 if self.is_terse else self.rng.choice((2, 3, 3)))
        chosen = sorted(self.rng.sample(range(len(blurb)), count))
        return [self._paragraph(" ".join(blurb[i] for i in chosen))]

    def _role(self) -> list[Line]:
        role = self._role_parts()
        sentences = [self.rng.choice(role["summaries"])]
        if self.rng.random() < 0.4:
            sentences.append(f"You would join the {self.job.team} team.")
        sentences += [self.rng.choice(self.asides[kind]) for kind in (self.job.employment_type,) if kind in self.asides]
        if self.job.workplace and self.job.has_workplace_text:
            sentences.append(self.rng.choice(self.voice["workplace"][self.job.workplace]))
        if self.is_terse and self.rng.random() < 0.5:
            return [self._paragraph(sentence) for sentence in sentences]
        return [self._paragraph(" ".join(sentences))]

    def _duties(self) -> list[Line]:
        duties = [self._duty(source) for source in self._pick_duties()]
        lines = []
        if lead := self.rng.choice(self.voice["duty_leads"]):
            lines.append(self._paragraph(lead))
        if self.is_prose:
            forms = self.rng.sample(self.asides["prose_duties"], min(len(duties), 6))
            spoken = [_put(form, d=duty[:1].lower() + duty[1:]) for form, duty in zip(forms, duties, strict=False)]
            lines.append(self._paragraph(" ".join(spoken)))
        else:
            lines += [self._bullet(duty) for duty in duties]
        lines += self._stack()
        return lines

    def _requirements(self) -> list[Line]:
        lines = [self._years(), *self._degree("required"), *self._degree("or_equivalent")]
        if self.job.lanes:
            lines += self._asks(self.voice["frames"], self._atoms(), self.rng.randint(5, 7 if not self.is_terse else 9))
            lines += [
                self._bullet(line) for line in self.rng.sample(self._lane_parts()["lines"], self.rng.choice((1, 2, 2)))
            ]
            lines += self._inline_asks()
            lines += self.trend_lines[0]
        else:
            lines += [self._bullet(line) for line in self._family_lines()]
        lines.append(self._bullet(self.rng.choice(self.voice["soft"])))
        kept = [line for line in lines if line is not None]
        head, tail = kept[:2], kept[2:]
        self.rng.shuffle(tail)
        return self._flow(head + tail)

    def _preferred(self) -> list[Line]:
        lines = list(self._degree("preferred"))
        if self.job.lanes:
            atoms = self._shuffled(self._lane_parts()["preferred"])
            lines += self._asks(self.voice["preferred_frames"], atoms, self.rng.randint(2, 4))
            lines += self.trend_lines[1]
        else:
            lines += [self._bullet(line) for line in self.rng.sample(self._role_parts()["preferred"], 2)]
        return self._flow(lines)

    def _benefits(self) -> list[Line]:
        own = self.rng.sample(self.job.employer.benefits, min(2, len(self.job.employer.benefits)))
        has_pension = any("401" in text for text in own)
        usual = [t for t in self.everyday[f"{self._benefit_style()}_benefits"] if not (has_pension and "401" in t)]
        extra = self.rng.sample(self.everyday["other_benefits"], self.rng.choice((0, 1)))
        chosen = list(dict.fromkeys(own + self.rng.sample(usual, 2) + extra))
        if self.is_prose:
            return [self._paragraph("We offer " + "; ".join(text[:1].lower() + text[1:] for text in chosen) + ".")]
        return [*self._pay(), *(self._bullet(text) for text in chosen)]

    def _closing(self) -> list[Line]:
        lines = list(self._pay()) if self.is_prose else []
        if self.rng.random() < 0.55:
            lines.append(self._paragraph(self.rng.choice(self.everyday["culture"])))
        lines.append(self._paragraph(self.rng.choice(self.voice["closing"])))
        if self._benefit_style() == "us" and not self.is_terse and self.rng.random() < 0.6:
            lines.append(self._paragraph(self.rng.choice(self.everyday["eeo"])))
        return lines

    # lines

    def _years(self) -> Line | None:
        if not self.job.min_years or not self.job.lanes:
            return None
        return self._bullet(self.rng.choice(self.voice["years"]))

    def _degree(self, need: str) -> Iterator[Line]:
        if self.job.degree_need == need:
            table = self.parts.shared["degree"]
            style = self.voice["style"] if self.voice["style"] in table else "uk"
            yield self._bullet(self.rng.choice(table[style][f"{self.job.degree}_{need}"]))

    def _pay(self) -> Iterator[Line]:
        if self.job.pay and self.job.pay.shown == "text":
            yield self._paragraph(self.rng.choice(self.voice["pay"]))

    def _stack(self) -> list[Line]:
        if not self.job.lanes or self.rng.random() >= 0.35:
            return []
        tools = self.rng.sample(self.parts.shared["stack"][self.job.lane], self.rng.randint(4, 6))
        listed = self.rng.choice((", ", ", ", " / ", " · ", "/", " | ")).join(tools)
        return [self._paragraph(self.rng.choice(self.asides["stack"]).replace("{stack}", listed))]

    def _asks(self, frames: list[str], atoms: Iterator[str], count: int) -> list[Line]:
        lines: list[Line] = []
        for frame in self._endless(frames):
            if len(lines) == count:
                break
            filled = {hole[1]: self._next_atom(atoms, is_bare=bool(hole[2])) for hole in _HOLE.finditer(frame)}
            if None in filled.values():
                break
            lines.append(self._bullet(_put(frame, **{name: text for name, text in filled.items() if text})))
        return lines

    def _inline_asks(self) -> list[Line]:
        """A wish or an explicit 'not needed' among the requirements, marked by its wording alone."""
        lines = []
        atoms = self._shuffled(self._lane_parts()["preferred"])
        if self.rng.random() < 0.4 and (atom := self._next_atom(atoms)):
            pieces = parse(_put(self.rng.choice(self.voice["inline"]), a=atom))
            lines.append(Line(self._capitalised(with_need(pieces, "preferred")), is_bullet=True))
        if self.rng.random() < 0.07 and (atom := self._next_atom(atoms)):
            pieces = parse(_put(self.rng.choice(self.asides["not_required"]), a=atom))
            lines.append(Line(self._capitalised(with_need(pieces, "not_required")), is_bullet=True))
        return lines

    def _trends(self, seed: int) -> tuple[list[Line], list[Line]]:
        """Lines that name the rising and the falling skill: (among the requirements, among the wishes)."""
        lines: tuple[list[Line], list[Line]] = ([], [])
        for direction in ("rising", "falling"):
            trend = self.parts.shared["trend"][direction]
            rng = seeded(seed, direction, self.job.number)
            weight = trend["lanes"].get(self.job.lane, 0)
            level = trend["start"] + (trend["end"] - trend["start"]) * self.job.opened_week / (WEEKS - 1)
            if rng.random() >= level * weight:
                continue
            where = 0 if rng.random() < 0.6 else 1
            frames = [f for f in self.voice["preferred_frames" if where else "frames"] if "{b" not in f]
            atom = rng.choice(trend["atoms"])
            lines[where].append(self._bullet(_put(rng.choice(frames), a=atom)))
        return lines

    def _flow(self, lines: list[Line]) -> list[Line]:
        """The lines as they are, or as one paragraph of sentences in prose."""
        if not self.is_prose or not lines:
            return lines
        pieces: list[Piece] = []
        for line in lines:
            pieces += [*([Piece(" ")] if pieces else []), *_regrouped(line.pieces, len(pieces))]
            if not line.text.endswith((".", "?")):
                pieces.append(Piece("."))
        return [Line(tuple(pieces))]

    # pools

    def _role_parts(self) -> dict[str, Any]:
        pool = self.parts.lanes[self.job.lane]["roles"] if self.job.lanes else self.parts.families
        return next(role for role in pool if role["role"] == self.job.role)

    def _lane_parts(self) -> dict[str, Any]:
        return self.parts.lanes[self.job.lane]

    def _second_lane(self) -> dict[str, Any] | None:
        others = [lane for lane in self.job.lanes if lane != self.job.lane]
        return self.parts.lanes[others[0]] if others else None

    def _pick_duties(self) -> list[str]:
        role = self._role_parts()
        if not self.job.lanes:
            return self.rng.sample(role["duties"], 7 if self.is_terse else 6)
        second = self._second_lane()
        of_role = self.rng.sample(role["duties"], 3)
        of_lane = self.rng.sample(
            self._lane_parts()["duties"], self.rng.choice((1, 2)) if second else self.rng.choice((2, 3, 4))
        )
        of_second = self.rng.sample(second["duties"], 3) if second else []
        chosen = of_role + of_lane + of_second
        self.rng.shuffle(chosen)
        return chosen

    def _atoms(self) -> Iterator[str]:
        """Things to ask for: some of the role's first, then the lane's, with a second lane's mixed in."""
        of_role = self.rng.sample(self._role_parts()["atoms"], 2)
        of_lane = list(self._lane_parts()["atoms"])
        if second := self._second_lane():
            of_lane = self.rng.sample(of_lane, len(of_lane) // 2) + self.rng.sample(
                second["atoms"], len(second["atoms"]) // 3
            )
        self.rng.shuffle(of_lane)
        yield from of_role
        yield from of_lane

    def _next_atom(self, atoms: Iterator[str], is_bare: bool = False) -> str | None:
        """The next atom, filled in, that asks for nothing that was asked before; None when there is none left."""
        for atom in atoms:
            text = self._text(atom)
            planted = names(parse(text))
            if planted & self.used:
                continue
            if is_bare:
                text = _ARTICLE.sub("", text)
            self.used |= planted
            return text
        return None

    def _family_lines(self) -> list[str]:
        lines = self._role_parts()["lines"]
        stated = [line for line in lines if "{n}" in line]
        return stated + self.rng.sample(
            [line for line in lines if line not in stated], min(6 if self.is_terse else 5, len(lines) - len(stated))
        )

    def _benefit_style(self) -> str:
        """Benefits follow the country, not the voice."""
        return {"US": "us", "CA": "us", "GB": "uk", "IE": "uk"}.get(
            self.job.employer.places[0].code, "de" if self.voice["style"] == "de" else "other"
        )

    def _duty(self, source: str) -> str:
        text = self._text(source)
        if self.rng.random() < 0.15 and "," not in text:
            text += ", " + self._text(self.rng.choice(self.voice["tails"]))
        return text

    # words

    def _text(self, source: str) -> str:
        return expand(source, self._fill)

    def _fill(self, slot: str) -> str:
        options = self.words.get(slot) or self.parts.slots[slot]
        return self.rng.choice(options)

    def _bullet(self, source: str) -> Line:
        return Line(self._capitalised(parse(self._text(source))), is_bullet=True)

    def _paragraph(self, source: str) -> Line:
        return Line(self._capitalised(parse(self._text(source))))

    def _capitalised(self, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        return capitalised(pieces, lambda name: name in self.parts.tools)

    def _shuffled(self, pool: list[str]) -> Iterator[str]:
        return iter(self.rng.sample(pool, len(pool)))

    def _endless(self, pool: list[str]) -> Iterator[str]:
        while True:
            yield from self._shuffled(pool)


def _words(parts: Parts, rng: random.Random, job: Job, place: Place) -> dict[str, list[str]]:
    """What the slots named after the employer, the place and the figures stand for."""
    employer = job.employer
    count = job.min_years or 2
    word = parts.shared["words"][count]
    words = {
        "employer": [employer.name],
        "domain": [employer.domain],
        "product": [rng.choice(employer.product)],
        "data": list(employer.data),
        "users": [rng.choice(employer.users)],
        "team": [job.team],
        "city": [place.city],
        "n_teams": [rng.choice(("eight", "a dozen", "fourteen", "twenty", "thirty"))],
        "n": [str(count)],
        "word": [word],
        "word_cap": [word.capitalize()],
    }
    return words | (_pay_words(job.pay, employer.voice) if job.pay else {})


def _pay_words(pay: Pay, voice: str) -> dict[str, list[str]]:
    mark = "." if voice == "german" else ","
    amounts = {"min": pay.min, "max": pay.max}
    written = {name: [f"{amount:,}".replace(",", mark)] for name, amount in amounts.items()}
    short = {f"{name}_k": [str(amount // 1000)] for name, amount in amounts.items()}
    return {"cur": [_SYMBOLS[pay.currency]], **written, **short}


def _put(frame: str, **texts: str) -> str:
    return _HOLE.sub(lambda hole: texts[hole[1]], frame)


def _regrouped(pieces: tuple[Piece, ...], offset: int) -> list[Piece]:
    """The pieces with OR-groups that no other line of the same paragraph has."""
    return [replace(piece, group=piece.group + offset) if piece.group else piece for piece in pieces]
