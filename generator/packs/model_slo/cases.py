"""Cases of the signals: raw rates in, ratios and budgets out."""

from generator.catalog import SignalCase
from generator.packs.model_slo.inputs import ALWAYS, availability, latency, objective, requests

CASES = (
    SignalCase(
        "what ended above the bound is bad; a bound that is no bucket gives nothing",
        record="model:slo_errors:rate5m",
        series=latency("a", f"600{ALWAYS}") | latency("b", f"600{ALWAYS}", bound="0.3"),
        at="5m",
        expect={'model:slo_errors:rate5m{model_name="a",slo="latency"}': 40},
    ),
    SignalCase(
        "events are counted from their first minute on, each once",
        record="model:slo_events:increase1h",
        series=availability("a", "0x30", "_x13 2x4 stale"),
        at="30m",
        expect={'model:slo_events:increase1h{model_name="a",slo="availability"}': 600},
    ),
    SignalCase(
        "a model's own objective, of two copies the stricter, else that of its tier",
        record="model:slo_budget:ratio",
        series={
            **objective("a", 0.75),
            **objective("b", 0.875, slo="latency", more=',le="0.25"'),
            **objective("b", 0.75, slo="latency", more=',le="0.5"'),
            'tier:slo:objective{tier="1",slo="availability"}': "0.5x10",
            'tier:slo:objective{tier="2",slo="availability"}': "0.5x10",
        },
        at="5m",
        expect={
            'model:slo_budget:ratio{model_name="a",slo="availability"}': 0.25,
            'model:slo_budget:ratio{model_name="b",slo="availability"}': 0.5,
            'model:slo_budget:ratio{model_name="b",slo="latency"}': 0.125,
        },
    ),
    SignalCase(
        "a model's own bound, else that of its tier, of which two copies are loaded",
        record="model:slo_errors:rate5m",
        series={
            **latency("a", f"600{ALWAYS}"),
            'model:latency_bucket:rate5m{model_name="b",le="0.25"}': "5x10",
            'model:latency_bucket:rate5m{model_name="b",le="0.5"}': "7x10",
            'model:latency_bucket:rate5m{model_name="b",le="+Inf"}': "10x10",
            'tier:slo:objective{tier="1",slo="latency",le="0.5"}': "0.95x10",
            'tier:slo:objective{tier="2",slo="latency",le="0.5"}': "0.95x10",
            'tier:slo:objective{tier="2",slo="latency",le="0.25"}': "0.9x10",
        },
        at="5m",
        expect={
            'model:slo_errors:rate5m{model_name="a",slo="latency"}': 40,
            'model:slo_errors:rate5m{model_name="b",slo="latency"}': 3,
        },
    ),
    SignalCase(
        "errors of 30 days ago still count, those of 31 days ago do not",
        record="model:error_budget:remaining_ratio",
        every=360,
        series={
            **requests("a", f"0x4 0.9375 0{ALWAYS}", f"1{ALWAYS}"),
            **requests("b", f"0x3 0.9375 0{ALWAYS}", f"1{ALWAYS}"),
            **objective("a", 0.5),
            **objective("b", 0.5),
        },
        at="31d",
        expect={
            'model:error_budget:remaining_ratio{model_name="a",slo="availability"}': 0.984375,
            'model:error_budget:remaining_ratio{model_name="b",slo="availability"}': 1,
        },
    ),
    SignalCase(
        "a minute of NaN is left out of every window",
        record="model:slo_error_ratio:rate30m",
        series=availability("a", "64x9 NaN 64x30", "640x11 NaN 640x30"),
        at="20m",
        expect={'model:slo_error_ratio:rate30m{model_name="a",slo="availability"}': 0.1},
    ),
    SignalCase(
        "no traffic leaves the budget as it is: unknown",
        record="model:error_budget:remaining_ratio",
        every=60,
        series=availability("a", f"0{ALWAYS}", f"0{ALWAYS}"),
        at="8h",
        expect={},
    ),
)
