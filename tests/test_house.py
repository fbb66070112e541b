"""The house as a whole: names resolve inside the checkout, nothing of a machine or a registry is tracked."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("skillgap", "crawler", "nlp", "warehouse", "analysis", "dashboard")


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_are_those_of_the_checkout(room: str) -> None:
    """PyPI has other packages called `nlp` and `crawler`."""
    assert Path(str(importlib.import_module(room).__file__)).parent == ROOT / room


def tracked() -> list[Path]:
    names = (
        subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    )
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_nothing_names_a_registry_or_a_path_of_a_machine() -> None:
    hosts = re.compile("|".join(("py" + "pi[.]org", "python" + "hosted[.]org", "registry[.]npm" + "js", "/ro" + "ot/")))
    for path in tracked():
        if path.suffix in {".py", ".md", ".toml", ".sh", ".lock", ".csv", ".json", ".sql"} or path.name in {
            "Makefile",
            "run",
        }:
            found = hosts.search(path.read_text(encoding="utf-8", errors="replace"))
            assert found is None, f"{path.relative_to(ROOT)} names {found.group() if found else ''}"


def test_modules_stay_small_and_say_what_they_are() -> None:
    for path in tracked():
        if path.suffix == ".py" and path.parts[len(ROOT.parts)] in ROOMS and path.name != "__init__.py":
            text = path.read_text(encoding="utf-8")
            assert text.startswith('"""'), f"{path} does not say what it is"
            assert text.count("\n") <= 420, f"{path} has grown over 400 lines"


MOST_FILES = 15
"""Files side by side in one folder, package docstring included; the registry of sources may hold more."""


def folders() -> dict[Path, list[Path]]:
    """Folders of the rooms with their tracked files."""
    found: dict[Path, list[Path]] = {}
    for path in tracked():
        if path.relative_to(ROOT).parts[0] in ROOMS:
            found.setdefault(path.parent, []).append(path)
    return found


def test_no_folder_is_a_heap() -> None:
    for folder, files in folders().items():
        is_registry = folder == ROOT / "crawler" / "sources"
        is_data = all(path.suffix in {".parquet", ".json"} for path in files)  # a generation's frames, one a file
        assert len(files) <= MOST_FILES or is_registry or is_data, f"{folder} holds {len(files)} files"


def test_inner_rooms_say_what_they_are_and_offer_only_what_others_use() -> None:
    used = {module for _, module in crossings()}
    for folder in folders():
        door = folder / "__init__.py"
        if folder.parent == ROOT or not door.exists() or not (offered := offers(folder)):
            continue
        said = ast.get_docstring(ast.parse(door.read_text(encoding="utf-8"))) or ""
        assert said and said.count("\n") < 5, f"{door} needs a docstring of at most five lines"
        room = ".".join(folder.relative_to(ROOT).parts)
        for name in offered:
            if name in handed_on(door):
                continue
            assert (folder / f"{name}.py").exists(), f"{door} offers {name}, which is not there"
            assert f"{room}.{name}" in used, f"{door} offers {name}, which nobody else uses"


def test_nobody_enters_an_inner_room_but_by_its_door() -> None:
    for path, module in crossings():
        room, _, name = module.rpartition(".")
        offered = offers(ROOT / room.replace(".", "/"))
        assert not offered or name in offered, f"{path.relative_to(ROOT)} imports {module}, which {room} does not offer"


def offers(folder: Path) -> tuple[str, ...]:
    """The modules that a folder's `__init__` lists for others."""
    door = folder / "__init__.py"
    for node in ast.parse(door.read_text(encoding="utf-8")).body if door.exists() else ():
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__":
            return tuple(ast.literal_eval(node.value))
    return ()


def handed_on(door: Path) -> frozenset[str]:
    """Names that an `__init__` imports to hand them on itself."""
    nodes = (node for node in ast.parse(door.read_text(encoding="utf-8")).body if isinstance(node, ast.ImportFrom))
    return frozenset(alias.name for node in nodes for alias in node.names)


def crossings() -> Iterator[tuple[Path, str]]:
    """(file, module of ours in another folder that it imports) of all rooms."""
    for folder, files in folders().items():
        for path in files:
            if path.suffix != ".py":
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                for module in imported(node):
                    target = ROOT / f"{module.replace('.', '/')}.py"
                    if target.exists() and target.parent != folder:
                        yield path, module


def imported(node: ast.AST) -> list[str]:
    """Dotted names that an import statement may mean as modules."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def test_the_map_names_files_that_are_there() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:\w+/)+(?:\w+\.\w+)?)`", page))
    assert len(named) > 40
    inside = {path for path in named if path.split("/")[0] in {*ROOMS, "tests"}}
    assert not {path for path in inside if not (ROOT / path).exists()}


def test_every_inner_room_is_on_the_map() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for folder in folders():
        if len(folder.relative_to(ROOT).parts) == 2 and (folder / "__init__.py").exists():
            assert f"`{folder.name}/`" in page, f"docs/architecture.md does not name {folder.relative_to(ROOT)}"
