"""The series that models have, by their names: each from what its model does on that day."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from generator.preview.samples import curves
from generator.preview.samples.curves import around, ramp, seed
from generator.preview.samples.models import DAY, DRIFTS, RUN, Model, cumulative, mean
from generator.preview.samples.names import NAMES, Labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.preview.samples.curves import Grid
    from generator.preview.samples.platform import Platform

ROLLED = 8100  # seconds ago, when the newest version came
STATUS = {"2": 1.0, "s": 1.0, "c": 0.003, "4": 0.006, "5": 0.0, "e": 0.0, "f": 0.0}
_WINDOW = re.compile(r":rate(\d+)([mhd])$")
UNITS = {"m": 60, "h": 3600, "d": DAY}


def _objective(model: Model, labels: Labels) -> list[float] | None:
    found = model.platform.number("slo:objective", model_name=model.name, slo=labels["slo"])
    return None if found is None else [found] * len(model.over.times)


def _allowed(model: Model, labels: Labels) -> list[float] | None:
    found = _objective(model, labels)
    return [1 - each for each in found] if found else None


def _missed(name: str, model: Model, labels: Labels) -> list[float] | None:
    if _objective(model, labels) is None:
        return None
    window = _WINDOW.search(name)
    values = model.late() if labels["slo"] == "latency" else model.errors()
    return mean(model.over, values, int(window[1]) * UNITS[window[2]]) if window else values


def _budget(model: Model, labels: Labels) -> list[float] | None:
    return model.budget(labels["slo"]) if _objective(model, labels) else None


def _buckets(model: Model, labels: Labels) -> list[float]:
    wide = 0.7
    pairs = zip(model.traffic(), model.p95(), strict=True)
    return [
        rate * cumulative(labels["le"], slow / math.exp(1.645 * wide), wide) for rate, slow in pairs
    ]


def _detected(model: Model, labels: Labels) -> list[float]:
    limit = model.bound("drift_score:max", 0.3)
    return [float(each > limit) for each in model.score(labels.get("feature", ""))]


def _version(model: Model, labels: Labels, values: Sequence[float]) -> list[float]:
    """The part of the traffic that a version has: the newest took over two hours ago."""
    taken = ramp(model.over, ROLLED, ROLLED - 1500)
    if not _new(labels):
        return [each * (1 - 0.9 * new) for each, new in zip(values, taken, strict=True)]
    started = model.over.end - ROLLED
    return [
        each * 0.9 * new if at >= started else math.nan
        for each, new, at in zip(values, taken, model.over.times, strict=True)
    ]


def _new(labels: Labels) -> bool:
    return labels.get("model_version") == NAMES["model_version"][-1]


def _predictions(model: Model, labels: Labels) -> list[float]:
    """Requests by version and status."""
    share = STATUS.get(labels.get("status", "s")[:1], 1.0)
    rates = _version(model, labels, model.traffic())
    if share:
        return [rate * share for rate in rates]
    return [rate * bad for rate, bad in zip(rates, model.errors(), strict=True)]


def _revisions(model: Model, labels: Labels) -> list[float]:
    """Requests that a revision's pod passed on, by their status."""
    rates = model.traffic()
    if labels.get("http_response_status_code", "").startswith("5"):
        rates = [rate * bad for rate, bad in zip(rates, model.errors(), strict=True)]
    version = next((v for v in NAMES["model_version"] if f"-{v:0>5}-" in labels.get("pod", "")), "")
    return _version(model, {"model_version": version}, rates) if version else rates


def _classes(model: Model, labels: Labels) -> list[float]:
    part = 0.2 + seed(labels.get("class", "")) % 60 / 100
    return [each * part for each in _version(model, labels, model.traffic())]


def _confidence(model: Model, labels: Labels) -> list[float]:
    level = model.bound("confidence:min", 0.6)
    level += (1 - level) * (0.25 + 0.3 * (len(labels.get("class", "")) % 2))
    return around(model.over, level, 0.012, 0.01, model.number + seed(*labels.values()))


