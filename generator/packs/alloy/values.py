"""What Alloy is installed with: a collector for each node, whatever the profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.packs.alloy import config
from generator.packs.alloy.charts import RELEASE
from generator.packs.alloy.traces import GRPC, HTTP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Site, Tree

# On the node itself: a collector that is replaced goes on where the last one stopped.
STORAGE = "/var/lib/alloy"


def values(site: Site) -> Mapping[str, Tree]:
    """Values of the release."""
    return {
        RELEASE: {
            "alloy": _alloy(site),
            "controller": _controller(),
            "configReloader": {"resources": {"limits": {"memory": "100Mi"}}},
            # It would bring a kind of which there is no object here.
            "crds": {"create": False},
            "global": {"podSecurityContext": {"seccompProfile": {"type": "RuntimeDefault"}}},
            # The chart's own lists would let every collector read each Secret of the cluster. It
            # writes them one after the other, which breaks when one of them is empty.
            "rbac": {"rules": list(_rules(site)), "clusterRules": [_rule("", "events")]},
            # To the collector of the sender's node, which knows the pods of that node.
            "service": {"internalTrafficPolicy": "Local"},
        }
    }


def _alloy(site: Site) -> Tree:
    name = site.environment
    memory = ("256Mi", "512Mi") if site.small else ("512Mi", "1Gi")
    return {
        "configMap": {"content": literal(config.text(site))},
        # One of all collectors reads events and syncs rules.
        "clustering": {"enabled": True},
        "enableReporting": False,
        "extraEnv": [
            {"name": config.CLUSTER, "value": name.cluster},
            {"name": config.ENVIRONMENT, "value": name.name},
        ],
        "extraPorts": [_port("otlp-grpc", GRPC), _port("otlp-http", HTTP)],
        "mounts": {
            "varlog": True,
            "extra": [
                {"name": "data", "mountPath": STORAGE},
                {"name": "tmp", "mountPath": "/tmp"},  # noqa: S108 - an empty volume of the pod
            ],
        },
        "resources": {
            "requests": {"cpu": "50m" if site.small else "100m", "memory": memory[0]},
            "limits": {"memory": memory[1]},
        },
        # Log files belong to root and are for its eyes only. Root without any capability can do
        # no more than read them and write its own folder.
        "securityContext": {
            "runAsUser": 0,
            "runAsGroup": 0,
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "storagePath": STORAGE,
    }


def _port(name: str, number: int) -> Tree:
    return {"name": name, "port": number, "targetPort": number, "protocol": "TCP"}


def _controller() -> Tree:
    host = {"path": STORAGE, "type": "DirectoryOrCreate"}
    return {
        # GPU nodes, control planes: wherever a pod may run.
        "tolerations": [{"operator": "Exists"}],
        "volumes": {"extra": [{"name": "data", "hostPath": host}, {"name": "tmp", "emptyDir": {}}]},
    }


def _rules(site: Site) -> Iterator[Tree]:
    """What the configuration asks of the API besides events: who a pod is, and our rules."""
    yield _rule("", "pods")
    if site.distributed:
        yield _rule("", "namespaces")
        yield _rule("monitoring.coreos.com", "prometheusrules")


def _rule(group: str, resource: str) -> Tree:
    return {"apiGroups": [group], "resources": [resource], "verbs": ["get", "list", "watch"]}


def literal(text: str) -> str:
    """A text that is itself again after the chart has taken it for a template.

    Only the indent differs: YAML can write a text with tabs on one long line only.
    """
    return text.replace("\t", "  ").replace("{{", '{{ "{{" }}')
