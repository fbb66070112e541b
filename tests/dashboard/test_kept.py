"""A resume is found again by its browser while some session holds it, and by nobody afterwards."""

import gc
import json

import pytest

from dashboard import browser
from dashboard.parts import resume_state, saved
from warehouse.models import BadInputError

STATE = saved.Saved("a.md", "Ran «Docker»", 0.9, ("Two columns.",), frozenset({"rag"}), frozenset(), frozenset({"jax"}))
REPORT = '{"resume": {}, "market": {}, "lanes": []}'


def test_a_browser_gets_one_key_with_its_first_page():
    key = browser.greeting({"accept": "text/html,*/*"})
    assert key and "HttpOnly" in key and "SameSite=Strict" in key and "Max-Age" not in key
    assert key != browser.greeting({"accept": "text/html"})
    assert browser.greeting({"accept": "text/html", "cookie": f"a=b; {browser.NAME}=x"}) is None
    assert browser.greeting({"accept": "*/*"}) is None


def test_what_is_kept_by_key_keeps_nothing_alive():
    held = resume_state._Held(None)
    resume_state._BY_BROWSER["key"] = held
    assert resume_state._BY_BROWSER.get("key") is held
    del held
    gc.collect()
    assert "key" not in resume_state._BY_BROWSER


def test_what_is_saved_is_opened_as_it_was():
    assert saved.opened("x.json", saved.written(json.loads(REPORT), STATE).encode()) == STATE


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff\xfe{", b'{"lanes": 1}', b'{"basics": {"name": "Ada"}}', b"[" * 100_000, b'{"lanes":' * 50_000],
)
def test_what_is_no_report_is_left_to_the_reader_of_resumes(data):
    assert saved.opened("x.json", data) is None


@pytest.mark.parametrize("kept", ["null", "[]", '{"text": 1}', '{"have": []}'])
def test_a_report_without_its_text_is_refused(kept):
    with pytest.raises(BadInputError, match="without the resume"):
        saved.opened("x.json", f'{REPORT[:-1]}, "continue": {kept}}}'.encode())


def test_values_of_another_kind_are_left_out():
    kept = '{"text": "a", "file": 3, "confidence": NaN, "have": [1, "rag"], "lack": "x", "ticked": {"a": 1}}'
    opened = saved.opened("x.json", f'{REPORT[:-1]}, "continue": {kept}}}'.encode())
    assert opened == saved.Saved("x.json", "a", 1.0, (), frozenset({"rag"}), frozenset(), frozenset())
