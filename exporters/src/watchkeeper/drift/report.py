"""A page for people, drawn by Evidently from a sample, with the scores of the streamed profile.

Evidently's own scores would need all rows in memory, and would be others. So it looks ours up: a
test of its registry returns them by the name of the column. Needs the extra `drift-report`.
"""

from __future__ import annotations

import logging
import os
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from watchkeeper.drift.sampling import sample
from watchkeeper.drift.states import MEASURED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from watchkeeper.drift.sources import Source

log = logging.getLogger("watchkeeper.drift")

METHOD = "watchkeeper"
# What a registered test finds: Evidently gives it nothing but a column, and one report is made at
# a time.
_columns: dict[str, Mapping[str, Any]] = {}


class ReportError(Exception):
    """There is nothing to draw, or Evidently contradicts the verdict."""


def report(
    model: str, columns: Mapping[str, Mapping[str, Any]], current: Source, reference: Source
) -> str:
    """The page as HTML.

    Raises:
        ReportError: no column can be shown, or its verdict is another one than ours.
    """
    shown = {name: each for name, each in columns.items() if each["state"] == MEASURED}
    samples = [sample(source, tuple(shown)) for source in (current, reference)]
    # A value or none at all in thousands of rows: there is nothing to draw.
    drawn = [name for name in shown if all(each[name].notna().any() for each in samples)]
    if not drawn:
        raise ReportError("no column has values to draw")
    snapshot = _snapshot(model, {name: shown[name] for name in drawn}, *samples)
    said = flags(snapshot)
    wrong = [name for name in drawn if said.get(name) is not shown[name]["drifted"]]
    if wrong:
        raise ReportError(f"Evidently contradicts the verdict on {', '.join(wrong)}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        snapshot.save_html(str(path))
        return path.read_text("utf-8")


def flags(snapshot: Any) -> dict[str, bool]:  # noqa: ANN401 - Evidently's types are its own
    """Which columns have drifted, as a snapshot says."""
    return {
        test["metric_config"]["params"]["column"]: test["status"].value == "FAIL"
        for test in snapshot.dict()["tests"]
        if test["id"] == "drift"
    }


def _snapshot(
    model: str,
    columns: Mapping[str, Mapping[str, Any]],
    current: Any,  # noqa: ANN401 - pandas is not needed to import this
    reference: Any,  # noqa: ANN401 - its library has no types
) -> Any:  # noqa: ANN401 - Evidently's types are its own
    os.environ["DO_NOT_TRACK"] = "1"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries below it
        from evidently import DataDefinition, Dataset, Report  # noqa: PLC0415 - takes seconds
        from evidently.metrics import ValueDrift  # noqa: PLC0415 - takes seconds

        _register()
        numbers = [name for name in columns if current[name].dtype.kind == "f"]
        others = [name for name in columns if name not in numbers]
        roles = DataDefinition(numerical_columns=numbers, categorical_columns=others)
        sets = [
            Dataset.from_pandas(each[list(columns)], data_definition=roles)
            for each in (current, reference)
        ]
        bounds = {name: each["bound"] for name, each in columns.items()}
        metrics = [ValueDrift(column=c, method=METHOD, threshold=b) for c, b in bounds.items()]
        _columns.clear()
        _columns.update(columns)
        made = Report(metrics, include_tests=True).run(*sets, name=model)
        made.dict()  # it computes late, and warns
        return made


def _register() -> None:
    from evidently.legacy.calculations.stattests.registry import (  # noqa: PLC0415 - takes seconds
        StatTest,
        register_stattest,
    )
    from evidently.legacy.core import ColumnType  # noqa: PLC0415 - takes seconds

    kinds = [ColumnType.Numerical, ColumnType.Categorical]
    test = StatTest(METHOD, "streamed distance", kinds, default_threshold=0.1)
    register_stattest(test, _found)


def _found(_: Any, current: Any, *__: Any) -> tuple[float, bool]:  # noqa: ANN401 - called with pandas series
    column = _columns[current.name]
    return float(column["score"]), bool(column["drifted"])
