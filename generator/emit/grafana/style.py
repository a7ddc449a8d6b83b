"""What units, meanings and bounds look like in Grafana."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafana_foundation_sdk.builders import dashboard as build
from grafana_foundation_sdk.models import common, dashboard

from generator.ir.boards import Color, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.ir.boards import Step

COUNT, COUNT_RATE = "short", "cps"  # of whatever has no unit in Grafana
# Units of the catalogue → Grafana's names.
UNITS = {
    "seconds": "s",
    "milliseconds": "ms",
    "microseconds": "µs",
    "timestamp": "dateTimeFromNow",
    "bytes": "bytes",
    "mebibytes": "mbytes",
    "ratio": "percentunit",
    "percent": "percent",
    "celsius": "celsius",
    "watts": "watt",
    "factor": COUNT,
    "count": COUNT,
    "bytes/s": "binBps",
    "requests/s": "reqps",
    "seconds/s": COUNT,  # how many are at it on average
}
COLORS = {
    Color.GOOD: "green",
    Color.WARNING: "orange",
    Color.BAD: "red",
    Color.NEUTRAL: "text",
}
TYPES = {Source.METRICS: "prometheus", Source.LOGS: "loki", Source.TRACES: "tempo"}
TITLES = {Source.METRICS: "Metrics", Source.LOGS: "Logs", Source.TRACES: "Traces"}


def unit(name: str) -> str:
    """Grafana's name of a unit."""
    return UNITS.get(name) or (COUNT_RATE if name.endswith("/s") else COUNT)


def scaled(expr: str, unit: str) -> str:
    """A query in the measure that Grafana reads: times in milliseconds."""
    return f"({expr}) * 1000" if unit == "timestamp" else expr


def data_source(source: Source) -> common.DataSourceRef:
    """The data source that the board's variable chooses."""
    return common.DataSourceRef(type_val=TYPES[source], uid=f"${{{source.value}}}")


def steps(found: Iterable[Step]) -> build.ThresholdsConfig:
    """Colours by value; without any, everything is neutral."""
    chosen = [dashboard.Threshold(value=s.value, color=COLORS[s.color]) for s in found]
    chosen = chosen or [dashboard.Threshold(value=None, color=COLORS[Color.NEUTRAL])]
    return build.ThresholdsConfig().mode(dashboard.ThresholdsMode.ABSOLUTE).steps(chosen)


def words(found: Iterable[tuple[float, str, Color]]) -> dashboard.ValueMap:
    """Values that are shown as text."""
    options = {
        f"{value:g}": dashboard.ValueMappingResult(text=text, color=COLORS[color], index=index)
        for index, (value, text, color) in enumerate(found)
    }
    return dashboard.ValueMap(options=options)
