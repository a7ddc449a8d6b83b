"""vLLM's metrics as canonical signals, summed over the engines of a data-parallel server."""

from generator.catalog import Signal
from generator.catalog.canonical import LATENCY_BUCKET, LATENCY_SUM, REQUESTS

DECLARED = 'on (model_name) model:identity{runtime="vllm"}'

SIGNALS = (
    Signal(
        REQUESTS,
        f"sum by (model_name) (rate(vllm:request_success_total[5m])) and {DECLARED}",
        labels=("model_name",),
        unit="requests per second",
        help="Requests that finished, those aborted by the caller included.",
    ),
    Signal(
        LATENCY_BUCKET,
        f"""
          sum by (model_name, le) (rate(vllm:e2e_request_latency_seconds_bucket[5m]))
          and {DECLARED}
        """,
        labels=("model_name", "le"),
        unit="requests per second",
        help="Requests whose last token came within le seconds.",
    ),
    Signal(
        LATENCY_SUM,
        f"sum by (model_name) (rate(vllm:e2e_request_latency_seconds_sum[5m])) and {DECLARED}",
        labels=("model_name",),
        unit="seconds per second",
        help="Time spent in requests, from arrival to the last token.",
    ),
)
