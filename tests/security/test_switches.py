"""The charts of services, with the values that switch their metrics on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator import packs
from generator.catalog import TargetKind, Where
from generator.catalog.statsd import as_config
from generator.packs.airflow.mapping import MAPPINGS
from tests.security import stack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator import ir
    from generator.catalog import Target

Tree = dict[str, Any]
MONITORS = ("--api-versions", "monitoring.coreos.com/v1")


def release(name: str) -> ir.Release:
    """The release of a service that somebody else installs."""
    return next(each for each in stack.releases("small", managed=False) if each.name == name)


def objects(name: str, *more: str) -> tuple[Tree, ...]:
    """What the real chart of a service makes of our values."""
    return stack.rendered(release(name), "small", *MONITORS, *more)


def one(found: tuple[Tree, ...], kind: str, name: str) -> Tree:
    """The only object of a kind and a name."""
    (only,) = [o for o in found if o["kind"] == kind and o["metadata"]["name"] == name]
    return only


def test_the_services_with_a_chart() -> None:
    """Values are written for these; they live in the namespaces of their services."""
    found = {each.name: each.namespace for each in stack.releases("small", managed=False)}
    assert found == {"airflow": "airflow", "feast": "feast", "mlflow": "mlflow"}


def test_airflow_has_our_mapping_alone() -> None:
    """The exporter's file is the pack's list, and Airflow sends its statistics there."""
    found = objects("airflow")
    written = yaml.safe_load(one(found, "ConfigMap", "airflow-statsd")["data"]["mappings.yml"])
    assert written["mappings"] == as_config(MAPPINGS)
    settings = one(found, "ConfigMap", "airflow-config")["data"]["airflow.cfg"]
    assert re.search(r"^statsd_on = True$", settings, re.MULTILINE)
    assert re.search(r"^statsd_host = airflow-statsd$", settings, re.MULTILINE)
    assert re.search(r"^statsd_prefix = airflow$", settings, re.MULTILINE)


def test_a_new_mapping_restarts_the_exporter() -> None:
    """The pod carries a checksum of its mapping, which the chart leaves out by itself."""

    def checksum(*more: str) -> str:
        pod = one(objects("airflow", *more), "Deployment", "airflow-statsd")["spec"]["template"]
        return str(pod["metadata"]["annotations"]["checksum/statsd-config"])

    assert checksum() != checksum("--set", "statsd.cache.ttl=1s")


def test_airflows_exporter_is_confined() -> None:
    """It has no token, no rights, and nothing to write."""
    found = objects("airflow")
    pod = one(found, "Deployment", "airflow-statsd")["spec"]["template"]["spec"]
    account = one(found, "ServiceAccount", pod["serviceAccountName"])
    assert account["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    (container,) = pod["containers"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "readOnlyRootFilesystem": True,
    }
    assert {"requests", "limits"} <= set(container["resources"])


def test_airflows_own_policies_let_prometheus_in() -> None:
    """Where they are switched on, the stack's namespace still reaches the exporter."""
    found = objects("airflow", "--set", "networkPolicies.enabled=true")
    (rule,) = one(found, "NetworkPolicy", "airflow-statsd-policy")["spec"]["ingress"]
    namespace = {"matchLabels": {"kubernetes.io/metadata.name": stack.NAMESPACE}}
    assert {"namespaceSelector": namespace} in rule["from"]
    assert {"protocol": "TCP", "port": 9102} in rule["ports"]


def test_mlflow_writes_its_metrics_where_it_may() -> None:
    """The flag stands once, below a folder that is mounted; the chart adds no monitor."""
    found = objects("mlflow")
    pod = one(found, "Deployment", "mlflow")["spec"]["template"]["spec"]
    (server,) = [each for each in pod["containers"] if each["name"] == "mlflow"]
    (flag,) = [each for each in server["args"] if each.startswith("--expose-prometheus")]
    target = flag.partition("=")[2]
    mounts = [m["mountPath"] for m in server["volumeMounts"] if not m.get("readOnly")]
    assert any(target.startswith(f"{mount}/") for mount in mounts)
    assert "ServiceMonitor" not in {each["kind"] for each in found}


def test_feast_serves_its_metrics() -> None:
    """The server is told to count, and its Service has the port that we scrape."""
    more = ("--set", "feature_store_yaml_base64=e30=")
    found = objects("feast", *more)
    (pod,) = [o["spec"]["template"]["spec"] for o in found if o["kind"] == "Deployment"]
    assert "--metrics" in pod["containers"][0]["command"]
    (service,) = [each for each in found if each["kind"] == "Service"]
    assert {p["name"]: p["targetPort"] for p in service["spec"]["ports"]}["metrics"] == 8000


@pytest.mark.parametrize("name", ["airflow", "feast", "mlflow"])
def test_a_target_finds_what_the_chart_installs(name: str) -> None:
    """The labels and the port that are scraped are those of the rendered objects."""
    pack = next(each for each in packs.discover() if each.name == name)
    targets = [each for each in pack.targets if each.where is Where.SERVICE and each.job == name]
    found = objects(name, *(("--set", "feature_store_yaml_base64=e30=") if name == "feast" else ()))
    ports = [port for target in targets for port in _scraped(target, found)]
    assert len(ports) == 1


def _scraped(target: Target, found: tuple[Tree, ...]) -> Iterator[str]:
    wanted = {endpoint.port for endpoint in target.endpoints}
    for each in found:
        if target.kind is TargetKind.SERVICE and each["kind"] == "Service":
            labels, listed = each["metadata"]["labels"], each["spec"]["ports"]
        elif target.kind is TargetKind.POD and "template" in (each.get("spec") or {}):
            pod = each["spec"]["template"]
            labels = pod["metadata"]["labels"]
            listed = [p for c in pod["spec"]["containers"] for p in c.get("ports", ())]
        else:
            continue
        if dict(target.labels).items() <= labels.items():
            yield from (p["name"] for p in listed if p.get("name") in wanted)
