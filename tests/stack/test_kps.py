"""What Prometheus and the exporters beside it are told, by profile and spec."""

from __future__ import annotations

import re

import pytest

from generator import packs
from generator.catalog.volume import USABLE
from tests.stack import kps

OURS = {"matchLabels": {"release": kps.RELEASE}}
KINDS = ("serviceMonitor", "podMonitor", "probe", "scrapeConfig", "rule")
CONTROL_PLANE = (
    "coreDns",
    "kubeApiServer",
    "kubeControllerManager",
    "kubeEtcd",
    "kubeProxy",
    "kubeScheduler",
)


def server(name: str, *lines: str, environments: str = kps.ENVIRONMENTS) -> kps.Tree:
    """What is below prometheusSpec in one environment."""
    spec: kps.Tree = kps.release(name, *lines, environments=environments)["prometheus"][
        "prometheusSpec"
    ]
    return spec


@pytest.mark.parametrize("profile", kps.PROFILES)
def test_samples_say_where_they_come_from(profile: str) -> None:
    """Alerts and remote samples carry the cluster and the environment."""
    found = {"cluster": f"ml-{profile}", "environment": profile}
    assert server(profile)["externalLabels"] == found


@pytest.mark.parametrize("profile", ["small", "ha"])
def test_samples_are_kept_for_as_long_as_the_spec_says(profile: str) -> None:
    """Retention and volume are the spec's, and blocks stop short of filling the volume."""
    found = server(profile)
    claim = found["storageSpec"]["volumeClaimTemplate"]["spec"]
    assert found["retention"] == "45d"
    assert claim["resources"] == {"requests": {"storage": "200Gi"}}
    assert claim["storageClassName"] == "fast"
    assert found["retentionSize"] == f"{200 * 1024 * USABLE:.0f}MB"
    assert found["scrapeInterval"] == "20s"


def test_without_a_size_there_is_no_volume() -> None:
    """A trial may do without a volume, and then nothing limits what blocks take."""
    found = server("prod", "metrics: {retention: 2d}", environments=kps.one())
    assert found["retention"] == "2d"
    assert not {"storageSpec", "retentionSize"} & set(found)


def test_ha_has_two_replicas_on_two_nodes() -> None:
    """Two replicas never share a node, one survives a drain, and a client keeps to one of them."""
    found = kps.release("ha")["prometheus"]
    assert found["prometheusSpec"]["replicas"] == 2
    assert found["prometheusSpec"]["podAntiAffinity"] == "hard"
    assert found["podDisruptionBudget"] == {"enabled": True}
    assert found["service"] == {"sessionAffinity": "ClientIP"}


@pytest.mark.parametrize("profile", ["small", "distributed"])
def test_one_replica_has_no_budget_that_blocks_a_drain(profile: str) -> None:
    """A budget of one for one pod would stop every drain of its node."""
    found = kps.release(profile)["prometheus"]
    assert "replicas" not in found["prometheusSpec"]
    assert not {"podDisruptionBudget", "service"} & set(found)


def test_only_objects_with_our_labels_are_picked_up() -> None:
    """All five kinds are chosen by the labels that our objects carry."""
    found = server("small")
    assert all(found[f"{kind}Selector"] == OURS for kind in KINDS)


def test_other_labels_are_chosen_by_and_given_to_the_charts_own_monitor() -> None:
    """With a label of the user's own the chart's monitor of the kubelet carries it too."""
    labels = "rules: {labels: {prometheus: ml}}"
    values = kps.release("prod", labels, environments=kps.one())
    found = values["prometheus"]["prometheusSpec"]
    assert all(found[f"{k}Selector"] == {"matchLabels": {"prometheus": "ml"}} for k in KINDS)
    assert values["commonLabels"] == {"prometheus": "ml"}


def test_a_release_label_of_another_name_leaves_the_kubelet_in() -> None:
    """The label release of the chart's own monitors is fixed, so both values are picked up."""
    labels = "rules: {labels: {release: prom, prometheus: ml}}"
    values = kps.release("prod", labels, environments=kps.one())
    found = values["prometheus"]["prometheusSpec"]
    assert found["serviceMonitorSelector"] == {
        "matchLabels": {"prometheus": "ml"},
        "matchExpressions": [{"key": "release", "operator": "In", "values": [kps.RELEASE, "prom"]}],
    }
    assert found["ruleSelector"] == {"matchLabels": {"prometheus": "ml", "release": "prom"}}
    assert values["commonLabels"] == {"prometheus": "ml"}


@pytest.mark.parametrize("profile", ["small", "ha"])
def test_loki_and_tempo_may_write(profile: str) -> None:
    """The receiver is open where Prometheus is the store."""
    found = server(profile)
    assert found["enableRemoteWriteReceiver"] is True
    assert "remoteWrite" not in found


