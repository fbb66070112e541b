"""What a person adds to the taxonomy or refuses: appended to `<data>/config/skills.toml`, their own lines untouched."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nlp.mentions.finder import SkillFinder
from nlp.proposing.terms import term_key
from nlp.taxonomy.loader import CaseRule, Taxonomy, load, refused_terms
from skillgap.files import replacing
from warehouse.models import BadInputError, SkillKind

LONGEST_TERM = 80


def add_surface(overlay: Path, term: str, skill: str, case: CaseRule) -> None:
    """Make `term` one more way to write a known skill. Raises BadInputError where it is found as a skill already."""
    _check_new(term, load(overlay=overlay))
    _append(overlay, "surface", {"skill": skill, "text": term, "case": case})


def add_skill(overlay: Path, term: str, kind: SkillKind, family: str, case: CaseRule) -> str:
    """Make `term` a skill of its own; returns its id. Raises BadInputError where it or its id is known already."""
    taxonomy = load(overlay=overlay)
    _check_new(term, taxonomy)
    skill = re.sub(r"[^a-z0-9]+", "_", term.lower()).strip("_")
    if not skill or skill in taxonomy.skills:
        raise BadInputError(f"{term!r} would have the id {skill!r}, which is taken: use --as {skill or 'ID'} instead.")
    surface = {"text": term, "case": case}
    _append(overlay, "skill", {"id": skill, "name": term, "kind": kind, "family": family, "surfaces": [surface]})
    return skill


def refuse(overlay: Path, term: str) -> bool:
    """Remember that `term` is no skill, so that it is not proposed again; False where that was known."""
    _check_term(term)
    if term_key(term) in {term_key(known) for known in refused_terms(overlay)}:
        return False
    _append(overlay, "refused", {"term": term})
    return True


def _check_new(term: str, taxonomy: Taxonomy) -> None:
    _check_term(term)
    for found in SkillFinder(taxonomy).find(term):
        if (found.start, found.end) == (0, len(term)):
            raise BadInputError(f"{term!r} is found already, as {taxonomy.skills[found.skill].name} ({found.skill}).")


def _check_term(term: str) -> None:
    if not term.strip() or len(term) > LONGEST_TERM or not term.isprintable() or term != term.strip():
        raise BadInputError(f"{term!r} is no term: give 1-{LONGEST_TERM} printable characters on one line.")


def _append(overlay: Path, table: str, row: Mapping[str, Any]) -> None:
    """Append a table, but only if the taxonomy is still sound with it: a file that breaks a rule is never left."""
    before = overlay.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if overlay.exists() else ""
    lines = "".join(f"{key} = {_toml(value)}\n" for key, value in row.items())
    text = f"{before}[[{table}]]\n{lines}"
    _prove(overlay, text)
    with replacing(overlay) as file:
        file.write(text)


def _prove(overlay: Path, text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / overlay.name
        draft.write_text(text, encoding="utf-8")
        try:
            load(overlay=draft)
        except BadInputError as error:
            raise BadInputError(str(error).replace(str(draft), f"With this {overlay}")) from error


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)  # TOML's basic strings are written as JSON's
