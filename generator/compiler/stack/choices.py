"""What a spec says of single charts, and where it says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.compiler.stack import charts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Chart
    from generator.compiler.context import Context, Path
    from generator.spec.load import Place
    from generator.spec.stores import ChartChoice


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry below ``charts``, of the platform or of one environment.

    ``written`` is what stands there, ``effective`` what holds there with the platform's own.
    """

    chart: str
    written: Mapping[str, object]
    effective: ChartChoice
    place: Place
    path: Path


def choices(context: Context) -> Iterator[Choice]:
    """Every entry, in the order of the platform; a malformed one is reported elsewhere."""
    for platform in context.specs.platforms:
        for name, chosen in platform.document.spec.charts.items():
            path: Path = ("spec", "charts", name)
            written = chosen.model_dump(exclude_unset=True)
            yield Choice(name, written, chosen, platform.place, path)
        for index, environment in enumerate(platform.document.spec.environments):
            stack = context.specs.stacks.get(environment.name)
            if not stack:
                continue
            for name, own in _written(environment.overrides).items():
                if name in stack.charts and isinstance(own, dict):
                    path = ("spec", "environments", index, "overrides", "charts", name)
                    yield Choice(name, own, stack.charts[name], platform.place, path)


def _written(overrides: Mapping[str, object]) -> Mapping[str, object]:
    """The entries of an environment, of which any may be malformed."""
    found = overrides.get("charts")
    return found if isinstance(found, dict) else {}


def major(chosen: ChartChoice, chart: Chart) -> int:
    """The major version that would be installed."""
    return charts.major(chosen.version or chart.version)


def known_major(choice: Choice, context: Context) -> bool:
    """Whether somebody checked the keys of the version that would be installed."""
    chart = charts.known(context).get(choice.chart)
    return chart is not None and major(choice.effective, chart) in chart.keys
