"""The objects that the real charts make of the values; skipped where a chart is not had."""

from __future__ import annotations

import pytest

from tests.stack.stores import INSTALLED, containers, render, site, workloads

each = pytest.mark.parametrize(("profile", "name"), INSTALLED)
REPLICAS = {
    ("small", "loki"): {"loki": 1},
    ("ha", "loki"): {"loki": 3},
    ("distributed", "loki"): {
        "loki-chunks-cache": 1,
        "loki-compactor": 1,
        "loki-distributor": 2,
        "loki-gateway": 2,
        "loki-index-gateway": 2,
        "loki-ingester": 3,
        "loki-querier": 2,
        "loki-query-frontend": 2,
        "loki-query-scheduler": 2,
        "loki-results-cache": 1,
        "loki-ruler": 2,
    },
    ("small", "tempo"): {"tempo": 1},
    ("ha", "tempo"): {"tempo": 1},
    ("distributed", "tempo"): {
        "tempo-backend-scheduler": 1,
        "tempo-backend-worker": 2,
        "tempo-block-builder": 3,
        "tempo-distributor": 2,
        "tempo-live-store": 3,
        "tempo-memcached": 1,
        "tempo-metrics-generator": 2,
        "tempo-querier": 2,
        "tempo-query-frontend": 2,
    },
    ("distributed", "mimir"): {
        "mimir-compactor": 1,
        "mimir-distributor": 2,
        "mimir-gateway": 2,
        "mimir-ingester-zone-a": 1,
        "mimir-ingester-zone-b": 1,
        "mimir-ingester-zone-c": 1,
        "mimir-querier": 2,
        "mimir-query-frontend": 2,
        "mimir-query-scheduler": 2,
        "mimir-rollout-operator": 1,
        "mimir-ruler": 2,
        "mimir-store-gateway-zone-a": 1,
        "mimir-store-gateway-zone-b": 1,
        "mimir-store-gateway-zone-c": 1,
    },
}
# The only pods that talk to Kubernetes. Mimir's chart has no way to say so of its own pods.
WITH_TOKEN = ("loki-sc-rules", "rollout-operator")


@each
def test_every_part_has_its_replicas(profile: str, name: str) -> None:
    """No chart starts what nobody asked for, and none forgets a part without a word."""
    found = workloads(render(name, site(profile)))
    assert {key: each["replicas"] for key, each in found.items()} == REPLICAS[profile, name]


@each
def test_every_container_is_hardened(profile: str, name: str) -> None:
    """Nobody is root, writes to its image, gains privileges or takes memory without end."""
    seen = 0
    for who, pod, container in containers(render(name, site(profile))):
        seen += 1
        both = {**(pod.get("securityContext") or {}), **(container.get("securityContext") or {})}
        assert both["runAsNonRoot"] is True, who
        assert both["readOnlyRootFilesystem"] is True, who
        assert both["allowPrivilegeEscalation"] is False, who
        assert both["capabilities"]["drop"] == ["ALL"], who
        assert both["seccompProfile"] == {"type": "RuntimeDefault"}, who
        assert container["resources"]["limits"]["memory"], who
        assert container["resources"]["requests"].keys() == {"cpu", "memory"}, who
    assert seen >= len(REPLICAS[profile, name])


@pytest.mark.parametrize(("profile", "name"), [each for each in INSTALLED if each[1] != "mimir"])
def test_a_token_is_mounted_only_where_it_is_used(profile: str, name: str) -> None:
    """The sidecar reads ConfigMaps of its own namespace; everything else talks to no API."""
    objects = render(name, site(profile))
    accounts = {
        each["metadata"]["name"]: each.get("automountServiceAccountToken", True)
        for each in objects
        if each["kind"] == "ServiceAccount"
    }
    for key, spec in workloads(objects).items():
        pod = spec["template"]["spec"]
        mounts = pod.get("automountServiceAccountToken", accounts[pod["serviceAccountName"]])
        users = [each for each in pod["containers"] if each["name"] in WITH_TOKEN]
        assert mounts is bool(users), key
    assert not any(accounts.values())
    assert not [each for each in objects if each["kind"] == "ClusterRole"]


@each
def test_what_has_replicas_is_not_drained_whole(profile: str, name: str) -> None:
    """A node that is emptied takes one pod of a kind at a time; a single pod never blocks it."""
    objects = render(name, site(profile))
    budgets = [each["spec"] for each in objects if each["kind"] == "PodDisruptionBudget"]
    assert all(each["maxUnavailable"] == 1 for each in budgets)
    for key, spec in workloads(objects).items():
        labels = spec["template"]["metadata"]["labels"].items()
        covered = [each for each in budgets if labels >= each["selector"]["matchLabels"].items()]
        assert len(covered) == 1 or spec["replicas"] == 1, key


@pytest.mark.parametrize(
    ("profile", "name", "claims"),
    [
        ("small", "loki", {"loki": ("70Gi", "fast")}),
        ("ha", "loki", {"loki": ("70Gi", "fast")}),
        (
            "distributed",
            "loki",
            {
                "loki-compactor": ("10Gi", "fast"),
                "loki-ingester": ("70Gi", "fast"),
                "loki-ruler": ("10Gi", "fast"),
            },
        ),
        ("small", "tempo", {"tempo": ("30Gi", None)}),
        ("ha", "tempo", {"tempo": ("30Gi", None)}),
        (
            "distributed",
            "mimir",
            {
                "mimir-compactor": ("50Gi", None),
                **{f"mimir-ingester-zone-{zone}": ("50Gi", None) for zone in "abc"},
                **{f"mimir-store-gateway-zone-{zone}": ("20Gi", None) for zone in "abc"},
            },
        ),
    ],
)
def test_what_must_survive_a_pod_is_on_a_volume(
    profile: str, name: str, claims: dict[str, tuple[str, str | None]]
) -> None:
    """Size and class are those of the spec, where it is the spec that says how much is kept."""
    found = {
        key: (
            claim["spec"]["resources"]["requests"]["storage"],
            claim["spec"].get("storageClassName"),
        )
        for key, spec in workloads(render(name, site(profile))).items()
        for claim in spec.get("volumeClaimTemplates", ())
    }
    assert found == claims
