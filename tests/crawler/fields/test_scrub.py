"""Contact details go, whatever form they take; numbers that are none stay."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fields.scrub import scrub
from tests.nlp.test_linear_time import MOST, grows_by


@pytest.mark.parametrize(
    "contact",
    [
        "ida.berg+jobs@quillmoor.example",
        "mailto:ida@quillmoor.example",
        "ida&#64;quillmoor.example",
        "ida&amp;#x40;quillmoor.example",
        "ida<span>@</span>quillmoor.example",
        "ida&lt;span class=&quot;x&quot;&gt;@&lt;/span&gt;quillmoor.example",
        "ida [at] quillmoor dot example",
        "ida.berg (AT) quillmoor (dot) example",
        "ida{at}quillmoor.example",
        "ida[dot]berg[at]quillmoor.example",
        "ida at quillmoor dot com",
    ],
)
def test_addresses_go(contact: str) -> None:
    assert scrub(f"Write to {contact} today") == "Write to [email] today"


@pytest.mark.parametrize(
    "contact",
    [
        "+47 55 12 34 56",
        "+49 (0)30 1234-567",
        "0049 30 1234567",
        "(415) 555-0123",
        "(415)-555-0123",
        "415-555-0123",
        "415.555.0123",
        "1-415-555-0123",
    ],
)
def test_phones_go(contact: str) -> None:
    assert scrub(f"Reach us at {contact}, or apply") == "Reach us at [phone], or apply"


def test_a_number_that_is_called_a_phone_goes() -> None:
    assert scrub("Tel: 030 1234567") == "[phone]"


@pytest.mark.parametrize(
    "text",
    [
        "$120,000 - $150,000 per year",
        "€80.000 – €110.000, 401(k), 2024-2026, 24/7",
        "id 8440707002, R-107190, 2026-03-11T16:06:03-04:00",
        "63df0ffc-bdc6-40ba-906f-fe03378536b0",
        "C++11, C++17 and 10+ years; 100 000 000 rows; 192.168.1.1",
        "https://jobs.quillmoor.example/openings/4155550123?gh_jid=415-555-0123",
        "work at scale, at Quillmoor (at home or not); @mentions in code such as @dataclass",
        "version 1.2.3-4567890",
    ],
)
def test_other_numbers_and_words_stay(text: str) -> None:
    assert scrub(text) == text


@given(st.text(max_size=300))
def test_scrubbing_twice_changes_nothing_more(text: str) -> None:
    once = scrub(text)
    assert scrub(once) == once


@pytest.mark.parametrize("unit", ["a", "a.", "1 ", "(4", "a at ", "a [at] ", "<b>@", "&lt;@", "+1-", " dot a"])
def test_hostile_repetition_takes_linear_time(unit: str) -> None:
    assert grows_by(lambda text: scrub(text + "@ [at] dot "), unit, 160_000) <= MOST


def test_a_number_in_the_digits_of_any_script_goes() -> None:
    scripts = [zero for zero in map(chr, range(sys.maxunicode + 1)) if zero.isdecimal() and int(zero) == 0]
    assert len(scripts) > 50
    for zero in scripts:
        number = "".join(chr(ord(zero) + digit) for digit in (3, 0, 1, 2, 3, 4, 5, 6, 7))
        assert scrub(f"Tel: {number[:2]}\u00a0{number[2:]}, or apply") == "[phone], or apply", hex(ord(zero))


def test_ids_keep_their_digits():
    for name in ("932eb648-d610-413b-8984-001234567890", "REQ/0012345678901", "a-0049123456789"):
        assert scrub(name) == name