def test_distributed_forwards_and_evaluates_nothing() -> None:
    """Mimir gets each sample once and has the rules; Prometheus keeps a few hours."""
    found = server("distributed")
    assert found["remoteWrite"] == [
        {"name": "mimir", "url": "http://mimir-gateway.watch/api/v1/push", "sendExemplars": True}
    ]
    assert found["ruleSelector"] == {"matchLabels": {"watchkeeper.io/evaluated-by": "prometheus"}}
    assert found["serviceMonitorSelector"] == OURS
    assert found["retention"] == "6h"
    assert found["replicaExternalLabelNameClear"]
    assert found["prometheusExternalLabelNameClear"]
    assert "enableRemoteWriteReceiver" not in found


@pytest.mark.parametrize("profile", ["small", "ha"])
def test_others_find_prometheus(profile: str) -> None:
    """Grafana is told one address; Loki and Tempo those of all replicas, which share nothing."""
    base = f"http://{kps.RELEASE}-prometheus.watch:9090"
    found = kps.site(profile)
    assert found.addresses["metrics.query"] == base
    pods = f"http://prometheus-{kps.RELEASE}-{{}}.prometheus-operated.watch:9090/api/v1/write"
    every = (pods.format(0), pods.format(1))
    assert found.writes == ((f"{base}/api/v1/write",) if profile == "small" else every)


def test_remote_write_takes_its_secrets_from_secrets() -> None:
    """Each way to prove who we are lands where the operator reads it, by reference."""
    target = (
        "metrics: {remoteWrite: [{url: https://far.example.org/push, tenant: ml, "
        "basicAuth: {username: {name: far, key: user}, password: {name: far, key: word}}, "
        "tls: {ca: {name: far, key: ca}, cert: {name: far, key: cert}, key: {name: far, key: k}}}, "
        "{url: https://other.example.org, bearer: {name: other, key: token}}]}"
    )
    first, second = server("prod", target, environments=kps.one())["remoteWrite"]
    assert first == {
        "url": "https://far.example.org/push",
        "headers": {"X-Scope-OrgID": "ml"},
        "basicAuth": {
            "username": {"name": "far", "key": "user"},
            "password": {"name": "far", "key": "word"},
        },
        "tlsConfig": {
            "ca": {"secret": {"name": "far", "key": "ca"}},
            "cert": {"secret": {"name": "far", "key": "cert"}},
            "keySecret": {"name": "far", "key": "k"},
        },
    }
    token = {"credentials": {"name": "other", "key": "token"}}
    assert second == {"url": "https://other.example.org", "authorization": token}


def test_links_start_with_the_address_that_people_open() -> None:
    """The address of the spec is that of links in alerts."""
    lines = "metrics: {url: https://prometheus.example.org}"
    found = server("prod", lines, environments=kps.one())
    assert found["externalUrl"] == "https://prometheus.example.org"


def test_every_metric_of_an_object_that_rules_use_is_collected() -> None:
    """The resources that kube-state-metrics watches are at least those that rules need."""
    collected = kps.release("small")["kube-state-metrics"]["collectors"]
    families = {m.name for pack in packs.discover() for m in pack.metrics}
    needed = {match[1] for name in families if (match := re.match(r"kube_([a-z]+)_", name))}
    assert {f"{each}s" for each in needed} <= set(collected)
    assert not {"secrets", "configmaps"} & set(collected)


def test_labels_of_pods_are_kept_where_rules_join_on_them() -> None:
    """KServe's rules need the label of the inference service; without KServe nothing does."""
    with_kserve = kps.release("small")["kube-state-metrics"]
    without = kps.release("small", services=("kubernetes",))["kube-state-metrics"]
    assert with_kserve["metricLabelsAllowlist"] == ["pods=[serving.kserve.io/inferenceservice]"]
    assert "metricLabelsAllowlist" not in without


def test_a_hidden_control_plane_is_left_alone() -> None:
    """What cannot be scraped would be down for ever, so it is off unless asked for."""
    hidden = kps.release("small")
    assert all(hidden[name] == {"enabled": False} for name in CONTROL_PLANE)
    assert hidden["kubelet"]["serviceMonitor"] == {"interval": "20s", "probes": False}
    scraped = kps.release("prod", environments=kps.one(more=", controlPlane: scraped"))
    assert not set(CONTROL_PLANE) & set(scraped)


def test_a_cluster_that_nobody_watches_is_not_measured() -> None:
    """Without the service kubernetes no rule reads nodes, and nothing measures them."""
    found = kps.release("small", services=())
    for name in (*CONTROL_PLANE, "kubelet", "nodeExporter"):
        assert found[name] == {"enabled": False}


def test_the_charts_own_rules_and_monitors_are_off() -> None:
    """Each failure is told once, and each job has the name that rules ask for."""
    found = kps.release("small")
    assert found["defaultRules"] == {"create": False}
    assert found["crds"] == {"enabled": False}
    assert found["prometheus"]["serviceMonitor"] == {"selfMonitor": False}
    assert found["prometheusOperator"]["serviceMonitor"] == {"selfMonitor": False}
    assert found["grafana"]["serviceMonitor"] == {"enabled": False}
    for name in ("kube-state-metrics", "prometheus-node-exporter"):
        assert found[name]["prometheus"] == {"monitor": {"enabled": False}}
