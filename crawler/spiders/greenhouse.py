"""Crawls Greenhouse boards; how they are read is in crawler/sources/greenhouse.py."""

from crawler.board_spider import BoardSpider


class GreenhouseSpider(BoardSpider):
    """One request a board."""

    name = "greenhouse"
