"""What a resume is read as: evidence and its quote, what is no skill, years, seniority, degree."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

from nlp.documents.files import read_resume_file
from nlp.resume.headings import heading_section
from nlp.resume.lines import read_lines
from nlp.resume.reader import ResumeReader
from nlp.taxonomy.loader import load
from tests.nlp.documents.layouts import LAYOUTS
from warehouse.models import ResumeReading, ResumeSkill

TODAY = dt.date(2026, 3, 31)
READER = ResumeReader(load())

WHOLE = """Odalys Brandtner
Senior ML Engineer
odalys@example.com | +45 5550 0143 | github.com/odalys-python

SUMMARY
Engineer who likes TensorFlow and clear writing. Seeking a role around Rust.

EXPERIENCE
Senior ML Engineer, Kafka Coffee Roasters
Mar 2021 - Present
• Built a ranking service on PyTorch and Kubernetes.
• Cut training cost by 31% with spot instances on AWS, replacing a
nightly Airflow job.
• No experience with Terraform there, but wrote Ansible playbooks.
Data Scientist, Snowflake Ice Ltd  Jun 2018 – Feb 2021
• Wrote churn models in scikit-learn.
Machine Learning Intern, Pellworth    Jun 2017 - Aug 2017
• Cleaned data with pandas.

PROJECTS
Night trains | Go, PostgreSQL, Docker
Finds sleeper connections.

EDUCATION
MSc Computer Science, Harrowby University of Spark, 2018
Relevant coursework: MATLAB, Scala
BSc Statistics, Harrowby, 2016

SKILLS
Languages: Python, SQL, R (basic)
Git
Linux
Currently learning: JAX; Haskell
Redis (no experience yet)

