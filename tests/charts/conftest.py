"""The estate of this repository, and one with an environment of each profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator import packs
from generator.catalog import PackKind
from tests.argocd.estate import PLATFORM
from tests.charts import estate
from tests.support import specs
from tests.support.command import ROOT

if TYPE_CHECKING:
    from tests.charts.estate import Estate

# What a spec may say that the smaller estates of other tests leave out.
MORE = """\
  metrics:
    retention: 30d
    storage: 200Gi
    remoteWrite:
      - url: https://metrics.example.org/write
        basicAuth: {username: {name: write, key: user}, password: {name: write, key: word}}
"""
LESS = "  metrics: {retention: 30d, storage: 200Gi}\n"


@pytest.fixture(scope="session", params=["ours", "profiles"])
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Estate:
    """Each of the two estates; skips the test where no chart at all is had."""
    spec, folder = ROOT / "spec", tmp_path_factory.mktemp(request.param)
    if request.param == "profiles":
        assert LESS in PLATFORM
        names = (each.name for each in packs.discover() if each.kind is PackKind.SERVICE)
        services = {f"services/{name}.yaml": specs.service(name) for name in names}
        platform = {"platform.yaml": PLATFORM.replace(LESS, MORE)}
        spec = specs.write(folder / "spec", {**specs.BASE, **platform, **services})
    built = estate.compiled(spec, folder)
    if not any(estate.pin(release).folder for _, release in built.releases):
        pytest.skip("CHARTS_DIR has none of the charts; make charts pulls them")
    return built
