"""Cases of the alerts on what is left of a budget, and on objectives that nothing measures."""

from generator.catalog import fires, quiet
from generator.packs.model_slo.inputs import (
    ALWAYS,
    REQUESTS,
    availability,
    latency,
    objective,
    requests,
)

OWN_WINDOW = "model:slo_error_ratio:window"
OF_A = {"model_name": "a", "slo": "availability"}

# One value is five minutes; hours count as they end.
EXHAUSTED_CASES = (
    fires(
        "the window's errors pass the budget, a model that spends exactly all of it beside it",
        OF_A,
        at="6h15m",
        every=5,
        series={
            **availability("a", f"0x23 15{ALWAYS}"),
            **availability("b", f"10{ALWAYS}"),
        },
    ),
    fires(
        "overspent in a window of its own, whatever the last 30 days say",
        OF_A,
        at="15m",
        every=5,
        series={
            **availability("a", f"0{ALWAYS}"),
            **availability("b", f"0{ALWAYS}"),
            f'{OWN_WINDOW}{{model_name="a",slo="availability"}}': f"0.016{ALWAYS}",
            f'{OWN_WINDOW}{{model_name="a",slo="availability",copy="old"}}': f"0.01{ALWAYS}",
            f'{OWN_WINDOW}{{model_name="b",slo="availability"}}': f"0.015625{ALWAYS}",
            f'{OWN_WINDOW}{{model_name="b",slo="availability",copy="old"}}': f"0.01{ALWAYS}",
        },
    ),
    fires(
        "just as many requests as it takes to count, one fewer beside it",
        OF_A,
        at="2h15m",
        every=5,
        series={
            **availability("a", f"12{ALWAYS}", f"12{ALWAYS}"),
            **availability("b", f"12{ALWAYS}", f"12{ALWAYS}"),
            'model:slo_events:min{model_name="a"}': f"90000{ALWAYS}",
            'model:slo_events:min{model_name="b"}': f"90001{ALWAYS}",
        },
    ),
    quiet(
        "the budget is spent exactly", until="6h", every=5, series=availability("a", f"10{ALWAYS}")
    ),
    quiet("no objective is set", until="1h", every=5, series=requests("a", REQUESTS)),
    quiet("no traffic", until="1h", every=5, series=availability("a", f"0{ALWAYS}", f"0{ALWAYS}")),
    quiet("no data", until="1h", every=5, series=objective("a")),
    quiet(
        "a window of its own without an event in it: what was a month ago does not count",
        until="1h",
        every=5,
        series={
            **objective("a"),
            'model:slo_window:days{model_name="a",slo="availability"}': f"7{ALWAYS}",
            'model:slo_error_ratio:rate30d{model_name="a",slo="availability"}': f"0.5{ALWAYS}",
        },
    ),
)

UNMEASURED_CASES = (
    fires(
        "the bound is no bucket of the model, beside one whose bound is one",
        {"model_name": "a", "slo": "latency"},
        at="30m",
        every=5,
        series=latency("a", f"600{ALWAYS}", bound="0.3") | latency("b", f"600{ALWAYS}"),
    ),
    fires(
        "the server counts no errors, until an hour after the last request; beside one that does",
        OF_A,
        at="30m",
        holds="1h35m",
        every=5,
        series={
            **objective("a"),
            'model:requests:rate5m{model_name="a"}': f"640x8 0{ALWAYS}",
            **availability("b", f"0{ALWAYS}"),
        },
    ),
    fires(
        "errors are counted no longer: an hour until the last event leaves",
        OF_A,
        at="1h40m",
        every=5,
        series=availability("a", "0x2") | availability("b", f"0{ALWAYS}"),
    ),
    quiet(
        "no requests arrive, so nothing can be measured",
        until="1h",
        every=5,
        series=objective("a") | {'model:requests:rate5m{model_name="a"}': f"0{ALWAYS}"},
    ),
    quiet("the model does not report at all", until="1h", every=5, series=objective("a")),
    quiet(
        "the tier's objective is nobody's promise: a server that counts no errors may lack it",
        until="1h",
        every=5,
        series={
            'model:requests:rate5m{model_name="a"}': REQUESTS,
            'tier:slo:objective{tier="1",slo="availability"}': f"0.99{ALWAYS}",
        },
    ),
    quiet(
        "an objective of null asks for nothing",
        until="1h",
        every=5,
        series={
            'model:slo:objective{model_name="a",slo="availability"}': "NaN+0x200",
            'model:requests:rate5m{model_name="a"}': REQUESTS,
        },
    ),
)
