"""Quality of predictions against floors and ceilings: accuracy, F1, RMSE and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog import Datum, Pack, PackKind
from generator.packs.model_quality.alerts import ALERTS
from generator.packs.model_quality.cases import CASES
from generator.packs.model_quality.metrics import METRICS
from generator.packs.model_quality.signals import SIGNALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.spec.model import ModelNumbers


def data(numbers: ModelNumbers) -> Iterator[Datum]:
    """One constant per floor and per ceiling that the model sets."""
    for metric, bounds in sorted(numbers.quality.items()):
        if bounds.min is not None:
            yield Datum(
                "model:quality:min", bounds.min, f"quality.{metric}.min", (("metric", metric),)
            )
        if bounds.max is not None:
            yield Datum(
                "model:quality:max", bounds.max, f"quality.{metric}.max", (("metric", metric),)
            )


PACK = Pack(
    name="model_quality",
    kind=PackKind.MODEL,
    title="Prediction quality",
    depends=("models",),
    metrics=METRICS,
    signals=SIGNALS,
    alerts=ALERTS,
    cases=CASES,
    data=data,
    data_series=(
        ("model:quality:min", ("model_name", "metric")),
        ("model:quality:max", ("model_name", "metric")),
    ),
)
