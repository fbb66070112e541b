"""What lowers the confidence in a reading, and what language is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from nlp.resume.doubts import LONE_DATES, LOST_JOBS, NO_JOBS, NO_SECTIONS, NO_TITLES, ONLY_LISTED, refuse_foreign
from nlp.resume.reader import ResumeReader
from nlp.resume.shown import shown
from nlp.taxonomy.loader import load
from warehouse.models import BadInputError, ResumeReading

TODAY = dt.date(2026, 3, 31)
READER = ResumeReader(load())
PROSE = "I kept the mill of Harrowby running with care and wrote down what I saw for those who came after me. "
LIST = "Python, Docker, Kubernetes, PostgreSQL, Airflow, Terraform, Kafka, Redis\n"


def read(text: str) -> ResumeReading:
    return READER.read(text, as_of=TODAY)


def test_no_section_is_doubtful() -> None:
    found = read(f"Odalys Brandtner\n\n{PROSE * 6}\n")
    assert found.is_doubtful
    assert NO_SECTIONS in found.warnings
    assert not read(f"Odalys Brandtner\n\nSUMMARY\n{PROSE * 6}\n").warnings
    assert not read("Odalys Brandtner\nPython, Docker\n").warnings


def test_two_pages_of_which_only_lists_show_skills_are_doubtful() -> None:
    pages = f"SUMMARY\n{PROSE * 32}\n\nSKILLS\n{LIST}"
    found = read(pages)
    assert found.is_doubtful
    assert ONLY_LISTED in found.warnings
    done = "\nEXPERIENCE\nEngineer, Quillfeather\nMar 2021 - Present\n• Moved the mill's services to Kubernetes.\n"
    assert not read(pages + done).warnings
    assert not read(f"SKILLS\n{LIST}").warnings


def said(found: ResumeReading, sentence: str) -> bool:
    return any(warning.startswith(sentence.partition("{")[0]) for warning in found.warnings)


def test_jobs_without_any_dates_are_doubtful() -> None:
    page = f"SUMMARY\n{PROSE * 4}\n\nEXPERIENCE\nSoftware Engineer, Quillfeather\n%s• Moved the mill to Kubernetes.\n"
    assert said(read(page % ""), NO_JOBS)
    assert read(page % "").is_doubtful
    assert not read(page % "Mar 2021 - Present\n").warnings


def test_dates_that_stand_under_skills_or_nowhere_are_doubtful() -> None:
    page = f"SUMMARY\n{PROSE * 4}\n\nEXPERIENCE\nSoftware Engineer, Quillfeather\nMar 2021 - Present\n\n"
    lost = "SKILLS\nPython\nWeb Developer, Harrow, 2012 - 2015\nStore Manager, Pellworth, 2015 - 2021\n"
    assert said(read(page + lost), LOST_JOBS)
    assert "Web Developer, Harrow, 2012 - 2015" in " ".join(read(page + lost).warnings)
    assert not read(page + "SKILLS\nPython\n").warnings


def test_dates_beside_which_no_title_was_read_are_doubtful_where_the_work_is_technical() -> None:
    deed = "• Moved the APIs to Kubernetes and kept the pipelines of the mill.\n"
    dated = f"EXPERIENCE\nQuillfeather Brothers\n2019 - Present\n{deed}"
    page = f"SUMMARY\n{PROSE * 4}\n\n"
    assert said(read(page + dated), NO_TITLES)
    assert not read(page + dated.replace("Quillfeather Brothers", "Engineer, Quillfeather")).warnings
    assert not read(page + dated.replace(deed, "• Nursed the sick of Harrow.\n")).warnings


def test_a_date_alone_is_no_stretch_of_work_and_said() -> None:
    page = f"SUMMARY\n{PROSE * 4}\n\nEXPERIENCE\nSoftware Engineer, Quillfeather\n%s\n• Moved the mill.\n"
    assert said(read(page % "03/2021"), LONE_DATES)
    for whole in ("03/2021 – 04/2022", "Summer 2021", "03/2021\nto today", "since 03/2021"):
        assert not read(page % whole).warnings


FOREIGN = {
    "German": "Ich habe bei der Mühle in Harrowby die Systeme für den Betrieb mit Python und Docker gebaut und nach "
    "und nach auf Kubernetes gebracht. Dabei war ich für die Planung der Daten und für das Team von drei Leuten "
    "verantwortlich, sowie für die Berichte an die Leitung. Vorher habe ich Statistik studiert.",
    "French": "Au moulin de Harrowby, je suis responsable des services en Python et de la mise en production avec "
    "Docker. J'ai dirigé une équipe de trois personnes pour la planification des données et les rapports à la "
    "direction. Auparavant, j'ai fait des études de statistique dans une université de la région.",
    "Spanish": "En el molino de Harrowby me ocupo de los servicios en Python y de la puesta en producción con Docker. "
    "Dirigí un equipo de tres personas para la planificación de los datos y los informes a la dirección. Antes "
    "estudié estadística en la universidad de la región y trabajé como profesor.",
    "Russian": "На мельнице я отвечал за сервисы на языке Python и за их запуск в Docker. Я руководил группой из трёх "
    "человек, планировал данные и писал отчёты для дирекции. До этого я изучал статистику в университете и работал "
    "преподавателем математики в школе. Также я занимался переносом служб в Kubernetes и обучением новых коллег.",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_another_language_gets_one_sentence(language: str) -> None:
    with pytest.raises(BadInputError, match=f"cv.pdf is written in {language}; .*English"):
        refuse_foreign("cv.pdf", FOREIGN[language])


NAMES = "Docker, Kubernetes, Terraform, AWS, Helm, Kafka, PostgreSQL, Redis, Python, Java, Spring Boot, Jenkins\n"


HEADED = {
    "German": ("Profil", "Berufserfahrung", "Ausbildung", "Kenntnisse"),
    "French": ("PROFIL", "EXPÉRIENCES PROFESSIONNELLES", "FORMATION", "COMPÉTENCES"),
    "Spanish": ("Perfil:", "Experiencia laboral:", "Formación:", "Habilidades:"),
    "Portuguese": ("## Perfil", "## Experiencia profissional", "## Formação", "## Habilidades e Idiomas"),
    "Dutch": ("Profiel", "Werkervaring", "Opleiding", "Vaardigheden"),
    "Swedish": ("Profil", "Arbetslivserfarenhet", "Utbildning", "Språk och kompetenser"),
}


@pytest.mark.parametrize("language", HEADED)
def test_english_under_headings_of_another_language_is_read_and_said(language: str) -> None:
    profile, work, school, skills = HEADED[language]
    text = (
        f"Odalys Brandtner\n\n{profile}\nKeeps the mill's models alive.\n\n{work}\n"
        "ML Engineer, Quillfeather\n03/2020 - 02/2024\n"
        f"- Served them with Triton on Kubernetes.\n\n"
        f"{school}\nMSc Statistics, Harrow, 2019\n\n{skills}\nDocker, Python\n"
    )
    refuse_foreign("cv.pdf", text)
    found = read(text)
    assert not found.is_doubtful
    assert found.parse_confidence == 1
    said_so = next(warning for warning in found.warnings if warning.startswith("Headings in"))
    assert f"Headings in {language} were read as summary (" in said_so
    assert "education («" in said_so
    assert (found.years_by_kind.ml_ai, found.degree) == (4.0, "master")
    states = {skill.skill: skill.standing for skill in found.skills if skill.state == "written"}
    assert (states["kubernetes"], states["docker"]) == ("bullet", "list")


@pytest.mark.parametrize("language", HEADED)
def test_a_resume_of_names_under_such_headings_is_read(language: str) -> None:
    text = "Odalys Brandtner\n" + "".join(f"\n{heading}\n{NAMES}{NAMES}" for heading in HEADED[language])
    refuse_foreign("cv.pdf", text)
    assert "docker" in {skill.skill for skill in read(text).skills}


@pytest.mark.parametrize(
    ("language", "deeds"),
    [
        ("German", "Aufbau von Pipelines mit Kafka und Airflow für das Lager; Betrieb der Dienste auf Kubernetes"),
        ("French", "Mise en production de services Kafka et Airflow pour le dépôt, avec suivi sur Kubernetes"),
        ("Spanish", "Puesta en marcha de Kafka y Airflow para el almacén con servicios en Kubernetes"),
    ],
)
def test_a_few_words_of_the_language_of_the_headings_are_not_read_as_english(language: str, deeds: str) -> None:
    text = "Odalys Brandtner\n" + "".join(f"\n{heading}\n{NAMES}{deeds}\n" for heading in HEADED[language])
    with pytest.raises(BadInputError, match=f"written in {language};"):
        refuse_foreign("cv.pdf", text)


def test_one_such_heading_says_nothing_of_a_language() -> None:
    found = read(f"Odalys Brandtner\n\nPROFIL\n{PROSE}\n\nSKILLS\nDocker\n")
    assert not any(warning.startswith("Headings in") for warning in found.warnings)


@pytest.mark.parametrize(
    "text",
    [
        PROSE * 3,
        LIST * 12,
        "Odalys Brandtner\nMaschinenbau, Universität Harrowby\n" + PROSE * 3,
        "Wrocław, Łódź, Kraków, Gdańsk, Poznań\n" + LIST * 10,
        FOREIGN["German"][:80] + PROSE * 5,
        "",
    ],
)
def test_english_and_what_is_not_sure_is_read(text: str) -> None:
    refuse_foreign("cv.pdf", text)


def test_a_resume_as_it_was_read() -> None:
    text = (
        "Odalys Brandtner\n\nEMPLOYMENT\nData Engineer, Quillfeather  Mar 2021 - Present\n• Moved the mill's services\n"
        "to Kubernetes.\nApprentice, Pellworth  2015 – 2017\n\nSKILLS\nPython\nCurrently learning: Rust\n"
    )
    found = shown(text, TODAY)
    assert [(s.heading, s.read_as) for s in found] == [
        (None, "top of the resume"), ("EMPLOYMENT", "experience"), ("SKILLS", "skills"), (None, "being learned"),
    ]  # fmt: skip
    assert found[1].lines == (
        "Data Engineer, Quillfeather  Mar 2021 - Present  [2021-03 to present, 5.1 years, engineering]",
        "• Moved the mill's services to Kubernetes.",
        "Apprentice, Pellworth  2015 – 2017  [2015 to 2017, 2.0 years, no years of work]",
    )
    assert read(text).present == TODAY
    assert read("EXPERIENCE\nData Engineer, Quillfeather  Mar 2021 - Mar 2022\n").present is None
