"""Where Prometheus and its operator are scraped."""

from generator.catalog import Endpoint, Target, TargetKind, Where

TARGETS = (
    Target(
        "prometheus",
        TargetKind.POD,
        (Endpoint("http-web"),),
        labels=(("app.kubernetes.io/name", "prometheus"),),
        where=Where.STACK,
        # A series or two for each rule group and each target's pool.
        sample_limit=20_000,
    ),
    Target(
        "prometheus-operator",
        TargetKind.POD,
        # The certificate is for the API server, which calls it at this port too.
        (Endpoint("https", scheme="https", insecure=True),),
        labels=(("app", "kube-prometheus-stack-operator"),),
        where=Where.STACK,
        sample_limit=5_000,
        name="prometheus-operator",
    ),
)
