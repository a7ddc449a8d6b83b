"""Raw series of queue-proxy in, canonical signals out. Model c is of another runtime."""

from generator.catalog import SignalCase
from generator.catalog.canonical import ERRORS, LATENCY_BUCKET, LATENCY_SUM, REQUESTS

COUNT = "revision_app_request_count"
LATENCIES = "revision_app_request_latencies"
SECOND = "kn_queueproxy_app_duration_seconds"
THIRD = "kn_serving_invocation_duration_seconds"
INFO_C = 'model:info{model_name="c",team="gamma",tier="2",task="ranking",runtime="kserve"}'

# 1 a second in minutes 6 to 10, by uneven steps after a busier time: any other window sees another
# rate. And a process that restarts in minute 9.
UNEVEN = "0+600x6 3720 3780 3840 3840"
RESTART = "0+60x8 0+60x5"
UNEVEN_MILLISECONDS = "0+600000x6 3720000 3780000 3840000 3840000"

# Every bound of the first generation, and the same bound in seconds.
BOUNDS = (
    ("5", "0.005"),
    ("10", "0.01"),
    ("20", "0.02"),
    ("40", "0.04"),
    ("60", "0.06"),
    ("80", "0.08"),
    ("100", "0.1"),
    ("150", "0.15"),
    ("200", "0.2"),
    ("250", "0.25"),
    ("300", "0.3"),
    ("350", "0.35"),
    ("400", "0.4"),
    ("450", "0.45"),
    ("500", "0.5"),
    ("600", "0.6"),
    ("700", "0.7"),
    ("800", "0.8"),
    ("900", "0.9"),
    ("1000", "1.0"),
    ("2000", "2.0"),
    ("5000", "5.0"),
    ("10000", "10.0"),
    ("20000", "20.0"),
    ("50000", "50.0"),
    ("100000", "100.0"),
)


def of(model: str, pod: str, **labels: str) -> str:
    """The labels of one raw series."""
    pairs = {"model_name": model, "pod": pod, **labels}
    return "{" + ",".join(f'{name}="{value}"' for name, value in pairs.items()) + "}"


REQUEST_CASES = (
    SignalCase(
        "an upgrade from the first to the third generation: the pods of both are summed",
        REQUESTS,
        series={
            COUNT + of("a", "a-1", response_code="200", response_code_class="2xx"): UNEVEN,
            COUNT + of("a", "a-1", response_code="500", response_code_class="5xx"): "0+15x20",
            THIRD + "_count" + of("a", "a-2", http_response_status_code="200"): "0+30x20",
            THIRD + "_count" + of("b", "b-1", http_response_status_code="200"): RESTART,
            THIRD + "_count" + of("c", "c-1", http_response_status_code="200"): "0+60x20",
            THIRD + "_count" + of("z", "z-1", http_response_status_code="200"): "0+60x20",
            INFO_C: "1x20",
        },
        at="10m",
        expect={f'{REQUESTS}{{model_name="a"}}': 1.75, f'{REQUESTS}{{model_name="b"}}': 0.75},
    ),
    SignalCase(
        "an upgrade from the second to the third, and a model still on the first",
        REQUESTS,
        series={
            SECOND + "_count" + of("a", "a-1", http_response_status_code="200"): UNEVEN,
            THIRD + "_count" + of("a", "a-2", http_response_status_code="200"): UNEVEN,
            COUNT + of("b", "b-1", response_code="200", response_code_class="2xx"): "0+30x20",
        },
        at="10m",
        expect={f'{REQUESTS}{{model_name="a"}}': 2, f'{REQUESTS}{{model_name="b"}}': 0.5},
    ),
    SignalCase("nothing is scraped", REQUESTS, series={}, at="10m", expect={}),
)

ERROR_CASES = (
    SignalCase(
        "statuses of 500 and above in every generation; 404 is the caller's mistake",
        ERRORS,
        series={
            COUNT + of("a", "a-1", response_code="200", response_code_class="2xx"): "0+60x20",
            COUNT + of("a", "a-1", response_code="404", response_code_class="4xx"): "0+60x20",
            COUNT + of("a", "a-1", response_code="500", response_code_class="5xx"): UNEVEN,
            COUNT + of("a", "a-1", response_code="503", response_code_class="5xx"): "0+30x20",
            SECOND + "_count" + of("a", "a-2", http_response_status_code="404"): "0+60x20",
            SECOND + "_count" + of("a", "a-2", http_response_status_code="511"): UNEVEN,
            THIRD + "_count" + of("a", "a-3", http_response_status_code="404"): "0+60x20",
            THIRD + "_count" + of("a", "a-3", http_response_status_code="529"): UNEVEN,
            THIRD + "_count" + of("b", "b-1", http_response_status_code="502"): RESTART,
            THIRD + "_count" + of("c", "c-1", http_response_status_code="500"): "0+60x20",
            THIRD + "_count" + of("z", "z-1", http_response_status_code="500"): "0+60x20",
            INFO_C: "1x20",
        },
        at="10m",
        expect={f'{ERRORS}{{model_name="a"}}': 3.5, f'{ERRORS}{{model_name="b"}}': 0.75},
    ),
    SignalCase(
        "requests and no failure yet: zero, for our models only",
        ERRORS,
        series={
            COUNT + of("a", "a-1", response_code="200", response_code_class="2xx"): "0+60x20",
            THIRD + "_count" + of("b", "b-1", http_response_status_code="200"): "0+60x20",
            f'{REQUESTS}{{model_name="c"}}': "1x20",
            INFO_C: "1x20",
        },
        at="10m",
        expect={f'{ERRORS}{{model_name="a"}}': 0, f'{ERRORS}{{model_name="b"}}': 0},
    ),
    SignalCase("nothing is scraped", ERRORS, series={}, at="10m", expect={}),
)

