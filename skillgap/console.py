"""What a person at the terminal sees: progress bars where it is one, and one-line summaries, or the same as JSON lines;
results on stdout.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar

from skillgap.settings import now

if TYPE_CHECKING:
    from rich.progress import Progress

Item = TypeVar("Item")
_is_log_json: ContextVar[bool] = ContextVar("is_log_json", default=False)


def log_as_json(is_json: bool) -> None:
    """From now on say what is said on stderr as JSON lines (`at`, and `message` or an event's own fields), or not."""
    _is_log_json.set(is_json)


def progress(items: Sequence[Item], label: str) -> Iterator[Item]:
    """The items, with a progress bar on stderr while several are worked off, where stderr is a terminal."""
    if len(items) < 2 or not _shows_bars():
        yield from items
        return
    with bar() as shown:
        task = shown.add_task(label, total=len(items))
        for item in items:
            yield item
            shown.advance(task)


def bar() -> Progress:
    """A progress bar for work whose steps come from elsewhere; invisible where stderr is no terminal."""
    from rich import progress as shown  # noqa: PLC0415 -- only what has a bar should pay for loading it
    from rich.console import Console  # noqa: PLC0415

    return shown.Progress(
        shown.TextColumn("{task.description}"),
        shown.BarColumn(),
        shown.MofNCompleteColumn(),
        shown.TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not _shows_bars(),
    )


def _shows_bars() -> bool:
    return sys.stderr.isatty() and not _is_log_json.get()


@contextmanager
def advancing(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar as a function of (done, of all)."""
    with bar() as shown:
        task = shown.add_task(label, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


def summary(line: str) -> None:
    """One line for a person; stdout stays free for results."""
    if _is_log_json.get():
        log_event({"message": line.strip()})
    else:
        print(line, file=sys.stderr)  # noqa: T201


def log_event(facts: Mapping[str, Any]) -> None:
    """Something that happened, for a log of JSON lines; nothing where a person reads."""
    if _is_log_json.get():
        print(json.dumps({"at": now().isoformat(), **facts}, ensure_ascii=False), file=sys.stderr)  # noqa: T201


def result(text: str) -> None:
    """What the command was asked for, on stdout."""
    print(text)  # noqa: T201
