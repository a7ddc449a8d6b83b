"""What the pods of our releases may do: to their nodes, and to the API of the cluster."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from generator.diagnostics.secrets import find
from tests.security import stack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.security.stack import Pod, Tree

profiles = pytest.mark.parametrize("profile", stack.PROFILES)
ALL = "*"
# Rules that name everything, or secrets: (role, resource) with the reason.
KNOWN = {
    ("kube-prometheus-stack-operator", "alertmanagers"): "it looks after its own kinds",
    (
        "kube-prometheus-stack-operator",
        "statefulsets",
    ): "it runs Prometheus and Alertmanager in them",
    (
        "kube-prometheus-stack-operator",
        "secrets",
    ): "it writes their configuration into Secrets; the "
    "chart can narrow it to namespaces, and then nobody's monitors are found elsewhere",
    ("kube-prometheus-stack-admission", "secrets"): "a job that makes the certificate of a webhook",
    ("loki", "secrets"): "the sidecar of rules; the chart names both kinds and has no key for it",
    ("mimir-rollout-operator-webhook-role", "secrets"): "keeps the certificate of its webhook",
}
# Pods that talk to the API of the cluster, with what they ask it.
ASK = {
    "kube-prometheus-stack": "Prometheus finds its targets",
    "kube-prometheus-stack-operator": "it is an operator",
    "kube-prometheus-stack-kube-state-metrics": "it tells what the API knows",
    "kube-prometheus-stack-grafana": "sidecars read dashboards and data sources",
    "kube-prometheus-stack-admission-create": "makes a certificate",
    "kube-prometheus-stack-admission-patch": "writes it into the webhooks",
    "loki": "a sidecar reads rules",
    "loki-ruler": "a sidecar reads rules",
    "alloy": "finds pods, reads events and rules",
    "mimir-rollout-operator": "it is an operator",
}
# Pods that would not need a token, but whose chart has no key for it.
NO_KEY = ("mimir-",)
# Containers that run as root, with the reason.
ROOT = {"alloy/alloy": "reads the log files of the node, which only root may read"}
HOST = {"kube-prometheus-stack-prometheus-node-exporter": "measures the node"}
WRITABLE_HOST_PATHS = {"alloy": ("/var/lib/alloy",)}
OPERATED = ("Prometheus", "Alertmanager")


def containers(pod: Pod) -> Iterator[Tree]:
    """All containers of a pod."""
    yield from (*pod.spec.get("initContainers", ()), *pod.spec.get("containers", ()))


def setting(pod: Pod, container: Tree, key: str) -> object:
    """What holds for a container: its own setting, or that of its pod."""
    own = container.get("securityContext") or {}
    return own.get(key, (pod.spec.get("securityContext") or {}).get(key))


def name(pod: Pod, container: Tree) -> str:
    """A container as the lists above call it."""
    return f"{pod.name}/{container['name']}"


@profiles
def test_containers_are_confined(profile: str) -> None:
    """No container gains rights, writes to its own files, or runs as root without a reason."""
    for pod in stack.pods(profile):
        for each in containers(pod):
            own = each.get("securityContext") or {}
            who = name(pod, each)
            assert own.get("readOnlyRootFilesystem") is True, who
            assert own.get("allowPrivilegeEscalation") is False, who
            assert own.get("capabilities") == {"drop": ["ALL"]}, who
            assert not own.get("privileged"), who
            assert setting(pod, each, "seccompProfile") == {"type": "RuntimeDefault"}, who
            assert (setting(pod, each, "runAsNonRoot") is True) is (who not in ROOT), who


@profiles
def test_what_the_operator_runs_is_confined(profile: str) -> None:
    """It sets the rest itself: read-only file systems, no rights, no escalation."""
    found = [each for _, each in stack.every_object(profile) if each["kind"] in OPERATED]
    assert {each["kind"] for each in found} == set(OPERATED)
    for each in found:
        context = each["spec"]["securityContext"]
        assert context["runAsNonRoot"] is True
        assert context["seccompProfile"] == {"type": "RuntimeDefault"}


@profiles
def test_pods_stay_off_their_nodes(profile: str) -> None:
    """Only what measures nodes shares what is theirs; their log files are read, not written."""
    for pod in stack.pods(profile):
        shares = [key for key in ("hostNetwork", "hostPID", "hostIPC") if pod.spec.get(key)]
        assert bool(shares) is (pod.name in HOST), pod.name
        paths = {
            volume["name"]: volume["hostPath"]["path"]
            for volume in pod.spec.get("volumes", ())
            if "hostPath" in volume
        }
        for each in containers(pod):
            for mount in each.get("volumeMounts", ()):
                if mount["name"] in paths and not mount.get("readOnly"):
                    allowed = WRITABLE_HOST_PATHS.get(pod.name, ())
                    assert paths[mount["name"]] in allowed, name(pod, each)


@profiles
def test_only_pods_that_ask_the_cluster_have_a_token(profile: str) -> None:
    """A pod that is taken over cannot act in the cluster with rights that it never needed."""
    accounts = {
        each["metadata"]["name"]: each.get("automountServiceAccountToken", True)
        for _, each in stack.every_object(profile)
        if each["kind"] == "ServiceAccount"
    }
    seen = set()
    for pod in stack.pods(profile):
        if pod.kind in OPERATED:
            continue
        account = pod.spec.get("serviceAccountName", "default")
        token = pod.spec.get("automountServiceAccountToken", accounts.get(account, True))
        if pod.name in ASK:
            seen.add(pod.name)
            assert token, f"{pod.name} cannot ask the cluster"
        elif not pod.name.startswith(NO_KEY):
            assert not token, f"{pod.name} has a token"
    assert len(seen) >= 7
    operated = {
        each["kind"]: each["spec"]["automountServiceAccountToken"]
        for _, each in stack.every_object(profile)
        if each["kind"] in OPERATED
    }
    assert operated == {"Prometheus": True, "Alertmanager": False}


@profiles
def test_no_role_allows_everything(profile: str) -> None:
    """A rule that names all verbs, all resources, or secrets is known, with its reason."""
    broad = {
        (role["metadata"]["name"], resource)
        for _, role in stack.every_object(profile)
        if role["kind"] in ("Role", "ClusterRole")
        for rule in role["rules"] or ()
        for resource in _broad(rule)
    }
    assert broad <= set(KNOWN), broad - set(KNOWN)


def _broad(rule: Tree) -> Iterator[str]:
    """What of a rule deserves a reason: one name for each rule that allows much."""
    resources = rule.get("resources", [])
    assert ALL not in (*resources, *rule.get("apiGroups", ()), *rule.get("nonResourceURLs", ()))
    if "secrets" in resources:
        yield "secrets"
    elif ALL in rule["verbs"]:
        yield resources[0]


def test_every_reason_is_needed() -> None:
    """A role that became narrower leaves no reason behind."""
    broad = {
        (role["metadata"]["name"], resource)
        for profile in stack.PROFILES
        for _, role in stack.every_object(profile)
        if role["kind"] in ("Role", "ClusterRole")
        for rule in role["rules"] or ()
        for resource in _broad(rule)
    }
    pods = {pod.name for profile in stack.PROFILES for pod in stack.pods(profile)}
    assert broad == set(KNOWN)
    assert set(ASK) | set(HOST) <= pods


@profiles
def test_no_rendered_object_holds_a_secret(profile: str) -> None:
    """Charts make passwords of their own where nobody names a Secret; ours never have to."""
    made = [
        f"{found.name}/{each['metadata']['name']}: {key}"
        for found, each in stack.every_object(profile)
        if each["kind"] in ("ConfigMap", "Secret")
        for key, text in _texts(each)
        if "password" in key or any(find(text))
    ]
    assert made == []


def _texts(found: Tree) -> Iterator[tuple[str, str]]:
    """What an object holds, in clear."""
    coded = found["kind"] == "Secret"
    for key, text in (found.get("data") or {}).items():
        yield key, base64.b64decode(text).decode("utf-8", "replace") if coded else text
    yield from (found.get("stringData") or {}).items()
