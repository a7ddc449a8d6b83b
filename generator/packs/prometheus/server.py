"""The Prometheus server itself: what it keeps, whom it sees, where it writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import promql
from generator.catalog.volume import USABLE, claim, quantity
from generator.packs.prometheus import remote
from generator.packs.prometheus.charts import RELEASE

if TYPE_CHECKING:
    from generator.catalog import Site, Tree

MINE = "release"  # label of what the chart itself creates, with the name of the release
# Where Mimir keeps the samples, this is enough to see what was sent.
FORWARDED = 6 * 3600
# Rules with this label are evaluated here even where all others are Mimir's.
LOCAL = {"watchkeeper.io/evaluated-by": "prometheus"}
RESOURCES = {
    "small": {"requests": {"cpu": "500m", "memory": "2Gi"}, "limits": {"memory": "4Gi"}},
    "ha": {"requests": {"cpu": "1", "memory": "4Gi"}, "limits": {"memory": "8Gi"}},
    "distributed": {"requests": {"cpu": "2", "memory": "8Gi"}, "limits": {"memory": "16Gi"}},
}


def replicas(site: Site) -> int:
    """Two where Prometheus answers questions itself.

    Where it only forwards there is one: the samples of a second one would be counted twice.
    """
    return 1 if site.distributed else site.replicas


def spec(site: Site) -> Tree:
    """What is below ``prometheusSpec``."""
    metrics = site.stack.metrics
    tree: Tree = {
        "retention": promql.duration(FORWARDED if site.distributed else metrics.retention),
        "scrapeInterval": promql.duration(metrics.scrape_interval),
        "externalLabels": {
            "cluster": site.environment.cluster,
            "environment": site.environment.name,
        },
        "resources": RESOURCES[site.environment.profile],
        "enableFeatures": ["exemplar-storage"],
        "exemplars": {"maxSize": 100_000},
        **_selectors(site),
        **_storage(site),
        **_replicas(site),
    }
    if metrics.url:
        tree["externalUrl"] = metrics.url
    if not site.distributed:
        # Loki's ruler and Tempo write what they compute. Each of their series has one sender,
        # which sends in order, so no out-of-order window is needed.
        tree["enableRemoteWriteReceiver"] = True
    written = [*remote.store(site), *(remote.place(each) for each in metrics.remote_write)]
    if written:
        tree["remoteWrite"] = written
    return tree


def _replicas(site: Site) -> Tree:
    if site.distributed:
        # Series in Mimir outlive the pod and the object they came from.
        return {"replicaExternalLabelNameClear": True, "prometheusExternalLabelNameClear": True}
    if replicas(site) == 1:
        return {}
    return {"replicas": replicas(site), "podAntiAffinity": "hard"}


def _storage(site: Site) -> Tree:
    metrics = site.stack.metrics
    if metrics.storage is None:
        return {}
    spec = claim(quantity(metrics.storage), metrics.storage_class)
    return {
        "retentionSize": f"{int(metrics.storage * USABLE) >> 20}MB",  # powers of two to Prometheus
        "storageSpec": {"volumeClaimTemplate": {"spec": spec}},
    }


def _selectors(site: Site) -> Tree:
    """Objects with our labels are picked up, from every namespace, and no others.

    Charts bring monitors of the same pods under other job names; picked up as well, they would
    double each series. Whoever wants a monitor or rule of their own gives it our labels.
    """
    ours = {"matchLabels": dict(site.labels)}
    return {
        "serviceMonitorSelector": _with_the_charts_own(site),
        "podMonitorSelector": ours,
        "probeSelector": ours,
        "scrapeConfigSelector": ours,
        "ruleSelector": {"matchLabels": LOCAL} if site.distributed else ours,
    }


def _with_the_charts_own(site: Site) -> Tree:
    """Ours, and the chart's monitor of the kubelet, whose label ``release`` cannot be changed."""
    labels = dict(site.labels)
    release = labels.pop(MINE, RELEASE)
    if release == RELEASE:
        return {"matchLabels": dict(site.labels)}
    either = {"key": MINE, "operator": "In", "values": sorted((RELEASE, release))}
    return {"matchLabels": labels, "matchExpressions": [either]}
