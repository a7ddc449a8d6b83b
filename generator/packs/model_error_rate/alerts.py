"""Too many predictions fail."""

from generator.catalog import Alert, AlertSeverity, fires, quiet
from generator.catalog.canonical import ERRORS, REQUESTS

WINDOW = 300  # seconds that the canonical rates cover
# Below this one failure alone would be over the default bound of 5 %.
FEWEST_REQUESTS = 20

LIMIT = {
    'tier:error_ratio:max{tier="1"}': "0.0625x60",
    'tier:error_ratio:max{tier="2"}': "0.0625x60",
}


def served(model: str, errors: str, requests: str = "64x60") -> dict[str, str]:
    """Requests a second, and how many of them fail."""
    return {
        f'{REQUESTS}{{model_name="{model}"}}': requests,
        f'{ERRORS}{{model_name="{model}"}}': errors,
    }


ALERTS = (
    Alert(
        name="HighPredictionErrorRate",
        expr=f"""
          (model:error_ratio:rate5m > on (model_name) model:error_ratio:effective_max)
            and on (model_name)
          ({REQUESTS} * {WINDOW} >= {FEWEST_REQUESTS})
        """,
        for_="5m",
        keep_firing_for="5m",
        severity=AlertSeverity.BY_TIER,
        summary="{{ $value | humanizePercentage }} of {{ $labels.model_name }} predictions fail",
        description=(
            "For a while a larger share of requests to {{ $labels.model_name }} has failed than "
            "its spec accepts."
        ),
        cases=(
            fires(
                "2.5 % over the bound, a model exactly at the bound beside it",
                {"model_name": "a"},
                at="15m",
                holds="25m",
                series=LIMIT | served("a", "4x9 4.1x10 4x40") | served("b", "4x60"),
            ),
            fires(
                "a bound of the model's own; its neighbour takes its tier's",
                {"model_name": "a"},
                at="5m",
                series={
                    **LIMIT,
                    **served("a", "3.9x60"),
                    **served("b", "4x60"),
                    'model:error_ratio:max{model_name="a"}': "0.05x60",
                },
            ),
            fires(
                "just enough requests to count, one fewer beside it",
                {"model_name": "a"},
                at="5m",
                series={
                    **LIMIT,
                    **served("a", "1x60", f"{FEWEST_REQUESTS / WINDOW}x60"),
                    **served("b", "1x60", f"{(FEWEST_REQUESTS - 1) / WINDOW}x60"),
                },
            ),
            quiet("a minute too short", until="20m", series=LIMIT | served("a", "4x9 64x4 4x40")),
            quiet(
                "the bound is null: no share of failures crosses it",
                until="10m",
                series={
                    **LIMIT,
                    **served("a", "64x60"),
                    'model:error_ratio:max{model_name="a"}': " ".join(["Inf"] * 20),
                },
            ),
            quiet("no bound is set", until="10m", series=served("a", "64x60")),
            quiet("no requests", until="10m", series=LIMIT | served("a", "0x60", "0x60")),
            quiet(
                "requests whose failures nobody counts",
                until="10m",
                series=LIMIT | {f'{REQUESTS}{{model_name="a"}}': "64x60"},
            ),
        ),
    ),
)
