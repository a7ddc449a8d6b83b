"""The blackbox exporter's chart: what is written for it, and what it makes of that."""

from __future__ import annotations

import yaml

from generator import packs
from tests.security import stack

PACK = next(pack for pack in packs.discover() if pack.name == "blackbox")


def made(profile: str) -> dict[str, stack.Tree]:
    """The objects of the release in the environment of a profile, by kind."""
    (release,) = (each for each in stack.releases(profile) if each.pack == "blackbox")
    return {each["kind"]: each for each in stack.rendered(release, profile)}


def test_prometheus_finds_it_where_probes_say() -> None:
    """Name and port of its Service are those of the prober, and its module is there."""
    assert PACK.prober is not None
    name, _, port = PACK.prober.address.partition(":")
    for profile in stack.PROFILES:
        found = made(profile)
        assert found["Service"]["metadata"]["name"] == name
        assert [each["port"] for each in found["Service"]["spec"]["ports"]] == [int(port)]
        config = yaml.safe_load(found["ConfigMap"]["data"]["blackbox.yaml"])
        assert PACK.prober.module in config["modules"]


def test_one_replica_may_go() -> None:
    """Two on different nodes where there are two of everything; one in a small environment."""
    large, small = made("ha"), made("small")
    assert large["Deployment"]["spec"]["replicas"] == 2
    assert large["PodDisruptionBudget"]["spec"]["maxUnavailable"] == 1
    (spread,) = large["Deployment"]["spec"]["template"]["spec"]["topologySpreadConstraints"]
    labels = large["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert spread["labelSelector"]["matchLabels"].items() <= labels.items()
    assert small["Deployment"]["spec"]["replicas"] == 1
    assert "PodDisruptionBudget" not in small


def test_it_runs_without_rights() -> None:
    """No root, no writable root file system, no capability, no token."""
    pod = made("small")["Deployment"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "readOnlyRootFilesystem": True,
        "runAsGroup": 1000,
        "runAsNonRoot": True,
        "runAsUser": 1000,
    }
