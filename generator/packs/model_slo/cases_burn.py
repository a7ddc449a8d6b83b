"""Cases of the burn alerts; ``inputs`` explains their numbers."""

from generator.catalog import fires, quiet
from generator.packs.model_slo.inputs import (
    ALWAYS,
    REQUESTS,
    availability,
    latency,
    objective,
    requests,
)

OF_A = {"model_name": "a", "slo": "availability"}
LATENCY_OF_A = {"model_name": "a", "slo": "latency"}
EVENTS = 640 * 300  # that one value stands for

# Values of five minutes each: an hour has 12 of them, half an hour 6, six hours 72. What was served
# first is so much that a window is below its limit until that has left it.
NO_OBJECTIVE = {'model:slo:objective{model_name="a",slo="availability"}': "NaN+0x200"}
FAST_CASES = (
    fires(
        "4 % over the limit for ten minutes; over five minutes after half an hour is under its own",
        OF_A,
        at="2m",
        holds="31m",
        series=availability("a", f"150x10 0{ALWAYS}") | availability("b", f"0{ALWAYS}"),
    ),
    fires(
        "over an hour 4 % over the limit; just as many requests as it takes to count, one fewer "
        "beside it",
        OF_A,
        at="2h5m",
        every=5,
        series={
            **availability("a", "0x12 150x30", f"64000 640{ALWAYS}"),
            **availability("b", "0x12 150x30", f"64000 640{ALWAYS}"),
            'model:slo_events:min{model_name="a"}': f"{12 * EVENTS}{ALWAYS}",
            'model:slo_events:min{model_name="b"}': f"{12 * EVENTS + 1}{ALWAYS}",
        },
    ),
    fires(
        "over six hours 3 % over the limit of the second pair, until half an hour is below it; "
        "just as many requests as it takes to count, one fewer beside it",
        OF_A,
        at="6h5m",
        holds="6h50m",
        every=5,
        series={
            **availability("a", f"0 62x74 120 50{ALWAYS}", f"5120 640{ALWAYS}"),
            **availability("b", f"0 62x74 120 50{ALWAYS}", f"5120 640{ALWAYS}"),
            'model:slo_events:min{model_name="a"}': f"{72 * EVENTS}{ALWAYS}",
            'model:slo_events:min{model_name="b"}': f"{72 * EVENTS + 1}{ALWAYS}",
        },
    ),
    fires(
        "each constant is loaded twice while a sync replaces it: the stricter copy counts",
        OF_A,
        LATENCY_OF_A,
        at="2m",
        series={
            **availability("a", f"100{ALWAYS}"),
            **objective("a", 0.9, more=',copy="old"'),
            **latency("a", f"490{ALWAYS}"),
            **objective("a", 0.9, slo="latency", more=',copy="old",le="0.5"'),
            **availability("b", f"59{ALWAYS}"),
            **objective("b", 0.9, more=',copy="old"'),
            'model:slo_window:days{model_name="a",slo="availability"}': f"30{ALWAYS}",
            'model:slo_window:days{model_name="a",slo="availability",copy="old"}': f"60{ALWAYS}",
            'tier:slo:objective{tier="1",slo="availability"}': f"0.9{ALWAYS}",
            'tier:slo:objective{tier="1",slo="availability",copy="old"}': f"0.9{ALWAYS}",
            'model:slo_events:min{model_name="a"}': f"1{ALWAYS}",
            'model:slo_events:min{model_name="a",copy="old"}': f"2{ALWAYS}",
        },
    ),
    fires(
        "the objective of the tier, beside a model whose own one is looser",
        OF_A,
        at="2m",
        series={
            **requests("a", f"150{ALWAYS}"),
            **requests("b", f"150{ALWAYS}"),
            **objective("b", 0.9),
            'tier:slo:objective{tier="1",slo="availability"}': f"0.984375{ALWAYS}",
            'tier:slo:objective{tier="2",slo="availability"}': f"0.984375{ALWAYS}",
        },
    ),
    fires(
        "a budget of 15 days burns twice as fast as one of 30: just over its limit, and just under",
        OF_A,
        at="2m",
        series={
            **availability("a", f"31{ALWAYS}"),
            **availability("b", f"29.5{ALWAYS}"),
            'model:slo_window:days{model_name="a",slo="availability"}': f"15{ALWAYS}",
            'model:slo_window:days{model_name="b",slo="availability"}': f"15{ALWAYS}",
        },
    ),
    fires(
        "14.4 times the budget is more than everything: over nine in ten count as that",
        OF_A,
        at="2m",
        series={
            **objective("a", 0.5),
            **requests("a", f"58{ALWAYS}", f"64{ALWAYS}"),
            **objective("b", 0.5),
            **requests("b", f"576{ALWAYS}"),
        },
    ),
    fires(
        "everything fails right after a restart that left a gap of ten minutes",
        OF_A,
        at="13m",
        series={
            **availability("a", "0 _x10 640x60", "640 _x10 640x60"),
            **availability("b", f"0{ALWAYS}"),
        },
    ),
    quiet(
        "over the limit over 1 h and exactly at it over 5 m, and the other way round",
        until="3h",
        every=5,
        series={
            **availability("a", f"0x12 640 144{ALWAYS}", f"64000 640{ALWAYS}"),
            **availability("b", "0 " + "150x1 138x1 " * 20, f"64000 640{ALWAYS}"),
        },
    ),
    quiet(
        "over the limit over 6 h and exactly at it over 30 m, and the other way round",
        until="8h",
        every=5,
        series={
            **availability("a", f"0x6 640 60{ALWAYS}", f"6400 640{ALWAYS}"),
            **availability("b", "0 " + "63x11 57x11 " * 8, f"6400 640{ALWAYS}"),
        },
    ),
    quiet(
        "three requests at night, all of them failing",
        until="2h",
        every=5,
        series={
            **availability("a", f"0x12 0.01 0{ALWAYS}", f"0x12 0.01 0{ALWAYS}"),
            'tier:slo_events:min{tier="1"}': f"4{ALWAYS}",
            'tier:slo_events:min{tier="2"}': f"4{ALWAYS}",
        },
    ),
    quiet("no objective is set", until="10m", series=requests("a", REQUESTS)),
    quiet("no traffic", until="10m", series=availability("a", f"0{ALWAYS}", f"0{ALWAYS}")),
    quiet("no data", until="10m", series=objective("a")),
    quiet(
        "a server that counts no errors",
        until="10m",
        series=objective("a") | {'model:requests:rate5m{model_name="a"}': REQUESTS},
    ),
    quiet(
        "the bound is no bucket of the model",
        until="10m",
        series=latency("a", f"0{ALWAYS}", bound="0.3"),
    ),
    quiet(
        "an objective of null takes that of the tier away",
        until="20m",
        series={
            **requests("a", REQUESTS),
            **NO_OBJECTIVE,
            'tier:slo:objective{tier="1",slo="availability"}': f"0.99{ALWAYS}",
            'tier:slo:objective{tier="2",slo="availability"}': f"0.99{ALWAYS}",
        },
    ),
)

