"""Jobs that failed, CronJobs that are late, and volumes that fill up."""

from generator.catalog.board import Color, Column, Panel, PanelKind, Query, Step
from generator.catalog.panels import value
from generator.catalog.ranked import lowest
from generator.packs.kubernetes.alerts_jobs import ALERTS
from generator.packs.kubernetes.alerts_volumes import FULL, LOW
from generator.packs.kubernetes.panels import BY_NAME, HERE, LINES, ROWS, WATCHED_HERE, here

FAILED = here(f'max by (namespace, job_name) (kube_job_failed{{{HERE}, condition="true"}}) == 1')
(ALERT,) = (alert for alert in ALERTS if alert.name == "KubernetesJobFailed")
# Those that the alert tells of, without the ones that a later run made good.
UNMENDED = f"({ALERT.expr}) and on (namespace) namespace:watched{{{HERE}}}"
JOB, CRONJOB = "namespace, job_name", "namespace, cronjob"

ACTIVE = value(
    BY_NAME["kube_job_status_active"],
    "Pods of jobs at work",
    "namespace",
    where=HERE,
    join=WATCHED_HERE,
    using="sum",
    description="Pods of jobs that have not ended: training, drift checks, features.",
    width=6,
    low=0,
    stacked=True,
)
FAILED_JOBS = Panel(
    title="Failed jobs",
    description=(
        f"Jobs that used up their retries or their time, up to {ROWS}; they stay until somebody "
        "deletes them. The alert leaves out those that a later run made good."
    ),
    unit="",
    kind=PanelKind.TABLE,
    queries=(
        Query("A", f"topk({ROWS}, {FAILED})", instant=True),
        Query(
            "B",
            f"max by ({JOB}) (kube_job_status_start_time{{{HERE}}}) "
            f"and on ({JOB}) topk({ROWS}, {FAILED})",
            instant=True,
        ),
    ),
    columns=(
        Column("Namespace", label="namespace"),
        Column("Job", label="job_name"),
        Column("Started", ref="B", unit="timestamp", width=140),
    ),
    width=8,
    sort="Started",
    alerts=("KubernetesJobFailed",),
)
DUE = here(f"max by ({CRONJOB}) (kube_cronjob_next_schedule_time{{{HERE}}})")
LATEST = f"bottomk({ROWS}, {DUE})"
CRONJOBS = Panel(
    title="CronJobs",
    description=(
        f"The {ROWS} that are due next. One that was due some time ago missed its turn; one whose "
        "success lies further back than its schedule does not do its work."
    ),
    unit="",
    kind=PanelKind.TABLE,
    queries=(
        Query("A", LATEST, instant=True),
        Query(
            "B",
            f"max by ({CRONJOB}) (kube_cronjob_status_last_successful_time{{{HERE}}}) "
            f"and on ({CRONJOB}) {LATEST}",
            instant=True,
        ),
        Query(
            "C",
            f"max by ({CRONJOB}) (kube_cronjob_spec_suspend{{{HERE}}}) and on ({CRONJOB}) {LATEST}",
            instant=True,
        ),
    ),
    columns=(
        Column("Namespace", label="namespace"),
        Column("CronJob", label="cronjob"),
        Column("Due", ref="A", unit="timestamp", width=140),
        Column("Succeeded", ref="B", unit="timestamp", width=140),
        Column(
            "State",
            ref="C",
            words=((0, "on", Color.GOOD), (1, "suspended", Color.WARNING)),
            width=110,
        ),
    ),
    width=10,
    alerts=("KubernetesCronJobMissed",),
)

FREE = f"persistentvolumeclaim:free:ratio{{{HERE}}}"
VOLUME = "namespace, persistentvolumeclaim, resource"
FEWEST = f"bottomk({ROWS}, {FREE})"
FREE_STEPS = (
    Step(None, Color.BAD),
    Step(FULL.default, Color.WARNING),
    Step(LOW.default, Color.GOOD),
)
FULLEST = Panel(
    title="Fullest volumes",
    description=(
        f"What is free of the bytes and inodes of mounted volumes, the {ROWS} fullest, and what "
        "will be in four days at the pace of the last six hours. Weights and data sets may fill "
        "theirs and stay so; what counts is whether it grows."
    ),
    unit="",
    kind=PanelKind.TABLE,
    queries=(
        Query("A", FEWEST, instant=True),
        Query(
            "B",
            "clamp(predict_linear(persistentvolumeclaim:free:ratio"
            f"{{{HERE}}}[6h], 4 * 24 * 3600), 0, 1) and on ({VOLUME}) {FEWEST}",
            instant=True,
        ),
    ),
    columns=(
        Column("Namespace", label="namespace"),
        Column("Volume", label="persistentvolumeclaim"),
        Column("Of its", label="resource", width=90),
        Column("Free", ref="A", unit="ratio", decimals=1, steps=FREE_STEPS, width=90),
        Column("In four days", ref="B", unit="ratio", decimals=1, steps=FREE_STEPS, width=110),
    ),
    width=12,
    alerts=("KubernetesVolumeFillingUp", "KubernetesVolumeFull"),
)
SPACE = (
    Panel(
        title="Free share of the fullest volumes",
        description=(
            f"The {LINES} volumes with least left. Below the upper line growth is looked at, below "
            "the lower one somebody is called: writes are about to fail."
        ),
        unit="ratio",
        queries=(
            Query(
                "A",
                lowest(FREE, LINES),
                "{{namespace}}/{{persistentvolumeclaim}} {{resource}}",
            ),
        ),
        width=12,
        low=0,
        alerts=("KubernetesVolumeFillingUp", "KubernetesVolumeFull"),
    )
    .bounded(LOW, "low")
    .bounded(FULL, "full")
)
