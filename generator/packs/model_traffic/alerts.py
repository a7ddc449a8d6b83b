"""Traffic outside its bounds, or far below that of a week ago."""

from generator.catalog import LONG, Alert, AlertSeverity, fires, quiet
from generator.catalog.canonical import REQUESTS

# Requests per second a week ago below which a fall says nothing.
WORTH_COMPARING = 0.1

MIN_A, MIN_B = 'model:traffic:min{model_name="a"}', 'model:traffic:min{model_name="b"}'
MAX_A, MAX_B = 'model:traffic:max{model_name="a"}', 'model:traffic:max{model_name="b"}'
A, B = f'{REQUESTS}{{model_name="a"}}', f'{REQUESTS}{{model_name="b"}}'
TIER_2 = 'tier:traffic_drop:max{tier="2"}'
DROP = {'tier:traffic_drop:max{tier="1"}': "0.75x1100", TIER_2: "0.75x1100"}
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
            "The request rate of {{ $labels.model_name }} has been below its lower bound for a "
            "while: callers cannot reach it, or have stopped calling."
        ),
        cases=(
            fires(
                "4 % below its bound, a model exactly at the bound beside it",
                OF_A,
                at="25m",
                series={A: "5x9 4.8x60", B: "5x60", MIN_A: "5x60", MIN_B: "5x60"},
            ),
            fires(
                "no request at all is too few",
                OF_A,
                at="15m",
                series={A: "0x60", B: "5x60", MIN_A: "5x60", MIN_B: "5x60"},
            ),
            quiet("a minute too short", until="30m", series={A: "5x9 0x14 5x50", MIN_A: "5x60"}),
            quiet("no bound is set", until="20m", series={A: "0x60"}),
            quiet("no data, which ModelMetricsAbsent is for", until="20m", series={MIN_A: "5x60"}),
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
            "The request rate of {{ $labels.model_name }} has been above its upper bound for a "
            "while: latency and errors may follow."
        ),
        cases=(
            fires(
                "4 % above its bound, a model exactly at the bound beside it",
                OF_A,
                at="20m",
                series={A: "50x9 52x60", B: "50x60", MAX_A: "50x60", MAX_B: "50x60"},
            ),
            quiet("a minute too short", until="30m", series={A: "50x9 90x9 50x50", MAX_A: "50x60"}),
            quiet("no bound is set", until="15m", series={A: "9000x60"}),
            quiet("no data", until="15m", series={MAX_A: "50x60"}),
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
                "all of it; last week was just worth comparing, beside one that was not",
                OF_A,
                at="7d1h",
                every=60,
                series=DROP | {A: "0.104x167 0x20", B: "0.1x167 0x20"},
            ),
            fires(
                "4 % below a quarter, after a brisk minute an hour ago, or after exactly a quarter",
                OF_A,
                {"model_name": "b"},
                at="7d3h30m",
                every=10,
                series={**DROP, A: "8x1020 32x0 1.92x30", B: "8x1007 2x18 1.92x30"},
            ),
            quiet("nothing to compare with", until="6h", every=30, series=DROP | {A: "8x5 0x20"}),
            quiet(
                "no requests a week later where no bound is set, no data where there is one",
                until="7d3h",
                every=60,
                series={TIER_2: "0.75x800", A: "8x167 0x20", B: "8x160 stale"},
            ),
        ),
        every=LONG,
    ),
)
