"""The network policies beside the pods that the real charts render from our values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from generator import packs, yamlio
from generator.catalog import Where
from tests.security import network, stack
from tests.security.network import Caller

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Target
    from tests.security.stack import Pod, Tree

# Policies for pods that no chart of ours renders, with the reason.
MADE_BY_OTHERS = {"acme-solver": "cert-manager makes it while it proves to own a host name"}
# Pods that nobody has to reach, with the reason.
CLOSED = {"kube-prometheus-stack-admission": "a job that asks the API server and ends"}
OPEN = ("otlp.grpc", "otlp.http")  # for models and services of any namespace
SEVERAL = "kube-prometheus-stack"  # a release of several packs, by the first keys of its values
OPERATOR_PORTS = {"http-web": {"Prometheus": 9090, "Alertmanager": 9093}}
# Behind a headless Service a pod may be named too.
ADDRESS = re.compile(
    r"(?:https?://|_[a-z-]+\._tcp\.)?(?:[a-z0-9-]+\.)?([a-z0-9-]+)\.watch(?:\.svc)?(?::(\d+))?"
)
# Services that the operator makes, which no render shows: the kind that each leads to.
OPERATED = {"alertmanager-operated": "Alertmanager", "prometheus-operated": "Prometheus"}
POLICIES = network.objects(stack.platform())
profiles = pytest.mark.parametrize("profile", stack.PROFILES)


def caller(pod: Pod) -> Caller:
    """A pod as others see it that it calls."""
    return Caller(pod.labels)


def of(profile: str, name: str) -> list[Pod]:
    """The pods that an access is about."""
    policy = network.named(POLICIES, name)
    return [pod for pod in stack.pods(profile) if network.selects(policy, pod.labels)]


def own(pod: Pod) -> list[Tree]:
    """The policies that let somebody through to a pod."""
    return [p for p in POLICIES if p["spec"].get("ingress") and network.selects(p, pod.labels)]


def test_each_policy_is_about_a_pod() -> None:
    """A label that no pod carries would leave the pod shut, and the policy without effect."""
    pods = [pod for profile in stack.PROFILES for pod in stack.pods(profile)]
    unused = {
        policy["metadata"]["name"].removeprefix("watchkeeper-")
        for policy in POLICIES
        if not any(network.selects(policy, pod.labels) for pod in pods)
    }
    assert unused == set(MADE_BY_OTHERS)


@profiles
def test_each_pod_is_let_through_to_or_meant_to_be_closed(profile: str) -> None:
    """No pod that somebody has to reach is forgotten."""
    forgotten = [
        pod.name
        for pod in stack.pods(profile)
        if not own(pod) and not any(pod.name.startswith(closed) for closed in CLOSED)
    ]
    assert forgotten == []


@profiles
def test_prometheus_reaches_what_it_scrapes(profile: str) -> None:
    """Each port of each target in the stack's namespace is open to Prometheus."""
    prometheus = caller(of(profile, "prometheus")[0])
    pods = tuple(stack.pods(profile))
    targets = [t for pack in packs.discover() for t in pack.targets if t.where is Where.STACK]
    assert targets
    for target in targets:
        for pod in pods:
            for port in _ports(target, pod):
                assert network.allowed(POLICIES, pod.labels, port, prometheus), (target.job, pod)


def _ports(target: Target, pod: Pod) -> Iterator[int]:
    """The ports of a pod that a target scrapes: a number, or a name that a container declares."""
    fits = all(pod.labels.get(key) == value for key, value in target.labels)
    if not fits or not all(key in pod.labels for key in target.present):
        return
    declared = {
        port.get("name"): port["containerPort"]
        for container in pod.spec.get("containers", ())
        for port in container.get("ports", ())
    }
    for endpoint in target.endpoints:
        if endpoint.port.isdigit():
            yield int(endpoint.port)
        elif not pod.spec:
            yield OPERATOR_PORTS[endpoint.port][pod.kind]
        elif endpoint.port in declared:
            yield declared[endpoint.port]


@profiles
def test_each_address_is_reached_by_its_users(profile: str) -> None:
    """Whoever has an address of another in its values is let through on the way there."""
    checked = set()
    for role, address in stack.addresses(profile).items():
        targets = tuple(_behind(address, profile))
        assert targets, f"{role}: no Service leads to {address}"
        for port, pod in targets:
            if role in OPEN:
                far = Caller({"app": "model"}, elsewhere=True)
                assert network.allowed(POLICIES, pod.labels, port, far), role
            for user in _users(address, profile):
                checked.add((role.rstrip(".0123456789"), user))
                for each in of(profile, user):
                    assert network.allowed(POLICIES, pod.labels, port, caller(each)), (role, user)
    wanted = {("logs.push", "alloy"), ("traces.otlp", "alloy"), ("metrics.write", "loki")}
    wanted |= {("logs.query", "grafana"), ("traces.query", "grafana")}
    if profile != "small":
        wanted.add(("alerts.notify.srv", "loki"))
    assert wanted <= checked


