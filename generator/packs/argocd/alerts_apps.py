"""Alerts on the Applications that deploy into watched namespaces.

An Application's state is in its labels. They are summed away, so that one which goes from OutOfSync
to Unknown, or from Degraded to Missing, does not start `for` again.
"""

from generator.catalog import Alert, AlertSeverity, fires, quiet
from generator.packs.argocd.signals import APPS

INFO = "argocd_app_info"
SYNCS = "argocd_app_sync_total"

FAILED = f'{SYNCS}{{job="argocd", phase=~"Error|Failed"}}'
WATCHED = {'namespace:watched{namespace="ml"}': "1x100"}


def _app(
    name: str,
    sync: str = "Synced",
    health: str = "Healthy",
    *,
    auto: str = "true",
    namespace: str = "ml",
) -> str:
    return (
        f'{INFO}{{job="argocd",name="{name}",project="p",dest_namespace="{namespace}",'
        f'sync_status="{sync}",health_status="{health}",autosync_enabled="{auto}"}}'
    )


def _syncs(name: str, phase: str, pod: str = "c-0") -> str:
    return f'{SYNCS}{{job="argocd",name="{name}",project="p",phase="{phase}",pod="{pod}"}}'


def _labels(name: str) -> dict[str, str]:
    return {"name": name, "project": "p", "dest_namespace": "ml"}


OUT_OF_SYNC = Alert(
    name="ArgocdAppOutOfSync",
    expr=f"""
      max by (name, project, dest_namespace) (
        {APPS}{{autosync_enabled="true", sync_status!="Synced"}}
      ) == 1
    """,
    for_="1h",
    severity=AlertSeverity.TICKET,
    summary="{{ $labels.name }} stays out of sync",
    description=(
        "What runs in {{ $labels.dest_namespace }} is not what Git says, though "
        "{{ $labels.name }} should sync by itself."
    ),
    cases=(
        fires(
            "out of sync, then unknown, beside one in sync, one synced by hand and one of others",
            _labels("scoring"),
            at="1h",
            every=5,
            series=WATCHED
            | {
                _app("scoring", "OutOfSync"): "1x6 stale",
                _app("scoring", "Unknown"): "_x7 1x20",
                _app("features"): "1x30",
                _app("manual", "OutOfSync", auto="false"): "1x30",
                _app("shop", "OutOfSync", namespace="web"): "1x30",
            },
        ),
        quiet(
            "in sync again after 55 minutes",
            until="1h30m",
            every=5,
            series=WATCHED
            | {
                _app("scoring", "OutOfSync"): "1x11 stale",
                _app("scoring"): "_x12 1x20",
            },
        ),
    ),
)

UNHEALTHY = Alert(
    name="ArgocdAppUnhealthy",
    expr=f"""
      max by (name, project, dest_namespace) (
        {APPS}{{health_status=~"Degraded|Missing"}}
      ) == 1
    """,
    for_="15m",
    severity=AlertSeverity.TICKET,
    summary="{{ $labels.name }} is unhealthy",
    description=(
        "Argo CD finds {{ $labels.name }} in {{ $labels.dest_namespace }} degraded or missing: "
        "something it deployed does not run."
    ),
    cases=(
        fires(
            "degraded, then missing, beside healthy ones and one of others",
            _labels("scoring"),
            at="15m",
            series=WATCHED
            | {
                _app("scoring", health="Degraded"): "1x7 stale",
                _app("scoring", health="Missing"): "_x8 1x30",
                _app("features"): "1x30",
                _app("rollout", health="Progressing"): "1x30",
                _app("paused", health="Suspended"): "1x30",
                _app("shop", health="Degraded", namespace="web"): "1x30",
            },
        ),
        quiet(
            "healthy again after 14 minutes",
            until="25m",
            series=WATCHED
            | {
                _app("scoring", health="Degraded"): "1x14 stale",
                _app("scoring"): "_x15 1x30",
            },
        ),
    ),
)

