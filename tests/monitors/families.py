"""What a server answers, written from what the packs declare of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.packs import discover
from generator.promql import MetricType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalog import Metric

OURS = "exported_"  # a label that Prometheus renames is served under its own name


def declared() -> dict[str, Metric]:
    """All families of all packs, by name."""
    return {metric.name: metric for pack in discover() for metric in pack.metrics}


def text(pattern: str, *, without: tuple[str, ...] = (), **values: str) -> str:
    """The declared families that match, with all their labels but those a server does not know.

    ``values`` are values of labels; any other label has its own name for a value.
    """
    found = [
        metric
        for name, metric in sorted(declared().items())
        if re.fullmatch(pattern, name) and name != "up"
    ]
    assert found, f"no pack declares {pattern}"
    return "".join(line for metric in found for line in _lines(metric, without, values))


def _lines(metric: Metric, without: tuple[str, ...], values: dict[str, str]) -> Iterator[str]:
    kind = metric.type.value.lower() if metric.type is not MetricType.GAUGE else "gauge"
    yield f"# TYPE {metric.name} {kind}\n"
    labels = {name.removeprefix(OURS): name for name in metric.labels if name not in without}
    plain = ",".join(f'{name}="{values.get(name, name)}"' for name in labels)
    comma = "," if plain else ""
    if metric.type is MetricType.HISTOGRAM:
        for bound in ("0.5", "+Inf"):
            yield f'{metric.name}_bucket{{{plain}{comma}le="{bound}"}} 1\n'
    elif metric.type is MetricType.SUMMARY:
        yield f'{metric.name}{{{plain}{comma}quantile="0.9"}} 1\n'
    else:
        yield f"{metric.name}{{{plain}}} 1\n"
        return
    yield f"{metric.name}_sum{{{plain}}} 1\n"
    yield f"{metric.name}_count{{{plain}}} 1\n"
