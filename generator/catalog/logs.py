"""How a pack says what its logs mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.alloy import Block
    from generator.catalog.alert import AlertSeverity
    from generator.ir import Relabeling

# (labels of the stream, line); a label that the collector keeps as structured metadata may be
# among them.
Lines = tuple[tuple[tuple[tuple[str, str], ...], str], ...]


@dataclass(frozen=True, slots=True)
class LogPipeline:
    """What is done to the log lines that ``match`` (a LogQL stream selector) picks.

    ``stages`` are Alloy's ``stage.*`` blocks (see ``catalog.stages``). Labels are for what has few
    values; everything else becomes structured metadata. ``fields`` are taken from the pod a line
    comes from: ``app``, ``job`` and the other labels of all lines are set by it, any other target
    becomes structured metadata.
    """

    name: str
    match: str = ""
    stages: tuple[Block, ...] = ()
    fields: tuple[Relabeling, ...] = ()


@dataclass(frozen=True, slots=True)
class LogAlert:
    """An alert on log lines.

    ``expr`` is LogQL with a threshold. ``fires`` are lines (stream labels, line) of one minute that
    must make it fire, ``quiet`` lines that must not; the tests feed both to a real Loki.
    """

    name: str
    severity: AlertSeverity
    expr: str
    for_: str
    summary: str
    description: str
    fires: Lines
    quiet: Lines
    threshold: None = None  # as other alerts have it: no spec changes the number in a log alert


@dataclass(frozen=True, slots=True)
class LogRecord:
    """A series that Loki counts from log lines and writes to Prometheus.

    For what an alert must join with other series, such as a model with its team. The pack declares
    ``record`` among its metrics. ``counts`` are lines that must make a series, ``quiet`` lines that
    must not.
    """

    record: str
    expr: str
    counts: Lines
    quiet: Lines
