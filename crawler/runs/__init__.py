"""One crawl: a command line in; boards walked, each with one outcome, landed as they end."""

__all__ = ["arguments", "backfill", "board_spider", "canary", "crawl", "looking", "pace"]
