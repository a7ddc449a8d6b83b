"""Where Feast's feature servers are scraped; their chart does not declare the port on the pod."""

from generator.catalog import Endpoint, Target, TargetKind
from generator.catalog.scrape import drop, without

ENDPOINT = Endpoint(
    "metrics",
    # The server has a label endpoint of its own: the route, which says more than the port's name.
    relabelings=(without("endpoint"),),
    metric_relabelings=(
        # Labelled by process id, which each restart of a worker adds to.
        drop("feast_feature_server_(cpu|memory)_usage", ".+_created"),
    ),
)
# The latency histogram has a copy for each number of features that clients ask for.
SERIES = 20_000

TARGETS = (
    Target(
        "feast",
        TargetKind.SERVICE,
        (ENDPOINT,),
        labels=(("feast.dev/service-type", "online"),),
        sample_limit=SERIES,
        name="feast-operator",
    ),
    Target(
        "feast",
        TargetKind.SERVICE,
        (ENDPOINT,),
        labels=(("app.kubernetes.io/name", "feast-feature-server"),),
        sample_limit=SERIES,
    ),
)

BY_HAND = (
    ("With the operator: `spec.services.onlineStore.server.metrics: true` in each FeatureStore."),
    (
        "With the chart: install it with the generated values. Without either: "
        "`feast serve --metrics`."
    ),
    (
        "The operator makes a ServiceMonitor of its own: a Prometheus that selects more than "
        "our objects would count each request twice."
    ),
)
