"""Where Loki is scraped.

By number: it is the same in every mode, and the caches, the canary and the gateway beside it
have other ports.
"""

from generator.catalog import Endpoint, Target, TargetKind, Where

TARGETS = (
    Target(
        "loki",
        TargetKind.POD,
        (Endpoint("3100"),),
        labels=(("app.kubernetes.io/name", "loki"),),
        where=Where.STACK,
        # All parts in one process: some 200 histograms, by route and status.
        sample_limit=50_000,
    ),
)
