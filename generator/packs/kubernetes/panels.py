"""Whose pods the board shows, and what its panels have in common."""

from generator.packs.kubernetes.metrics import METRICS
from generator.packs.kubernetes.signals import SIGNALS

BY_NAME = {metric.name: metric for metric in METRICS}
SIGNAL = {signal.record: signal for signal in SIGNALS}

HERE = 'namespace=~"$namespace"'
# Of the chosen namespaces only those that are watched: a cluster may have other tenants.
WATCHED_HERE = f"* on (namespace) group_left () max by (namespace) (namespace:watched{{{HERE}}})"
# Without a container a series is the sum of its pod, which would count twice.
CONTAINERS = 'container!="", container!="POD"'
LINES = 10  # of a graph
ROWS = 50  # of a table
ONE = "namespace, pod, container"


def here(expr: str) -> str:
    """An expression by namespace and more, of the watched ones among the chosen namespaces."""
    return f"({expr}) {WATCHED_HERE}"
