"""Raw series of Triton in, canonical signals out. Model c is declared for another runtime."""

from generator.catalog import SignalCase
from generator.catalog.canonical import ERRORS, LATENCY_SUM, REQUESTS

SUCCESS = "nv_inference_request_success"
FAILURE = "nv_inference_request_failure"
DURATION = "nv_inference_request_duration_us"
INFO_C = 'model:info{model_name="c",team="gamma",tier="2",task="ranking",runtime="watchkeeper"}'

# 1 a second in minutes 6 to 10, by uneven steps after a busier time: any other window sees another
# rate. And a process that restarts in minute 9.
UNEVEN = "0+600x6 3720 3780 3840 3840"
RESTART = "0+60x8 0+60x5"

REQUEST_CASES = (
    SignalCase(
        "versions and outcomes are summed; undeclared and foreign models are left out",
        REQUESTS,
        series={
            f'{SUCCESS}{{model="a",version="1"}}': UNEVEN,
            f'{SUCCESS}{{model="a",version="2"}}': "0+30x20",
            f'{FAILURE}{{model="a",version="2",reason="BACKEND"}}': UNEVEN,
            f'{FAILURE}{{model="a",version="2",reason="CANCELED"}}': "0+15x20",
            f'{SUCCESS}{{model="b",version="1"}}': RESTART,
            f'{SUCCESS}{{model="c",version="1"}}': "0+60x20",
            f'{SUCCESS}{{model="z",version="1"}}': "0+60x20",
            INFO_C: "1x20",
        },
        at="10m",
        expect={f'{REQUESTS}{{model_name="a"}}': 2.75, f'{REQUESTS}{{model_name="b"}}': 0.75},
    ),
    SignalCase(
        "an old server without reasons: failures are requests too, also where nothing succeeds",
        REQUESTS,
        series={
            f'{SUCCESS}{{model="a",version="1"}}': "0+60x20",
            f'{FAILURE}{{model="a",version="1"}}': "0+30x20",
            f'{FAILURE}{{model="b",version="1"}}': "0+30x20",
        },
        at="10m",
        expect={f'{REQUESTS}{{model_name="a"}}': 1.5, f'{REQUESTS}{{model_name="b"}}': 0.5},
    ),
    SignalCase("nothing is scraped", REQUESTS, series={}, at="10m", expect={}),
)

ERROR_CASES = (
    SignalCase(
        "failures of every reason but cancelled, over versions",
        ERRORS,
        series={
            f'{SUCCESS}{{model="a",version="1"}}': "0+60x20",
            f'{FAILURE}{{model="a",version="1",reason="REJECTED"}}': UNEVEN,
            f'{FAILURE}{{model="a",version="1",reason="CANCELED"}}': "0+60x20",
            f'{FAILURE}{{model="a",version="2",reason="OTHER"}}': "0+15x20",
            f'{FAILURE}{{model="b",version="1",reason="BACKEND"}}': RESTART,
            f'{FAILURE}{{model="c",version="1",reason="BACKEND"}}': "0+60x20",
            f'{FAILURE}{{model="z",version="1",reason="BACKEND"}}': "0+60x20",
            INFO_C: "1x20",
        },
        at="10m",
        expect={f'{ERRORS}{{model_name="a"}}': 1.25, f'{ERRORS}{{model_name="b"}}': 0.75},
    ),
    SignalCase(
        "an old server without reasons, and a model without any failure series",
        ERRORS,
        series={
            f'{FAILURE}{{model="a",version="1"}}': "0+30x20",
            f'{SUCCESS}{{model="b",version="1"}}': "0+60x20",
            f'{REQUESTS}{{model_name="c"}}': "1x20",
            INFO_C: "1x20",
        },
        at="10m",
        expect={f'{ERRORS}{{model_name="a"}}': 0.5, f'{ERRORS}{{model_name="b"}}': 0},
    ),
    SignalCase("nothing is scraped", ERRORS, series={}, at="10m", expect={}),
)

LATENCY_CASES = (
    SignalCase(
        "microseconds of two versions become seconds, a restart is no drop",
        LATENCY_SUM,
        series={
            f'{DURATION}{{model="a",version="1"}}': "0+30000000x20",
            f'{DURATION}{{model="a",version="2"}}': "0+15000000x20",
            f'{DURATION}{{model="b",version="1"}}': "0+60000000x8 0+60000000x5",
            f'{DURATION}{{model="c",version="1"}}': "0+60000000x20",
            f'{DURATION}{{model="z",version="1"}}': "0+60000000x20",
            INFO_C: "1x20",
        },
        at="10m",
        expect={f'{LATENCY_SUM}{{model_name="a"}}': 0.75, f'{LATENCY_SUM}{{model_name="b"}}': 0.75},
    ),
    SignalCase("nothing is scraped", LATENCY_SUM, series={}, at="10m", expect={}),
)

CASES = (*REQUEST_CASES, *ERROR_CASES, *LATENCY_CASES)
