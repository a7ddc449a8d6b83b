"""NetworkPolicies: who reaches which port of the stack's pods.

Policies add up: what somebody else lets through beside these files stays open. A policy never binds
what a node sends to its own pods, so probes of the kubelet and ``kubectl port-forward`` go on.
"""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from generator import yamlio
from generator.document import OURS, Document, header, validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.ir import Base, Peer, Policy

Object = dict[str, Any]  # a Kubernetes object, as YAML has it
Rule = tuple[tuple[int | str, ...], tuple["Peer", ...]]
DEFAULT = "TCP"


def base(found: Base) -> Iterator[Document]:
    """One file per pack."""
    for path, policies in groupby(
        sorted(found.platform.policies, key=attrgetter("path")), attrgetter("path")
    ):
        yield _document(path, tuple(policies))


def _document(path: str, policies: tuple[Policy, ...]) -> Document:
    pack = policies[0].pack
    # The one that closes everything selects all pods; it is nobody's.
    own = any(policy.labels for policy in policies)
    body = "---\n".join(yamlio.dump(_object(policy)) for policy in policies)
    made_from = f"generator/packs/{pack}" if own else "generator/packs"
    return Document(f"base/{path}", header(made_from) + body, (f"pack:{pack}",) if own else ())


def _object(policy: Policy) -> Object:
    spec: Object = {"podSelector": _selector(policy.labels), "policyTypes": ["Ingress"]}
    if policy.rules:
        spec["ingress"] = [_rule(*rule) for rule in policy.rules]
    value: Object = {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {
            "name": f"watchkeeper-{policy.name}",
            "labels": dict(OURS),
        },
        "spec": spec,
    }
    validate(value, __name__)
    return value


def _rule(ports: tuple[int | str, ...], peers: tuple[Peer, ...]) -> Object:
    """One rule; without ``from`` the ports are open to everybody."""
    found: Object = {}
    if not any(peer.anywhere for peer in peers):
        found["from"] = [_peer(peer) for peer in peers]
    found["ports"] = [_port(port) for port in ports]
    return found


def _peer(peer: Peer) -> Object:
    found: Object = {}
    if peer.namespace or peer.every_namespace:
        found["namespaceSelector"] = _selector(peer.namespace)
    if peer.labels or not found:
        found["podSelector"] = _selector(peer.labels)
    return found


def _port(port: int | str) -> Object:
    number, _, protocol = str(port).partition("/")
    found: Object = {"port": int(number)}
    return found if protocol in ("", DEFAULT) else {"protocol": protocol, **found}


def _selector(labels: Iterable[tuple[str, str]]) -> Object:
    return {"matchLabels": dict(labels)} if labels else {}
