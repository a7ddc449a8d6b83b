"""Pods of the stack and of the cluster, labelled as their charts label them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.monitors.discovery import Port
from tests.monitors.families import text
from tests.monitors.scene_services import GO, NAME, pod

if TYPE_CHECKING:
    from tests.monitors.discovery import Pod

FILES = 'loki_source_file_read_bytes_total{path="/var/log/pods/a.log"} 1\n'


def _stack(job: str, name: str, *ports: Port, says: str = GO) -> Pod:
    return pod(f"monitoring/{name}-0", {NAME: name}, *ports, job=job, says=says)


DCGM = text("DCGM_.*")
WEB, RELOADER = "http-web", Port("config-reloader", 8080, "reloader-web")
STACK = (
    _stack(
        "prometheus",
        "prometheus",
        Port("prometheus", 9090, WEB),
        RELOADER,
        says=text("prometheus_.*"),
    ),
    _stack(
        "alertmanager",
        "alertmanager",
        Port("alertmanager", 9093, WEB),
        RELOADER,
        says=text("alertmanager_.*"),
    ),
    _stack("grafana", "grafana", Port("grafana", 3000, "grafana"), says=text("grafana_.*")),
    _stack(
        "alloy",
        "alloy",
        Port("alloy", 12345, "http-metrics"),
        says=text("(alloy|loki_write|otelcol)_.*") + FILES,
    ),
    _stack(
        "loki",
        "loki",
        Port("loki", 3100, "http-metrics"),
        Port("loki", 9095, "grpc"),
        says=text("loki_(?!write).*"),
    ),
    _stack(
        "tempo",
        "tempo",
        Port("tempo", 3200, "prom-metrics"),
        Port("tempo", 4317),
        says=text("tempo.*"),
    ),
    _stack(
        "kube-state-metrics",
        "kube-state-metrics",
        Port("kube-state-metrics", 8080, "http"),
        Port("kube-state-metrics", 8081, "metrics"),
        says=text("kube_.*", namespace="theirs", pod="their-pod", container="theirs"),
    ),
    _stack(
        "node-exporter",
        "prometheus-node-exporter",
        Port("node-exporter", 9100, "http-metrics"),
        says=text("node_.*"),
    ),
    _stack(
        "blackbox-exporter",
        "prometheus-blackbox-exporter",
        Port("blackbox-exporter", 9115, "http"),
    ),
    pod(
        "monitoring/kube-prometheus-stack-operator-1",
        {"app": "kube-prometheus-stack-operator"},
        Port("kube-prometheus-stack", 10250, "https"),
        job="prometheus-operator",
    ),
    pod(
        "gpu-operator/nvidia-dcgm-exporter-1",
        {"app": "nvidia-dcgm-exporter"},
        Port("nvidia-dcgm-exporter", 9400, "metrics"),
        job="dcgm-exporter",
        says=DCGM,
    ),
    pod(
        "gpus/dcgm-exporter-1",
        {NAME: "dcgm-exporter"},
        Port("exporter", 9400, "metrics"),
        job="dcgm-exporter",
        says=DCGM,
    ),
    # It carries the name of Loki, and would answer for it when Loki is down.
    pod(
        "monitoring/loki-canary-1",
        {NAME: "loki", "app.kubernetes.io/component": "canary"},
        Port("loki-canary", 3500, "http-metrics"),
    ),
)
