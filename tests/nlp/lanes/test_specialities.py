"""Specialities: skills and title speak for a field, nothing speaks for none, and a user adds one without code."""

import pytest

from nlp.lanes.model import shipped_fit
from nlp.lanes.specialities import probabilities, specialities
from nlp.taxonomy.loader import load

SKILLS = load().skills


def _likeliest(title, skills, overlay=None):
    known = specialities(overlay)
    asked = dict.fromkeys(skills.split(), 1.0)
    shares = probabilities(title, asked, shipped_fit().weight, SKILLS, known)
    assert set(shares) == {s.id for s in known} and 0 < sum(shares.values()) < 1
    return max({**shares, "none": 1 - sum(shares.values())}.items(), key=lambda pair: pair[1])[0]


@pytest.mark.parametrize(
    ("title", "skills", "speciality"),
    [
        ("Research Scientist", "pretraining dpo grpo supervised_fine_tuning large_language_model", "language"),
        ("Perception Engineer", "object_detection image_segmentation opencv", "vision"),
        ("Research Engineer", "text_to_speech speech_recognition whisper", "speech"),
        ("Applied Scientist, Ranking", "recommender_systems candidate_generation", "recommendation"),
        ("Data Scientist", "causal_inference forecasting arima", "forecasting"),
        ("Researcher", "reinforcement_learning motion_planning robotics imitation_learning", "rl_robotics"),
        ("Research Scientist", "diffusion_models video_generation stable_diffusion", "generative_media"),
        ("Alignment Researcher", "interpretability ai_red_teaming ai_safety", "evaluation_safety"),
        ("Research Scientist", "protein_modeling genomics drug_discovery_ai", "science_bio"),
        ("Research Engineer", "python pytorch docker", "none"),
        ("Engineer", "", "none"),
    ],
)
def test_the_heart_of_each_field_is_known(title, skills, speciality):
    assert _likeliest(title, skills) == speciality


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
