"""One market for all tests of this folder: it is frozen, and building it costs a third of a second."""

from typing import Any

import pytest

from crawler.sample.market import build_market
from crawler.sample.model import Market
from crawler.sample.truth import truth


@pytest.fixture(scope="session")
def market() -> Market:
    return build_market()


@pytest.fixture(scope="session")
def facts(market: Market) -> dict[str, Any]:
    return truth(market)
