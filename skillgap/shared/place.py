"""A shared place by fsspec: an object store or a folder, as keys that are written once and a pointer that is replaced.

Reaching it needs the extra `scale`, and for `gs://` and others the package that fsspec names.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skillgap.workers.extra import needed
from warehouse.files import TEMPORARY
from warehouse.models import BadInputError

_LOST_RACE = frozenset({"PreconditionFailed", "ConditionalRequestConflict"})
"""How S3 says that a conditional put came too late."""
_PLAIN = "file"


class TakenMeanwhileError(BadInputError):
    """Somebody else has replaced what was looked at."""


@dataclass(frozen=True, slots=True)
class Pointed:
    """What a replaceable key held when it was looked at."""

    content: bytes
    tag: str | None
    """By which the store tells it from later contents; None where the store has no such thing."""


@dataclass(frozen=True)
class SharedPlace:
    """One address, and the file system that it belongs to."""

    url: str
    root: str
    fs: Any

    @property
    def _is_folder(self) -> bool:
        return _PLAIN in _protocols(self.fs)

    def names(self, under: str) -> dict[str, int]:
        """The keys below a folder, relative to the place, and their size in bytes."""
        try:
            with self._told():
                found: Mapping[str, Mapping[str, Any]] = self.fs.find(self._path(under), detail=True)
        except FileNotFoundError as error:  # not the folder, which is made by the first key in it: the bucket
            raise _unreached(self.url, error) from error
        keys = {path[len(self.root) :].lstrip("/"): int(facts["size"]) for path, facts in found.items()}
        return {key: size for key, size in keys.items() if not key.rpartition("/")[2].startswith(TEMPORARY)}

    def read(self, key: str) -> bytes:
        """What a key holds. Raises FileNotFoundError."""
        with self._told():
            content: bytes = self.fs.cat_file(self._path(key))
        return content

    def fetch(self, key: str, path: Path) -> None:
        """Copy a key's content to a local file. Raises FileNotFoundError."""
        with self._told():
            self.fs.get_file(self._path(key), str(path))

    def put_new(self, key: str, content: Path | bytes) -> bool:
        """Write a key that is not there yet, whole or not at all; False where it is there already."""
        with self._told():
            try:
                if self._is_folder:
                    self._settle(key, content, os.link)
                elif isinstance(content, bytes):
                    self.fs.pipe_file(self._path(key), content, mode="create")
                else:
                    self.fs.put_file(str(content), self._path(key), mode="create")
            except FileExistsError:
                return False
        return True

    def pointed(self, key: str) -> Pointed | None:
        """What a replaceable key holds now; None where it is not there."""
        try:
            with self._told():
                tag = self.fs.info(self._path(key)).get("ETag")
            return Pointed(self.read(key), tag)
        except FileNotFoundError:
            return None

    def replace(self, key: str, content: bytes, before: Pointed | None) -> None:
        """Write a key, provided that it still is as it was `before`.

        The store proves that where it can (S3: If-Match, If-None-Match; Google: generation 0 for a new key); elsewhere
        it is looked at just before. Raises TakenMeanwhileError.
        """
        if before is None:
            if not self.put_new(key, content):
                raise self.taken(key)
            return
        if self.pointed(key) != before:
            raise self.taken(key)
        with self._told():
            if self._is_folder:
                self._settle(key, content, os.replace)
                return
            condition = {"IfMatch": before.tag} if before.tag and "s3" in _protocols(self.fs) else {}
            try:
                self.fs.pipe_file(self._path(key), content, **condition)
            except OSError as error:
                said = getattr(error.__cause__, "response", {})
                if said.get("Error", {}).get("Code") in _LOST_RACE:
                    raise self.taken(key) from error
                raise

    def remove(self, keys: Collection[str]) -> None:
        """Remove keys; one that is gone already is as it should be."""
        for key in keys:
            with self._told(), suppress(FileNotFoundError):
                self.fs.rm_file(self._path(key))

    def _path(self, key: str) -> str:
        return f"{self.root}/{key}"

    def _settle(self, key: str, content: Path | bytes, give_name: Callable[[Path, Path], None]) -> None:
        """Write beside the key's place and give it its name: a folder knows no puts that are whole by themselves."""
        path = Path(self._path(key))
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{TEMPORARY}{uuid.uuid4().hex}")
        try:
            draft.write_bytes(content if isinstance(content, bytes) else content.read_bytes())
            with draft.open("rb") as file:
                os.fsync(file.fileno())
            give_name(draft, path)
        finally:
            draft.unlink(missing_ok=True)

    def taken(self, key: str) -> TakenMeanwhileError:
        """What is raised where a key is no longer as it was looked at."""
        return TakenMeanwhileError(f"{self.url}/{key} was replaced by someone else meanwhile: run this again.")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What a store says, as one sentence; that a key is there or is not is for the caller."""
        try:
            yield
        except (FileNotFoundError, FileExistsError, BadInputError):
            raise
        except Exception as error:  # each store has errors of its own, many of them no OSError
            raise _unreached(self.url, error) from error


def shared_place(url: str) -> SharedPlace:
    """The place at an address: `s3://bucket/prefix`, `gs://…`, or a folder's path.

    Raises BadInputError where the extra is not installed, or fsspec knows no such address.
    """
    core = needed("fsspec.core", f"Reaching {url}")
    try:
        fs, root = core.url_to_fs(url, skip_instance_cache=True, use_listings_cache=False)
    except TypeError:  # plain folders take no such option
        fs, root = core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise BadInputError(f"{url} cannot be reached ({_first_line(error)}).") from error
    if "." in Path(root).name and Path(root).is_file():
        raise BadInputError(f"{url} is a file: name a folder or a bucket.")
    return SharedPlace(url.rstrip("/"), root.rstrip("/"), fs)


def _protocols(fs: Any) -> tuple[str, ...]:
    return (fs.protocol,) if isinstance(fs.protocol, str) else tuple(fs.protocol)


def _unreached(url: str, error: Exception) -> BadInputError:
    what = f"{url} cannot be read or written ({_first_line(error)})"
    return BadInputError(f"{what}: see to the address, your rights to it and the network, then run this again.")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
