"""A person's list of employers: each that is not reached once, with its system and what would help."""

from pathlib import Path

import pytest

from crawler.boards.targets import Unreached, read_targets, unreached
from warehouse.models import BadInputError, Board

BOARDS = [Board("greenhouse", "quillmoor", "Quillmoor Labs"), Board("gem", "saltmarsh", "Saltmarsh AI")]


def missed(tmp_path: Path, text: str, enabled: set[str]) -> tuple[int, list[Unreached]]:
    path = tmp_path / "targets.csv"
    path.write_text(text, encoding="utf-8")
    return unreached(read_targets(path), BOARDS, enabled)


def test_each_is_told_with_its_system_and_why(tmp_path: Path) -> None:
    text = (
        "Employer,source,url\nquillmoor labs inc,,\nSaltmarsh AI,,\nWrenfield,rippling,\nHarrow,breezy,\n"
        "Tarn,,https://jobs.lever.co/tarn\nBramble,,https://www.linkedin.com/company/bramble\nFenwick,,\nFenwick,,\n"
    )
    of, found = missed(tmp_path, text, {"greenhouse", "lever"})
    told = "Saltmarsh AI gem, Wrenfield rippling, Harrow breezy, Tarn lever, Bramble None, Fenwick None"
    assert (of, ", ".join(f"{one.employer} {one.system}" for one in found)) == (7, told)
    whys = ["source is off", "no reader is built", "not listed", "add https://jobs.lever.co/tarn", "LinkedIn forbids"]
    assert all(why in one.why for why, one in zip(whys, found, strict=False))


def test_switching_a_source_on_reaches_more_and_never_fewer(tmp_path: Path) -> None:
    text = "company\nQuillmoor Labs\nSaltmarsh AI\nFenwick\n"
    counts = [len(missed(tmp_path, text, on)[1]) for on in (set(), {"gem"}, {"gem", "greenhouse"})]
    assert counts == [3, 2, 1]


def test_a_list_without_employers_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="column `employer`"):
        missed(tmp_path, "a,b\n1,2\n", set())
    with pytest.raises(BadInputError, match="does not exist"):
        read_targets(tmp_path / "none.csv")
