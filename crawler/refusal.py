"""Why a request had no usable answer, in the words of the ledger."""

from __future__ import annotations

import gzip
import zlib

from scrapy import exceptions


class Refusal(exceptions.IgnoreRequest):
    """A request that we do not send, or whose answer we do not use."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (exceptions.IgnoreRequest, "redirected"),  # Scrapy's own: more redirects than allowed
    (exceptions.DownloadTimeoutError, "timeout"),
    (TimeoutError, "timeout"),
    (exceptions.DownloadCancelledError, "too_large"),
    (exceptions.ResponseDataLossError, "cut"),
    (EOFError, "malformed"),
    (zlib.error, "malformed"),
    (gzip.BadGzipFile, "malformed"),
)


def reason_of(error: BaseException) -> str:
    """The ledger's word for an error of the download."""
    if isinstance(error, Refusal):
        return error.reason
    if isinstance(error, exceptions.IgnoreRequest) and "MAXSIZE" in str(error):  # a compression bomb
        return "too_large"
    return next((reason for kind, reason in _REASONS if isinstance(error, kind)), "network")


def detail_of(error: BaseException) -> str:
    """A sentence for a person about an error of the download."""
    if isinstance(error, Refusal):
        return error.detail
    sentences = {
        "too_large": "The answer is larger than a board's can be.",
        "redirected": "The address leads on more often than allowed.",
        "timeout": "The host did not answer in time.",
        "cut": "The answer ended before its announced length.",
        "malformed": "The answer's compression is damaged.",
    }
    return sentences.get(reason_of(error)) or f"The host could not be reached ({type(error).__name__})."
