"""The door: commands by name, help that imports none of them."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from skillgap.__main__ import app
from skillgap.commands import door

HEAVY = "spacy", "pandas", "sklearn", "duckdb", "skillgap.pipeline"


@pytest.mark.parametrize("words", [["--help"], ["--version"], []])
def test_help_and_version_import_no_command(words: list[str]) -> None:
    code = (
        "import sys; from skillgap.__main__ import main\n"
        f"sys.argv = ['skillgap', *{words!r}]\n"
        "try: main()\nexcept SystemExit: pass\n"
        f"sys.exit(repr([name for name in {HEAVY!r} if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", door.COMMANDS)
def test_the_line_of_help_is_the_commands_own(name: str) -> None:
    command = door._loaded(name)
    assert command.name == name
    assert door._help(name) and inspect.cleandoc(command.help).split("\n")[0] == door._help(name).split("\n")[0]


def test_every_command_is_listed_once_and_a_typo_is_answered() -> None:
    listed = CliRunner().invoke(app, ["--help"]).output.partition("Commands:")[2]
    assert [line.split()[0] for line in listed.strip().splitlines()] == list(door.COMMANDS)
    assert "Did you mean 'gap'?" in CliRunner().invoke(app, ["gop"]).output
