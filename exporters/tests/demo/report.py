"""The table: each family of the catalogue, what Prometheus says of it, and what is true."""

from __future__ import annotations

import math
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from demo.data import CENSUS, FLIGHTS
from demo.truth import Truth, at_least, exactly, number
from generator.packs.mlflow.metrics import METRICS as MLFLOW
from generator.packs.model_drift.metrics import METRICS as DRIFT
from generator.packs.model_quality.metrics import METRICS as QUALITY
from generator.packs.runtime_watchkeeper.metrics import METRICS as RUNTIME

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from demo.stack import Stack

PATIENCE = 60  # seconds for a scrape, and for rules that read what rules record
# What the tracking server itself reports needs a package that MLflow does not bring.
OTHERS = ("up", "mlflow_http_")
CATALOGUE = tuple(
    metric.name
    for metric in (*RUNTIME, *QUALITY, *DRIFT, *MLFLOW)
    if not metric.name.startswith(OTHERS)
)
PARTS = re.compile("_(bucket|count|sum)$")


@dataclass(frozen=True)
class Row:
    """A truth, and the value that was found."""

    truth: Truth
    found: float | None

    @property
    def good(self) -> bool:
        """Whether they agree."""
        return self.truth.holds(self.found)

    def __str__(self) -> str:
        value = "missing" if self.found is None else number(self.found)
        sign = "  " if self.good else "!!"
        return f"{sign} {self.truth.query:<92} {value:>13}  {self.truth!s:<20}  {self.truth.source}"


def families(queries: Sequence[str]) -> set[str]:
    """The families of the catalogue that are asked for."""
    words = {word for query in queries for word in re.findall(r"[a-z_]+", query)}
    return {name for name in CATALOGUE for word in words if name in {word, PARTS.sub("", word)}}


def complete(truths: Sequence[Truth]) -> list[Truth]:
    """With a line for each family of which nothing is known but that it must be there."""
    known = families([truth.query for truth in truths])
    rest = [name for name in CATALOGUE if name not in known]
    counted = [at_least(f'count({{__name__=~"{name}(_count)?"}})', 1, "there") for name in rest]
    return [*truths, *counted]


def rules(stack: Stack) -> Iterator[Truth]:
    """What the generated rules must make of it."""
    for name in (FLIGHTS.name, CENSUS.name):
        query = f'model:requests:rate5m{{model_name="{name}"}}'
        yield Truth(query, 0.01, math.inf, "a rule: requests came")
    alert = 'ALERTS{{alertname="DataDriftDetected",model_name="{}"{}}}'
    query = alert.format(FLIGHTS.name, ',feature="air_time"')
    yield exactly(query, 1, "an alert: it drifted")
    query = f"count({alert.format(CENSUS.name, '')}) or vector(0)"
    yield exactly(query, 0, "no alert: the control")
    yield exactly("count(up == 1)", len(stack.ports), "targets")


def look(stack: Stack, truths: Sequence[Truth]) -> list[Row]:
    """The values, as soon as all are true, or when it has taken too long."""
    end = time.monotonic() + PATIENCE
    while True:
        rows = [Row(truth, _single(stack.values(truth.query))) for truth in truths]
        if all(row.good for row in rows) or time.monotonic() > end:
            return rows
        time.sleep(1)


def unhealthy(stack: Stack) -> list[str]:
    """Rules that are not there or cannot be evaluated, and families that nobody knows."""
    groups = stack.ask("rules")["groups"]
    found = [rule for group in groups for rule in group["rules"]]
    bad = [f"rule {each['name']}: {each['lastError']}" for each in found if each.get("lastError")]
    if len(found) != stack.rules:
        bad.append(f"{len(found)} rules are loaded, not {stack.rules}")
    names = stack.ask("label/__name__/values")
    ours = {PARTS.sub("", name) for name in names if re.match("(mlflow|model)_[a-z_]+$", name)}
    return bad + [f"{name} is not in the catalogue" for name in sorted(ours - {*CATALOGUE})]


def _single(values: Sequence[float]) -> float | None:
    return values[0] if len(values) == 1 else None
