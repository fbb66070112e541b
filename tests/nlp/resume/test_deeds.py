"""How resumes put what the market asks for: each line of deeds.csv shows its skill, in a job that names tools."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from pathlib import Path

import pytest

from nlp.resume.lines import ResumeLine
from nlp.resume.reader import ResumeReader
from nlp.resume.signs import signs_in
from nlp.taxonomy.loader import load

READER = ResumeReader(load())
HEAD = "Jordan Maple\n\nEXPERIENCE\n{}, Pellworth Freight, Leeds  Mar 2021 – Present\n"
WORK = HEAD.format("Engineer") + "• Worked with Linux and Docker.\n• {}\n"
OTHER = HEAD.format("Clerk") + "• Sold tickets.\n• {}\n"


def _deeds() -> dict[str, list[str]]:
    lines = defaultdict(list)
    path = Path(__file__).parents[2] / "fixtures" / "nlp" / "deeds.csv"
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            lines[row["skill"]].append(row["line"])
    return lines


DEEDS = _deeds()


def held(text: str) -> frozenset[str]:
    return READER.read(text, as_of=dt.date(2026, 3, 31)).held


@pytest.mark.parametrize("skill", DEEDS)
def test_a_deed_shows_its_skill(skill: str) -> None:
    assert [line for line in DEEDS[skill] if skill not in held(WORK.format(line))] == []


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("Maintained services in three churches.", "software_engineering"),
        ("Tested all swimmers against the clock.", "model_evaluation"),
        ("The assistant from the office answers letters.", "retrieval_augmented_generation"),
        ("Every change of shift is logged.", "ci_cd"),
        ("Rolled out dough for 40 cakes.", "deployment"),
        ("Took the show live in Bath.", "deployment"),
        ("Saved two hours a week by leaving early.", "automation"),
        ("Insurance coverage from 20 to 85 %.", "testing"),
        ("Fine-tuned the piano.", "fine_tuning"),
        ("Models are tested and released for the catwalk.", "mlops"),
        ("Quorum of the parish council.", "distributed_systems"),
        ("Sorted letters by street.", "nlp"),
        ("Nearest neighbours over the road.", "embeddings"),
        ("Found a leak in the boiler.", "debugging"),
        ("Split the party into three services on Sunday.", "microservices"),
        ("Dashboards of old cars.", "monitoring"),
        ("Transformers for toy shops.", "deep_learning"),
        ("Nine sites with a porter each.", "web_development"),
        ("The pump failed and I warned the fitters ahead of time.", "tinyml"),
        ("Matched socks by colour and size.", "entity_resolution"),
        ("Forecast the weather for anglers.", "drift_detection"),
        ("Split the class into small services for Lent.", "microservices"),
        ("Held the bank's silver and gold.", "data_lakehouse"),
        ("Restored the organ for practice.", "backup_recovery"),
        ("On the spot and on time.", "spot_capacity"),
    ],
)
def test_the_same_words_of_other_trades_show_nothing(line: str, skill: str) -> None:
    assert skill not in held(OTHER.format(line))


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("Manager of 40 workers and two agents.", "multi_agent_systems"),
        ("Agents sell our policies by phone.", "ai_agents"),
        ("Agents use our tool daily.", "tool_calling"),
        ("L4/L7 load balancing on A10.", "gpu"),
        ("Accuracy 99.9 % on barcode labels.", "reliability"),
        ("Grew traffic by 40 %.", "performance_optimization"),
        ("Handled 40 calls a day.", "scalability"),
        ("Built a financial model in Excel.", "model_development"),
        ("Developed model monitoring for the team.", "model_development"),
        ("Shipped new models to shops.", "model_deployment"),
        ("Images with Stable Diffusion.", "large_language_model"),
        ("Workflows in Temporal.", "model_evaluation"),
        ("Tuned the JVM heap.", "data_structures"),
        ("Managed the sales pipeline in Salesforce.", "data_pipelines"),
        ("Trained for a marathon.", "mentoring"),
        ("Trained on 16 H100 with FSDP.", "mentoring"),
        ("Trained 14 models of demand.", "mentoring"),
        ("Kept the block model of the quarry in Python.", "ci_cd"),
        ("Research assistant in the optics lab, with MATLAB.", "ai_assistants"),
        ("Executive assistant for two doctors, with SQL reports.", "ai_assistants"),
        ("Guidelines for the ranking of customers' answers.", "model_deployment"),
        ("Cleared for classified information on Linux hosts.", "classification"),
        ("Earned R$ 3 million for the shop.", "r_language"),
        ("Backtesting of two strategies in C++.", "cross_validation"),
        ("Recommended products to customers by phone.", "recommender_systems"),
        ("Service desk for Java users.", "backend_development"),
        ("The longest query runs 300 lines.", "sql_optimization"),
        ("A dbt project with 90 models and lineage that auditors accept.", "model_lineage"),
        ("Container registry for our images.", "model_registry"),
        ("Nine sites with Docker hosts.", "web_development"),
        ("Supervised two PhD students.", "people_management"),
        ("Error budgets of 0.1 % for each service.", "budget_management"),
        ("Controls of the HVAC room over Modbus.", "internal_controls"),
        ("Guidelines for clinical letters.", "clinical_nlp"),
        ("Fixed a bug in production.", "open_source"),
        ("Merged five pull requests into main.", "open_source"),
        ("Retrieval-augmented generation over wikis.", "data_augmentation"),
        ("Tested the symptom chat of a vendor.", "llm_application_development"),
        ("Live stream of the answers of our CEO.", "streaming_responses"),
        ("Training course for two nodes of the network.", "distributed_training"),
        ("The report compares last week's sales with the plan.", "drift_detection"),
        ("Reading spectra of lamps with a sensor.", "predictive_maintenance"),
    ],
)
def test_what_stands_beside_tools_and_is_another_thing_shows_nothing(line: str, skill: str) -> None:
    assert skill not in held(WORK.format(line))


def test_a_list_of_names_tells_of_no_deed() -> None:
    assert "mlops" not in held("Jordan Maple\n\nSKILLS\nReact, Django, MLflow, KServe\n")


@pytest.mark.parametrize("verb", ["Trained", "Train", "Trains", "Training"])
def test_a_verb_counts_in_every_tense(verb: str) -> None:
    assert "mentoring" in held(WORK.format(f"{verb} apprentices."))


def test_a_sign_ends_with_a_letter_so_that_it_lies_in_one_item_of_a_list() -> None:
    line = ResumeLine("", "experience", "text", True, False)
    for text in (line for lines in DEEDS.values() for line in lines):
        for sign in signs_in(f"{text}, ", line):
            assert sign.start < sign.end <= len(text)
