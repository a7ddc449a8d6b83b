"""No environment keeps samples for longer than its volume has room."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generator.catalog.volume import USABLE, quantity
from generator.compiler.stack.forecast import forecast
from generator.diagnostics import Code
from generator.promql import duration
from generator.spec.examples import platform as example

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from generator.compiler.context import Context, Path
    from generator.compiler.stack.forecast import Forecast
    from generator.diagnostics import Diagnostic
    from generator.spec.stores import Metrics

CODE = Code(
    "K8S604",
    "retention-beyond-storage",
    "When its volume is full, Prometheus drops the oldest blocks long before their time, "
    "and windows that look back that far are silently shorter.",
    example("metrics: {retention: 45d, storage: 10Gi}"),
    example("metrics: {retention: 45d, storage: 50Gi}"),
)
GIB = 2**30
HOUR, DAY = 3600, 86400
# The key that is blamed: the nearest to the environment, and of two the one that asks for more.
KEYS = ("retention", "storage")


def check(context: Context) -> Iterator[Diagnostic]:
    """Each environment that keeps its samples itself; distributed ones keep them elsewhere."""
    if not context.specs.platforms:
        return
    for index, environment in enumerate(context.platform.environments):
        stack = context.specs.stacks.get(environment.name)
        if not stack or not stack.metrics.storage or environment.profile == "distributed":
            continue
        metrics = stack.metrics
        found = forecast(environment.name, metrics, stack.metrics.storage, context)
        if found.needed(metrics.retention) > found.usable:
            path = _blamed(index, context)
            yield CODE.at(
                context.origin(context.specs.platforms[0].place, path),
                _message(environment.name, metrics, found),
                value=_value(path, metrics, found),
                fix=_fix(metrics, found),
            )


def _blamed(index: int, context: Context) -> Path:
    """Where the retention, or else the size of the volume, of an environment was written."""
    own = context.platform.environments[index].overrides.get("metrics", {})
    override: Path = ("spec", "environments", index, "overrides", "metrics")
    common = context.platform.metrics.model_fields_set
    places: tuple[tuple[Path, Container[str]], ...] = (
        (override, own),
        (("spec", "metrics"), common),
    )
    # One of them is there: without a storage nothing is checked.
    return next((*path, key) for path, written in places for key in KEYS if key in written)


def _value(path: Path, metrics: Metrics, found: Forecast) -> str:
    return duration(metrics.retention) if path[-1] == "retention" else quantity(found.storage)


def _message(environment: str, metrics: Metrics, found: Forecast) -> str:
    models = f"{found.models} model{'' if found.models == 1 else 's'}"
    return (
        f"forecast for {environment}: {duration(metrics.retention)} of samples need "
        f"{_gib(found.needed(metrics.retention))}, and {USABLE:.0%} of {quantity(found.storage)} "
        f"are {_gib(found.usable)}, so samples would be gone after about {_whole(found.fitting)} "
        f"({found.series:,} series: {metrics.cluster_series:,} of the cluster as "
        f"metrics.clusterSeries says, the rest of {models}; "
        f"a scrape every {duration(metrics.scrape_interval)})"
    )


def _fix(metrics: Metrics, found: Forecast) -> str:
    wanted = math.ceil(found.needed(metrics.retention) / USABLE / GIB) * GIB
    return (
        f"write retention: {_whole(found.fitting)} or storage: {quantity(wanted)}, "
        "or set clusterSeries if prometheus_tsdb_head_series shows fewer"
    )


def _gib(amount: float) -> str:
    return f"{amount / GIB:.1f} GiB"


def _whole(seconds: float) -> str:
    """The whole days, or hours, that have room."""
    unit = DAY if seconds >= DAY else HOUR
    return duration(max(int(seconds // unit), 1) * unit)
