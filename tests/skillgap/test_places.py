"""The places of requisitions: every posting's, each once."""

import pytest

from skillgap.places import home_region, requisition_places
from warehouse.models import Location


def test_a_place_is_named_once_by_its_surest_basis() -> None:
    found = requisition_places(
        [
            ("a", Location("Lyon"), None),
            ("a", Location("Lyon, France"), None),
            ("a", Location("Lyon", city="Lyon", country="FR"), None),
            ("a", Location("Lyon or Toronto, Canada"), None),
            ("b", Location("Lyon"), "remote"),
            ("c", Location(""), None),
            ("d", Location(""), "remote"),
        ]
    )
    told = found[["requisition_id", "city", "country", "remote_scope", "region", "basis"]].fillna("")
    assert told.to_numpy().tolist() == [
        ["a", "Lyon", "FR", "", "eu_eea", "stated"],
        ["a", "Toronto", "CA", "", "canada", "text"],
        ["b", "Lyon", "FR", "FR", "eu_eea", "inferred"],
        ["d", "", "", "unstated", "unknown", "text"],
    ]


@pytest.mark.parametrize(
    ("head", "region"),
    [
        ("Ada Tern\nBackend developer\nUppsala, Sweden · ada@example.org · +46 70 555 01 42", "eu_eea"),
        ("Bo Sand | Leeds, UK | bo@example.org", "uk"),
        ("Cy Moss\nPune, India - cy@example.org", "india"),
        ("Di Fen\ndi@example.org", None),
        ("Ed Ash\nLeeds, UK\nPune, India", None),
        ("Flo Elm\nPython, Docker, Kubernetes", None),
    ],
)
def test_a_resumes_head_names_the_region_that_its_person_lives_in(head, region):
    assert home_region(head) == region
