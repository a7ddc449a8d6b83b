"""Raw series of the model server in, canonical signals out. Model c is of another runtime."""

from generator.catalog import SignalCase
from generator.catalog.canonical import LATENCY_BUCKET, LATENCY_SUM, REQUESTS

PREDICT = "request_predict_seconds"
INFO_C = 'model:info{model_name="c",team="gamma",tier="2",task="ranking",runtime="watchkeeper"}'

# 1 a second in minutes 6 to 10, by uneven steps after a busier time: any other window sees another
# rate. And a process that restarts in minute 9.
UNEVEN = "0+600x6 3720 3780 3840 3840"
RESTART = "0+60x8 0+60x5"

CASES = (
    SignalCase(
        "pods are summed, a restart is no drop; undeclared and foreign models are left out",
        REQUESTS,
        series={
            f'{PREDICT}_count{{model_name="a",pod="a-1"}}': UNEVEN,
            f'{PREDICT}_count{{model_name="a",pod="a-2"}}': "0+30x20",
            f'{PREDICT}_count{{model_name="b",pod="b-1"}}': RESTART,
            f'{PREDICT}_count{{model_name="c",pod="c-1"}}': "0+60x20",
            f'{PREDICT}_count{{model_name="z",pod="z-1"}}': "0+60x20",
            INFO_C: "1x20",
        },
        at="10m",
        expect={f'{REQUESTS}{{model_name="a"}}': 1.5, f'{REQUESTS}{{model_name="b"}}': 0.75},
    ),
    SignalCase(
        "a model without traffic has a rate of zero",
        REQUESTS,
        series={f'{PREDICT}_count{{model_name="a",pod="a-1"}}': "7x20"},
        at="10m",
        expect={f'{REQUESTS}{{model_name="a"}}': 0},
    ),
    SignalCase("nothing is scraped", REQUESTS, series={}, at="10m", expect={}),
    SignalCase(
        "each bound keeps its own rate, summed over pods",
        LATENCY_BUCKET,
        series={
            f'{PREDICT}_bucket{{model_name="a",pod="a-1",le="0.075"}}': "0+30x20",
            f'{PREDICT}_bucket{{model_name="a",pod="a-2",le="0.075"}}': "0+15x20",
            f'{PREDICT}_bucket{{model_name="a",pod="a-1",le="1.0"}}': UNEVEN,
            f'{PREDICT}_bucket{{model_name="a",pod="a-1",le="+Inf"}}': "0+120x20",
            f'{PREDICT}_bucket{{model_name="b",pod="b-1",le="+Inf"}}': RESTART,
            f'{PREDICT}_bucket{{model_name="c",pod="c-1",le="1.0"}}': "0+60x20",
            f'{PREDICT}_bucket{{model_name="z",pod="z-1",le="1.0"}}': "0+60x20",
            INFO_C: "1x20",
        },
        at="10m",
        expect={
            f'{LATENCY_BUCKET}{{model_name="a",le="0.075"}}': 0.75,
            f'{LATENCY_BUCKET}{{model_name="a",le="1.0"}}': 1,
            f'{LATENCY_BUCKET}{{model_name="a",le="+Inf"}}': 2,
            f'{LATENCY_BUCKET}{{model_name="b",le="+Inf"}}': 0.75,
        },
    ),
    SignalCase("nothing is scraped", LATENCY_BUCKET, series={}, at="10m", expect={}),
    SignalCase(
        "time spent in two pods, and in one that restarts",
        LATENCY_SUM,
        series={
            f'{PREDICT}_sum{{model_name="a",pod="a-1"}}': UNEVEN,
            f'{PREDICT}_sum{{model_name="a",pod="a-2"}}': "0+7.5x20",
            f'{PREDICT}_sum{{model_name="b",pod="b-1"}}': RESTART,
            f'{PREDICT}_sum{{model_name="c",pod="c-1"}}': "0+60x20",
            f'{PREDICT}_sum{{model_name="z",pod="z-1"}}': "0+60x20",
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
