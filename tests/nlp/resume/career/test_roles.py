"""A career: years by kind of work, what is no work, titles, level, name; in any order of an entry's lines."""

from __future__ import annotations

import datetime as dt

import pytest

from nlp.resume.career import roles as career
from nlp.resume.career.dates import month_of
from nlp.resume.career.degrees import highest_degree
from nlp.resume.career.goals import goal_of
from nlp.resume.career.level import level_of
from nlp.resume.career.work import kind_of, title_of
from nlp.resume.lines import read_lines
from nlp.resume.person import name_of
from warehouse.models import Seniority, WorkYears

TODAY = month_of(dt.date(2026, 3, 31))


def roles(text: str) -> list[career.DatedRole]:
    return career.roles(read_lines(text), TODAY)


def level(text: str) -> Seniority | None:
    lines = read_lines(text)
    return level_of(lines, career.roles(lines, TODAY), highest_degree(lines, TODAY), goal_of(lines))


def job(title: str, dates: str = "Jan 2020 – Dec 2021", deed: str = "Ran things for the people of Harrowby.") -> str:
    return f"{title} — Quillfeather Mill, Oslo\n{dates}\n• {deed}\n"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Machine Learning Engineer", "ml_ai"),
        ("Senior MLOps Engineer", "ml_ai"),
        ("Data Scientist II", "ml_ai"),
        ("NLP Researcher", "ml_ai"),
        ("Software Engineer, Machine Learning", "ml_ai"),
        ("Head of AI", "ml_ai"),
        ("Backend Developer", "engineering"),
        ("Staff Site Reliability Engineer", "engineering"),
        ("Data Engineer", "engineering"),
        ("Systems Administrator", "engineering"),
        ("Test Automation Specialist", "engineering"),
        ("Engineering Manager", "engineering"),
        ("CTO", "engineering"),
        ("Data Analyst", "other"),
        ("AI Product Manager", "other"),
        ("Civil Engineer", "other"),
        ("Sales Engineer", "other"),
        ("Teacher of mathematics", "other"),
        ("Data labeler", "other"),
        ("Landscape architect", "other"),
        ("Research Fellow", "other"),
        ("Keeper of bees", "other"),
    ],
)
def test_a_title_names_the_kind_of_work(title: str, kind: str) -> None:
    assert kind_of([f"{title}  Jan 2020 – Present"], []) == kind


def test_under_an_open_title_the_entry_tells() -> None:
    head = ["Postdoctoral researcher — Harrowby University"]
    assert kind_of(head, ["Trained neural networks in PyTorch on bird calls."]) == "ml_ai"
    assert kind_of(head, ["Counted birds on four islands."]) == "other"
    assert kind_of(["Consultant, Marrowgate"], ["Moved the APIs to Kubernetes."]) == "engineering"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["Senior ML Engineer, Quillfeather, Oslo"], "Senior ML Engineer"),
        (["Quillfeather Mill  Oslo", "Data Scientist | Mar 2019 – Present"], "Data Scientist"),
        (["Quillfeather | Barista | 2012 – 2014"], "Barista"),
        (["Software Engineer at Teacher Tools Ltd"], "Software Engineer"),
        (["2014–17  Lab technician (part-time)"], "Lab technician"),
        (["Junior Engineer → Engineer · Oslo"], "Engineer"),
        (["Quillfeather Mill, Oslo"], None),
    ],
)
def test_the_title_in_the_head_of_an_entry(lines: list[str], title: str | None) -> None:
    assert title_of(lines) == title


def test_years_by_kind_count_overlaps_once_and_make_up_the_total() -> None:
    text = "EXPERIENCE\n" + "".join(
        (
            job("ML Engineer", "Jan 2022 – Dec 2023"),
            job("Software Engineer", "Jan 2021 – Dec 2022"),
            job("Teacher", "Jan 2018 – Jun 2021"),
        )
    )
    found = roles(text)
    assert career.years_by_kind(found) == WorkYears(ml_ai=2.0, engineering=1.0, other=3.0)
    assert career.total_years(found) == 6.0
    assert career.years_by_kind(roles("EXPERIENCE\n" + job("Teacher"))) == WorkYears(other=2.0)
    assert career.years_by_kind([]) == WorkYears()


