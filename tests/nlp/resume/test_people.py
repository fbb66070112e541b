"""The fictional people of the first half are read as the truth beside them says, to the aims of the house."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import replace

import pytest

from bench import people
from bench.people import PEOPLE, Sums, asked_skills, columns, measure, read_person
from nlp.resume.reader import ResumeReader
from nlp.taxonomy.loader import load

READER = ResumeReader(load())
TRUTHS = sorted((PEOPLE / "a").glob("*.truth.toml"))


@pytest.fixture(scope="module")
def sums() -> dict[str, tuple[int, int]]:
    hits: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for path in TRUTHS:
        truth = tomllib.loads(path.read_text(encoding="utf-8"))
        one = measure(truth, read_person(path.parent / truth["file"], truth, READER), asked_skills(READER.taxonomy))
        for name, (hit, all_of) in one.counts.items():
            hits[name] += hit
            of[name] += all_of
    return {name: (hits[name], of[name]) for name in of}


def test_half_of_the_people_are_there() -> None:
    assert len(TRUTHS) == 12
    kinds = {tomllib.loads(path.read_text(encoding="utf-8"))["kind"] for path in TRUTHS}
    assert len(kinds) >= 6


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("held skills found", 0.93),
        ("years of a kind within one", 0.95),
        ("degree", 0.9),
        ("lane of the goal", 0.8),
    ],
)
def test_what_is_there_is_found(sums: dict[str, tuple[int, int]], name: str, least: float) -> None:
    hits, of = sums[name]
    assert hits >= least * of, f"{name}: {hits} of {of}"


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("misleading words taken", 0.06),
        ("held of what must never be", 0.02),
        ("«learn it» of what is written or certainly shown", 0.02),
        ("«learn it» of what must never be", 0.0),
        ("«say it» of what is denied, wished or another's", 0.01),
    ],
)
def test_no_word_is_put_into_anyones_mouth(sums: dict[str, tuple[int, int]], name: str, most: float) -> None:
    hits, of = sums[name]
    assert hits <= most * of, f"{name}: {hits} of {of}"


def test_each_person_stands_in_one_column() -> None:
    named = [
        n
        for row in tomllib.loads((PEOPLE / "people.toml").read_text(encoding="utf-8"))["column"]
        for n in row["people"]
    ]
    assert len(named) == len(set(named))
    assert all((PEOPLE / f"{name}.truth.toml").exists() for name in named)
    for folder in (folder for folder in PEOPLE.iterdir() if folder.is_dir()):
        shown = [path for column in columns(folder) for path in column.people]
        assert sorted(shown) == sorted(folder.glob("*.truth.toml"))


def test_the_fourth_set_is_open_and_its_kinds_and_layouts_differ() -> None:
    truths = {path.stem.split(".")[0]: path for path in (PEOPLE / "d").glob("*.truth.toml")}
    shown = [{path.name.split(".")[0] for path in column.people} for column in columns(PEOPLE / "d")]
    assert not any(column.closed for column in columns(PEOPLE / "d"))
    assert set(sorted(truths)[1::2]) in shown  # those who were unread stay a column of their own
    read = [tomllib.loads(path.read_text(encoding="utf-8")) for path in truths.values()]
    assert len({truth["kind"] for truth in read}) == len({truth["layout"] for truth in read}) == 16
    assert all(3 <= len(truth["never"]["misleading"]) <= 10 for truth in read)


def test_every_second_of_the_sixth_set_is_closed_and_its_kinds_and_layouts_differ() -> None:
    shown = list(columns(PEOPLE / "f"))
    all_of = sorted((PEOPLE / "f").glob("*.truth.toml"))
    assert [(column.closed, column.people) for column in shown] == [(False, all_of[::2]), (True, all_of[1::2])]
    read = [tomllib.loads(path.read_text(encoding="utf-8")) for column in shown for path in column.people]
    assert len({truth["kind"] for truth in read}) == len({truth["layout"] for truth in read}) == 14
    assert all(5 <= len(truth["never"]["misleading"]) <= 10 for truth in read)


@pytest.mark.parametrize("folder", sorted(path.name for path in PEOPLE.iterdir() if path.is_dir()))
def test_each_truth_names_known_skills_and_lines_that_stand_in_the_file(folder: str) -> None:
    for path in sorted((PEOPLE / folder).glob("*.truth.toml")):
        truth = tomllib.loads(path.read_text(encoding="utf-8"))
        named = {s["skill"] for s in truth["skill"]} | {*truth["never"]["held"], *truth["never"]["learn"]}
        named |= {row["not"] for row in truth["never"]["misleading"]} | set(truth.get("either", {}).get("skills", ()))
        assert named <= READER.taxonomy.skills.keys(), path.name
        assert (path.parent / truth["file"]).exists()
        if truth["file"].endswith((".txt", ".md")):
            text = (path.parent / truth["file"]).read_text(encoding="utf-8")
            assert all(s["quote"] in text for s in truth["skill"]), path.name


def test_no_error_of_a_closed_column_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [replace(column, closed=number == 1) for number, column in enumerate(columns(PEOPLE / "c"))]
    closed = [path for column in given if column.closed for path in column.people]
    assert len(closed) == 8
    monkeypatch.setattr(people, "columns", lambda _: iter(given))
    monkeypatch.setattr(people, "read_person", lambda *_: None)
    monkeypatch.setattr(people, "measure", lambda *_: Sums(counts={"level": [0, 1]}, missed=["level: a miss"]))
    for name in ("all", closed[0].name.split(".")[0]):
        monkeypatch.setattr("sys.argv", ["people", str(PEOPLE / "c"), "--errors", name])
        people.main()
        printed = capsys.readouterr().out
        assert printed.count("a miss") == (8 if name == "all" else 0)
        assert not [path.name for path in closed if path.name in printed]


def test_a_defensible_answer_is_no_fault() -> None:
    path = PEOPLE / "c" / "falk_siebenhaar.truth.toml"
    truth = tomllib.loads(path.read_text(encoding="utf-8"))
    read = read_person(path.parent / truth["file"], truth, READER)
    years = {kind: getattr(read.years_by_kind, kind) or 0.0 for kind in people.KINDS}
    wrong = {kind: n + 5 for kind, n in years.items()}
    level = "intern" if read.seniority != "intern" else "lead"
    truth |= {"years": wrong, "or_years": [], "level": level, "either": {}}
    assert measure(truth, read, []).counts["years of a kind within one"] == [0, 3]
    assert measure(truth, read, []).counts["level"] == [0, 1]
    truth |= {"or_years": [wrong, years], "either": {"level": [read.seniority]}}
    assert measure(truth, read, []).counts["years of a kind within one"] == [3, 3]
    assert measure(truth, read, []).counts["level"] == [1, 1]
