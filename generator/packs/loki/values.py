"""What Loki is installed with, by profile.

``small`` is one Loki on a volume; ``ha`` is three that share object storage, or one on a volume
where there is none, because a file system cannot be shared; ``distributed`` is in
``values_distributed``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.volume import resources
from generator.packs.loki import values_distributed as parts
from generator.packs.loki.charts import RELEASE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog import Site, Tree
    from generator.spec.stores import ObjectStore

HOUR = 3600
# Loki keeps no less than the day that one of its index tables covers.
SHORTEST_HOURS = 24
# Loki reads rules from <directory>/<tenant>; without authentication the tenant is called fake.
RULES = "/rules"
TENANT = "fake"
# Of the attributes that OTLP logs bring, these have few values. By default Loki also makes labels
# of the pod's name and of the instance's id, which begins a new stream with every restart.
OTLP_LABELS = ("service.name", "service.namespace", "k8s.namespace.name", "k8s.container.name")
# One Loki that fails must leave two: writes need two of three replicas.
REPLICAS = 3


def values(site: Site) -> Mapping[str, Tree]:
    """Values of the release."""
    return {RELEASE: {**_everywhere(site), **_workloads(site), "loki": _config(site)}}


def _workloads(site: Site) -> Tree:
    if site.distributed:
        return parts.workloads(site)
    return {
        "singleBinary": _single(site),
        # They ask for 11 GiB of memory by default, for reads that one process serves from its own.
        "chunksCache": {"enabled": False},
        "resultsCache": {"enabled": False},
        "gateway": {"enabled": False},
    }


def store(site: Site) -> ObjectStore | None:
    """The object storage, where this profile uses it."""
    return None if site.small else site.stack.object_store


def replicas(site: Site) -> int:
    """How many copies of a line there are."""
    return REPLICAS if store(site) else 1


def _everywhere(site: Site) -> Tree:
    found: Tree = {
        # The three roles of a mode that Loki 4 no longer has; the chart starts three of each.
        "read": {"replicas": 0},
        "write": {"replicas": 0},
        "backend": {"replicas": 0},
        # Nothing here reads what the canary measures; its test needs it.
        "lokiCanary": {"enabled": False},
        "test": {"enabled": False},
        "sidecar": {
            "rules": {"labelValue": "1", "folder": f"{RULES}/{TENANT}", "resource": "configmap"},
            "resources": resources("10m", "96Mi", "192Mi"),
        },
        # Without it the sidecar may read each Secret of the cluster.
        "rbac": {"namespaced": True},
        # Pods that need a token ask for it themselves.
        "serviceAccount": {"automountServiceAccountToken": False},
    }
    used = store(site)
    if used and used.secret:
        found["defaults"] = {"extraEnvFrom": [{"secretRef": {"name": used.secret}}]}
    if site.distributed:
        # Only the ruler's sidecar talks to Kubernetes.
        found.setdefault("defaults", {})["automountServiceAccountToken"] = False
    return found


def _single(site: Site) -> Tree:
    found: Tree = {
        "replicas": replicas(site),
        "resources": resources("100m", "512Mi", "1Gi")
        if site.small
        else resources("500m", "2Gi", "4Gi"),
        "persistence": parts.volume(site),
    }
    if found["replicas"] > 1:
        found["podDisruptionBudget"] = {"maxUnavailable": 1}
    return found


def _config(site: Site) -> Tree:
    found: Tree = {
        "auth_enabled": False,
        "analytics": {"reporting_enabled": False},
        "schemaConfig": {"configs": [_schema(site)]},
        "storage": _storage(site),
        "limits_config": _limits(site),
        # Without the compactor's part a retention deletes nothing.
        "compactor": {"retention_enabled": True, "delete_request_store": _kind(site)},
        "rulerConfig": _ruler(site),
    }
    if replicas(site) == 1:
        found["commonConfig"] = {"replication_factor": 1}
    return found


def _kind(site: Site) -> str:
    return "s3" if store(site) else "filesystem"


def _schema(site: Site) -> Tree:
    # Lines older than this day cannot be stored; changing it makes what is stored unreadable.
    return {
        "from": "2024-04-01",
        "store": "tsdb",
        "object_store": _kind(site),
        "schema": "v13",
        "index": {"prefix": "index_", "period": "24h"},
    }


def _storage(site: Site) -> Tree:
    used = store(site)
    if not used:
        return {"type": "filesystem"}
    # Keys are read from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or come with the pod.
    s3: Tree = {"endpoint": used.endpoint}
    if used.region:
        s3["region"] = used.region
    if not used.endpoint.endswith(".amazonaws.com"):
        # Elsewhere a bucket is seldom a host name of its own.
        s3["s3ForcePathStyle"] = True
    return {"bucketNames": {"chunks": used.buckets.logs}, "s3": s3}


def _limits(site: Site) -> Tree:
    hours = max(-(-site.stack.logs.retention // HOUR), SHORTEST_HOURS)
    return {
        "retention_period": f"{hours}h",
        # 4 MB/s by default, for the whole cluster: one noisy job would have others' lines refused.
        "ingestion_rate_mb": 8 if site.small else 32,
        "ingestion_burst_size_mb": 16 if site.small else 64,
        "max_global_streams_per_user": 10_000 if site.small else 50_000,
        # 500 by default; counting a fleet by model_name needs more.
        "max_query_series": 5000,
        # A long line is cut, not lost.
        "max_line_size_truncate": True,
        "otlp_config": {
            "resource_attributes": {
                "ignore_defaults": True,
                "attributes_config": [
                    {"action": "index_label", "attributes": list(OTLP_LABELS)},
                ],
            }
        },
    }


def _ruler(site: Site) -> Tree:
    place = site.environment
    found: Tree = {
        # Rules are files that the sidecar writes, not objects of a bucket.
        "storage": {"type": "local", "local": {"directory": RULES}},
        "external_labels": {"cluster": place.cluster, "environment": place.name},
    }
    if replicas(site) > 1:
        # Else each replica evaluates every rule, and writes the same sample once more.
        found["enable_sharding"] = True
    if every := site.addresses.get("alerts.notify.srv"):
        found |= {"enable_alertmanager_discovery": True, "alertmanager_url": f"http://{every}"}
    elif notify := site.addresses.get("alerts.notify"):
        found["alertmanager_url"] = notify
    if site.writes:
        clients = {f"metrics-{number}": {"url": url} for number, url in enumerate(site.writes)}
        found["remote_write"] = {"enabled": True, "clients": clients}
    if site.stack.grafana.host:
        # An alert then links to Grafana's view of its query.
        found |= {"external_url": f"https://{site.stack.grafana.host}", "datasource_uid": "loki"}
    return found
