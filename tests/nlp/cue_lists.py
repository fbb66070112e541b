"""The regular expressions in the data of nlp/."""

import re

from nlp.cues import facts

FILES = (
    "cues.toml",
    "seniority.toml",
    "posting/profile.toml",
    "posting/pay.toml",
    "posting/relevance/relevance.toml",
    "posting/relevance/titles.toml",
    "posting/surroundings.toml",
    "mentions/context.toml",
    "mentions/years.toml",
    "lanes/lanes.toml",
)


def expressions(found: object) -> list[str]:
    if isinstance(found, dict):
        return [e for value in found.values() for e in expressions(value)]
    if isinstance(found, list):
        return [e for value in found for e in expressions(value)]
    return [found] if isinstance(found, str) else []


def is_expression(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


SHIPPED = sorted({e for file in FILES for e in expressions(facts(file)) if is_expression(e)})
