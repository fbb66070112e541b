"""What only work past one machine needs is installed by whoever does such work."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from warehouse.models import BadInputError


def needed(module: str, what_for: str) -> Any:
    """A module of the extra `scale`. Raises BadInputError saying how to install it."""
    try:
        return import_module(module)
    except ImportError as error:
        raise BadInputError(
            f"{what_for} needs {module}, which is not installed: run `make setup-scale`, or "
            "`pip install -r requirements-scale.lock` in the environment of skillgap."
        ) from error
