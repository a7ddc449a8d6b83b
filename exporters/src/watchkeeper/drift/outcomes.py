"""The predictions and labels of one batch, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from watchkeeper.drift.arrow import np, pa, pc
from watchkeeper.drift.jobs import REGRESSION
from watchkeeper.drift.tally import Chances, Classes, Errors, Expected, Tally

if TYPE_CHECKING:
    from watchkeeper.drift.jobs import Outcomes

# Steps of log odds: a hundredth apart up to one in a billion, so that rare events keep an order.
STEP, FURTHEST = 0.01, 21.0
STEPS = 2 * round(FURTHEST / STEP) + 1
SMALLEST = 1e-15  # a probability of 0 that came true would be an infinite loss


def tally(batch: Any, outcomes: Outcomes) -> Tally:  # noqa: ANN401 - arrays have no types here
    """What the rows of a batch add to a model's tally; a label that is not there is null."""
    if outcomes.task == REGRESSION:
        return _numbers(batch, outcomes)
    columns = {name: batch.column(name) for name in outcomes.columns if name in batch.schema.names}
    prediction = plain(columns[outcomes.prediction])
    label = columns.get(outcomes.label or "")
    label = pa.nulls(batch.num_rows, pa.string()) if label is None else plain(label)
    same_kind(label, prediction, outcomes)
    known = pc.and_(pc.is_valid(label), pc.is_valid(prediction))
    expected, chances = Expected(), Chances()
    if outcomes.probability:
        chance = floats(columns[outcomes.probability])
        expected = _expected(chance, is_positive(prediction, outcomes))
        has = known.to_numpy(zero_copy_only=False) & (chance >= 0) & (chance <= 1)
        chances = _chances(chance[has], is_positive(label, outcomes)[has])
    elif outcomes.confidence:
        sure = floats(columns[outcomes.confidence])
        expected = _expected(sure, np.ones(len(sure), bool))
    return Tally(
        batch.num_rows,
        labelled=pc.sum(known).as_py() or 0,
        classes=_classes(label.filter(known), prediction.filter(known)),
        chances=chances,
        expected=expected,
    )


def plain(values: Any) -> Any:  # noqa: ANN401 - arrays have no types here
    """Classes as texts or as numbers: a label with nulls is often 1.0 where a prediction is 1."""
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pa.types.is_boolean(values.type):
        return values.cast(pa.uint8()).cast(pa.float64())
    if pa.types.is_null(values.type):
        return values.cast(pa.string())
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        return values.cast(pa.string())
    found = values.cast(pa.float64())
    return pc.if_else(pc.is_nan(found), None, found)


def same_kind(label: Any, prediction: Any, outcomes: Outcomes) -> None:  # noqa: ANN401 - arrays have no types here
    """Refuses classes that can never be equal; raises a ValueError."""
    there = label.null_count < len(label) and prediction.null_count < len(prediction)
    if there and label.type != prediction.type:
        said = f"{outcomes.label} has {label.type}, {outcomes.prediction} {prediction.type}"
        raise ValueError(f"labels and predictions are of two kinds: {said}")


def is_positive(values: Any, outcomes: Outcomes) -> Any:  # noqa: ANN401 - arrays have no types here
    """Which values are the positive class; a null is not."""
    wanted = outcomes.positive
    if pa.types.is_string(values.type):
        wanted = named(wanted)
    elif isinstance(wanted, str):
        raise ValueError(f"positive is the text {wanted}, but {outcomes.prediction} has numbers")
    else:
        wanted = float(wanted or 0)
    found = pc.equal(values, pa.scalar(wanted, values.type))
    return pc.fill_null(found, False).to_numpy(zero_copy_only=False)  # noqa: FBT003 - takes a value by place


def named(value: object) -> str:
    """A class as its name is shown."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(int(value)) if isinstance(value, bool) else str(value)


def floats(values: Any) -> Any:  # noqa: ANN401 - arrays have no types here
    """Numbers, where a null is NaN."""
    return values.cast(pa.float64()).to_numpy(zero_copy_only=False)


def _expected(chance: Any, positive: Any) -> Expected:  # noqa: ANN401 - arrays have no types
    there = ~np.isnan(chance)
    inside = there & (chance >= 0) & (chance <= 1)
    right = np.where(positive, chance, 1 - chance)[inside]
    outside = int(np.count_nonzero(there & ~inside))
    return Expected(int(np.count_nonzero(inside)), float(right.sum()), outside)


def _chances(chance: Any, positive: Any) -> Chances:  # noqa: ANN401 - arrays have no types
    safe = np.clip(chance, SMALLEST, 1 - SMALLEST)
    loss = -float(np.log(np.where(positive, safe, 1 - safe)).sum())
    odds = np.clip(np.log(safe / (1 - safe)), -FURTHEST, FURTHEST)
    steps = np.rint((odds + FURTHEST) / STEP).astype(np.int64)
    counts = [np.bincount(steps[which], minlength=STEPS) for which in (positive, ~positive)]
    return Chances(tuple(counts[0].tolist()), tuple(counts[1].tolist()), loss)


def _classes(label: Any, prediction: Any) -> Classes:  # noqa: ANN401 - arrays have no types
    pairs = pa.table({"label": label, "prediction": prediction}).group_by(
        ["label", "prediction"], use_threads=False
    )
    rows = pairs.aggregate([([], "count_all")]).to_pydict()
    keys = zip(map(named, rows["label"]), map(named, rows["prediction"]), strict=True)
    found = dict(zip(keys, rows["count_all"], strict=True))
    right = sum(count for (one, other), count in found.items() if one == other)
    return Classes() + Classes(right, found)


def _numbers(batch: Any, outcomes: Outcomes) -> Tally:  # noqa: ANN401 - arrays have no types
    predicted = floats(batch.column(outcomes.prediction))
    if not outcomes.label or outcomes.label not in batch.schema.names:
        return Tally(batch.num_rows)
    label = floats(batch.column(outcomes.label))
    known = ~(np.isnan(label) | np.isnan(predicted))
    finite = known & np.isfinite(label) & np.isfinite(predicted)
    label, error = label[finite], (predicted - label)[finite]
    rows, unusable = len(label), int(known.sum() - finite.sum())
    if not rows:
        return Tally(batch.num_rows, unusable, unusable)
    mean = float(label.mean())
    spread = float(((label - mean) ** 2).sum())
    signed, absolute, squared = error.sum(), np.abs(error).sum(), (error**2).sum()
    errors = Errors(rows, mean, spread, float(signed), float(absolute), float(squared))
    return Tally(batch.num_rows, rows + unusable, unusable, errors=errors)
