"""Monitors as scrape configurations, the way the Prometheus operator makes them.

Only where targets come from is another: files instead of the API of Kubernetes, and a proxy that
answers for all of them. So https becomes http, and no token is sent.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.monitors.discovery import META, of_pods, of_services, sanitized

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.monitors.discovery import Meta, Pod, Service

Object = dict[str, Any]  # a Kubernetes object or a part of one, as YAML has it
STACK = "monitoring"


def scrape_configs(
    monitors: list[Object],
    pods: tuple[Pod, ...],
    services: tuple[Service, ...],
    folder: Path,
    proxy: str,
) -> Iterator[Object]:
    """One for each endpoint of each monitor."""
    for monitor in monitors:
        of_a_pod = monitor["kind"] == "PodMonitor"
        found = list(of_pods(pods) if of_a_pod else of_services(services))
        files = folder / f"{monitor['metadata']['name']}.json"
        files.write_text(json.dumps(list(_visible(monitor, found))), "utf-8")
        endpoints = monitor["spec"]["podMetricsEndpoints" if of_a_pod else "endpoints"]
        for number, endpoint in enumerate(endpoints):
            yield {
                "job_name": f"{monitor['kind']}/{monitor['metadata']['name']}/{number}",
                "honor_labels": endpoint.get("honorLabels", False),
                "metrics_path": endpoint.get("path", "/metrics"),
                "sample_limit": monitor["spec"].get("sampleLimit", 0),
                "file_sd_configs": [{"files": [str(files)]}],
                "proxy_url": proxy,
                "relabel_configs": list(_relabelings(monitor, endpoint)),
                "metric_relabel_configs": [
                    _step(each) for each in endpoint.get("metricRelabelings", [])
                ],
            }


def probe_config(probe: Object, proxy: str) -> Object:
    """The one of a probe of fixed addresses."""
    spec, name = probe["spec"], probe["metadata"]["name"]
    static = spec["targets"]["staticConfig"]
    return {
        "job_name": f"probe/{STACK}/{name}",
        "metrics_path": "/probe",
        "params": {"module": [spec["module"]]},
        "proxy_url": proxy,
        "static_configs": [
            {"targets": static["static"], "labels": {"namespace": STACK, **static["labels"]}}
        ],
        "relabel_configs": [
            _copy("job", "__tmp_prometheus_job_name"),
            {"target_label": "job", "replacement": spec["jobName"]},
            _copy("__address__", "__param_target"),
            _copy("__param_target", "instance"),
            {"target_label": "__address__", "replacement": spec["prober"]["url"]},
        ],
    }


def _visible(monitor: Object, found: list[tuple[str, Meta]]) -> Iterator[Object]:
    """The targets in the namespaces where the monitor looks for them."""
    where = monitor["spec"].get("namespaceSelector", {"matchNames": [STACK]})
    for address, meta in found:
        if where.get("any") or meta[f"{META}namespace"] in where["matchNames"]:
            yield {"targets": [address], "labels": meta}


def _relabelings(monitor: Object, endpoint: Object) -> Iterator[Object]:
    kind = "pod" if monitor["kind"] == "PodMonitor" else "service"
    yield _copy("job", "__tmp_prometheus_job_name")
    yield _filter("drop", f"{META}pod_phase", "(Failed|Succeeded)")
    yield from _selected(monitor["spec"]["selector"], f"{META}{kind}_label")
    if kind == "pod":
        yield from _of_pod(monitor, endpoint)
    else:
        yield from _of_service(endpoint)
    yield from (_step(each) for each in endpoint.get("relabelings", []))


def _selected(selector: Object, prefix: str) -> Iterator[Object]:
    for key, value in sorted(selector.get("matchLabels", {}).items()):
        names = [f"{prefix}_{sanitized(key)}", f"{prefix}present_{sanitized(key)}"]
        yield {"action": "keep", "source_labels": names, "regex": f"({value});true"}
    for each in selector.get("matchExpressions", []):
        assert each["operator"] == "Exists"
        yield _filter("keep", f"{prefix}present_{sanitized(each['key'])}", "true")


def _of_pod(monitor: Object, endpoint: Object) -> Iterator[Object]:
    if "port" in endpoint:
        yield _filter("keep", f"{META}pod_container_port_name", endpoint["port"])
    elif "portNumber" in endpoint:
        yield _filter("keep", f"{META}pod_container_port_number", str(endpoint["portNumber"]))
    yield _copy(f"{META}namespace", "namespace")
    yield _copy(f"{META}pod_container_name", "container")
    yield _copy(f"{META}pod_name", "pod")
    yield {"target_label": "job", "replacement": f"{STACK}/{monitor['metadata']['name']}"}
    if "port" in endpoint:
        yield {"target_label": "endpoint", "replacement": endpoint["port"]}


def _of_service(endpoint: Object) -> Iterator[Object]:
    yield _filter("keep", f"{META}endpointslice_port_name", endpoint["port"])
    target = [f"{META}endpointslice_address_target_{part}" for part in ("kind", "name")]
    for kind, label in (("Node", "node"), ("Pod", "pod")):
        yield {"source_labels": target, "regex": f"{kind};(.*)", "target_label": label}
    yield _copy(f"{META}namespace", "namespace")
    yield _copy(f"{META}service_name", "service")
    yield _copy(f"{META}pod_name", "pod")
    yield _copy(f"{META}pod_container_name", "container")
    yield _copy(f"{META}service_name", "job")
    yield {"target_label": "endpoint", "replacement": endpoint["port"]}


def _copy(source: str, target: str) -> Object:
    return {"source_labels": [source], "target_label": target}


def _filter(action: str, source: str, regex: str) -> Object:
    return {"action": action, "source_labels": [source], "regex": regex}


def _step(found: Object) -> Object:
    names = {"sourceLabels": "source_labels", "targetLabel": "target_label"}
    return {names.get(key, key): value for key, value in found.items()}
