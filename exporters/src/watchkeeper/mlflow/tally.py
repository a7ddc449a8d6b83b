"""From a reading to samples: names that do not collide, and bounds."""

from __future__ import annotations

import fnmatch
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchkeeper.mlflow import families
from watchkeeper.mlflow.exposition import Sample, label_value
from watchkeeper.mlflow.facts import Facts, Rising, experiment_samples
from watchkeeper.mlflow.families import LIFECYCLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from watchkeeper.mlflow.families import Family
    from watchkeeper.mlflow.picture import Picture

# What an experiment or a model brings, and so what their number bounds.
BOUNDED = (
    families.RUNS,
    families.RUNS_FINISHED,
    families.DURATION,
    families.OLDEST_RUNNING,
    families.LAST_RUN,
    families.TRACES,
    families.TRACES_FINISHED,
    families.TRACE_LATENCY,
    families.VERSIONS,
    families.ALIAS,
    families.MODEL_METRIC,
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What may be reported: patterns are those of file names."""

    experiments: int = 1000
    models: int = 1000
    samples: int = 10_000  # of one family
    experiment_names: tuple[str, ...] = ("*",)
    model_names: tuple[str, ...] = ("*",)


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


class Tally:
    """Makes samples of readings. Only one thread may use it."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._rising = Rising()

    def samples(self, picture: Picture) -> list[Sample]:
        """All that is reported of a reading, and how much was left out."""
        lifecycles = Counter(LIFECYCLES[not found.active] for found in picture.experiments)
        found = [
            *(Sample(families.EXPERIMENTS, (name,), lifecycles[name]) for name in LIFECYCLES),
            Sample(families.MODELS, (), len(picture.models)),
        ]
        ranked = self._ranked(picture)
        models = self._models(picture)
        kept = {name for name, _ in models[: self._bounds.models]}
        cut = Cut(self._bounds.samples, {name for name, _ in models} - kept)
        for index, (name, facts) in enumerate(ranked):
            fits = index < self._bounds.experiments
            found += cut.keep(experiment_samples(name, facts), fits=fits)
        for name, versions in models:
            found += cut.keep([Sample(families.VERSIONS, (name,), versions)], fits=name in kept)
        found += cut.keep_of_models(_alias_samples(picture), kept)
        found += cut.keep_of_models(_metric_samples(picture), kept)
        return found + cut.dropped()

    def _ranked(self, picture: Picture) -> list[tuple[str, Facts]]:
        """Experiments by label value; the ones that were used last are the last to be cut."""
        by_id = {found.id: Facts(active=found.active) for found in picture.experiments}
        for runs in picture.runs:
            if runs.experiment in by_id:  # else it is younger than the list of experiments
                by_id[runs.experiment].count(runs)
        for traces in picture.traces:
            if traces.experiment in by_id:
                by_id[traces.experiment].trace(traces)
        for latencies in picture.latencies:
            if latencies.experiment in by_id:
                by_id[latencies.experiment].time(latencies)
        self._rising.update(by_id)
        by_name: dict[str, Facts] = defaultdict(Facts)
        for experiment in picture.experiments:
            if _matches(experiment.name, self._bounds.experiment_names):
                by_name[label_value(experiment.name)].add(by_id[experiment.id])
        return sorted(
            by_name.items(), key=lambda item: (not item[1].active, -item[1].used, item[0])
        )

    def _models(self, picture: Picture) -> list[tuple[str, int]]:
        """Versions by label value, of the models that changed last first."""
        versions: Counter[str] = Counter()
        for model in sorted(picture.models, key=lambda model: (-model.updated, model.name)):
            if _matches(model.name, self._bounds.model_names):
                versions[label_value(model.name)] += model.versions
        return list(versions.items())


class Cut:
    """Leaves out what is too much, and counts it."""

    def __init__(self, most: int, cut_models: set[str]) -> None:
        self._most = most
        self._cut_models = cut_models
        self._kept: Counter[Family] = Counter()
        self._dropped: Counter[Family] = Counter()

    def keep(self, samples: Iterable[Sample], *, fits: bool = True) -> Iterator[Sample]:
        """Those for which there is room."""
        for sample in samples:
            if fits and self._kept[sample.family] < self._most:
                self._kept[sample.family] += 1
                yield sample
            else:
                self._dropped[sample.family] += sample.series

    def keep_of_models(
        self, values: dict[tuple[Family, tuple[str, ...]], float], kept: set[str]
    ) -> Iterator[Sample]:
        """Those of models that are reported; what nobody asked for is not left out."""
        for (family, labels), value in values.items():
            if labels[0] in kept or labels[0] in self._cut_models:
                yield from self.keep([Sample(family, labels, value)], fits=labels[0] in kept)

    def dropped(self) -> list[Sample]:
        """How much, of each family that can be cut."""
        return [
            Sample(families.DROPPED, (family.name,), self._dropped[family]) for family in BOUNDED
        ]


def _alias_samples(picture: Picture) -> dict[tuple[Family, tuple[str, ...]], float]:
    found: dict[tuple[Family, tuple[str, ...]], float] = {}
    for item in picture.aliases:
        key = (families.ALIAS, (label_value(item.model), label_value(item.alias)))
        found[key] = max(found.get(key, 0), item.version)
    return found


def _metric_samples(picture: Picture) -> dict[tuple[Family, tuple[str, ...]], float]:
    return {
        (
            families.MODEL_METRIC,
            (label_value(item.model), label_value(item.alias), label_value(item.metric)),
        ): item.value
        for item in picture.metrics
    }
