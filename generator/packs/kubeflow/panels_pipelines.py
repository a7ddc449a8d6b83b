"""Runs of pipelines: those that wait, run and end, and the two servers it takes.

Argo says how many workflows there are for the whole cluster only; what ended is known by namespace.
"""

from generator.catalog.board import RATE, Color, Panel, Query, Step
from generator.catalog.panels import now, rate, share, value
from generator.catalog.service import IS_UP, ONE_IS_GOOD, most
from generator.packs.kubeflow.alerts_pipelines import FAILURES, PENDING
from generator.packs.kubeflow.metrics import METRICS
from generator.packs.kubeflow.signals import SIGNALS

BY_NAME = {metric.name: metric for metric in METRICS}
ENDED_BY_PHASE = next(each for each in SIGNALS if each.record == "namespace:workflows:increase6h")
OURS = 'job="kubeflow"'
HERE = 'namespace=~"$namespace"'
USERS = f"{OURS}, exported_{HERE}"
BADLY = 'phase=~"Failed|Error"'
PHASES = (
    ("^Succeeded$", Color.GOOD),
    ("^Pending$", Color.WARNING),
    ("^(Failed|Error)$", Color.BAD),
)
ANY_IS_BAD = (Step(None, Color.NEUTRAL), Step(1, Color.BAD))

API = Panel(
    title="Pipelines API",
    description="Down: no API server can be scraped, so no run can be started or looked at.",
    unit="bool",
    queries=(Query("A", f"(count(run_server_run_count{{{OURS}}}) > bool 0) or vector(0)"),),
    words=IS_UP,
    steps=ONE_IS_GOOD,
    alerts=("KubeflowPipelinesApiDown",),
)
CONTROLLER = Panel(
    title="Workflow controller",
    description="Down: no workflow controller leads, so no run starts or gets to its next step.",
    unit="bool",
    queries=(Query("A", f"max(argo_workflows_is_leader{{{OURS}}}) or vector(0)"),),
    words=IS_UP,
    steps=ONE_IS_GOOD,
    alerts=("KubeflowWorkflowControllerDown",),
)


def _in_phase(phase: str, title: str, description: str, *alerts: str) -> Panel:
    return value(
        BY_NAME["argo_workflows_gauge"],
        title,
        where=f'{OURS}, phase="{phase}"',
        description=f"{description} It counts the whole cluster.",
        low=0,
        alerts=alerts,
    )


PENDING_RUNS = _in_phase(
    "Pending",
    "Waiting runs",
    "Workflows that wait for their start: the limit on parallel workflows is reached, or the "
    "controller does not keep up.",
    "KubeflowWorkflowsPending",
)
RUNNING_RUNS = _in_phase("Running", "Running runs", "Workflows that run now.")
PHASE = value(
    BY_NAME["argo_workflows_gauge"],
    "Workflows by phase",
    "phase",
    where=OURS,
    description=(
        "Workflows there are now, those included that ended and were not deleted. It counts the "
        "whole cluster."
    ),
    low=0,
    stacked=True,
    colors=PHASES,
)
ENDED = value(
    ENDED_BY_PHASE,
    "Runs that ended in 6 hours",
    "phase",
    where=HERE,
    using="sum",
    description="Workflows that ended within the six hours before, by the phase they ended in.",
    low=0,
    stacked=True,
    colors=PHASES,
    alerts=("KubeflowPipelineRunsFailed",),
)
FAILED = value(
    ENDED_BY_PHASE,
    "Runs failed, 6 h",
    where=f"{HERE}, {BADLY}",
    using="sum",
    description="Workflows that failed within six hours, in the chosen namespaces.",
    decimals=0,
    alerts=("KubeflowPipelineRunsFailed",),
)
SHARE = most(
    Panel(
        title="Failed share by namespace",
        description=(
            "The share of runs that failed, of those that ended within six hours. The alert wants "
            "three failures at least: users try things out."
        ),
        unit=FAILURES.unit,
        queries=(
            Query(
                "A",
                share(
                    f"{ENDED_BY_PHASE.record}{{{HERE}, {BADLY}}}",
                    f"{ENDED_BY_PHASE.record}{{{HERE}}}",
                    "namespace",
                ),
                "{{namespace}}",
            ),
        ),
        low=0,
        high=1,
        alerts=("KubeflowPipelineRunsFailed",),
    )
)
STARTED = rate(
    BY_NAME["argo_workflows_total_count"],
    "Runs that start, by namespace",
    "exported_namespace",
    where=f'{USERS}, phase="Running"',
    description="Workflows that began to run. Nought while runs wait: nothing starts any more.",
    alerts=("KubeflowWorkflowsPending", "KubeflowWorkflowControllerDown"),
)
REQUESTS = Panel(
    title="Runs asked of the API",
    description="Calls to the Pipelines API that start a run, whatever became of them.",
    unit="requests/s",
    queries=(Query("A", f"sum(rate(run_server_create_requests{{{OURS}}}[{RATE}]))", "calls"),),
    low=0,
    alerts=("KubeflowPipelinesApiDown",),
)
QUEUES = most(
    value(
        BY_NAME["argo_workflows_queue_depth_gauge"],
        "Work queues of the controller",
        "queue_name",
        where=OURS,
        description="Items that wait for the controller. One that only grows is too much for it.",
        width=12,
        low=0,
        alerts=("KubeflowWorkflowsPending",),
    )
)
ERRORS = rate(
    BY_NAME["argo_workflows_error_count"],
    "Errors of the controller",
    "cause",
    where=OURS,
    description=(
        "Errors of the workflow controller itself, by cause; failures of users' steps are not "
        "among them. More than a few at a restart is a fault."
    ),
    width=12,
    alerts=("KubeflowWorkflowControllerDown",),
)

NOW = (
    now(API, "Pipelines API"),
    now(CONTROLLER, "Workflow controller"),
    now(PENDING_RUNS, "Waiting runs", decimals=0, bound=PENDING),
    now(RUNNING_RUNS, "Running runs", decimals=0),
    now(FAILED, "Runs failed, 6 h", steps=ANY_IS_BAD),
)
RUNS = (
    PENDING_RUNS.bounded(PENDING, "accepted"),
    ENDED,
    SHARE.bounded(FAILURES, "accepted"),
    STARTED,
    PHASE,
    REQUESTS,
)
WORKFLOWS = (QUEUES, ERRORS)
