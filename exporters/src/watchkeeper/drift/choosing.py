"""Chooses the bins of a column from its reference, in bounded memory.

Bins of numbers end at deciles and have open ends, so that one outlier moves nothing. A value that
makes up a fifth of a column has a bin of its own. Deciles come from a sample at equal steps: they
place the edges only, what is in the bins is counted in full.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from watchkeeper.drift.arrow import np
from watchkeeper.drift.counting import categories, in_sigmas, numbers
from watchkeeper.drift.profile import CATEGORY, NUMERIC, Bins

if TYPE_CHECKING:
    from collections.abc import Iterable

    from watchkeeper.drift.profile import Kind

NUMERIC_BINS = 10
SAMPLE = 10_000  # values, twice as many at most
CANDIDATES = 2_000  # categories that are remembered while the reference is read
KEPT = 30  # categories with a bin of their own ...
SMALLEST = 0.01  # ... and the share that each has at least
# ... and the rows: which of the rare ones got in is chance, and they look more frequent than they
# are. With 20 rows, models of many such columns raise a false alarm in 2 to 5 % of runs.
FEWEST = 40
LONGEST = 200  # characters: longer ones are texts, not categories
IQR_OF_A_SIGMA = 1.349


class NumberChooser:
    """Every n-th number of a column, where n doubles whenever there are too many."""

    def __init__(self) -> None:
        self._step, self._seen, self._size = 1, 0, 0
        self._kept: list[Any] = []

    def add(self, batch: Any) -> None:  # noqa: ANN401 - arrays have no types here
        """Looks at the values of a batch."""
        values = numbers(batch)
        values = values[np.isfinite(values)]
        self._keep(values[-self._seen % self._step :: self._step].copy())
        self._seen += len(values)

    def _keep(self, values: Any) -> None:  # noqa: ANN401 - arrays have no types
        self._kept.append(values)
        self._size += len(values)
        while self._size > 2 * SAMPLE:
            fewer = np.concatenate(self._kept)[::2].copy()
            self._kept, self._size, self._step = [fewer], len(fewer), 2 * self._step

    def bins(self) -> Bins | None:
        """The bins, or None where there is no value."""
        values = np.concatenate(self._kept) if self._size else np.empty(0)
        if not len(values):
            return None
        ranks = np.linspace(0, 1, NUMERIC_BINS + 1)[1:-1]
        ends, times = np.unique(
            np.quantile(values, ranks, method="inverted_cdf"), return_counts=True
        )
        # Below a value that fills a bin alone, one more edge: then falling off it shows.
        edges = np.union1d(ends, np.nextafter(ends[times > 1], -np.inf))
        edges = edges[np.isfinite(edges)]  # nothing is below the lowest of all numbers
        low, center, high = np.quantile(values, (0.25, 0.5, 0.75))
        scale = (high / IQR_OF_A_SIGMA - low / IQR_OF_A_SIGMA) or float(np.std(values)) or 1.0
        scale = scale if np.isfinite(scale) else 1.0  # the squares of huge numbers are no numbers
        bins = Bins(NUMERIC, tuple(edges.tolist()), (), float(center), float(scale))
        return replace(bins, spread=float(np.std(in_sigmas(values, bins))))


class CategoryChooser:
    """The frequent values of a column; rare ones are forgotten while it is read."""

    def __init__(self) -> None:
        self._times: Counter[str] = Counter()
        self._total = 0

    def add(self, batch: Any) -> None:  # noqa: ANN401 - arrays have no types here
        """Looks at the values of a batch."""
        texts, times = categories(batch)
        most = np.argsort(-times, kind="stable")[:CANDIDATES]
        for text, count in zip(texts.take(most).to_pylist(), times[most].tolist(), strict=True):
            if text is not None and count and len(text) <= LONGEST:
                self._times[text] += count
        self._total += int(times.sum())
        if len(self._times) > 2 * CANDIDATES:
            self._times = Counter(dict(self._times.most_common(CANDIDATES)))

    def bins(self) -> Bins | None:
        """The bins, or None where there is no value."""
        if not self._total:
            return None
        ordered = sorted(self._times.items(), key=lambda item: (-item[1], item[0]))
        fewest = max(FEWEST, SMALLEST * self._total)
        kept = [text for text, count in ordered[:KEPT] if count >= fewest]
        return Bins(CATEGORY, values=tuple(kept))


def chooser(kind: Kind) -> NumberChooser | CategoryChooser:
    """What chooses the bins of a kind of column."""
    return NumberChooser() if kind == NUMERIC else CategoryChooser()


def choose(batches: Iterable[Any], kind: Kind) -> Bins | None:
    """The bins of a column, or None where it has no value."""
    choosing = chooser(kind)
    for batch in batches:
        choosing.add(batch)
    return choosing.bins()
