"""Alerts on the Applications that deploy into watched namespaces.

An Application's state is in its labels. They are summed away, so that one which goes from OutOfSync
to Unknown, or from Degraded to Missing, does not start `for` again.
"""

from generator.catalog import Alert, AlertSeverity, fires, quiet
from generator.packs.argocd.signals import APPS

INFO = "argocd_app_info"
SYNCS = "argocd_app_sync_total"

FAILED = f'{SYNCS}{{job="argocd", phase=~"Error|Failed"}}'
WATCHED = {'namespace:watched{namespace="ml"}': "1x400"}


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
    summary="{{ $labels.name }} has been out of sync for an hour",
    description=(
        "What runs in {{ $labels.dest_namespace }} has not been what Git says for an hour, though "
        "{{ $labels.name }} should sync by itself."
    ),
    cases=(
        fires(
            "out of sync, then unknown, beside one in sync, one synced by hand and one of others",
            _labels("scoring"),
            at="1h",
            series=WATCHED
            | {
                _app("scoring", "OutOfSync"): "1x30 stale",
                _app("scoring", "Unknown"): "_x31 1x60",
                _app("features"): "1x90",
                _app("manual", "OutOfSync", auto="false"): "1x90",
                _app("shop", "OutOfSync", namespace="web"): "1x90",
            },
        ),
        quiet(
            "in sync again after 59 minutes",
            until="2h",
            series=WATCHED
            | {
                _app("scoring", "OutOfSync"): "1x59 stale",
                _app("scoring"): "_x60 1x90",
            },
        ),
        quiet(
            "no namespace is watched",
            until="2h",
            series={_app("scoring", "OutOfSync"): "1x150"},
        ),
        quiet("the controller is not scraped", until="2h", series=WATCHED),
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
        "Argo CD has found {{ $labels.name }} in {{ $labels.dest_namespace }} degraded or missing "
        "for 15 minutes: something it deployed does not run."
    ),
    cases=(
        fires(
            "degraded, then missing, beside healthy ones and one of others",
            _labels("scoring"),
            at="15m",
            series=WATCHED
            | {
                _app("scoring", health="Degraded"): "1x7 stale",
                _app("scoring", health="Missing"): "_x8 1x60",
                _app("features"): "1x60",
                _app("rollout", health="Progressing"): "1x60",
                _app("paused", health="Suspended"): "1x60",
                _app("shop", health="Degraded", namespace="web"): "1x60",
            },
        ),
        quiet(
            "healthy again after 14 minutes",
            until="1h",
            series=WATCHED
            | {
                _app("scoring", health="Degraded"): "1x14 stale",
                _app("scoring"): "_x15 1x60",
            },
        ),
        quiet(
            "no namespace is watched",
            until="1h",
            series={_app("scoring", health="Degraded"): "1x90"},
        ),
        quiet("the controller is not scraped", until="1h", series=WATCHED),
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
            "a second failure, beside old ones, one that was made good and one of others",
            {"name": "scoring", "project": "p"},
            at="50m",
            series=WATCHED
            | {
                _syncs("scoring", "Failed"): "1x39 2x60",
                _app("scoring", "OutOfSync"): "_x35 1x60",
                _syncs("features", "Error"): "3x99",
                _app("features", "OutOfSync"): "_x35 1x60",
                _syncs("made-good", "Failed"): "0x39 1x60",
                _syncs("made-good", "Succeeded"): "0x41 1x60",
                _app("made-good"): "1x99",
                _syncs("shop", "Failed"): "0x39 1x60",
                _app("shop", "OutOfSync", namespace="web"): "1x99",
            },
        ),
        fires(
            "the first failure ever makes the series, and the change it failed for comes later",
            {"name": "scoring", "project": "p"},
            at="1h",
            series=WATCHED
            | {
                _syncs("scoring", "Error"): "_x40 1x60",
                _syncs("scoring", "Succeeded"): "4x99",
                _app("scoring", "OutOfSync"): "_x50 1x60",
            },
        ),
        fires(
            "one that fails every 25 minutes",
            {"name": "scoring", "project": "p"},
            at="46m",
            series=WATCHED
            | {
                _syncs("scoring", "Error"): "1x14 2x24 3x24 4x60",
                _app("scoring", "OutOfSync"): "_x36 1x60",
            },
        ),
        quiet(
            "in sync nine minutes after the failure",
            until="1h30m",
            series=WATCHED
            | {
                _syncs("scoring", "Failed"): "0x39 1x90",
                _app("scoring", "OutOfSync"): "_x40 1x9 stale",
                _app("scoring"): "_x50 1x90",
            },
        ),
        quiet(
            "syncs succeed and something undoes them; another Argo CD fails",
            until="1h30m",
            series=WATCHED
            | {
                _syncs("scoring", "Succeeded"): "0+1x120",
                _syncs("features", "Succeeded"): "_x30 1+1x120",
                _syncs("scoring", "Failed").replace('job="argocd"', 'job="other"'): "0+1x120",
                _syncs("features", "Failed").replace('job="argocd"', 'job="other"'): "_x40 1x120",
                _app("scoring", "OutOfSync"): "1x120",
                _app("features", "OutOfSync"): "1x120",
            },
        ),
        quiet(
            "a failure of 35 minutes ago, out of sync since",
            until="1h30m",
            series=WATCHED
            | {
                _syncs("scoring", "Failed"): "0x4 1x120",
                _app("scoring", "OutOfSync"): "_x26 1x120",
            },
        ),
        quiet("the controller is not scraped", until="1h", series=WATCHED),
    ),
)

AUTOSYNC = Alert(
    name="ArgocdAutosyncDisabled",
    expr=f"""
      max by (name, project, dest_namespace) ({APPS}{{autosync_enabled="false"}}) == 1
    """,
    for_="1d",
    severity=AlertSeverity.TICKET,
    summary="{{ $labels.name }} has not synced by itself for a day",
    description=(
        "Automatic sync of {{ $labels.name }} was turned off a day ago, as one does during an "
        "incident: merged changes to {{ $labels.dest_namespace }} do not arrive."
    ),
    cases=(
        fires(
            "off for a day, beside one that is on and one of others",
            _labels("scoring"),
            at="1d",
            every=5,
            series=WATCHED
            | {
                _app("scoring", auto="false"): "1x100 stale",
                _app("scoring", "OutOfSync", auto="false"): "_x101 1x200",
                _app("features"): "1x400",
                _app("shop", auto="false", namespace="web"): "1x400",
            },
        ),
        quiet(
            "on again after 23 hours and 55 minutes",
            until="1d6h",
            every=5,
            series=WATCHED
            | {
                _app("scoring", auto="false"): "1x287 stale",
                _app("scoring"): "_x288 1x100",
            },
        ),
        quiet(
            "no namespace is watched",
            until="1d6h",
            every=5,
            series={_app("scoring", auto="false"): "1x400"},
        ),
        quiet("the controller is not scraped", until="1d6h", every=5, series=WATCHED),
    ),
)

ALERTS = (OUT_OF_SYNC, UNHEALTHY, SYNC_FAILED, AUTOSYNC)
