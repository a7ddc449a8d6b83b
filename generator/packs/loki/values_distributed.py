"""Loki in parts, for those who outgrow one process: each part is scaled by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.volume import quantity, resources

if TYPE_CHECKING:
    from generator.catalog import Site, Tree

SCRATCH = "10Gi"  # the logs themselves are in the bucket
DISRUPTION = {"maxUnavailable": 1}


def workloads(site: Site) -> Tree:
    """Every part, and what stands before them."""
    return {
        "deploymentMode": "Distributed",
        **_write(site),
        **_read(),
        **_background(site),
        "gateway": {
            "replicas": 2,
            # Loki would store a line about each request to Loki.
            "verboseLogging": False,
            "podDisruptionBudget": DISRUPTION,
            "resources": resources("50m", "64Mi", "256Mi"),
            "metrics": {"enabled": False},
        },
        # Like the one of the gateway: a container that nothing scrapes.
        "memcachedExporter": {"enabled": False},
        # In MiB; the default is 8192, and the pod asks for a fifth more.
        "chunksCache": {"allocatedMemory": 2048},
        "resultsCache": {"allocatedMemory": 512},
    }


def _write(site: Site) -> Tree:
    return {
        "distributor": _stateless("100m", "256Mi", "1Gi"),
        "ingester": {
            "replicas": 3,
            "resources": resources("500m", "2Gi", "4Gi"),
            "persistence": _claims(site, quantity(site.stack.logs.storage)),
            # Zones roll out by an operator of their own; without it their pods never restart.
            "zoneAwareReplication": {"enabled": False},
        },
    }


def _read() -> Tree:
    return {
        "querier": _stateless("250m", "1Gi", "3Gi"),
        "queryFrontend": _stateless("100m", "256Mi", "1Gi"),
        # Its budget is there by default.
        "queryScheduler": {"replicas": 2, "resources": resources("50m", "128Mi", "512Mi")},
        "indexGateway": _stateless("100m", "512Mi", "2Gi"),
    }


def _background(site: Site) -> Tree:
    return {
        "compactor": {
            "replicas": 1,
            "resources": resources("100m", "512Mi", "2Gi"),
            # What is marked for deletion is remembered here only.
            "persistence": _claims(site, SCRATCH),
        },
        "ruler": {
            **_stateless("100m", "512Mi", "2Gi"),
            # Off by default, and then no rule is ever found.
            "sidecar": True,
            "automountServiceAccountToken": True,
            "persistence": {"enabled": True, **_storage_class(site)},
        },
    }


def _stateless(cpu: str, memory: str, limit: str) -> Tree:
    return {
        "replicas": 2,
        "podDisruptionBudget": DISRUPTION,
        "resources": resources(cpu, memory, limit),
    }


def volume(site: Site) -> Tree:
    """A volume as the spec wants it."""
    return {"size": quantity(site.stack.logs.storage), **_storage_class(site)}


def _storage_class(site: Site) -> Tree:
    chosen = site.stack.logs.storage_class
    return {"storageClass": chosen} if chosen else {}


def _claims(site: Site, size: str) -> Tree:
    # The list replaces the chart's, so each of its fields is stated.
    claim = {"name": "data", "accessModes": ["ReadWriteOnce"], "size": size}
    return {"enabled": True, "claims": [{**claim, **_storage_class(site)}]}
