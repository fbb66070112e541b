"""Kinds of titles: what decides is the kind of work, not the field it is about."""

import pytest

from nlp.posting.relevance.titles import title_kind, work_of, works


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Senior Machine Learning Engineer", "engineer"),
        ("Member of Technical Staff, Inference", "engineer"),
        ("Research Engineer, Pretraining", "engineer"),
        ("Applied Scientist II", "scientist"),
        ("Research Scientist", "scientist"),
        ("Staff Data Scientist", "data_scientist"),
        ("AI Researcher", "researcher"),
        ("Recruiter, AI Research", "recruiter"),
        ("Solutions Architect, Generative AI", "solutions"),
        ("AI Sales Engineer", "sales"),
        ("Developer Advocate, Agents", "advocate"),
        ("Product Manager, LLM Platform", "product_manager"),
        ("Technical Program Manager, ML", "programme_manager"),
        ("Engineering Manager, Machine Learning", "manager"),
        ("Director of Applied AI", "executive"),
        ("AI Trainer (Polish)", "annotator"),
        ("Technical Writer, AI", "writer"),
        ("Product Designer, Copilot", "designer"),
        ("Machine Learning Instructor", "teacher"),
        ("Technical Support Engineer", "support"),
        ("Data Analyst", "analyst"),
        ("Machine Learning Intern", "intern"),
        ("AI Architect", "architect"),
        ("Florist", "other"),
        ("", "other"),
    ],
)
def test_a_title_has_a_kind(title, kind):
    assert title_kind(title) == kind
    assert title_kind(title.upper()) == kind


def test_every_kind_works_somehow():
    assert works()[0] == "makes"
    assert {work_of(title_kind(title)) for title in ("Engineer", "Recruiter", "Director", "Data Scientist")} == {
        "makes",
        "speaks",
        "leads",
        "analyses",
    }


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Security Engineer, Threat Management", "engineer"),
        ("Data Engineer (AI Enablement)", "engineer"),
        ("Gen AI Python Developer - Assistant Vice President", "engineer"),
        ("Software Engineer | Talent Products", "engineer"),
        ("Research Scientist, Content Editor Team", "scientist"),
        ("Senior Engineer, Technical Support", "support"),
        ("Software Engineer - Intern", "intern"),
        ("Recruiter - Software Engineers", "recruiter"),
        ("Sales Engineer, Machine Learning Engineering", "sales"),
        ("Member of Technical Staff, Developer Relations", "advocate"),
        ("Internship_Data", "intern"),
        ("Internal Tools Engineer", "engineer"),
        ("Lead AI / Robotics Engineer - GTM Products", "engineer"),
        ("Engineer, Finance, AI Enablement", "engineer"),
        ("AI Enablement Lead", "teacher"),
        ("GTM Lead, AI", "sales"),
        ("AI/ML Engineer - Support Tools", "engineer"),
        ("AI/ML Recruiter - Engineering", "recruiter"),
        ("Rust Developer for Training AI Models", "annotator"),
        ("Engineer for AI Training Infrastructure", "engineer"),
    ],
)
def test_the_head_of_a_title_names_the_job_and_the_rest_its_field(title, kind):
    assert title_kind(title) == kind
    assert title_kind(title.upper()) == kind