ORDERS = {
    "title, dates": "{title} — Quillfeather, Oslo  {dates}\n",
    "title over dates": "{title}\nQuillfeather, Oslo\n{dates}\n",
    "dates first": "{dates}\n{title}\nQuillfeather, Oslo\n",
    "dates at the left": "{dates}  {title}\nQuillfeather, Oslo\n",
    "employer first": "Quillfeather, Oslo  {dates}\n{title}\n",
    "bars": "Quillfeather | {title} | Oslo | {dates}\n",
}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    "title",
    [
        "Software Engineering Intern", "Apprentice developer", "Praktikant, Data Science", "Doctoral researcher",
        "Stagiaire data engineer", "Research assistant (part-time during PhD)", "Student assistant",
        "Volunteer web developer", "Developer, industrial placement",
    ],
)  # fmt: skip
def test_training_and_study_are_no_years_in_any_order_of_lines(order: str, title: str) -> None:
    def entry(title: str, dates: str) -> str:
        return ORDERS[order].format(title=title, dates=dates) + "• Ran things for the people of Harrowby.\n"

    own = entry("Data Engineer", "Jan 2020 – Dec 2021")
    apart = entry(title, "Jan 2015 – Dec 2018")
    assert career.years_by_kind(roles("EXPERIENCE\n" + own + apart)) == WorkYears(engineering=2.0)
    assert career.titles(roles("EXPERIENCE\n" + own + apart)) == ("Data Engineer",)


@pytest.mark.parametrize("order", ORDERS)
def test_kind_and_title_do_not_hang_on_the_order_of_lines(order: str) -> None:
    text = "EXPERIENCE\n" + ORDERS[order].format(title="Data Engineer", dates="Jan 2020 – Dec 2021")
    text += "• Ran things for the people of Harrowby.\n" + ORDERS[order].format(title="Nurse", dates="2012 – 2014")
    found = roles(text)
    assert [(r.title, r.kind) for r in found] == [("Data Engineer", "engineering"), ("Nurse", "other")]


def test_degrees_among_the_roles_are_no_work() -> None:
    text = "EXPERIENCE\n" + job("Data Engineer") + "2010 – 2015\nBSc Physics\nHarrowby University\n"
    assert career.total_years(roles(text)) == 2.0


def test_time_off_is_no_work_and_a_shop_in_a_gap_year_is() -> None:
    text = "EXPERIENCE\n" + job("Data Engineer") + "\nCareer break  Jan 2018 – Dec 2019\n"
    assert career.total_years(roles(text)) == 2.0
    assert career.total_years(roles("EXPERIENCE\nGap year: family shop  Jan 2018 – Dec 2018\n")) == 1.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (job("Machine learning intern"), "intern"),
        (job("Teacher of physics") + job("Machine learning intern"), "intern"),
        ("Software intern, Quillfeather\n• Ran things for the people of Harrowby.\n", "intern"),
        (job("Senior store manager"), None),
        (job("Senior barista", "Jan 2024 – Present") + job("Staff Engineer"), "staff"),
        (job("Senior Product Analyst"), "senior"),
        (job("Data Analyst", "2022 – 2024") + job("Junior Data Analyst"), "mid"),
        (job("Data Engineer", "2022 – 2024") + job("Data Engineer"), "mid"),
        (job("Data Engineer II") + job("Machine learning intern", "2015 – 2016"), "mid"),
    ],
)
def test_level_is_that_of_technical_work(text: str, expected: str | None) -> None:
    assert level("EXPERIENCE\n" + text) == expected


def test_the_headline_tells_where_no_role_does() -> None:
    head = "Odalys Brandtner\nJunior statistician\n\nINTERNSHIPS\n"
    assert level(head + job("Actuarial intern")) == "junior"


def test_an_entry_knows_its_lines() -> None:
    lines = read_lines("EXPERIENCE\n" + job("Data Engineer") + job("Nurse", "2012 – 2014") + "SKILLS\nPython\n")
    found = career.roles(lines, TODAY)
    assert [lines[role.lines.start].text.split(" — ")[0] for role in found] == ["Data Engineer", "Nurse"]
    assert [i for role in found for i in role.lines] == list(range(1, 7))


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("Odalys Brandtner\nML Engineer\nodalys@example.com", "Odalys Brandtner"),
        ("ODALYS BRANDTNER-O'SHEA\nML Engineer", "Odalys Brandtner-O'Shea"),
        ("Odalys\nBrandtner\nMathematics teacher", "Odalys Brandtner"),
        ("Odalys M. Brandtner, PhD  |  Oslo", "Odalys M. Brandtner"),
        ("Dr. Odalys van der Brandt", "Odalys van der Brandt"),
        ("Contact\nodalys.brandtner@example.com\n\nSkills\nPython\n\nOdalys Brandtner\nOslo", "Odalys Brandtner"),
        ("Curriculum Vitae\nOdalys Brandtner", "Odalys Brandtner"),
        ("Résumé\nML Engineer\nOslo, Norway", None),
        ("Machine Learning Engineer\nodalys@example.com", None),
        ("SKILLS\nPython\nApache Spark", None),
    ],
)
def test_name(head: str, name: str | None) -> None:
    assert name_of(read_lines(head)) == name


