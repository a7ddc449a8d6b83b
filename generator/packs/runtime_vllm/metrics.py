"""What vLLM's OpenAI-compatible server reports, per model and engine."""

from generator.catalog import counter, gauge, histogram

# Those of e2e_request_latency_seconds; old releases end at 60.
LATENCY_BUCKETS = (
    *(0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60),
    *(120, 240, 480, 960, 1920, 7680),
)

METRICS = (
    counter(
        "vllm:request_success_total",
        "model_name",
        "engine",
        "finished_reason",
        unit="requests",
        help=(
            "Every request that finished, whatever the name says: finished_reason is stop, length, "
            "abort and, in newer releases, error and repetition."
        ),
    ),
    histogram(
        "vllm:e2e_request_latency_seconds",
        "model_name",
        "engine",
        unit="seconds",
        help="Time from a request's arrival to its last token.",
    ),
    histogram(
        "vllm:time_to_first_token_seconds",
        "model_name",
        "engine",
        unit="seconds",
        help="Time from a request's arrival to its first token.",
    ),
    counter(
        "vllm:generation_tokens_total",
        "model_name",
        "engine",
        unit="tokens",
        help="Tokens generated.",
    ),
    gauge(
        "vllm:num_requests_running",
        "model_name",
        "engine",
        unit="requests",
        range=(0, float("inf")),
        help="Requests in the running batch.",
    ),
    gauge(
        "vllm:num_requests_waiting",
        "model_name",
        "engine",
        unit="requests",
        range=(0, float("inf")),
        help="Requests that wait for a place in the batch.",
    ),
    gauge(
        "vllm:kv_cache_usage_perc",
        "model_name",
        "engine",
        unit="ratio",
        range=(0, 1),
        help="Share of the KV cache's blocks in use, from 0 to 1.",
        versions="0.9 and later; before, vllm:gpu_cache_usage_perc",
    ),
)
