"""Where code with our inference library in it is scraped.

Where it is in KServe's model server, ``runtime_kserve`` scrapes it with the server.
"""

from generator.catalog import Endpoint, Target, TargetKind, Where
from generator.catalog.scrape import (
    MODEL_SAID,
    RUNTIME_LABEL,
    drop,
    model,
    never,
    pod_annotation,
)

TARGETS = (
    Target(
        "runtime_watchkeeper",
        TargetKind.POD,
        (
            Endpoint(
                "metrics",
                relabelings=(
                    never(pod_annotation("prometheus.kserve.io/port"), ".+"),
                    *model(
                        name="serving.kserve.io/inferenceservice",
                        version="serving.knative.dev/revision",
                    ),
                ),
                metric_relabelings=(
                    # The time at which each series began.
                    drop(".+_created"),
                    *MODEL_SAID,
                ),
            ),
        ),
        labels=((RUNTIME_LABEL, "watchkeeper"),),
        where=Where.ANY,
        # The library bounds its label values; 100 models of a process with ten classes each.
        sample_limit=50_000,
    ),
)

BY_HAND = (
    (
        "Outside KServe's model server: label the pods `watchkeeper.io/runtime: watchkeeper`, and "
        "declare the container port of the library's metrics under the name `metrics`."
    ),
)
