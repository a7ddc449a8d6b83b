"""Pods and Services, and the targets that Prometheus finds in them with their meta labels."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Meta = dict[str, str]
META = "__meta_kubernetes_"


@dataclass(frozen=True)
class Port:
    """A port of a container; number 0 stands for a container that declares none."""

    container: str
    number: int = 0
    name: str = ""


@dataclass(frozen=True)
class Pod:
    """One pod, what it answers by (port, path), and what is expected to be scraped of it.

    ``wanted`` are (job, port): nothing for a pod that must be left alone.
    """

    namespace: str
    name: str
    labels: Mapping[str, str]
    ports: tuple[Port, ...]
    answers: Mapping[tuple[int, str], str] = field(default_factory=dict)
    wanted: tuple[tuple[str, int], ...] = ()
    annotations: Mapping[str, str] = field(default_factory=dict)
    ip: str = ""

    @property
    def host(self) -> str:
        """Its address as it stands in a URL."""
        return f"[{self.ip}]" if ":" in self.ip else self.ip


@dataclass(frozen=True)
class Service:
    """A Service before one pod; ``ports`` are (name, port of the pod)."""

    name: str
    labels: Mapping[str, str]
    ports: tuple[tuple[str, int], ...]
    pod: Pod


def sanitized(name: str) -> str:
    """A name of Kubernetes inside a meta label."""
    return re.sub(r"[^a-zA-Z0-9_]", "_", name)


def _texts(prefix: str, found: Mapping[str, str]) -> Meta:
    return {f"{META}{prefix}_{sanitized(key)}": value for key, value in found.items()} | {
        f"{META}{prefix}present_{sanitized(key)}": "true" for key in found
    }


def _pod(pod: Pod) -> Meta:
    return {
        f"{META}namespace": pod.namespace,
        f"{META}pod_name": pod.name,
        f"{META}pod_ip": pod.ip,
        f"{META}pod_phase": "Running",
        f"{META}pod_ready": "true",
        f"{META}pod_node_name": "node-1",
        **_texts("pod_label", pod.labels),
        **_texts("pod_annotation", pod.annotations),
    }


def _container(port: Port) -> Meta:
    found = {f"{META}pod_container_name": port.container}
    if port.number:
        found[f"{META}pod_container_port_number"] = str(port.number)
        found[f"{META}pod_container_port_name"] = port.name
    return found


def of_pods(pods: tuple[Pod, ...]) -> Iterator[tuple[str, Meta]]:
    """Role pod: a target for each declared port, else one for the container, without a port."""
    for pod in pods:
        for port in pod.ports:
            address = f"{pod.host}:{port.number}" if port.number else pod.ip
            yield address, _pod(pod) | _container(port)


def of_services(services: tuple[Service, ...]) -> Iterator[tuple[str, Meta]]:
    """Role endpointslice: a target for each port of the Service, and of its pod beside it."""
    for service in services:
        pod = service.pod
        shared = {
            f"{META}service_name": service.name,
            f"{META}endpointslice_address_target_kind": "Pod",
            f"{META}endpointslice_address_target_name": pod.name,
            **_texts("service_label", service.labels),
            **_pod(pod),
        }
        declared = {port.number: port for port in pod.ports if port.number}
        for name, number in service.ports:
            own = _container(declared[number]) if number in declared else {}
            yield f"{pod.host}:{number}", shared | own | {f"{META}endpointslice_port_name": name}
        for number in declared.keys() - {number for _, number in service.ports}:
            yield f"{pod.host}:{number}", shared | _container(declared[number])
