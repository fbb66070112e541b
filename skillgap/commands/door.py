"""The commands by name: a command's module is imported when it is called, and help is read without importing any."""

from __future__ import annotations

import ast
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

COMMANDS = {
    "demo": "serve.demo",
    "crawl": "collect.crawl",
    "import": "collect.bring_in",
    "load": "build.load",
    "read": "build.read",
    "lanes": "build.lanes",
    "publish": "build.publish",
    "refresh": "build.refresh",
    "rebuild": "build.rebuild",
    "export": "export.export",
    "push": "export.push",
    "pull": "export.pull",
    "status": "doctor.status",
    "doctor": "doctor.doctor",
    "forget": "forgetting.forget",
    "gap": "judge.gap",
    "jobs": "judge.jobs",
    "trends": "analyse.trends",
    "pay": "analyse.pay",
    "snapshot": "analyse.snapshot",
    "dashboard": "serve.dashboard",
    "annotate": "texts.annotate",
    "boards": "boards.boards_app",
    "sources": "sources.sources_app",
    "skills": "skills.skills_app",
}
"""Command → module of this folder and what it is called there: a function, or a group of commands."""


class Door(TyperGroup):
    """The root of the command line, which knows its commands by name only."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = {
            name: TyperCommand(name) for name in COMMANDS
        }  # what is listed and what a typo is held against

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command itself, its module imported."""
        del ctx
        return _loaded(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands with a line of help each, from the text of their modules."""
        del ctx
        limit = formatter.width - 6 - max(map(len, COMMANDS))
        rows = [(name, TyperCommand(name, help=_help(name)).get_short_help_str(limit)) for name in COMMANDS]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


@cache
def _loaded(name: str) -> Any:
    module, _, attribute = COMMANDS[name].partition(".")
    found = getattr(import_module(f"{__package__}.{module}"), attribute)
    alone = typer.Typer(rich_markup_mode=None)
    if isinstance(found, typer.Typer):
        alone.add_typer(found, name=name)
    else:
        alone.command(name)(found)
    return get_group(alone).commands[name]


def _help(name: str) -> str | None:
    """The docstring of a command's function; of a group of commands its `help`, or its callback's docstring."""
    module, _, attribute = COMMANDS[name].partition(".")
    for statement in _source(module).body:
        if isinstance(statement, ast.FunctionDef) and attribute in (
            statement.name,
            *map(_owner, statement.decorator_list),
        ):
            return ast.get_docstring(statement)
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
            is_it = [getattr(target, "id", None) for target in statement.targets] == [attribute]
            said = [key.value for key in statement.value.keywords if key.arg == "help"]
            if is_it and said:
                return str(ast.literal_eval(said[0]))
    return None


def _owner(decorator: ast.expr) -> str | None:
    """`sources_app` of `@sources_app.callback()`."""
    match decorator:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr="callback")):
            return owner
    return None


@cache
def _source(module: str) -> ast.Module:
    spec = find_spec(f"{__package__}.{module}")
    return ast.parse(Path(str(spec and spec.origin)).read_text(encoding="utf-8"))
