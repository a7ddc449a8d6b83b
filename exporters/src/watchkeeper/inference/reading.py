"""Class and confidence of a prediction, read from the result types that models commonly have.

What is not understood is left out: a result of any other type is no problem.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeGuard, cast

LABELS = ("label", "class", "class_name", "predicted_class", "prediction")
CONFIDENCES = ("confidence", "probability", "proba")
# Read only beside a class: the score of a regression is no confidence.
SCORES = ("score",)
DISTRIBUTIONS = ("probabilities", "scores")

SCALARS = (str, bytes, int, float, complex, bool, type(None))
CERTAIN = 1e-3  # how far the sum of a distribution may be from 1
WIDE = 1000  # classes of a distribution; a longer one is an embedding or the like, and costs time
RANKED = 100  # guesses of a ranked list that are looked at

# A class and how sure the model is of it.
Reading = tuple[object, object]


class Array(Protocol):
    """What NumPy's arrays, and those made to resemble them, have."""

    shape: tuple[int, ...]

    def tolist(self) -> object:
        """The elements as plain Python values."""

    def argmax(self, axis: int) -> Array:
        """The places of the greatest elements."""

    def max(self, axis: int) -> Array:
        """The greatest elements."""

    def sum(self, axis: int) -> Array:
        """The sums."""


def read_result(result: object) -> Reading | list[Reading] | None:
    """The reading of one result, a list of readings for a matrix of probabilities, or None."""
    kind = type(result)
    if kind is dict:
        found = cast("dict[object, object]", result)
        confidence = found.get("confidence")
        label = found.get("label") or found.get("class")
        # The most common form of all, at half the cost.
        common = label is not None and type(confidence) is float
        return (label, confidence) if common else _mapping(found)
    return None if kind in SCALARS else _other(result)


def _other(result: object) -> Reading | list[Reading] | None:
    if isinstance(result, Mapping):
        return _mapping(result)
    if _is_array(result):
        return _bare(result) if len(result.shape) == 1 else _matrix(result)
    if type(result) is tuple:
        return _pair(result)
    if isinstance(result, list):
        return _bare(result) or _most_certain(result[:RANKED])
    return _attributes(result)


def read_batch(results: object) -> list[Reading] | None:
    """The readings of each result of a batch."""
    if isinstance(results, Mapping):
        results = results.get("predictions")
    if _is_array(results):
        return _matrix(results)
    if not isinstance(results, Sequence) or isinstance(results, (str, bytes)):
        return None
    readings: list[Reading] = []
    for result in results:
        match read_result(result):
            case tuple() as reading:
                readings.append(reading)
            case list() as several:
                readings.extend(several)
    return readings


def _mapping(result: Mapping[object, object]) -> Reading | None:
    label = None
    for key in LABELS:
        if key in result:
            label = result[key]
            break
    for key in CONFIDENCES if label is None else CONFIDENCES + SCORES:
        if key in result:
            found = result[key]
            return (label, found) if type(found) is float else _named(label, found)
    for key in DISTRIBUTIONS:
        if key in result:
            return _named(label, result[key])
    return None


def _named(label: object, found: object) -> Reading | None:
    """A confidence, or the greatest of a distribution."""
    if not isinstance(found, (Mapping, list, tuple)) and not (_is_array(found) and found.shape):
        return (label, found)
    reading = _distribution(found)
    return reading if reading is None or label is None else (label, reading[1])


def _attributes(result: object) -> Reading | None:
    names = (*LABELS, *CONFIDENCES, *SCORES, *DISTRIBUTIONS)
    return _mapping({name: getattr(result, name) for name in names if hasattr(result, name)})


def _pair(result: tuple[object, ...]) -> Reading | None:
    """A class and its confidence, in either order."""
    match result:
        case (str() | int() as label, float() as confidence):
            return (label, confidence)
        case (float() as confidence, str() as label):
            return (label, confidence)
        case (label, confidence) if _is_number(confidence) and not _is_number(label):
            return (label, confidence)
    return None


def _is_array(value: object) -> TypeGuard[Array]:
    # isinstance with a protocol would take ten times as long; a tensor on a GPU has no interface.
    return hasattr(value, "__array_interface__") and hasattr(value, "shape")


def _is_number(value: object) -> bool:
    return hasattr(value, "__float__") and not isinstance(value, bool)


def _distribution(found: object) -> Reading | None:
    """The likeliest class of a distribution: by name, or by its place."""
    names: list[object] = []
    if isinstance(found, Mapping):
        names, found = list(found.keys()), list(found.values())
    elif _is_array(found):
        found = found.tolist() if found.shape[0] <= WIDE else None
    if not isinstance(found, (list, tuple)) or not 1 < len(found) <= WIDE:
        return None
    values = [value for value in found if isinstance(value, float)]
    if len(values) < len(found) or abs(sum(values) - 1) > CERTAIN or min(values) < 0:
        return None
    best = max(range(len(values)), key=values.__getitem__)
    return (names[best] if names else best, values[best])


def _bare(values: object) -> Reading | None:
    """A distribution that nothing names; zeros and a one are rather the classes of two rows."""
    reading = _distribution(values)
    return None if reading is None or reading[1] == 1.0 else reading


def _most_certain(results: list[object]) -> Reading | None:
    """Of a ranked list of guesses the best one."""
    found = [reading for reading in map(read_result, results) if isinstance(reading, tuple)]
    known = [reading for reading in found if _is_number(reading[1])]
    return max(known, key=lambda reading: float(reading[1])) if known else None  # type: ignore[arg-type] # it is a number


def _matrix(result: Array) -> list[Reading] | None:
    """Probabilities as scikit-learn has them: a row a prediction, a column a class."""
    if len(result.shape) != 2 or result.shape[1] < 2 or not result.shape[0]:  # noqa: PLR2004 - rows and columns
        return None
    sums = cast("list[float]", result.sum(axis=1).tolist())
    if any(abs(total - 1) > CERTAIN for total in sums):
        return None
    best = cast("list[object]", result.argmax(axis=1).tolist())
    sure = cast("list[object]", result.max(axis=1).tolist())
    return list(zip(best, sure, strict=True))
