"""Rules that fail, are late or never loaded: the alerts all other alerts depend on."""

from generator.catalog import Alert, AlertSeverity, ServiceThreshold, fires, quiet

FLEET = "/etc/prometheus/rules/fleet.yaml;models-5m"
OTHER = "/etc/prometheus/rules/fleet.yaml;models-1m"

DURATION = ServiceThreshold(
    "prometheus:rule_group_duration_ratio:max",
    0.8,
    unit="ratio",
    help="Share of its interval that the evaluation of a rule group may take.",
)


def _of(metric: str, group: str) -> str:
    return f'{metric}{{job="prometheus",instance="p0",rule_group="{group}"}}'


FAILURES = "prometheus_rule_evaluation_failures_total"
MISSED = "prometheus_rule_group_iterations_missed_total"
LAST = "prometheus_rule_group_last_duration_seconds"
INTERVAL = "prometheus_rule_group_interval_seconds"
RELOADED = "prometheus_config_last_reload_successful"

# A group that runs every five minutes fails once in five: a shorter window would see its failures
# come and go and never last for `for`. One failure alone leaves the window before `for` is over.
FAILING = Alert(
    name="PrometheusRuleFailures",
    expr=f"""
      sum by (rule_group) (increase({FAILURES}{{job="prometheus"}}[10m])) > 0
    """,
    for_="10m",
    severity=AlertSeverity.PAGE,
    summary="Rules in {{ $labels.rule_group }} fail",
    description=(
        "{{ $value | humanize }} evaluations in {{ $labels.rule_group }} failed in 10 minutes. "
        "A rule that fails yields nothing, so each model and service it covers is unwatched."
    ),
    cases=(
        fires(
            "a rule fails every five minutes, beside groups that failed once, or long ago",
            {"rule_group": FLEET},
            at="15m",
            series={
                _of(FAILURES, FLEET): "0x4 1x4 2x4 3x20",
                _of(FAILURES, OTHER): "7x40",
                _of(FAILURES, "once"): "0x4 1x40",
                _of(FAILURES, "restarted"): "9x4 0x40",
                f'{FAILURES}{{job="other",rule_group="others"}}': "0+1x40",
            },
        ),
        quiet(
            "one failure alone, and a restart that takes the counter back to zero",
            until="30m",
            series={_of(FAILURES, FLEET): "0x4 1x40", _of(FAILURES, OTHER): "9x9 0x40"},
        ),
    ),
)

ITERATIONS_MISSED = Alert(
    name="PrometheusRuleIterationsMissed",
    expr=f"""
      sum by (rule_group) (increase({MISSED}{{job="prometheus"}}[30m])) > 0
    """,
    for_="30m",
    severity=AlertSeverity.TICKET,
    summary="Evaluations of {{ $labels.rule_group }} are skipped",
    description=(
        "{{ $labels.rule_group }} skipped {{ $value | humanize }} evaluations in 30 minutes: "
        "its alerts are late and its recorded series have gaps."
    ),
    cases=(
        fires(
            "one evaluation is missed every 20 minutes, beside groups that missed one, or some",
            {"rule_group": FLEET},
            at="40m",
            every=5,
            series={
                _of(MISSED, FLEET): "0x1 1x3 2x3 3x10",
                _of(MISSED, OTHER): "4x20",
                _of(MISSED, "once"): "0x1 1x20",
                f'{MISSED}{{job="other",rule_group="others"}}': "0+1x20",
            },
        ),
        quiet(
            "one missed evaluation, as when a node was busy",
            until="1h15m",
            every=5,
            series={_of(MISSED, FLEET): "0x1 1x20"},
        ),
    ),
)

SLOW = Alert(
    name="PrometheusRuleGroupSlow",
    expr=f"""
      max by (rule_group) (
        {LAST}{{job="prometheus"}} / ({INTERVAL}{{job="prometheus"}} > 0)
      ) > {DURATION.value}
    """,
    for_="15m",
    severity=AlertSeverity.TICKET,
    threshold=DURATION,
    summary="{{ $labels.rule_group }} takes {{ $value | humanizePercentage }} of its interval",
    description=(
        "Evaluating {{ $labels.rule_group }} takes {{ $value | humanizePercentage }} of its "
        "interval. From 100% on, evaluations are skipped and alerts come late."
    ),
    cases=(
        fires(
            "49 of 60 seconds, beside groups that take 47 and 48",
            {"rule_group": FLEET},
            at="15m",
            series={
                _of(LAST, FLEET): "49x30",
                _of(INTERVAL, FLEET): "60x30",
                _of(LAST, OTHER): "47x30",
                _of(INTERVAL, OTHER): "60x30",
                _of(LAST, "limit"): "48x30",
                _of(INTERVAL, "limit"): "60x30",
            },
        ),
        quiet(
            "14 slow minutes; an interval that is not reported, or zero",
            until="25m",
            series={
                _of(LAST, FLEET): "59x13 12x30",
                _of(INTERVAL, FLEET): "60x40",
                _of(LAST, OTHER): "59x40",
                _of(LAST, "zero"): "59x40",
                _of(INTERVAL, "zero"): "0x40",
            },
        ),
    ),
)

# The maximum over five minutes keeps a failed scrape from ending the alert.
RELOAD = Alert(
    name="PrometheusConfigReloadFailed",
    expr=f"""
      max_over_time({RELOADED}{{job="prometheus"}}[5m]) == 0
    """,
    for_="10m",
    severity=AlertSeverity.TICKET,
    summary="{{ $labels.instance }} runs an old configuration",
    description=(
        "{{ $labels.instance }} refused its newest configuration or rules and goes on with the old "
        "ones: what was merged since is not in force."
    ),
    cases=(
        fires(
            "one replica refuses what the other takes",
            {"job": "prometheus", "instance": "p0"},
            at="19m",
            series={
                f'{RELOADED}{{job="prometheus",instance="p0"}}': "1x4 0x40",
                f'{RELOADED}{{job="prometheus",instance="p1"}}': "1x40",
                f'{RELOADED}{{job="other",instance="p9"}}': "0x40",
            },
        ),
        quiet(
            "refused for 14 minutes, the first five of them hidden by the window",
            until="30m",
            series={f'{RELOADED}{{job="prometheus",instance="p0"}}': "1x9 0x13 1x40"},
        ),
    ),
)

ALERTS = (FAILING, ITERATIONS_MISSED, SLOW, RELOAD)
