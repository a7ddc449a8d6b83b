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

# Half an hour of a hundred times the traffic keeps six hours below the limit of the second pair.
RUSH = f"64000x29 640{ALWAYS}"

# Exactly the limit over the long window, and for minutes on end more in the short one.
AROUND_144 = " ".join(["150x4 138x4"] * 20)
AROUND_60 = " ".join(["63x11 57x11"] * 8)

FAST_CASES = (
    fires(
        "4 % over the limit until an hour is full of it, a model exactly at the limit beside it",
        OF_A,
        at="2h29m",
        series={
            **availability("a", "0x89 150x90", RUSH),
            **availability("b", f"0x29 {AROUND_144}", RUSH),
        },
    ),
    fires(
        "six hours over the limit of the second pair, falling below it in the last minutes",
        OF_A,
        at="10h50m",
        every=5,
        series=availability("a", f"0x71 75x56 50{ALWAYS}") | availability("b", AROUND_60),
    ),
    fires(
        "slow requests, a model exactly at the limit beside it",
        LATENCY_OF_A,
        at="2h29m",
        series={
            **latency("a", "64000x29 640x59 490x90", served=RUSH),
            **latency("b", f"64000x29 496{ALWAYS}", served=RUSH),
        },
    ),
    fires(
        "each constant is loaded twice while a sync replaces it: the stricter copy counts",
        OF_A,
        LATENCY_OF_A,
        at="2m",
        series={
            **availability("a", f"150{ALWAYS}"),
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
        "just as many requests within the hour as it takes to count, one fewer beside it",
        OF_A,
        at="57m",
        series={
            **availability("a", f"1{ALWAYS}", f"1{ALWAYS}"),
            **availability("b", f"1{ALWAYS}", f"1{ALWAYS}"),
            'model:slo_events:min{model_name="a"}': f"3600{ALWAYS}",
            'model:slo_events:min{model_name="b"}': f"3601{ALWAYS}",
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
        "over 1 h but no longer over 5 m: a burst of a quarter of an hour",
        until="3h30m",
        series=availability("a", "0x119 640x14 0x200", RUSH),
    ),
    quiet(
        "over 1 h and exactly at the limit over 5 m",
        until="3h30m",
        series=availability("a", f"0x29 144x89 640 144{ALWAYS}", RUSH),
    ),
    quiet(
        "over 6 h but no longer over 30 m",
        until="12h",
        every=5,
        series=availability("a", "0x71 72x59 24x200"),
    ),
    quiet(
        "three requests at night, all of them failing",
        until="8h",
        every=5,
        series={
            **availability("a", f"0x12 0.01 0{ALWAYS}", f"0x12 0.01 0{ALWAYS}"),
            'tier:slo_events:min{tier="1"}': f"4{ALWAYS}",
        },
    ),
    quiet("no objective is set", until="20m", series=requests("a", REQUESTS)),
    quiet("no traffic", until="20m", series=availability("a", f"0{ALWAYS}", f"0{ALWAYS}")),
    quiet("no data", until="20m", series=objective("a")),
    quiet(
        "a server that counts no errors",
        until="20m",
        series=objective("a") | {'model:requests:rate5m{model_name="a"}': REQUESTS},
    ),
    quiet(
        "the bound is no bucket of the model",
        until="20m",
        series=latency("a", f"0{ALWAYS}", bound="0.3"),
    ),
)

# One value is half an hour: a day is 48 of them. Ten times the traffic keeps the other pair quiet.
BUSY = f"6400x47 640{ALWAYS}"

SLOW_CASES = (
    fires(
        "5 % over the limit of the first pair, a model exactly at the limit beside it",
        OF_A,
        at="2d",
        every=30,
        series={
            **availability("a", f"0x47 31.5{ALWAYS}", BUSY),
            **availability("b", f"0x47 30{ALWAYS}", BUSY),
        },
    ),
    fires(
        "over three days the limit of the second pair, falling below it in the last hours",
        OF_A,
        at="3d13h30m",
        every=30,
        series={
            **availability("a", f"0x95 20x69 9{ALWAYS}"),
            **availability("b", f"10{ALWAYS}"),
        },
    ),
    fires(
        "just as many requests within the day as it takes to count, one fewer beside it",
        OF_A,
        at="2h10m",
        every=5,
        series={
            **availability("a", f"1{ALWAYS}", f"1{ALWAYS}"),
            **availability("b", f"1{ALWAYS}", f"1{ALWAYS}"),
            'model:slo_events:min{model_name="a"}': f"7200{ALWAYS}",
            'model:slo_events:min{model_name="b"}': f"7201{ALWAYS}",
        },
    ),
    quiet(
        "a whole day exactly at the limit of the first pair",
        until="2d6h",
        every=30,
        series=availability("a", f"0x47 30{ALWAYS}", BUSY),
    ),
    quiet(
        "over the day but no longer over 2 h",
        until="3d",
        every=30,
        series=availability("a", f"0x47 0x5 36x39 0x1 10{ALWAYS}", BUSY),
    ),
    quiet(
        "over 3 d but no longer over 6 h",
        until="4d12h",
        every=30,
        series=availability("a", f"0x95 20x71 0x6 5{ALWAYS}"),
    ),
    quiet("no objective is set", until="2h", every=5, series=requests("a", REQUESTS)),
    quiet("no traffic", until="2h", every=5, series=availability("a", f"0{ALWAYS}", f"0{ALWAYS}")),
    quiet("no data", until="2h", every=5, series=objective("a")),
)
