"""Training jobs of both generations of the operator, and Katib's experiments and trials."""

from generator.catalog.board import OUTCOMES, Color, Column, Panel, PanelKind, Query
from generator.catalog.panels import now, share, value
from generator.catalog.service import counted, most
from generator.packs.kubeflow.alerts_training import TRIALS
from generator.packs.kubeflow.metrics import METRICS
from generator.packs.kubeflow.panels_pipelines import ANY_IS_BAD, HERE, OURS, USERS
from generator.packs.kubeflow.signals import SIGNALS, UP

BY_NAME = {metric.name: metric for metric in METRICS}
ENDED_TRIALS = next(each for each in SIGNALS if each.record == "namespace:katib_trials:increase6h")
OF_USERS = f"{OURS}, job_{HERE}"
BY_KIND = "by (job_namespace, framework) "
STATUS = (
    ("^[Ss]ucceeded$", Color.GOOD),
    ("^([Kk]illed|[Ee]arly.?[Ss]topped|[Mm]etrics.?[Uu]navailable)$", Color.WARNING),
    ("^[Ff]ailed$", Color.BAD),
)


def _jobs(what: str, by: str = "") -> str:
    series = f"training_operator_jobs_{what}_total{{{OF_USERS}}}"
    return f"round(sum {by}({counted(series, '1h', UP)}))"


JOBS = Panel(
    title="Training jobs of the last hour",
    description=(
        "Jobs that were made, ended or were started again within an hour, of training-operator v1. "
        "Restarts that repeat are nodes or images that break."
    ),
    unit="jobs",
    queries=(
        Query("A", _jobs("created"), "created"),
        Query("B", _jobs("successful"), "succeeded"),
        Query("C", _jobs("failed"), "failed"),
        Query("D", _jobs("restarted"), "restarted"),
    ),
    low=0,
    colors=(*OUTCOMES, ("^restarted$", Color.WARNING)),
    alerts=("KubeflowTrainingJobFailed",),
)
FAILING = most(
    Panel(
        title="Failed jobs of the last hour",
        description="Jobs of training-operator v1 that failed for good, their retries used up.",
        unit="jobs",
        queries=(
            Query(
                "A",
                f"{_jobs('failed', BY_KIND)} "
                f"or 0 * sum {BY_KIND}(training_operator_jobs_created_total{{{OF_USERS}}})",
                "{{job_namespace}} {{framework}}",
            ),
        ),
        low=0,
        alerts=("KubeflowTrainingJobFailed",),
    )
)
FAILED_NOW = now(
    Panel(
        title="Jobs failed, 1 h",
        description="Training jobs that failed for good within an hour (training-operator v1).",
        unit="jobs",
        queries=(Query("A", f"{_jobs('failed')} or vector(0)"),),
        decimals=0,
        alerts=("KubeflowTrainingJobFailed",),
    ),
    "Jobs failed, 1 h",
    steps=ANY_IS_BAD,
)
# As in the alert: a TrainJob becomes a JobSet of its name, which owns the jobs.
TRAIN_JOBS = Panel(
    title="Failed TrainJobs",
    description=(
        "TrainJobs (Trainer v2) of which a job has failed and is not started again. They stay here "
        "until they are deleted; empty is good."
    ),
    unit="",
    kind=PanelKind.TABLE,
    queries=(
        Query(
            "A",
            f"""
              sum by (namespace, train_job) (
                (max by (namespace, job_name) (kube_job_failed{{condition="true", {HERE}}}) == 1)
                * on (namespace, job_name) group_right ()
                max by (namespace, job_name, train_job) (
                  label_join(
                    kube_job_owner{{owner_kind="JobSet", {HERE}}}, "train_job", "", "owner_name"
                  )
                )
              )
            """,
            instant=True,
        ),
    ),
    columns=(
        Column("Namespace", label="namespace"),
        Column("TrainJob", label="train_job"),
        Column("Failed jobs", ref="A", decimals=0, width=110),
    ),
    alerts=("KubeflowTrainJobFailed",),
    sort="Failed jobs",
)
TRIALS_NOW = value(
    BY_NAME["katib_trials_current"],
    "Katib trials by status",
    "status",
    where=USERS,
    using="sum",
    description="Trials there are now, those that ended included until they are deleted.",
    low=0,
    stacked=True,
    colors=STATUS,
    alerts=("KubeflowKatibTrialsFailed",),
)
EXPERIMENTS = value(
    BY_NAME["katib_experiments_current"],
    "Katib experiments by status",
    "status",
    where=USERS,
    using="sum",
    description="Searches there are now, those that ended included until they are deleted.",
    low=0,
    stacked=True,
    colors=STATUS,
    alerts=("KubeflowKatibTrialsFailed",),
)
SHARE = most(
    Panel(
        title="Failed share of trials",
        description=(
            "The share of Katib's trials that failed or never reported their metric, of those that "
            "ended within six hours. Such a search burns its budget and learns nothing."
        ),
        unit=TRIALS.unit,
        queries=(
            Query(
                "A",
                share(
                    f'{ENDED_TRIALS.record}{{{HERE}, outcome!="succeeded"}}',
                    f"{ENDED_TRIALS.record}{{{HERE}}}",
                    "namespace",
                ),
                "{{namespace}}",
            ),
        ),
        low=0,
        high=1,
        alerts=("KubeflowKatibTrialsFailed",),
    )
)

TRAINING = (JOBS, FAILING, TRAIN_JOBS)
KATIB = (EXPERIMENTS, TRIALS_NOW, SHARE.bounded(TRIALS, "accepted"))
