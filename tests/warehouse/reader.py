"""A reader simple enough to know its answers by heart: finds three languages, `or` makes a group of what it joins."""

from __future__ import annotations

import re

from warehouse.database.readings import ReaderInput
from warehouse.models import Mention, Need, Pay, Reading

_SKILLS = re.compile(r"\b(Python|Rust|Go)\b")


def read(seen: ReaderInput, version: str) -> Reading:
    """What stands after "Nice to have" is preferred, all else required; every text is relevant unless it says so."""
    bonus = seen.text.find("Nice to have")
    mentions = []
    for number, found in enumerate(_SKILLS.finditer(seen.text)):
        need: Need = "preferred" if 0 <= bonus < found.start() else "required"
        grouped = f"{found[0]} or" in seen.text or f"or {found[0]}" in seen.text
        group = 1 if grouped and need == "required" else None
        mentions.append(
            Mention(found[0].lower(), found[0], "tool", found[0], found.start(), found.end(), need, f"s{number}", group)
        )
    return Reading(
        relevant="irrelevant" not in seen.text,
        relevance=0.1 if "irrelevant" in seen.text else 0.9,
        skills=tuple(mentions),
        role="ML engineer",
        seniority=None,
        min_years=3,
        degree=None,
        degree_need=None,
        remote="hybrid",
        employment_type="full_time",
        pay=Pay(100.0, 120.0, "EUR", "hour", "text"),
        language="en",
        reader_version=version,
        degree_preferred="phd",
        degrees_named=("master", "phd"),
        pay_ranges=(Pay(100.0, 120.0, "EUR", "hour", "text"), Pay(None, 130.0, "USD", "hour", "inferred")),
    )
