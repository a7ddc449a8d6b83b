"""What the board of the stack shows of Grafana: does it answer, and in time."""

from generator.catalog.board import OUTCOMES, RATE, Panel, Part, Query
from generator.catalog.panels import answering, quantiles
from generator.catalog.ranked import highest
from generator.packs.grafana.alerts import ERROR_RATIO, REQUESTS
from generator.packs.grafana.metrics import METRICS

BY_NAME = {metric.name: metric for metric in METRICS}
HERE = 'job="grafana", namespace=~"$namespace"'
LINES = 10
OF_HANDLER = f"sum by (handler) (rate({REQUESTS}{{{HERE}}}[{RATE}]))"
FAILED = f'sum by (handler) (rate({REQUESTS}{{{HERE}, status_code=~"5.."}}[{RATE}]))'

TRAFFIC = Panel(
    title="Requests to Grafana",
    description="Requests per second by status: people who look, and boards that refresh.",
    unit="requests/s",
    queries=(
        Query(
            "A",
            f"sum by (status_code) (rate({REQUESTS}{{{HERE}}}[{RATE}]))",
            "{{status_code}}",
        ),
    ),
    low=0,
    stacked=True,
    colors=OUTCOMES,
)
ERRORS = Panel(
    title="Server errors by handler",
    description=(
        f"The share of requests that ended in an error of the server, of the {LINES} worst "
        "handlers. /api/ds/query asks the data sources: look whether Prometheus and Loki answer."
    ),
    unit="ratio",
    queries=(Query("A", highest(f"{FAILED} / ({OF_HANDLER} > 0)", LINES), "{{handler}}"),),
    low=0,
    alerts=("GrafanaRequestErrors",),
).bounded(ERROR_RATIO, "most")
SLOW = quantiles(
    BY_NAME["grafana_http_request_duration_seconds"],
    "Time to answer",
    where=HERE,
    of=(0.5, 0.99),
    description="How long Grafana takes to answer, the data sources behind it included.",
)
PARTS = (
    Part("stack", "Now", (answering(BY_NAME["up"], "Grafana", "grafana", "GrafanaDown"),)),
    Part("stack", "Grafana", (TRAFFIC, ERRORS, SLOW)),
)