def _users(address: str, profile: str) -> Iterator[str]:
    """The packs that have an address in the values of their release."""
    for found in stack.releases(profile):
        values = stack.release(profile, found.name)
        parts = values if found.name == SEVERAL else {found.pack: values}
        yield from (name for name, part in parts.items() if address in yamlio.dump(part))


def _behind(address: str, profile: str) -> Iterator[tuple[int, Pod]]:
    """The pods that a Service leads to, with their ports."""
    match = ADDRESS.match(address)
    assert match, address
    if kind := OPERATED.get(match[1]):
        port = OPERATOR_PORTS["http-web"][kind]
        yield from ((port, pod) for pod in stack.pods(profile) if pod.kind == kind)
        return
    port = int(match[2] or 80)
    for _, found in stack.every_object(profile):
        if found["kind"] == "Service" and found["metadata"]["name"] == match[1]:
            wanted = next(p for p in found["spec"]["ports"] if p["port"] == port)
            yield from _selected(found["spec"]["selector"], wanted.get("targetPort", port), profile)


def _selected(selector: Tree, port: int | str, profile: str) -> Iterator[tuple[int, Pod]]:
    for pod in stack.pods(profile):
        if all(pod.labels.get(key) == value for key, value in selector.items()):
            if isinstance(port, int):
                yield port, pod
                continue
            for container in pod.spec.get("containers", ()):
                for each in container.get("ports", ()):
                    if each.get("name") == port:
                        yield each["containerPort"], pod


@profiles
def test_webhooks_are_open_to_the_api_server(profile: str) -> None:
    """Where it cannot call, rules are not stored and pods are not evicted."""
    hooks = [
        each["clientConfig"]["service"]
        for _, found in stack.every_object(profile)
        if found["kind"].endswith("WebhookConfiguration")
        for each in found["webhooks"]
    ]
    assert hooks
    for service in hooks:
        name = f"{service['name']}.watch:{service.get('port', 443)}"
        behind = tuple(_behind(name, profile))
        assert behind, name
        assert all(
            network.allowed(POLICIES, pod.labels, port, network.OUTSIDE) for port, pod in behind
        )


@profiles
def test_strangers_reach_only_what_guards_itself(profile: str) -> None:
    """Neither a pod of the namespace nor one of another that calls itself Prometheus gets in."""
    open_to_all = {"grafana": 3000, "prometheus-operator": 10250, "mimir-rollout-operator": 8443}
    for pod in stack.pods(profile):
        mine = [p["metadata"]["name"].removeprefix("watchkeeper-") for p in own(pod)]
        free = {open_to_all[name] for name in mine if name in open_to_all}
        otlp = {4317, 4318} if "alloy" in mine else set()
        for port in sorted(
            {3000, 3100, 3200, 4317, 4318, 7946, 8080, 8443, *range(9000, 9200), 10250, 12345}
        ):
            for who, may in (
                (network.STRANGER, free | otlp),
                (network.NEIGHBOUR, free | otlp),
                (network.OUTSIDE, free),
            ):
                found = network.allowed(POLICIES, pod.labels, port, who)
                assert found is (port in may), (pod.name, port, who)


@profiles
def test_replicas_of_alertmanager_talk_over_both_protocols(profile: str) -> None:
    """Without UDP each replica would tell people the same."""
    for pod in of(profile, "alertmanager"):
        for via in ("TCP", "UDP"):
            assert network.allowed(POLICIES, pod.labels, 9094, caller(pod), via)
            assert not network.allowed(POLICIES, pod.labels, 9094, network.STRANGER, via)
    for pod in of(profile, "grafana"):
        assert not network.allowed(
            POLICIES, of(profile, "alertmanager")[0].labels, 9094, caller(pod), "UDP"
        )


@profiles
def test_parts_of_a_store_reach_one_another(profile: str) -> None:
    """Each port that a part of Loki, Tempo or Mimir declares for the others is open to them."""
    between = {"loki": (3100, 7946, 9095), "tempo": (3200, 7946, 9095), "mimir": (8080, 7946, 9095)}
    for name, ports in between.items():
        parts = of(profile, name)
        for pod in parts:
            for container in pod.spec["containers"]:
                for port in container.get("ports", ()):
                    number = port["containerPort"]
                    if number in ports or port.get("name") == "client":
                        for other in parts:
                            assert network.allowed(POLICIES, pod.labels, number, caller(other))
