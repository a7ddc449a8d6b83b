"""How much of its volume Prometheus will need, before it is there to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.catalog.volume import USABLE

if TYPE_CHECKING:
    from generator.compiler.context import Context
    from generator.spec.stores import Metrics

# Measured by tests/bench/storage.py with Prometheus 3 and our rules: 20 models that the inference
# library serves, with two objectives, an accuracy floor and drift bounds, under random traffic of
# 0.5 to 5.5 requests a second. Each scrape and evaluation stood for 30 s; some 400 samples a
# series, in blocks of their own. A pod has 44 series of its model (three histograms are 40 of
# them), 16 of its process and 5 of its scrape; checks of quality and of 20 features have 31.
PODS = 2  # of a model; not measured: a model that matters has two
SCRAPED = PODS * (44 + 16 + 5) + 31
# Recorded of a model: series, and seconds between two samples.
RECORDED = ((66, 60), (21, 300))
# Bytes of a sample with its share of the index, the larger of two runs: 2.17 and 2.28 scraped,
# 3.60 and 3.11 recorded, because all digits of a rate or a ratio change.
SCRAPED_BYTES, RECORDED_BYTES = 2.3, 3.6
# A block spans up to a tenth of the retention and is deleted as a whole once all of it is too old.
BLOCKS = 1.1


@dataclass(frozen=True, slots=True)
class Forecast:
    """What goes into the blocks of one environment: series, models, and bytes a second."""

    series: int
    models: int
    rate: float
    storage: int

    @property
    def usable(self) -> float:
        """Bytes of the volume that blocks may fill."""
        return self.storage * USABLE

    @property
    def fitting(self) -> float:
        """Seconds of samples that have room."""
        return self.usable / (self.rate * BLOCKS)

    def needed(self, seconds: float) -> float:
        """Bytes that so many seconds of samples take."""
        return self.rate * BLOCKS * seconds


def forecast(environment: str, metrics: Metrics, storage: int, context: Context) -> Forecast:
    """The environment as its specs describe it."""
    models = running(environment, context)
    scraped = metrics.cluster_series + models * SCRAPED
    recorded = models * sum(series / interval for series, interval in RECORDED)
    rate = scraped / metrics.scrape_interval * SCRAPED_BYTES + recorded * RECORDED_BYTES
    series = scraped + models * sum(series for series, _ in RECORDED)
    return Forecast(series, models, rate, storage)


def running(environment: str, context: Context) -> int:
    """Models of an environment, those included that an earlier run compiled."""
    fresh = sum(model.within(environment).enabled for model in context.specs.models)
    known = sum(
        any(environment in each.environments for each in unit.deployments)
        for unit in context.compiled
    )
    return fresh + known
