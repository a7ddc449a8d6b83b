"""The logs of Feast's feature servers: gunicorn's, with a line for each request."""

from generator.catalog import LogPipeline, Relabeling, stages
from generator.catalog.scrape import pod_label

PIPELINES = (
    LogPipeline(
        "feast",
        '{app=~"feast.*"}',
        (
            stages.join(rf"{stages.PYTHON_LINE}|^\d+\.\d+\.\d+\.\d+:"),
            stages.answered("/health", "/metrics"),
            *stages.access(),
        ),
        # The operator names pods after each feature store.
        (Relabeling((pod_label("feast.dev/name"),), "app", "(.+)", "feast"),),
    ),
)