def test_time_off_within_a_role_is_no_year_of_it() -> None:
    text = "EXPERIENCE\n" + job("Data Engineer") + "\nParental leave  Jan 2021 – Jun 2021\n"
    assert career.total_years(roles(text)) == 1.5
    assert career.years_by_kind(roles(text)).engineering == 1.5


def test_work_beside_a_degree_is_no_year() -> None:
    assert career.total_years(roles("EXPERIENCE\nShop assistant  2012 – 2015, alongside my degree\n")) is None


def test_a_range_of_years_is_counted_from_the_middle_and_meets_its_neighbours() -> None:
    def years(*ranges: str) -> float | None:
        return career.total_years(roles("EXPERIENCE\n" + "\n".join(job("Data Engineer", r) for r in ranges)))

    assert years("2018 – 2021") == 3.0
    assert years("2019 – 2020", "2017 – 2018", "2015 – 2016") == 5.0  # one after the other, not a year apart
    assert years("2019 – 2021", "2017 – 2019") == 4.0
    assert years("Mar 2019 – Feb 2021", "2017 – 2019") == 3.7  # ends where the next begins
    assert years("2020 – 2020") == 0.5
    assert years("summers 2015 – 2018") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (job("Data Engineer", "Jan 2025 – Present"), "junior"),
        (job("Data Engineer", "Jan 2022 – Present"), "mid"),
        (job("Data Engineer", "Jan 2018 – Present"), "senior"),
        (job("Staff Engineer", "Jun 2025 – Present"), "mid"),  # a year of work is no staff engineer's
        (job("Senior Engineer", "Jan 2024 – Present") + job("Engineering Manager", "Jan 2020 – Dec 2023"), "senior"),
        (job("Junior Engineer → Senior Engineer", "Jan 2018 – Present"), "senior"),
        (job("Senior Associate, Commercial and Technology", "Jan 2018 – Present"), None),
    ],
)
def test_level_by_title_and_years(text: str, expected: str | None) -> None:
    assert level("EXPERIENCE\n" + text) == expected


def test_a_doctorate_counts_for_the_level_as_years_do() -> None:
    text = "EXPERIENCE\n" + job("Data Scientist", "Jan 2023 – Present")
    assert level(text) == "mid"
    assert level(text + "\nEDUCATION\nPhD Physics, Harrowby, 2022\n") == "senior"


def test_a_graduate_with_an_internship_is_one_whatever_the_headline_says() -> None:
    text = "Odalys Brandtner\nPhysics graduate\n\nEXPERIENCE\n"
    assert level(text + job("Machine learning intern")) == "intern"
    assert level(text + job("Barista")) == "junior"
    seeks = "Odalys Brandtner\n\nSUMMARY\nTrainee or intern? Looking for a junior data scientist post.\n\nEXPERIENCE\n"
    assert level(seeks + job("Barista")) == "junior"


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("Looking for new-grad data scientist roles.", "junior"),
        ("Seeking an entry-level ML engineer position.", "junior"),
        ("Looking for a junior data engineer post.", "junior"),
        ("Looking for another machine learning internship.", "intern"),
        ("Looking for a data scientist role.", "intern"),
    ],
)
def test_a_first_post_that_is_wished_for_says_more_than_an_internship_that_is_over(wish: str, expected: str) -> None:
    past = job("Software engineering intern", "Jun 2024 – Aug 2024")
    assert level(f"Odalys Brandtner\n\nSUMMARY\n{wish}\n\nEXPERIENCE\n{past}") == expected


def test_dates_under_or_over_each_head_are_told_by_the_first() -> None:
    under = "EXPERIENCE\nNurse\nPellworth\nJan 2020 – Dec 2021\nTeacher\nHarrowby\nJan 2018 – Dec 2019\n"
    assert [role.title for role in roles(under)] == ["Nurse", "Teacher"]
    over = "EXPERIENCE\nJan 2020 – Dec 2021\nNurse\nPellworth\nJan 2018 – Dec 2019\nTeacher\nHarrowby\n"
    assert [role.title for role in roles(over)] == ["Nurse", "Teacher"]


def test_a_date_in_the_headline_is_no_job_where_jobs_have_their_section() -> None:
    text = "Odalys Brandtner\nFreelance ML engineer (since 2018)\n\n== Assignments ==\n" + job("Data Engineer")
    assert [role.title for role in roles(text)] == ["Data Engineer"]


def test_an_analyst_who_models_nearly_throughout_is_in_ml() -> None:
    deeds = [
        "Trained gradient boosting and an XGBoost classifier.",
        "Fine-tuned BERT on notes; F1 0.8.",
        "SHAP for each.",
    ]
    assert kind_of(["Clinical Data Analyst"], deeds) == "ml_ai"
    assert (
        kind_of(["Clinical Data Analyst"], ["Trained an XGBoost classifier.", *["Counted beds on each ward."] * 3])
        == "other"
    )


