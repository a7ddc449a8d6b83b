"""Grafana's data sources, and the ways from one to another: exemplar, trace, log, metric.

The chart passes these through its templates, where two opening braces would be evaluated, and
Grafana takes ``$$`` for a dollar sign when it reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Site, Tree

PROMETHEUS, LOKI, TEMPO = "prometheus", "loki", "tempo"  # uids; that of Prometheus is the chart's
TO_TRACE = "Trace"
# What Tempo's span metrics call calls and seconds, for the service of the span.
QUERIES = (
    ("Calls per second", "sum(rate(traces_spanmetrics_calls_total{$$__tags}[5m]))"),
    (
        "Failed calls per second",
        'sum(rate(traces_spanmetrics_calls_total{$$__tags,status_code="STATUS_CODE_ERROR"}[5m]))',
    ),
    (
        "95th percentile in seconds",
        (
            "histogram_quantile(0.95, "
            "sum by (le) (rate(traces_spanmetrics_latency_bucket{$$__tags}[5m])))"
        ),
    ),
)


def default(site: Site) -> Tree:
    """The chart's own data source for metrics, which is the default one."""
    tree: Tree = {}
    if TEMPO in uids(site):
        tree["exemplarTraceIdDestinations"] = {
            "datasourceUid": TEMPO,
            "traceIdLabelName": "trace_id",
            "urlDisplayLabel": TO_TRACE,
        }
    if site.distributed:
        tree |= {
            "url": site.addresses["metrics.query"],
            "extraJsonData": {"prometheusType": "Mimir"},
        }
    return tree


def uids(site: Site) -> frozenset[str]:
    """The data sources that this environment has."""
    roles = ((PROMETHEUS, "metrics.query"), (LOKI, "logs.query"), (TEMPO, "traces.query"))
    return frozenset(uid for uid, role in roles if role in site.addresses)


def additional(site: Site) -> Iterator[Tree]:
    """Logs and traces; metrics and Alertmanager come from the chart."""
    found = uids(site)
    if LOKI in found:
        yield _source("Loki", LOKI, site.addresses["logs.query"], _loki(found))
    if TEMPO in found:
        yield _source("Tempo", TEMPO, site.addresses["traces.query"], _tempo(found))


def _source(name: str, uid: str, url: str, settings: Tree) -> Tree:
    source = {"name": name, "uid": uid, "type": uid, "access": "proxy", "url": url}
    return {**source, "jsonData": settings} if settings else source


def _loki(found: frozenset[str]) -> Tree:
    if TEMPO not in found:
        return {}
    field = {
        "name": "trace_id",
        "matcherType": "label",  # structured metadata counts as a label here
        "matcherRegex": "trace_id",
        "datasourceUid": TEMPO,
        "url": "$${__value.raw}",
        "urlDisplayLabel": TO_TRACE,
    }
    return {"derivedFields": [field]}


def _tempo(found: frozenset[str]) -> Tree:
    tree: dict[str, Any] = {"nodeGraph": {"enabled": True}}
    if PROMETHEUS in found:
        tree["serviceMap"] = {"datasourceUid": PROMETHEUS}
        tree["tracesToMetrics"] = {
            "datasourceUid": PROMETHEUS,
            "spanStartTimeShift": "-30m",
            "spanEndTimeShift": "30m",
            "tags": [{"key": "service.name", "value": "service"}],
            "queries": [{"name": name, "query": query} for name, query in QUERIES],
        }
    if LOKI in found:
        tree["tracesToLogsV2"] = {
            "datasourceUid": LOKI,
            "spanStartTimeShift": "-5m",
            "spanEndTimeShift": "5m",
            "tags": [{"key": "k8s.namespace.name", "value": "namespace"}],
            "customQuery": True,
            "query": '{$${__tags}} | trace_id="$${__trace.traceId}"',
        }
    return tree
