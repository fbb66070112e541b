"""Names of houses, prizes and people, words of other trades, products named in passing: no skill without evidence."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from nlp.resume.reader import ResumeReader
from nlp.taxonomy.loader import load
from warehouse.models import ResumeReading

READER = ResumeReader(load())
ROLE = "EXPERIENCE\nEngineer, Quillfeather\nMar 2021 - Present\n• {}\n"
OTHER = "Odalys Brandtner\n\nSKILLS\nSQL\n\nOTHER\n{}\n"
NAMES = {"Java": "java", "Spark": "apache_spark", "Swift": "swift", "Haskell": "haskell", "Scala": "scala"}
HOUSES = [
    "{} Street Surgery", "the {} Prize", "{} Hartwell Foundation", "{} Lane School", "Hotel {}",
    "{} Island sailing club", "{} Travel Award", "Café {}", "the {} Picture Museum", "{} Bridges Robotics",
]  # fmt: skip


def read(text: str) -> ResumeReading:
    return READER.read(text, as_of=dt.date(2026, 3, 31))


@pytest.mark.parametrize(("house", "name"), list(product(HOUSES, NAMES)))
def test_what_a_house_or_a_prize_is_called_by_is_no_skill(house: str, name: str) -> None:
    called = house.format(name)
    for text in (
        f"EXPERIENCE\nNurse, {called}, Leeds\nMar 2019 - Feb 2021\n• Took blood at {called}.\n",
        OTHER.format(f"Volunteer at {called}, Leeds."),
    ):
        assert NAMES[name] not in read(text).held, text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "line", ["Wrote {} for 40 shops.", "Built services in {} and SQL.", "{}, SQL and Docker for a bank."]
)
def test_the_same_name_where_it_is_used_is_one(name: str, line: str) -> None:
    assert NAMES[name] in read(ROLE.format(line.format(name))).held


TRADES = [
    ("Nurse", "Triage of 40 patients, monitoring after surgery, testing pumps.", {"triage", "monitoring", "testing"}),
    ("Organ builder", "Fine-tuned the reeds of 12 church organs.", {"fine_tuning"}),
    ("Fashion agent", "Trained models for two shows a year.", {"model_training"}),
    ("Soldier", "Two deployments overseas.", {"deployment", "model_deployment"}),
    ("Gardener", "Pruning of roses, clustering of shrubs.", {"pruning", "clustering"}),
    ("Librarian", "Classification of 4,000 donated books.", {"classification"}),
    ("Shop manager", "Forecasting of bread by feel, optimisation of the window.", {"forecasting", "optimization"}),
    ("Actor", "Wrote to 40 agents and got one; prompted the cast.", {"ai_agents", "prompt_engineering"}),
    ("Guard", "Security of two car parks, search of bags.", {"information_security", "search_engines"}),
]  # fmt: skip


@pytest.mark.parametrize(("title", "line", "never"), TRADES)
def test_words_of_another_trade_are_no_skills(title: str, line: str, never: set[str]) -> None:
    found = read(f"EXPERIENCE\n{title}, Fernhollow, Leeds\nMar 2019 - Feb 2021\n• {line}\n")
    assert not never & found.held


def test_the_same_words_beside_tools_are_skills() -> None:
    found = read(
        "EXPERIENCE\nML Engineer, Fernhollow\nMar 2019 - Feb 2021\n• Fine-tuned the net.\n• Served it in Triton.\n"
    )
    assert "fine_tuning" in found.held


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("My grandfather was a docker in Hull.", "docker"),
        ("Reads: Rust Belt stories, Svelte's source.", "svelte"),
        ("Fan of the S3-compatible stores.", "aws_s3"),
    ],
)
def test_a_common_noun_a_pastime_and_a_likeness_are_no_skills(line: str, skill: str) -> None:
    assert skill not in read(OTHER.format(line)).held


@pytest.mark.parametrize(
    ("line", "never"),
    [
        ("There is a bot on our archive now (LangChain, as far as I know); I file its complaints.", "langchain"),
        ("The loads are what Ines writes in Airflow; I read her plans.", "apache_airflow"),
        ("Since spring the reports are made in Databricks, by somebody I have never met.", "databricks"),
        ("For Kubernetes there is a team in Dublin.", "kubernetes"),
        ("The scientists log to MLflow; I get a number by mail.", "mlflow"),
        ("The daemon is Rust, my colleague's; the API is mine.", "rust"),
        ("Containers were packed for us (Docker) and I pressed the button.", "docker"),
        ("Swapped the old TensorFlow tutorials for my own in PyTorch.", "tensorflow"),
        ("We were promised Snowflake for years.", "snowflake"),
        ("We had a look at Airflow and stayed with cron.", "apache_airflow"),
    ],
)
def test_what_is_hedged_promised_or_somebody_elses_is_not_held(line: str, never: str) -> None:
    assert never not in read(ROLE.format(line)).held


ANOTHERS = [
    "The platform team runs {}.",
    "A colleague is building a tool on {}.",
    "I have never used {}.",
    "I want to learn {}.",
]
PROOFS = [
    "Wrote services in Java and Go.",
    "Trained networks in PyTorch.",
    "Queried PostgreSQL daily.",
    "Ran Kafka and Airflow.",
]


@pytest.mark.parametrize("unsaid", ANOTHERS)
def test_what_is_denied_wished_or_anothers_is_never_a_guess(unsaid: str) -> None:
    """Each skill that usually goes with the held ones, named as nothing of one's own, is guessed no more."""
    base = "EXPERIENCE\nEngineer, Quillfeather\nMar 2021 - Present\n" + "".join(f"• {line}\n" for line in PROOFS)
    guessed = [s for s in read(base).skills if s.state == "shown" and s.certainty == "usual" and s.kind != "soft"]
    assert len(guessed) >= 10
    for skill in guessed:
        after = {s.skill: s for s in read(base + f"• {unsaid.format(skill.name)}\n").skills}
        found = after.get(skill.skill)
        is_guess = found is not None and found.state == "shown" and found.certainty == "usual"
        named = {c.skill for c in READER.finder.find(skill.name)}
        assert not is_guess or skill.skill not in named, skill.skill


