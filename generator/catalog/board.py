"""How a pack says what its board shows: rows of panels that are made from signals and metrics.

Title, words and width are the panel's; unit and description come from the signal or metric, bounds
from the thresholds that alerts compare with.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.catalog.threshold import Bound, ModelThreshold
from generator.ir.boards import (
    Annotation,
    Color,
    Column,
    Link,
    PanelKind,
    Query,
    Shown,
    Source,
    Step,
    Variable,
)

if TYPE_CHECKING:
    from generator.catalog.threshold import ServiceThreshold

__all__ = [
    "CHOSEN_MODELS",
    "DETAIL",
    "FIRING_COLUMNS",
    "MODEL_CHOICES",
    "NEWEST",
    "ONE_MODEL",
    "OUTCOMES",
    "RATE",
    "ROLLED_OUT",
    "RUNBOOKS",
    "TO_MODEL",
    "TRAINED",
    "Annotation",
    "Board",
    "Color",
    "Column",
    "Link",
    "Panel",
    "PanelKind",
    "Part",
    "Query",
    "Row",
    "Source",
    "Step",
    "Variable",
    "selected",
    "short",
]

RATE = "$__rate_interval"
# Stands in links for the address that runbooks have in the platform's spec.
RUNBOOKS = "{runbooks}"

# What the boards of models have in common: the models that somebody chose, and the way to one.
ONE_MODEL = 'model_name="$model_name"'
CHOSEN_MODELS = 'and on (model_name) model:identity{team=~"$team", tier=~"$tier"}'
MODEL_CHOICES = (
    Variable("team", "Owner", "team", "model:identity", many=True),
    Variable("tier", "Tier", "tier", "model:identity", many=True),
)
DETAIL = Link(
    "Open the model", "/d/wk-model?var-model_name=${__data.fields.Model}&${__url_time_range}"
)
TO_MODEL = Link(
    "Open the model", "/d/wk-model?var-model_name=${__field.labels.model_name}&${__url_time_range}"
)
# Moments that explain a step in a graph: the newest ones, which are the same at every point of it
# (`@ end`), so that even a large fleet is asked once. A Deployment makes a ReplicaSet for each new
# version of its pods, in KServe and Knative too; to scale it to nothing and back makes none.
NEWEST = 20
TRAINED = Annotation(
    "Trained",
    f"topk({NEWEST}, max by (model_name) "
    f"(model_last_trained_timestamp_seconds @ end() > 0) {CHOSEN_MODELS})",
    Color.GOOD,
    "{{model_name}} was trained",
    at_value=True,
)
ROLLED_OUT = Annotation(
    "Rolled out",
    f"topk({NEWEST}, max by (namespace, replicaset) (kube_replicaset_created @ end()) "
    "* on (namespace) group_left () max by (namespace) (namespace:watched))",
    Color.NEUTRAL,
    "{{namespace}}/{{replicaset}} is new",
    at_value=True,
)
# How things end has the same colour on every board, whatever a system calls it.
OUTCOMES = (
    ("^(2..|success|succeeded|FINISHED)$", Color.GOOD),
    ("^(4..|cancelled|KILLED|ticket)$", Color.WARNING),
    ("^(5..|error|failed|FAILED|page)$", Color.BAD),
)
# Of alerts that fire: B is the time since which.
FIRING_COLUMNS = (
    Column(
        "Alert", label="alertname", link=Link("Runbook", RUNBOOKS + "/${__data.fields.Alert}.md")
    ),
    Column("Severity", label="severity", width=110),
    Column("Since", ref="B", unit="timestamp", width=160),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel(Shown):
    """What a panel shows. ``alerts`` are those whose runbooks it links to."""

    alerts: tuple[str, ...] = ()

    def joined(self, expr: str, legend: str, *, limit: bool = False) -> Panel:
        """The same panel with one more query; a ``limit`` is drawn as a dashed line."""
        ref = chr(ord("A") + len(self.queries))
        return replace(self, queries=(*self.queries, Query(ref, expr, legend, limit=limit)))

    def bounded(self, by: ModelThreshold | ServiceThreshold, legend: str, where: str = "") -> Panel:
        """The same panel with a dashed line at a threshold, wherever one is set.

        Raises:
            ValueError: the threshold is in another unit, so the line would be somewhere else.
        """
        if short(by.unit) != self.unit:
            raise ValueError(f"{self.title} is in {self.unit}, its bound in {by.unit}")
        if not isinstance(by, ModelThreshold):
            return self.joined(f"max({by.series})", legend, limit=True)
        none = "< Inf" if by.bound is Bound.MAX else "> -Inf"  # a bound that is switched off
        expr = f"max({selected(by.effective, where)} {none})"
        return self.joined(expr, legend, limit=True)


@dataclass(frozen=True, slots=True)
class Row:
    """A heading and its panels, from left to right; one that stays empty is left out."""

    title: str
    panels: tuple[Panel, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """One board of a pack; its uid is ``wk-<name>``."""

    name: str
    title: str
    description: str
    rows: tuple[Row, ...]
    variables: tuple[Variable, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    since: str = "6h"


@dataclass(frozen=True, slots=True)
class Part:
    """What a pack adds to a row of another pack's board, after what is there already.

    Where there is no such board, because its service is not watched, nothing is shown.
    """

    board: str
    row: str
    panels: tuple[Panel, ...]


def short(unit: str) -> str:
    """A unit of the catalogue as panels write it."""
    return unit.replace(" per second", "/s")


def selected(name: str, where: str) -> str:
    """The series of a name, or those of them that matchers pick."""
    return f"{name}{{{where}}}" if where else name