def test_a_head_that_tells_on_in_its_line_is_a_head() -> None:
    text = (
        "Odalys Brandtner\n\nData Engineer, Pellworth (Mar 2021 - Feb 2023) Leads the guild of mills.\n• Cut bills.\n"
    )
    assert [(role.title, role.span.end - role.span.start) for role in roles(text)] == [("Data Engineer", 24)]


def test_a_line_that_begins_with_a_month_in_small_letters_is_no_wrapped_one() -> None:
    text = "EXPERIENCE\nianuarie 2020 – iunie 2021  Nurse\nQuillfeather Mill and Hospital, Oslo\n"
    text += "martie 2018 – mai 2019  Teacher\n"
    assert [role.title for role in roles(text)] == ["Nurse", "Teacher"]


def test_a_title_over_two_lines_is_one() -> None:
    found = roles(
        "EXPERIENCE\n04.2023 – today  Lead Data\nScientist, Pellworth Bank\n• Ran things for all of the people.\n"
    )
    assert [(role.title, role.kind) for role in found] == [("Lead Data Scientist", "ml_ai")]
    found = roles("EXPERIENCE\n04.2023 – today  Pellworth\nNurse\n• Ran things for all of the people.\n")
    assert [role.title for role in found] == ["Nurse"]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Software Engineer\nOld Mill Couriers, Oslo", "engineering"),
        ("Backend Developer\nBrandt Engineers, Oslo", "engineering"),
        ("Data Scientist\nHarbour Pilots, Oslo", "ml_ai"),
        ("Courier\nOld Mill Foods, Oslo", "other"),
        ("Harbour Cranes, Oslo. Software engineer.", "engineering"),
        ("Harbour Cranes, Oslo. Cook.", "other"),
    ],
)
def test_a_firm_of_several_people_is_no_title_and_a_full_stop_ends_no_head(head: str, kind: str) -> None:
    (role,) = roles(f"EXPERIENCE\n{head}\nSept. 2014 – Dec. 2017\n• Kept the stock list.\n")
    assert role.kind == kind


def test_a_job_that_begins_in_the_year_of_the_degree_is_none_beside_it() -> None:
    study = "EDUCATION\nPhD in Physics, Harrowby\nSep 2018 – Jun 2022\n\n"
    text = study + "EXPERIENCE\n{}\nResearch assistant\nTarrow Institute\n• Ran it.\n"
    assert career.total_years(roles(text.format("since 2022"))) is not None
    assert career.total_years(roles(text.format("Jan 2020 – May 2021"))) is None


@pytest.mark.parametrize(
    "title",
    ["Embedded Linux Engineer", "Applied Scientist", "Distributed Systems Engineer", "Certified Nurse Assistant"],
)
def test_a_title_whose_first_word_ends_as_a_deed_does_heads_its_job(title: str) -> None:
    text = f"EXPERIENCE\n{title}, Pellworth Cranes, Oslo\nMay 2015 – Apr 2018\n• Kept it going.\n"
    assert [role.title for role in roles(text)] == [title]


def test_an_engineer_as_a_trainee_works_but_for_beside_a_degree() -> None:
    job = "EXPERIENCE\nSystems Engineer Trainee, Tarrow Services\nJul 2020 – Jun 2021\n• Ran it.\n"
    assert career.total_years(roles(job)) == 1.0
    study = "EDUCATION\nBSc in Physics, Harrowby\nSep 2018 – Jun 2022\n\n"
    assert career.total_years(roles(study + job)) is None
    assert career.total_years(roles(job.replace("Systems Engineer Trainee", "Trainee Developer"))) is None


CLIENTS = (
    "Ines Duarte\nIndependent developer\n\n{}\nHarrow Freight, 2021 - 2023\n"
    "• Trained a LightGBM model, then PyTorch networks.\n"
    "Pellworth Post (2019 - 2021)\n• Kept the shop's page going.\n\nEDUCATION\nBSc Statistics\n"
)


@pytest.mark.parametrize(
    "heading",
    ["CLIENTS", "SELECTED CLIENTS", "Selected Clients & Engagements", "Recent client work", "Key engagements"],
)
def test_work_for_clients_is_of_the_kind_that_it_tells_of_else_of_the_headline(heading: str) -> None:
    found = roles(CLIENTS.format(heading))
    assert [(role.title, role.kind, role.is_professional) for role in found] == [
        (None, "ml_ai", True),
        (None, "engineering", True),
    ]
    named = roles(CLIENTS.format(heading).replace("Pellworth Post", "Translator, Pellworth Post"))
    assert named[1].kind == "other"
    assert roles(CLIENTS.format("EXPERIENCE"))[0].kind == "other"
