"""How good the predictions of the batch were, counted row by row in plain Python."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from demo.truth import exactly

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from demo.data import Model
    from demo.truth import Truth

SOURCE = "counted row by row"


def of_outcomes(model: Model, folder: Path, accurate: float) -> Iterator[Truth]:
    """What Prometheus must say of a model's quality."""
    table = pq.read_table(model.current(folder), columns=[model.label, "prediction", "probability"])
    columns = (column.to_pylist() for column in table.columns)
    rows = list(zip(*columns, strict=True))
    known = [row for row in rows if row[0] is not None]
    share = sum(label == said for label, said, _ in known) / len(known)
    assert share > accurate, f"{model.name} is right in {share:.0%} only"
    inner = f'model_name="{model.name}"'
    yield exactly(f'model_accuracy_score{{{inner},job="drift"}}', share, SOURCE)
    sure = sum(max(chance, 1 - chance) for *_, chance in rows) / len(rows)
    yield exactly(f"model_estimated_accuracy_ratio{{{inner}}}", sure, SOURCE)
    yield exactly(f"model_labelled_rows_ratio{{{inner}}}", len(known) / len(rows), SOURCE)
    for metric, value in {**_of_positives(known), "log_loss": _loss(known)}.items():
        query = f'model_quality_score{{{inner},metric="{metric}"}}'
        yield exactly(query, value, SOURCE)


def _of_positives(known: list[tuple[int, int, float]]) -> dict[str, float]:
    both = sum(label == said == 1 for label, said, _ in known)
    predicted, true = (sum(row[which] for row in known) for which in (1, 0))
    return {
        "precision": both / predicted,
        "recall": both / true,
        "f1": 2 * both / (predicted + true),
    }


def _loss(known: list[tuple[int, int, float]]) -> float:
    total = math.fsum(math.log(chance if label else 1 - chance) for label, _, chance in known)
    return -total / len(known)
