import pytest

from analysis.trends.watch import MOST, OWN_LIST, shipped, watched
from nlp.taxonomy.loader import load
from tests.analysis.builders import job, market_of
from warehouse.models import BadInputError


def test_the_shipped_list_names_thirty_skills_of_the_taxonomy():
    assert len(set(shipped())) == MOST
    assert not set(shipped()) - set(load().skills)


def test_a_list_of_ones_own_names_skills_by_id_or_name(tmp_path):
    market = market_of([job("python"), job("rag")])
    assert watched(tmp_path, market) == shipped()
    path = tmp_path / OWN_LIST
    path.parent.mkdir()
    path.write_text('skills = ["rag", "Python", "python"]', encoding="utf-8")
    assert watched(tmp_path, market) == ("rag", "python")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('skills = ["flying"]', "'flying' is no skill"),
        ("skills = 3", "is no watch list"),
        ("skills = [", "is not TOML"),
        (f"skills = {['python'] * (MOST + 1)}", f"names {MOST + 1} skills"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_in_words(tmp_path, text, why):
    path = tmp_path / OWN_LIST
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError, match=why):
        watched(tmp_path, market_of([job("python")]))
