"""Where Grafana is scraped."""

from generator.catalog import Endpoint, Target, TargetKind, Where

TARGETS = (
    Target(
        "grafana",
        TargetKind.POD,
        (Endpoint("grafana"),),
        labels=(("app.kubernetes.io/name", "grafana"),),
        where=Where.STACK,
        # A histogram for each of some hundred routes and their statuses.
        sample_limit=20_000,
    ),
)
