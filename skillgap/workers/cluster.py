"""Reading on a Dask cluster: the extra `scale`, a scheduler and workers that a person has started.

Dask gives a part that a killed worker had in hand to another. Whoever reaches a scheduler can run anything on its
workers: it belongs in a network of one's own, or behind TLS (docs/scale.md).
"""

from __future__ import annotations

import logging
import operator
import pickle
import uuid
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from skillgap.workers.extra import needed
from skillgap.workers.mapping import Over, Part, Readings, ReadPart, WorkersLostError
from skillgap.workers.reads import StaleWorkerError
from warehouse.models import BadInputError

CONNECT_SECONDS = 10
"""For the scheduler to answer, and for a first worker to be there."""
PATIENCE_SECONDS = 300
"""How long all workers may be gone: a machine that is started anew is back by then."""
_LOOK_SECONDS = 5
_AHEAD = 3
"""Parts a thread of the cluster that are sent before the first of them is back."""


@dataclass(frozen=True)
class _Call:
    """A call as bytes: to unpickle it is to make it. So neither scheduler nor a worker meets our code before the part
    is its turn, where an error is told and kills nobody; and Dask does not look for its own keys among texts.
    """

    read: ReadPart
    part: Part

    def __reduce__(self) -> tuple[Any, ...]:
        return operator.call, (self.read, self.part)


def in_cluster(scheduler: str) -> Over:
    """A map over the workers of the scheduler at an address.

    Raises BadInputError where the extra is not installed.
    """
    distributed = needed("distributed", "Reading on a cluster")
    logging.getLogger("distributed").setLevel(logging.ERROR)  # its own story of lost connections is told below

    def over(read: ReadPart, parts: Iterable[Part]) -> Readings:
        with _connected(distributed, scheduler) as client:
            yield from _in_order(distributed, client, read, parts)

    return over


def _connected(distributed: Any, scheduler: str) -> Any:
    try:
        client = distributed.Client(scheduler, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:  # Dask's time-outs are OSErrors
        raise BadInputError(
            f"No Dask scheduler answers at {scheduler}: start one with `dask scheduler`, and name its address."
        ) from error
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError as error:
        client.close()
        raise BadInputError(
            f"The Dask scheduler at {scheduler} has no workers: start some with `dask worker {scheduler} --nthreads 1`."
        ) from error
    return client


def _in_order(distributed: Any, client: Any, read: ReadPart, parts: Iterable[Part]) -> Readings:
    job, numbered = uuid.uuid4().hex, enumerate(parts)
    sent: deque[Any] = deque()
    while True:
        while len(sent) < _AHEAD * max(1, sum(client.nthreads().values())):
            if (following := next(numbered, None)) is None:
                break
            number, part = following
            call = pickle.dumps(_Call(read, part))
            sent.append(client.submit(pickle.loads, call, key=f"skillgap-{job}-{number}", pure=False))
        if not sent:
            return
        yield _answer(distributed, client, sent.popleft())


def _answer(distributed: Any, client: Any, future: Any) -> Any:
    alone = 0
    while True:
        try:
            return future.result(timeout=_LOOK_SECONDS)
        except TimeoutError:
            alone = 0 if client.nthreads() else alone + _LOOK_SECONDS
            if alone >= PATIENCE_SECONDS:
                raise _lost(f"no worker of the cluster was there for {alone} seconds") from None
        except distributed.KilledWorker as error:
            raise _lost("workers of the cluster were killed again and again") from error
        except (ImportError, AttributeError) as error:
            if isinstance(error, ImportError) or "Can't get attribute" in str(error):
                raise StaleWorkerError(
                    f"A worker of the cluster does not know this skillgap ({error}): start it with the Python of a "
                    "checkout in this one's state, then go on with `skillgap read`."
                ) from error
            raise


def _lost(what: str) -> WorkersLostError:
    return WorkersLostError(f"Reading has stopped, as {what}; what was read is kept: go on with `skillgap read`.")
