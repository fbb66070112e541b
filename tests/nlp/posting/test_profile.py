"""Seniority, years, degree and workplace as careful readers take them."""

import json
from pathlib import Path
from typing import Any

import pytest

from nlp.language import language_of
from nlp.posting.profile import read_profile, workplace_of
from nlp.posting.sections import place
from nlp.seniority import seniority_of

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "fixtures" / "nlp" / "profile.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["title"] or row["text"])
def test_a_labelled_text(row: dict[str, Any]) -> None:
    found = read_profile(row["title"], place(row["text"]))
    asked = row.keys() - {"title", "text"}
    assert {name: getattr(found, "workplace" if name == "remote" else name) for name in asked} == {
        name: row[name] for name in asked
    }


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Senior ML Engineer", "senior"),
        ("Senior / Staff Research Scientist", "senior"),
        ("Member of Technical Staff", None),
        ("Head of AI", "manager"),
        ("ML Engineer II", "mid"),
        ("Senior Data Engineer - Vice President", "senior"),
        ("Machine Learning Intern", "intern"),
        ("AI Engineer", None),
        ("ML Engineer, Lead Generation", None),
        ("Lead Generation Specialist", None),
        ("Lead-to-cash ML Engineer", None),
        ("Lead Gen AI Engineer", "lead"),
        ("Data Scientist - Senior Living", None),
        ("Senior Care Data Scientist", None),
        ("Senior Data Scientist, Senior Living", "senior"),
        ("Research Engineer, Mid-training", None),
        ("Principal Engineer, Mid-Market Lending", "principal"),
        ("ML Engineer (Staff Rostering)", None),
        ("Applied Scientist, Principal Holdings", None),
        ("Applied Scientist, Principal", "principal"),
        ("Data Scientist (Senior Position)", "senior"),
        ("Platform Engineer - Team Lead", "lead"),
    ],
)
def test_seniority_of_a_title(title: str, level: str | None) -> None:
    assert seniority_of(title) == level


@pytest.mark.parametrize(
    ("line", "degree", "need"),
    [
        ("Bachelor's degree in computer science", "bachelor", "required"),
        ("BS/MS in computer science or equivalent experience", "bachelor", "or_equivalent"),
        ("PhD or Master's degree in physics", "master", "required"),
        ("A PhD is a plus", "phd", "preferred"),
        ("No PhD needed", None, None),
        ("Answers within 8 ms", None, None),
        ("A degree in a numerate subject", "bachelor", "required"),
        ("Master's in statistics, with 3 years of professional experience", "master", "required"),
        ("A degree (Master or engineering school)", "master", "required"),
        ("A degree (PhD preferred)", "bachelor", "required"),
        (
            "5+ years with a Bachelor's, 3+ with a Master's, or 8+ years of relevant experience.",
            "bachelor",
            "or_equivalent",
        ),
        ("5 years of experience or a PhD", "phd", "or_equivalent"),
        ("You hold a PhD or have 5 years of experience", "phd", "or_equivalent"),
        ("Bachelor of Engineering, or an equal amount of experience", "bachelor", "or_equivalent"),
        ("A STEM degree is a plus", "bachelor", "preferred"),
    ],
)
def test_degree(line: str, degree: str | None, need: str | None) -> None:
    found = read_profile("", place(f"Requirements\n- {line}"))
    assert (found.degree, found.degree_need) == (degree, need)


@pytest.mark.parametrize(
    ("lines", "lowest", "preferred", "named"),
    [
        (["Bachelor's degree in statistics required, PhD preferred"], "bachelor", "phd", ("bachelor", "phd")),
        (["BS, MS or PhD in a numerate field"], "bachelor", None, ("bachelor", "master", "phd")),
        (["A Master's or PhD is a plus"], "master", "master", ("master", "phd")),
        (["Bachelor's degree in physics", "MSc/PhD preferred"], "bachelor", "master", ("bachelor", "master", "phd")),
        (["PhD in optics"], "phd", None, ("phd",)),
        (["BEng or MEng in electronics"], "bachelor", None, ("bachelor", "master")),
        (["No PhD needed", "Python"], None, None, ()),
    ],
)
def test_the_preferred_and_the_named_degrees_stand_beside_the_lowest(
    lines: list[str], lowest: str | None, preferred: str | None, named: tuple[str, ...]
) -> None:
    found = read_profile("", place("\n- ".join(["Requirements", *lines])))
    assert (found.degree, found.degree_preferred, found.degrees_named) == (lowest, preferred, named)


@pytest.mark.parametrize(
    "line",
    [
        "Daily use of MS SQL Server",
        "MS Office, MS Teams and MS Project",
        "You know MS Azure, MS Dynamics 365 and MS Fabric",
        "Queries answered in 20 ms",
        "Good with MS Copilot Studio",
        "Master data and MS Access",
    ],
)
def test_what_a_vendor_is_called_is_no_degree(line: str) -> None:
    assert read_profile("", place(f"Requirements\n- {line}\n- Python")).degrees_named == ()


