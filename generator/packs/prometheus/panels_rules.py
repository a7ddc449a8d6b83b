"""Rules: do they fail, are they late, and which groups are slow."""

from generator.catalog.board import Color, Column, Panel, PanelKind, Query
from generator.catalog.panels import number_of, value
from generator.catalog.ranked import highest
from generator.packs.prometheus.alerts_rules import DURATION
from generator.packs.prometheus.metrics import METRICS

BY_NAME = {metric.name: metric for metric in METRICS}
HERE = 'job="prometheus", namespace=~"$namespace"'
LINES, ROWS = 10, 30
FAILURES = f"prometheus_rule_evaluation_failures_total{{{HERE}}}"
MISSED = f"prometheus_rule_group_iterations_missed_total{{{HERE}}}"
TOOK = f"prometheus_rule_group_last_duration_seconds{{{HERE}}}"
INTERVAL = f"prometheus_rule_group_interval_seconds{{{HERE}}}"
RELOADED = f"prometheus_config_last_reload_success_timestamp_seconds{{{HERE}}}"
EVALUATED = f"prometheus_rule_group_last_evaluation_timestamp_seconds{{{HERE}}}"


def _group(expr: str) -> str:
    """By the group's name, without the path of the file it is in."""
    named = f'label_join({expr}, "group", "", "rule_group")'
    return f'max by (group) (label_replace({named}, "group", "…$1", "rule_group", ".*;(.+)"))'


SHARE = _group(f"{TOOK} / ({INTERVAL} > 0)")
SLOWEST = f"topk({ROWS}, {SHARE})"

FAILING = number_of(
    "Failing groups",
    "Rule groups in which a rule failed within the last hour: what it should yield is missing.",
    f"sum by (rule_group) (increase({FAILURES}[1h])) > 0",
    "PrometheusRuleFailures",
)
LATE = number_of(
    "Late groups",
    "Rule groups that skipped an evaluation within the last hour: their alerts come late.",
    f"sum by (rule_group) (increase({MISSED}[1h])) > 0",
    "PrometheusRuleIterationsMissed",
)
FAILED = Panel(
    title="Rules that failed or were skipped",
    description=(
        "Evaluations within an hour that ended in an error, and runs of groups that were skipped "
        "because the one before still ran. Both should be nought: a rule that fails yields nothing."
    ),
    unit="evaluations",
    queries=(
        Query("A", f"sum(increase({FAILURES}[1h]))", "failed"),
        Query("B", f"sum(increase({MISSED}[1h]))", "groups skipped"),
    ),
    low=0,
    colors=(("^failed$", Color.BAD), ("^groups skipped$", Color.WARNING)),
    alerts=("PrometheusRuleFailures", "PrometheusRuleIterationsMissed"),
)
SLOW = Panel(
    title="Slowest groups, of their interval",
    description=(
        f"How much of its interval a group takes to evaluate; the {LINES} slowest. At 1 it begins "
        "to skip evaluations."
    ),
    unit="ratio",
    queries=(Query("A", highest(SHARE, LINES), "{{group}}"),),
    low=0,
    alerts=("PrometheusRuleGroupSlow",),
).bounded(DURATION, "most")
BEHIND = Panel(
    title="Groups behind their time",
    description=(
        f"How long ago a group was due and not evaluated; the {LINES} furthest behind. Up to the "
        "pace of scrapes it says nothing: the time itself is scraped."
    ),
    unit="seconds",
    queries=(
        Query(
            "A",
            highest(f"clamp_min({_group(f'time() - {EVALUATED} - {INTERVAL}')}, 0)", LINES),
            "{{group}}",
        ),
    ),
    low=0,
    alerts=("PrometheusRuleIterationsMissed",),
)
TABLE = Panel(
    title=f"The {ROWS} slowest groups",
    description=(
        "What the last evaluation of each group took, how often it should run, and what failed or "
        "was skipped within the last hour. A group that grows with the fleet shows here first."
    ),
    unit="",
    kind=PanelKind.TABLE,
    queries=(
        Query("A", SLOWEST, instant=True),
        Query("B", f"{_group(TOOK)} and on (group) {SLOWEST}", instant=True),
        Query("C", f"{_group(INTERVAL)} and on (group) {SLOWEST}", instant=True),
        Query("D", f"{_group(f'increase({FAILURES}[1h])')} and on (group) {SLOWEST}", instant=True),
        Query("E", f"{_group(f'increase({MISSED}[1h])')} and on (group) {SLOWEST}", instant=True),
    ),
    columns=(
        Column("Group", label="group", width=420),
        Column("Of its interval", ref="A", unit="ratio", decimals=1),
        Column("Took", ref="B", unit="seconds"),
        Column("Every", ref="C", unit="seconds"),
        Column("Failed", ref="D", decimals=0),
        Column("Skipped", ref="E", decimals=0),
    ),
    width=24,
    sort="Of its interval",
    alerts=("PrometheusRuleGroupSlow",),
)
LOADED = value(
    BY_NAME["prometheus_config_last_reload_successful"],
    "Configuration",
    where=HERE,
    using="min",
    description="Whether every Prometheus runs the configuration and rules that it was given.",
    alerts=("PrometheusConfigReloadFailed",),
)
LOADED_AT = value(
    BY_NAME["prometheus_config_last_reload_success_timestamp_seconds"],
    "Loaded",
    where=HERE,
    using="min",
    description="When the server that has waited longest last took a configuration.",
    alerts=("PrometheusConfigReloadFailed",),
)
