from analysis.gap.cohort import cohort
from analysis.gap.report import gap
from tests.analysis.builders import LANES, market_of, resume, spread

JOBS = [
    *spread(60, "python kubernetes docker", employers=30),
    *spread(40, "python kubernetes mlflow", employers=20),
    *spread(40, "python rag langchain", employers=20, lane="ai_application"),
]


def found(**people):
    market = market_of(JOBS)
    return cohort(market, {file: gap(market, person, file=file) for file, person in people.items()})


def test_each_resume_has_a_row_in_each_lane_as_in_its_own_report():
    market = market_of(JOBS)
    table = found(b=resume("python", "kubernetes", "docker"), a=resume("python", "rag", "langchain"))
    assert table.files == ("a", "b")
    assert [(row.file, row.lane) for row in table.members] == [(file, lane) for file in "ab" for lane in LANES]
    own = gap(market, resume("python", "kubernetes", "docker"))
    (row,) = (row for row in table.members if (row.file, row.lane) == ("b", "platform"))
    (lane,) = (lane for lane in own.lanes if lane.lane == "platform")
    assert (row.share, row.low, row.high, row.n) == (
        lane.coverage.share,
        lane.coverage.low,
        lane.coverage.high,
        lane.coverage.n,
    )
    assert row.is_closest == (own.closest.lane == "platform")
    assert row.skills_shown == 3


def test_common_gaps_count_who_lacks_what_the_lane_asks_for():
    table = found(
        a=resume("python", "kubernetes"), b=resume("python"), c=resume("python", docker="learning", mlflow="used")
    )
    gaps = {gap.skill: gap.lacking for gap in table.gaps if gap.lane == "platform"}
    assert gaps == {"kubernetes": 2, "docker": 3, "mlflow": 2}
    first, second, _ = [gap.skill for gap in table.gaps if gap.lane == "platform"]
    assert (first, second) == ("kubernetes", "docker")


def test_nobody_is_an_empty_table():
    assert found().members == ()
    assert found().gaps == ()


def test_what_to_teach_next_is_what_stands_in_most_plans():
    table = found(a=resume("python"), b=resume("python", "docker"), c=resume("python", "kubernetes"))
    assert table.teach
    first = table.teach[0]
    assert first.resumes == max(x.resumes for x in table.teach)
    assert first.first_for <= first.resumes <= 3
