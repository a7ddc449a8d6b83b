"""The values of one batch, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from watchkeeper.drift.arrow import np, pa, pc
from watchkeeper.drift.profile import NUMERIC, Counts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from watchkeeper.drift.profile import Bins

# Reference sigmas: values further out count as this far, so that one of them cannot hide the rest.
FURTHEST = 20.0


def count(batches: Iterable[Any], bins: Bins, *, sums: bool) -> Counts:
    """The values of a column in the bins of its reference."""
    total = Counts(bins=(0,) * len(bins), sums=(0.0,) * len(bins) * sums)
    for batch in batches:
        if bins.kind == NUMERIC:
            total += _count_numbers(batch, bins, sums=sums)
        else:
            total += _count_categories(batch, bins)
    return total


def numbers(batch: Any) -> Any:  # noqa: ANN401 - arrays have no types here
    """The values that are there, as floats. NaN is how pandas writes that there is none."""
    if pa.types.is_decimal(batch.type):
        batch = batch.cast(pa.float64())
    found = batch.drop_null().to_numpy(zero_copy_only=False).astype(np.float64, copy=False)
    missing = np.isnan(found)
    return found[~missing] if missing.any() else found


def in_sigmas(values: Any, bins: Bins) -> Any:  # noqa: ANN401 - arrays have no types here
    """Distances from the middle of the reference, none of them too far."""
    lowest, highest = bins.center - FURTHEST * bins.scale, bins.center + FURTHEST * bins.scale
    return (np.clip(values, lowest, highest) - bins.center) / bins.scale


def _count_numbers(batch: Any, bins: Bins, *, sums: bool) -> Counts:  # noqa: ANN401 - arrays have no types
    values = numbers(batch)
    # To compare with each of ten edges is several times faster than to search among them.
    upto = [int(np.count_nonzero(values <= edge)) for edge in bins.edges]
    inside = np.diff([0, *upto, len(values)])
    added: tuple[float, ...] = ()
    if sums:
        places = np.searchsorted(bins.edges, values, side="left")
        weights = in_sigmas(values, bins)
        added = tuple(np.bincount(places, weights, minlength=len(bins)).tolist())
    infinite = int(np.count_nonzero(np.isinf(values)))
    return Counts(len(batch), len(batch) - len(values), infinite, tuple(inside.tolist()), added)


def categories(batch: Any) -> tuple[Any, Any]:  # noqa: ANN401 - arrays have no types
    """The different values of a batch as text, and how many rows have each."""
    if not pa.types.is_dictionary(batch.type):
        batch = batch.dictionary_encode()
    codes = batch.indices.drop_null().to_numpy(zero_copy_only=False)
    texts = batch.dictionary.cast(pa.string())
    return texts, np.bincount(codes, minlength=len(texts))


def _count_categories(batch: Any, bins: Bins) -> Counts:  # noqa: ANN401 - arrays have no types
    texts, times = categories(batch)
    places = pc.index_in(texts, value_set=pa.array(bins.values, pa.string()))
    others = len(bins.values)
    where = pc.fill_null(places, others).to_numpy(zero_copy_only=False)
    missing = texts.is_null().to_numpy(zero_copy_only=False)  # a dictionary may hold a null
    inside = np.bincount(where[~missing], times[~missing], minlength=others + 1)
    valid = int(times[~missing].sum())
    return Counts(len(batch), len(batch) - valid, 0, tuple(inside.astype(int).tolist()))
