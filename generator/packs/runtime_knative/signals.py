"""Three generations of queue-proxy as one set of canonical signals.

While an upgrade rolls out, pods of two generations report for one model. The rates are joined by
``or`` before they are summed: every pod is counted once, because the series of two pods differ in
the label ``pod``. A failure that is the first of its status in a pod makes a new series and is not
in a rate before the second.
"""

from generator.catalog import Signal
from generator.catalog.canonical import ERRORS, LATENCY_BUCKET, LATENCY_SUM, REQUESTS

DECLARED = 'on (model_name) model:identity{runtime="knative"}'

SECONDS_FROM_MILLISECONDS = (
    ("([0-9]+)(?:[.]0)?", "000$1"),  # 40 or 40.0 → 00040
    ("0*([0-9]+)([0-9]{3})", "$1.$2"),  # 00040 → 0.040
    ("([0-9]+[.][0-9]*[1-9])0+", "$1"),  # 0.040 → 0.04
    ("([0-9]+[.]0)00", "$1"),  # 1.000 → 1.0
)


def bounds_in_seconds(expr: str) -> str:
    """``expr`` with ``le`` of whole milliseconds rewritten to seconds as Prometheus writes them.

    One step after the other takes up what the one before made; ``+Inf`` passes them all.
    """
    for regex, replacement in SECONDS_FROM_MILLISECONDS:
        expr = f'label_replace({expr}, "le", "{replacement}", "le", "{regex}")'
    return expr


SIGNALS = (
    Signal(
        REQUESTS,
        f"""
          sum by (model_name) (
            rate(revision_app_request_count[5m])
            or
            rate(kn_queueproxy_app_duration_seconds_count[5m])
            or
            rate(kn_serving_invocation_duration_seconds_count[5m])
          )
          and {DECLARED}
        """,
        labels=("model_name",),
        unit="requests per second",
        help="Requests that the model's container answered.",
    ),
    Signal(
        ERRORS,
        f"""
          (
            sum by (model_name) (
              rate(revision_app_request_count{{response_code_class="5xx"}}[5m])
              or
              rate(
                kn_queueproxy_app_duration_seconds_count{{http_response_status_code=~"5.."}}[5m]
              )
              or
              rate(
                kn_serving_invocation_duration_seconds_count{{http_response_status_code=~"5.."}}[5m]
              )
            )
            or
            0 * {REQUESTS}
          )
          and {DECLARED}
        """,
        labels=("model_name",),
        unit="requests per second",
        help="Requests that the model's container answered with a status of 500 or above.",
    ),
    Signal(
        LATENCY_BUCKET,
        f"""
          sum by (model_name, le) (
            {bounds_in_seconds("rate(revision_app_request_latencies_bucket[5m])")}
            or
            rate(kn_queueproxy_app_duration_seconds_bucket[5m])
            or
            rate(kn_serving_invocation_duration_seconds_bucket[5m])
          )
          and {DECLARED}
        """,
        labels=("model_name", "le"),
        unit="requests per second",
        help="Requests that the model's container answered within le seconds.",
    ),
    Signal(
        LATENCY_SUM,
        f"""
          sum by (model_name) (
            rate(revision_app_request_latencies_sum[5m]) / 1000
            or
            rate(kn_queueproxy_app_duration_seconds_sum[5m])
            or
            rate(kn_serving_invocation_duration_seconds_sum[5m])
          )
          and {DECLARED}
        """,
        labels=("model_name",),
        unit="seconds per second",
        help="Time the model's container spent on requests.",
    ),
)
