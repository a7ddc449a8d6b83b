"""The real charts, rendered as Argo CD would: the project allows what they need and no more."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from generator.compiler.stack.project import CLUSTER, KINDS
from tests.argocd import estate
from tests.support import specs
from tests.support.command import tool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.argocd.estate import Object

CHARTS = Path(os.environ.get("CHARTS_DIR", ""))
pytestmark = pytest.mark.skipif(
    not os.environ.get("CHARTS_DIR"), reason="CHARTS_DIR is no folder of unpacked charts"
)


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
def rendered(tree: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> frozenset[Rendered]:
    """Everything that the charts at hand make in any environment, but for their tests."""
    folder = specs.write(
        tmp_path_factory.mktemp("values"), {f"generated/{p}": b for p, b in tree.items()}
    )
    return frozenset(
        each
        for environment in estate.ENVIRONMENTS
        for application in estate.applications(tree, environment)
        for each in _rendered(environment, application, folder)
    )


def _rendered(environment: str, application: Object, folder: Path) -> Iterator[Rendered]:
    chart = estate.chart(application)
    if chart is None or not (CHARTS / chart["chart"]).is_dir():
        return
    namespace = application["spec"]["destination"]["namespace"]
    for each in yaml.load_all(_helm(chart, namespace, folder), yaml.CBaseLoader):
        if each:
            group = each["apiVersion"].rpartition("/")[0]
            kind = f"{group}/{each['kind']}".lstrip("/")
            where = "" if kind in CLUSTER else each["metadata"].get("namespace", namespace)
            yield Rendered(environment, chart["chart"], kind, where, _holds_data(each))


def _holds_data(found: Object) -> bool:
    claims = found.get("spec", {}).get("persistentVolumeClaimRetentionPolicy", {})
    return bool(found["kind"] == "PersistentVolumeClaim" or claims.get("whenDeleted") == "Delete")


def _helm(chart: Object, namespace: str, folder: Path) -> str:
    helm = chart["helm"]
    files = (folder / each.removeprefix("$values/") for each in helm.get("valueFiles", ()))
    what = [tool("helm"), "template", helm["releaseName"], str(CHARTS / chart["chart"])]
    # Argo CD never runs the tests of a chart, and takes its folder of CRDs unless told otherwise.
    how = [f"--namespace={namespace}", "--kube-version=1.32.0", "--skip-tests"]
    how += [] if helm.get("skipCrds") else ["--include-crds"]
    done = subprocess.run(
        [*what, *how, *(f"--values={each}" for each in files)],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("chart", sorted(KINDS))
def test_the_kinds_of_a_chart(chart: str, rendered: frozenset[Rendered]) -> None:
    """What we say a chart renders is what it renders in one profile or another: no kind more."""
    found = {each.kind for each in rendered if each.chart == chart}
    if not found:
        pytest.skip(f"{chart} is not in CHARTS_DIR, or nothing installs it")
    assert found == set(KINDS[chart])


def test_every_kind_is_allowed(tree: dict[str, str], rendered: frozenset[Rendered]) -> None:
    """The project lets through each object of each release."""
    allowed = {
        f"{each['group']}/{each['kind']}".lstrip("/")
        for field in ("clusterResourceWhitelist", "namespaceResourceWhitelist")
        for each in estate.project(tree)["spec"][field]
    }
    assert {each.kind for each in rendered} <= allowed


def test_the_namespaces_written_to(tree: dict[str, str], rendered: frozenset[Rendered]) -> None:
    """Each destination of the project is written to, and nothing is written elsewhere."""
    servers = {
        environment: application["spec"]["destination"]["server"]
        for environment in estate.ENVIRONMENTS
        for application in estate.applications(tree, environment)
    }
    written = {(servers[each.environment], each.namespace) for each in rendered if each.namespace}
    destinations = estate.project(tree)["spec"]["destinations"]
    assert written == {(each["server"], each["namespace"]) for each in destinations}


def test_data_outlives_its_application(rendered: frozenset[Rendered]) -> None:
    """No volume but Grafana's goes with what Argo CD deletes, as argocd/README.md says."""
    assert {each.chart for each in rendered if each.data} == {"kube-prometheus-stack"}
