"""How Grafana is reached, what it may do, and the ways between its data sources."""

from __future__ import annotations

import pytest

from tests.stack import kps

SMALL = kps.one()


def grafana(name: str, *lines: str, environments: str = kps.ENVIRONMENTS) -> kps.Tree:
    """Grafana's values in one environment."""
    found: kps.Tree = kps.release(name, *lines, environments=environments)["grafana"]
    return found


def test_the_password_is_a_secret_that_exists() -> None:
    """A random password would change with each render, so it comes from a Secret."""
    assert grafana("small")["admin"] == {"existingSecret": "grafana-admin"}


def test_a_host_is_served_with_its_certificate() -> None:
    """The ingress, the address in links and the cookie agree on https."""
    found = grafana("small")
    assert found["ingress"] == {
        "enabled": True,
        "hosts": ["grafana.example.org"],
        "ingressClassName": "nginx",
        "tls": [{"secretName": "grafana-tls", "hosts": ["grafana.example.org"]}],
    }
    assert found["grafana.ini"]["server"] == {"root_url": "https://grafana.example.org"}
    assert found["grafana.ini"]["security"]["cookie_secure"] is True


def test_a_host_without_a_certificate_keeps_its_cookie() -> None:
    """A secure cookie would never come back over http, and nobody could sign in."""
    found = grafana("prod", "grafana: {host: grafana.example.org}", environments=SMALL)
    assert found["grafana.ini"]["server"] == {"root_url": "http://grafana.example.org"}
    assert "cookie_secure" not in found["grafana.ini"]["security"]
    assert "tls" not in found["ingress"]


def test_without_a_host_nobody_comes_in_from_outside() -> None:
    """No host, no ingress."""
    found = grafana("prod", "grafana: {adminSecret: mine}", environments=SMALL)
    assert "ingress" not in found
    assert "server" not in found["grafana.ini"]
    assert found["admin"] == {"existingSecret": "mine"}


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("grafana: {storage: 10Gi}", {"enabled": True}),
        ("grafana: {storage: 1536Mi}", {"enabled": True, "size": "1536Mi"}),
        (
            "grafana: {storage: 1Ti, storageClass: fast}",
            {"enabled": True, "size": "1Ti", "storageClassName": "fast"},
        ),
    ],
)
def test_its_database_is_on_a_volume(lines: str, wanted: kps.Tree) -> None:
    """The size is written unless it is the chart's own, and two pods never share the volume."""
    found = grafana("prod", lines, environments=SMALL)
    assert found["persistence"] == wanted
    assert found["deploymentStrategy"] == {"type": "Recreate"}
    assert "replicas" not in found


def test_nothing_is_told_to_anybody_outside() -> None:
    """No anonymous visitors, no telemetry, no calls home."""
    found = grafana("small")["grafana.ini"]
    assert found["auth.anonymous"] == {"enabled": False}
    assert set(found["analytics"].values()) == {False}
    assert found["snapshots"] == {"external_enabled": False}
    assert found["security"]["disable_gravatar"] is True


def test_its_sidecars_read_configmaps_of_its_own_namespace_only() -> None:
    """Neither another namespace nor a Secret can be read with Grafana's token."""
    found = grafana("small")
    assert found["rbac"]["namespaced"] is True
    (role,) = found["extraObjects"]
    assert role["metadata"] == {"name": found["rbac"]["useExistingRole"], "namespace": "watch"}
    assert [each["resources"] for each in role["rules"]] == [["configmaps"]]
    assert found["sidecar"]["dashboards"]["searchNamespace"] == "watch"
    for name in ("dashboards", "datasources"):
        assert found["sidecar"][name]["resource"] == "configmap"


@pytest.mark.parametrize("profile", kps.PROFILES)
def test_every_way_leads_to_a_source_that_exists(profile: str) -> None:
    """Exemplar to trace, trace to log and metric, log to trace: each names a known uid."""
    found = grafana(profile)
    sources = {each["uid"]: each["jsonData"] for each in found["additionalDataSources"]}
    assert set(sources) == {"loki", "tempo"}
    exemplars = found["sidecar"]["datasources"]["exemplarTraceIdDestinations"]
    assert exemplars["datasourceUid"] == "tempo"
    assert sources["loki"]["derivedFields"][0]["datasourceUid"] == "tempo"
    assert sources["tempo"]["tracesToLogsV2"]["datasourceUid"] == "loki"
    assert sources["tempo"]["tracesToMetrics"]["datasourceUid"] == "prometheus"
    assert sources["tempo"]["serviceMap"]["datasourceUid"] == "prometheus"


def test_distributed_asks_mimir() -> None:
    """The default data source is Mimir where Prometheus keeps a few hours only."""
    found = grafana("distributed")["sidecar"]["datasources"]
    assert found["url"] == "http://mimir-gateway.watch/prometheus"
    assert found["extraJsonData"] == {"prometheusType": "Mimir"}
    assert "url" not in grafana("ha")["sidecar"]["datasources"]
