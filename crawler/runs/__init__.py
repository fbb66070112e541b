"""One crawl: a command line in; boards walked, each with one outcome, landed as they end."""

from crawler.runs.crawl import CrawlRun, RunPlan

__all__ = ["CrawlRun", "RunPlan", "arguments", "backfill", "board_spider", "canary", "crawl", "looking", "pace"]
