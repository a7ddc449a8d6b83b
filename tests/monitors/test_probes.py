"""Probes: what is asked of which service, and what its series are called in a real Prometheus."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import yaml

from generator.packs import discover
from generator.pipeline import build
from tests.monitors.operating import probe_config
from tests.monitors.overlays import built
from tests.monitors.serving import answering, scraping
from tests.support.command import ROOT
from tests.support.specs import BASE, service

if TYPE_CHECKING:
    from pathlib import Path

    from tests.monitors.operating import Object

PROBE = ("Probe", "watchkeeper-mlflow-server")
CHANGED = "  environments: {dev: {namespace: sandbox}}\n"
OFF = "  environments: {dev: {enabled: false}}\n"


def asked(found: Object) -> list[str]:
    """The addresses of a probe."""
    return list(found["spec"]["targets"]["staticConfig"]["static"])


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


def test_the_answer_says_whose_it_is(tmp_path: Path) -> None:
    """The exporter gets the whole address, and the series say which system and which address."""
    documents = build(ROOT / "spec", "spec").documents
    probes = [
        yaml.safe_load(each.body) for each in documents if each.path.startswith("base/probes/")
    ]
    assert len(probes) == sum(len(pack.health) for pack in discover())
    selected = {each["metadata"]["labels"]["release"] for each in probes}
    assert selected == {"kube-prometheus-stack"}
    at = "http://blackbox-exporter:9115/probe?module=http_2xx&target="
    urls = [url for probe in probes for url in asked(probe)]
    answers = {f"{at}{quote(url, safe='')}": "probe_success 1\n" for url in urls}
    with answering(answers) as proxy:
        configs = [probe_config(probe, proxy) for probe in probes]
        with scraping(tmp_path, configs) as prometheus:
            found = prometheus.ask("query?query=probe_success")["result"]
    assert sorted((each["metric"]["system"], each["metric"]["instance"]) for each in found) == [
        ("airflow", "http://airflow-api-server.airflow:8080/api/v2/monitor/health"),
        ("kubeflow", "http://ml-pipeline.kubeflow:8888/apis/v1beta1/healthz"),
        ("mlflow", "http://mlflow.mlflow:80/health"),
    ]
    assert {each["metric"]["job"] for each in found} == {"blackbox"}
