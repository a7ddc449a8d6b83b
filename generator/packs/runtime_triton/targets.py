"""Where Triton is scraped: in KServe, where only its port tells it from other servers, or alone."""

from generator.catalog import Endpoint, Target, TargetKind, Where
from generator.catalog.scrape import (
    CONTAINER,
    RUNTIME_LABEL,
    address,
    copy,
    keep,
    model,
    never,
    only,
    pod_annotation,
    pod_label,
)

MODEL = "serving.kserve.io/inferenceservice"
PORT = pod_annotation("prometheus.kserve.io/port")
# Triton has its own names for the two; the rules read those, so they stay.
METRICS = (keep("nv_.*"), copy("model", "model_name"), copy("version", "model_version"))
# A repository of 1,000 model versions, some 15 series each.
SERIES = 20_000

TARGETS = (
    Target(
        "runtime_triton",
        TargetKind.POD,
        (
            Endpoint(
                "",  # KServe's serving runtime for Triton does not declare it
                relabelings=(
                    only(CONTAINER, "kserve-container"),
                    only(PORT, "8002"),
                    *address(PORT),
                    *model(name=MODEL, version="serving.knative.dev/revision"),
                ),
                metric_relabelings=METRICS,
            ),
        ),
        labels=(("component", "predictor"),),
        present=(MODEL,),
        where=Where.ANY,
        sample_limit=SERIES,
    ),
    Target(
        "runtime_triton",
        TargetKind.POD,
        (
            Endpoint(
                "metrics",
                relabelings=(never(pod_label(MODEL), ".+"), *model()),
                metric_relabelings=METRICS,
            ),
        ),
        labels=((RUNTIME_LABEL, "triton"),),
        where=Where.ANY,
        sample_limit=SERIES,
        name="runtime-triton-own",
    ),
)

BY_HAND = (
    (
        "Outside KServe: label the pods `watchkeeper.io/runtime: triton`, and declare a "
        "container port named `metrics` (8002)."
    ),
    "The model in Triton's repository has the name of the model in the spec.",
)
