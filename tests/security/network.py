"""Who may reach whom, as Kubernetes reads NetworkPolicies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from generator.emit import network
from generator.ir import Base, Platform

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.ir import Policy

Tree = dict[str, Any]


@dataclass(frozen=True)
class Caller:
    """Who calls: a pod of the same namespace unless ``elsewhere``; nobody we know has no labels."""

    labels: Mapping[str, str]
    elsewhere: bool = False
    outside: bool = False


STRANGER = Caller({"app.kubernetes.io/name": "stranger"})
NEIGHBOUR = Caller({"app.kubernetes.io/name": "prometheus"}, elsewhere=True)
OUTSIDE = Caller({}, outside=True)


def objects(found: Platform) -> tuple[Tree, ...]:
    """The policies as they are written."""
    documents = network.base(Base((), (), (), (), (), found))
    return tuple(each for d in documents for each in yaml.safe_load_all(d.body))


def of(*policies: Policy) -> tuple[Tree, ...]:
    """Some policies as they are written."""
    return objects(Platform(policies=policies))


def named(found: Iterable[Tree], name: str) -> Tree:
    """One policy by its name, without what each begins with."""
    return next(each for each in found if each["metadata"]["name"] == f"watchkeeper-{name}")


def selects(policy: Tree, labels: Mapping[str, str]) -> bool:
    """Whether a policy is about a pod."""
    return _matches(policy["spec"]["podSelector"], labels)


def allowed(
    policies: Iterable[Tree], labels: Mapping[str, str], port: int, caller: Caller, via: str = "TCP"
) -> bool:
    """Whether a caller reaches a port of a pod: it needs one rule of one policy about the pod."""
    about = [each for each in policies if selects(each, labels)]
    if not about:
        return True
    rules = [rule for each in about for rule in each["spec"].get("ingress", ())]
    return any(_port(rule, port, via) and _from(rule, caller) for rule in rules)


def _port(rule: Tree, port: int, via: str) -> bool:
    listed = rule.get("ports", [])
    return not listed or any((p["port"], p.get("protocol", "TCP")) == (port, via) for p in listed)


def _from(rule: Tree, caller: Caller) -> bool:
    return "from" not in rule or any(_peer(each, caller) for each in rule["from"])


def _peer(peer: Tree, caller: Caller) -> bool:
    if caller.outside or (caller.elsewhere and "namespaceSelector" not in peer):
        return False
    return _matches(peer.get("podSelector", {}), caller.labels)


def _matches(selector: Tree, labels: Mapping[str, str]) -> bool:
    return all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items())