@pytest.mark.parametrize(
    "line",
    [
        "MS in computer science",
        "MS Computer Science",
        "MS/PhD in statistics",
        "BS or MS degree",
        "MS or above",
        "An MS, or a PhD",
        "MS",
        "M.S. Applied Mathematics",
        "MS (or PhD) in a related field",
        "MEng in robotics",
        "MPhil or similar",
    ],
)
def test_a_masters_in_few_letters_is_one(line: str) -> None:
    assert "master" in read_profile("", place(f"Requirements\n- {line}\n- Python")).degrees_named


@pytest.mark.parametrize("refusal", ["What we do not ask\nA degree. A cover letter.", "**Not required.** A degree."])
def test_what_is_not_asked_for_is_no_degree(refusal: str) -> None:
    assert read_profile("", place(f"Requirements\n- Python\n\n{refusal}")).degree is None


@pytest.mark.parametrize(
    ("text", "workplace"),
    [
        ("4 days a week in our London HQ", "hybrid"),
        ("WFH 2 days", "hybrid"),
        ("100% in office", "onsite"),
        ("Remote 5 days a week", "remote"),
        ("This role is fully remote within Canada.", "remote"),
        ("We meet in the Leeds office two days a week.", "hybrid"),
        ("Hybrid work: three days in the office.", "hybrid"),
        ("#LI-Remote", "remote"),
        ("You will work on-site in Graz.", "onsite"),
        ("You know hybrid search and hybrid cloud.", None),
        ("We pay a remote work stipend for your home office.", None),
        ("This position is not open to remote work.", "onsite"),
        ("Interviews are held in person.", None),
        ("Python and SQL", None),
        ("Work from anywhere in the EU for up to 20 days a year.", None),
        ("Drop by our Ghent office whenever you feel like it.", None),
        ("We do not offer fully remote jobs.", "hybrid"),
        ("The job is performed on site; badges are issued on day one.", "onsite"),
        ("You write from anywhere in the UK.", "remote"),
        ("Based in one of our offices (Graz or Linz), as the job is not open to fully remote work.", "hybrid"),
        ("We are an in-person team.", "onsite"),
        ("All roles are in person, in Linz.", "onsite"),
        ("Our team primarily works in-person out of Graz.", "onsite"),
        ("Work is mostly on-site at the mill.", "onsite"),
        ("You meet customers in person and by phone.", None),
        ("Location - Graz (preferred), Austria remote", "remote"),
        ("This role is in-person, five days per week.", "onsite"),
        ("In-person, 5 days a week", "onsite"),
        ("Tern Labs | ML Engineer | SF Onsite | Full-time", "onsite"),
        ("The role is located in our Graz or Linz offices.", "onsite"),
        ("Based in one of our offices in Porto or Faro", "onsite"),
        ("You work with colleagues based in our Graz and Linz offices.", None),
        ("Work location: in person", "onsite"),
        ("Everybody is in the office Monday to Friday.", "onsite"),
        ("Location: Graz (in-office)", "onsite"),
        ("We don't offer remote work for this position.", "onsite"),
        ("We're all in person, every day, in Linz.", "onsite"),
        ("Full-time, in person, Graz", "onsite"),
        ("You split your week between home and our Graz lab.", "hybrid"),
        ("40% office presence is expected.", "hybrid"),
        ("We offer a mix of remote and in-office work.", "hybrid"),
        ("People are in one of our offices at least 30% of their time.", "hybrid"),
        ("We hire anywhere in the EU.", "remote"),
        ("You may work from any US state.", "remote"),
        ("This position can be done from anywhere.", "remote"),
        ("Open to remote candidates in CET.", "remote"),
        ("We are a globally distributed, async company.", "remote"),
        ("We are a globally distributed team with offices in Graz and Linz.", None),
        ("Virtual position", "remote"),
        ("Telework: 100%", "remote"),
        ("Location: Worldwide", "remote"),
        ("You come to the studio twice a week and work from home otherwise.", "hybrid"),
        ("5 days in the office", "onsite"),
        ("The work style of each role (remote, hybrid, onsite) is indicated in its header.", None),
        ("Remote-Friendly (Travel-Required) | Graz | Linz", None),
        ("A remote-friendly company with offices in Graz and Linz.", None),
    ],
)
def test_workplace(text: str, workplace: str | None) -> None:
    assert workplace_of("", place(text)) == workplace


def test_language() -> None:
    german = "Wir suchen eine Ingenieurin, die mit uns Modelle für die Landwirtschaft baut, prüft und betreibt. " * 3
    english = (
        "We are looking for an engineer who builds models for the farms of the region and keeps them running. " * 3
    )
    assert (language_of(german), language_of(english), language_of("Python")) == ("de", "en", None)
