"""The shape of a monitor, key by key, in the order a reader wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator import yamlio
from generator.document import OURS, validate

if TYPE_CHECKING:
    from generator.ir import Endpoint, Labels, Monitor, Relabeling

Object = dict[str, Any]  # a Kubernetes object, as YAML has it
PACKAGE = "generator.emit.monitors"
ENDPOINTS = {"ServiceMonitor": "endpoints", "PodMonitor": "podMetricsEndpoints"}
# Where every pod finds the token of its service account.
TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token"  # noqa: S105 - a path


def monitor(found: Monitor, selector: Labels) -> str:
    """The YAML of one object; raises ``ValueError`` if it breaks our own schema."""
    value: Object = {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": found.kind,
        "metadata": {
            "name": f"watchkeeper-{found.name}",
            "labels": {**OURS, **dict(selector)},
        },
        "spec": {
            **_namespaces(found),
            "selector": _selector(found),
            **({"sampleLimit": found.sample_limit} if found.sample_limit else {}),
            ENDPOINTS[found.kind]: [_endpoint(each) for each in found.endpoints],
        },
    }
    validate(value, PACKAGE)
    return yamlio.dump(value)


def _namespaces(found: Monitor) -> Object:
    """Nothing at all means the monitor's own namespace, which the overlay sets."""
    if found.every_namespace:
        return {"namespaceSelector": {"any": True}}
    if found.namespaces:
        return {"namespaceSelector": {"matchNames": list(found.namespaces)}}
    return {}


def _selector(found: Monitor) -> Object:
    labels: Object = {"matchLabels": dict(found.labels)} if found.labels else {}
    present = [yamlio.Flow({"key": key, "operator": "Exists"}) for key in found.present]
    return labels | ({"matchExpressions": present} if present else {})


def _endpoint(found: Endpoint) -> Object:
    value: Object = {}
    if found.port:
        number = found.port.isdecimal()
        value["portNumber" if number else "port"] = int(found.port) if number else found.port
    if found.path != "/metrics":
        value["path"] = found.path
    if found.scheme != "http":
        value["scheme"] = found.scheme
    if found.insecure:
        value["tlsConfig"] = {"insecureSkipVerify": True}
    if found.token:
        value["bearerTokenFile"] = TOKEN
    if found.interval:
        value["interval"] = f"{found.interval}s"
    if found.honor_labels:
        value["honorLabels"] = True
    if found.relabelings:
        value["relabelings"] = [_step(each) for each in found.relabelings]
    if found.metric_relabelings:
        value["metricRelabelings"] = [_step(each) for each in found.metric_relabelings]
    return value


def _step(found: Relabeling) -> Object:
    """The action is always written: the API server would add it, and Argo CD see a difference."""
    value: Object = {"action": found.action or "replace"}
    if found.source:
        value["sourceLabels"] = list(found.source)
    if found.separator:
        value["separator"] = found.separator
    if found.regex:
        value["regex"] = found.regex
    if found.target:
        value["targetLabel"] = found.target
    if found.replacement:
        value["replacement"] = found.replacement
    return yamlio.Flow(value)
