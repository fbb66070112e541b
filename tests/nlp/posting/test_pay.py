"""Pay is read where a text states it, and no other money is taken for it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from nlp.placed import Placed
from nlp.posting.pay import pay_ranges_of, widest
from nlp.posting.sections import place
from nlp.text import statements
from warehouse.models import Pay

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "fixtures" / "nlp" / "pay_traps.jsonl").read_text().splitlines()
]


def read(text: str) -> list[Pay]:
    return [pay for s in statements(text) for pay in pay_ranges_of([Placed(s, "benefits")])]


def pay_of(placed: Sequence[Placed]) -> Pay | None:
    return widest(pay_ranges_of(placed))


def same(pay: Pay, want: dict[str, Any]) -> bool:
    return (pay.min, pay.max, pay.currency, pay.period) == (want["min"], want["max"], want["currency"], want["period"])


def test_no_other_money_is_taken_for_pay() -> None:
    false = [(row["text"], read(row["text"])) for row in ROWS if row["pay"] is None and read(row["text"])]
    assert not false


def test_stated_pay_is_read() -> None:
    stated = [row for row in ROWS if row["pay"] is not None]
    wrong = [(row, read(row["text"])) for row in stated if not any(same(p, row["pay"]) for p in read(row["text"]))]
    assert len(wrong) <= 0.1 * len(stated), wrong


def test_a_posting_gives_its_widest_range() -> None:
    pay = pay_of(
        place(
            "Pay\nLevel 4: $150,000 - $180,000 per year\nLevel 5: $170,000 - $220,000 per year\n401k match up to $5,000"
        )
    )
    assert pay == Pay(150_000, 220_000, "USD", "year", "text")


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("£45,000 - £55,000, 3 days a month in Leeds", Pay(45_000, 55_000, "GBP", "year", "inferred")),
        ("€70,000 - €80,000, once a week in Graz", Pay(70_000, 80_000, "EUR", "year", "inferred")),
        ("65.000 – 80.000 € brutto", Pay(65_000, 80_000, "EUR", "year", "inferred")),
        ("MXN $60,000 - $90,000 monthly", Pay(60_000, 90_000, "MXN", "month", "text")),
        ("Salary of AUD $160,000 plus super", Pay(160_000, 160_000, "AUD", "year", "inferred")),
        ("Salary: £61,000 to £72,000 a year plus bonus", Pay(61_000, 72_000, "GBP", "year", "text")),
        ("Salary: £61,000 to £72,000 and annual bonus", Pay(61_000, 72_000, "GBP", "year", "text")),
        ("Salary and a $5,000 bonus a year", None),
        ("₹30L - ₹45L", Pay(3_000_000, 4_500_000, "INR", "year", "inferred")),
        ("$5 L of milk", None),
        ("Gehalt: 65.000 – 80.000 € im Jahr", Pay(65_000, 80_000, "EUR", "year", "text")),
        ("Salaris: €4.500 - €6.000 bruto per maand", Pay(4_500, 6_000, "EUR", "month", "text")),
        ("€65.000-€80.000 per jaar", Pay(65_000, 80_000, "EUR", "year", "text")),
        ("€ 60.000,- per jaar", Pay(60_000, 60_000, "EUR", "year", "text")),
        ("entre 32.000 y 40.000 euros brutos anuales", Pay(32_000, 40_000, "EUR", "year", "text")),
        ("ab 60.000 € brutto", Pay(60_000, None, "EUR", "year", "inferred")),
        ("₹25-35 LPA", Pay(2_500_000, 3_500_000, "INR", "year", "text")),
        ("25-35 LPA", Pay(2_500_000, 3_500_000, "INR", "year", "text")),
        ("₹ 25 to 35 lakhs", Pay(2_500_000, 3_500_000, "INR", "year", "inferred")),
        ("Salary: CHF 120'000", Pay(120_000, 120_000, "CHF", "year", "inferred")),
        ("£600/day", Pay(600, 600, "GBP", "day", "text")),
        ("£600/day for travel, from our budget", None),
        ("€60 a day for meals", None),
        ("PKR 180,000 - 260,000 per month", Pay(180_000, 260_000, "PKR", "month", "text")),
        ("THB 70,000 - 95,000 a month", Pay(70_000, 95_000, "THB", "month", "text")),
        ("MXN 55,000 - 72,000 monthly", Pay(55_000, 72_000, "MXN", "month", "text")),
        ("Lön: 58 000–74 000 SEK/månad", Pay(58_000, 74_000, "SEK", "month", "text")),
        ("Gaji: IDR 25,000,000 - 40,000,000 per month", Pay(25_000_000, 40_000_000, "IDR", "month", "text")),
        ("Salary: ₹6-9 LPA", Pay(600_000, 900_000, "INR", "year", "text")),
        ("In the office two days/week, salary £64k–£81k", Pay(64_000, 81_000, "GBP", "year", "inferred")),
        ("We meet a few days a month and pay £64k–£81k", Pay(64_000, 81_000, "GBP", "year", "inferred")),
        ("£64k–£81k, three days a week in Hull", Pay(64_000, 81_000, "GBP", "year", "inferred")),
        ("Minimum\n$118,000.00\nMaximum\n$167,500.00", Pay(118_000, 167_500, "USD", "year", "inferred")),
        ("Min: $118,000 / Max: $167,500", Pay(118_000, 167_500, "USD", "year", "inferred")),
        ("Minimum\n€70,000\nMidpoint\n€80,000\nMaximum\n€90,000", Pay(70_000, 90_000, "EUR", "year", "inferred")),
        ("Minimum: 5 years\nMaximum: 20 hours", None),
        (
            "Base salary: €61,000 - €74,000. Total compensation: €70,000 - €95,000",
            Pay(61_000, 74_000, "EUR", "year", "inferred"),
        ),
        ("Total compensation: €70,000 - €95,000", Pay(70_000, 95_000, "EUR", "year", "inferred")),
        ("Try 30 days for free, from 500 euros", None),
        ("Care for families (up to $9,500 per year) and twelve weeks at full pay", None),
        ("We match what you put aside for later years, up to $14,000 annually", None),
        ("Those with a clearance get up to an additional $18,000 annually", None),
        ("A $9k annual training and education benefit for each of us", None),
        ("Remote in the EU | up to €85k per year | full time", Pay(None, 85_000, "EUR", "year", "text")),
        ("Up to £70,000 per annum", Pay(None, 70_000, "GBP", "year", "text")),
        ("Salary up to £70,000 a year", Pay(None, 70_000, "GBP", "year", "text")),
        ("Pay range: $90,000 - $120,000 depending on education", Pay(90_000, 120_000, "USD", "year", "inferred")),
        ("NT$1,200,000 per year", Pay(1_200_000, 1_200_000, "TWD", "year", "text")),
    ],
)
def test_amounts_as_countries_write_them(text: str, pay: Pay | None) -> None:
    assert pay_of(place(text)) == pay


def test_a_posting_without_pay_gives_none() -> None:
    assert pay_of(place("We raised $40M and serve 3,000 customers.")) is None


def test_every_range_is_kept_beside_the_widest() -> None:
    text = "Pay\n- Zone 1: $150,000 - $180,000\n- Zone 2: $135,000 - $160,000\n- London: £85k-£100k per year"
    ranges = pay_ranges_of(place(text))
    assert [(r.min, r.max, r.currency) for r in ranges] == [
        (150_000, 180_000, "USD"),
        (135_000, 160_000, "USD"),
        (85_000, 100_000, "GBP"),
    ]
    one = widest(ranges)
    assert one is not None
    assert (one.min, one.max, one.currency) == (135_000, 180_000, "USD")


def test_a_range_said_twice_is_one() -> None:
    assert len(pay_ranges_of(place("Pay\n- £50,000 - £60,000 per year\n- Again: £50,000 - £60,000 per year"))) == 1
