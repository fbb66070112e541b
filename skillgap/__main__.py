"""The door: `skillgap COMMAND`. Errors that a person can mend end as one sentence with the exit code of design.md."""

from __future__ import annotations

import atexit
import gc
import io
import os
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from crawler.version import version as own_version
from skillgap.commands.door import Door
from warehouse.models import SkillgapError

app = typer.Typer(
    name="skillgap",
    cls=Door,
    help="Which ML/AI role lane you stand closest to, what its postings ask for that you cannot show yet, "
    "and what to learn next.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        print(f"skillgap {own_version()}")  # noqa: T201
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and end.")
    ] = False,
) -> None:
    pass


_SELDOM = (500_000, 10, 100)
"""How many more objects there are before Python looks for rings of them that nobody holds. A command makes hundreds of
thousands that it keeps to its end: at Python's own 700 a fifth of a report's time would go into looking."""


def program() -> None:
    """The command line as a process of its own, which ends with it."""
    code: object = 0
    try:
        main()
    except SystemExit as end:
        code = end.code or 0
    if isinstance(code, int) and not _is_watched() and threading.active_count() == 1:
        _end(code)
    sys.exit(code)  # type: ignore[arg-type]


def _end(code: int) -> None:
    """Do what Python does as it ends, but for its last look through all objects, a third of a second for a report's.

    What a command writes is closed by then: each file and database is held by a `with`. Where something cannot be put
    out, it returns, and Python's own end says so.
    """
    atexit._run_exitfuncs()
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # closed by whoever called
                stream.flush()
    except (OSError, ValueError):
        return
    os._exit(code)


def _is_watched() -> bool:
    """Whether somebody waits to see how it went: a profiler, a debugger, `python -i`."""
    monitoring = getattr(sys, "monitoring", None)  # since Python 3.12
    tools = [monitoring.get_tool(number) for number in range(6)] if monitoring else []
    return any((sys.gettrace(), sys.getprofile(), sys.flags.inspect, *tools))


def main() -> None:
    """Run the command line."""
    gc.set_threshold(*_SELDOM)
    for stream in (sys.stdout, sys.stderr):  # a file's name may hold what is no character
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        sys.exit(_told(error))


def _told(error: Exception) -> int:
    """Says what went wrong; the exit code."""
    from skillgap import faults  # noqa: PLC0415 -- half a second that only a fault should pay
    from skillgap.settings import now  # noqa: PLC0415

    if isinstance(error, SkillgapError):
        sentence, code = str(error), error.exit_code
    elif isinstance(error, OSError):  # a full disk, a place without rights: what no command met with better words
        sentence, code = faults.sentence_of_system(error), 2
    else:
        report = faults.keep_report(error, sys.argv[1:], _data_folder(), now())
        sentence, code = faults.sentence_of(error, report), faults.EXIT_CODE
    faults.say(sentence, at=now() if "--log-json" in sys.argv else None)
    return code


def _data_folder() -> Path:
    """Where `--data` of this call points to, else where it would be looked for."""
    words = sys.argv[1:]
    given = [words[i + 1] for i, word in enumerate(words[:-1]) if word == "--data"]
    given += [word.partition("=")[2] for word in words if word.startswith("--data=")]
    return Path(given[0] if given else os.environ.get("SKILLGAP_DATA") or "data")


if __name__ == "__main__":
    program()
