"""Why a request had no usable answer, in the words of the ledger."""

from __future__ import annotations

import gzip
import ssl
import zlib
from collections.abc import Iterator

import OpenSSL.SSL
from scrapy import exceptions
from service_identity.exceptions import VerificationError


class Refusal(exceptions.IgnoreRequest):
    """A request that we do not send, or whose answer we do not use."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class LedAway(Refusal):
    """A redirect to a host that is not the source's; it was not followed."""

    def __init__(self, url: str, what: str = "The address") -> None:
        super().__init__("redirected", f"{what} leads away to {url[:200]}, which was not followed.")
        self.url = url


class HeadTooLarge(Exception):
    """An answer's status line and headers go on for too long."""


_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (HeadTooLarge, "too_large"),
    (OpenSSL.SSL.Error, "tls"),
    (ssl.SSLError, "tls"),
    (VerificationError, "tls"),
    (exceptions.IgnoreRequest, "redirected"),  # Scrapy's own: more redirects than allowed
    (exceptions.DownloadTimeoutError, "timeout"),
    (TimeoutError, "timeout"),
    (exceptions.DownloadCancelledError, "too_large"),
    (exceptions.ResponseDataLossError, "cut"),
    (EOFError, "malformed"),
    (zlib.error, "malformed"),
    (gzip.BadGzipFile, "malformed"),
    (exceptions.CannotResolveHostError, "unknown_host"),
)
_SENTENCES = {
    "too_large": "The answer is larger than a board's can be.",
    "tls": "The host's certificate cannot be trusted, or it does not speak TLS.",
    "redirected": "The address leads on more often than allowed.",
    "timeout": "The host did not answer in time.",
    "cut": "The answer ended before its announced length.",
    "malformed": "The answer's compression is damaged.",
    "unknown_host": "The host's name is unknown, or leads to no public address.",
}


def reason_of(error: BaseException) -> str:
    """The ledger's word for an error of the download."""
    if isinstance(error, Refusal):
        return error.reason
    if isinstance(error, exceptions.IgnoreRequest) and "MAXSIZE" in str(error):  # a compression bomb
        return "too_large"
    chain = list(_chain(error))
    return next((reason for kind, reason in _REASONS if any(isinstance(one, kind) for one in chain)), "network")


def detail_of(error: BaseException) -> str:
    """A sentence for a person about an error of the download."""
    if isinstance(error, Refusal):
        return error.detail
    return _SENTENCES.get(reason_of(error)) or f"The host could not be reached ({type(error).__name__})."


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what caused it; Twisted keeps causes in `reasons`."""
    while error is not None:
        yield error
        for failure in getattr(error, "reasons", None) or ():
            yield failure.value
        error = error.__cause__
