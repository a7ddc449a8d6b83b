"""Where KServe's model servers are scraped: at the port that their serving runtime names.

That may be any server that a serving runtime starts, so the metrics of vLLM arrive here as well,
and those of our library where it is in the server.
"""

from generator.catalog import Endpoint, Target, TargetKind, Where
from generator.catalog.scrape import (
    CONTAINER,
    MODEL_SAID,
    address,
    copy,
    drop,
    keep,
    model,
    never,
    only,
    pod_annotation,
)

MODEL = "serving.kserve.io/inferenceservice"
PORT = pod_annotation("prometheus.kserve.io/port")
TRITON = "8002"

TARGETS = (
    Target(
        "runtime_kserve",
        TargetKind.POD,
        (
            Endpoint(
                "",  # the server's container declares none
                relabelings=(
                    only(CONTAINER, "kserve-container"),
                    only(PORT, "[0-9]+"),
                    never(PORT, TRITON),
                    *address(PORT),
                    copy(pod_annotation("prometheus.kserve.io/path"), "__metrics_path__", "(/.+)"),
                    *model(name=MODEL, version="serving.knative.dev/revision"),
                ),
                metric_relabelings=(
                    # A series of adapter lists; the time at which each series began.
                    drop("vllm:lora_requests_info", ".+_created"),
                    keep(
                        "model_.*",  # of our library, if it is in the server
                        "request_(preprocess|predict|postprocess|explain)_seconds_.*",
                        "vllm:.*",
                        "process_.*",
                    ),
                    *MODEL_SAID,
                ),
            ),
        ),
        # Transformers are built on the same server, and report each request once more.
        labels=(("component", "predictor"),),
        present=(MODEL,),
        where=Where.ANY,
        # vLLM with eight engines: about 25 histograms of 20 buckets for each.
        sample_limit=20_000,
    ),
)

BY_HAND = (
    "The InferenceService has the name of the model in the spec.",
    (
        "A predictor without a serving runtime: annotate it with `prometheus.kserve.io/port` "
        "and `prometheus.kserve.io/path`."
    ),
    (
        "Where NetworkPolicies close the namespaces of models, let Prometheus reach the port "
        "in that annotation."
    ),
)