@pytest.mark.parametrize(
    ("line", "held", "never"),
    [
        ("Zapier, Make, Airtable", {"make_com"}, set()),
        ("Make, CMake, Docker", set(), {"make_com"}),
        ("Stable Diffusion, Flux, ComfyUI", {"flux_model"}, set()),
        ("Helm, Flux, Kubernetes", set(), {"flux_model"}),
        ("AWS, Azure, Google", {"gcp"}, set()),
        ("Excel, Google / Classroom, Moodle", set(), {"gcp"}),
        ("Good Clinical Practice (GCP), first aid", set(), {"gcp"}),
        ("Google Cloud Platform (GCP), Docker", {"gcp"}, set()),
    ],
)
def test_a_product_with_an_everyday_name_is_known_by_its_company(line: str, held: set[str], never: set[str]) -> None:
    found = read(f"SKILLS\n{line}\n").held
    assert held <= found
    assert not never & found


def test_what_is_wanted_shows_no_trade() -> None:
    text = "Odalys Brandtner\n\nSUMMARY\nI teach mathematics. I want a role as a data scientist or ML engineer.\n"
    assert not {"data_science", "ml_engineering", "machine_learning"} & read(text).held


def test_a_sequential_recommender_is_no_language_model() -> None:
    found = read(ROLE.format("Recommender with SASRec and BERT4Rec.")).held
    assert "transformer_architecture" in found
    assert not {"bert", "nlp"} & found


@pytest.mark.parametrize(
    ("bullet", "skill"),
    [
        ("Built the search of the shop with a vector database.", "vector_database"),
        ("Built the search of the shop with a vector\n  database and kept it fast", "vector_database"),
        ("Put our rates into a feature store.", "feature_store"),
        ("Set up a data warehouse for three teams", "data_warehousing"),
    ],
)
def test_what_a_concept_is_called_by_is_one_behind_an_article(bullet: str, skill: str) -> None:
    text = (
        f"Odalys Brandtner\n\nExperience\nML Engineer, Pellworth\nJan 2016 - Dec 2018\n- {bullet}\n\nSkills\nPython\n"
    )
    assert skill in {s.skill for s in READER.read(text, 1.0, ()).skills if s.is_held}
