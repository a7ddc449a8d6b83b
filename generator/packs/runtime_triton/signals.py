"""Triton's counters as canonical signals: ``model`` becomes ``model_name``, µs become seconds."""

from generator.catalog import Signal
from generator.catalog.canonical import ERRORS, LATENCY_SUM, REQUESTS

DECLARED = 'on (model_name) model:identity{runtime="triton"}'


def by_model_name(expr: str) -> str:
    """The sum of ``expr`` per model, under the name of the label that all runtimes share."""
    return f'sum by (model_name) (label_replace({expr}, "model_name", "$1", "model", "(.+)"))'


# Old servers give failures no reason. Both counters would then have the same labels and `or` would
# drop the failures, so a label keeps the two apart.
FINISHED = """
  rate(nv_inference_request_success[5m])
  or
  label_replace(rate(nv_inference_request_failure[5m]), "outcome", "failure", "", "")
"""

SIGNALS = (
    Signal(
        REQUESTS,
        f"{by_model_name(FINISHED)} and {DECLARED}",
        labels=("model_name",),
        unit="requests per second",
        help="Finished requests, answered or failed.",
    ),
    Signal(
        ERRORS,
        f"""
          (
            {by_model_name('rate(nv_inference_request_failure{reason!="CANCELED"}[5m])')}
            or
            0 * {REQUESTS}
          )
          and {DECLARED}
        """,
        labels=("model_name",),
        unit="requests per second",
        help=(
            "Requests that failed; one that its caller cancelled is none, but a server that gives "
            "no reason counts it too."
        ),
    ),
    Signal(
        LATENCY_SUM,
        f"{by_model_name('rate(nv_inference_request_duration_us[5m])')} / 1e6 and {DECLARED}",
        labels=("model_name",),
        unit="seconds per second",
        help="Time spent in requests that succeeded; Triton does not time those that fail.",
    ),
)
