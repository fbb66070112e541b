"""What a person at the terminal sees: progress bars where it is one, and one-line summaries; results on stdout."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Item = TypeVar("Item")
_console = Console(stderr=True)


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
        disable=not sys.stderr.isatty(),
    )


@contextmanager
def advancing(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar as a function of (done, of all)."""
    with bar() as shown:
        task = shown.add_task(label, total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


def summary(line: str) -> None:
    """One line for a person; stdout stays free for results."""
    print(line, file=sys.stderr)  # noqa: T201


def result(text: str) -> None:
    """What the command was asked for, on stdout."""
    print(text)  # noqa: T201
