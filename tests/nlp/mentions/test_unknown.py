"""What a reading carries without counting it: vague words, and what a list asks for that the taxonomy lacks."""

from nlp.mentions.finder import variants
from nlp.posting.reader import PostingReader
from nlp.taxonomy.loader import Surface, load

READER = PostingReader(load())


def test_vague_words_are_read_and_not_counted() -> None:
    text = (
        "Requirements\n- Experience with Kubernetes, APIs and deployment\n"
        "- Security and blue-green deployment\n- A/B testing"
    )
    found = {m.surface: m.counted for m in READER.read("", text).skills}
    assert found == {
        "Kubernetes": True,
        "APIs": False,
        "deployment": False,
        "Security": False,
        "blue-green deployment": True,
        "A/B testing": True,
    }


def test_every_vague_word_has_its_reason_and_is_short() -> None:
    vague = [s for s in READER.taxonomy.surfaces if s.vague]
    assert all(len(s.vague.split()) > 2 and len(s.text.split()) < 4 for s in vague)
    assert not any(READER.taxonomy.skills[s.skill].kind == "tool" for s in vague)


def test_a_words_other_numbers_are_as_vague_as_itself() -> None:
    for surface in (s for s in READER.taxonomy.surfaces if s.vague and s.case == "any"):
        for spelling in variants(surface):
            (candidate,) = READER.finder.find(f"experience with {spelling}, and more") or (None,)
            if candidate is not None and candidate.skill == surface.skill:
                assert (candidate.skill, candidate.listed) in READER.taxonomy.vague, spelling


def test_an_edit_of_the_flag_alone_is_another_vocabulary() -> None:
    plain = Surface("api", "APIs", "any")
    assert plain != Surface("api", "APIs", "any", "says nothing")


def test_lists_of_requirements_carry_what_the_taxonomy_lacks() -> None:
    text = (
        "About us\nLarkfield sells Zorblat and tea.\n\nRequirements\n"
        "- Experience with Kubernetes, harbour pilots and Zorblat\n- Good humour\n\nNice to have\n- Python, Frobnicate"
    )
    reading = READER.read("ML Engineer", text)
    assert [(t.surface, t.need, t.section) for t in reading.unknown] == [
        ("harbour pilots", "required", "requirements"),
        ("Zorblat", "required", "requirements"),
        ("Frobnicate", "preferred", "preferred"),
    ]
    assert all(text[t.start : t.end] == t.surface for t in reading.unknown)


def test_their_places_are_those_of_the_text_as_given() -> None:
    text = "Requirements\n- Ku\u00adbernetes, har\u00adbour pilots and Docker"
    (term,) = READER.read("", text).unknown
    assert text[term.start : term.end] == "har\u00adbour pilots"
