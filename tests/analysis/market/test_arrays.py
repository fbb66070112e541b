"""A market opened from its arrays is the one that its frames make."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from analysis.gap.report import gap
from analysis.market.answers import Answers
from analysis.market.arrays import market_of, packed, unpacked, version
from analysis.market.market import build
from tests.analysis.builders import AS_OF, frames_of, job, random_jobs, resume, spread

MANIFEST = {"generation": 7, "as_of": AS_OF.isoformat()}
FRAMES = frames_of(
    [
        *random_jobs(3, 60, 20, ["python", "docker", "aws", "pytorch", "rag"]),
        *spread(20, "python docker|aws? rag~", employers=9, skill_years={"python": 3}, pay_min=1.0, pay_currency="EUR"),
        job("python", exclusion="not_relevant", requisition_id="outside"),
        job("python", lane=None, employer=None, specialities={"vision": 0.4}),
    ]
)
EMPTY = frames_of([job("python", exclusion="undated")])
UNKNOWN = pd.DataFrame({"requisition_id": ["outside", "r00007"], "surface": ["Zorblat", "Quux"]})


@dataclasses.dataclass
class Opened:
    """A generation's frames with the arrays that some version of the code made."""

    frames: dict[str, pd.DataFrame]
    made_by: str
    manifest = MANIFEST

    def arrays(self, asked: str) -> dict[str, pd.DataFrame] | None:
        return packed(build(self.frames, MANIFEST)) if asked == self.made_by else None


def same(one: object, other: object) -> None:
    if isinstance(one, pd.DataFrame):
        pd.testing.assert_frame_equal(one, other)
    elif isinstance(one, np.ndarray):
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)
    elif dataclasses.is_dataclass(one):
        for field in dataclasses.fields(one):
            same(getattr(one, field.name), getattr(other, field.name))
    elif isinstance(one, dict):
        assert one.keys() == other.keys()
        for key in one:
            same(one[key], other[key])
    elif not isinstance(one, Answers):  # which are made when they are asked for
        assert one == other


@pytest.mark.parametrize("frames", [FRAMES, FRAMES | {"unknown_term": UNKNOWN}, EMPTY], ids=["some", "unknown", "none"])
def test_what_is_packed_is_unpacked(frames):
    made = build(frames, MANIFEST)
    same(unpacked(packed(made), frames, MANIFEST), made)


def test_a_report_does_not_tell_which_way_its_market_was_opened():
    one, other = (market_of(Opened(FRAMES, made_by)) for made_by in (version(), "another"))
    person = resume("python", text="Python.")
    assert gap(one, person) == gap(other, person)


def test_frames_of_a_market_opened_from_arrays_are_read_when_they_are_asked_for():
    class Late(dict):
        def __getitem__(self, name):
            assert name in ("skill", "lane", "speciality")
            return super().__getitem__(name)

    assert unpacked(packed(build(FRAMES, MANIFEST)), Late(FRAMES), MANIFEST).n
