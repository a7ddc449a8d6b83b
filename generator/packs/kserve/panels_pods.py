"""Pods of InferenceServices: wanted, there, ready, waiting; and revisions side by side."""

from dataclasses import replace

from generator.catalog.board import RATE, Color, Panel, Query
from generator.catalog.panels import share, value
from generator.catalog.service import most
from generator.packs.kserve.panels_services import (
    BY_RECORD,
    HERE,
    PODS,
    READY,
    SPARE,
    TO_MODEL_OF,
)

DESIRED = BY_RECORD["revision:pods_desired:max"]
THERE = BY_RECORD["revision:pods:max"]
PANIC = BY_RECORD["revision:panic:max"]
REVISION = "{{namespace}} {{revision}}"

WANTED = Panel(
    title="Pods wanted and there",
    description=(
        "Pods of all revisions: what Knative's autoscaler wants, and what there is. While wanted "
        "stays above there, pods wait for a node, an image, the model or a quota."
    ),
    unit="pods",
    queries=(
        Query("A", f"sum({DESIRED.record}{{{HERE}}})", "wanted"),
        Query("B", f"sum({THERE.record}{{{HERE}}})", "there"),
    ),
    low=0,
    alerts=("KServeScaleUpStuck",),
)
SHORT = most(
    Panel(
        title="Pods missing, by revision",
        description="How many pods a revision has too few, against what its autoscaler wants.",
        unit="pods",
        queries=(
            Query(
                "A",
                f"clamp_min(max by (namespace, revision) ({DESIRED.record}{{{HERE}}} "
                f"- on (namespace, inferenceservice, revision) {THERE.record}{{{HERE}}}), 0)",
                REVISION,
            ),
        ),
        low=0,
        alerts=("KServeScaleUpStuck",),
    )
)
PANICKING = most(
    value(
        PANIC,
        "Revisions in panic mode",
        "namespace",
        "revision",
        where=HERE,
        description=(
            "1 while load is twice what a revision's pods are meant for. It is usual for minutes "
            "when load comes; for longer, new pods do not help."
        ),
        decimals=0,
        alerts=("KServeAutoscalerPanicking",),
    )
)
LEFT = most(
    value(
        SPARE,
        "Pods an autoscaler may add",
        "namespace",
        "inferenceservice",
        where=HERE,
        using="min",
        description=(
            "Of InferenceServices in the standard mode, which Kubernetes scales. At nought, more "
            "load makes requests slower."
        ),
        low=0,
        alerts=("KServeScaledToMax",),
        follow=(TO_MODEL_OF,),
    ),
    lowest=True,
)
READINESS = Panel(
    title="Pods by readiness",
    description="Inference pods: those that take requests, and those that do not (yet).",
    unit="pods",
    width=12,
    height=6,
    queries=(
        Query("A", f"sum({READY})", "ready"),
        Query("B", f"count({PODS}) - sum({READY})", "not ready"),
    ),
    low=0,
    stacked=True,
    colors=(("^ready$", Color.GOOD), ("^not ready$", Color.WARNING)),
    alerts=("KServePodNotReady", "KServeInferenceServiceDown"),
)


def _waiting(kind: str) -> str:
    found = f"max by (namespace, pod, container, reason) (kube_pod_{kind}_status_waiting_reason)"
    return f"count by (reason) ({found} == 1 and on (namespace, pod) {PODS})"


WAITING = Panel(
    title="Why containers wait",
    description=(
        "Containers of inference pods that wait, by reason. PodInitializing is a model being "
        "fetched; CrashLoopBackOff and ImagePullBackOff do not end by themselves."
    ),
    unit="count",
    queries=(Query("A", _waiting("container"), "{{reason}}"),),
    low=0,
    stacked=True,
    colors=(("BackOff|Err", Color.BAD),),
    alerts=("KServeInferenceServiceCrashLooping", "KServePodNotReady"),
)
FETCHING = Panel(
    title="Why models are not fetched",
    description=(
        "Init containers of inference pods that wait, by reason; storage-initializer fetches the "
        "model. CrashLoopBackOff there is a wrong path, missing rights or a store that is gone. "
        "Empty is good."
    ),
    unit="count",
    queries=(Query("A", _waiting("init_container"), "{{reason}}"),),
    low=0,
    stacked=True,
    colors=(("BackOff|Err", Color.BAD),),
    alerts=("KServeInferenceServiceCrashLooping",),
)
FAILING = most(
    Panel(
        title="Errors while a model is loaded",
        description="Log lines of five minutes that say that a model could not be loaded.",
        unit="lines",
        queries=(Query("A", "max by (model_name) (model:load_errors:count5m)", "{{model_name}}"),),
        low=0,
        alerts=("ModelLoadFailing",),
    )
)

# The three generations of Knative's queue-proxy. Knative names pods after their revision.
COUNTS = (
    ("revision_app_request_count", 'response_code_class="5xx"'),
    ("kn_queueproxy_app_duration_seconds_count", 'http_response_status_code=~"5.."'),
    ("kn_serving_invocation_duration_seconds_count", 'http_response_status_code=~"5.."'),
)
ALL = " or ".join(f"rate({name}{{{HERE}}}[{RATE}])" for name, _ in COUNTS)
FAILED = " or ".join(f"rate({name}{{{HERE}, {bad}}}[{RATE}])" for name, bad in COUNTS)


def _of_revisions(rates: str) -> str:
    """Rates with the revision of their pod; a pod that is named otherwise stands for itself."""
    named = f'label_replace({rates}, "name", "$1", "pod", "(.+?)(?:-deployment-.+)?")'
    return f'label_join({named}, "revision", "/", "namespace", "name")'


BY_REVISION = most(
    Panel(
        title="Requests by revision",
        description=(
            "Requests that Knative's queue-proxy passed on. During a rollout the old and the new "
            "revision stand side by side."
        ),
        unit="requests/s",
        queries=(Query("A", f"sum by (revision) ({_of_revisions(ALL)})", "{{revision}}"),),
        width=12,
        low=0,
    )
)
FAILED_REVISIONS = most(
    Panel(
        title="Failed share by revision",
        description="The share answered with 5xx. A new revision that stands out is a bad one.",
        unit="ratio",
        queries=(
            Query(
                "A",
                share(_of_revisions(FAILED), _of_revisions(ALL), "revision"),
                "{{revision}}",
            ),
        ),
        width=12,
        low=0,
        alerts=("HighPredictionErrorRate",),
    )
)

REVISIONS = (BY_REVISION, FAILED_REVISIONS)
CAPACITY = (WANTED, SHORT, replace(PANICKING, width=12), replace(LEFT, width=12))
LOADING = (WAITING, FETCHING, FAILING)
