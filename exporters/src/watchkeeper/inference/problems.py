"""What could not be recorded is counted each time and logged once, and never raised."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from watchkeeper.inference.families import (
    BAD_CONFIDENCE,
    FAILED_CALLBACK,
    FORGOTTEN_PREDICTION,
    UNKNOWN_OUTCOME,
)

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger("watchkeeper.inference")

MEANING = {
    BAD_CONFIDENCE: "a confidence is no number between 0 and 1 and was left out: %.200r",
    FAILED_CALLBACK: "a result or an argument could not be read: %.200r",
    UNKNOWN_OUTCOME: "an outcome belongs to no prediction that is remembered: %.200r",
    FORGOTTEN_PREDICTION: "a prediction was forgotten before its outcome came: %.200r",
}


class Problems:
    """The problems of one version of a model."""

    def __init__(self, model: tuple[str, str], record: Callable[[str], object]) -> None:
        self._model = model
        self._record = record
        self._told: set[str] = set()

    def count(self, kind: str, what: object) -> None:
        """Counts a problem, and tells the first of its kind."""
        self._record(kind)
        self.tell(kind, what)

    def tell(self, kind: str, what: object) -> None:
        """Logs the first problem of a kind."""
        if kind in self._told:
            return
        self._told.add(kind)
        try:
            said = MEANING[kind] % (what,)
        except Exception:  # noqa: BLE001 - it was handed to us because it misbehaves
            said = MEANING[kind] % (type(what),)
        log.warning(
            "%s %s: %s; further ones are only counted in model_tracking_problems_total",
            *self._model,
            said,
        )
