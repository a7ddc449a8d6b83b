"""Each metric of the exporter, declared once. Names and labels are what the alert rules read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ENDED = ("FINISHED", "FAILED", "KILLED")
STATUSES = ("RUNNING", "SCHEDULED", *ENDED)
LIFECYCLES = ("active", "deleted")

# Seconds, from a smoke test to three days of training.
DURATION_BUCKETS = (10.0, 60.0, 300.0, 900.0, 3600.0, 14400.0, 43200.0, 86400.0, 259200.0)

# What a trace that came over OpenTelemetry without a status ended with is unspecified.
TRACES_ENDED = ("OK", "ERROR", "STATE_UNSPECIFIED")
TRACE_STATES = ("IN_PROGRESS", *TRACES_ENDED)
# Seconds, from a cached answer to an agent that works for ten minutes.
LATENCY_BUCKETS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 600.0)


@dataclass(frozen=True, slots=True)
class Family:
    """One metric family."""

    name: str
    type: Literal["counter", "gauge", "histogram"]
    labels: tuple[str, ...]
    unit: str
    help: str


EXPERIMENTS = Family(
    "mlflow_experiments", "gauge", ("lifecycle",), "experiments", "Experiments, active or deleted."
)
RUNS = Family(
    "mlflow_runs",
    "gauge",
    ("experiment", "status"),
    "runs",
    "Runs the store holds: RUNNING, SCHEDULED, FINISHED, FAILED or KILLED.",
)
RUNS_FINISHED = Family(
    "mlflow_runs_finished_total",
    "counter",
    ("experiment", "status"),
    "runs",
    "Runs that were seen to end; deleting runs does not lower it.",
)
DURATION = Family(
    "mlflow_run_duration_seconds",
    "histogram",
    ("experiment",),
    "seconds",
    "Time from start to end of the runs that ended; deleting runs does not lower it.",
)
OLDEST_RUNNING = Family(
    "mlflow_run_oldest_running_timestamp_seconds",
    "gauge",
    ("experiment",),
    "timestamp",
    "Start of the oldest run that is still RUNNING; absent when none is.",
)
LAST_RUN = Family(
    "mlflow_experiment_last_run_timestamp_seconds",
    "gauge",
    ("experiment",),
    "timestamp",
    "Start of an experiment's newest run.",
)
TRACES = Family(
    "mlflow_traces",
    "gauge",
    ("experiment", "state"),
    "traces",
    "GenAI traces the store holds: IN_PROGRESS, OK, ERROR or STATE_UNSPECIFIED.",
)
TRACES_FINISHED = Family(
    "mlflow_traces_finished_total",
    "counter",
    ("experiment", "state"),
    "traces",
    "GenAI traces that were seen to end; deleting traces does not lower it.",
)
TRACE_LATENCY = Family(
    "mlflow_trace_latency_seconds",
    "histogram",
    ("experiment",),
    "seconds",
    "Time GenAI traces took from start to end; deleting traces does not lower it.",
)
MODELS = Family(
    "mlflow_registered_models", "gauge", (), "models", "Registered models, without prompts."
)
VERSIONS = Family(
    "mlflow_model_versions", "gauge", ("model",), "versions", "Versions of a registered model."
)
ALIAS = Family(
    "mlflow_model_alias_version",
    "gauge",
    ("model", "alias"),
    "version",
    "The version an alias of a registered model points at.",
)
MODEL_METRIC = Family(
    "mlflow_model_metric",
    "gauge",
    ("model", "alias", "metric"),
    "value",
    "Latest value of a chosen metric of the run that made the version an alias points at.",
)

UP = Family(
    "mlflow_exporter_up",
    "gauge",
    (),
    "bool",
    "1 if the exporter's last reading of the store worked.",
)
LAST_SUCCESS = Family(
    "mlflow_exporter_last_success_timestamp_seconds",
    "gauge",
    (),
    "timestamp",
    "When the exporter last read the store without an error.",
)
REFRESH_DURATION = Family(
    "mlflow_exporter_refresh_duration_seconds",
    "gauge",
    (),
    "seconds",
    "Time the last reading of the store took, whether it worked or not.",
)
REFRESH_FAILURES = Family(
    "mlflow_exporter_refresh_failures_total",
    "counter",
    ("reason",),
    "failures",
    "Readings of the store that failed.",
)
RECONCILED = Family(
    "mlflow_exporter_last_reconcile_timestamp_seconds",
    "gauge",
    (),
    "timestamp",
    "When all runs were last read; over REST only what changed is read in between.",
)
DROPPED = Family(
    "mlflow_exporter_series_dropped",
    "gauge",
    ("family",),
    "series",
    "Series of a family left out because there are too many.",
)

# What the store holds, and what the exporter says of itself.
STORE = (
    EXPERIMENTS,
    RUNS,
    RUNS_FINISHED,
    DURATION,
    OLDEST_RUNNING,
    LAST_RUN,
    TRACES,
    TRACES_FINISHED,
    TRACE_LATENCY,
    MODELS,
    VERSIONS,
    ALIAS,
    MODEL_METRIC,
)
OWN = (UP, LAST_SUCCESS, REFRESH_DURATION, REFRESH_FAILURES, RECONCILED, DROPPED)
FAMILIES = (*STORE, *OWN)
