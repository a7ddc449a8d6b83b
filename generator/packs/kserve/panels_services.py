"""InferenceServices: how many there are, which are in trouble, and what their callers see.

What callers see is canonical, whatever serves the model: a model has its InferenceService's name.
"""

from generator.catalog.board import (
    DETAIL,
    TO_MODEL,
    Color,
    Column,
    Link,
    Panel,
    PanelKind,
    Query,
    Step,
)
from generator.catalog.canonical import ERRORS, REQUESTS
from generator.catalog.panels import now, number_of, value
from generator.catalog.service import most
from generator.packs.kserve.alerts_scaling import QUEUED
from generator.packs.kserve.signals import SIGNALS

BY_RECORD = {signal.record: signal for signal in SIGNALS}
QUEUE = BY_RECORD["inferenceservice:queue_depth:mean"]
SPARE = BY_RECORD["inferenceservice:spare_replicas:min"]
HERE = 'namespace=~"$namespace"'
PODS = f"pod:inferenceservice:info{{{HERE}}}"
WHOSE = "by (namespace, inferenceservice)"
EACH = f"max {WHOSE} ({PODS})"
NONE_LEFT = (Step(None, Color.BAD), Step(1, Color.NEUTRAL))
ANY_IS_BAD = (Step(None, Color.NEUTRAL), Step(1, Color.BAD))


def of_pods(metric: str, by: str = "namespace, pod") -> str:
    """The series of a metric of pods, with the InferenceService that a pod belongs to."""
    return f"max by ({by}) ({metric}) * on (namespace, pod) group_right () {PODS}"


READY = of_pods('kube_pod_status_ready{condition="true"}')
DOWN = f"max {WHOSE} ({READY}) == 0"


def _model(signal: str) -> str:
    """A signal of models as one of the InferenceServices of the chosen namespaces."""
    named = f'label_replace({signal}, "inferenceservice", "$1", "model_name", "(.+)")'
    return f"{EACH} * on (inferenceservice) group_left () max by (inferenceservice) ({named})"


def _of_models(signal: str) -> str:
    named = f'label_replace({PODS}, "model_name", "$1", "inferenceservice", "(.+)")'
    return f"max by (model_name) ({signal} and on (model_name) {named})"


def _crashing(container: str) -> str:
    name = f"kube_pod_{container}_status_waiting_reason"
    return of_pods(f'max_over_time({name}{{reason="CrashLoopBackOff"}}[5m])')


TO_MODEL_OF = Link(
    TO_MODEL.title, TO_MODEL.url.replace("labels.model_name", "labels.inferenceservice")
)
SUMMARY = (
    number_of(
        "InferenceServices",
        "InferenceServices with a pod. One that is scaled to zero is not among them.",
        EACH,
        bad=False,
    ),
    number_of(
        "Down",
        "InferenceServices that have pods, none of which is ready: every request fails or waits.",
        DOWN,
        "KServeInferenceServiceDown",
    ),
    number_of(
        "Pods not ready",
        "Inference pods that take no requests; those that load their model are among them.",
        f"({READY}) == 0",
        "KServePodNotReady",
    ),
    number_of(
        "Crashing",
        "InferenceServices of which a container crashes again and again, or cannot get its model.",
        f"max {WHOSE} ({_crashing('container')} or {_crashing('init_container')}) == 1",
        "KServeInferenceServiceCrashLooping",
    ),
    number_of(
        "At their maximum",
        "InferenceServices whose autoscaler may not add another pod.",
        f"min {WHOSE} ({SPARE.record}{{{HERE}}}) <= 0",
        "KServeScaledToMax",
    ),
)
NOW = tuple(now(panel, panel.title, decimals=0) for panel in SUMMARY)

CELLS = (
    ("A", f"count {WHOSE} ({PODS})"),
    ("B", f"count {WHOSE} ({PODS}) - sum {WHOSE} ({READY})"),
    ("C", f"max {WHOSE} ({QUEUE.record}{{{HERE}}})"),
    ("D", f"min {WHOSE} ({SPARE.record}{{{HERE}}})"),
    ("E", _model(REQUESTS)),
    ("F", _model(f"{ERRORS} / ({REQUESTS} > 0)")),
    ("G", _model("model:latency_seconds:p95")),
)
TABLE = Panel(
    title="InferenceServices",
    description=(
        "Each InferenceService with a pod; its name leads to the board of its model. The last "
        "three are empty where the model is not declared, or its runtime does not tell."
    ),
    unit="",
    kind=PanelKind.TABLE,
    queries=tuple(Query(ref, expr, instant=True) for ref, expr in CELLS),
    columns=(
        Column("Model", label="inferenceservice", link=DETAIL, width=240),
        Column("Namespace", label="namespace"),
        Column("Pods", ref="A", decimals=0),
        Column("Not ready", ref="B", decimals=0, steps=ANY_IS_BAD),
        Column("Requests in a pod", ref="C", decimals=1),
        Column("Pods it may add", ref="D", decimals=0, steps=NONE_LEFT),
        Column("Requests", ref="E", unit="requests/s"),
        Column("Errors", ref="F", unit="ratio", decimals=2),
        Column("p95", ref="G", unit="seconds"),
    ),
    width=24,
    height=12,
    alerts=("KServeInferenceServiceDown", "KServeScaledToMax", "KServeRequestsQueueing"),
    sort="Not ready",
)


def _lines(signal: str, title: str, description: str, unit: str, *alerts: str) -> Panel:
    return most(
        Panel(
            title=title,
            description=description,
            unit=unit,
            queries=(Query("A", _of_models(signal), "{{model_name}}"),),
            low=0,
            alerts=alerts,
            follow=(TO_MODEL,),
        )
    )


REQUESTED = (
    _lines(
        REQUESTS,
        "Busiest models",
        "Requests per second of the declared models that run here.",
        "requests/s",
        "ModelMetricsAbsent",
    ),
    _lines(
        f"{ERRORS} / ({REQUESTS} > 0)",
        "Models that fail most",
        "The share of requests that failed. KServe's own server counts none: it has no line.",
        "ratio",
        "HighPredictionErrorRate",
    ),
    _lines(
        "model:latency_seconds:p95",
        "Slowest models",
        "The time that nineteen of twenty requests take at most.",
        "seconds",
        "HighPredictionLatency",
    ),
)
QUEUES = most(
    value(
        QUEUE,
        "Requests in a pod",
        "namespace",
        "inferenceservice",
        where=HERE,
        description=(
            "Requests a pod holds on average, those being answered included. Above the line callers"
            " wait, and time out next. Without a limit on concurrency there is no line."
        ),
        low=0,
        alerts=("KServeRequestsQueueing",),
        follow=(TO_MODEL_OF,),
    )
).bounded(QUEUED, "most")
