"""KServe: do InferenceServices answer, have they the pods they need, and are changes made."""

from generator.catalog.board import (
    OUTCOMES,
    RATE,
    Board,
    Panel,
    PanelKind,
    Query,
    Row,
    Source,
    Variable,
)
from generator.catalog.panels import NOUGHT, now, rate, share
from generator.catalog.service import IS_UP, ONE_IS_GOOD, alarms, alerts_of, firing
from generator.packs.kserve import panels_pods as pods
from generator.packs.kserve import panels_services as services
from generator.packs.kserve.alerts_controller import ERROR_RATIO
from generator.packs.kserve.metrics import METRICS

BY_NAME = {metric.name: metric for metric in METRICS}
TOTAL = BY_NAME["controller_runtime_reconcile_total"]
ERRORS = BY_NAME["controller_runtime_reconcile_errors_total"]
OURS = 'job="kserve"'

CONTROLLER = now(
    Panel(
        title="Controller",
        description=(
            "Down: no controller leads. Models that run go on, but nothing can be deployed, and a "
            "pod that dies is not replaced."
        ),
        unit="bool",
        queries=(Query("A", f"(count({TOTAL.name}{{{OURS}}}) > bool 0) or vector(0)"),),
        words=IS_UP,
        steps=ONE_IS_GOOD,
        alerts=("KServeControllerDown",),
    ),
    "Controller",
)
UNSEEN = Panel(
    title="Pods we cannot tell apart",
    description=(
        "Inference containers without the label of their InferenceService: no alert and no panel "
        "sees them. kube-state-metrics must be told to report that label."
    ),
    unit="count",
    queries=(
        Query(
            "A",
            f"""
              count(
                kube_pod_container_status_ready{{container="kserve-container", {services.HERE}}}
                unless on (namespace, pod)
                kube_pod_labels{{label_serving_kserve_io_inferenceservice!=""}}
              ) or vector(0)
            """,
        ),
    ),
    decimals=0,
    steps=NOUGHT,
    alerts=("KServePodLabelsMissing",),
)
FAILING = Panel(
    title="Reconciliations that fail",
    description=(
        "The share of what a controller did that failed: changes are not carried out. The alert "
        "looks at half an hour, and wants more than ten failures."
    ),
    unit=ERROR_RATIO.unit,
    queries=(
        Query(
            "A",
            share(
                f"rate({ERRORS.name}{{{OURS}}}[{RATE}])",
                f"rate({TOTAL.name}{{{OURS}}}[{RATE}])",
                "controller",
            ),
            "{{controller}}",
        ),
    ),
    width=12,
    low=0,
    high=1,
    alerts=("KServeReconcileErrors",),
).bounded(ERROR_RATIO, "accepted")
BY_RESULT = rate(
    TOTAL,
    "Reconciliations by result",
    "result",
    where=OURS,
    description="What the controllers do. Nought for long: nothing is asked, or none leads.",
    width=12,
    stacked=True,
    colors=OUTCOMES,
    alerts=("KServeControllerDown",),
)


def _lines(title: str, description: str, which: str, *alerts: str) -> Panel:
    return Panel(
        title=title,
        description=description,
        unit="",
        kind=PanelKind.LOGS,
        queries=(Query("A", f'{which} | level=~"error|critical"', source=Source.LOGS),),
        width=12,
        height=12,
        alerts=alerts,
    )


LOGS = (
    _lines(
        "Errors of models",
        "Lines of inference pods that are errors, those of fetching the model among them.",
        '{job="models", namespace=~"$namespace"}',
        "ModelLoadFailing",
    ),
    _lines(
        "Errors of the controller",
        "Lines of KServe's controllers that are errors.",
        '{container="manager"} | pod=~"(kserve|llmisvc)-.+"',
        "KServeReconcileErrors",
    ),
)

BOARD = Board(
    name="kserve",
    title="KServe",
    description="InferenceServices: what callers see, the pods behind them, and the controller.",
    variables=(
        Variable("namespace", "Namespace", "namespace", "pod:inferenceservice:info", many=True),
    ),
    annotations=(alarms("kserve"),),
    rows=(
        Row("Now", (CONTROLLER, firing("kserve"), *services.NOW, now(UNSEEN, "Unseen"))),
        Row("Alerts and pods", (alerts_of("kserve"), pods.READINESS)),
        Row("Requests", services.REQUESTED),
        Row("InferenceServices", (services.TABLE,)),
        Row("Revisions", pods.REVISIONS),
        Row("Capacity", (services.QUEUES, *pods.CAPACITY)),
        Row("Pods and loading", pods.LOADING),
        Row("Controller", (FAILING, BY_RESULT)),
        Row("Logs", LOGS),
    ),
)