INTERESTS
Chess, Go, docker walks, Django Reinhardt
"""


def read(text: str) -> ResumeReading:
    return READER.read(text, as_of=TODAY)


def evidence(text: str) -> dict[str, str]:
    """What it says in its own words that the person has or learns."""
    return {s.skill: s.evidence for s in read(text).skills if s.state in ("written", "coursework", "in_progress")}


def in_skills(line: str) -> dict[str, str]:
    return evidence(f"SKILLS\n{line}\n")


def in_role(line: str) -> dict[str, str]:
    return evidence(f"EXPERIENCE\nEngineer, Quillfeather\nMar 2021 - Present\n• {line}\n")


def test_a_whole_resume() -> None:
    found = read(WHOLE)
    shown = {
        s.skill: s.evidence for s in found.skills if s.kind == "tool" and (s.is_written or s.state == "in_progress")
    }
    assert shown == {
        "tensorflow": "listed", "pytorch": "used", "kubernetes": "used", "aws": "outcome", "apache_airflow": "outcome",
        "ansible": "used", "scikit_learn": "used", "pandas": "used", "go": "used", "postgresql": "used",
        "docker": "used", "matlab": "listed", "scala": "listed", "python": "listed", "sql": "listed",
        "r_language": "listed", "git": "listed", "linux": "listed", "jax": "learning", "haskell": "learning",
    }  # fmt: skip
    assert found.years == 7.8  # Jun 2018 to Mar 2026; the internship apart
    assert (found.seniority, found.degree) == ("senior", "master")
    assert found.reader_version == READER.version


def test_quotes_are_lines_of_the_text_and_hold_the_surface() -> None:
    for text in (WHOLE, *(read_resume_file("cv", make()[0]).text for make in list(LAYOUTS.values())[:6])):
        found = read(text)
        lines = [line.removeprefix("• ") for line in found.text.split("\n")]
        for skill in found.skills:
            assert skill.quote in lines
            assert skill.surface in skill.quote
            assert skill.name == READER.taxonomy.skills[skill.skill].name


def test_wrapped_lines_are_one_quote() -> None:
    quote = {s.skill: s.quote for s in read(WHOLE).skills}["apache_airflow"]
    assert quote == "Cut training cost by 31% with spot instances on AWS, replacing a nightly Airflow job."


@pytest.mark.parametrize(
    "line",
    [
        "Reduced latency of the Redis cache from 900 ms to 200 ms",
        "Reduced Redis memory by half",
        "Made Redis lookups 3x faster",
        "Made Redis lookups 2.5× faster",
        "Redis tier that serves 40 million requests a day",
        "Saved $310K a year by moving sessions to Redis",
        "Doubled the throughput of Redis",
        "Cut Redis spend thirty percent",
    ],
)
def test_a_measured_result_is_an_outcome(line: str) -> None:
    assert in_role(line)["redis"] == "outcome"


@pytest.mark.parametrize(
    "line",
    [
        "Ran Redis in a team of 5",
        "Ran Redis 7.2 for 3 years",
        "Ran Redis from 2019 on",
        "Moved sessions from files to Redis",
        "Wrote Redis modules (GPA 3.9)",
    ],
)
def test_other_figures_are_none(line: str) -> None:
    assert in_role(line)["redis"] == "used"


@pytest.mark.parametrize(
    "line",
    [
        "No experience with Kubernetes yet",
        "No hands-on experience in Docker or Kubernetes",
        "I have not used Kubernetes",
        "Haven't worked with Kubernetes",
        "Have never deployed Kubernetes",
        "Not yet familiar with Kubernetes",
        "Unfamiliar with Kubernetes",
        "Do not know Kubernetes",
        "Shipped everything without using Kubernetes",
        "Would like to learn Kubernetes",
        "Planning to learn Kubernetes",
        "Interested in Kubernetes",
        "Kubernetes (no experience)",
        "Kubernetes: none",
        "Kubernetes - not yet",
        "Lacking Kubernetes experience",
        "To be learned: Docker, Kubernetes",
    ],
)
def test_what_is_denied_or_wished_is_not_had(line: str) -> None:
    for found in (in_skills(line), in_role(line)):
        assert "kubernetes" not in found


@pytest.mark.parametrize(
    ("line", "had"),
    [
        ("No experience with Docker, but three clusters of Kubernetes run", True),
        ("Not only Docker but Kubernetes", True),
        ("Kubernetes with no downtime", True),
        ("Replaced Docker Swarm, never looked back, on Kubernetes", True),
        ("No experience with Docker; Kubernetes daily", True),
        ("No experience with Docker. Kubernetes daily", True),
    ],
)
def test_a_denial_reaches_to_the_end_of_its_clause(line: str, had: bool) -> None:
    assert ("kubernetes" in in_role(line)) == had


@pytest.mark.parametrize(
    "line",
    [
        "Currently learning Terraform",
        "Learning: Terraform, Haskell",
        "Studying Terraform",
        "Terraform - learning",
    ],
)
def test_learning(line: str) -> None:
    assert in_skills(line)["terraform"] == "learning"


@pytest.mark.parametrize(
    "line",
    [
        "Basic knowledge of Java and Terraform",
        "Basic: Java, Terraform",
        "Terraform (basic)",
        "Terraform (beginner)",
        "Terraform basics",
        "Beginner in Terraform",
        "Familiar: Terraform",
        "Coursework in Terraform",
        "Completed courses: Java, Terraform",
    ],
)
def test_what_is_known_a_little_or_was_studied_is_listed_whatever_the_line_tells(line: str) -> None:
    assert in_skills(line)["terraform"] == in_role(line)["terraform"] == "listed"


@pytest.mark.parametrize(
    "line",
    [
        "Machine learning on Terraform",
        "Basic ideas made clear by Terraform",
        "Deep learning, Terraform",
        "Terraform, learning rates",
    ],
)
def test_machine_learning_is_not_learning(line: str) -> None:
    assert in_skills(line)["terraform"] == "listed"


def test_better_evidence_wins_wherever_it_stands() -> None:
    listed, outcome = "SKILLS\nScala\n", "EXPERIENCE\nEngineer, Quillfeather\n• Cut cost by 30% in Scala.\n"
    learning = "COURSEWORK\nScala\n"
    for text in (listed + outcome + learning, learning + outcome + listed, outcome + listed):
        assert evidence(text)["scala"] == "outcome"
    assert evidence(learning + listed)["scala"] == "listed"


@pytest.mark.parametrize(
    ("line", "absent"),
    [
        ("Owned the go-to-market plan and the spring release", {"go", "spring"}),
        ("Moved R&D from paper to files", {"r_language"}),
        ("Excel at explaining things", {"excel"}),
        ("Ready to go beyond the brief and react to change", {"go", "react"}),
        ("Led the express checkout and a swift rollout", {"express_js", "swift"}),
        ("Grew the team in the spring of 2024", {"spring"}),
    ],
)
def test_everyday_words_are_no_skills(line: str, absent: set[str]) -> None:
    assert not absent & in_role(line).keys()


@pytest.mark.parametrize(
    "text",
    [
        "EXPERIENCE\nEngineer\nSpark Analytics LLC\nMar 2021 - Present\n• Answered mail.\n",
        "EXPERIENCE\nSpark Analytics LLC  Oslo\nEngineer  2019 – 2021\n• Answered mail.\n",
        "EDUCATION\nSpark Institute of Technology\nBSc in Physics\n2016 - 2019\n",
        "INTERESTS\nSpark plugs, Apache Spark fan clubs\n",
        "SUMMARY\nContact: apache-spark@example.com\n",
        "REFERENCES\nDr. Vale, Apache Spark committee\n",
    ],
)
def test_names_and_hobbies_are_no_skills(text: str) -> None:
    assert "apache_spark" not in evidence(text)


def test_headings_are_no_skills() -> None:
    assert evidence("MACHINE LEARNING PROJECTS\n\nLEADERSHIP EXPERIENCE\n\nOPEN SOURCE\n") == {}


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Work Experience", "experience"),
        ("PROFESSIONAL EXPERIENCE:", "experience"),
        ("E D U C A T I O N", None),
        ("Relevant Coursework", "learning"),
        ("Top Skills", "skills"),
        ("Technical Skills & Tools", "skills"),
        ("Computer Engineering Experience", "experience"),
        ("Certifications & Activities", "certifications"),
        ("Honors-Awards", "awards"),
        ("Selected Publications", "publications"),
        ("Hobbies and Interests", "interests"),
        ("I have ten years of experience", None),
        ("Built tools for education", None),
        ("Python, SQL skills", None),
        ("Acme Corp", None),
    ],
)
def test_headings(line: str, section: str | None) -> None:
    assert heading_section(line) == section


def test_items_under_a_skills_heading_speak_for_one_another() -> None:
    found = evidence("SKILLS\nPython\nGo\nR\nC\nC++\nSpark\n")
    assert found.keys() >= {"python", "go", "r_language", "c", "cpp", "apache_spark"}


def test_a_title_is_no_deed_and_what_a_role_used_is_used() -> None:
    head = "EXPERIENCE\nLead Spark Engineer | Fernhollow | 2022 – 2023\nWorking student, Kafka Club, 2017-2019\n"
    assert evidence(head) == {}
    assert evidence(head + "Technologies: Python, dbt\nSkills: Go, Rust\n") == {
        "python": "used", "dbt": "used", "go": "listed", "rust": "listed"
    }  # fmt: skip
    assert evidence(head + "\nOpen source\nvectorlite: a tiny vector store in Rust (1.2k stars)\n")["rust"] == "outcome"


def test_a_bare_list_without_headings_is_listed() -> None:
    assert evidence("Python, PyTorch, Kubernetes, Airflow") == dict.fromkeys(
        ("python", "pytorch", "kubernetes", "apache_airflow"), "listed"
    )


def test_a_resume_without_headings_is_read_too() -> None:
    text = "Odalys Brandtner\nML Engineer, Quillfeather (Mar 2021 - Present)\n• Cut cost by 20% with Spark on AWS\n"
    assert evidence(text)["aws"] == "outcome"
    assert read(text).years == 5.1


def test_list_of_technologies_in_a_head_counts_its_name_does_not() -> None:
    found = evidence("PROJECTS\nSpark of joy | Go, gRPC, PostgreSQL   2024\nA diary.\n")
    assert found.keys() >= {"go", "grpc", "postgresql"}
    assert "apache_spark" not in found


@pytest.mark.parametrize(
    ("dates", "years"),
    [
        ("Jan 2020 – Dec 2021", 2.0),
        ("January 2020 to December 2021", 2.0),
        ("01/2020 - 12/2021", 2.0),
        ("01.2020 – 12.2021", 2.0),
        ("2020-01 – 2021-12", 2.0),
        ("2020-01-15 – 2021-12-31", 2.0),
        ("Sept. 2020 — Aug. 2021", 1.0),
        ("2018 – 2021", 3.0),
        ("2020 – 2020", 0.5),
        ("Jun – Aug 2023", 0.2),
        ("Jan '20 – Dec '21", 2.0),
        ("April 2024 – Present", 2.0),
        ("Since April 2024", 2.0),
        ("Apr 2024 - now", 2.0),
        ("Apr 2024 – Dec 2030", 2.0),
        ("Dec 2021 – Jan 2020", None),
        ("Room 2020 – 2021a", None),
        ("1820 – 1830", None),
    ],
)
def test_dates(dates: str, years: float | None) -> None:
    assert read(f"EXPERIENCE\nEngineer, Quillfeather\n{dates}\n• Ran things.\n").years == years


def test_overlaps_count_once_and_gaps_not_at_all() -> None:
    text = (
        "EXPERIENCE\nEngineer, A\nJan 2018 - Dec 2019\n• Ran things.\nAdviser, B\nJul 2019 - Jun 2020\n• Ran things.\n"
        "Engineer, C\nJan 2022 - Dec 2022\n• Ran things.\n"
    )
    assert read(text).years == 3.5


@pytest.mark.parametrize(
    "text",
    [
        "EDUCATION\nBSc Physics, Harrowby\nJan 2012 - Dec 2015\n",
        "INTERNSHIPS\nEngineer, A\nJan 2018 - Dec 2019\n• Ran things.\n",
        "EXPERIENCE\nSoftware Engineering Intern, A\nJan 2018 - Dec 2019\n• Ran things.\n",
        "EXPERIENCE\nTeaching Assistant, Harrowby  Jan 2018 - Dec 2019\n• Ran things.\n",
        "VOLUNTEER EXPERIENCE\nGuide, A\nJan 2018 - Dec 2019\n• Ran things.\n",
        "PROJECTS\nRanker  Jan 2018 - Dec 2019\n",
    ],
)
def test_schools_internships_and_volunteering_are_no_professional_years(text: str) -> None:
    job = "EXPERIENCE\nEngineer, Z\nJan 2022 - Dec 2022\n• Ran things.\n"
    assert read(text).years is None
    assert read(job + text).years == read(text + job).years == 1.0


def test_stated_years_stand_in_where_no_role_is_dated() -> None:
    assert read("SUMMARY\nEngineer with eight years of experience in ML.\n").years == 8.0
    assert read("SUMMARY\nEngineer with 12+ years experience.\n").years == 12.0
    assert read("SKILLS\nPython\n").years is None


def test_present_without_a_day_is_the_last_year_named() -> None:
    assert READER.read("EXPERIENCE\nEngineer, A\nJan 2020 - Present\nDiploma 2022\n").years == 3.0


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Senior ML Engineer", "senior"),
        ("Staff Engineer", "staff"),
        ("Engineering Manager", "manager"),
        ("Machine Learning Engineer", "mid"),
        ("Data Science Intern", "intern"),
        ("Junior Developer", "junior"),
    ],
)
def test_seniority_is_that_of_the_latest_title(title: str, level: str | None) -> None:
    text = f"EXPERIENCE\n{title}, Quillfeather\nMar 2024 - Present\n• Ran things.\n"
    assert read(text).seniority == level
    older = "Principal Engineer, Pellworth\nMar 2010 - Feb 2024\n• Ran things.\n"
    # An internship is no title; of a title without a level the years tell.
    assert read(text + older).seniority == {"intern": "principal", "mid": "senior"}.get(str(level), level)


@pytest.mark.parametrize(
    ("lines", "degree"),
    [
        ("PhD in Statistics, Harrowby, 2020\nMSc Statistics, 2015", "phd"),
        ("BSc Physics, 2012\nM.Sc. Statistics, 2015", "master"),
        ("B.S. in Computer Science", "bachelor"),
        ("Bachelor of Arts", "bachelor"),
        ("MEng, Harrowby, 2019", "master"),
        ("PhD candidate, Harrowby\nMSc Statistics, 2015", "master"),
        ("PhD in Statistics (in progress)\n\nBSc Physics, 2012", "bachelor"),
        ("MSc Statistics, expected 2027\n\nBSc Physics, 2012", "bachelor"),
        ("BSc Physics, 2023 - 2027", None),
        ("Associate degree in design", None),
        ("Web bootcamp, 2022", None),
    ],
)
def test_highest_degree_held(lines: str, degree: str | None) -> None:
    assert read(f"EDUCATION\n{lines}\n").degree == degree


def test_adding_a_line_takes_no_skill_away() -> None:
    before = evidence(WHOLE)
    after = evidence(WHOLE.replace("Git\n", "Git\nPulumi\n"))
    assert after == {**before, "pulumi": "listed"}


def test_sections_in_another_order_show_the_same() -> None:
    parts = WHOLE.strip().split("\n\n")
    turned = "\n\n".join([parts[0], *reversed(parts[1:])])
    assert evidence(turned) == evidence(WHOLE)


def test_empty_and_strange_texts_read_as_nothing() -> None:
    for text in ("", "\n\n", "•\n•\n-", "x" * 60_000, "- " * 30_000, "2020 - " * 8_000):
        assert READER.read(text).skills == ()


def test_a_text_of_names_alone_is_read_in_bounded_time() -> None:
    assert evidence("python, " * 7_000) == {"python": "listed"}


def test_confidence_and_warnings_pass_through() -> None:
    found = READER.read("Python", 0.4, ["torn"])
    assert (found.parse_confidence, found.warnings) == (0.4, ("torn",))


def test_version_follows_the_overlay(tmp_path: Path) -> None:
    overlay = tmp_path / "skills.toml"
    overlay.write_text('[[skill]]\nid = "quux"\nname = "Quux"\n', encoding="utf-8")
    own = ResumeReader(load(overlay=overlay), overlay)
    assert own.version != READER.version
    assert [s.skill for s in own.read("SKILLS\nQuux").skills] == ["quux"]


def test_version_covers_every_module_that_is_read_with() -> None:
    probe = (
        "import sys, nlp.resume.reader as r; from nlp.version import sources;"
        "out = ('nlp.version', 'nlp.kept', 'nlp.compiled');"  # what keeps something between two processes reads nothing
        "own = {n: m for n, m in sys.modules.items() if n.startswith('nlp.') and n not in out};"
        "print(*[m.__file__ for m in own.values()], '|', *sources(*r._READ_WITH))"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True, cwd=root)
    modules, covered = (part.split() for part in done.stdout.split("|"))
    assert {m for m in modules if not m.endswith("__init__.py")} <= set(covered)


def test_every_line_is_placed_once() -> None:
    lines = read_lines(WHOLE)
    assert sum(len(line.text.split()) for line in lines) == len(WHOLE.replace("•", "").split())
    assert [line.text for line in lines if line.role == "heading"] == [
        "SUMMARY", "EXPERIENCE", "PROJECTS", "EDUCATION", "SKILLS", "INTERESTS"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Workexperience", "experience"),
        ("Educationandtraining", "education"),
        ("Personalskills", "skills"),
        ("EMPLOYMENTHISTORY", "experience"),
        ("Selectedpublications", "publications"),
        ("Additionalinformation", "skills"),
        ("workexperience", None),
        ("Coffeehouse", None),
        ("Devtools", None),
        ("Inexperience", None),
    ],
)
def test_a_heading_whose_blanks_were_lost(line: str, section: str | None) -> None:
    assert heading_section(line) == section


def test_the_last_word_of_a_wrapped_line_heads_nothing() -> None:
    frame = "Odalys Brandtner\n\nPROFILE\n{}\nEXPERIENCE\nEngineer, Quillfeather\nMar 2021 - Present\n• Ran Kafka.\n"
    for wrapped in (
        "Looking for a post in a group that works on vision and deep\nlearning",
        "Seven years of services, of which four were spent on the back end of\nresearch",
    ):
        lines = read_lines(frame.format(wrapped))
        assert [line.text for line in lines if line.role == "heading"] == ["PROFILE", "EXPERIENCE"]
    for text in (
        "Engineer of seven years\nskills\nPython",
        "A post in a group that works on vision and on speech.\nskills\nPython",
    ):
        assert "skills" in [line.text for line in read_lines(frame.format(text)) if line.role == "heading"]


def skills(text: str) -> dict[str, ResumeSkill]:
    return {skill.skill: skill for skill in ResumeReader(load()).read(text).skills}


def test_a_list_in_small_letters_names_what_it_names_in_capitals() -> None:
    found = skills(
        "EXPERIENCE\nEngineer, Pellworth\nJan 2019 - Dec 2020\n• Ran it.\n\nSKILLS\npython, jax, eks, git, sql\n"
    )
    assert {"python", "jax", "aws_eks", "git", "sql"} <= found.keys()


def test_a_word_in_small_letters_outside_of_a_list_of_names_is_a_word() -> None:
    found = skills("EXPERIENCE\nEngineer, Pellworth\nJan 2019 - Dec 2020\n• Calm, solid, safe on Python, SQL.\n")
    assert not {"design_patterns", "agile"} & found.keys()


def test_coursework_is_not_joined_with_the_next_school() -> None:
    lines = read_lines(
        "EDUCATION\nCarn College                                   Aug 2024 - May 2026\nMSc Robotics\n"
        "Coursework: Deep Reinforcement Learning, Distributed Systems, Convex Optimization\n"
        "Zell Institute of Science                                       Sep 2020 - Jun 2024\nBEng Automation\n"
    )
    assert lines[4].text.startswith("Zell Institute") and lines[4].role == "entry"


def test_a_tools_line_below_ones_schools_is_a_list_of_skills() -> None:
    found = skills(
        "EXPERIENCE\nClerk, Pellworth\nJan 2019 - Dec 2020\n• Kept books.\n\n"
        "EDUCATION\nBSc Physics, Carn College, 2009-2014\n\nTools: Python, pandas, git\n"
    )
    assert {found[name].state for name in ("python", "pandas", "git")} == {"written"}
