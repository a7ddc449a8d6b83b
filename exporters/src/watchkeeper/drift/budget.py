"""Which columns are shown where there are too many: those that drift first, then the nearest."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    Result = Mapping[str, Any]

OF_A_MODEL = 500  # columns
# Beyond a limit of its own Prometheus takes nothing of a scrape, and all models would be gone.
SERIES = 400_000  # of all models together
OF_A_COLUMN = 5  # series at most
OF_THE_REST = 60  # series of a model beside its columns and tests, at most


def of_a_model(result: Result) -> list[str]:
    """The columns of a model that may be shown, the first ones first."""
    columns = result["columns"]
    return sorted(columns, key=lambda name: (-weight(columns[name]), name))[:OF_A_MODEL]


def chosen(results: Mapping[str, Result]) -> dict[str, list[str]]:
    """The columns of each model that are shown."""
    found = {model: of_a_model(result) for model, result in results.items()}
    rest = sum(OF_THE_REST + len(result["tests"]) for result in results.values())
    room = max(0, (SERIES - rest) // OF_A_COLUMN)
    if sum(map(len, found.values())) <= room:
        return found
    ranked = sorted(
        (-weight(results[model]["columns"][name]), place, model, name)
        for model, names in found.items()
        for place, name in enumerate(names)
    )
    kept: dict[str, list[str]] = {model: [] for model in found}
    for _, _, model, name in ranked[:room]:
        kept[model].append(name)
    return kept


def weight(column: Mapping[str, Any]) -> float:
    """How much a column matters."""
    if column["drifted"] or column["null_shift"]:
        return math.inf
    return float(column["score"] or 0) / float(column["bound"] or 1)