# Values of half an hour each: two hours have 4 of them, six hours 12, a day 48, three days 144. The
# first of all is for the second pair, which is to keep silent where the first one is proven.
SLOW_CASES = (
    fires(
        "a little over the limit, a model exactly at the lower of both limits beside it",
        OF_A,
        at="15m",
        every=5,
        series=availability("a", f"10.5{ALWAYS}") | availability("b", f"10{ALWAYS}"),
    ),
    fires(
        "over a day 3 % over the limit, until two hours are below it; just as many requests as it "
        "takes to count, one fewer beside it",
        OF_A,
        at="1d1h",
        holds="1d4h",
        every=30,
        series={
            **availability("a", f"0x1 31x50 60 26{ALWAYS}", f"96000 3840 640{ALWAYS}"),
            **availability("b", f"0x1 31x50 60 26{ALWAYS}", f"96000 3840 640{ALWAYS}"),
            'model:slo_events:min{model_name="a"}': f"{48 * EVENTS}{ALWAYS}",
            'model:slo_events:min{model_name="b"}': f"{48 * EVENTS + 1}{ALWAYS}",
        },
    ),
    fires(
        "over three days 4 % over the limit of the second pair, until six hours are below it; "
        "just as many requests as it takes to count, one fewer beside it",
        OF_A,
        at="3d30m",
        holds="3d8h30m",
        every=30,
        series={
            **availability("a", f"0 10.4x148 40 8{ALWAYS}", f"11520 640{ALWAYS}"),
            **availability("b", f"0 10.4x148 40 8{ALWAYS}", f"11520 640{ALWAYS}"),
            'model:slo_events:min{model_name="a"}': f"{144 * EVENTS}{ALWAYS}",
            'model:slo_events:min{model_name="b"}': f"{144 * EVENTS + 1}{ALWAYS}",
        },
    ),
    quiet(
        "over the limit over 1 d and exactly at it over 2 h, and the other way round",
        until="1d6h",
        every=30,
        series={
            **availability("a", f"0x3 640 30{ALWAYS}", f"160000 16000 640{ALWAYS}"),
            **availability("b", "0 " + "33x5 27x5 " * 10, f"160000 640{ALWAYS}"),
        },
    ),
    quiet(
        "over the limit over 3 d and exactly at it over 6 h, and the other way round",
        until="3d6h",
        every=30,
        series={
            **availability("a", f"0x13 300 10{ALWAYS}", f"19200 640{ALWAYS}"),
            **availability("b", "0 " + "12x11 8x11 " * 8, f"19200 640{ALWAYS}"),
        },
    ),
    quiet("no objective is set", until="1h", every=5, series=requests("a", REQUESTS)),
    quiet("no traffic", until="1h", every=5, series=availability("a", f"0{ALWAYS}", f"0{ALWAYS}")),
    quiet("no data", until="1h", every=5, series=objective("a")),
)
