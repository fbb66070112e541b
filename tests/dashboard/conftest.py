import json
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.dashboard.market import publish

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
PAGES = ("resume_gap", "overview", "lanes", "skills", "compare", "trends", "claims", "postings", "data_health")


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    publish(data)
    return data


FOLDS = ("who", "read", "lacks", "checklist")
"""What the resume page draws when it is unfolded."""


@pytest.fixture
def open_app(monkeypatch):
    """Open the dashboard over a data folder at a page, with an address; what is folded away there is unfolded."""

    def open_at(data, page="resume_gap", *, unfold=FOLDS, **address):
        monkeypatch.setenv("SKILLGAP_DATA", str(data))
        app = AppTest.from_file(str(APP), default_timeout=300)
        for fold in unfold:
            app.session_state[fold] = True
        app.run()
        app.query_params.update(address)
        return app.switch_page(f"views/{page}.py").run()

    yield open_at
    st.cache_resource.clear()


def tables(app):
    """The data of the tables that a page draws by our own hand: caption, columns, lines …"""
    drawn = (json.loads(element.proto.json) for element in app.get("bidi_component") if element.proto.json)
    return [data for data in drawn if data and "lines" in data]


def labels(table):
    """What stands first in each line of a table."""
    return [line["label"] for line in table["lines"]]


def held(app):
    """Ids of the skills that the resume page says the person has."""
    return {skill for pills in app.pills if pills.key.startswith("held_") for skill in pills.value}


def words(app):
    """All that a page shows as text."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.error, app.warning, app.info)
    return "\n".join(str(element.value) for kind in kinds for element in kind)
