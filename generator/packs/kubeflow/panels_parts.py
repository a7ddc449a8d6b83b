"""Kubeflow's controllers, the notebooks one of them makes, and what they log."""

from generator.catalog.board import OUTCOMES, RATE, Column, Panel, PanelKind, Query, Source
from generator.catalog.panels import now, number_of, rate, share, value
from generator.catalog.service import IS_UP, ONE_IS_GOOD, counted, most
from generator.packs.kubeflow.alerts_controllers import ERROR_RATIO
from generator.packs.kubeflow.metrics import METRICS
from generator.packs.kubeflow.panels_pipelines import OURS, USERS
from generator.packs.kubeflow.signals import UP

BY_NAME = {metric.name: metric for metric in METRICS}
TOTAL = BY_NAME["controller_runtime_reconcile_total"]
ERRORS = BY_NAME["controller_runtime_reconcile_errors_total"]

DOWN = now(
    number_of(
        "Parts down",
        "Pods of Kubeflow's own that do not answer their scrapes.",
        f"max by (namespace, pod) (up{{{OURS}}}) == 0",
        "KubeflowPipelinesApiDown",
        "KubeflowWorkflowControllerDown",
    ),
    "Parts down",
)
PARTS_TABLE = Panel(
    title="Parts",
    description=(
        "Each pod of Kubeflow's own that is scraped, and whether it answers. What is missing here "
        "is not scraped: a part that is not installed, or one that is gone."
    ),
    unit="",
    kind=PanelKind.TABLE,
    queries=(Query("A", f"max by (namespace, pod) (up{{{OURS}}})", instant=True),),
    columns=(
        Column("Namespace", label="namespace"),
        Column("Pod", label="pod"),
        Column("Answers", ref="A", words=IS_UP, steps=ONE_IS_GOOD, width=110),
    ),
    width=12,
    height=6,
    alerts=("KubeflowPipelinesApiDown", "KubeflowWorkflowControllerDown"),
)
RUNNING = value(
    BY_NAME["notebook_running"],
    "Running notebooks",
    "exported_namespace",
    where=USERS,
    using="sum",
    description="Notebooks that run, by namespace. Those that were culled for being idle are gone.",
    width=12,
    low=0,
)
NOT_MADE = Panel(
    title="Notebooks not made in the last hour",
    description=(
        "Notebooks that could not be created: their users wait in vain. Any is worth a look at "
        "quotas and at the controller's log."
    ),
    unit="notebooks",
    queries=(
        Query(
            "A",
            "round(sum by (exported_namespace) "
            f"({counted(f'notebook_create_failed_total{{{USERS}}}', '1h', UP)}))",
            "{{exported_namespace}}",
        ),
    ),
    width=12,
    low=0,
    alerts=("KubeflowNotebookCreateFailed",),
)
FAILING = Panel(
    title="Reconciliations that fail",
    description=(
        "The share of what a controller did that failed. The alert looks at half an hour, and "
        "wants more than ten failures."
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
    alerts=("KubeflowControllerErrors",),
)
BY_RESULT = rate(
    TOTAL,
    "Reconciliations by result",
    "result",
    where=OURS,
    description="What the controllers do. Nought for long: they are gone, or nothing is asked.",
    width=12,
    stacked=True,
    colors=OUTCOMES,
    alerts=("KubeflowControllerErrors",),
)
LOGS = Panel(
    title="Errors and warnings of the controllers",
    description="Lines of Kubeflow's own pods; those of users' steps and jobs are not among them.",
    unit="",
    kind=PanelKind.LOGS,
    queries=(
        Query(
            "A",
            '{app=~"workflow-controller|ml-pipeline.*|training-operator|katib.*|trainer|'
            'notebook-controller.*"} | level=~"error|critical|warn"',
            source=Source.LOGS,
        ),
    ),
    width=24,
    height=10,
)

NOTEBOOKS = (most(RUNNING), most(NOT_MADE))
CONTROLLERS = (most(FAILING).bounded(ERROR_RATIO, "accepted"), BY_RESULT)
