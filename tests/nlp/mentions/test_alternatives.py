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
        ("Good with JavaScript/TypeScript and AWS", [{"JavaScript", "TypeScript"}]),
        (
            "You know one of the following: diffusion models for still images, speech recognition (ASR), robotics.",
            [{"diffusion models", "speech recognition", "robotics"}],
        ),
    ],
)
def test_groups(sentence: str, expected: list[set[str]]) -> None:
    assert groups(sentence) == expected
