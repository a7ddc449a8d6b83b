"""Probes: what is asked of which service, and what its series are called in a real Prometheus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.packs import discover
from tests.monitors.overlays import built
from tests.monitors.scene import asked, below
from tests.support.specs import BASE, service

if TYPE_CHECKING:
    from pathlib import Path

    from tests.monitors.scene import Seen

PROBE = ("Probe", "watchkeeper-mlflow-server")
CHANGED = "  environments: {dev: {namespace: sandbox}}\n"
OFF = "  environments: {dev: {enabled: false}}\n"


def test_a_service_is_asked_where_it_lives(tmp_path: Path) -> None:
    """In its namespace, and in an environment with another, there."""
    specs = {**BASE, "mlflow.yaml": service("mlflow", CHANGED)}
    for name, namespace in (("dev", "sandbox"), ("prod", "mlflow")):
        found = built(specs, tmp_path / name, name)
        assert asked(found[PROBE]) == [f"http://mlflow.{namespace}:80/health"]


def test_a_service_that_is_off_is_not_asked(tmp_path: Path) -> None:
    """Neither where it does not run, nor where the specs do not know it."""
    found = built({**BASE, "mlflow.yaml": service("mlflow", OFF)}, tmp_path, "dev")
    assert {name for kind, name in found if kind == "Probe"} == set()


def test_the_answer_says_whose_it_is(seen: Seen) -> None:
    """The exporter gets the whole address, and the series say which system and which address."""
    probes = below("probes")
    assert len(probes) == sum(len(pack.health) for pack in discover())
    selected = {each["metadata"]["labels"]["release"] for each in probes}
    assert selected == {"kube-prometheus-stack"}
    found = [each for each in seen.series if each["__name__"] == "probe_success"]
    assert sorted((each["system"], each["instance"]) for each in found) == [
        ("airflow", "http://airflow-api-server.airflow:8080/api/v2/monitor/health"),
        ("kubeflow", "http://ml-pipeline.kubeflow:8888/apis/v1beta1/healthz"),
        ("mlflow", "http://mlflow.mlflow:80/health"),
    ]
    assert {each["job"] for each in found} == {"blackbox"}
