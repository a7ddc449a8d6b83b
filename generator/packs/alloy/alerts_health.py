"""Alerts on the collectors.

Alloy runs on every node with one configuration: what is wrong with that is one alert that counts
the nodes, not one alert a node.
"""

from generator.catalog import Alert, AlertSeverity, fires, quiet

COMPONENTS = "alloy_component_controller_running_components"
LOADED = "alloy_config_last_load_successful"


def _of(metric: str, node: str = "n0", more: str = "") -> str:
    return f'{metric}{{job="alloy",instance="{node}"{more}}}'


def _health(node: str, health: str, controller: str = "") -> str:
    return _of(COMPONENTS, node, f',health_type="{health}",controller_id="{controller}"')


DOWN = Alert(
    name="AlloyDown",
    expr="""
      max by (job) (up{job="alloy"}) == 0 or absent(up{job="alloy"})
    """,
    for_="10m",
    severity=AlertSeverity.PAGE,
    summary="No Alloy answers",
    description=(
        "Alloy answers on no node, or is not scraped. No logs and no traces are collected; spans "
        "sent now are lost."
    ),
    cases=(
        fires(
            "it is down on both nodes, then gone, while others answer",
            {"job": "alloy"},
            at="10m",
            series={
                _of("up", "n0"): "0x4 stale",
                _of("up", "n1"): "0x4 stale",
                'up{job="loki",instance="l0"}': "1x20",
            },
        ),
        quiet(
            "it answers on one of two nodes, but for nine minutes",
            until="20m",
            series={
                _of("up", "n0"): "0x30",
                _of("up", "n1"): "1x4 0x8 1x20",
                'up{job="other",instance="n0"}': "0x30",
            },
        ),
    ),
)

CONFIG = Alert(
    name="AlloyConfigLoadFailed",
    expr=f"""
      count by (job) (max_over_time({LOADED}{{job="alloy"}}[5m]) == 0)
    """,
    for_="10m",
    severity=AlertSeverity.TICKET,
    summary="Alloy runs an old configuration on {{ $value }} nodes",
    description=(
        "Alloy refused its newest configuration on {{ $value }} nodes and goes on with the old "
        "one. Where it restarts it cannot start at all."
    ),
    cases=(
        fires(
            "one node refuses what another takes",
            {"job": "alloy"},
            at="19m",
            series={
                _of(LOADED, "n0"): "1x4 0x40",
                _of(LOADED, "n1"): "1x40",
                _of(LOADED).replace('job="alloy"', 'job="other"'): "0x40",
            },
        ),
        quiet(
            "refused for 14 minutes, the first five of them hidden by the window",
            until="30m",
            series={_of(LOADED): "1x9 0x13 1x40"},
        ),
    ),
)

HEALTH = Alert(
    name="AlloyComponentsUnhealthy",
    expr=f"""
      count by (job) (
        sum by (job, instance) ({COMPONENTS}{{job="alloy", health_type!="healthy"}}) > 0
      )
    """,
    for_="15m",
    severity=AlertSeverity.TICKET,
    summary="Components of Alloy are unhealthy on {{ $value }} nodes",
    description=(
        "On {{ $value }} nodes some component of Alloy does not work: a source of logs, a "
        "processor or a destination. What passes through it may be lost."
    ),
    cases=(
        fires(
            "one component exited on one node, inside a module",
            {"job": "alloy"},
            at="15m",
            series={
                _health("n0", "healthy"): "20x40",
                _health("n0", "exited", "module"): "1x40",
                _health("n1", "healthy"): "20x40",
                _health("n1", "unhealthy"): "0x40",
                _health("n0", "exited").replace('job="alloy"', 'job="other"'): "1x40",
            },
        ),
        quiet(
            "components start for 14 minutes",
            until="25m",
            series={
                _health("n0", "unknown"): "3x13 0x40",
                _health("n0", "healthy"): "17x13 20x40",
            },
        ),
    ),
)

ALERTS = (DOWN, CONFIG, HEALTH)
