from analysis.gap.evidence import sentence_around
from dashboard.parts.advert import quote
from dashboard.texts import unwrapped

WRAPPED = (
    "Proven experience with large systems that serve many users and\n" * 6
    + "you bring years of work with deep\nlearning, Ray and Kubernetes in production.\n"
    + "- A second item that names a skill\n\nWe are glad to see you\n"
)


def test_a_hard_wrapped_line_is_no_end_of_a_sentence():
    text = unwrapped(WRAPPED)
    start = text.index("Ray")
    quoted = sentence_around(text, start, start + 3)
    assert quoted.endswith("Ray and Kubernetes in production.") and "you bring" in quoted


def test_offsets_stay_and_items_stay_apart():
    text = unwrapped(WRAPPED)
    assert [a for a, b in zip(text, WRAPPED, strict=True) if a != b] == [" "] * 8
    assert text.endswith("in production.\n- A second item that names a skill\n\nWe are glad to see you ")


def test_a_text_of_whole_lines_is_left_alone():
    lines = "Requirements\nPython\nKubernetes in production\n" * 4
    assert unwrapped(lines) == lines


def test_a_mention_across_two_wrapped_lines_is_marked():
    start = WRAPPED.index("deep")
    assert ":blue-background[deep learning]" in quote(WRAPPED, start, start + len("deep learning"), "required")
