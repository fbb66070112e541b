"""What a crawl says to a person: how far it is, what is left, and what to do next."""

import pytest

from skillgap.commands.collect import backfill_line, crawl_line, duration, progress_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.4, "0 s"), (89, "89 s"), (90, "2 min"), (434, "7 min"), (3600, "1 h 0 min"), (7500, "2 h 5 min")],
)
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_progress_says_what_is_left() -> None:
    assert progress_words(412, 1, 300) == "boards · 412 postings · 1 host waiting · about 5 min left"
    assert progress_words(0, 0, 0) == "boards · 0 postings · 0 hosts waiting"


def test_the_end_of_a_bounded_crawl_names_what_is_left() -> None:
    line = crawl_line({"postings": 9, "complete": 3, "failed": 1, "left": 330, "left_s": 254})
    assert line.startswith(
        "9 postings from boards: 3 complete, 1 failed; 330 boards not asked yet when the time was over"
    )
    assert "(at least 4 min)" in line and line.endswith("`skillgap boards list` says why.")
    assert "not asked yet" not in crawl_line({"postings": 9, "complete": 3, "left": 0})


def test_the_end_of_a_look_into_the_past() -> None:
    found = {"threads": 22, "postings": 48, "skipped": 2, "left": 0, "failures": ["item?id=1: The host answered 500."]}
    line, failure = backfill_line(found).splitlines()
    assert line.startswith("22 threads of the past with 48 postings; 2 were there already. Next: skillgap refresh")
    assert failure.strip() == found["failures"][0]  # type: ignore[index]
