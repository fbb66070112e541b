"""What a posting names that is no skill there: the employer itself, a repeated title, a field of study."""

import pytest

from nlp.cues import facts
from nlp.posting.reader import PostingReader
from nlp.posting.surroundings import names_of
from nlp.taxonomy.loader import load

READER = PostingReader(load())


def surfaces(text: str, title: str = "", company: str | None = None) -> list[str]:
    return [m.surface for m in READER.read(title, text, company).skills]


@pytest.mark.parametrize(
    ("company", "names"),
    [
        ("Mistral AI", {"mistral ai", "mistral"}),
        ("Databricks, Inc.", {"databricks", "databricks inc"}),
        ("R Systems", {"r systems"}),
        ("Python Software Foundation", {"python software foundation"}),
        ("Larkfield (formerly Tern)", {"larkfield"}),
        (None, set()),
    ],
)
def test_an_employer_is_called_by_its_name_with_and_without_its_form(company: str | None, names: set[str]) -> None:
    assert names_of(company) == names


def test_the_employers_own_name_is_no_skill_but_a_product_that_bears_it_is() -> None:
    text = "Requirements:\n- Experience with Google, Google Cloud and Kubernetes"
    assert surfaces(text, company="Google LLC") == ["Google Cloud", "Kubernetes"]
    assert surfaces(text, company="Tern Freight") == ["Google", "Google Cloud", "Kubernetes"]


def test_a_line_that_repeats_the_title_yields_nothing() -> None:
    text = "Kubernetes and Terraform Wrangler\n\nRequirements:\n- Experience with Docker"
    assert surfaces(text, title="Kubernetes and Terraform Wrangler") == ["Docker"]


def test_a_field_of_study_is_no_skill_but_what_a_thesis_is_about_is() -> None:
    assert surfaces("Requirements:\n- PhD in machine learning, statistics or causal inference") == ["causal inference"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Fluent in Java or R.", ["Java", "R"]),
        ("Scripts in Java (Spark, Flink) and R.", ["Java", "Spark", "Flink", "R"]),
        ("Kernels in Rust and C.", ["Rust", "C"]),
        ("Strong in JAVA/GO/RUST", ["JAVA", "GO", "RUST"]),
        ("Write to R. Penhallow about Java", ["Java"]),
        ("We closed our series C. Java is used", ["Java"]),
        ("Ready to GO live with Java", ["Java"]),
        ("WE GO LIVE with Java, Rust and Scala", ["Java", "Rust", "Scala"]),
    ],
)
def test_a_short_name_of_a_language_holds_at_the_end_of_a_sentence_and_in_capitals(line: str, found: list[str]) -> None:
    assert surfaces(f"Requirements:\n- {line}") == found


@pytest.mark.parametrize(
    ("line", "is_cloud"),
    [
        ("Training in good clinical practice (GCP)", False),
        ("GCP, GLP and GMP rules of the plant", False),
        ("Trials under ICH rules and GCP", False),
        ("Files that stand up to GCP inspections", False),
        ("Move clinical trials to GCP and BigQuery", True),
        ("AWS, GCP or Azure for clinical research", True),
        ("GCP", True),
        ("Trust in GCP grows with time", True),
    ],
)
def test_gcp_is_a_cloud_but_among_rules_of_medicine_a_practice(line: str, is_cloud: bool) -> None:
    assert ("GCP" in surfaces(f"Requirements:\n- {line}")) is is_cloud


def test_one_agent_is_judged_otherwise_than_agents() -> None:
    duties = "What you will do:\n- {} decisions and tools for our customers"
    assert surfaces(duties.format("Build agents that take")) == ["agents"]
    assert surfaces(duties.format("Improve agent")) == []


@pytest.mark.parametrize(
    "line",
    [
        "Our leaders built this at Google, Okta and Snowflake",
        "Trusted by Snowflake, Okta and Google",
        "You will work with alumni from Databricks, Okta and Snowflake",
    ],
)
def test_a_list_of_companies_yields_nothing(line: str) -> None:
    assert surfaces(f"What you will do:\n- {line}") == []


def test_what_customers_are_given_is_no_list_of_companies() -> None:
    assert surfaces("What you will do:\n- Deliver things for customers like MCP servers") == ["MCP"]


