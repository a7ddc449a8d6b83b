"""Where Tempo is scraped.

By number: the two charts name the port differently.
"""

from generator.catalog import Endpoint, Target, TargetKind, Where

TARGETS = (
    Target(
        "tempo",
        TargetKind.POD,
        (Endpoint("3200"),),
        labels=(("app.kubernetes.io/name", "tempo"),),
        where=Where.STACK,
        # All parts in one process: some 100 histograms, by route and status.
        sample_limit=50_000,
    ),
)
