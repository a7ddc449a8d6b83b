"""What the board of the stack shows of Argo CD: is what is merged what runs."""

from generator.catalog.board import Color, Column, Panel, PanelKind, Part, Query
from generator.catalog.panels import answering, quantiles
from generator.catalog.ranked import highest
from generator.catalog.service import counted
from generator.packs.argocd.metrics import METRICS
from generator.packs.argocd.signals import APPS

BY_NAME = {metric.name: metric for metric in METRICS}
HERE = 'job="argocd", namespace=~"$namespace"'
LINES, ROWS = 10, 50
FETCHES = f"argocd_git_fetch_fail_total{{{HERE}}}"
SYNCS = f"argocd_app_sync_total{{{HERE}}}"
STATES = (
    ("^(Synced|Healthy|Succeeded)$", Color.GOOD),
    ("^(OutOfSync|Progressing|Suspended)$", Color.WARNING),
    ("^(Unknown|Degraded|Missing|Failed|Error)$", Color.BAD),
)
APPLICATION = "name, project, dest_namespace, sync_status, health_status, autosync_enabled"

OPEN = Panel(
    title="Applications that are not as Git says",
    description=(
        f"Applications of the watched namespaces that are not in sync or not healthy, up to "
        f"{ROWS}. Without automatic sync somebody has to sync them by hand."
    ),
    unit="",
    kind=PanelKind.TABLE,
    queries=(
        Query(
            "A",
            f"topk({ROWS}, max by ({APPLICATION}) "
            f'({APPS}{{sync_status!="Synced"}} or {APPS}{{health_status!="Healthy"}}))',
            instant=True,
        ),
    ),
    columns=(
        Column("Application", label="name"),
        Column("Project", label="project"),
        Column("Into", label="dest_namespace"),
        Column("Sync", label="sync_status", width=110),
        Column("Health", label="health_status", width=110),
        Column("Automatic", label="autosync_enabled", width=90),
    ),
    width=12,
    alerts=("ArgocdAppOutOfSync", "ArgocdAppUnhealthy", "ArgocdAutosyncDisabled"),
)


def _states(title: str, label: str, *alerts: str) -> Panel:
    return Panel(
        title=title,
        description="Applications that deploy into watched namespaces, by state.",
        unit="count",
        queries=(Query("A", f"count by ({label}) ({APPS})", f"{{{{{label}}}}}"),),
        width=6,
        low=0,
        decimals=0,
        stacked=True,
        colors=STATES,
        alerts=alerts,
    )


ENDED = Panel(
    title="Syncs by how they end",
    description=(
        "Syncs within an hour. Failed ones are tried again; if they go on failing, what was merged "
        "does not run."
    ),
    unit="syncs",
    queries=(Query("A", f"round(sum by (phase) ({counted(SYNCS, '1h')}))", "{{phase}}"),),
    low=0,
    stacked=True,
    colors=STATES,
    alerts=("ArgocdSyncFailed",),
)
FETCH = Panel(
    title="Fetches from Git that fail",
    description=(
        f"Failed fetches within an hour, of the {LINES} worst repositories. What is merged there "
        "is not deployed."
    ),
    unit="fetches",
    queries=(
        Query("A", highest(f"round(sum by (repo) ({counted(FETCHES, '1h')}))", LINES), "{{repo}}"),
    ),
    low=0,
    alerts=("ArgocdRepoFetchFailing", "ArgocdClusterUnreachable"),
)
SLOW = quantiles(
    BY_NAME["argocd_app_reconcile"],
    "Time to reconcile",
    where=HERE,
    of=(0.5, 0.95),
    description=(
        "How long the controller takes over one Application. When it grows, merged changes and "
        "repairs come late."
    ),
)
PARTS = (
    Part(
        "stack",
        "Now",
        (answering(BY_NAME["up"], "Argo CD", "argocd", "ArgocdDown", "ArgocdControllerAbsent"),),
    ),
    Part(
        "stack",
        "Argo CD",
        (
            OPEN,
            _states("By sync state", "sync_status", "ArgocdAppOutOfSync"),
            _states("By health", "health_status", "ArgocdAppUnhealthy"),
            ENDED,
            FETCH,
            SLOW,
        ),
    ),
)
