"""What Tempo is installed with, by profile.

``small`` and ``ha`` are one Tempo: several would each know only the traces that they got
themselves. In ``ha`` it keeps them in object storage where there is any, so a lost volume loses
minutes. ``distributed`` is in ``values_distributed``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.volume import quantity, resources
from generator.packs.tempo import values_distributed
from generator.packs.tempo.charts import RELEASE
from generator.packs.tempo.parts import env_from, external_labels, overrides, retention, s3, write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog import Site, Tree


def values(site: Site) -> Mapping[str, Tree]:
    """Values of the release."""
    return {RELEASE: values_distributed.values(site) if site.distributed else _single(site)}


def _single(site: Site) -> Tree:
    return {
        "tempo": {
            "retention": retention(site),
            "reportingEnabled": False,
            # By default it holds back a GiB of address space, which would double what the process
            # may use before it collects garbage.
            "memBallastSizeMbs": 0,
            "resources": _resources(site),
            "extraEnv": [{"name": "GOMEMLIMIT", "value": _soft_limit(site)}],
            "metricsGenerator": _generator(site),
            "overrides": overrides(site),
            "securityContext": {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            },
            **_store(site),
        },
        # Off by default, and then traces die with the pod.
        "persistence": {"enabled": True, **_volume(site)},
        "securityContext": {
            "fsGroupChangePolicy": "OnRootMismatch",
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "serviceAccount": {"automountServiceAccountToken": False},
    }


def _store(site: Site) -> Tree:
    used = site.stack.object_store
    if site.small or not used:
        return {}
    return {"storage": {"trace": {"backend": "s3", "s3": s3(used)}}, **env_from(used)}


def _resources(site: Site) -> Tree:
    if site.small:
        return resources("100m", "512Mi", "2Gi")
    return resources("500m", "2Gi", "4Gi")


def _soft_limit(site: Site) -> str:
    # A tenth below the limit: Go then collects garbage more often instead of being killed.
    return "1843MiB" if site.small else "3686MiB"


def _volume(site: Site) -> Tree:
    traces = site.stack.traces
    found: Tree = {"size": quantity(traces.storage)}
    if traces.storage_class:
        found["storageClassName"] = traces.storage_class
    return found


def _generator(site: Site) -> Tree:
    return {
        "enabled": True,
        "storage": {
            # On the volume, so that a restart sends what was not sent yet.
            "path": "/var/tempo/metrics",
            **write(site),
        },
        "traces_storage": {"path": "/var/tempo/generator"},
        **external_labels(site),
    }
