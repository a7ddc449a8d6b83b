"""Service level objectives: error budgets, how fast they burn, what is left of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from generator.catalog import Bound, Datum, ModelThreshold, Pack, PackKind
from generator.catalog.canonical import ERRORS, LATENCY_BUCKET
from generator.packs.model_slo.alerts_budget import BUDGET_ALERTS
from generator.packs.model_slo.alerts_burn import BURN_ALERTS
from generator.packs.model_slo.burn import DAY
from generator.packs.model_slo.cases import CASES
from generator.packs.model_slo.signals import SIGNALS
from generator.packs.model_slo.signals_long import LONG_SIGNALS, own_window
from generator.promql import le

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.catalog import Own, Signal
    from generator.spec.model import ModelNumbers, Objective


def objectives(
    numbers: ModelNumbers,
) -> Iterator[tuple[str, Objective, tuple[tuple[str, str], ...]]]:
    """The objectives that are set: name, objective, labels of its constant."""
    availability, latency = numbers.objectives.availability, numbers.objectives.latency
    if availability is not None:
        yield "availability", availability, (("slo", "availability"),)
    if latency is not None:
        yield "latency", latency, (("slo", "latency"), ("le", le(latency.threshold)))


def data(numbers: ModelNumbers) -> Iterator[Datum]:
    """The objectives that are set, and their windows where those are not the usual ones.

    A null takes the objective of the tier away: nothing is above, below or equal to NaN.
    """
    for slo in ("availability", "latency"):
        if slo in numbers.objectives.model_fields_set and getattr(numbers.objectives, slo) is None:
            yield Datum("model:slo:objective", math.nan, f"objectives.{slo}", (("slo", slo),))
    for slo, objective, labels in objectives(numbers):
        field = f"objectives.{slo}"
        yield Datum("model:slo:objective", objective.target, field, labels)
        if objective.window is not None:
            days = objective.window / DAY
            yield Datum("model:slo_window:days", days, f"{field}.window", (("slo", slo),))


def own_signals(windows: Iterable[Own]) -> Iterator[Signal]:
    """The error ratio over windows that are not the platform's; models with the same one share."""
    found: dict[tuple[str, int], list[str]] = {}
    for model, labels, days in windows:
        found.setdefault((dict(labels)["slo"], round(float(days) * DAY)), []).append(model)
    for (slo, window), names in sorted(found.items()):
        yield own_window(slo, window, tuple(sorted(names)))


PACK = Pack(
    name="model_slo",
    kind=PackKind.MODEL,
    title="Service level objectives",
    signals=(*SIGNALS, *LONG_SIGNALS),
    thresholds=(
        ModelThreshold(
            "slo_events",
            Bound.MIN,
            "objectives.minEvents",
            unit="events",
            help="Fewest requests in an alert's long window for it to count.",
        ),
    ),
    alerts=(*BURN_ALERTS, *BUDGET_ALERTS),
    cases=CASES,
    data=data,
    own_series="model:slo_window:days",
    own_signals=own_signals,
    data_needs=(
        ("objectives.availability", ERRORS),
        ("objectives.latency", LATENCY_BUCKET),
    ),
    data_series=(
        ("model:slo:objective", ("model_name", "slo", "le")),
        ("tier:slo:objective", ("tier", "slo", "le")),
        ("model:slo_window:days", ("model_name", "slo")),
        ("model:slo_error_ratio:window", ("model_name", "slo")),
    ),
)
