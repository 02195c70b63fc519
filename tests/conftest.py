"""Keeps what tests get and make out of the user's own folders, and gives databases to those that want one."""

import os

import pytest


def pytest_addoption(parser):
    parser.addoption("--kills", type=int, default=6, help="how often tests kill a digest, on each database")


@pytest.fixture(scope="session")
def kills(request):
    """How often a digest is killed."""
    return request.config.getoption("--kills")


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory):
    os.environ["SUMMARISER_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    os.environ["XDG_DATA_HOME"] = str(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def postgresql():
    """A PostgreSQL server, one for all tests of a worker."""
    from tests.postgresql import binaries, serving

    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install '.[postgres]'")
    programs = binaries()
    if programs is None:
        pytest.skip("there is no PostgreSQL server: apt-get install postgresql")
    with serving(programs) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def archive_url(request, tmp_path):
    """Where a new archive is to be made: in a file, and on a server."""
    if request.param == "sqlite":
        return str(tmp_path / "data" / "archive.db")
    return request.getfixturevalue("postgresql").place()
