"""Tempo in parts, which hand traces to one another through Kafka."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.volume import resources
from generator.packs.tempo.parts import env_from, external_labels, overrides, retention, s3, write

if TYPE_CHECKING:
    from generator.catalog import Site, Tree


def values(site: Site) -> Tree:
    """Values of the release."""
    compaction = {"compaction": {"block_retention": retention(site)}}
    return {
        "reportingEnabled": False,
        # By default nothing is received at all.
        "traces": {"otlp": {"grpc": {"enabled": True}}},
        "overrides": overrides(site),
        "tempo": {"podSecurityContext": {"seccompProfile": {"type": "RuntimeDefault"}}},
        "metricsGenerator": {
            "enabled": True,
            "replicas": 2,
            "resources": resources("250m", "1Gi", "3Gi"),
            "config": {"storage": write(site), **external_labels(site)},
        },
        "backendScheduler": {
            "resources": resources("50m", "128Mi", "512Mi"),
            "config": {"provider": {"compaction": compaction}},
        },
        **_replicated(),
        **_kafka(site),
        **_store(site),
    }


def _replicated() -> Tree:
    return {
        "distributor": {"replicas": 2, "resources": resources("100m", "256Mi", "1Gi")},
        "querier": {"replicas": 2, "resources": resources("250m", "512Mi", "2Gi")},
        "queryFrontend": {"replicas": 2, "resources": resources("100m", "256Mi", "1Gi")},
        "backendWorker": {
            "replicas": 2,
            "resources": resources("250m", "512Mi", "2Gi"),
            # The only part without one; the chart then does not even render.
            "podDisruptionBudget": {"enabled": True},
            "maxUnavailable": 1,
        },
        # Three of each by default, one for each partition of the topic.
        "blockBuilder": {"resources": resources("250m", "1Gi", "3Gi")},
        "liveStore": {"resources": resources("250m", "1Gi", "3Gi")},
        "memcached": {"resources": resources("50m", "128Mi", "256Mi")},
    }


def _kafka(site: Site) -> Tree:
    address = site.stack.kafka
    return {"ingest": {"kafka": {"address": address}}} if address else {}


def _store(site: Site) -> Tree:
    used = site.stack.object_store
    if not used:
        return {}
    found: Tree = {"storage": {"trace": {"backend": "s3", "s3": s3(used)}}}
    if used.secret:
        found["global"] = env_from(used)
    return found
