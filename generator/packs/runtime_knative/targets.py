"""Where queue-proxy is scraped: in the predictor pods of KServe, and wherever a pod says so."""

from generator.catalog import Endpoint, Target, TargetKind, Where
from generator.catalog.scrape import RUNTIME_LABEL, keep, model, never, pod_label

MODEL = "serving.kserve.io/inferenceservice"
REVISION = "serving.knative.dev/revision"
# The rest of queue-proxy's metrics has a label server_address: whatever Host a client sends.
WANTED = keep("revision_app_.*", "revision_queue_depth", "kn_.*")
# One revision: two histograms of up to 28 buckets for each status code, and a few gauges.
SERIES = 5_000

TARGETS = (
    Target(
        "runtime_knative",
        TargetKind.POD,
        (
            Endpoint(
                "http-usermetric",
                relabelings=model(name=MODEL, version=REVISION),
                metric_relabelings=(WANTED,),
            ),
        ),
        # Transformers and explainers have a queue-proxy too: a request would count twice.
        labels=(("component", "predictor"),),
        present=(MODEL, REVISION),
        where=Where.ANY,
        sample_limit=SERIES,
    ),
    Target(
        "runtime_knative",
        TargetKind.POD,
        (
            Endpoint(
                "http-usermetric",
                relabelings=(
                    never(pod_label(MODEL), ".+"),
                    *model(name="serving.knative.dev/service", version=REVISION),
                ),
                metric_relabelings=(WANTED,),
            ),
        ),
        labels=((RUNTIME_LABEL, "knative"),),
        present=(REVISION,),
        where=Where.ANY,
        sample_limit=SERIES,
        name="runtime-knative-plain",
    ),
)

BY_HAND = (
    (
        "Knative 0.46 and later report nothing of requests until the ConfigMap "
        "`config-observability` in Knative's namespace has `request-metrics-protocol: "
        "prometheus`."
    ),
    (
        "The InferenceService has the name of the model in the spec, or a label "
        "`watchkeeper.io/model` with that name."
    ),
    (
        "A model on plain Knative: label its pods `watchkeeper.io/runtime: knative`, and "
        "`watchkeeper.io/model` if the Knative Service does not have the model's name."
    ),
    ("Where NetworkPolicies close the namespaces of models, let Prometheus reach port 9091."),
)
