"""Which texts an edit of the taxonomy touches."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.mentions.vocabulary import edit_between, vocabulary
from nlp.posting.reader import PostingReader
from nlp.taxonomy.loader import Skill, Surface, Taxonomy

SKILLS = {
    "python": Skill("python", "Python", "tool", "programming_language"),
    "foo": Skill("foo", "Foo", "tool", "other"),
}
BASE = Taxonomy(SKILLS, (Surface("python", "Python", "any"), Surface("foo", "Foo", "any")))


def with_surfaces(*surfaces: Surface) -> Taxonomy:
    return Taxonomy(SKILLS, surfaces)


PYTHON, FOO = BASE.surfaces


@pytest.mark.parametrize(
    ("after", "touched", "untouched"),
    [
        (with_surfaces(PYTHON, FOO, Surface("foo", "scikit-foo", "any")), "uses Scikit Foos.", "uses Foo"),
        (with_surfaces(PYTHON), "We like foo, and bar", "We like food"),
        (with_surfaces(PYTHON, replace(FOO, case="exact")), "FOO", "Python"),
        (with_surfaces(PYTHON, replace(FOO, skill="python")), "Foo", "Python"),
        (Taxonomy({**SKILLS, "foo": replace(SKILLS["foo"], family="mlops")}, BASE.surfaces), "Foo", "Python"),
        (Taxonomy({**SKILLS, "foo": replace(SKILLS["foo"], kind="soft")}, BASE.surfaces), "Foo", "Python"),
        (with_surfaces(FOO, PYTHON), "nothing at all", None),  # another order: nothing can be said
    ],
)
def test_what_holds_an_edited_surface_is_touched(after: Taxonomy, touched: str, untouched: str | None) -> None:
    for before, now in ((BASE, after), (after, BASE)):
        edit = edit_between(vocabulary(before), vocabulary(now))
        assert edit.touches("", touched) and edit.touches(touched, "")
        if untouched is not None:
            assert not edit.touches(untouched, untouched)


def test_an_exact_surface_displaces_a_variant_in_other_cases_too() -> None:
    """«Foos» in any case finds «FOO» by its singular; once «Foo» is listed as exact, it does not."""
    before = with_surfaces(Surface("foo", "Foos", "any"))
    after = with_surfaces(Surface("foo", "Foos", "any"), Surface("python", "Foo", "exact"))
    assert edit_between(vocabulary(before), vocabulary(after)).touches("", "FOO")


def test_what_no_reading_depends_on_changes_nothing() -> None:
    told = Taxonomy(
        {**SKILLS, "foo": replace(SKILLS["foo"], definition="New", url="https://foo.example")}, BASE.surfaces
    )
    assert PostingReader(told).version == PostingReader(BASE).version
    assert not edit_between(vocabulary(BASE), vocabulary(told)).touches("Foo", "Foo")


def test_the_version_follows_the_vocabulary_and_the_code_does_not() -> None:
    one, other = PostingReader(BASE), PostingReader(with_surfaces(PYTHON))
    assert one.version != other.version and one.code_version == other.code_version
