"""One spider a source, made from the folder of sources: `scrapy list` and `scrapy crawl <source>` know them all."""

from crawler.runs.board_spider import BoardSpider
from crawler.sources import source_names

for _name in source_names():
    _class = f"{_name.capitalize()}Spider"
    _members = {"name": _name, "__module__": __name__, "__doc__": f"Crawls boards of {_name}."}
    globals()[_class] = type(_class, (BoardSpider,), _members)
