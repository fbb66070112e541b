"""Spellings that follow by themselves: plurals of Greek words, a model's version, the listed before the derived."""

from __future__ import annotations

import pytest

from nlp.mentions.finder import SkillFinder
from nlp.taxonomy.loader import load

FINDER = SkillFinder(load())


@pytest.mark.parametrize(
    ("text", "surface", "skill"),
    [
        ("Gaussian processes in two dimensions", "Gaussian processes", "gaussian_processes"),
        ("sentiment analyses of letters", "sentiment analyses", "sentiment_analysis"),
        ("a MobileNetV3 on the phone", "MobileNet", "mobilenet"),
        ("EfficientNetV2 beat it", "EfficientNet", "efficientnet"),
        ("600 VLANs", "VLANs", "vlans"),
    ],
)
def test_a_variant_is_found(text: str, surface: str, skill: str) -> None:
    assert next((text[c.start : c.end], c.skill) for c in FINDER.find(text)) == (surface, skill)


@pytest.mark.parametrize("text", ["MobileNetVision", "EfficientNetV2x"])
def test_letters_that_count_no_version_belong_to_the_word(text: str) -> None:
    assert not [c for c in FINDER.find(text) if text[c.end : c.end + 1].lower() == "v"]


def test_what_one_skill_lists_outranks_what_is_derived_of_anothers() -> None:
    taxonomy = load()
    listed = {s.text: s.skill for s in taxonomy.surfaces if s.case == "any"}
    for surface in (s for s in taxonomy.surfaces if s.case == "exact"):
        plural = f"{surface.text}s"
        if plural in listed and listed[plural] != surface.skill and surface.text.isupper():
            found = FINDER.find(f"the {plural} there")
            assert [c.skill for c in found] == [listed[plural]], plural
