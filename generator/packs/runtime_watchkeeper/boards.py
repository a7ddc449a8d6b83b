"""What only the library knows of a model: how predictions ended, versions, confidence by class."""

from generator.catalog.board import (
    ONE_MODEL,
    OUTCOMES,
    RATE,
    Panel,
    Part,
    Query,
)
from generator.catalog.panels import quantiles, rate, value
from generator.packs.runtime_watchkeeper.metrics import METRICS

BY_NAME = {metric.name: metric for metric in METRICS}
REQUESTS = BY_NAME["model_prediction_requests_total"]
LATENCY = BY_NAME["model_prediction_latency_seconds"]
CONFIDENCE = BY_NAME["model_prediction_confidence"]
IN_FLIGHT = BY_NAME["model_prediction_in_flight"]
SUM = f"{CONFIDENCE.name}_sum{{{ONE_MODEL}}}[{RATE}]"
COUNTS = f"{CONFIDENCE.name}_count{{{ONE_MODEL}}}"
COUNT = f"{COUNTS}[{RATE}]"

BY_CLASS = Panel(
    title="Confidence by class",
    description=(
        "Mean confidence of the predictions of each class, of the ten most frequent classes. A "
        "class that falls alone has usually changed, not the model."
    ),
    unit=CONFIDENCE.unit,
    queries=(
        Query(
            "A",
            f"""
              sum by (class) (rate({SUM})) / on (class) (sum by (class) (rate({COUNT})) > 0)
                and on (class)
              topk(10, sum by (class) (increase({COUNTS}[$__range] @ end())))
            """,
            "{{class}}",
        ),
    ),
    width=12,
    low=0,
    high=1,
)

# Beside those that succeed they would not be seen; without any there is a line at nought.
UNSUCCESSFUL = Panel(
    title="Predictions that did not succeed",
    description=(
        "Predictions per second that ended in an error, or that the caller gave up (cancelled)."
    ),
    unit="requests/s",
    queries=(
        Query(
            "A",
            f"""
              sum by (status)
                (rate({REQUESTS.name}{{{ONE_MODEL}, status!="success"}}[{RATE}]))
                or on ()
              label_replace(
                0 * sum(rate({REQUESTS.name}{{{ONE_MODEL}}}[{RATE}])), "status", "error", "", ""
              )
            """,
            "{{status}}",
        ),
    ),
    width=12,
    low=0,
    colors=OUTCOMES,
)

PARTS = (
    Part(
        "model",
        "Traffic and errors",
        (
            UNSUCCESSFUL,
            value(
                IN_FLIGHT,
                "Predictions in flight",
                "model_version",
                where=ONE_MODEL,
                using="sum",
                width=12,
            ),
        ),
    ),
    Part("model", "Quality", (BY_CLASS,)),
    Part(
        "model",
        "Versions side by side",
        (
            rate(REQUESTS, "Requests by version", "model_version", where=ONE_MODEL, stacked=True),
            quantiles(LATENCY, "p95 by version", "model_version", where=ONE_MODEL, of=(0.95,)),
        ),
    ),
)
