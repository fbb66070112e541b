"""Specialities: skills and title speak for a field, nothing speaks for none, and a user adds one without code."""

import pytest

from nlp.expressions import needed_literals
from nlp.lanes.model import shipped_fit
from nlp.lanes.specialities import Evidence, in_duties, probabilities, specialities
from nlp.taxonomy.loader import load

SKILLS = load().skills


def _likeliest(title, skills, overlay=None, duties=()):
    known = specialities(overlay)
    given = Evidence(title, dict.fromkeys(skills.split(), 1.0), in_duties(duties))
    shares = probabilities(given, shipped_fit().weight, SKILLS, known)
    assert set(shares) == {s.id for s in known} and 0 < sum(shares.values()) < 1
    return max({**shares, "none": 1 - sum(shares.values())}.items(), key=lambda pair: pair[1])[0]


@pytest.mark.parametrize(
    ("title", "skills", "field", "speciality"),
    [
        ("Research Scientist", "pretraining dpo supervised_fine_tuning large_language_model", "language", "language"),
        ("Perception Engineer", "object_detection image_segmentation opencv", "perception", "vision"),
        ("Research Engineer", "text_to_speech speech_recognition whisper", "speech", "speech"),
        ("Applied Scientist, Ranking", "recommender_systems candidate_generation", "ranking", "recommendation"),
        ("Data Scientist", "causal_inference forecasting arima", "demand", "forecasting"),
        ("Researcher", "reinforcement_learning motion_planning robotics imitation_learning", "robot", "rl_robotics"),
        ("Research Scientist", "diffusion_models video_generation stable_diffusion", "video", "generative_media"),
        ("Alignment Researcher", "interpretability ai_red_teaming ai_safety", "safety", "evaluation_safety"),
        ("Research Scientist", "protein_modeling genomics drug_discovery_ai", "protein", "science_bio"),
        ("Research Engineer", "python pytorch docker", "large", "none"),
        ("Engineer", "", "", "none"),
    ],
)
def test_the_heart_of_each_field_is_known(title, skills, field, speciality):
    duties = [f"train {field} models", "write tests", "review the code of others"]
    assert _likeliest(title, skills, duties=duties) == speciality


def test_every_seed_and_family_is_one_of_the_taxonomy():
    families = {skill.family for skill in SKILLS.values()}
    for speciality in specialities():
        assert speciality.seeds <= SKILLS.keys(), speciality.id
        assert speciality.families <= families, speciality.id


def test_a_speciality_of_the_user_works_without_code(tmp_path):
    overlay = tmp_path / "lanes.toml"
    overlay.write_text(
        '[[speciality]]\nid = "tiny"\nname = "Tiny models"\nlane = "research"\nseeds = ["quantization", "pruning"]\n'
        "title = ['tiny']\n",
        encoding="utf-8",
    )
    assert _likeliest("TinyML Engineer", "quantization pruning", overlay) == "tiny"
    assert _likeliest("TinyML Engineer", "python") == "none"


def test_duties_say_the_field_where_skills_and_title_do_not():
    duties = [f"improve how our {word} models work" for word in ("speech", "voice", "audio", "speech")]
    skills = "pytorch python speech_recognition"
    assert _likeliest("Machine Learning Engineer", skills) == "none"
    assert _likeliest("Machine Learning Engineer", skills, duties=duties) == "speech"
    plain = ["write tests", "review the code of others", "talk to customers"]
    assert in_duties(plain) == {}
    assert in_duties(duties)["speech"] > in_duties([*duties, *plain])["speech"] > 0


def test_a_hint_is_never_asked_for_in_vain():
    for speciality in specialities():
        assert speciality.title is None or needed_literals(speciality.title.pattern), speciality.id
