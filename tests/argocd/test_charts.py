"""The real charts, rendered as Argo CD would: the project allows what they need and no more."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

import pytest
import yaml

from generator import packs
from generator.catalog.kinds import CLUSTER
from tests.charts import charts, estate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator import ir
    from generator.catalog import Chart
    from tests.argocd.estate import Object
    from tests.charts.estate import Estate

OURS = tuple(chart for pack in packs.discover() for chart in pack.charts if not chart.by_others)


@dataclass(frozen=True, slots=True)
class Rendered:
    """One kind of object that a chart makes in one environment, and where.

    ``data`` says whether a volume goes when the object does.
    """

    environment: str
    chart: str
    kind: str
    namespace: str
    data: bool


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Estate:
    """An estate of all profiles."""
    charts.needed()
    folder = tmp_path_factory.mktemp("profiles")
    return estate.compiled(estate.profiles(folder), folder)


@pytest.fixture(scope="module")
def project(found: Estate) -> Object:
    """What confines its applications."""
    text = (found.folder / "generated/argocd/project.yaml").read_text("utf-8")
    return dict(yaml.safe_load(text)["spec"])


@pytest.fixture(scope="module")
def rendered(found: Estate) -> frozenset[Rendered]:
    """Everything that the charts at hand make of what Argo CD installs; skips without any."""
    made = frozenset(
        each
        for site, release in found.releases
        if release.managed
        for each in _rendered(site, release, found)
    )
    if not made:
        pytest.skip("none of the charts is had")
    return made


def _rendered(site: ir.Site, release: ir.Release, found: Estate) -> Iterator[Rendered]:
    for each in found.rendered(site, release):
        group = each["apiVersion"].rpartition("/")[0]
        kind = f"{group}/{each['kind']}".lstrip("/")
        where = each["metadata"].get("namespace", release.namespace)
        where = "" if kind in CLUSTER else where
        yield Rendered(site.name, release.chart, kind, where, _holds_data(each))


def _holds_data(found: Object) -> bool:
    claims = found.get("spec", {}).get("persistentVolumeClaimRetentionPolicy", {})
    return bool(found["kind"] == "PersistentVolumeClaim" or claims.get("whenDeleted") == "Delete")


@pytest.mark.parametrize("chart", OURS, ids=attrgetter("name"))
def test_the_kinds_of_a_chart(chart: Chart, rendered: frozenset[Rendered]) -> None:
    """What we say a chart renders is what it renders in one profile or another: no kind more."""
    found = {each.kind for each in rendered if each.chart == chart.name}
    if not found:
        pytest.skip(f"{chart.name} is not in CHARTS_DIR, or nothing installs it")
    assert found == set(chart.kinds)


def test_every_kind_is_allowed(project: Object, rendered: frozenset[Rendered]) -> None:
    """The project lets through each object of each release."""
    allowed = {
        f"{each['group']}/{each['kind']}".lstrip("/")
        for field in ("clusterResourceWhitelist", "namespaceResourceWhitelist")
        for each in project[field]
    }
    assert {each.kind for each in rendered} <= allowed


def test_the_namespaces_written_to(
    found: Estate, project: Object, rendered: frozenset[Rendered]
) -> None:
    """Each destination of the project is written to, and nothing is written elsewhere."""
    servers = {site.name: site.server for site in found.sites}
    written = {(servers[each.environment], each.namespace) for each in rendered if each.namespace}
    assert written == {(each["server"], each["namespace"]) for each in project["destinations"]}


def test_data_outlives_its_application(rendered: frozenset[Rendered]) -> None:
    """No volume but Grafana's goes with what Argo CD deletes, as argocd/README.md says."""
    assert {each.chart for each in rendered if each.data} == {"kube-prometheus-stack"}
