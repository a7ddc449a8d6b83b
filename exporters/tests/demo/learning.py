"""A real, small model: naive Bayes over categories."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from demo.data import rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from demo.data import Model


HALF = 0.5
LEARNED = 20_000  # rows: more would only take longer


def band(value: object) -> str:
    """A category. Numbers of one leading digit are one: 3, 40, 500."""
    return f"{value:.1g}" if isinstance(value, int | float) else str(value)


def judge(model: Model, folder: Path) -> None:
    """Adds what the model says to what it is asked about, as a batch job would."""
    path = model.current(folder)
    bayes, table = Bayes(model, model.reference(folder)), pq.read_table(path)
    chances = [bayes.chance(row) for row in rows(path)]
    table = table.append_column("prediction", pa.array([int(each > HALF) for each in chances]))
    pq.write_table(table.append_column("probability", pa.array(chances)), path)


class Bayes:
    """Learns from a file when it is made: how much a value speaks for class 1."""

    def __init__(self, model: Model, path: Path) -> None:
        self._features = model.features
        self._classes: Counter[int] = Counter()
        self._seen: Counter[tuple[int, str, str]] = Counter()
        for row in rows(path, LEARNED):
            if (label := row[model.label]) is None:
                continue  # a cancelled flight is neither late nor in time
            self._classes[label] += 1
            self._seen.update((label, name, band(row[name])) for name in self._features)
        self._bands = Counter(name for name, _ in {key[1:] for key in self._seen})
        self._known: dict[tuple[str, object], float] = {}

    def chance(self, row: Mapping[str, Any]) -> float:
        """The probability of class 1. Raises a KeyError where a feature is missing."""
        odds = self._classes[1] / self._classes[0]
        for name in self._features:
            odds *= self._odds(name, row[name])
        return odds / (1 + odds)

    def predict(self, row: Mapping[str, Any]) -> dict[str, object]:
        """The likelier class, and how likely."""
        chance = self.chance(row)
        return {"class": str(int(chance > HALF)), "confidence": max(chance, 1 - chance)}

    def evidence(self, row: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Each feature with the class that it speaks for."""
        return [(name, str(int(self._odds(name, row[name]) > 1))) for name in self._features]

    def _odds(self, name: str, value: object) -> float:
        found = self._known.get((name, value))
        if found is None:
            shares = [
                (self._seen[label, name, band(value)] + 1) / (total + self._bands[name])
                for label, total in sorted(self._classes.items())
            ]
            self._known[name, value] = found = shares[1] / shares[0]
        return found
