"""How a pack says what its logs mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.alloy import Block
    from generator.catalog.alert import AlertSeverity


@dataclass(frozen=True, slots=True)
class LogPipeline:
    """What is done to the log lines that ``match`` (a LogQL stream selector) picks.

    ``stages`` are Alloy's ``stage.*`` blocks. Labels are for what has few values; everything else
    becomes structured metadata.
    """

    name: str
    match: str
    stages: tuple[Block, ...]


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
    fires: tuple[tuple[tuple[tuple[str, str], ...], str], ...]
    quiet: tuple[tuple[tuple[tuple[str, str], ...], str], ...]
