"""The objects that the real charts make of the values; skipped where a chart is not had."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import yaml

from generator import packs
from generator.compiler.stack import charts
from generator.compiler.stack.values import flatten
from generator.spec.defaults import merge
from tests.stack.stores import (
    INSTALLED,
    STORES,
    chart,
    containers,
    pack,
    render,
    run,
    site,
    values,
    workloads,
)

if TYPE_CHECKING:
    from pathlib import Path

    from generator.catalog import Tree

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
# The chart reads these, but says nothing of them in its values file.
UNSAID = (
    "loki.analytics.reporting_enabled",
    "loki.schemaConfig.configs",
    "loki.storage.bucketNames.chunks",
    "loki.storage.bucketNames.ruler",
    "loki.storage.s3.sse.*",
    "ruler.automountServiceAccountToken",
    "persistence.storageClassName",
    "backendWorker.podDisruptionBudget.*",
    "backendWorker.maxUnavailable",
    "ingester.persistentVolume.storageClass",
    "store_gateway.persistentVolume.storageClass",
    "compactor.persistentVolume.storageClass",
)
# The only pods that talk to Kubernetes. Mimir's chart has no way to say so of its own pods.
WITH_TOKEN = ("loki-sc-rules", "rollout-operator")


def defaults(folder: Path) -> Tree:
    """The default values of a chart, with those of its subcharts below their names."""
    found: Tree = yaml.safe_load((folder / "values.yaml").read_text("utf-8"))
    for part in yaml.safe_load((folder / "Chart.yaml").read_text("utf-8")).get("dependencies", ()):
        text = (folder / "charts" / part["name"] / "values.yaml").read_text("utf-8")
        key = part.get("alias", part["name"])
        found[key] = merge(yaml.safe_load(text) or {}, found.get(key) or {})
    return found


def stated(path: tuple[str, ...], found: object) -> bool:
    """Whether the defaults of a chart name a key, or the mapping that it is any key of."""
    for part in path if path[-1] != "*" else path[:-1]:
        if not isinstance(found, dict) or part not in found:
            return False
        found = found[part]
    return True


@each
def test_every_part_has_its_replicas(profile: str, name: str, tmp_path: Path) -> None:
    """No chart starts what nobody asked for, and none forgets a part without a word."""
    found = workloads(render(name, site(profile), tmp_path))
    assert {key: each["replicas"] for key, each in found.items()} == REPLICAS[profile, name]


@each
def test_every_container_is_hardened(profile: str, name: str, tmp_path: Path) -> None:
    """Nobody is root, writes to its image, gains privileges or takes memory without end."""
    seen = 0
    for who, pod, container in containers(render(name, site(profile), tmp_path)):
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
def test_a_token_is_mounted_only_where_it_is_used(profile: str, name: str, tmp_path: Path) -> None:
    """The sidecar reads ConfigMaps of its own namespace; everything else talks to no API."""
    objects = render(name, site(profile), tmp_path)
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
def test_what_has_replicas_is_not_drained_whole(profile: str, name: str, tmp_path: Path) -> None:
    """A node that is emptied takes one pod of a kind at a time; a single pod never blocks it."""
    objects = render(name, site(profile), tmp_path)
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
    profile: str, name: str, claims: dict[str, tuple[str, str | None]], tmp_path: Path
) -> None:
    """Size and class are those of the spec, where it is the spec that says how much is kept."""
    found = {
        key: (
            claim["spec"]["resources"]["requests"]["storage"],
            claim["spec"].get("storageClassName"),
        )
        for key, spec in workloads(render(name, site(profile), tmp_path)).items()
        for claim in spec.get("volumeClaimTemplates", ())
    }
    assert found == claims


@each
def test_what_is_default_is_not_written(profile: str, name: str) -> None:
    """A value that equals the chart's own hides those that are a decision."""
    found = site(profile)
    theirs = dict(flatten(defaults(chart(name, found))))
    ours = flatten(values(name, found))
    assert [path for path, value in ours if path in theirs and theirs[path] == value] == []


@pytest.mark.parametrize("name", STORES)
def test_every_listed_key_is_one_of_the_chart(name: str) -> None:
    """A list of keys that drifts from its chart lets through what does nothing."""
    for profile in {each[0] for each in INSTALLED if each[1] == name}:
        folder = chart(name, site(profile))
        known = next(each for each in pack(name).charts if each.name == folder.name)
        theirs = defaults(folder)
        lines = packs.text(*known.keys.values()).splitlines()
        keys = [line for line in lines if line and not line.startswith("#")]
        lost = [key for key in keys if not stated(charts.split(key), theirs)]
        assert [key for key in lost if key not in UNSAID] == []


@each
def test_the_addresses_lead_to_services(profile: str, name: str, tmp_path: Path) -> None:
    """Each URL that other packs are given has a Service with that port."""
    found = site(profile)
    ports = {
        (each["metadata"]["name"], port["port"])
        for each in render(name, found, tmp_path)
        if each["kind"] == "Service"
        for port in each["spec"]["ports"]
    }
    for url in pack(name).addresses(found).values():
        host, _, port = url.removeprefix("http://").partition("/")[0].partition(":")
        assert host.endswith(".watch"), url
        assert (host.removesuffix(".watch"), int(port or 80)) in ports, url


@each
def test_kubernetes_would_take_every_object(profile: str, name: str, tmp_path: Path) -> None:
    """All objects fit the schemas of their kinds."""
    schemas = os.environ.get("SCHEMAS_DIR")
    if not schemas:
        pytest.skip("SCHEMAS_DIR does not say where the schemas of Kubernetes are")
    text = yaml.safe_dump_all(render(name, site(profile), tmp_path))
    where = f"{schemas}/kubernetes-1.32/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json"
    done = run("kubeconform", "-strict", "-schema-location", where, "-", text=text)
    assert done.returncode == 0, done.stdout
