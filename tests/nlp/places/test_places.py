"""Places from locations as boards write them: each case differs in kind from the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.places.names import meanings_of
from nlp.places.parser import places_of
from warehouse.models import Place


def shown(place: Place) -> str:
    """country/state/city, then `~scope` where remote, then the region."""
    where = "/".join(part or "-" for part in (place.country, place.state, place.city))
    return f"{where}{'~' + place.remote_scope if place.remote_scope else ''} {place.region}"


@pytest.mark.parametrize(
    ("raw", "places"),
    [
        # one place by its name alone
        ("London", ["GB/-/London uk"]),
        ("Zürich", ["CH/-/Zürich other"]),
        ("munchen", ["DE/-/munchen eu_eea"]),
        ("Bangalore", ["IN/-/Bangalore india"]),
        ("NYC", ["US/NY/NYC us"]),
        ("New York", ["US/NY/New York us"]),
        ("San Francisco Bay Area", ["US/CA/San Francisco Bay Area us"]),
        ("Greater Boston", ["US/MA/Greater Boston us"]),
        ("Kleinkleckersdorf", ["-/-/Kleinkleckersdorf unknown"]),
        # a country by name, code, in its own language
        ("U.S.", ["US/-/- us"]),
        ("usa", ["US/-/- us"]),
        ("Deutschland", ["DE/-/- eu_eea"]),
        ("IND", ["IN/-/- india"]),
        ("Norway", ["NO/-/- eu_eea"]),
        ("The Netherlands", ["NL/-/- eu_eea"]),
        ("Trinidad and Tobago", ["TT/-/- other"]),
        ("Singapore", ["SG/-/- other"]),
        # city with state or country
        ("Cambridge, MA", ["US/MA/Cambridge us"]),
        ("Cambridge, UK", ["GB/-/Cambridge uk"]),
        ("Boston, Ma.", ["US/MA/Boston us"]),
        ("Natick, MA 01760", ["US/MA/Natick us"]),
        ("Chicago, Illinois, United States", ["US/IL/Chicago us"]),
        ("London, Ontario", ["CA/ON/London canada"]),
        ("London, Greater London, England, GBR", ["GB/-/London uk"]),
        ("Paris, Texas", ["US/TX/Paris us"]),
        ("Vancouver, WA", ["US/WA/Vancouver us"]),
        ("Washington, DC", ["US/DC/Washington us"]),
        ("Seattle, Washington", ["US/WA/Seattle us"]),
        ("Brooklyn, New York, NY, USA", ["US/NY/Brooklyn us"]),
        ("Paris, Île-de-France, France", ["FR/-/Paris eu_eea"]),
        ("London UK", ["GB/-/London uk"]),
        ("Dubai , UAE", ["AE/-/Dubai other"]),
        # codes that are a state and a country
        ("San Francisco, CA", ["US/CA/San Francisco us"]),
        ("Toronto, CA", ["CA/ON/Toronto canada"]),
        ("Berlin, DE", ["DE/-/Berlin eu_eea"]),
        ("Wilmington, DE", ["US/DE/Wilmington us"]),
        ("Bangalore, IN", ["IN/-/Bangalore india"]),
        ("Indianapolis, IN", ["US/IN/Indianapolis us"]),
        ("Haifa, IL", ["IL/-/Haifa other"]),
        ("New Orleans, LA", ["US/LA/New Orleans us"]),
        # what fits several stays open
        ("Cambridge", ["-/-/Cambridge unknown"]),
        ("Georgia", ["-/-/- unknown"]),
        ("Springfield, Georgia", ["-/-/Springfield unknown"]),
        ("Atlanta, Georgia", ["US/GA/Atlanta us"]),
        ("Tbilisi, Georgia", ["GE/-/Tbilisi other"]),
        ("Georgia, USA", ["US/GA/- us"]),
        ("Georgia; Texas", ["US/-/- us", "US/TX/- us"]),
        ("Washington", ["US/-/- us"]),
        # from the wide to the narrow
        ("US, CA, Santa Clara", ["US/CA/Santa Clara us"]),
        ("US-CA-San Francisco", ["US/CA/San Francisco us"]),
        ("Germany (Berlin)", ["DE/-/Berlin eu_eea"]),
        ("Illinois - Chicago", ["US/IL/Chicago us"]),
        ("CA-Toronto, CA-Montreal", ["CA/ON/Toronto canada", "CA/QC/Montreal canada"]),
        # several places
        ("SF or NYC", ["US/CA/SF us", "US/NY/NYC us"]),
        ("SF, LA, NYC", ["US/CA/SF us", "US/CA/LA us", "US/NY/NYC us"]),
        ("(San Francisco, Chicago, NYC)", ["US/CA/San Francisco us", "US/IL/Chicago us", "US/NY/NYC us"]),
        ("Boston, MA; London, UK | Paris", ["US/MA/Boston us", "GB/-/London uk", "FR/-/Paris eu_eea"]),
        ("DC, Maryland, Virginia", ["US/DC/- us", "US/MD/- us", "US/VA/- us"]),
        ("Alberta, Canada, British Columbia, Canada", ["CA/AB/- canada", "CA/BC/- canada"]),
        ("New York, United States, New Jersey, United States", ["US/NY/New York us", "US/NJ/- us"]),
        ("Lille or Roubaix, France", ["FR/-/Lille eu_eea", "FR/-/Roubaix eu_eea"]),
        ("Zeist / Utrecht, Netherlands", ["NL/-/Zeist eu_eea", "NL/-/Utrecht eu_eea"]),
        ("Dublin OR London", ["IE/-/Dublin eu_eea", "GB/-/London uk"]),
        ("Italy and France", ["IT/-/- eu_eea", "FR/-/- eu_eea"]),
        ("Berlin; Berlin", ["DE/-/Berlin eu_eea"]),
        # remote, and where one may live
        ("Remote", ["-/-/-~unstated unknown"]),
        ("Remote - US", ["US/-/-~US us"]),
        ("US-Remote", ["US/-/-~US us"]),
        ("Remote, India", ["IN/-/-~IN india"]),
        ("Brazil - Remote", ["BR/-/-~BR other"]),
        ("Remote - California", ["US/CA/-~US-CA us"]),
        ("Home based - Germany", ["DE/-/-~DE eu_eea"]),
        ("Remote (EU)", ["-/-/-~EU eu_eea"]),
        ("Europe, 100% remote", ["-/-/-~Europe eu_eea"]),
        ("Remote, Worldwide", ["-/-/-~worldwide unknown"]),
        ("Work from anywhere", ["-/-/-~worldwide unknown"]),
        ("EMEA", ["-/-/- unknown"]),
        ("LATAM (remote)", ["-/-/-~LATAM other"]),
        ("Chicago, Remote", ["US/IL/Chicago us", "-/-/-~unstated unknown"]),
        ("Chicago, US-Remote, Toronto", ["US/IL/Chicago us", "US/-/-~US us", "CA/ON/Toronto canada"]),
        ("Berlin or New York (Remote)", ["DE/-/Berlin eu_eea", "US/NY/New York~US-NY us"]),
        ("Canada - Remote (ON or NS only)", ["CA/ON/-~CA-ON canada", "CA/NS/-~CA-NS canada"]),
        # ways of working and other words around a place
        ("London, UK (Hybrid: 3 days office / 2 days home)", ["GB/-/London uk"]),
        ("Paris 10th district, France (hybrid, 1 remote day a week)", ["FR/-/Paris 10th district eu_eea"]),
        ("Hybrid in Latvia", ["LV/-/- eu_eea"]),
        ("Singapore HQ", ["SG/-/- other"]),
        ("4201 Quill Dr, Santa Clara, CA 95054, US", ["US/CA/Santa Clara us"]),
        ("Maia, Porto, Portugal", ["PT/-/Porto eu_eea"]),
        # hours of work are no place
        ("Remote, ET", ["-/-/-~unstated unknown"]),
        ("Remote - US, EST hours", ["US/-/-~US us"]),
        ("New York (ET)", ["US/NY/New York us"]),
        ("Addis Ababa, ET", ["ET/-/Addis Ababa other"]),
        ("Hawassa, ET", ["ET/-/Hawassa other"]),
        ("Remote PT/ET hours", ["-/-/-~unstated unknown"]),
        ("Remote - Europe (CET +/- 2h)", ["-/-/-~Europe eu_eea"]),
        ("Lisbon, PT", ["PT/-/Lisbon eu_eea"]),
        # remote in each of several countries
        ("Remote - US or Canada", ["US/-/-~US us", "CA/-/-~CA canada"]),
        ("Remote: Spain, Italy & Greece", ["ES/-/-~ES eu_eea", "IT/-/-~IT eu_eea", "GR/-/-~GR eu_eea"]),
        ("Ireland or UK - remote", ["IE/-/-~IE eu_eea", "GB/-/-~GB uk"]),
        ("Canada (remote), Japan (remote), India (on-site)", ["CA/-/-~CA canada", "JP/-/-~JP other", "IN/-/- india"]),
        ("Remote in the US or Lisbon", ["US/-/-~US us", "PT/-/Lisbon eu_eea"]),
        ("US & Canada", ["US/-/- us", "CA/-/- canada"]),
        ("Worldwide", ["-/-/-~worldwide unknown"]),
        ("Anywhere", ["-/-/-~worldwide unknown"]),
        ("Anywhere in Spain", ["ES/-/-~ES eu_eea"]),
        # several places of one country, codes with dots
        ("Several cities in Portugal", ["PT/-/- eu_eea"]),
        ("USA.CO.Boulder", ["US/CO/Boulder us"]),
        # nothing said
        ("", []),
        ("2 Locations", []),
        ("N/A", []),
        ("On-site", []),
        ("in", []),
    ],
)  # fmt: skip
def test_wordings(raw: str, places: list[str]) -> None:
    assert [shown(place) for place in places_of(raw)] == places


@pytest.mark.parametrize(
    ("given", "place", "basis"),
    [
        ({"raw": "Ghent", "city": "Ghent", "country": "Belgium"}, "BE/-/Ghent eu_eea", "stated"),
        ({"raw": "Noida, UP", "city": "Noida", "region": "UP", "country": "IND"}, "IN/-/Noida india", "stated"),
        ({"raw": "HQ", "city": "Cambridge", "region": "MA", "country": "US"}, "US/MA/Cambridge us", "stated"),
        ({"raw": "Cambridge", "country": "GB"}, "GB/-/Cambridge uk", "stated"),
        ({"raw": "x", "city": "Atlanta", "region": "Georgia", "country": "U.S."}, "US/GA/Atlanta us", "stated"),
        ({"raw": "Tbilisi", "city": "Tbilisi", "country": "Georgia"}, "GE/-/Tbilisi other", "stated"),
        ({"raw": "US, Remote", "country": "US"}, "US/-/-~US us", "stated"),
        ({"raw": "Toronto", "city": "Toronto", "region": "ON"}, "CA/ON/Toronto canada", "stated"),
        ({"raw": "Sofia", "city": "Sofia"}, "BG/-/Sofia eu_eea", "inferred"),
        ({"raw": "Gent", "country": "be"}, "BE/-/Gent eu_eea", "stated"),
        ({"raw": "Remote", "workplace": "remote"}, "-/-/-~unstated unknown", "text"),
        ({"raw": "Berlin", "workplace": "remote"}, "DE/-/Berlin~DE eu_eea", "inferred"),
        ({"raw": None, "workplace": "remote"}, "-/-/-~unstated unknown", "text"),
        ({"raw": "Utrecht, Netherlands"}, "NL/-/Utrecht eu_eea", "text"),
        ({"raw": "Utrecht"}, "NL/-/Utrecht eu_eea", "inferred"),
    ],
)  # fmt: skip
def test_what_a_source_states_beside_the_wording(given: dict[str, str], place: str, basis: str) -> None:
    (found,) = places_of(**given)
    assert (shown(found), found.basis) == (place, basis)


def test_a_list_of_places_is_more_than_the_first_ones_stated_country() -> None:
    found = places_of("Ghent; London", country="BE")
    assert [shown(place) for place in found] == ["BE/-/Ghent eu_eea", "GB/-/London uk"]


@given(st.text(max_size=200))
def test_any_text_gives_places(raw: str) -> None:
    for place in places_of(raw, workplace="remote"):
        assert place.remote_scope or len(places_of(raw)) >= 1
        assert place.region == "unknown" or place.country or place.remote_scope


def test_the_names_are_sound() -> None:
    assert meanings_of("Italy").countries == {"IT"} and meanings_of("ITA").countries == {"IT"}
    assert not meanings_of("ita").countries, "codes count in capitals only"
    assert {country for country, _ in meanings_of("CA").states} == {"US"} and meanings_of("CA").countries == {"CA"}
    assert {city.country for city in meanings_of("Cambridge").cities} == {"US", "GB"}
