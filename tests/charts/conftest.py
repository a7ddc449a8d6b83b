"""The estate of this repository, and one with an environment of each profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.charts import charts, estate
from tests.support.command import ROOT

if TYPE_CHECKING:
    from tests.charts.estate import Estate


@pytest.fixture(scope="session", params=["ours", "profiles"])
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Estate:
    """Each of the two estates; skips the test where no chart at all is had."""
    charts.needed()
    folder = tmp_path_factory.mktemp(request.param)
    spec = ROOT / "spec" if request.param == "ours" else estate.profiles(folder)
    return estate.compiled(spec, folder)
