"""The door: `skillgap COMMAND`. Errors that a person can mend end as one sentence with the exit code of design.md."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from skillgap import faults
from skillgap.commands import (
    analyse,
    boards,
    build,
    collect,
    doctor,
    export,
    forgetting,
    judge,
    serve,
    skills,
    sources,
    texts,
)
from skillgap.settings import VERSION, now
from warehouse.models import SkillgapError

app = typer.Typer(
    name="skillgap",
    help="Which ML/AI role lane you stand closest to, what its postings ask for that you cannot show yet, "
    "and what to learn next.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(serve.demo)
app.command()(collect.crawl)
app.command("import")(collect.bring_in)
app.add_typer(boards.boards_app, name="boards")
app.add_typer(sources.sources_app, name="sources")
app.command()(build.load)
app.command()(build.read)
app.command()(build.lanes)
app.command()(build.publish)
app.command()(build.refresh)
app.command()(build.rebuild)
app.command()(export.export)
app.command()(doctor.doctor)
app.command()(forgetting.forget)
app.command()(judge.gap)
app.command()(judge.jobs)
app.command()(analyse.trends)
app.command()(analyse.snapshot)
app.add_typer(skills.skills_app, name="skills")
app.command()(serve.dashboard)
app.command()(texts.annotate)


def _version(asked: bool) -> None:
    if asked:
        print(f"skillgap {VERSION}")  # noqa: T201
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version and end.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line."""
    try:
        app()
    except SkillgapError as error:
        faults.say(str(error))
        sys.exit(error.exit_code)
    except OSError as error:  # a full disk, a place without rights: what a command did not meet with better words
        faults.say(faults.sentence_of_system(error))
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        faults.say(faults.sentence_of(error, faults.keep_report(error, sys.argv[1:], _data_folder(), now())))
        sys.exit(faults.EXIT_CODE)


def _data_folder() -> Path:
    """Where `--data` of this call points to, else where it would be looked for."""
    words = sys.argv[1:]
    given = [words[i + 1] for i, word in enumerate(words[:-1]) if word == "--data"]
    given += [word.partition("=")[2] for word in words if word.startswith("--data=")]
    return Path(given[0] if given else os.environ.get("SKILLGAP_DATA") or "data")


if __name__ == "__main__":
    main()
