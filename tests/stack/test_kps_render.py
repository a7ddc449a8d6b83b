"""What the real chart makes of the values: read back field by field, for each profile."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from generator import packs
from tests.charts.programs import refused
from tests.stack import kps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WORKLOADS = ("Deployment", "DaemonSet", "Job")
HARD = {"readOnlyRootFilesystem": True, "allowPrivilegeEscalation": False}
EVERY_AUTH = (
    "metrics: {remoteWrite: [{url: https://far.example.org/push, tenant: ml, "
    "basicAuth: {username: {name: far, key: user}, password: {name: far, key: word}}, "
    "tls: {ca: {name: far, key: ca}, cert: {name: far, key: cert}, key: {name: far, key: k}}}, "
    "{url: https://other.example.org, bearer: {name: other, key: token}}]}"
)
OTHER_LABELS = "rules: {labels: {release: prom, prometheus: ml}}"
Objects = tuple[kps.Tree, ...]


@pytest.fixture(scope="module")
def rendered() -> Mapping[str, Objects]:
    """The objects of each profile."""
    return {name: kps.render(kps.release(name)) for name in kps.PROFILES}


def one(objects: Objects, kind: str, name: str = "") -> kps.Tree:
    """The only object of a kind, or the one of a name."""
    (found,) = (
        each
        for each in objects
        if each["kind"] == kind and (not name or each["metadata"]["name"] == name)
    )
    return found


def sources(objects: Objects) -> Mapping[str, kps.Tree]:
    """Grafana's data sources by uid, as its sidecar writes them."""
    name = f"{kps.RELEASE}-grafana-datasource"
    text = one(objects, "ConfigMap", name)["data"]["datasource.yaml"]
    return {each["uid"]: each for each in yaml.safe_load(text)["datasources"]}


def containers(objects: Objects) -> Iterator[tuple[str, kps.Tree, kps.Tree]]:
    """Every container with its pod, and a name to tell it by."""
    for each in objects:
        if each["kind"] in WORKLOADS:
            pod = each["spec"]["template"]["spec"]
            for container in (*pod.get("initContainers", ()), *pod["containers"]):
                yield f"{each['metadata']['name']}/{container['name']}", pod, container


@pytest.mark.parametrize("profile", kps.PROFILES)
def test_prometheus_is_what_the_values_say(profile: str, rendered: Mapping[str, Objects]) -> None:
    """Each field of our values stands in the object that the operator reads."""
    wanted = dict(kps.release(profile)["prometheus"]["prometheusSpec"])
    cleared = [key for key in wanted if key.endswith("NameClear")]
    found = one(rendered[profile], "Prometheus")["spec"]
    assert all(found[key.removesuffix("Clear")] == "" for key in cleared)
    for key in cleared:
        del wanted[key]
    wanted["storage"] = wanted.pop("storageSpec")
    anti_affinity = wanted.pop("podAntiAffinity", "soft")
    assert {key: found.get(key) for key in wanted} == wanted
    hard = "requiredDuringSchedulingIgnoredDuringExecution"
    assert (hard in found["affinity"]["podAntiAffinity"]) == (anti_affinity == "hard")


@pytest.mark.parametrize("profile", kps.PROFILES)
def test_names_are_those_that_others_are_told(
    profile: str, rendered: Mapping[str, Objects]
) -> None:
    """The Services have the names and ports that addresses are made of."""
    ports = {
        each["metadata"]["name"]: [port["port"] for port in each["spec"]["ports"]]
        for each in rendered[profile]
        if each["kind"] == "Service"
    }
    assert 9090 in ports[f"{kps.RELEASE}-prometheus"]
    assert 9093 in ports[f"{kps.RELEASE}-alertmanager"]
    alertmanager = one(rendered[profile], "Prometheus")["spec"]["alerting"]["alertmanagers"][0]
    assert alertmanager["name"] == f"{kps.RELEASE}-alertmanager"


@pytest.mark.parametrize("profile", kps.PROFILES)
def test_links_survive_the_templates(profile: str, rendered: Mapping[str, Objects]) -> None:
    """The chart evaluates what it is given, and yet every data source is as we wrote it."""
    found = sources(rendered[profile])
    for each in kps.release(profile)["grafana"]["additionalDataSources"]:
        assert found[each["uid"]] == each
    assert set(found) == {"prometheus", "alertmanager", "loki", "tempo"}
    assert found["prometheus"]["jsonData"]["exemplarTraceIdDestinations"] == [
        {"datasourceUid": "tempo", "name": "trace_id", "urlDisplayLabel": "Trace"}
    ]
    assert found["prometheus"]["jsonData"]["timeInterval"] == "20s"


def test_the_default_source_is_the_store(rendered: Mapping[str, Objects]) -> None:
    """Grafana asks Prometheus, or Mimir where there is one."""
    urls = {name: sources(each)["prometheus"]["url"] for name, each in rendered.items()}
    own = f"http://{kps.RELEASE}-prometheus.watch:9090/"
    mimir = "http://mimir-gateway.watch/prometheus"
    assert urls == {"small": own, "ha": own, "distributed": mimir}


