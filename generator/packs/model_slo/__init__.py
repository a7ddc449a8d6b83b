"""Service level objectives: error budgets, how fast they burn, what is left of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog import Bound, Datum, ModelThreshold, Pack, PackKind
from generator.packs.model_slo.alerts_budget import BUDGET_ALERTS
from generator.packs.model_slo.alerts_burn import BURN_ALERTS
from generator.packs.model_slo.burn import WINDOW
from generator.packs.model_slo.cases import CASES
from generator.packs.model_slo.signals import SIGNALS
from generator.packs.model_slo.signals_long import LONG_SIGNALS
from generator.promql import le

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.model import ModelSpec


def data(spec: ModelSpec) -> Iterator[Datum]:
    """The objectives a model sets itself, and the scale of windows that are its own."""
    availability, latency = spec.objectives.availability, spec.objectives.latency
    if availability is not None:
        labels = (("slo", "availability"),)
        yield Datum(
            "model:slo:objective", availability.target, "objectives.availability.target", labels
        )
    if latency is not None:
        labels = (("slo", "latency"), ("le", le(latency.threshold)))
        yield Datum("model:slo:objective", latency.target, "objectives.latency.target", labels)
    for slo, objective in (("availability", availability), ("latency", latency)):
        if objective is not None and objective.window is not None:
            field = f"objectives.{slo}.window"
            yield Datum("model:slo_window:scale", objective.window / WINDOW, field, (("slo", slo),))


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
    data_series=(
        ("model:slo:objective", ("model_name", "slo", "le")),
        ("tier:slo:objective", ("tier", "slo")),
        ("model:slo_window:scale", ("model_name", "slo")),
        ("model:slo_error_ratio:window", ("model_name", "slo")),
    ),
)
