"""Deeds that only somebody who has a skill tells of show it; what merely sounds like one shows nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from nlp.resume.reader import ResumeReader
from nlp.taxonomy.loader import load

READER = ResumeReader(load())
ROLE = "EXPERIENCE\n{}, Quillfeather\nMar 2021 - Present\n• {}\n"


def held(line: str, title: str = "Clerk") -> frozenset[str]:
    return frozenset(READER.read(ROLE.format(title, line), as_of=dt.date(2026, 3, 31)).held)


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("Wrote a Slack bot that explains payslips with Claude.", "llm_application_development"),
        (
            "The tenants' helper answers from leases in Qdrant; GPT-4o writes.",
            "large_language_model",
        ),
        ("House rules in pgvector, Claude answers with citations.", "retrieval_augmented_generation"),
        ("Leases were cut into passages of 200 words.", "chunking"),
        ("Hit rate at 5 rose from 0.5 to 0.7.", "retrieval_metrics"),
        ("BM25 beside the vectors found the rest.", "hybrid_search"),
        ("Prompts are versioned in Git and tested with Promptfoo.", "prompt_management"),
        ("Replies are checked against a JSON schema.", "structured_output"),
        ("120 questions by hand, each prompt version scored on them.", "llm_evaluation"),
        ("Two lawyers graded 300 answers.", "human_evaluation"),
        ("The ranker lives in a Docker container behind an endpoint.", "model_deployment"),
        ("Took six forecasting notebooks to production.", "model_deployment"),
        ("Own 40 features of the claims model and their tests.", "feature_engineering"),
        ("Point-in-time joins for the feature tables.", "point_in_time_correctness"),
        ("Ran 22 A/B tests on the checkout.", "hypothesis_testing"),
        ("Survey of 1,200 tenants.", "survey_methodology"),
        ("Self-serve dashboards for four departments.", "self_service_analytics"),
        ("Presented the plan to the board.", "presentation_skills"),
        ("Negotiated eleven contracts.", "negotiation"),
        ("Coached nine trainees.", "coaching"),
        ("Ran a team of seven.", "team_leadership"),
        ("Pager one week in five.", "on_call"),
        ("Failover drill every spring; recovery in 12 minutes.", "disaster_recovery"),
        ("Rotated secrets for 30 services.", "secrets_management"),
        ("The AWS bill fell by a third.", "cost_optimization"),
        ("Open-sourced the parser, 340 stars.", "open_source"),
        ("Page load from 4.1 to 1.3 s.", "performance_optimization"),
        ("The report went from 3 hours to 20 minutes.", "performance_optimization"),
        ("Tuned 40 slow queries.", "sql_optimization"),
        ("Nightly load of 12 tables into Snowflake.", "data_pipelines"),
        ("Migrated 3 million rows to the new ledger.", "data_migration"),
        ("A script checks supplier files for duplicates and missing codes.", "data_quality"),
        ("Alerts reach me before the customer does.", "alerting"),
        ("Kafka topics for orders; every handler is idempotent.", "event_driven_architecture"),
        ("Pseudonymised the test data.", "data_anonymization"),
        ("Gathered requirements from the actuaries.", "requirements_engineering"),
        ("Prediction intervals by conformal methods.", "uncertainty_quantification"),
        ("12 % better than the naive line on unseen months.", "model_evaluation"),
        ("An isolation forest that I trained on payments.", "model_training"),
        ("A list of customers at risk: churn ranking each Monday.", "churn_prediction"),
        ("Rent and deposit amounts from scanned leases, 94 of 100 right.", "information_extraction"),
        ("Sentiment of 8,000 reviews with TF-IDF and a linear SVM.", "text_classification"),
    ],
)
def test_a_deed_shows_its_skill(line: str, skill: str) -> None:
    assert skill in held(line, "Software Developer")


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("Worked for Larkspur Dairies plc.", "iot"),
        ("Inventory accuracy of 99.4 %.", "reliability"),
        ("Mean absolute error fell from 41 to 29 minutes.", "performance_optimization"),
        ("Data Vault for claims.", "secrets_management"),
        ("Solved 46 puzzles, 31 stars.", "open_source"),
        ("Translated contracts, manuals and novels.", "documentation"),
        ("The vendor rotated our secrets.", "secrets_management"),
        ("The vision group trained a classifier; I carried the boxes.", "model_training"),
    ],
)
def test_what_sounds_like_a_deed_shows_nothing(line: str, skill: str) -> None:
    assert skill not in held(line)


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("A mail goes out when the feature distribution shifts.", "drift_detection"),
        ("Checked serving data against the training set every hour.", "model_monitoring"),
        ("Incident commander in nine nights.", "incident_response"),
        ("Ran the response to the longest outage of the year.", "incident_response"),
        ("Blameless write-ups after each of them.", "post_mortems"),
        ("Bought reserved instances for the steady half.", "cost_optimization"),
        ("Chaos drills each spring.", "chaos_engineering"),
        ("Randomised letter tests before each season.", "ab_testing"),
        ("50,000-draw simulations of the reserve.", "monte_carlo_methods"),
        ("Compiled a corpus of statutes, deduplicated by line.", "dataset_curation"),
        ("Five member segments, named with the box office.", "customer_segmentation"),
        ("Raking weights for the tenants' poll.", "survey_methodology"),
        ("Brought two pricing models out of notebooks into the nightly run.", "model_deployment"),
        ("Erasure coding for the cold tier.", "distributed_systems"),
        ("Wrote Paxos with quorum reads from the paper.", "distributed_consensus"),
        ("Halved the cost per thousand tokens.", "llm_cost_optimization"),
        ("Pretrained a 3B decoder on statutes.", "llm_training"),
    ],
)
def test_what_is_done_with_models_and_services_in_other_words(line: str, skill: str) -> None:
    assert skill in held(line, "Software Developer")


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("The distribution centre moved to Harrowby.", "drift_detection"),
        ("Checked the incoming post against the list.", "model_monitoring"),
        ("Wrote the response to the tender.", "incident_response"),
        ("A blameless record of eight years.", "post_mortems"),
        ("Gave discounts to committed members.", "cost_optimization"),
        ("Brought order into a chaos of binders.", "chaos_engineering"),
        ("Tests in random order.", "ab_testing"),
        ("Walked 12 paths of the reserve.", "monte_carlo_methods"),
        ("Carried a data set of keys.", "dataset_curation"),
        ("Cut the orange into segments for customers.", "customer_segmentation"),
        ("Surveyed land and lifted weights.", "survey_methodology"),
        ("Took notes from a notebook to the meeting.", "model_deployment"),
        ("Built a raft for the village pond.", "distributed_consensus"),
        ("Cut the cost per meal.", "llm_cost_optimization"),
        ("Pre-training of three new waiters.", "llm_training"),
    ],
)
def test_what_sounds_like_them_shows_nothing(line: str, skill: str) -> None:
    assert skill not in held(line)


@pytest.mark.parametrize(
    ("degree", "skill"),
    [
        ("BSc Computer Science, University of Harrow, 2014", "algorithms"),
        ("Bachelor of Technology, Computer Science & Engineering — 2018", "data_structures"),
        ("Bachelor of Science, Statistics, Ravenport College", "probability_theory"),
        ("B.E. Electronics and Communication Engineering", "mathematics"),
        ("PhD Astrophysics, 2019", "mathematics"),
    ],
)
def test_a_degrees_field_shows_what_its_curriculum_holds_everywhere(degree: str, skill: str) -> None:
    text = f"EXPERIENCE\nClerk, Pellworth\nJan 2019 - Dec 2020\n• Kept books.\n\nEDUCATION\n{degree}\n"
    found = {one.skill: one for one in READER.read(text).skills}
    assert (found[skill].state, found[skill].standing) == ("coursework", "education")


def test_a_school_of_a_field_is_no_degree_in_it() -> None:
    text = "EXPERIENCE\nClerk, Pellworth\nJan 2019\n• Kept books.\n\nEDUCATION\nMSc, School of Computing, 2014\n"
    assert "algorithms" not in {one.skill for one in READER.read(text).skills}


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("Server for small LLMs with CUDA kernels for paged attention.", "on_call"),
        ("Visual-inertial state estimator; drift 0.4 % of distance travelled.", "drift_detection"),
        ("Firmware in C++17 for an inspection crawler.", "web_scraping"),
        (
            "Built the counterfactual evaluation harness (IPS, doubly robust) for the recommender.",
            "intrusion_detection",
        ),
        ("Built the counterfactual evaluation harness (IPS, doubly robust) for the recommender.", "llm_evaluation"),
        ("Put a Gradio demo on Hugging Face Spaces.", "large_language_model"),
    ],
)
def test_a_word_of_another_trade_or_name_is_no_sign(line: str, skill: str) -> None:
    assert skill not in {one.skill for one in READER.read(ROLE.format("Clerk", line)).skills if one.state != "near"}


@pytest.mark.parametrize(
    ("title", "line", "skill"),
    [
        ("Anaesthetist", "On call every fourth night, pager in the pocket.", "on_call"),
        ("Waiter", "Cleaned 40 tables and polished the glasses.", "data_cleaning"),
        ("Paralegal", "Split the agreements into clauses for the partners.", "chunking"),
        ("Bridge inspector", "Load-tested two bridges before they opened.", "performance_testing"),
        ("Pathologist", "Carried out 300 post-mortems.", "post_mortems"),
        ("Accountant", "Brought the closing from 9 days down to 4 days.", "performance_optimization"),
        ("Teacher", "Graded 120 essays and 80 answers by hand each term.", "human_evaluation"),
        ("Baker", "The nightly batch of rye went to 30 shops.", "batch_processing"),
        ("Chef", "Brought the food cost down from 34 to 29 percent.", "cost_optimization"),
        ("Call centre agent", "Routed easy calls to the juniors, hard ones to the desk.", "model_routing"),
        ("Clerk", "A manual review of each file; urgent ones wait for a person.", "human_in_the_loop"),
    ],
)
def test_where_nothing_technical_stands_the_words_of_a_trade_are_its_own(title: str, line: str, skill: str) -> None:
    assert skill not in held(line, title)


def test_what_every_trade_has_is_shown_by_its_deeds_anywhere() -> None:
    assert "mentoring" in held("Mentored 6 trainee midwives.", "Midwife")
    assert "research_publications" in held("First author of 14 papers on tides.", "Oceanographer")
    assert "on_call" in held("On call every fourth night; wrote the rota in Python and PostgreSQL.", "Anaesthetist")


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("Built new features for the React checkout and its Docker image.", "feature_engineering"),
        ("Designed 12 features of the app with Figma and Jira.", "feature_engineering"),
        ("Retrained the clerks every quarter on the new SQL reports.", "continuous_training"),
        ("The Redis cache hit rate rose from 61% to 94%.", "retrieval_metrics"),
        ("Bootstrapped the company without outside money, PostgreSQL and Go.", "monte_carlo_methods"),
        ("Analysed the Hamiltonian of a spin chain in Python.", "monte_carlo_methods"),
        ("Wrote the documentation for the API in Markdown.", "api_development"),
        ("Analysed the primary endpoints of the trial in R.", "api_development"),
        ("Tutor for the course on language models, exercises in Python.", "llm_application_development"),
        ("Teaching assistant for a course on large language models with PyTorch.", "llm_application_development"),
        ("Reviewed their essays and marked them in Excel and SQL.", "code_review"),
        ("Read A/B tests on the self-service portal with the product team, SQL.", "platform_engineering"),
        ("Wrote texts for the internal portal of the bank with SharePoint and SQL.", "platform_engineering"),
        ("Accepted at the summer school of Harrow, with a talk on SQL.", "research_publications"),
        ("Member of Phi Beta Kappa; kept its PostgreSQL list.", "data_annotation"),
    ],
)
def test_words_that_mean_something_else_in_technical_work_too_are_no_sign(line: str, skill: str) -> None:
    assert skill not in held(line, "Software Developer")


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("Built new features for the churn model from six months of clicks.", "feature_engineering"),
        ("The fraud model has 140 features, two thirds of them mine.", "feature_engineering"),
        ("Retrained the ranker every week.", "continuous_training"),
        ("Hit rate at the top 5 of the search rose from 0.5 to 0.7.", "retrieval_metrics"),
        ("Bootstrapped confidence intervals for each campaign.", "monte_carlo_methods"),
        ("Built the booking API.", "api_development"),
        ("Cohen's kappa of 0.81 between two raters.", "inter_annotator_agreement"),
        ("Assistant for the help desk on Claude.", "llm_application_development"),
        ("Paper on tides accepted at a workshop.", "research_publications"),
    ],
)
def test_and_what_they_are_a_sign_of_is_read(line: str, skill: str) -> None:
    assert skill in held(line, "Software Developer")
