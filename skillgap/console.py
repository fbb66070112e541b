"""What a person at the terminal sees: progress bars where it is one, and one-line summaries, or the same as JSON lines;
results on stdout.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from skillgap.settings import now

Item = TypeVar("Item")
_console = Console(stderr=True)
_is_log_json: ContextVar[bool] = ContextVar("is_log_json", default=False)


def log_as_json(is_json: bool) -> None:
    """From now on say what is said on stderr as JSON lines (`at`, and `message` or an event's own fields), or not."""
    _is_log_json.set(is_json)


def progress(items: Sequence[Item], label: str) -> Iterator[Item]:
    """The items, with a progress bar on stderr while they are worked off, where stderr is a terminal."""
    with bar() as shown:
        task = shown.add_task(label, total=len(items))
        for item in items:
            yield item
            shown.advance(task)


def bar() -> Progress:
    """A progress bar for work whose steps come from elsewhere; invisible where stderr is no terminal."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=_console,
        transient=True,
        disable=not sys.stderr.isatty() or _is_log_json.get(),
    )


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
