"""The monitors and probes beside what the real charts render from our values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from generator.compiler.stack import monitors, probes
from generator.packs import discover
from tests.security import stack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator import ir

Tree = dict[str, Any]
# The operator makes these pods; no chart has them.
OPERATED = {"prometheus", "alertmanager"}
# Others install these by a chart that we know.
THEIRS = {"airflow", "mlflow"}

PROFILES = pytest.mark.parametrize("profile", stack.PROFILES)


def declared(pod: Tree) -> Iterator[tuple[str, int]]:
    """The ports of a pod's containers, by name and number."""
    for container in pod["spec"]["containers"]:
        for port in container.get("ports", ()):
            yield port.get("name", ""), port["containerPort"]


def templates(profile: str) -> list[Tree]:
    """The pods of every release in the environment of a profile of which something is scraped."""
    scraped = {pack.name for pack in discover() if pack.targets}
    every = (*stack.releases(profile), *stack.releases(profile, managed=False))
    known = (release for release in every if release.pack in scraped)
    objects = (each for release in known for each in stack.rendered(release, profile))
    return [found for each in objects if (found := stack._template(each))]


def found_by(monitor: ir.Monitor, pods: list[Tree]) -> int:
    """How many pods a monitor selects that declare its port."""
    (endpoint,) = monitor.endpoints
    return sum(
        set(monitor.labels) <= set(pod["metadata"].get("labels", {}).items())
        and any(endpoint.port in (name, str(number)) for name, number in declared(pod))
        for pod in pods
    )


@PROFILES
def test_each_monitor_of_the_stack_finds_its_pods(profile: str) -> None:
    """Labels and ports are those that the charts give to pods, whatever the profile."""
    pods = templates(profile)
    wanted = {
        monitor.name: monitor
        for monitor in monitors.monitors(stack.context())
        if (not monitor.namespaces and not monitor.every_namespace and monitor.pack != "argocd")
        or monitor.job in THEIRS
    }
    lost = {name for name, monitor in wanted.items() if not found_by(monitor, pods)}
    assert lost == OPERATED


@PROFILES
def test_each_probe_asks_a_service_that_there_is(profile: str) -> None:
    """The address is a Service of the chart, at a port that it has."""
    services = {
        f"{each['metadata']['name']}.{release.namespace}:{port['port']}"
        for release in stack.releases(profile, managed=False)
        for each in stack.rendered(release, profile)
        if each["kind"] == "Service"
        for port in each["spec"]["ports"]
    }
    for probe in probes.probes(stack.context()):
        if probe.pack in THEIRS:
            assert {address.split("/")[2] for address in probe.targets} <= services