# The first failure of an Application makes its series, which increase() cannot see, so a series
# that was not there half an hour ago counts as well. A failure that was made good is over.
SYNC_FAILED = Alert(
    name="ArgocdSyncFailed",
    expr=f"""
      (
        sum by (name, project) (increase({FAILED}[30m])) > 0
          or
        sum by (name, project) ({FAILED} unless {FAILED} offset 30m) > 0
      )
        and on (name, project)
      {APPS}{{sync_status!="Synced"}}
    """,
    for_="10m",
    severity=AlertSeverity.TICKET,
    summary="A sync of {{ $labels.name }} failed",
    description=(
        "Argo CD tried to sync {{ $labels.name }} within the last 30 minutes and could not, and "
        "it is still not in sync."
    ),
    cases=(
        fires(
            "a failure every 25 minutes, and a first one before the change it failed for",
            {"name": "scoring", "project": "p"},
            {"name": "first", "project": "p"},
            at="46m",
            series=WATCHED
            | {
                _syncs("scoring", "Failed"): "1x14 2x24 3x24",
                _app("scoring", "OutOfSync"): "_x36 1x30",
                _syncs("first", "Error"): "_x34 1x40",
                _syncs("first", "Succeeded"): "4x70",
                _app("first", "OutOfSync"): "_x36 1x30",
                _syncs("long-past", "Error"): "0x4 3x70",
                _app("long-past", "OutOfSync"): "_x36 1x30",
                _syncs("made-good", "Failed"): "0x34 1x40",
                _syncs("made-good", "Succeeded"): "0x36 1x40",
                _app("made-good"): "1x70",
                _syncs("never", "Failed"): "_x34 0x40",
                _app("never", "OutOfSync"): "_x34 1x40",
                _syncs("shop", "Failed"): "0x34 1x40",
                _app("shop", "OutOfSync", namespace="web"): "1x70",
            },
        ),
        quiet(
            "in sync nine minutes after it failed; succeeds and is undone; another Argo CD fails",
            until="50m",
            series=WATCHED
            | {
                _syncs("scoring", "Failed"): "0x34 1x40",
                _app("scoring", "OutOfSync"): "_x36 1x8 stale",
                _app("scoring"): "_x45 1x40",
                _syncs("undone", "Succeeded"): "_x30 1+1x70",
                _app("undone", "OutOfSync"): "1x70",
                _syncs("others", "Failed").replace('job="argocd"', 'job="other"'): "0+1x70",
                _syncs("others", "Error").replace('job="argocd"', 'job="other"'): "_x30 1x70",
                _app("others", "OutOfSync"): "1x70",
            },
        ),
    ),
)

AUTOSYNC = Alert(
    name="ArgocdAutosyncDisabled",
    expr=f"""
      max by (name, project, dest_namespace) ({APPS}{{autosync_enabled="false"}}) == 1
    """,
    for_="1d",
    severity=AlertSeverity.TICKET,
    summary="{{ $labels.name }} no longer syncs by itself",
    description=(
        "Automatic sync of {{ $labels.name }} was turned off, as one does during an incident, and "
        "not on again: merged changes to {{ $labels.dest_namespace }} do not arrive."
    ),
    cases=(
        fires(
            "off for a day, beside one that is on and one of others",
            _labels("scoring"),
            at="1d",
            every=60,
            series=WATCHED
            | {
                _app("scoring", auto="false"): "1x8 stale",
                _app("scoring", "OutOfSync", auto="false"): "_x9 1x40",
                _app("features"): "1x40",
                _app("shop", auto="false", namespace="web"): "1x40",
            },
        ),
        quiet(
            "on again after 23 hours",
            until="1d6h",
            every=60,
            series=WATCHED
            | {
                _app("scoring", auto="false"): "1x23 stale",
                _app("scoring"): "_x24 1x20",
            },
        ),
    ),
)

ALERTS = (OUT_OF_SYNC, UNHEALTHY, SYNC_FAILED, AUTOSYNC)
