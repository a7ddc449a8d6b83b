"""What is found, taken and kept apart in the cluster once Argo CD has written it there."""

from __future__ import annotations

from collections import Counter
from typing import Any

import yaml

from tests.argocd import estate

LARGEST = 1_000_000  # the API server takes no object beyond 1 MiB, its own bookkeeping included
# The folder that a sidecar fills from ConfigMaps with a label is flat: their keys must differ.
SIDECARS = ("loki_rule", "grafana_dashboard", "grafana_datasource")


def environments(files: dict[str, str]) -> tuple[str, ...]:
    """The names of all environments."""
    return tuple(sorted({path.split("/")[1] for path in files if path.startswith("overlays/")}))


def values(files: dict[str, str], release: str, environment: str) -> dict[str, Any]:
    """The values of a release, as Helm lays one file over the other."""
    found: dict[str, Any] = {}
    for name in ("values", f"values-{environment}"):
        body = files.get(f"helm/{release}/{name}.yaml", "")
        found = over(found, yaml.safe_load(body) or {})
    return found


def over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Mappings merge; everything else is replaced."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = over(old, value)
        else:
            merged[key] = value
    return merged


def test_the_operator_finds_our_objects(files: dict[str, str]) -> None:
    """Our labels are those that Prometheus selects by, given the values and the release's name."""
    labels: dict[str, list[dict[str, str]]] = {}
    for _, each in estate.objects(files, "base/", "overlays/"):
        labels.setdefault(each["kind"], []).append(each.get("metadata", {}).get("labels", {}))
    release = "kube-prometheus-stack"
    for environment in environments(files):
        spec = values(files, release, environment)["prometheus"]["prometheusSpec"]
        for kind in ("PodMonitor", "Probe", "ServiceMonitor", "PrometheusRule"):
            name = kind[0].lower() + kind[1:] if kind != "PrometheusRule" else "rule"
            default = (
                {"release": release} if spec.get(f"{name}SelectorNilUsesHelmValues", 1) else {}
            )
            wanted = spec.get(f"{name}Selector", {}).get("matchLabels", default)
            found = labels.get(kind, [])
            hits = [each for each in found if wanted.items() <= each.items()]
            # Where Mimir evaluates the rules, Prometheus must find none.
            alone = kind == "PrometheusRule" and f"argocd/{environment}/mimir.yaml" in files
            assert hits == ([] if alone else found), (environment, kind, wanted)


def test_no_object_is_too_large(files: dict[str, str]) -> None:
    """Each object fits into one request to the API server."""
    for path, each in estate.objects(files, "base/", "overlays/", "argocd/"):
        assert len(yaml.dump(each).encode()) < LARGEST, path


def test_configmaps_do_not_overwrite_each_other(files: dict[str, str]) -> None:
    """A sidecar writes all ConfigMaps with its label into one folder, by key."""
    for label in SIDECARS:
        keys = Counter(
            key
            for _, each in estate.objects(files, "base/")
            if each["kind"] == "ConfigMap" and label in each["metadata"].get("labels", {})
            for key in each.get("data", {})
        )
        assert [key for key, count in keys.items() if count > 1] == []
