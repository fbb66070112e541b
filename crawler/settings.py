"""Scrapy's settings for every crawl, by `python -m crawler` and by `scrapy crawl`. Pace per host is in sources.toml.

What differs from Scrapy's defaults is unsafe or unbounded there: remote control, telnet, unchecked certificates,
1 GiB bodies, file and ftp addresses.
"""

from crawler.sources import source_facts
from crawler.version import version

BOT_NAME = "skillgap"
SPIDER_MODULES = ["crawler.spiders"]
USER_AGENT = f"skillgap/{version()}"
"""`python -m crawler --contact` adds the contact; without one no public board is asked."""

ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "skillgap"
COOKIES_ENABLED = False
REFERER_ENABLED = False
METAREFRESH_ENABLED = False
HTTPCACHE_ENABLED = False  # it would keep unscrubbed bodies; the ledger holds the validators
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}
DOWNLOAD_HANDLERS_BASE = {  # the base, so that Scrapy puts its own here where there is no Twisted reactor (tests)
    "http": "crawler.conduct.handlers.BoundedHeads",
    "https": "crawler.conduct.handlers.BoundedHeads",
}

CONCURRENT_REQUESTS = 4
CONCURRENT_ITEMS = 1  # Scrapy starts so many tasks for each answer, and a board spider yields no items
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.25
DOWNLOAD_SLOTS = {
    host: {"concurrency": facts.concurrency, "delay": facts.delay_s, "jitter": facts.jitter}
    for facts in source_facts().values()
    for host in facts.hosts
}
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
DOWNLOAD_WARNSIZE = 32 * 1024 * 1024
REDIRECT_MAX_TIMES = 3
RETRY_TIMES = 2
CLOSESPIDER_TIMEOUT = 6 * 3600
HOST_PAUSE_DEFAULT = 30
HOST_PAUSE_MAX_WAIT = 300
HOST_PAUSE_MAX_REFUSALS = 3
HOST_PAUSE_MAX_SILENCES = 4
MAX_CRAWL_DELAY = 60
MAX_BYTES = 10_000_000_000
STOP_BOARDS = 10  # a source is left alone when of so many boards or more
STOP_SHARE = 0.2  # a greater share than this has failed
ALLOWED_PORTS = [80, 443]
ALLOW_LOOPBACK = False
LOOPBACK_PORTS: list[int] = []
"""Where ALLOW_LOOPBACK is set: the only ports of this machine that may be asked; empty for any."""
TWISTED_DNS_RESOLVER = "crawler.conduct.addresses.PublicResolver"

DEFAULT_REQUEST_HEADERS = {"Accept": "application/json, application/xml;q=0.8, */*;q=0.1", "Accept-Language": "en"}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # OwnHostsOnly knows each source's hosts
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,  # nobody is asked with a password
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.conduct.middlewares.PublicOnly": 50,  # before robots.txt is fetched from the address
    "crawler.conduct.middlewares.StrictRobots": 100,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.conduct.middlewares.OwnHostsOnly": 600,
    "crawler.conduct.middlewares.HostPause": 560,  # nearer the downloader than RetryMiddleware (550)
}
SPIDER_MIDDLEWARES = {  # each is asked at every answer, and a board spider needs none of them
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
LOG_LEVEL = "WARNING"
