"""A desk asks a posting's field of the skills that speak for one, which is what asking of all says."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.lanes.model import shipped_fit
from nlp.lanes.specialities import Evidence, probabilities, specialities
from skillgap.reading import Desk


@cache
def desk() -> Desk:
    return Desk()


@cache
def names() -> list[str]:
    return [*sorted(desk().reader.taxonomy.skills), "unheard_of"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_skills_that_speak_for_no_field_say_nothing(data: st.DataObject) -> None:
    asked = data.draw(st.dictionaries(st.sampled_from(names()), st.sampled_from([0.0, 0.5, 1.0]), max_size=30))
    evidence = Evidence(data.draw(st.sampled_from(["Computer vision engineer", "Data engineer"])), asked, {})
    whole = probabilities(evidence, shipped_fit().weight, desk().reader.taxonomy.skills, specialities())
    assert desk().specialities(evidence, shipped_fit()) == whole
