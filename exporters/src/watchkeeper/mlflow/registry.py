"""The model registry over REST. Its searches leave prompts out by themselves."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from watchkeeper.mlflow.families import ENDED
from watchkeeper.mlflow.picture import Alias, Model, ModelMetric, qualified

if TYPE_CHECKING:
    from watchkeeper.mlflow.api import Api
    from watchkeeper.mlflow.picture import Wanted

BATCH = 500  # runs whose metrics are asked for at once

Found = tuple[tuple[Model, ...], tuple[Alias, ...], tuple[ModelMetric, ...]]


class Registry:
    """Models, aliases and metrics; those of a run that ended are asked for once."""

    def __init__(self, api: Api, wanted: Wanted) -> None:
        self._api = api
        self._wanted = wanted
        self._known: dict[str, dict[str, float]] = {}
        self._stamp: list[tuple[str, int]] = []
        self._versions: dict[tuple[str, int], str] = {}

    def read(self, experiments: list[str], *, anew: bool) -> Found:
        """One reading; ``anew`` asks for all metrics again."""
        items = list(
            self._api.pages(
                "registered-models/search", "registered_models", "get", max_results=1000
            )
        )
        # A version that is made or deleted changes its model's time; an alias does not.
        stamp = [(self._name(item), int(item.get("last_updated_timestamp") or 0)) for item in items]
        if anew or stamp != self._stamp:
            self._versions, self._stamp = self._all_versions(), stamp
        versions = self._versions
        counts = Counter(name for name, _ in versions)
        models = tuple(Model(name, counts[name], updated) for name, updated in stamp)
        aliases = tuple(
            Alias(self._name(item), alias["alias"], int(alias["version"]))
            for item in items
            for alias in item.get("aliases", ())
            if (self._name(item), int(alias["version"])) in versions
        )
        runs = {alias: versions[alias.model, alias.version] for alias in aliases}
        return models, aliases, self._metrics(runs, experiments, anew=anew)

    def _all_versions(self) -> dict[tuple[str, int], str]:
        """The run that made each version."""
        items = self._api.pages(
            "model-versions/search", "model_versions", "get", max_results=10_000
        )
        return {
            (self._name(item), int(item["version"])): str(item.get("run_id") or "")
            for item in items
        }

    def _name(self, item: dict[str, Any]) -> str:
        return qualified(self._api.workspace, item["name"])

    def _metrics(
        self, runs: dict[Alias, str], experiments: list[str], *, anew: bool
    ) -> tuple[ModelMetric, ...]:
        if not self._wanted.metrics:
            return ()
        asked = {alias: run for alias, run in runs.items() if alias.alias in self._wanted.aliases}
        needed = {run for run in asked.values() if run}
        known = {} if anew else {run: self._known[run] for run in needed & self._known.keys()}
        found = dict(known)
        names = sorted(needed - known.keys())
        for start in range(0, len(names), BATCH):
            for item in self._runs(names[start : start + BATCH], experiments):
                run, values = item["info"]["run_id"], self._values(item)
                found[run] = values
                if item["info"]["status"] in ENDED:
                    known[run] = values
        self._known = known
        return tuple(
            ModelMetric(alias.model, alias.alias, key, value)
            for alias, run in asked.items()
            for key, value in found.get(run, {}).items()
        )

    def _runs(self, names: list[str], experiments: list[str]) -> list[dict[str, Any]]:
        quoted = ", ".join(f"'{name}'" for name in names)
        return list(
            self._api.pages(
                "runs/search",
                "runs",
                experiment_ids=experiments,
                filter=f"attributes.run_id IN ({quoted})",
                run_view_type="ALL",
                max_results=BATCH,
            )
        )

    def _values(self, item: dict[str, Any]) -> dict[str, float]:
        return {
            metric["key"]: float(metric["value"])
            for metric in item.get("data", {}).get("metrics", ())
            if metric["key"] in self._wanted.metrics
        }
