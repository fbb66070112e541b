"""How a skill is wanted, and which skills are alternatives, in whole postings."""

import pytest

from nlp.posting.reader import PostingReader
from nlp.posting.sections import place
from nlp.taxonomy.loader import load
from warehouse.models import Mention

READER = PostingReader(load())


def mentions(text: str) -> tuple[Mention, ...]:
    return READER.mentions(text, place(text))


def needs(text: str) -> dict[str, str]:
    return {m.surface: m.need for m in mentions(text)}


def groups(text: str) -> list[set[str]]:
    found: dict[int, set[str]] = {}
    for m in mentions(text):
        if m.group is not None:
            found.setdefault(m.group, set()).add(m.surface)
    return list(found.values())


@pytest.mark.parametrize(
    ("line", "surface", "need"),
    [
        ("Python", "Python", "required"),
        ("Kubernetes is a plus", "Kubernetes", "preferred"),
        ("Rust (preferred)", "Rust", "preferred"),
        ("Spark, Airflow and good to have Flink", "Airflow", "required"),
        ("Spark, Airflow and good to have Flink", "Flink", "preferred"),
        ("Flink is good to have", "Flink", "preferred"),
        ("SQL (required), Spark (nice to have), Kafka (a plus)", "SQL", "required"),
        ("SQL (required), Spark (nice to have), Kafka (a plus)", "Spark", "preferred"),
        ("SQL (required), Spark (nice to have), Kafka (a plus)", "Kafka", "preferred"),
        ("One more language (preferably Go, but not a must)", "Go", "preferred"),
        ("The tools we use are a plus, but by no means required: Go, Rust", "Rust", "preferred"),
        ("Rust (hands-on experience preferred)", "Rust", "preferred"),
        ("Stream processing (Flink preferred)", "Stream processing", "required"),
        ("Stream processing (Flink preferred)", "Flink", "preferred"),
        ("Experience with ML frameworks (e.g. PyTorch, JAX) is a plus", "PyTorch", "preferred"),
        ("Good to have - Docker and Terraform", "Terraform", "preferred"),
        ("It would be useful, though not essential, to know Kafka", "Kafka", "preferred"),
        ("No Kubernetes experience is required", "Kubernetes", "not_required"),
        ("We don't expect you to know Kubernetes", "Kubernetes", "not_required"),
        ("You need not know Kubernetes", "Kubernetes", "not_required"),
        ("Bachelor required, Terraform preferred", "Terraform", "preferred"),
        ("We use Terraform, but you don't need it", "Terraform", "not_required"),
        ("Our stack is Kafka and Terraform, though neither is required", "Kafka", "not_required"),
        ("SQL and Kafka, though not strictly needed", "Kafka", "not_required"),
        ("Airflow and dbt, plus Terraform for the clusters", "Terraform", "required"),
        ("Strong Airflow, plus hands-on experience with Docker and Terraform", "Terraform", "required"),
        ("Docker, and Terraform plus", "Terraform", "preferred"),
        ("Plus: Terraform", "Terraform", "preferred"),
        ("Big plus - Terraform", "Terraform", "preferred"),
        ("Experience with recommended settings, Docker and Terraform", "Terraform", "required"),
        ("Docker; Terraform is recommended for this job", "Terraform", "preferred"),
        ("Docker, Terraform (recommended)", "Terraform", "preferred"),
        ("Services are written in Scala, but we'll teach you that", "Scala", "not_required"),
        ("Terraform helps, but it is not a must", "Terraform", "preferred"),
        ("Kubernetes is nice but not required", "Kubernetes", "preferred"),
        ("You know Docker, but you don't need to know Rust", "Docker", "required"),
        ("We train with PyTorch rather than TensorFlow", "TensorFlow", "not_required"),
        ("Rust in place of legacy C++ or Java", "Java", "not_required"),
        ("There is no Kafka, Spark or Hadoop here", "Spark", "not_required"),
        ("This is not another Kubernetes role", "Kubernetes", "not_required"),
        ("You won't be tuning Terraform", "Terraform", "not_required"),
        ("Not only Python but Rust", "Python", "required"),
        ("There is no limit to what you do with Python here", "Python", "required"),
        ("You know Docker; our stack is Rust", "Rust", "context"),
        ("You know Docker; our stack is Rust", "Docker", "required"),
        ("We're mostly a Scala and Rust shop", "Rust", "context"),
        ("Our primary languages are Kotlin and Go", "Kotlin", "context"),
        ("We are currently working in Julia", "Julia", "context"),
        ("We'd be especially happy to hear from people who know Kubernetes", "Kubernetes", "preferred"),
        ("HTML, CSS and Sass; React preferred", "React", "preferred"),
        ("A language such as Java, Scala or Kotlin (preferred)", "Java", "required"),
        ("A language such as Java, Scala or Kotlin (preferred)", "Kotlin", "preferred"),
        ("Flink, Spark or Beam (nice to have)", "Flink", "preferred"),
        ("React preferred", "React", "preferred"),
        ("typescript, svelte, node, aws", "node", "required"),
        ("end-to-end tests with playwright or puppeteer", "playwright", "required"),
        ("You serve events over WebSocket", "WebSocket", "required"),
        ("We already support CUDA and Triton", "CUDA", "context"),
        ("We want you to know CUDA", "CUDA", "required"),
        ("Docker is a must; Terraform is used, but you don't need it", "Docker", "required"),
    ],
)
def test_the_need_of_a_line_among_requirements(line: str, surface: str, need: str) -> None:
    assert needs(f"Requirements\n- {line}\n- SQL")[surface] == need


