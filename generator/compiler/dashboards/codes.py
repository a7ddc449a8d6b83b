"""What can be wrong with a board that a user wrote or took over."""

from __future__ import annotations

from generator.diagnostics import Code, Severity
from generator.document import MOST_CARRIED, MOST_COPIED
from generator.spec.export_codes import BOARD


def _board(panel: str) -> str:
    return (
        "apiVersion: watchkeeper/v1\nkind: Dashboard\nmetadata: {name: serving}\nspec:\n"
        f"  title: Serving\n  rows:\n    - title: Traffic\n      panels:\n        - {panel}\n"
    )


def _choosing(name: str) -> str:
    matcher = f"'job=~\"${name}\"'"
    more = f"  variables: [{{name: {name}, series: up, label: job}}]\n  rows:"
    return _board(f"{{signal: up, where: {matcher}}}").replace("  rows:", more)


def _long(size: int) -> str:
    return BOARD.replace('"panels"', f'"description": "{"x" * size}", "panels"')


GOOD = _board("model:requests:rate5m")
UNKNOWN_SIGNAL = Code(
    "DASH531",
    "unknown-signal",
    "A panel takes title, unit and words from the signal that it names, so there has to be one.",
    _board("model:request:rate5m"),
    GOOD,
)
NOT_FITTING = Code(
    "DASH532",
    "panel-that-does-not-fit-its-signal",
    "How something can be drawn depends on what it is: a heatmap needs the buckets of a histogram.",
    _board("{signal: model:requests:rate5m, kind: heatmap}"),
    _board("{signal: 'model:latency_bucket:rate5m', kind: heatmap}"),
)
OUTSIDE = Code(
    "DASH533",
    "query-outside-the-catalogue",
    "Of a metric that no pack describes nobody can say whether it is there, or what labels it has. "
    "It may be your own; it may be a slip, and then the panel stays empty.",
    BOARD.replace("max(up)", "max(upp)"),
    BOARD,
    Severity.WARNING,
)
UNREADABLE = Code(
    "DASH534",
    "exported-query-does-not-parse",
    "Prometheus would refuse the query, so the panel shows an error. Of what can be chosen at the "
    "top of the board, a number, a name, a time and a filter were tried.",
    BOARD.replace("max(up)", "max(up"),
    BOARD,
    Severity.WARNING,
)
FIXED_SOURCE = Code(
    "DASH535",
    "fixed-data-source",
    "Each Grafana gives its data sources names of its own: in another one the panels stay empty.",
    BOARD.replace('"targets"', '"datasource": {"type": "prometheus", "uid": "P1809F7"}, "targets"'),
    BOARD.replace(
        '"targets"', '"datasource": {"type": "prometheus", "uid": "prometheus"}, "targets"'
    ),
    Severity.WARNING,
)
TOO_LARGE = Code(
    "DASH536",
    "board-too-large",
    f"A board is one ConfigMap. Kubernetes refuses objects of more than 1 MiB; above {MOST_CARRIED}"
    " bytes nothing is left for what it adds itself.",
    _long(MOST_CARRIED),
    BOARD,
)
SERVER_SIDE = Code(
    "DASH537",
    "board-for-server-side-apply",
    "A client-side apply keeps a copy of each object in an annotation of at most 262,144 bytes and "
    f"fails above {MOST_COPIED}, with what else stands there. Our Argo CD applications and "
    "kubectl apply --server-side keep none.",
    _long(MOST_COPIED),
    BOARD,
    Severity.WARNING,
)
LIBRARY = Code(
    "DASH538",
    "library-panel",
    "Panels of Grafana's library live in its database and cannot be delivered as files: "
    "a new Grafana shows nothing in their place.",
    BOARD.replace('"targets": [{"refId": "A", "expr": "max(up)"}]', '"libraryPanel": {"uid": "x"}'),
    BOARD,
    Severity.WARNING,
)
VARIABLE_TAKEN = Code(
    "DASH539",
    "name-of-a-variable-taken",
    "Grafana knows a choice by its name. With a name that is there twice, or is Grafana's own, or "
    "that of a data source (metrics, logs, traces), panels ask for something else, or ask nobody.",
    _choosing("metrics"),
    _choosing("job"),
)
WARNINGS = {each.id: each for each in (OUTSIDE, UNREADABLE, FIXED_SOURCE, SERVER_SIDE, LIBRARY)}
