"""Which skills of a sentence stand in for each other."""

import pytest

from nlp.posting.reader import PostingReader
from nlp.taxonomy.loader import load

READER = PostingReader(load())


def groups(sentence: str) -> list[set[str]]:
    found: dict[int, set[str]] = {}
    for m in READER.read("Engineer", f"Requirements\n- {sentence}", "Tern Labs").skills:
        if m.group is not None:
            found.setdefault(m.group, set()).add(m.surface)
    return list(found.values())


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Strong Python; familiarity with Java, Go, or Node.js", [{"Java", "Go", "Node.js"}]),
        ("Languages such as Java, Go, Ruby, and experience with Kafka", [{"Java", "Go", "Ruby"}]),
        ("You write one or more of Python, Rust, or C/C++", [{"Python", "Rust", "C", "C++"}]),
        ("Expertise in Python (pandas, NumPy) and SQL", []),
        ("Containers and orchestration (Docker, Kubernetes)", []),
        ("Frameworks and libraries (PyTorch, JAX)", [{"PyTorch", "JAX"}]),
        ("Good hands at tasks such as summarization and semantic search", []),
        ("You use LangChain, CrewAI, AutoGen (or similar frameworks)", [{"LangChain", "CrewAI", "AutoGen"}]),
        ("Clean HTML, CSS or JavaScript", []),
        ("LangChain, CrewAI, n8n (or similar tools) and OpenAI", [{"LangChain", "CrewAI", "n8n"}]),
        ("Kafka, Flink, Zorblat or similar", [{"Kafka", "Flink"}]),
        (
            "Speech recognition (ASR), diffusion models or robotics",
            [{"Speech recognition", "ASR", "diffusion models", "robotics"}],
        ),
        ("At home in Python/Pandas/Jupyter", []),
        (
            "Frameworks such as JAX, PyTorch, and vector stores (e.g. Qdrant, Milvus)",
            [{"JAX", "PyTorch"}, {"Qdrant", "Milvus"}],
        ),
        ("Skills (e.g., simulation and forecasting, MPI, or Linux)", [{"simulation", "forecasting", "MPI", "Linux"}]),
        ("You run Terraform at scale, Pulumi in production or Ansible", [{"Terraform", "Pulumi", "Ansible"}]),
        ("Containers with Docker, Podman, or containerd", [{"Docker", "Podman", "containerd"}]),
        ("Containers with Docker, Terraform, AWS, or GCP", [{"AWS", "GCP"}]),
        ("Contribute to LLM gateways, AI orchestration, or search", [{"LLM gateways", "orchestration", "search"}]),
        ("Feature stores, real-time feature serving, or caching", [{"Feature stores", "feature serving", "caching"}]),
        ("Ship Java or TypeScript prototypes", [{"Java", "TypeScript"}]),
        ("Clouds (GCP, AWS)", [{"GCP", "AWS"}]),
        ("Cloud services (GCP, AWS)", [{"GCP", "AWS"}]),
        ("AWS services (SageMaker, Bedrock)", []),
        ("Tools (Java 17, Go 1.22, Rust)", [{"Java", "Go", "Rust"}]),
        ("Our polyglot stack (Scala, Node.js, Python)", []),
        ("The console is TypeScript/React", []),
        ("Services in Scala/Rust", [{"Scala", "Rust"}]),
        ("Good with JavaScript/TypeScript and AWS", [{"JavaScript", "TypeScript"}]),
        (
            "You know one of the following: diffusion models for still images, speech recognition (ASR), robotics.",
            [{"diffusion models", "speech recognition", "ASR", "robotics"}],
        ),
    ],
)
def test_groups(sentence: str, expected: list[set[str]]) -> None:
    assert groups(sentence) == expected


def test_a_list_of_points_of_which_any_will_do_is_one_group() -> None:
    text = "At least one of the following languages:\n- Go\n- Rust\n- Scala\nNice to have\n- Docker\n- Kafka"
    assert groups(text) == [{"Go", "Rust", "Scala"}]
