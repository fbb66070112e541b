"""Relevance is what the person's verbs act on, and the title's kind multiplies: same words, other answer."""

import json

import pytest

from nlp.posting.reader import PostingReader
from nlp.posting.relevance import Said
from nlp.posting.relevance.model import WEIGHTS, WORDS, feature_names, word_parts
from nlp.posting.sections import place
from nlp.taxonomy.loader import load

READER = PostingReader(load())
MAKES = """What you will do
- Train and fine-tune large language models with PyTorch on GPU clusters
- Build evaluation pipelines for agents and retrieval-augmented generation
- Deploy and serve models with vLLM and monitor their quality
Requirements
- Experience with deep learning and LLMs
"""
SPEAKS = """What you will do
- Source and recruit engineers who train large language models with PyTorch on GPU clusters
- Partner with hiring managers of the agents and retrieval-augmented generation teams
- Present to candidates how we serve models with vLLM
Requirements
- You know deep learning and LLMs well enough to talk to researchers
"""
PLAIN = """What you will do
- Build payment services in Go on Kubernetes
- Design database schemas in PostgreSQL and operate them
- Own the checkout's latency
Requirements
- Five years of backend engineering
"""


def _relevance(title, text):
    return READER.read(title, text, "Tern Labs").relevance


def test_who_makes_models_is_in_and_who_recruits_for_them_is_not():
    assert _relevance("Machine Learning Engineer", MAKES) > 0.9
    assert _relevance("Technical Recruiter, AI", SPEAKS) < 0.3
    assert _relevance("Backend Engineer", PLAIN) < 0.1


@pytest.mark.parametrize("title", ["Account Executive, AI", "Developer Advocate, AI", "Technical Recruiter, AI"])
def test_the_same_duties_count_less_under_a_title_that_speaks(title):
    assert _relevance(title, MAKES) < _relevance("AI Engineer", MAKES)


def test_the_readers_verbs_decide_where_the_skills_are_the_same():
    for title in ("Engineer", "Specialist", "Product Manager"):
        assert _relevance(title, SPEAKS) < _relevance(title, MAKES)


MODEL_FACING = "- Write the prompts and evaluations of our LLM agent and improve its retrieval\n"


def test_model_facing_work_counts_beside_plain_work():
    head, rest = PLAIN.split("Requirements")
    both = head + MODEL_FACING + "Requirements" + rest
    assert _relevance("Backend Engineer", both) > 2 * _relevance("Backend Engineer", PLAIN)
    alone = MODEL_FACING + "Requirements" + rest
    assert _relevance("Backend Engineer", alone) > _relevance("Backend Engineer", both)


WITH_AI = """What you will do
- Build and ship features of our booking site across frontend and backend
- {first}
- Own work from requirements to rollout
- {second}
Requirements
- Strong TypeScript, React and SQL
- {asked}
"""
AS_A_TOOL = {
    "first": "Use AI agents to speed up delivery and reviews",
    "second": "Improve our workflows for AI-native development with assistants such as Cursor and GitHub Copilot",
    "asked": "Daily use of AI coding tools and LLMs, with judgement of what they write",
}
AS_THE_WORK = {
    "first": "Build AI agents that answer guests and evaluate their replies",
    "second": "Improve the prompts and retrieval of our assistant with LLMs such as Claude and GPT",
    "asked": "You have built AI products on LLMs, with judgement of what they write",
}


@pytest.mark.parametrize("title", ["Software Engineer", "Senior Full-Stack Engineer (AI-Native)"])
def test_ai_that_one_works_with_is_not_ai_that_one_works_on(title):
    with_it, on_it = (_relevance(title, WITH_AI.format(**said)) for said in (AS_A_TOOL, AS_THE_WORK))
    assert with_it < 0.7 < 0.9 < on_it


def test_said_names_the_skills_with_the_need_of_those_of_the_field():
    placed = place(MAKES)
    mentions = READER.mentions(MAKES, placed, "AI Engineer")
    said = Said.of("AI Engineer", mentions, placed, READER.taxonomy)
    assert {"s:pytorch", "n:pytorch context", "n:deep_learning required", "t:ai engineer", "d:serve"} <= said.words
    title, duties, skills = word_parts(said.words)
    assert title | duties | skills == said.words
    assert len(title) + len(duties) + len(skills) == len(said.words)


def test_weights_are_of_the_features_that_are_read():
    fitted = json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
    assert set(fitted) == {*feature_names(), *WORDS, "intercept"}