@pytest.mark.parametrize(
    ("line", "surface", "need"),
    [
        ("Keep the data required to train rankers in Kafka", "Kafka", "context"),
        ("Add a human review in Docker where required", "Docker", "context"),
        ("Run the cluster; Docker is required for that", "Docker", "required"),
        ("You must know Docker", "Docker", "required"),
    ],
)
def test_a_duty_demands_only_what_it_calls_required(line: str, surface: str, need: str) -> None:
    assert needs(f"What you'll do\n- {line}\n- Answer mails")[surface] == need


@pytest.mark.parametrize(
    ("heading", "need"),
    [
        ("It's great, but not required, if you have:", "preferred"),
        ("While not required, it helps if you have:", "preferred"),
        ("Desired Java qualifications", "preferred"),
        ("Minimum Java qualifications", "required"),
        ("You will do well here if you have:", "required"),
    ],
)
def test_a_heading_that_wishes_asks_for_nothing(heading: str, need: str) -> None:
    assert needs(f"Requirements\nKafka\n{heading}\nDocker\nTerraform")["Terraform"] == need


def test_sections_give_the_need() -> None:
    found = needs("What you'll do\n- Serve models with vLLM\n\nRequirements\n- Python\n\nNice to have\n- Rust")
    assert found == {"vLLM": "context", "Python": "required", "Rust": "preferred"}


@pytest.mark.parametrize(
    "text",
    [
        "Requirements\n- Python\n- Docker\n- Not required: Kubernetes\n- SQL",
        "Requirements\nPython\nDocker\nNot required: Kubernetes\nSQL",
        "**Requirements.** Python, Docker and SQL.\n**Not required.** Kubernetes.",
    ],
)
def test_what_is_not_asked_for_says_nothing_of_its_neighbours(text: str) -> None:
    found = needs(text)
    assert {name: found[name] for name in ("Python", "Docker", "SQL")} == dict.fromkeys(
        ("Python", "Docker", "SQL"), "required"
    )
    assert found.get("Kubernetes", "not_required") == "not_required"


def test_characters_that_nobody_sees_are_no_part_of_a_word() -> None:
    text = "Requirements\n- Py\u200bthon and Ku\u00adber\u00adnetes are re\u00adquired\n- SQL\ufeff"
    found = READER.read("", text).skills
    assert [m.skill for m in found] == ["python", "kubernetes", "sql"]
    assert all(text[m.start : m.end] == m.surface for m in found)
    assert [(m.start, m.end) for m in found] == [(15, 22), (27, 39), (56, 59)]


@pytest.mark.parametrize(
    ("line", "skill", "is_named"),
    [
        ("You spend your days pairing with product and design", "pair_programming", False),
        ("You mentor engineers through pairing and code review", "pair_programming", True),
        ("Forecasts with Linear Trends and Python", "project_boards", False),
        ("Regression (Linear, Logistic), R and SAS", "project_boards", False),
        ("Linear Algebra and Linear trends", "project_boards", False),
        ("We plan in Linear and Notion", "project_boards", True),
    ],
)
def test_a_word_that_is_also_a_name(line: str, skill: str, is_named: bool) -> None:
    assert (skill in {m.skill for m in mentions(f"Requirements\n- {line}")}) is is_named


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("PyTorch, TensorFlow or JAX", [{"PyTorch", "TensorFlow", "JAX"}]),
        ("AWS/GCP/Azure", [{"AWS", "GCP", "Azure"}]),
        ("PyTorch (or JAX)", [{"PyTorch", "JAX"}]),
        ("Vector databases (Pinecone, Weaviate)", [{"Pinecone", "Weaviate"}]),
        ("Orchestrators such as Airflow and Dagster", [{"Airflow", "Dagster"}]),
        ("Airflow, Dagster or similar tools", [{"Airflow", "Dagster"}]),
        ("Docker, AWS/GCP, SQL", [{"AWS", "GCP"}]),
        ("Kubernetes, Terraform, AWS or GCP", [{"AWS", "GCP"}]),
        ("Cloud platforms (AWS, GCP) and Terraform", [{"AWS", "GCP"}]),
        ("Python and SQL", []),
        ("Python, SQL, Docker", []),
        ("CI/CD", []),
        ("Python/Django", []),
        ("AI or ML", []),
        ("AWS (Lambda, S3)", []),
        ("Best practices (CI/CD, code reviews, automated testing)", []),
    ],
)
def test_alternatives(line: str, expected: list[set[str]]) -> None:
    assert groups(f"Requirements\n- {line}") == expected


@pytest.mark.parametrize(
    "text",
    [
        "About us\nAcme Vole is an AI company that runs on Kubernetes.",
        "Benefits\n- A budget for AWS courses and dental insurance",
        "What you'll do\n- Collaborate with data science, DevOps and product teams",
        "Requirements\n- A degree in Statistics or Machine Learning",
    ],
)
def test_what_the_person_neither_does_nor_needs_is_no_skill(text: str) -> None:
    assert not needs(text)
