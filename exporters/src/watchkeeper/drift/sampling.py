"""A bounded sample of a data set as a table of pandas: rows at equal steps, not the first ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from watchkeeper.drift.arrow import np, pa, pc
from watchkeeper.drift.profile import NUMERIC
from watchkeeper.drift.sources import kind_of, opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watchkeeper.drift.sources import Source

ROWS = 5000


def sample(source: Source, columns: Sequence[str], rows: int = ROWS) -> Any:  # noqa: ANN401 - pandas is imported late
    """Some rows of some columns; numbers are floats, everything else is text."""
    import pandas as pd  # noqa: PLC0415 - only a report needs it

    counts = []
    for file in source.files:
        with opened(file) as table:
            counts.append(table.rows)
    step = max(1, -(-sum(counts) // rows))
    found: dict[str, list[Any]] = {name: [] for name in columns}
    begin = 0
    for file, count in zip(source.files, counts, strict=True):
        with opened(file) as table:
            types = table.types()
            for name in columns:
                if types.get(name) is None or pa.types.is_null(types[name]):
                    found[name].append(pa.nulls(len(range(-begin % step, count, step))))
                else:
                    found[name] += taken(table.batches(name), -begin % step, step)
        begin += count
    return pd.DataFrame({name: joined(parts) for name, parts in found.items()})


def taken(batches: Any, offset: int, step: int) -> list[Any]:  # noqa: ANN401 - arrays have no types here
    """Every n-th value."""
    found = []
    for batch in batches:
        found.append(batch.take(pa.array(np.arange(offset, len(batch), step))))
        offset = (offset - len(batch)) % step if offset < len(batch) else offset - len(batch)
    return found


def joined(parts: Sequence[Any]) -> Any:  # noqa: ANN401 - arrays have no types here
    """The values of a column."""
    known = [each for each in parts if not pa.types.is_null(each.type)]
    numeric = bool(known) and kind_of(known[0].type) == NUMERIC
    if numeric:
        return np.concatenate([_numbers(each) for each in parts])
    texts = [
        each.dictionary_decode() if pa.types.is_dictionary(each.type) else each for each in parts
    ]
    return np.array(
        [text for each in texts for text in pc.cast(each, pa.string()).to_pylist()], object
    )


def _numbers(values: Any) -> Any:  # noqa: ANN401 - arrays have no types here
    found = pc.cast(values, pa.float64()).to_numpy(zero_copy_only=False)
    return np.where(np.isfinite(found), found, np.nan)
