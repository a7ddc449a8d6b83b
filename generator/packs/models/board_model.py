"""One model in depth. Other packs add to its rows what they know of models."""

from generator.catalog.board import (
    FIRING_COLUMNS,
    ONE_MODEL,
    RATE,
    Annotation,
    Board,
    Color,
    Column,
    Link,
    Panel,
    PanelKind,
    Query,
    Row,
    Source,
    Variable,
)
from generator.catalog.canonical import LATENCY_BUCKET, REQUESTS
from generator.catalog.panels import now

FIRING = f'ALERTS{{alertstate="firing", {ONE_MODEL}}}'
WHO = "by (alertname, severity)"

TRAFFIC = Panel(
    title="Requests",
    description="Requests per second, whatever became of them.",
    unit="requests/s",
    queries=(Query("A", f"sum({REQUESTS}{{{ONE_MODEL}}})", "requests"),),
    low=0,
)

ALERTS = Panel(
    title="Alerts",
    description="What fires for this model now; the name of an alert leads to its runbook.",
    unit="",
    kind=PanelKind.TABLE,
    queries=(
        Query("A", f"max {WHO} ({FIRING})", instant=True),
        Query(
            "B",
            f"min {WHO} (ALERTS_FOR_STATE{{{ONE_MODEL}}} and on (alertname, severity) {FIRING})",
            instant=True,
        ),
    ),
    columns=FIRING_COLUMNS,
    width=12,
    height=6,
    sort="Since",
)

IDENTITY = Panel(
    title="Who it is",
    description="What the spec declares of this model. Its owner is whom to ask.",
    unit="",
    kind=PanelKind.TABLE,
    queries=(
        Query(
            "A",
            f"max by (model_name, team, tier, task, runtime) (model:identity{{{ONE_MODEL}}})",
            instant=True,
        ),
    ),
    columns=(
        Column("Model", label="model_name"),
        Column("Owner", label="team"),
        Column("Tier", label="tier", width=60),
        Column("Task", label="task"),
        Column("Runtime", label="runtime"),
    ),
    links=(Link("All models", "/d/wk-fleet?${__url_time_range}"),),
    width=12,
    height=6,
)

# Only scraped buckets have exemplars; other runtimes than the library's have the recorded ones.
HEATMAP = Panel(
    title="Latency of requests",
    description=(
        "How many requests took how long. A dot is one request whose trace was kept: click it to "
        "open the trace. Only our inference library sends dots."
    ),
    unit="seconds",
    kind=PanelKind.HEATMAP,
    queries=(
        Query(
            "A",
            "sum by (le) "
            f"(rate(model_prediction_latency_seconds_bucket{{{ONE_MODEL}}}[{RATE}])) "
            f"or sum by (le) ({LATENCY_BUCKET}{{{ONE_MODEL}}})",
            "{{le}}",
            exemplars=True,
        ),
    ),
    width=12,
    height=9,
)

LOGS = Panel(
    title="Logs",
    description=(
        "Lines of the pods that carry this model's label. A line with a trace id leads to its "
        "trace."
    ),
    unit="",
    kind=PanelKind.LOGS,
    queries=(Query("A", '{job="models"} | model_name="$model_name"', source=Source.LOGS),),
    width=24,
    height=10,
)

TRACES = Panel(
    title="Slow or failed traces",
    description=(
        "Traces with a span of this model that failed or took over a quarter of a second. Spans "
        "are found by their attribute model_name, or by a service of the model's name."
    ),
    unit="",
    kind=PanelKind.TRACES,
    queries=(
        Query(
            "A",
            '{ (span.model_name = "$model_name" || resource.service.name = "$model_name")'
            " && (status = error || duration > 250ms) }",
            source=Source.TRACES,
        ),
    ),
    width=24,
    height=8,
)

# Its pods are those that report for it, or those of the InferenceService of its name.
ROLLED_OUT = Annotation(
    "Rolled out",
    f"""
      max by (replicaset) (
        kube_replicaset_created
          and on (namespace, replicaset)
        label_join(
          kube_pod_info{{created_by_kind="ReplicaSet"}}
            and on (namespace, pod) (
              model_prediction_requests_total{{{ONE_MODEL}}}
                or
              pod:inferenceservice:info{{inferenceservice="$model_name"}}
            ),
          "replicaset", "", "created_by_name"
        )
      )
    """,
    Color.NEUTRAL,
    "{{replicaset}} is new",
    at_value=True,
)

BOARD = Board(
    name="model",
    title="Model detail",
    description="One model: what it does now, against what its spec promises.",
    variables=(Variable("model_name", "Model", "model_name", "model:identity"),),
    annotations=(
        Annotation(
            "Alerts", f"max by (alertname, severity) ({FIRING})", Color.BAD, "{{alertname}}"
        ),
        Annotation(
            "New version",
            f"""
              count by (model_version) (model_prediction_requests_total{{{ONE_MODEL}}})
                unless
              count by (model_version) (model_prediction_requests_total{{{ONE_MODEL}}} offset 5m)
            """,
            Color.GOOD,
            "Version {{model_version}} is new",
        ),
        ROLLED_OUT,
        Annotation(
            "Trained",
            f"max by (model_version) (model_last_trained_timestamp_seconds{{{ONE_MODEL}}} > 0)",
            Color.NEUTRAL,
            "Version {{model_version}} was trained",
            at_value=True,
        ),
    ),
    rows=(
        Row("Now", (now(TRAFFIC, "Requests"),)),
        Row("Alerts", (ALERTS, IDENTITY)),
        Row("Traffic and errors"),
        Row("Latency", (HEATMAP,)),
        Row("Objectives"),
        Row("Quality"),
        Row("Drift"),
        Row("Versions side by side"),
        Row("Freshness"),
        Row("Logs and traces", (LOGS, TRACES)),
    ),
)
