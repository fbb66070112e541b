"""Crawls Lever boards; how they are read is in crawler/sources/lever.py."""

from crawler.board_spider import BoardSpider


class LeverSpider(BoardSpider):
    """One request a board."""

    name = "lever"
