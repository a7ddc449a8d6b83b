"""The whole trees that the specs of this repository and an estate of all profiles lead to."""

from __future__ import annotations

import pytest

from tests.argocd import estate
from tests.support import shipped


@pytest.fixture(scope="session")
def ours() -> dict[str, str]:
    """What the specs of this repository compile to, by path."""
    return {each.path: each.body for each in shipped.build().documents}


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What an estate with an environment of each profile compiles to, by path."""
    return estate.compile_into(tmp_path_factory.mktemp("estate"))


@pytest.fixture(params=["ours", "tree"])
def files(request: pytest.FixtureRequest) -> dict[str, str]:
    """Each of the two trees, by path."""
    return dict(request.getfixturevalue(request.param))
