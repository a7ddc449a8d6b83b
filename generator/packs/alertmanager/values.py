"""Alertmanager as kube-prometheus-stack installs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.volume import claim, resources
from generator.packs.alertmanager.config import config
from generator.packs.alertmanager.messages import FILE, WHERE_FILE, messages, where

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog import Site, Tree
    from generator.ir import Routing

RELEASE = "kube-prometheus-stack"
HOUR = 3600
# The chart's own default. What was sent is forgotten after it, and then said again: it has to be
# longer than the time after which the same is said again anyway.
RETENTION = 120
VOLUME = "1Gi"  # silences, and what was sent: a few megabytes
RESOURCES = resources("10m", "64Mi", "256Mi")


def addresses(site: Site) -> Mapping[str, str]:
    """Where Loki's and Mimir's rulers send their alerts; Prometheus finds each replica itself.

    Where there are several replicas, each of them has to be told: behind the Service it would be
    one at a time, and an alert that has moved on to another looks resolved to the one before.
    """
    found = {"alerts.notify": f"http://{RELEASE}-alertmanager.{site.namespace}:9093"}
    if not site.small:
        # The name of the port and the Service that the operator makes for all Alertmanagers.
        found["alerts.notify.srv"] = f"_http-web._tcp.alertmanager-operated.{site.namespace}"
    return found


def values(site: Site) -> dict[str, Tree]:
    """All values below ``alertmanager``."""
    found: Tree = {
        "config": config(site.routing),
        "templateFiles": {
            FILE: messages(
                {each.type for each in site.alerting.receivers},
                silence=site.alerting.url is not None,
            ),
            WHERE_FILE: where(site.environment.name),
        },
        "alertmanagerSpec": _spec(site),
        # It never talks to the API of Kubernetes.
        "serviceAccount": {"automountServiceAccountToken": False},
        # Ours gives its series the job that our alerts look for.
        "serviceMonitor": {"selfMonitor": False},
    }
    if not site.small:
        found["podDisruptionBudget"] = {"enabled": True}
    return {RELEASE: {"alertmanager": found}}


def _spec(site: Site) -> Tree:
    found: Tree = {
        "automountServiceAccountToken": False,
        "resources": RESOURCES,
        "storage": {
            "volumeClaimTemplate": {"spec": claim(VOLUME, site.stack.metrics.storage_class)}
        },
        # Everybody's AlertmanagerConfig would else stand before routes that were proven.
        "alertmanagerConfigSelector": {"matchLabels": dict(site.labels)},
    }
    if secrets := _secrets(site.routing):
        found["secrets"] = secrets
    if site.alerting.url:
        found["externalUrl"] = site.alerting.url
    if not site.small:
        found |= {"replicas": site.replicas, "podAntiAffinity": "hard"}
    needed = -(-2 * site.alerting.grouping.repeat // HOUR)
    if needed > RETENTION:
        found["retention"] = f"{needed}h"
    return found


def _secrets(routing: Routing) -> list[str]:
    """Each Secret that the configuration reads a file of; a pod waits for all of them."""
    mail = (routing.mail.secret,) if routing.mail else ()
    used = (*(each.secret for each in routing.receivers), *mail)
    return sorted({name for name, _ in used if name})