def _trained(model: Model, labels: Labels) -> list[float]:
    """When a version was trained; the newest of the model that drifts only today."""
    new = _new(labels)
    today = new and model.number == DRIFTS
    age = ROLLED + 1200 if today else (4 + model.number * 3 + (1 - new) * 12) * DAY
    moment = float(model.over.end - age)
    return [moment if at >= moment else math.nan for at in model.over.times]


def _accuracy(model: Model, labels: Labels) -> list[float] | None:
    found = model.quality("accuracy")
    return [each * (1.0 if _new(labels) else 0.985) for each in found] if found else None


def _trained_ago(model: Model, _: Labels) -> list[float]:
    old, new = (_trained(model, {"model_version": each}) for each in NAMES["model_version"])
    trained = (b if b > 0 else a for a, b in zip(old, new, strict=True))
    return [now - at for now, at in zip(model.over.times, trained, strict=True)]


def _effective(name: str) -> Callable[[Model, Labels], list[float] | None]:
    quantity, _, bound = name.removeprefix("model:").partition(":effective_")

    def found(model: Model, _: Labels) -> list[float] | None:
        value = model.platform.number(f"{quantity}:{bound}", model_name=model.name)
        return None if value is None else [value] * len(model.over.times)

    return found


Shape = Callable[[Model, Labels], list[float] | None]
RATES: dict[str, Callable[[Model, Labels], list[float]]] = {
    "model_prediction_requests_total": _predictions,
    "model_prediction_confidence_count": _classes,
    "model_prediction_confidence_sum": lambda m, at: [
        a * b for a, b in zip(_classes(m, at), _confidence(m, at), strict=True)
    ],
    "kn_serving_invocation_duration_seconds_count": _revisions,
    "model_prediction_latency_seconds_bucket": lambda m, at: _version(m, at, _buckets(m, at)),
    "model_prediction_latency_seconds_count": lambda m, at: _version(m, at, m.traffic()),
}
VALUES: dict[str, Shape] = {
    "model:requests:rate5m": lambda m, _: m.traffic(),
    "model:error_ratio:rate5m": lambda m, _: m.errors(),
    "model:errors:rate5m": lambda m, _: [
        a * b for a, b in zip(m.traffic(), m.errors(), strict=True)
    ],
    "model:latency_seconds:p95": lambda m, _: m.p95(),
    "model:latency_bucket:rate5m": _buckets,
    "model:confidence:mean30m": _confidence,
    "model:slo:effective_objective": _objective,
    "model:slo_budget:ratio": _allowed,
    "model:slo_burn_budget:ratio": _allowed,
    "model:error_budget:remaining_ratio": _budget,
    "model:quality_score:min": lambda m, at: m.quality(at.get("metric", "accuracy")),
    "model_accuracy_score": _accuracy,
    "model:monitoring_age:seconds": lambda m, _: m.age(DAY, RUN),
    "model:prediction_age:seconds": lambda m, _: m.age(DAY if m.number == 1 else 90, RUN),
    "model:training_age:seconds": _trained_ago,
    "model_last_trained_timestamp_seconds": _trained,
    "model_monitoring_last_success_timestamp_seconds": lambda m, _: [
        now - age for now, age in zip(m.over.times, m.age(DAY, RUN), strict=True)
    ],
    "model_monitoring_run_status": lambda m, _: [1.0] * len(m.over.times),
    "model_data_drift_score": lambda m, at: m.score(at.get("feature", "")),
    "model_data_drift_detected": _detected,
    "model_data_drift_share_ratio": lambda m, _: m.share(),
    "model_prediction_in_flight": lambda m, at: [
        round(each * 0.06, 0) for each in _version(m, at, m.traffic())
    ],
}


def curve(name: str, labels: Labels, platform: Platform, over: Grid) -> list[float] | None:
    """The values of one series of a model; none where the model has no such thing.

    Raises:
        KeyError: nothing particular is known of this name.
    """
    number = platform.names.index(labels["model_name"])
    model = Model(labels["model_name"], number, platform, over)
    if name in RATES:
        return curves.summed(over, RATES[name](model, labels), 1000.0 * (number + 1))
    if name.startswith("model:slo_error_ratio:"):
        return _missed(name, model, labels)
    if ":effective_" in name and name not in VALUES:
        return _effective(name)(model, labels)
    return VALUES[name](model, labels)
