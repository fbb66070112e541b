import csv
from pathlib import Path

import pytest

from analysis.gap.checklist import items
from analysis.market.facts import generic, table
from analysis.snapshot.claims import topics as asked_topics

TAXONOMY = Path(__file__).parents[3] / "nlp" / "taxonomy" / "skills.csv"


@pytest.fixture(scope="module")
def taxonomy():
    with TAXONOMY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def topics():
    yield generic()
    yield from (wanted for _, _, wanted in items())
    yield from asked_topics()


@pytest.mark.parametrize("topic", list(topics()), ids=lambda x: x.name)
def test_every_id_and_family_of_the_data_files_is_in_the_taxonomy(topic, taxonomy):
    assert topic.skills - {row["id"] for row in taxonomy} == set()
    assert topic.families - {row["family"] for row in taxonomy} == set()
    assert topic.skills or topic.families


def test_the_checklist_has_ten_items_with_ids_of_their_own():
    assert len({item["id"] for item in table("gap/checklist.toml")["item"]}) == 10