@pytest.mark.parametrize("profile", kps.PROFILES)
def test_every_container_is_hardened(profile: str, rendered: Mapping[str, Objects]) -> None:
    """No root, no writable image, no capabilities, the default seccomp profile."""
    found = tuple(containers(rendered[profile]))
    assert len(found) > 5
    for name, pod, container in found:
        own = container["securityContext"]
        assert {key: own.get(key) for key in HARD} == HARD, name
        assert own["capabilities"] == {"drop": ["ALL"]}, name
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert own.get("runAsNonRoot", True) is True, name
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, name


@pytest.mark.parametrize("profile", kps.PROFILES)
def test_read_only_containers_have_somewhere_to_write(
    profile: str, rendered: Mapping[str, Objects]
) -> None:
    """Grafana and its sidecars need /tmp, which their image no longer offers."""
    found = {name: each for name, _, each in containers(rendered[profile]) if "grafana/" in name}
    assert len(found) == 3
    for name, container in found.items():
        assert "/tmp" in [m["mountPath"] for m in container["volumeMounts"]], name  # noqa: S108


@pytest.mark.parametrize("profile", kps.PROFILES)
def test_nothing_of_the_charts_own_tells_or_scrapes_twice(
    profile: str, rendered: Mapping[str, Objects]
) -> None:
    """No rules, no dashboards, no CRDs, and of its monitors only that of the kubelet."""
    kinds = [each["kind"] for each in rendered[profile]]
    assert not {"PrometheusRule", "CustomResourceDefinition", "Pod"} & set(kinds)
    monitors = {
        each["metadata"]["name"] for each in rendered[profile] if each["kind"] == "ServiceMonitor"
    }
    assert monitors - {f"{kps.RELEASE}-alertmanager"} == {f"{kps.RELEASE}-kubelet"}
    assert not [
        each
        for each in rendered[profile]
        if each["kind"] == "ConfigMap" and "grafana_dashboard" in each["metadata"]["labels"]
    ]


def test_the_crds_stay_away_even_where_helm_includes_them() -> None:
    """Argo CD renders with the CRDs of a chart; those of this one are a release of their own."""
    objects = kps.render(kps.release("small"), kps.RELEASE, "--include-crds")
    assert "CustomResourceDefinition" not in {each["kind"] for each in objects}


def test_the_kubelet_is_read_at_our_pace(rendered: Mapping[str, Objects]) -> None:
    """Kubelet and cAdvisor are scraped as often as all others, with the path as a label."""
    found = one(rendered["small"], "ServiceMonitor", f"{kps.RELEASE}-kubelet")["spec"]
    paths = {each.get("path", "/metrics"): each for each in found["endpoints"]}
    assert set(paths) == {"/metrics", "/metrics/cadvisor"}
    assert {each["interval"] for each in paths.values()} == {"20s"}
    assert found["jobLabel"] == "k8s-app"
    for each in paths.values():
        assert {"metrics_path"} == {step["targetLabel"] for step in each["relabelings"]}


def test_no_metric_that_rules_use_is_dropped(rendered: Mapping[str, Objects]) -> None:
    """What the chart drops of cAdvisor by name is nothing that a rule reads."""
    found = one(rendered["small"], "ServiceMonitor", f"{kps.RELEASE}-kubelet")["spec"]
    names = {m.name for pack in packs.discover() for m in pack.metrics}
    for endpoint in found["endpoints"]:
        for step in endpoint.get("metricRelabelings", ()):
            if step["sourceLabels"] == ["__name__"]:
                dropped = [name for name in names if re.fullmatch(step["regex"], name)]
                assert not dropped, dropped


def test_the_exporters_may_read_what_they_report_and_no_more(
    rendered: Mapping[str, Objects],
) -> None:
    """kube-state-metrics lists no Secret, and Grafana has no right outside its namespace."""
    roles = {
        each["metadata"]["name"]: each["rules"]
        for each in rendered["small"]
        if each["kind"] in ("Role", "ClusterRole")
    }
    listed = {r for rule in roles[f"{kps.RELEASE}-kube-state-metrics"] for r in rule["resources"]}
    assert "secrets" not in listed
    assert f"{kps.RELEASE}-grafana-clusterrole" not in roles
    bound = one(rendered["small"], "RoleBinding", f"{kps.RELEASE}-grafana")["roleRef"]["name"]
    assert [rule["resources"] for rule in roles[bound]] == [["configmaps"]]


def test_every_object_is_one_that_kubernetes_takes() -> None:
    """With options that no estate of other tests has; a misspelt field would be ignored."""
    values = kps.release("prod", EVERY_AUTH, OTHER_LABELS, environments=kps.one())
    assert not refused(kps.render(values))


def test_other_labels_find_the_charts_own_monitor() -> None:
    """The monitor of the kubelet is picked up whatever labels our objects carry."""
    objects = kps.render(kps.release("prod", OTHER_LABELS, environments=kps.one()))
    labels = one(objects, "ServiceMonitor", f"{kps.RELEASE}-kubelet")["metadata"]["labels"]
    selector = one(objects, "Prometheus")["spec"]["serviceMonitorSelector"]
    assert selector["matchLabels"].items() <= labels.items()
    for each in selector["matchExpressions"]:
        assert labels[each["key"]] in each["values"]
