"""Whose resume it is: under a label, before a tagline or letters, after a form of address; never a place or a firm."""

from __future__ import annotations

import pytest

from nlp.resume.lines import read_lines
from nlp.resume.person import name_of


@pytest.mark.parametrize(
    "head",
    [
        "Name: Odalys Brandtner",
        "Full name: Odalys Brandtner",
        "Applicant: Odalys Brandtner",
        "Nom : Odalys Brandtner",
        "Curriculum Vitae\n\nPersonal data\nName:            Dipl.-Ing. Odalys Brandtner\nNationality:     Norwegian",
        "Lebenslauf\n\nPersönliche Daten\nVorname: Odalys\nNachname: Brandtner",
        "Personal data\nSurname: Brandtner\nFirst name: Odalys",
        "Odalys Brandtner — freelance data consultant",
        "Odalys Brandtner - ML engineer",
        "Odalys Brandtner: data engineer",
        "Odalys Brandtner (she/her) — data engineer",
        "Resume of Odalys Brandtner",
        "CV — Odalys Brandtner",
        "Odalys Brandtner, RN",
        "Odalys Brandtner, PhD, CFA",
        "Odalys Brandtner, CEng MIET",
        "Prof. Dr. Odalys Brandtner, BSc (Hons)",
    ],
)
def test_a_name_is_read_however_its_line_is_written(head: str) -> None:
    assert name_of(read_lines(f"{head}\nOslo\n\nEXPERIENCE\nNurse, Pellworth\n2019 – 2021\n")) == "Odalys Brandtner"


@pytest.mark.parametrize(
    "text",
    [
        "Pellworth Mill — data for wards\nOslo",
        "Senior Nurse — Pellworth Mill\nOslo",
        "Great Harrowby, UK\nNurse",
        "Great Harrowby, MA\nNurse",
        "Green Harbour, Oslo\nNurse",
        "Experience\nNurse, 2019 – 2021\nProject name: Green Harbour",
        "Experience\nNurse, Pellworth\n2019 – 2021\n\nReferences\nName: Jorun Askeland",
    ],
)
def test_what_is_no_name_of_the_owner_is_none(text: str) -> None:
    assert name_of(read_lines(text)) is None
