"""Traffic outside its bounds, or far below that of a week ago."""

from generator.catalog import LONG, Alert, AlertSeverity, fires, quiet
from generator.catalog.canonical import REQUESTS

# Requests per second a week ago below which a fall says nothing.
WORTH_COMPARING = 0.1

MIN_A, MIN_B = 'model:traffic:min{model_name="a"}', 'model:traffic:min{model_name="b"}'
MAX_A, MAX_B = 'model:traffic:max{model_name="a"}', 'model:traffic:max{model_name="b"}'
A, B = f'{REQUESTS}{{model_name="a"}}', f'{REQUESTS}{{model_name="b"}}'
DROP = {
    'tier:traffic_drop:max{tier="1"}': "0.75x800",
    'tier:traffic_drop:max{tier="2"}': "0.75x800",
}
OF_A = {"model_name": "a"}

ALERTS = (
    Alert(
        name="ModelTrafficLow",
        expr=f"{REQUESTS} < on (model_name) model:traffic:effective_min",
        for_="15m",
        severity=AlertSeverity.BY_TIER,
        summary=(
            '{{ $labels.model_name }} gets {{ $value | printf "%.3g" }} requests a second, '
            "fewer than it should"
        ),
        description=(
            "The request rate of {{ $labels.model_name }} has been below its lower bound for 15 "
            "minutes: callers cannot reach it, or have stopped calling."
        ),
        cases=(
            fires(
                "4 % below its bound, a model exactly at the bound beside it",
                OF_A,
                at="25m",
                series={A: "5x9 4.8x60", B: "5x60", MIN_A: "5x60", MIN_B: "5x60"},
            ),
            fires(
                "no request at all; two copies of the bound",
                OF_A,
                at="15m",
                series={
                    A: "0x60",
                    B: "5x60",
                    MIN_A: "5x60",
                    'model:traffic:min{model_name="a",copy="old"}': "4x60",
                    MIN_B: "5x60",
                },
            ),
            quiet("a minute too short", until="1h", series={A: "5x9 0x14 5x50", MIN_A: "5x60"}),
            quiet("no bound is set", until="30m", series={A: "0x60"}),
            quiet("no data, which ModelMetricsAbsent is for", until="1h", series={MIN_A: "5x60"}),
        ),
    ),
    Alert(
        name="ModelTrafficHigh",
        expr=f"{REQUESTS} > on (model_name) model:traffic:effective_max",
        for_="10m",
        severity=AlertSeverity.BY_TIER,
        summary=(
            '{{ $labels.model_name }} gets {{ $value | printf "%.3g" }} requests a second, '
            "more than it is built for"
        ),
        description=(
            "The request rate of {{ $labels.model_name }} has been above its upper bound for 10 "
            "minutes: latency and errors may follow."
        ),
        cases=(
            fires(
                "4 % above its bound, a model exactly at the bound beside it",
                OF_A,
                at="20m",
                series={
                    A: "50x9 52x60",
                    B: "50x60",
                    MAX_A: "50x60",
                    'model:traffic:max{model_name="a",copy="old"}': "60x60",
                    MAX_B: "50x60",
                },
            ),
            quiet("a minute too short", until="1h", series={A: "50x9 90x9 50x50", MAX_A: "50x60"}),
            quiet("no bound is set", until="30m", series={A: "9000x60"}),
            quiet("no data", until="30m", series={MAX_A: "50x60"}),
        ),
    ),
    Alert(
        name="ModelTrafficDropped",
        expr=f"""
          (
            model:requests:rate1h
              < on (model_name)
            (1 - model:traffic_drop:effective_max)
              * on (model_name)
            (model:requests:rate1h offset 1w)
          )
            and on (model_name)
          (model:requests:rate1h offset 1w > {WORTH_COMPARING})
        """,
        for_="15m",
        severity=AlertSeverity.TICKET,
        summary=(
            '{{ $labels.model_name }} got {{ $value | printf "%.3g" }} requests a second in the '
            "last hour, far fewer than a week ago"
        ),
        description=(
            "The request rate of {{ $labels.model_name }} over the last hour has fallen below what "
            "its spec accepts of the same hour a week ago."
        ),
        cases=(
            fires(
                "4 % below a quarter of last week's, a model exactly at a quarter beside it",
                OF_A,
                at="7d2h",
                every=30,
                series=DROP | {A: "0x1 8x333 1.92x20", B: "4x1 8x333 2x20"},
            ),
            fires(
                "all of it; last week was just worth comparing, beside one that was not",
                OF_A,
                at="7d1h",
                every=30,
                series=DROP | {A: "0.104x335 0x20", B: "0.1x335 0x20"},
            ),
            quiet(
                "half an hour without a request",
                until="7d4h",
                every=30,
                series=DROP | {A: "8x338 0x0 8x20"},
            ),
            quiet("nothing to compare with", until="6h", every=30, series=DROP | {A: "8x5 0x20"}),
            quiet("no bound is set", until="7d1h", every=30, series={A: "8x335 0x20"}),
            quiet("no data", until="7d1h", every=30, series=DROP | {A: "8x300 stale"}),
        ),
        every=LONG,
    ),
)
