"""Keeps the answers that tests get out of the user's own cache."""

import os

import pytest


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory):
    os.environ["SUMMARISER_CACHE"] = str(tmp_path_factory.mktemp("cache"))
