import pytest

from analysis.gap.advice.lines import LONGEST, clause, whole

TEXT = """EXPERIENCE
Tuned a small net on 900 leaf photos for the final report of the Plant
Science module; the jury gave it a pass with distinction.
- Moved 12 services to containers and
- Wrote the tests
Kept the lights on for two hundred shops.
Next Employer Ltd
"""


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        (
            "Tuned a small net on 900 leaf photos for the final report of the Plant",
            "Tuned a small net on 900 leaf photos for the final report of the Plant Science module; the jury gave it a"
            " pass with distinction.",
        ),
        ("Kept the lights on for two hundred shops.", "Kept the lights on for two hundred shops."),
        ("- Moved 12 services to containers and", "- Moved 12 services to containers and"),
        ("Wrote the tests", "Wrote the tests"),
        ("stands nowhere", "stands nowhere"),
        ("", ""),
    ],
)
def test_a_quote_is_the_whole_sentence_and_never_runs_into_the_next_item(quote, said):
    assert whole(TEXT, quote) == said


def test_a_long_sentence_is_narrowed_to_the_clause_that_is_meant_and_never_cut_within_it():
    long = (
        "Answers a third of all letters end to end: retrieval over nine thousand pages of manuals with pgvector and"
        " ranking; two people check what it refuses to answer"
    )
    assert len(long) > LONGEST
    assert clause(long, ["pgvector"]) == "retrieval over nine thousand pages of manuals with pgvector and ranking"
    assert clause(long, ["nothing of this"]) == long
    assert clause("Short; with pgvector.", ["pgvector"]) == "Short; with pgvector."


def test_a_label_stays_with_what_it_is_the_label_of():
    long = (
        "Reviewer for three conferences since 2024. Organizer of the reading group, where I ask about the interval."
        " Open source: maintainer of a small library for old scripts (4,000 downloads a month)."
    )
    told = clause(long, ["Open source"])
    assert told == "Open source: maintainer of a small library for old scripts (4,000 downloads a month)"
