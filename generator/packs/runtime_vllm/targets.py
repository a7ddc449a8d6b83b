"""Where vLLM is scraped outside KServe; inside, it is one of the servers of ``runtime_kserve``."""

from generator.catalog import Endpoint, Target, TargetKind, Where
from generator.catalog.scrape import (
    MODEL_SAID,
    RUNTIME_LABEL,
    drop,
    keep,
    model,
    never,
    pod_label,
)

TARGETS = (
    Target(
        "runtime_vllm",
        TargetKind.POD,
        (
            Endpoint(
                "metrics",
                relabelings=(
                    never(pod_label("serving.kserve.io/inferenceservice"), ".+"),
                    *model(),
                ),
                metric_relabelings=(
                    # A series of adapter lists; the time at which each series began.
                    drop("vllm:lora_requests_info", ".+_created"),
                    keep("vllm:.*", "process_.*"),
                    *MODEL_SAID,
                ),
            ),
        ),
        labels=((RUNTIME_LABEL, "vllm"),),
        where=Where.ANY,
        # Eight engines: about 25 histograms of 20 buckets for each.
        sample_limit=20_000,
    ),
)

BY_HAND = (
    (
        "Outside KServe: label the pods `watchkeeper.io/runtime: vllm`, and declare a container "
        "port named `metrics` (8000)."
    ),
    (
        "Start the server with `--served-model-name` and the name in the spec, and without "
        "`--disable-log-stats`."
    ),
    (
        "State the version in the pod label `watchkeeper.io/model-version`: the server does not "
        "know it."
    ),
)
