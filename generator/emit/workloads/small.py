"""Service accounts, volume claims, and the policies of what goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.emit.workloads.names import head, size

if TYPE_CHECKING:
    from generator.emit.workloads.names import Object
    from generator.ir import Account, Claim, Exits, Way

NAMESPACE = "kubernetes.io/metadata.name"  # which Kubernetes puts on each namespace itself
DEFAULT = "TCP"


def account(found: Account) -> Object:
    """It has no role: none of our programs asks the API for anything."""
    value = head("v1", "ServiceAccount", found.name)
    if found.annotations:
        value["metadata"]["annotations"] = dict(found.annotations)
    return value | {"automountServiceAccountToken": False}


def claim(found: Claim) -> Object:
    """A volume for as long as the environment lives."""
    storage = {"storageClassName": found.storage_class} if found.storage_class else {}
    return {
        **head("v1", "PersistentVolumeClaim", found.name),
        "spec": {
            "accessModes": [found.access_mode],
            **storage,
            "resources": {"requests": {"storage": size(found.size)}},
        },
    }


def policy(found: Exits) -> Object:
    """Where some pods may connect to; what reaches them is said in the base."""
    return {
        **head("networking.k8s.io/v1", "NetworkPolicy", f"{found.name}-exits"),
        "spec": {
            "podSelector": {"matchLabels": dict(found.labels)},
            "policyTypes": ["Egress"],
            "egress": [_way(each) for each in found.ways],
        },
    }


def _way(found: Way) -> Object:
    value: Object = {}
    if found.namespace:
        labels = {NAMESPACE: found.namespace}
        value["to"] = [{"namespaceSelector": {"matchLabels": labels}}]
    elif found.network:
        value["to"] = [{"ipBlock": {"cidr": found.network}}]
    if found.ports:
        value["ports"] = [_port(each) for each in found.ports]
    return value


def _port(port: int | str) -> Object:
    number, _, protocol = str(port).partition("/")
    found: Object = {"port": int(number)}
    return found if protocol in ("", DEFAULT) else {"protocol": protocol, **found}
