"""Raw series of the library in, canonical signals out. Model c is declared for another runtime."""

from generator.catalog import SignalCase
from generator.catalog.canonical import ERRORS, LATENCY_BUCKET, LATENCY_SUM, REQUESTS

REQUESTS_TOTAL = "model_prediction_requests_total"
LATENCY = "model_prediction_latency_seconds"
INFO_C = 'model:info{model_name="c",team="gamma",tier="2",task="ranking",runtime="kserve"}'

# 1 a second in minutes 6 to 10, by uneven steps after a busier time: any other window sees another
# rate. And a process that restarts in minute 9.
UNEVEN = "0+600x6 3720 3780 3840 3840"
RESTART = "0+60x8 0+60x5"

REQUEST_CASES = (
    SignalCase(
        "versions and statuses are summed; undeclared and foreign models are left out",
        REQUESTS,
        series={
            f'{REQUESTS_TOTAL}{{model_name="a",model_version="1",status="success"}}': "0+60x20",
            f'{REQUESTS_TOTAL}{{model_name="a",model_version="2",status="success"}}': "0+30x20",
            f'{REQUESTS_TOTAL}{{model_name="a",model_version="2",status="error"}}': "0+15x20",
            f'{REQUESTS_TOTAL}{{model_name="a",model_version="1",status="cancelled"}}': "0+15x20",
            f'{REQUESTS_TOTAL}{{model_name="b",model_version="1",status="success"}}': "7x20",
            f'{REQUESTS_TOTAL}{{model_name="c",model_version="1",status="success"}}': "0+60x20",
            f'{REQUESTS_TOTAL}{{model_name="z",model_version="1",status="success"}}': "0+60x20",
            INFO_C: "1x20",
        },
        at="10m",
        expect={f'{REQUESTS}{{model_name="a"}}': 2, f'{REQUESTS}{{model_name="b"}}': 0},
    ),
    SignalCase(
        "five minutes of an uneven load, and a restart within them",
        REQUESTS,
        series={
            f'{REQUESTS_TOTAL}{{model_name="a",model_version="1",status="success"}}': UNEVEN,
            f'{REQUESTS_TOTAL}{{model_name="b",model_version="1",status="success"}}': RESTART,
        },
        at="10m",
        expect={f'{REQUESTS}{{model_name="a"}}': 1, f'{REQUESTS}{{model_name="b"}}': 0.75},
    ),
    SignalCase("nothing is scraped", REQUESTS, series={}, at="10m", expect={}),
)

ERROR_CASES = (
    SignalCase(
        "errors of two versions; successes and cancelled predictions are none",
        ERRORS,
        series={
            f'{REQUESTS_TOTAL}{{model_name="a",model_version="1",status="success"}}': "0+60x20",
            f'{REQUESTS_TOTAL}{{model_name="a",model_version="1",status="cancelled"}}': "0+60x20",
            f'{REQUESTS_TOTAL}{{model_name="a",model_version="1",status="error"}}': "0+15x20",
            f'{REQUESTS_TOTAL}{{model_name="a",model_version="2",status="error"}}': UNEVEN,
            f'{REQUESTS_TOTAL}{{model_name="b",model_version="1",status="error"}}': RESTART,
            f'{REQUESTS_TOTAL}{{model_name="c",model_version="1",status="error"}}': "0+60x20",
            f'{REQUESTS_TOTAL}{{model_name="z",model_version="1",status="error"}}': "0+60x20",
            INFO_C: "1x20",
        },
        at="10m",
        expect={f'{ERRORS}{{model_name="a"}}': 1.25, f'{ERRORS}{{model_name="b"}}': 0.75},
    ),
    SignalCase(
        "requests and no error series yet: zero, for our models only",
        ERRORS,
        series={
            f'{REQUESTS_TOTAL}{{model_name="a",model_version="1",status="success"}}': "0+60x20",
            f'{REQUESTS}{{model_name="c"}}': "1x20",
            INFO_C: "1x20",
        },
        at="10m",
        expect={f'{ERRORS}{{model_name="a"}}': 0},
    ),
    SignalCase("nothing is scraped", ERRORS, series={}, at="10m", expect={}),
)

LATENCY_CASES = (
    SignalCase(
        "each bound keeps its own rate, summed over versions",
        LATENCY_BUCKET,
        series={
            f'{LATENCY}_bucket{{model_name="a",model_version="1",le="0.25"}}': "0+30x20",
            f'{LATENCY}_bucket{{model_name="a",model_version="2",le="0.25"}}': "0+15x20",
            f'{LATENCY}_bucket{{model_name="a",model_version="1",le="1.0"}}': UNEVEN,
            f'{LATENCY}_bucket{{model_name="a",model_version="1",le="+Inf"}}': "0+120x20",
            f'{LATENCY}_bucket{{model_name="b",model_version="1",le="+Inf"}}': RESTART,
            f'{LATENCY}_bucket{{model_name="c",model_version="1",le="1.0"}}': "0+60x20",
            f'{LATENCY}_bucket{{model_name="z",model_version="1",le="1.0"}}': "0+60x20",
            INFO_C: "1x20",
        },
        at="10m",
        expect={
            f'{LATENCY_BUCKET}{{model_name="a",le="0.25"}}': 0.75,
            f'{LATENCY_BUCKET}{{model_name="a",le="1.0"}}': 1,
            f'{LATENCY_BUCKET}{{model_name="a",le="+Inf"}}': 2,
            f'{LATENCY_BUCKET}{{model_name="b",le="+Inf"}}': 0.75,
        },
    ),
    SignalCase("nothing is scraped", LATENCY_BUCKET, series={}, at="10m", expect={}),
    SignalCase(
        "time spent in two versions, and in one process that restarts",
        LATENCY_SUM,
        series={
            f'{LATENCY}_sum{{model_name="a",model_version="1"}}': UNEVEN,
            f'{LATENCY}_sum{{model_name="a",model_version="2"}}': "0+7.5x20",
            f'{LATENCY}_sum{{model_name="b",model_version="1"}}': RESTART,
            f'{LATENCY}_sum{{model_name="c",model_version="1"}}': "0+60x20",
            f'{LATENCY}_sum{{model_name="z",model_version="1"}}': "0+60x20",
            INFO_C: "1x20",
        },
        at="10m",
        expect={
            f'{LATENCY_SUM}{{model_name="a"}}': 1.125,
            f'{LATENCY_SUM}{{model_name="b"}}': 0.75,
        },
    ),
    SignalCase("nothing is scraped", LATENCY_SUM, series={}, at="10m", expect={}),
)

CASES = (*REQUEST_CASES, *ERROR_CASES, *LATENCY_CASES)
