"""Where Alertmanager is scraped."""

from generator.catalog import Endpoint, Target, TargetKind, Where

TARGETS = (
    Target(
        "alertmanager",
        TargetKind.POD,
        (Endpoint("http-web"),),
        labels=(("app.kubernetes.io/name", "alertmanager"),),
        where=Where.STACK,
        # A histogram for each kind of receiver.
        sample_limit=5_000,
    ),
)