def test_a_sentence_about_the_employer_is_no_requirement() -> None:
    text = "Requirements:\n- Experience with Docker\n\nTern Labs has always valued genomics and Kubernetes."
    assert surfaces(text, company="Tern Labs") == ["Docker"]
    assert surfaces(text) == ["Docker", "genomics", "Kubernetes"]


def test_a_caption_demands_no_soft_skill() -> None:
    text = "What you will do:\n\nBusiness Impact & Collaboration\n- Strong communication and stakeholder management"
    assert surfaces(text) == ["communication", "stakeholder management"]


def test_a_cue_is_heard_across_a_run_of_blanks() -> None:
    assert surfaces("Requirements:\n- Experience with NoSQL   databases and SQL") == ["NoSQL", "SQL"]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Experience with NoSQL databases and SQL", ["NoSQL", "SQL"]),
        ("Experience with Python programming and Docker", ["Python", "Docker"]),
        ("Agents with memory, planning and tool use", ["Agents", "memory", "planning", "tool use"]),
        ("Family planning and patient safety, with Docker", ["Docker"]),
        ("Judge answers by precision, recall and F1", ["precision", "recall", "F1"]),
        ("Keep API keys and Docker images apart", ["Docker"]),
        ("Six years of professional software development, with Docker", ["Docker"]),
    ],
)
def test_everyday_words_beside_a_skill(line: str, named: list[str]) -> None:
    assert surfaces(f"Requirements:\n- {line}") == named


@pytest.mark.parametrize(
    ("line", "read"),
    [
        (r"Solid C\+\+ and scikit\-learn", {r"C\+\+": "cpp", r"scikit\-learn": "scikit_learn"}),
        ("Tensorﬂow, ﬁne-tuning", {"Tensorﬂow": "tensorflow", "ﬁne-tuning": "fine_tuning"}),
        ("Ｐｙｔｈｏｎ and 𝗥𝘂𝘀𝘁", {"Ｐｙｔｈｏｎ": "python", "𝗥𝘂𝘀𝘁": "rust"}),
        ("You know F#, and above all C#", {"F#": "fsharp", "C#": "csharp"}),
        ("C#", {"C#": "csharp"}),
    ],
)
def test_a_mention_stands_where_the_text_as_given_writes_it(line: str, read: dict[str, str]) -> None:
    text = f"Requirements\n- Docker \\& Kuber\u00adnetes\n- {line}\n- SQL\n"
    found = READER.read("", text).skills
    assert {m.surface: m.skill for m in found if m.start > text.index(line) - 1 and m.surface != "SQL"} == read
    assert all(text[m.start : m.end] == m.surface for m in found)
    assert found[-1].surface == "SQL"


@pytest.mark.parametrize(
    ("line", "company", "found"),
    [
        ("You will improve the services that power Claude.", "Anthropic", []),
        ("You will improve the services that power Looker.", None, []),
        ("You will evaluate Claude against Gemini in Python.", "Anthropic", ["Gemini", "Python"]),
        ("We are a small team out of PyTorch and Snowflake.", None, []),
        ("Our founders worked at Snowflake and you will know them.", None, []),
        ("We detect AI-generated text for publishers.", None, []),
        ("Larkfield predicts harvests with computer vision.", "Larkfield", []),
        ("We use PyTorch and Ray.", None, ["PyTorch", "Ray"]),
        ("You will train models that detect AI-written text.", None, ["AI"]),
    ],
)
def test_what_the_employer_is_or_makes_is_no_skill(line: str, company: str | None, found: list[str]) -> None:
    assert surfaces(f"About the role\n{line}\nYou will work with Docker.", company=company) == [*found, "Docker"]


def test_an_employers_product_that_it_asks_for_is_a_skill() -> None:
    assert surfaces("Requirements\n- Experience with Claude and MCP", company="Anthropic") == ["Claude", "MCP"]


def test_products_of_makers_are_skills() -> None:
    makers = facts("posting/surroundings.toml")["makers"]
    assert {skill for products in makers.values() for skill in products} <= READER.taxonomy.skills.keys()


def test_a_paragraph_that_tells_the_reader_what_to_do_is_no_word_on_the_company() -> None:
    text = "We are a small team that sells seeds. You will train ranking models in Python, no Kafka here."
    assert surfaces(text) == ["ranking models", "Python", "Kafka"]
