"""How right a model was: counts and sums that add up over batches, files and machines."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from watchkeeper.drift.profile import added

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_PAIRS = 10_000  # of a label and a prediction: the table of a hundred classes


@dataclass(frozen=True, slots=True)
class Classes:
    """Rows by label and prediction. With too many pairs only right ones are counted."""

    right: int = 0
    pairs: Mapping[tuple[str, str], int] = field(default_factory=dict)
    too_many: bool = False

    def __add__(self, other: Classes) -> Classes:
        pairs = Counter(dict(self.pairs))
        pairs.update(other.pairs)
        too_many = self.too_many or other.too_many or len(pairs) > MOST_PAIRS
        return Classes(self.right + other.right, {} if too_many else dict(pairs), too_many)


@dataclass(frozen=True, slots=True)
class Chances:
    """Rows with a label by the probability of the positive class, in steps of its log odds."""

    positive: tuple[int, ...] = ()
    negative: tuple[int, ...] = ()
    loss: float = 0.0

    def __add__(self, other: Chances) -> Chances:
        return Chances(
            added(self.positive, other.positive),
            added(self.negative, other.negative),
            self.loss + other.loss,
        )


@dataclass(frozen=True, slots=True)
class Expected:
    """What the model itself expects: rows with a probability, labelled or not."""

    rows: int = 0
    right: float = 0.0
    outside: int = 0  # no probabilities: below 0 or above 1

    def __add__(self, other: Expected) -> Expected:
        return Expected(
            self.rows + other.rows, self.right + other.right, self.outside + other.outside
        )


@dataclass(frozen=True, slots=True)
class Errors:
    """Predictions of numbers against what came true; ``spread`` is around the labels' mean."""

    rows: int = 0
    mean: float = 0.0
    spread: float = 0.0
    signed: float = 0.0
    absolute: float = 0.0
    squared: float = 0.0

    def __add__(self, other: Errors) -> Errors:
        if not (self.rows and other.rows):
            return self if self.rows else other
        rows, apart = self.rows + other.rows, other.mean - self.mean
        return Errors(
            rows,
            self.mean + apart * other.rows / rows,
            self.spread + other.spread + apart**2 * self.rows * other.rows / rows,
            self.signed + other.signed,
            self.absolute + other.absolute,
            self.squared + other.squared,
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """All that is counted of a model's predictions. Infinite numbers are ``unusable``."""

    rows: int = 0
    labelled: int = 0
    unusable: int = 0
    classes: Classes = field(default_factory=Classes)
    chances: Chances = field(default_factory=Chances)
    expected: Expected = field(default_factory=Expected)
    errors: Errors = field(default_factory=Errors)

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.rows + other.rows,
            self.labelled + other.labelled,
            self.unusable + other.unusable,
            self.classes + other.classes,
            self.chances + other.chances,
            self.expected + other.expected,
            self.errors + other.errors,
        )


def of_classes(classes: Classes, labelled: int, positive: str | None) -> dict[str, float]:
    """Accuracy, and of the positive class, or on average of all, precision, recall and f1."""
    found = {"accuracy": classes.right / labelled}
    if classes.too_many:
        return found
    names = {name for pair in classes.pairs for name in pair}
    labels, predictions = Counter[str](), Counter[str]()
    for (label, prediction), rows in classes.pairs.items():
        labels[label] += rows
        predictions[prediction] += rows
    looked = sorted(names) if positive is None else [positive]
    hits = [classes.pairs.get((name, name), 0) for name in looked]
    precision = [_share(hit, predictions[name]) for hit, name in zip(hits, looked, strict=True)]
    recall = [_share(hit, labels[name]) for hit, name in zip(hits, looked, strict=True)]
    f1 = [
        _share(2 * hit, predictions[name] + labels[name])
        for hit, name in zip(hits, looked, strict=True)
    ]
    means = (math.fsum(each) / len(looked) for each in (precision, recall, f1))
    found |= dict(zip(("precision", "recall", "f1"), means, strict=True))
    # What never occurred has no such share, and 0 would look like a model that is always wrong.
    missing = _undefined(predictions[positive], labels[positive]) if positive is not None else ()
    return {name: value for name, value in found.items() if name not in missing}


def _undefined(predicted: int, labelled: int) -> tuple[str, ...]:
    there = (("precision", predicted), ("recall", labelled), ("f1", predicted + labelled))
    return tuple(name for name, rows in there if not rows)


def of_chances(chances: Chances) -> dict[str, float]:
    """Log loss, and the area under the curve where both classes are there."""
    positive, negative = sum(chances.positive), sum(chances.negative)
    if not positive + negative:
        return {}
    found = {"log_loss": chances.loss / (positive + negative)}
    if positive and negative:
        below, area = 0, 0.0
        for hits, misses in zip(chances.positive, chances.negative, strict=True):
            area += hits * (below + misses / 2)  # of equals, half are in order
            below += misses
        found["auc"] = area / positive / negative
    return found


def of_errors(errors: Errors) -> dict[str, float]:
    """Root mean square, mean absolute and mean error, and the share of variance explained."""
    if not errors.rows:
        return {}
    found = {
        "rmse": math.sqrt(errors.squared / errors.rows),
        "mae": errors.absolute / errors.rows,
        "mean_error": errors.signed / errors.rows,
    }
    if errors.spread > 0:
        found["r2"] = 1 - errors.squared / errors.spread
    return found


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
