"""Alerts on the last part of an alert's way: Alertmanager to people."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

FAILED_RATIO = ServiceThreshold(
    "alertmanager:notification_failure_ratio:max",
    0.01,
    unit="ratio",
    help="Share of the notifications of one integration that may fail.",
)

TOTAL = "alertmanager_notifications_total"
FAILED = "alertmanager_notifications_failed_total"
RELOADED = "alertmanager_config_last_reload_successful"
MEMBERS = "alertmanager_cluster_members"

# The container that reloads the configuration is a target of the same job, and answers by itself.
_SERVERS = 'job="alertmanager", container!="config-reloader"'


def _of(metric: str, instance: str, more: str = "") -> str:
    return f'{metric}{{job="alertmanager",namespace="monitoring",instance="{instance}"{more}}}'


def _sends(metric: str, integration: str, more: str = "") -> str:
    return _of(metric, "am0", f',integration="{integration}"{more}')


def _of_others(metric: str, integration: str) -> str:
    return _sends(metric, integration).replace('job="alertmanager"', 'job="other"')


DOWN = Alert(
    name="AlertmanagerDown",
    expr=f"""
      max by (job) (up{{{_SERVERS}}}) == 0 or absent(up{{{_SERVERS}}})
    """,
    for_="5m",
    severity=AlertSeverity.PAGE,
    summary="No Alertmanager answers",
    description=(
        "No replica of Alertmanager answers, or none is scraped. If it is really down, alerts "
        "reach nobody."
    ),
    cases=(
        fires(
            "every replica is down, then gone, while its reloader and others answer",
            {"job": "alertmanager"},
            at="5m",
            series={
                _of("up", "am0"): "0x2 stale",
                _of("up", "am1"): "0x2 stale",
                _of("up", "am0", ',container="config-reloader"'): "1x20",
                'up{job="grafana",instance="g0"}': "1x20",
            },
        ),
        quiet(
            "one of two replicas answers, but for four minutes",
            until="15m",
            series={
                _of("up", "am0"): "0x30",
                _of("up", "am1", ',container="alertmanager"'): "1x4 0x3 1x20",
                'up{job="other",instance="o0"}': "0x30",
            },
        ),
    ),
)

# `reason` is only on the failed ones, so both sides are summed.
FAILING = Alert(
    name="AlertmanagerNotificationsFailing",
    expr=f"""
      sum by (integration) (rate({FAILED}{{job="alertmanager"}}[15m]))
        / (sum by (integration) (rate({TOTAL}{{job="alertmanager"}}[15m])) > 0)
      > {FAILED_RATIO.value}
    """,
    for_="5m",
    severity=AlertSeverity.PAGE,
    threshold=FAILED_RATIO,
    summary="{{ $value | humanizePercentage }} of {{ $labels.integration }} notifications fail",
    description=(
        "Over 15 minutes, {{ $value | humanizePercentage }} of the notifications through "
        "{{ $labels.integration }} failed after all attempts: people do not hear of alerts."
    ),
    cases=(
        fires(
            "1.04% fail through one integration, 0.96% through another",
            {"integration": "slack"},
            at="6m",
            series={
                _sends(FAILED, "slack", ',reason="other"'): "0+0.52x30",
                _sends(FAILED, "slack", ',reason="authError"'): "0+0.52x30",
                _sends(TOTAL, "slack"): "0+100x30",
                _sends(FAILED, "email", ',reason="other"'): "0+0.96x30",
                _sends(TOTAL, "email"): "0+100x30",
                _of_others(TOTAL, "slack"): "0+900x30",
            },
        ),
        fires(
            "half may fail: from one minute on all do, a third as many as were sent before",
            {"integration": "slack"},
            at="36m",
            series={
                FAILED_RATIO.series: "0.5x60",
                _sends(FAILED, "slack", ',reason="other"'): "0x20 100+100x40",
                _sends(TOTAL, "slack"): "0+300x20 6100+100x40",
            },
        ),
        quiet(
            "half may fail: exactly half do, a burst of all, too many for four minutes",
            until="40m",
            series={
                FAILED_RATIO.series: "0.5x60",
                _sends(FAILED, "half", ',reason="other"'): "0+1x60",
                _sends(TOTAL, "half"): "0+2x60",
                _sends(FAILED, "slack", ',reason="other"'): "0x19 800x60",
                _sends(TOTAL, "slack"): "0+100x23 3900+100x60",
            },
        ),
        quiet(
            "others fail, nothing is sent, the total stands still or is missing",
            until="15m",
            series={
                _of_others(FAILED, "slack"): "0+50x40",
                _sends(TOTAL, "slack"): "0+100x40",
                _sends(FAILED, "idle", ',reason="other"'): "0x40",
                _sends(TOTAL, "idle"): "0x40",
                _sends(FAILED, "still", ',reason="other"'): "0+1x40",
                _sends(TOTAL, "still"): "9x40",
                _sends(FAILED, "missing", ',reason="other"'): "0+1x40",
            },
        ),
    ),
)

RELOAD = Alert(
    name="AlertmanagerConfigReloadFailed",
    expr=f"""
      max_over_time({RELOADED}{{job="alertmanager"}}[5m]) == 0
    """,
    for_="10m",
    severity=AlertSeverity.TICKET,
    summary="{{ $labels.instance }} runs an old configuration",
    description=(
        "{{ $labels.instance }} refused its newest configuration and goes on with the old one: "
        "receivers and routes that were merged since are not in force."
    ),
    cases=(
        fires(
            "one replica refuses what the other takes",
            {"job": "alertmanager", "namespace": "monitoring", "instance": "am0"},
            at="19m",
            series={
                _of(RELOADED, "am0"): "1x4 0x40",
                _of(RELOADED, "am1"): "1x40",
                f'{RELOADED}{{job="other",instance="o0"}}': "0x40",
            },
        ),
        quiet(
            "refused for 14 minutes, the first five of them hidden by the window",
            until="30m",
            series={_of(RELOADED, "am0"): "1x9 0x13 1x40"},
        ),
    ),
)

# alertmanager_cluster_failed_peers keeps a replaced pod for hours, so members are compared with the
# replicas that report any.
PEERS = Alert(
    name="AlertmanagerPeersMissing",
    expr=f"""
      {MEMBERS}{{job="alertmanager"}}
        < on (namespace, job) group_left ()
      count by (namespace, job) ({MEMBERS}{{job="alertmanager"}})
    """,
    for_="15m",
    severity=AlertSeverity.TICKET,
    summary="{{ $labels.instance }} does not see all its peers",
    description=(
        "{{ $labels.instance }} knows {{ $value }} replicas, itself included, but more are "
        "running: they do not share silences, and each sends its own copy of a notification."
    ),
    cases=(
        fires(
            "one of three is cut off; the two that see one another miss it as well",
            {"job": "alertmanager", "namespace": "monitoring", "instance": "am0"},
            {"job": "alertmanager", "namespace": "monitoring", "instance": "am1"},
            {"job": "alertmanager", "namespace": "monitoring", "instance": "am2"},
            at="15m",
            series={
                _of(MEMBERS, "am0"): "2x20",
                _of(MEMBERS, "am1"): "2x20",
                _of(MEMBERS, "am2"): "1x20",
                f'{MEMBERS}{{job="alertmanager",namespace="edge",instance="e0"}}': "1x20",
                f'{MEMBERS}{{job="other",namespace="edge",instance="o0"}}': "0x20",
            },
        ),
        quiet(
            "a replica that is down is not missing; a replaced one takes 14 minutes to join",
            until="30m",
            series={
                _of("up", "am2"): "0x40",
                _of(MEMBERS, "am0"): "1x17 2x40",
                _of(MEMBERS, "am1"): "_x4 2x40",
            },
        ),
    ),
)

ALERTS = (DOWN, FAILING, RELOAD, PEERS)
