"""How well posts are joined to jobs: `python -m bench.linking [--employers N --seed S]` on made boards.

Each job of an employer is posted for one to nine cities under ids shaped like those of real boards. Posts of one job
share a number of the job on two boards in three; texts differ by the city's name, a sentence about its office, a
sentence about its pay, or the number of the opening. Some jobs share title, and nearly all words, with another team's.
Some numbers span two roles. Prints precision and recall over pairs of posts of one employer.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from warehouse.linking.adverts import Advert
from warehouse.linking.grouping import link

CITIES = (
    "Berlin",
    "Lisbon",
    "New York",
    "Austin",
    "Toronto",
    "Bengaluru",
    "London",
    "Dublin",
    "Singapore",
    "São Paulo",
)
COUNTRY = {
    "Berlin": "Germany", "Lisbon": "Portugal", "New York": "NY, USA", "Austin": "TX, USA", "Toronto": "ON, Canada",
    "Bengaluru": "India", "London": "UK", "Dublin": "Ireland", "Singapore": "Singapore", "São Paulo": "Brazil",
}  # fmt: skip
TITLES = ("Machine Learning Engineer", "Senior Data Scientist", "MLOps Engineer", "Research Scientist", "AI Engineer")
TEAMS = ("ranking", "fraud", "forecasting", "speech", "search", "pricing", "vision", "support", "maps", "billing")
THINGS = (
    "models",
    "pipelines",
    "services",
    "experiments",
    "features",
    "indexes",
    "agents",
    "evaluations",
    "dashboards",
)
VERBS = ("train", "ship", "measure", "repair", "design", "simplify", "document", "watch", "explain", "compare", "own")
ENDS = ("every week", "with two colleagues", "before lunch", "for our customers", "without heroics", "from raw data")
SOURCES = ("greenhouse", "ashby", "lever", "workday")


@dataclass(frozen=True)
class MadeBoard:
    """Posts of one employer, each with the job that it truly is of."""

    adverts: list[Advert]
    texts: dict[str, str]
    job_of: dict[str, int]


def made_board(draw: random.Random, number: int, jobs: int = 12) -> MadeBoard:
    """One employer's board."""
    employer, source = f"Orchard {number} Works", SOURCES[number % len(SOURCES)]
    states_number = number % 3 > 0
    about = " ".join(_sentence(draw) for _ in range(draw.randint(4, 9)))
    board = MadeBoard([], {}, {})
    earlier: list[tuple[str, str]] = []
    for job in range(jobs):
        if earlier and draw.random() < 0.25:  # another team's job: the same title, its own duties, the rest alike
            title, shared = draw.choice(earlier)
        else:
            title, shared = draw.choice(TITLES), " ".join(_sentence(draw) for _ in range(12))
            title += f", {draw.choice(TEAMS).title()}" if draw.random() < 0.6 else ""
        earlier.append((title, shared))
        own = " ".join(_sentence(draw) for _ in range(draw.randint(5, 12)))
        spans = job > 0 and draw.random() < 0.1 and title.split(",")[0] != earlier[-2][0].split(",")[0]
        job_number = f"{6_000_000_000 + number * 1000 + (job - 1 if spans else job)}"
        for city in draw.sample(CITIES, min(len(CITIES), draw.choice((1, 1, 1, 2, 2, 3, 5, 9)))):
            text = _posted(draw, f"{about}\n{own}\n{shared}", city)
            _add(board, employer, source, title, city, text, job, job_number if states_number else None)
    return board


def _posted(draw: random.Random, text: str, city: str) -> str:
    office = f"\nYou will sit in our {city} office, near the station." if draw.random() < 0.5 else ""
    low = draw.randint(70, 160)
    pay = f"\nThe pay range in {city} is ${low},000 - ${low + 40},000 a year." if draw.random() < 0.5 else ""
    return f"{text}{office}\nWe hire in {city}.{pay}\nWe answer every application."


def _add(
    board: MadeBoard, employer: str, source: str, title: str, city: str, text: str, job: int, job_number: str | None
) -> None:
    text_hash = hashlib.sha256(text.encode()).hexdigest()
    own_id = f"{4_000_000_000 + len(board.adverts) * 37}" if source == "greenhouse" else f"{text_hash[:8]}-{city[:2]}"
    advert = Advert(
        posting_id=f"{source}/{employer}/{own_id}",
        source=source,
        kind="ats",
        board=employer,
        source_job_id=own_id,
        employer=employer,
        title=title if len(board.adverts) % 4 else f"{title} - {city}",
        places=(f"{city}, {COUNTRY[city]}",),
        urls=(),
        text_hash=text_hash,
        text_length=len(text),
        first_seen_at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC) + dt.timedelta(days=len(board.adverts)),
        job_number=job_number,
    )
    board.adverts.append(advert)
    board.texts[text_hash] = text
    board.job_of[advert.posting_id] = job


def _sentence(draw: random.Random) -> str:
    first, second = (f"{draw.choice(VERBS)} {draw.choice(TEAMS)} {draw.choice(THINGS)}" for _ in range(2))
    return f"You {first} and {second} {draw.choice(ENDS)}."


def pairs(board: MadeBoard) -> Iterator[tuple[bool, bool]]:
    """(truly one job, joined) of each pair of posts."""
    found = link(board.adverts, lambda wanted: {text_hash: board.texts[text_hash] for text_hash in wanted})
    for one, other in combinations(board.adverts, 2):
        is_one = board.job_of[one.posting_id] == board.job_of[other.posting_id]
        yield is_one, found.requisition_of[one.posting_id] == found.requisition_of[other.posting_id]


def measured(employers: int, seed: int) -> tuple[float, float, int]:
    """Precision, recall and number of true pairs."""
    draw = random.Random(seed)
    seen = [pair for number in range(employers) for pair in pairs(made_board(draw, number))]
    right = sum(is_one and joined for is_one, joined in seen)
    true, said = sum(is_one for is_one, _ in seen), sum(joined for _, joined in seen)
    return right / said, right / true, true


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--employers", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    precision, recall, true = measured(given.employers, given.seed)
    print(f"{true} pairs of posts of one job: precision {precision:.4f}, recall {recall:.4f}")
