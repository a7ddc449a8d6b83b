"""Where KServe's controller and Knative's autoscaler are scraped."""

from generator.catalog import Endpoint, Target, TargetKind, Where
from generator.catalog.scrape import drop, keep

TARGETS = (
    Target(
        "kserve",
        TargetKind.SERVICE,
        (
            Endpoint(
                "https",
                scheme="https",
                insecure=True,  # the proxy before it signs its own certificate
                token=True,
                metric_relabelings=(drop("rest_client_.*", "workqueue_.*", "go_.*"),),
            ),
        ),
        labels=(("control-plane", "kserve-controller-manager"),),
        # Two controllers, a histogram of reconciliations each.
        sample_limit=10_000,
    ),
    Target(
        "kserve",
        TargetKind.POD,
        (
            Endpoint(
                "metrics",
                # HTTP metrics have a label for whatever Host a client sends.
                metric_relabelings=(keep("kn_.*", "autoscaler_.*"),),
            ),
        ),
        labels=(
            ("app.kubernetes.io/component", "autoscaler"),
            ("app.kubernetes.io/name", "knative-serving"),
        ),
        where=Where.ANY,  # Knative has a namespace of its own
        # 3,000 revisions, old ones included, some 15 gauges each.
        sample_limit=50_000,
        name="knative-autoscaler",
    ),
)

BY_HAND = (
    (
        "Knative 0.46 and later report no scaling until the ConfigMap `config-observability` "
        "in Knative's namespace has `metrics-protocol: prometheus`."
    ),
    (
        "Where NetworkPolicies close them, let Prometheus reach port 8443 of KServe's "
        "controller and 9090 of Knative's autoscaler."
    ),
)
