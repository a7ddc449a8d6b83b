"""A project folder that compiles and is up to date; every test gets a copy of its own."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support import specs
from tests.support.command import CLEAN, watchkeeper

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base estate with one model and one service, generated once."""
    folder = specs.estate(tmp_path_factory.mktemp("original"), churn=specs.model("churn"))
    specs.write(folder / "spec", {"services/feast.yaml": specs.service("feast")})
    done = watchkeeper(folder, "generate")
    assert done.code == CLEAN, done.said
    return folder


@pytest.fixture
def project(original: Path, tmp_path: Path) -> Path:
    """A copy of the generated estate."""
    return shutil.copytree(original, tmp_path / "project", symlinks=True)
