"""How Prometheus reaches the exporter: to have it ask for others, and to scrape it."""

from generator.catalog import Endpoint, Prober, Target, TargetKind, Where

# Both are in the stack's namespace, so the name of the Service is enough.
PROBER = Prober("blackbox", "blackbox-exporter:9115", "http_2xx")

TARGETS = (
    Target(
        "blackbox-exporter",
        TargetKind.POD,
        (Endpoint("http"),),
        labels=(("app.kubernetes.io/name", "prometheus-blackbox-exporter"),),
        where=Where.STACK,
        # Its own process, and a counter for each module.
        sample_limit=2_000,
    ),
)
