"""Where Alloy is scraped."""

from generator.catalog import Endpoint, Target, TargetKind, Where
from generator.catalog.scrape import drop

# A series for each log file of each pod that ever was.
FILES = drop("loki_source_file_(file_bytes|read_bytes|read_lines)_total")

TARGETS = (
    Target(
        "alloy",
        TargetKind.POD,
        (Endpoint("http-metrics", metric_relabelings=(FILES,)),),
        labels=(("app.kubernetes.io/name", "alloy"),),
        where=Where.STACK,
        # Histograms and queues of each component.
        sample_limit=20_000,
    ),
)
