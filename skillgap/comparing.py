"""A resume file against a published generation: the resume is read, judged, and forgotten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz import process

from analysis.gap import gap
from analysis.market import build
from nlp.files import read_resume_file
from nlp.resume import ResumeReader
from nlp.taxonomy import Taxonomy, load
from skillgap.settings import Settings
from warehouse.generation import Generation, open_generation
from warehouse.models import BadInputError, to_plain


class RepresentativeTexts(Mapping[str, str]):
    """requisition_id → its representative's text, fetched from the generation when asked for."""

    def __init__(self, generation: Generation, posting_of: Mapping[str, str]) -> None:
        self._generation, self._posting_of = generation, posting_of

    def __getitem__(self, requisition_id: str) -> str:
        posting_id = self._posting_of[requisition_id]
        found = self._generation.texts([posting_id])
        if posting_id not in found:
            raise KeyError(requisition_id)
        return found[posting_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._posting_of)

    def __len__(self) -> int:
        return len(self._posting_of)


def gap_of_file(
    settings: Settings, path: Path, *, lanes: Sequence[str] | None, have: Collection[str], lack: Collection[str]
) -> dict[str, Any]:
    """The gap report (plain data) of a resume file against the current generation.

    Raises BadInputError for a file that cannot be read as a resume, an unknown lane or skill, or no generation.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise BadInputError(f"{path} does not exist; name a resume file.") from error
    except OSError as error:
        raise BadInputError(f"{path} cannot be read ({error.strerror}); check the file's permissions.") from error
    generation = open_generation(settings.data)
    frames = {
        name: generation.frame(name)
        for name in ("requisition", "requisition_skill", "requisition_lane", "lane", "skill", "mention", "board_run")
    }
    market = build(frames, generation.manifest)
    taxonomy = load(overlay=settings.skills_overlay)
    read = read_resume_file(path.name, data)
    as_of = dt.datetime.fromisoformat(str(generation.manifest["as_of"])).date()
    resume = ResumeReader(taxonomy, settings.skills_overlay).read(
        read.text, read.parse_confidence, read.warnings, as_of=as_of
    )
    posting_of = dict(zip(frames["requisition"]["requisition_id"], frames["requisition"]["posting_id"], strict=True))
    report = gap(
        market,
        resume,
        have=skill_ids(have, taxonomy),
        lack=skill_ids(lack, taxonomy),
        lanes=lanes,
        texts=RepresentativeTexts(generation, posting_of),
        file=path.name,
    )
    plain: dict[str, Any] = to_plain(report)
    return plain


def skill_ids(given: Collection[str], taxonomy: Taxonomy) -> list[str]:
    """Ids of skills that a person names by id, name or any surface. Raises BadInputError naming near ones."""
    by_surface = {s.text.casefold(): s.skill for s in taxonomy.surfaces} | {
        s.name.casefold(): s.id for s in taxonomy.skills.values()
    }
    found = []
    for one in given:
        skill = one if one in taxonomy.skills else by_surface.get(one.casefold())
        if skill is None:
            near = (
                [name for name, _, _ in process.extract(one.casefold(), list(by_surface), limit=3)]
                if by_surface
                else []
            )
            raise BadInputError(f"{one!r} is no skill that skillgap knows; did you mean {', '.join(near)}?")
        found.append(skill)
    return found
