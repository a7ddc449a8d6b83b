"""Where the exporter of drift results is scraped, and who reaches it."""

from generator.catalog import Access, Endpoint, Target, TargetKind, Where
from generator.catalog.scrape import drop

NAME = "app.kubernetes.io/name"
EXPORTER = "drift-exporter"
LABELS = ((NAME, EXPORTER),)
JOBS = ((NAME, "drift-jobs"),)
PORT = ("metrics", 9109)

TARGETS = (
    Target(
        EXPORTER,
        TargetKind.SERVICE,
        (Endpoint(PORT[0], metric_relabelings=(drop(".+_created"),)),),
        labels=LABELS,
        where=Where.STACK,
        # Ten thousand models with a hundred columns each would be more than Prometheus bears.
        sample_limit=500_000,
        name=EXPORTER,
    ),
)
# Jobs listen to nobody.
ACCESS = (
    Access(EXPORTER, LABELS, (((PORT[1],), ("prometheus",)),)),
    Access("drift-jobs", JOBS, ()),
)
BY_HAND = (
    (
        "Drift is looked for where the platform says `drift` and `images.exporters`, of models "
        "whose spec names `drift.reference` and `drift.current`. Without that, run "
        "`python -m watchkeeper.drift` yourself."
    ),
    (
        "The Secret that `drift.secret` names stands in the stack's namespace; with "
        "`drift.identity` the cloud knows the pods' service account instead."
    ),
)
