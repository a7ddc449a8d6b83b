"""The logs of InferenceServices: whose they are. What they mean is in the pack of models."""

from generator.catalog import LogPipeline, Relabeling, stages
from generator.catalog.scrape import copy, pod_label

MODEL = pod_label("serving.kserve.io/inferenceservice")

PIPELINES = (
    LogPipeline(
        "kserve",
        '{job="models"}',
        (
            stages.answered(
                "/v2/health/(?:live|ready)", "/v2/models/[^ /]+/ready", "/v1/models/[^ :]+"
            ),
            *stages.access(),
        ),
        (
            Relabeling((MODEL,), "job", "(.+)", "models"),
            # Knative and KServe name the app after each revision and each service.
            Relabeling((MODEL,), "app", "(.+)", "kserve"),
            copy(MODEL, "model_name"),
        ),
    ),
)
