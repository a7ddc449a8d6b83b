"""What the MLflow exporter reports, through its own page and the real parser."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from support.scrape import samples

from watchkeeper.mlflow.api import Api, Login
from watchkeeper.mlflow.picture import Wanted
from watchkeeper.mlflow.refresh import Pace, Refresher
from watchkeeper.mlflow.rest import RestSource
from watchkeeper.mlflow.sql import SqlSource
from watchkeeper.mlflow.tally import Bounds, Tally

if TYPE_CHECKING:
    from watchkeeper.mlflow.picture import Source


def of_server(
    url: str,
    *metrics: str,
    timeout: float = 10,
    reconcile: float = 3600,
    sweep: float = 1e-9,
    workspace: str = "",
) -> Reading:
    """An exporter of a tracking server, over REST; each reading looks at all experiments."""
    api = Api(url, Login(), timeout=timeout, workspace=workspace)
    return Reading(RestSource(api, Wanted(metrics), reconcile=reconcile, sweep=sweep))


class Reading:
    """An exporter whose readings a test asks for."""

    def __init__(
        self, source: Source, bounds: Bounds | None = None, pace: Pace | None = None
    ) -> None:
        self.refresher = Refresher(source, Tally(bounds or Bounds()), pace or Pace())

    def __call__(self) -> dict[str, float]:
        """The page after one more reading."""
        self.refresher.refresh()
        return self.page()

    def page(self) -> dict[str, float]:
        """The page as it is."""
        return samples(self.refresher.page(packed=False).decode())


def of_store(url: str, *metrics: str, timeout: float = 10) -> Reading:
    """An exporter of a store."""
    return Reading(SqlSource(url, Wanted(metrics), timeout=timeout))


def runs(page: dict[str, float], experiment: str) -> dict[str, float]:
    """The runs of an experiment by status, without those that are none."""
    start = f"mlflow_runs{{experiment={experiment},status="
    return {key[len(start) : -1]: n for key, n in page.items() if key.startswith(start) and n}


def ended(page: dict[str, float], experiment: str) -> dict[str, float]:
    """The runs that ended."""
    start = f"mlflow_runs_finished_total{{experiment={experiment},status="
    return {key[len(start) : -1]: n for key, n in page.items() if key.startswith(start) and n}


def fresh(word: str) -> str:
    """A name that no other test uses."""
    return f"{word}-{uuid.uuid4().hex[:8]}"
