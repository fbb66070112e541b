"""The door: `skillgap COMMAND`. Errors that a person can mend end as one sentence with the exit code of design.md."""

from __future__ import annotations

import sys

import typer

from skillgap.commands import build, collect, judge, serve, texts
from warehouse.models import SkillgapError

app = typer.Typer(
    name="skillgap",
    help="Which ML/AI role lane you stand closest to, what its postings ask for that you cannot show yet, and what to learn next.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (serve.demo, collect.crawl, build.load, build.read, build.lanes, build.publish, build.refresh):
    app.command()(command)
app.command("import")(collect.bring_in)
app.add_typer(collect.boards_app, name="boards")
for command in (collect.sources, judge.gap, serve.dashboard, texts.annotate, build.rebuild):
    app.command()(command)


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
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
