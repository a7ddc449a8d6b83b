"""MLflow's logs: requests, and endpoints that fail.

The metrics of the server count failures by method and status only; the lines say of what.
"""

from generator.catalog import AlertSeverity, LogAlert, LogPipeline, stages

PIPELINES = (
    LogPipeline(
        "mlflow",
        '{app="mlflow"}',
        (
            stages.join(stages.PYTHON_LINE),
            stages.answered("/health", "/version", "/metrics"),
            *stages.access(),
            stages.find(r"[?&]experiment_ids?=(?P<experiment_id>[0-9]+)"),
            stages.find(r"[?&]run_(?:id|uuid)=(?P<run_id>[0-9a-f]{32})"),
            stages.fields("experiment_id", "run_id"),
            stages.metadata("experiment_id", "run_id"),
        ),
    ),
)

_SERVER = (("app", "mlflow"), ("namespace", "ml"))
_SEARCH = '"POST /api/2.0/mlflow/runs/search HTTP/1.1"'


def _request(request: str, status: str) -> str:
    return f"INFO:     10.1.2.3:45678 - {request} {status}"


ALERTS = (
    LogAlert(
        name="MLflowEndpointFailing",
        severity=AlertSeverity.TICKET,
        # Resource and verb; what follows may be the name of a file or of a model.
        expr="""
          sum by (namespace, endpoint) (
            count_over_time(
              {app="mlflow"}
                |~ `HTTP/[0-9.]+" 5[0-9][0-9]( |$)`
                | regexp `"[A-Z]+ (?P<endpoint>/(ajax-)?api/[0-9.]+/[a-z-]+/[a-z-]+(/[a-z-]+)?)`
                | endpoint != ""
              [10m]
            )
          ) > 10
        """,
        for_="5m",
        summary="MLflow fails to answer {{ $labels.endpoint }}",
        description="For a while the tracking server in {{ $labels.namespace }} has answered "
        "{{ $value }} requests to {{ $labels.endpoint }} in ten minutes with a server error.",
        fires=((_SERVER, _request(_SEARCH, "500 Internal Server Error")),) * 11,
        quiet=(
            *((_SERVER, _request(_SEARCH, "500 Internal Server Error")),) * 10,
            *((_SERVER, _request(_SEARCH, "404 Not Found")),) * 11,
            *((_SERVER, _request(_SEARCH, "200 OK")),) * 11,
            *((_SERVER, _request('"GET /x HTTP/1.1"', "500 Internal Server Error")),) * 11,
        ),
    ),
)
