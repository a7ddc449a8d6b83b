"""Pods: which do not start, which start again and again."""

from generator.catalog.board import Color, Column, Panel, PanelKind, Query
from generator.catalog.panels import value
from generator.packs.kubernetes.panels import (
    BY_NAME,
    HERE,
    ONE,
    ROWS,
    SIGNAL,
    WATCHED_HERE,
    here,
)

RESTARTS = f"kube_pod_container_status_restarts_total{{{HERE}}}"
LAST_END = "kube_pod_container_status_last_terminated_reason"
STUCK = f'container:waiting:max5m{{{HERE}, reason!~"ContainerCreating|PodInitializing"}} == 1'
UNPLACED = here(f"max by (namespace, pod) (kube_pod_status_unschedulable{{{HERE}}}) == 1")
PHASES = (
    ("^(Failed|Unknown)$", Color.BAD),
    ("^Pending$", Color.WARNING),
    ("^Running$", Color.GOOD),
    ("^Succeeded$", Color.NEUTRAL),
)


RESTARTED_NOW = f"max by ({ONE}) (increase({RESTARTS}[1h])) > 0"
KILLED_BEFORE = f'max by ({ONE}) ({LAST_END}{{{HERE}, reason="OOMKilled"}}) == 1'
# Of containers that were last killed for memory, the restarts within an hour.
KILLED_NOW = here(f"({RESTARTED_NOW}) and on ({ONE}) ({KILLED_BEFORE})")

BY_PHASE = value(
    BY_NAME["kube_pod_status_phase"],
    "Pods by phase",
    "phase",
    where=HERE,
    join=WATCHED_HERE,
    using="sum",
    description=(
        "Pods of the watched namespaces. Pending ones have no node or no image yet; failed ones "
        "stay until somebody deletes them."
    ),
    unit="pods",
    width=12,
    high=None,
    stacked=True,
    colors=PHASES,
    alerts=("KubernetesPodPending",),
)
REASONS = value(
    SIGNAL["container:waiting:max5m"],
    "Waiting containers by reason",
    "reason",
    where=HERE,
    using="sum",
    description=(
        "Containers that waited within 5 minutes, and for what. ContainerCreating is normal for a "
        "minute or so; CrashLoopBackOff and ErrImagePull do not go away by themselves."
    ),
    unit="count",
    width=12,
    high=None,
    stacked=True,
    alerts=("KubernetesPodCrashLooping", "KubernetesImagePullFailed"),
)
WAITING = Panel(
    title="What waits now",
    description=(
        "Containers that do not get to run, without those that are just being made: up to "
        f"{ROWS}. For the cause, see the events of the pod."
    ),
    unit="",
    kind=PanelKind.TABLE,
    queries=(
        Query(
            "A", f"topk({ROWS}, max by (namespace, pod, container, reason) ({STUCK}))", instant=True
        ),
    ),
    columns=(
        Column("Namespace", label="namespace"),
        Column("Pod", label="pod"),
        Column("Container", label="container"),
        Column("Reason", label="reason"),
    ),
    width=12,
    alerts=("KubernetesPodCrashLooping", "KubernetesImagePullFailed"),
)
MOST_RESTARTED = f"topk({ROWS}, {here(RESTARTED_NOW)})"
RESTARTED = Panel(
    title="What restarted in the last hour",
    description=(
        f"Containers that started again, up to {ROWS}, and why their previous run ended. "
        "OOMKilled: it needed more memory than its limit. Error: its own log says more."
    ),
    unit="",
    kind=PanelKind.TABLE,
    queries=(
        Query("A", MOST_RESTARTED, instant=True),
        Query(
            "B",
            f"max by ({ONE}, reason) ({LAST_END}{{{HERE}}} == 1) and on ({ONE}) {MOST_RESTARTED}",
            instant=True,
        ),
    ),
    columns=(
        Column("Namespace", label="namespace"),
        Column("Pod", label="pod"),
        Column("Container", label="container"),
        Column("Restarts", ref="A", decimals=0, width=80),
        Column("Ended for", label="reason"),
    ),
    width=12,
    sort="Restarts",
    alerts=("KubernetesContainerOomKilled", "KubernetesPodCrashLooping"),
)
KILLED = Panel(
    title="Restarts after memory ran out",
    description=(
        "Restarts within an hour of containers whose last run was killed for memory. Any is too "
        "many: raise the limit, or find the leak."
    ),
    unit=BY_NAME["kube_pod_container_status_restarts_total"].unit,
    queries=(
        Query(
            "A",
            f"sum by (namespace) ({KILLED_NOW}) "
            f"or 0 * max by (namespace) (namespace:watched{{{HERE}}})",
            "{{namespace}}",
        ),
    ),
    low=0,
    stacked=True,
    alerts=("KubernetesContainerOomKilled", "KubernetesProcessOomKilled"),
)
