"""A pack: everything known of one thing that is observed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from generator.catalog.alert import Alert, SignalCase
    from generator.catalog.deploy import Access, Chart, Health, Install, Prober, Site, Target, Tree
    from generator.catalog.logs import LogAlert, LogPipeline, LogRecord
    from generator.catalog.metric import Metric
    from generator.catalog.signal import Signal
    from generator.catalog.threshold import ModelThreshold
    from generator.catalog.workloads import Ground, ModelJob, Workload
    from generator.spec.model import ModelNumbers


class PackKind(StrEnum):
    """What a pack is about, and so when it takes part."""

    MODEL = "model"  # a property of models; always there
    RUNTIME = "runtime"  # a serving runtime; records the canonical model signals
    SERVICE = "service"  # takes part when the spec has a Service of its name
    STACK = "stack"  # a part of the observability stack; always there


@dataclass(frozen=True, slots=True)
class Datum:
    """One constant a model contributes: series name, labels besides ``model_name``, value.

    ``field`` is the dotted path of the spec field it comes from.
    """

    series: str
    value: float
    field: str
    labels: tuple[tuple[str, str], ...] = ()


def _no_data(_: ModelNumbers) -> Iterable[Datum]:
    return ()


def _no_settings(_: Ground) -> Mapping[str, object]:
    return {}


# (model, labels besides model_name, value as PromQL text)
Own = tuple[str, tuple[tuple[str, str], ...], str]


def _no_signals(_: Iterable[Own]) -> Iterable[Signal]:
    return ()


def _no_addresses(_: Site) -> Mapping[str, str]:
    return {}


def _no_installs(_: Site) -> Iterable[Install]:
    return ()


def _no_values(_: Site) -> Mapping[str, Tree]:
    return {}


def _no_workloads(_: Ground) -> Iterable[Workload]:
    return ()


@dataclass(frozen=True, slots=True)
class Pack:
    """One folder under ``generator/packs``.

    ``runbook.md`` beside it has a section per alert. ``data`` yields the constants of a model that
    no ``ModelThreshold`` describes; ``data_series`` declares them (name → labels) for the proof.
    A series declared as ``tier:…`` beside ``model:…`` takes the same data from the tier defaults.
    ``own_signals`` makes rules for the few models of an environment that the fleet's rules cannot
    serve: those that state the constant ``own_series``, such as an objective window of their own.
    ``cases`` prove the signals. ``latency_buckets`` are a runtime's bucket bounds in seconds.
    ``data_needs`` are (spec field, canonical signal) for what ``data`` reads.

    ``charts`` are known to this pack; ``installs`` says which are installed in an environment,
    ``addresses`` which URLs it then offers (by role), ``values`` what it asks of any release (by
    release; several packs may give values to one). ``targets`` are scraped, ``health`` is asked
    for by the pack with a ``prober``, ``access`` is let through, ``logs`` are understood,
    ``log_records`` counted from them. ``dead`` names the alerts that say that the whole service is
    gone, ``depends`` the services it cannot work without: both silence what follows from them.
    ``by_hand`` are the things a person must switch on elsewhere.

    ``workloads`` are what runs of our own; ``exports`` says that a service of this name may ask for
    an exporter. ``offers`` is the address of a service in its namespace, for programs of others.
    ``job`` is what is run for one model on a schedule: it is given the model's name and task, its
    numbers and those of its tier. ``settings`` is what all these jobs are told alike.

    ``boards.py`` beside it is read only when boards are made: ``BOARDS`` are its own, ``PARTS``
    what it adds to those of other packs.
    """

    name: str
    kind: PackKind
    title: str
    metrics: tuple[Metric, ...] = ()
    signals: tuple[Signal, ...] = ()
    thresholds: tuple[ModelThreshold, ...] = ()
    alerts: tuple[Alert, ...] = ()
    cases: tuple[SignalCase, ...] = ()
    data: Callable[[ModelNumbers], Iterable[Datum]] = _no_data
    own_series: str = ""
    own_signals: Callable[[Iterable[Own]], Iterable[Signal]] = _no_signals
    data_series: tuple[tuple[str, tuple[str, ...]], ...] = ()
    latency_buckets: tuple[float, ...] = ()
    data_needs: tuple[tuple[str, str], ...] = ()
    charts: tuple[Chart, ...] = ()
    installs: Callable[[Site], Iterable[Install]] = _no_installs
    addresses: Callable[[Site], Mapping[str, str]] = _no_addresses
    values: Callable[[Site], Mapping[str, Tree]] = _no_values
    targets: tuple[Target, ...] = ()
    health: tuple[Health, ...] = ()
    prober: Prober | None = None
    access: tuple[Access, ...] = ()
    logs: tuple[LogPipeline, ...] = ()
    log_alerts: tuple[LogAlert, ...] = ()
    log_records: tuple[LogRecord, ...] = ()
    dead: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    exports: bool = False
    workloads: Callable[[Ground], Iterable[Workload]] = _no_workloads
    offers: Callable[[str], str] | None = None
    job: Callable[[str, str, ModelNumbers, ModelNumbers], ModelJob | None] | None = None
    settings: Callable[[Ground], Mapping[str, object]] = _no_settings

    @property
    def needs(self) -> tuple[tuple[str, str], ...]:
        """(spec field, canonical signal it is worth nothing without), thresholds included."""
        own = (
            (threshold.field, threshold.needs) for threshold in self.thresholds if threshold.needs
        )
        return (*own, *self.data_needs)
