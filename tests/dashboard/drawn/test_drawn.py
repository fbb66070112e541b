"""What our own scripts may do in the browser, and what the tables say to them."""

import re
from pathlib import Path

import pytest

from dashboard import drawn
from dashboard.drawn.table import end_for

SCRIPTS = sorted(Path(drawn.__file__).parent.glob("*.js"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_scripts_set_texts_and_ask_nobody(script):
    said = script.read_text(encoding="utf-8")
    acts = r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(|fetch\(|XMLHttp|WebSocket|import\("
    assert not re.search(acts, said)
    assert not re.search(r"localStorage|sessionStorage|document\.cookie", said)
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", said)


@pytest.mark.parametrize("style", sorted(Path(drawn.__file__).parent.glob("*.css")), ids=lambda path: path.stem)
def test_styles_load_nothing(style):
    assert not re.search(r"@import|url\(", style.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("highest", "end"), [(0.0, 0.05), (0.05, 0.05), (0.051, 0.1), (0.62, 0.8), (1.0, 1.0)])
def test_an_axis_ends_at_the_next_round_place(highest, end):
    assert end_for(highest) == end
