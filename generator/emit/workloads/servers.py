"""Deployments with one pod, and the Services that monitors find them by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.emit.workloads.names import head
from generator.emit.workloads.pods import template

if TYPE_CHECKING:
    from generator.emit.workloads.names import Object
    from generator.ir import Server


def deployment(found: Server, own: frozenset[str]) -> Object:
    """One pod, and never two at a time: both would report the same."""
    pod = template(found.name, found.labels, found.account, found.program, own)
    name, number = found.port
    pod["spec"]["containers"][0] |= {
        "ports": [{"name": name, "containerPort": number}],
        "livenessProbe": _probe("/healthz", name, every=30),
        "readinessProbe": _probe("/readyz", name, every=10),
    }
    return {
        **head("apps/v1", "Deployment", found.name, found.labels),
        "spec": {
            "strategy": {"type": "Recreate"},
            "selector": {"matchLabels": dict(found.labels)},
            "template": pod,
        },
    }


def service(found: Server) -> Object:
    """What a ServiceMonitor selects by the same labels."""
    name, number = found.port
    return {
        **head("v1", "Service", found.name, found.labels),
        "spec": {
            "selector": dict(found.labels),
            "ports": [{"name": name, "port": number, "targetPort": name}],
        },
    }


def _probe(path: str, port: str, *, every: int) -> Object:
    """A server that is busy with a scrape may take its time."""
    return {"httpGet": {"path": path, "port": port}, "periodSeconds": every, "timeoutSeconds": 5}
