"""Raw series of vLLM in, canonical signals out. Model c is declared for another runtime."""

from generator.catalog import SignalCase
from generator.catalog.canonical import LATENCY_BUCKET, LATENCY_SUM, REQUESTS

FINISHED = "vllm:request_success_total"
LATENCY = "vllm:e2e_request_latency_seconds"
INFO_C = 'model:info{model_name="c",team="gamma",tier="2",task="llm",runtime="watchkeeper"}'

# 1 a second in minutes 6 to 10, by uneven steps after a busier time: any other window sees another
# rate. And a process that restarts in minute 9.
UNEVEN = "0+600x6 3720 3780 3840 3840"
RESTART = "0+60x8 0+60x5"

CASES = (
    SignalCase(
        "engines and reasons are summed; undeclared and foreign models are left out",
        REQUESTS,
        series={
            f'{FINISHED}{{model_name="a",engine="0",finished_reason="stop"}}': UNEVEN,
            f'{FINISHED}{{model_name="a",engine="1",finished_reason="stop"}}': "0+30x20",
            f'{FINISHED}{{model_name="a",engine="1",finished_reason="abort"}}': "0+15x20",
            f'{FINISHED}{{model_name="b",engine="0",finished_reason="length"}}': RESTART,
            f'{FINISHED}{{model_name="c",engine="0",finished_reason="stop"}}': "0+60x20",
            f'{FINISHED}{{model_name="/models/a",engine="0",finished_reason="stop"}}': "0+60x20",
            INFO_C: "1x20",
        },
        at="10m",
        expect={f'{REQUESTS}{{model_name="a"}}': 1.75, f'{REQUESTS}{{model_name="b"}}': 0.75},
    ),
    SignalCase(
        "a model without traffic has a rate of zero",
        REQUESTS,
        series={f'{FINISHED}{{model_name="a",engine="0",finished_reason="stop"}}': "0x20"},
        at="10m",
        expect={f'{REQUESTS}{{model_name="a"}}': 0},
    ),
    SignalCase("nothing is scraped", REQUESTS, series={}, at="10m", expect={}),
    SignalCase(
        "each bound keeps its own rate, summed over engines",
        LATENCY_BUCKET,
        series={
            f'{LATENCY}_bucket{{model_name="a",engine="0",le="0.3"}}': "0+30x20",
            f'{LATENCY}_bucket{{model_name="a",engine="1",le="0.3"}}': "0+15x20",
            f'{LATENCY}_bucket{{model_name="a",engine="0",le="7680.0"}}': UNEVEN,
            f'{LATENCY}_bucket{{model_name="a",engine="0",le="+Inf"}}': "0+120x20",
            f'{LATENCY}_bucket{{model_name="b",engine="0",le="+Inf"}}': RESTART,
            f'{LATENCY}_bucket{{model_name="c",engine="0",le="0.3"}}': "0+60x20",
            f'{LATENCY}_bucket{{model_name="z",engine="0",le="0.3"}}': "0+60x20",
            INFO_C: "1x20",
        },
        at="10m",
        expect={
            f'{LATENCY_BUCKET}{{model_name="a",le="0.3"}}': 0.75,
            f'{LATENCY_BUCKET}{{model_name="a",le="7680.0"}}': 1,
            f'{LATENCY_BUCKET}{{model_name="a",le="+Inf"}}': 2,
            f'{LATENCY_BUCKET}{{model_name="b",le="+Inf"}}': 0.75,
        },
    ),
    SignalCase("nothing is scraped", LATENCY_BUCKET, series={}, at="10m", expect={}),
    SignalCase(
        "time spent in two engines, and in one server that restarts",
        LATENCY_SUM,
        series={
            f'{LATENCY}_sum{{model_name="a",engine="0"}}': UNEVEN,
            f'{LATENCY}_sum{{model_name="a",engine="1"}}': "0+7.5x20",
            f'{LATENCY}_sum{{model_name="b",engine="0"}}': RESTART,
            f'{LATENCY}_sum{{model_name="c",engine="0"}}': "0+60x20",
            f'{LATENCY}_sum{{model_name="z",engine="0"}}': "0+60x20",
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
