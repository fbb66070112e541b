"""A career is read the same however a resume writes it: a sample of what `make bench-careers` writes."""

from __future__ import annotations

from collections import Counter

from bench.careers import faults, texts

SAMPLE = 240


def test_years_level_degree_and_goal_do_not_hang_on_the_way_of_writing() -> None:
    wrong = Counter(
        fault.split()[0] for case in texts(SAMPLE, seed=7) for fault in faults(case) if not fault.startswith("file")
    )
    assert all(count <= 0.01 * SAMPLE for count in wrong.values()), wrong
