import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.gap.evidence import LONGEST_QUOTE, Place, quoted_posting, quotes, sentence_around
from tests.analysis.builders import START, job, market_of, texts_of

TEXT = "We are Acme. You know Kubernetes and Docker well.\n• Python\n• Go, e.g. at scale; Rust is a plus"


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("Acme", "We are Acme."),
        ("Docker", "You know Kubernetes and Docker well."),
        ("Python", "Python"),
        ("Rust", "Rust is a plus"),
    ],
)
def test_the_sentence_or_list_item_is_cut_out(word, sentence):
    start = TEXT.index(word)
    assert sentence_around(TEXT, start, start + len(word)) == sentence


def test_a_long_sentence_is_cut_around_the_mention():
    text = "x " * 400 + "Kubernetes" + " y" * 400
    quote = sentence_around(text, 800, 810)
    assert quote.startswith("… ")
    assert quote.endswith(" …")
    assert "Kubernetes" in quote
    assert len(quote) <= LONGEST_QUOTE + 4


@given(st.text(min_size=1, max_size=600), st.data())
def test_a_quote_is_never_longer_than_allowed_and_holds_the_mention(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 40)))
    quote = sentence_around(text, start, end)
    assert len(quote) <= LONGEST_QUOTE + 44
    assert " ".join(text[start:end].split()).strip(" -*·•") in quote


def test_evidence_is_of_two_employers_required_before_preferred_open_before_closed_newest_first():
    newer = START.replace(day=20)
    market = market_of(
        [
            job("docker?", employer="a.example", requisition_id="a1", first_seen_at=newer),
            job("docker", employer="b.example", requisition_id="b1", is_open=False, first_seen_at=newer),
            job("docker", employer="b.example", requisition_id="b2"),
            job("docker", employer="b.example", requisition_id="b3", first_seen_at=newer),
            job("docker~", employer="c.example", requisition_id="c1"),
            job("docker", employer="d.example", requisition_id="d1", lane="mlops"),
        ]
    )
    texts = {"b3": "docker is what we need.", "a1": "a text that has changed"}
    found = quotes(market, ["docker"], "platform", texts_of(texts))["docker"]
    assert [q.posting_id for q in found] == ["lever/x/b3", "lever/x/a1"]
    assert [q.quote for q in found] == ["docker is what we need.", None]
    assert [q.company for q in found] == ["b.example", "a.example"]
    assert [q.posting_id for q in quotes(market, ["docker"], None, None)["docker"]] == ["lever/x/b3", "lever/x/d1"]


def test_an_unknown_employer_has_no_name():
    market = market_of([job("docker", employer=None)])
    assert quotes(market, ["docker"], None, None)["docker"][0].company is None


def test_a_surface_that_was_wrapped_is_quoted():
    text = "You have worked on deep learning for maps."
    start = text.index("deep")
    assert quoted_posting([Place(0, start, start + 13, "deep\nlearning")], text) == text


def test_a_heading_is_never_quoted():
    text = "LLM:\n- You have fine-tuned an LLM for a product that people use\n"
    first, second = text.index("LLM"), text.rindex("LLM")
    mentions = [Place(0, place, place + 3, "LLM") for place in (first, second)]
    assert "fine-tuned" in quoted_posting(mentions, text)
    assert quoted_posting(mentions[:1], text) is None


def test_a_whole_sentence_is_quoted_before_one_that_hangs():
    text = "• Strong skills in PyTorch and\n• You have shipped models in PyTorch to people who use them.\n"
    places = [text.index("PyTorch"), text.rindex("PyTorch")]
    mentions = [Place(0, place, place + 7, "PyTorch") for place in places]
    assert quoted_posting(mentions, text) == "You have shipped models in PyTorch to people who use them."
