"""The feature server as its callers see it: requests, errors, time; and its replicas."""

from generator.catalog.board import OUTCOMES, RATE, Column, Panel, PanelKind, Query, Source
from generator.catalog.panels import nearing, now, quantiles, rate, share
from generator.catalog.service import IS_UP, ONE_IS_GOOD, most
from generator.packs.feast.alerts_server import ERROR_RATIO, LATENCY
from generator.packs.feast.metrics import METRICS

BY_NAME = {metric.name: metric for metric in METRICS}
REQUESTS = BY_NAME["feast_feature_server_request_total"]
HERE = 'namespace=~"$namespace"'
OURS = f'job="feast", {HERE}'

SERVER = now(
    Panel(
        title="Server",
        description="Down: in one of the chosen namespaces no feature server answers.",
        unit="bool",
        queries=(Query("A", f"min(max by (namespace) (up{{{OURS}}}))"),),
        words=IS_UP,
        steps=ONE_IS_GOOD,
        alerts=("FeastServerDown",),
    ),
    "Server",
)
REPLICAS = Panel(
    title="Replicas",
    description=(
        "Each feature server that is scraped, whether it answers, and the requests that it gets. "
        "One that answers and gets none is left out by its service."
    ),
    unit="",
    kind=PanelKind.TABLE,
    queries=(
        Query("A", f"max by (namespace, pod) (up{{{OURS}}})", instant=True),
        Query(
            "B", f"sum by (namespace, pod) (rate({REQUESTS.name}{{{HERE}}}[{RATE}]))", instant=True
        ),
    ),
    columns=(
        Column("Namespace", label="namespace"),
        Column("Pod", label="pod"),
        Column("Answers", ref="A", words=IS_UP, steps=ONE_IS_GOOD, width=110),
        Column("Requests", ref="B", unit="requests/s", width=110),
    ),
    width=12,
    height=6,
    alerts=("FeastReplicaDown", "FeastServerDown"),
)
TRAFFIC = rate(
    REQUESTS,
    "Requests by outcome",
    "status",
    where=HERE,
    description=(
        "Requests to the feature server, whatever they ask for. A fall to nought is models that do "
        "not ask any more."
    ),
    stacked=True,
    colors=OUTCOMES,
    alerts=("FeastErrorRateHigh", "FeastServerDown"),
)
TRAFFIC_NOW = now(
    rate(REQUESTS, "Requests", where=HERE, description="Requests to the feature servers now."),
    "Requests",
)


def _failing(where: str, *by: str) -> str:
    failed = f'rate({REQUESTS.name}{{{where}, status="error"}}[{RATE}])'
    every = f"rate({REQUESTS.name}{{{where}}}[{RATE}])"
    return share(failed, every, *by)


FAILING = Panel(
    title="Failed requests",
    description=(
        "The share of requests that were answered with an error: models that asked predict without "
        "features, or not at all."
    ),
    unit=ERROR_RATIO.unit,
    queries=(Query("A", _failing(HERE), "failed"),),
    low=0,
    alerts=("FeastErrorRateHigh",),
)
SLOW = quantiles(
    BY_NAME["feast_feature_server_request_latency_seconds"],
    "Time to answer",
    where=HERE,
    description="Time a request took. It is a part of what the callers' own predictions take.",
    alerts=("FeastLatencyHigh",),
)
# The operator's own monitor would show the port's name for each of them.
BY_ROUTE = most(
    rate(
        REQUESTS,
        "Requests by route",
        "endpoint",
        where=HERE,
        description="Which routes are asked: online features, pushes, materialisation.",
    )
)
FAILING_ROUTES = most(
    Panel(
        title="Failed share by route",
        description="The share of the requests to a route that failed. Routes break one by one.",
        unit=ERROR_RATIO.unit,
        queries=(Query("A", _failing(HERE, "endpoint"), "{{endpoint}}"),),
        low=0,
        alerts=("FeastErrorRateHigh",),
    )
)
STORE = quantiles(
    BY_NAME["feast_feature_server_online_store_read_duration_seconds"],
    "Time in the online store",
    where=HERE,
    description=(
        "The part of a request that is spent reading the online store. Where it is most of the "
        "time to answer, the store is slow and not the server."
    ),
    alerts=("FeastLatencyHigh",),
)
LOGS = Panel(
    title="Failed requests and errors in the log",
    description="Lines of feature servers that are errors, or requests answered with 5xx.",
    unit="",
    kind=PanelKind.LOGS,
    queries=(
        Query(
            "A",
            '{app=~"feast.*", namespace=~"$namespace"} | status=~"5.." or level=~"error|critical"',
            source=Source.LOGS,
        ),
    ),
    width=24,
    height=10,
    alerts=("FeastErrorRateHigh",),
)

NOW = (
    SERVER,
    TRAFFIC_NOW,
    now(FAILING, "Failing", decimals=2, bound=ERROR_RATIO),
    now(
        SLOW,
        "Time to answer, p95",
        ref="B",
        bound=LATENCY,
        description="Nineteen of twenty requests take less.",
    ),
)
ONLINE = (
    TRAFFIC,
    FAILING.bounded(ERROR_RATIO, "most"),
    nearing(SLOW.bounded(LATENCY, "longest p95")),
    BY_ROUTE,
    FAILING_ROUTES,
    STORE,
)
