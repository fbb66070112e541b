"""The places of requisitions: every posting's, each once."""

from skillgap.places import requisition_places
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
