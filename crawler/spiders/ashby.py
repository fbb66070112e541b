"""Crawls Ashby boards; how they are read is in crawler/sources/ashby.py."""

from crawler.board_spider import BoardSpider


class AshbySpider(BoardSpider):
    """One request a board."""

    name = "ashby"
