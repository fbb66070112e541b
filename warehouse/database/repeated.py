"""Rows that an earlier run landed in full, for the references to them in a later one."""

from __future__ import annotations

import gzip
import json
from collections.abc import Collection, Iterator
from pathlib import Path

from warehouse.models import (
    RUN_FILE,
    UNREADABLE,
    BrokenDataError,
    Reference,
    digest_of,
    is_thinned,
    read_run_file,
    why_unread,
)


def lines_of_run(landing: Path, run_id: str, wanted: Collection[Reference]) -> Iterator[tuple[Reference, bytes]]:
    """The lines that `wanted` stand for, as far as the run has them, each with the reference to it.

    A row is the one whose content the reference names; where the source's object was thinned away since, the one of
    its posting. Raises BrokenDataError for a run that cannot be read; a run that is not there has nothing.
    """
    folder = landing / run_id
    by_digest = {reference.digest: reference for reference in wanted}
    by_key = {reference.key: reference for reference in wanted}
    sources = {reference.source for reference in wanted}
    if Path(run_id).name != run_id or not (folder / RUN_FILE).is_file():
        return
    for file in read_run_file(folder / RUN_FILE).files:
        if file.name.partition(".")[0] not in sources:
            continue
        path = folder / file.name
        try:
            with gzip.open(path, "rb") as lines:
                for line in lines:
                    digest = digest_of(line)
                    if digest in by_digest:
                        yield by_digest[digest], line
                    elif digest is not None and is_thinned(line):
                        row = json.loads(line)
                        key = (row["source"], row["board"], row["posting"]["source_job_id"])
                        if key in by_key:
                            yield by_key[key], line
        except UNREADABLE as error:
            mend = "put the run's folder back from a copy"
            raise BrokenDataError(f"{path} cannot be read ({why_unread(error)}): {mend}.") from error
