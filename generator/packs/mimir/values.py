"""What Mimir is installed with: samples go through Kafka into a bucket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import promql
from generator.catalog.volume import resources
from generator.packs.mimir.charts import RELEASE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog import Site, Tree
    from generator.spec.stores import ObjectStore

# Mimir has limits for a tenant among many; here one tenant is the whole cluster. By default it
# would refuse the 150,001st series and more than 10,000 samples a second.
SERIES_HEADROOM = 10
MIN_SERIES = 3_000_000
# Mimir looks up whole names only. The chart evaluates its configuration, and knows this part.
CLUSTER_DOMAIN = "{{ .Values.global.clusterDomain }}"


def values(site: Site) -> Mapping[str, Tree]:
    """Values of the release; nothing where it is not installed."""
    return {RELEASE: _tree(site)} if site.distributed else {}


def _tree(site: Site) -> Tree:
    found: Tree = {
        "mimir": {"structuredConfig": _config(site)},
        # Both are for trying it out: data and passwords of anybody who installs the chart.
        "minio": {"enabled": False},
        "kafka": {"enabled": False},
        # Alerts go to the Alertmanager that is there.
        "alertmanager": {"enabled": False},
        "overrides_exporter": {"enabled": False},
        "gateway": {
            "replicas": 2,
            "resources": resources("50m", "64Mi", "256Mi"),
            "nginx": {"verboseLogging": False},
        },
        "rollout_operator": {"resources": resources("20m", "64Mi", "256Mi")},
        **_stateless(),
        **_stateful(site),
    }
    store = site.stack.object_store
    if store and store.secret:
        found["global"] = {"extraEnvFrom": [{"secretRef": {"name": store.secret}}]}
    return found


def _stateless() -> Tree:
    return {
        "distributor": {"replicas": 2, "resources": resources("250m", "1Gi", "3Gi")},
        "querier": {"resources": resources("500m", "1Gi", "4Gi")},
        "query_frontend": {"replicas": 2, "resources": resources("200m", "256Mi", "1Gi")},
        "query_scheduler": {"resources": resources("50m", "192Mi", "512Mi")},
        "ruler": {"replicas": 2, "resources": resources("500m", "1Gi", "4Gi")},
    }


def _stateful(site: Site) -> Tree:
    # Ingesters and store gateways are three by default, one in each of three zones.
    return {
        "ingester": {
            "resources": resources("1", "4Gi", "12Gi"),
            "persistentVolume": _volume(site, "50Gi"),
        },
        "store_gateway": {
            "resources": resources("250m", "1Gi", "4Gi"),
            "persistentVolume": _volume(site, "20Gi"),
        },
        "compactor": {
            "resources": resources("500m", "1Gi", "4Gi"),
            "persistentVolume": _volume(site, "50Gi"),
        },
    }


def _config(site: Site) -> Tree:
    found: Tree = {
        # Loki and Tempo name a tenant of their own when they write; all is one tenant.
        "multitenancy_enabled": False,
        "usage_stats": {"enabled": False},
        "limits": _limits(site),
    }
    if site.stack.kafka:
        found["ingest_storage"] = {"kafka": {"address": site.stack.kafka}}
    if ruler := _ruler(site):
        found["ruler"] = ruler
    store = site.stack.object_store
    if store:
        found |= _storage(store)
    return found


def _ruler(site: Site) -> Tree:
    found: Tree = {}
    if every := site.addresses.get("alerts.notify.srv"):
        found["alertmanager_url"] = f"dnssrvnoa+http://{every}.svc.{CLUSTER_DOMAIN}"
    elif notify := site.addresses.get("alerts.notify"):
        found["alertmanager_url"] = notify
    if site.stack.metrics.url:
        found["external_url"] = site.stack.metrics.url
    return found


def _limits(site: Site) -> Tree:
    metrics = site.stack.metrics
    series = max(SERIES_HEADROOM * metrics.cluster_series, MIN_SERIES)
    rate = series // metrics.scrape_interval
    return {
        # Never, by default.
        "compactor_blocks_retention_period": promql.duration(metrics.retention),
        "max_global_series_per_user": series,
        "ingestion_rate": rate,
        "ingestion_burst_size": 10 * rate,
        # None by default, and then no chart leads to a trace.
        "max_global_exemplars_per_user": 100_000,
        # 70 groups of 20 rules by default; a fleet has more of both.
        "ruler_max_rule_groups_per_tenant": 0,
        "ruler_max_rules_per_rule_group": 0,
    }


def _storage(store: ObjectStore) -> Tree:
    # Mimir refuses to keep rules and blocks in one bucket. Keys are read from AWS_ACCESS_KEY_ID and
    # AWS_SECRET_ACCESS_KEY, or come with the pod.
    found: Tree = {
        "ruler_storage": {"backend": "s3", "s3": {"bucket_name": store.buckets.rules, **_s3(store)}}
    }
    if store.buckets.metrics:
        found["blocks_storage"] = {"s3": {"bucket_name": store.buckets.metrics, **_s3(store)}}
    return found


def _s3(store: ObjectStore) -> Tree:
    found: Tree = {"endpoint": store.endpoint}
    if store.region:
        found["region"] = store.region
    return found


def _volume(site: Site, size: str) -> Tree:
    found: Tree = {"size": size}
    if site.stack.metrics.storage_class:
        found["storageClass"] = site.stack.metrics.storage_class
    return found
