"""What the tracking server says of its requests, and our exporter of what the store holds.

The server counts only requests that reach its Flask part: since MLflow 3 trace ingestion, artifacts
and the gateway are not among them, and no label says which route it was.
"""

from generator.catalog import counter, gauge, histogram

METRICS = (
    gauge("up", unit="bool", range=(0, 1), help="1 while the target answers its scrapes."),
    counter(
        "mlflow_http_request_total",
        "method",
        "status",
        unit="requests",
        help="Requests the tracking server answered, by numeric status.",
    ),
    histogram(
        "mlflow_http_request_duration_seconds",
        "method",
        "mlflow_version",
        "status",
        unit="seconds",
        help="Time the tracking server took to answer.",
    ),
    gauge(
        "mlflow_exporter_up",
        unit="bool",
        range=(0, 1),
        help="1 if the exporter's last reading of the store worked.",
    ),
    gauge(
        "mlflow_exporter_last_success_timestamp_seconds",
        unit="timestamp",
        help="When the exporter last read the store without an error.",
    ),
    gauge(
        "mlflow_exporter_series_dropped",
        "family",
        unit="series",
        help="Series of a family left out because there are too many.",
    ),
    gauge(
        "mlflow_exporter_refresh_duration_seconds",
        unit="seconds",
        help="Time the last reading of the store took, whether it worked or not.",
    ),
    counter(
        "mlflow_exporter_refresh_failures_total",
        "reason",
        unit="failures",
        help="Readings of the store that failed.",
    ),
    gauge(
        "mlflow_exporter_last_reconcile_timestamp_seconds",
        unit="timestamp",
        help="When all runs were last read; over REST only what changed is read in between.",
    ),
    gauge(
        "mlflow_experiments",
        "lifecycle",
        unit="experiments",
        help="Experiments, active or deleted.",
    ),
    gauge(
        "mlflow_runs",
        "experiment",
        "status",
        unit="runs",
        help="Runs the store holds: RUNNING, SCHEDULED, FINISHED, FAILED or KILLED.",
    ),
    counter(
        "mlflow_runs_finished_total",
        "experiment",
        "status",
        unit="runs",
        help="Runs that were seen to end; deleting runs does not lower it.",
    ),
    histogram(
        "mlflow_run_duration_seconds",
        "experiment",
        unit="seconds",
        help="Time from start to end of the runs that ended; deleting runs does not lower it.",
    ),
    gauge(
        "mlflow_run_oldest_running_timestamp_seconds",
        "experiment",
        unit="timestamp",
        help="Start of the oldest run that is still RUNNING; absent when none is.",
    ),
    gauge(
        "mlflow_experiment_last_run_timestamp_seconds",
        "experiment",
        unit="timestamp",
        help="Start of an experiment's newest run.",
    ),
    gauge(
        "mlflow_traces",
        "experiment",
        "state",
        unit="traces",
        help="GenAI traces the store holds: IN_PROGRESS, OK, ERROR or STATE_UNSPECIFIED.",
    ),
    counter(
        "mlflow_traces_finished_total",
        "experiment",
        "state",
        unit="traces",
        help="GenAI traces that were seen to end; deleting traces does not lower it.",
    ),
    histogram(
        "mlflow_trace_latency_seconds",
        "experiment",
        unit="seconds",
        help="Time GenAI traces took from start to end; deleting traces does not lower it.",
    ),
    gauge("mlflow_registered_models", unit="models", help="Registered models, without prompts."),
    gauge(
        "mlflow_model_versions",
        "model",
        unit="versions",
        help="Versions of a registered model.",
    ),
    gauge(
        "mlflow_model_alias_version",
        "model",
        "alias",
        unit="version",
        help="The version an alias of a registered model points at.",
    ),
    gauge(
        "mlflow_model_metric",
        "model",
        "alias",
        "metric",
        unit="value",
        help="Latest value of a chosen metric of the run that made the version an alias points at.",
    ),
)
