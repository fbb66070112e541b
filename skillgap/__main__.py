"""The door: `skillgap COMMAND`. Errors that a person can mend end as one sentence with the exit code of design.md."""

from __future__ import annotations

import sys

import typer

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
from warehouse.models import SkillgapError

app = typer.Typer(
    name="skillgap",
    help="Which ML/AI role lane you stand closest to, what its postings ask for that you cannot show yet, "
    "and what to learn next.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
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
app.command()(analyse.trends)
app.command()(analyse.snapshot)
app.add_typer(skills.skills_app, name="skills")
app.command()(serve.dashboard)
app.command()(texts.annotate)


@app.callback()
def _root() -> None:
    pass


def main() -> None:
    """Run the command line."""
    try:
        app()
    except SkillgapError as error:
        print(f"skillgap: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(error.exit_code)
    except OSError as error:  # a full disk, a place without rights: what a command did not meet with better words
        print(  # noqa: T201
            f"skillgap: {error.filename or 'A file'} cannot be read or written ({error.strerror or error});"
            " see to the place, its rights and its free space.",
            file=sys.stderr,
        )
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
