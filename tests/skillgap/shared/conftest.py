"""A small published market, and the places that it is shared by: a folder, and a bucket of a server on this machine."""

from __future__ import annotations

import hashlib
import logging
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from skillgap.settings import Settings
from skillgap.shared.place import SharedPlace, shared_place
from tests.warehouse.markets import publish, write_landing
from warehouse.snapshots.writer import write_snapshot


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with four runs, two generations and a snapshot."""
    data = tmp_path_factory.mktemp("made")
    write_landing(data / "landing")
    publish(data)
    publish(data)
    page = b"# A report\n"
    sha256 = hashlib.sha256(page).hexdigest()
    write_snapshot(
        data,
        "2026-03-01-1",
        {"report.md": page, "manifest.json": f'{{"files": {{"report.md": "{sha256}"}}}}'.encode()},
    )
    (data / "config").mkdir()
    (data / "config" / "lanes.toml").write_text("# the team's own lanes\n")
    (data / "market.toml").write_text('kind = "example"\n')
    return data


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Settings:
    """A copy of it to work in."""
    shutil.copytree(made, tmp_path / "own")
    return Settings(tmp_path / "own")


@pytest.fixture(scope="session")
def bucket_server() -> Iterator[str]:
    """The address of moto's server."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(bucket_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a new bucket, reached as a person's would be: by what the environment says."""
    import fsspec

    for name, value in (
        ("AWS_ENDPOINT_URL", bucket_server),
        ("AWS_ACCESS_KEY_ID", "anyone"),
        ("AWS_SECRET_ACCESS_KEY", "anything"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
    ):
        monkeypatch.setenv(name, value)
    name = f"bucket-{uuid.uuid4().hex}"
    fsspec.filesystem("s3", skip_instance_cache=True).mkdir(name)
    return f"s3://{name}/jobs"


@pytest.fixture(params=["folder", pytest.param("bucket", marks=pytest.mark.long)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> SharedPlace:
    """An empty shared place."""
    return shared_place(request.getfixturevalue("bucket") if request.param == "bucket" else str(tmp_path / "place"))