BUCKET_CASES = (
    SignalCase(
        "every bound in milliseconds becomes its own in seconds, written with a decimal or without",
        LATENCY_BUCKET,
        series={
            LATENCIES + "_bucket" + of(model, f"{model}-1", le=bound + decimal): f"0+{60 * rate}x20"
            for model, decimal in (("a", ""), ("b", ".0"))
            for rate, (bound, _) in enumerate(BOUNDS)
        }
        | {LATENCIES + "_bucket" + of("a", "a-1", le="+Inf"): "0+3600x20"},
        at="10m",
        expect={
            f'{LATENCY_BUCKET}{{model_name="{model}",le="{bound}"}}': rate
            for model in ("a", "b")
            for rate, (_, bound) in enumerate(BOUNDS)
        }
        | {f'{LATENCY_BUCKET}{{model_name="a",le="+Inf"}}': 60},
    ),
    SignalCase(
        "an upgrade: bounds that both generations have are summed",
        LATENCY_BUCKET,
        series={
            LATENCIES + "_bucket" + of("a", "a-1", le="250.0"): UNEVEN,
            LATENCIES + "_bucket" + of("a", "a-1", le="1000.0"): UNEVEN,
            LATENCIES + "_bucket" + of("a", "a-1", le="+Inf"): UNEVEN,
            SECOND + "_bucket" + of("a", "a-2", le="1.0"): UNEVEN,
            SECOND + "_bucket" + of("a", "a-2", le="+Inf"): UNEVEN,
            THIRD + "_bucket" + of("a", "a-3", le="0.25"): "0+15x20",
            THIRD + "_bucket" + of("a", "a-3", le="1.0"): UNEVEN,
            THIRD + "_bucket" + of("a", "a-3", le="+Inf"): "0+120x20",
            THIRD + "_bucket" + of("b", "b-1", le="10.0"): RESTART,
            THIRD + "_bucket" + of("c", "c-1", le="1.0"): "0+60x20",
            THIRD + "_bucket" + of("z", "z-1", le="1.0"): "0+60x20",
            INFO_C: "1x20",
        },
        at="10m",
        expect={
            f'{LATENCY_BUCKET}{{model_name="a",le="0.25"}}': 1.25,
            f'{LATENCY_BUCKET}{{model_name="a",le="1.0"}}': 3,
            f'{LATENCY_BUCKET}{{model_name="a",le="+Inf"}}': 4,
            f'{LATENCY_BUCKET}{{model_name="b",le="10.0"}}': 0.75,
        },
    ),
    SignalCase("nothing is scraped", LATENCY_BUCKET, series={}, at="10m", expect={}),
)

SUM_CASES = (
    SignalCase(
        "milliseconds of the first generation and seconds of the others",
        LATENCY_SUM,
        series={
            LATENCIES + "_sum" + of("a", "a-1", response_code="200"): UNEVEN_MILLISECONDS,
            SECOND + "_sum" + of("a", "a-2", http_response_status_code="200"): UNEVEN,
            THIRD + "_sum" + of("a", "a-3", http_response_status_code="200"): UNEVEN,
            THIRD + "_sum" + of("b", "b-1", http_response_status_code="200"): RESTART,
            THIRD + "_sum" + of("c", "c-1", http_response_status_code="200"): "0+60x20",
            THIRD + "_sum" + of("z", "z-1", http_response_status_code="200"): "0+60x20",
            INFO_C: "1x20",
        },
        at="10m",
        expect={f'{LATENCY_SUM}{{model_name="a"}}': 3, f'{LATENCY_SUM}{{model_name="b"}}': 0.75},
    ),
    SignalCase("nothing is scraped", LATENCY_SUM, series={}, at="10m", expect={}),
)

CASES = (*REQUEST_CASES, *ERROR_CASES, *BUCKET_CASES, *SUM_CASES)
