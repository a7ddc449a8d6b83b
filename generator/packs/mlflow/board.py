"""MLflow: is it up, does it answer, do runs end well, and is what we know of it fresh."""

from generator.catalog.board import (
    OUTCOMES,
    RATE,
    Board,
    Column,
    Panel,
    PanelKind,
    Query,
    Row,
    Source,
    Variable,
)
from generator.catalog.panels import across, nearing, now, quantiles, rate, share, value
from generator.catalog.service import IS_UP, ONE_IS_GOOD, alarms, alerts_of, firing
from generator.packs.mlflow.alerts_runs import STORE_AGE
from generator.packs.mlflow.alerts_server import ERROR_RATIO, LATENCY
from generator.packs.mlflow.metrics import METRICS
from generator.packs.mlflow.panels_runs import FAILED, FINISHED, HERE, OLDEST, STATES
from generator.packs.mlflow.panels_traces import TRACE_LATENCY, TRACES

BY_NAME = {metric.name: metric for metric in METRICS}
REQUESTS = BY_NAME["mlflow_http_request_total"]
DURATION = BY_NAME["mlflow_http_request_duration_seconds"]

SERVER = now(
    value(BY_NAME["up"], "Server", where=f'job="mlflow", {HERE}'),
    "Server",
    description="Whether a tracking server answers its scrapes.",
    words=IS_UP,
    steps=ONE_IS_GOOD,
    alerts=("MLflowDown",),
)
EXPORTER = now(
    value(BY_NAME["mlflow_exporter_up"], "Store", where=HERE),
    "Store",
    words=IS_UP,
    steps=ONE_IS_GOOD,
    alerts=("MLflowExporterStale", "MLflowExporterGone"),
)
AGE = Panel(
    title="Store was read",
    description="Time since our exporter last read runs and models without an error.",
    unit="seconds",
    queries=(
        Query(
            "A",
            f"time() - max(mlflow_exporter_last_success_timestamp_seconds{{{HERE}}})",
            "age",
        ),
    ),
    width=12,
    height=6,
    low=0,
    alerts=("MLflowExporterStale",),
)
FAILING = Panel(
    title="Server errors",
    description=(
        "The share of requests that the tracking server answered with an error of its own; what "
        "clients do wrong is not counted."
    ),
    unit="ratio",
    queries=(
        Query(
            "A",
            share(
                f'rate({REQUESTS.name}{{{HERE}, status=~"5.."}}[{RATE}])',
                f"rate({REQUESTS.name}{{{HERE}}}[{RATE}])",
            ),
            "failed",
        ),
    ),
    low=0,
    alerts=("MLflowServerErrors",),
)
TRAFFIC = rate(REQUESTS, "Requests by status", "status", where=HERE, stacked=True, colors=OUTCOMES)
SLOW = quantiles(DURATION, "Time to answer", where=HERE, alerts=("MLflowLatencyHigh",))

ALIASES = Panel(
    title="What aliases point at",
    description="The version that each alias of a registered model means now.",
    unit="",
    kind=PanelKind.TABLE,
    queries=(
        Query("A", f"max by (model, alias) (mlflow_model_alias_version{{{HERE}}})", instant=True),
    ),
    columns=(
        Column("Model", label="model"),
        Column("Alias", label="alias"),
        Column("Version", ref="A", decimals=0),
    ),
)
LEFT_OUT = value(
    BY_NAME["mlflow_exporter_series_dropped"],
    "Series left out",
    "family",
    where=HERE,
    low=0,
    alerts=("MLflowExporterDropsSeries",),
)
LOGS = Panel(
    title="Failed requests and errors in the log",
    description="Lines of the tracking server that are errors, or requests it answered with 5xx.",
    unit="",
    kind=PanelKind.LOGS,
    queries=(
        Query(
            "A",
            '{app="mlflow", namespace=~"$namespace"} | status=~"5.." or level=~"error|critical"',
            source=Source.LOGS,
        ),
    ),
    width=24,
    height=10,
    alerts=("MLflowEndpointFailing",),
)

BOARD = Board(
    name="mlflow",
    title="MLflow",
    description="The tracking server, the runs it holds, and the registry.",
    variables=(Variable("namespace", "Namespace", "namespace", "mlflow_exporter_up", many=True),),
    annotations=(alarms("mlflow"),),
    rows=(
        Row(
            "Now",
            across(
                SERVER,
                EXPORTER,
                firing("mlflow"),
                now(AGE, "Store was read", bound=STORE_AGE),
                now(FAILING, "Server errors", decimals=2, bound=ERROR_RATIO),
                now(
                    value(BY_NAME["mlflow_registered_models"], "Registered models", where=HERE),
                    "Registered models",
                    decimals=0,
                ),
            ),
        ),
        Row(
            "Alerts and exporter", (alerts_of("mlflow"), nearing(AGE.bounded(STORE_AGE, "longest")))
        ),
        Row(
            "Requests",
            (
                TRAFFIC,
                FAILING.bounded(ERROR_RATIO, "most"),
                nearing(SLOW.bounded(LATENCY, "longest p95")),
            ),
        ),
        Row("Runs", (STATES, FINISHED, FAILED, OLDEST)),
        Row("GenAI traces", (TRACES, TRACE_LATENCY)),
        Row("Registry", across(ALIASES, LEFT_OUT)),
        Row("Logs", (LOGS,)),
    ),
)
