"""What a user may say of a tracker. Mistakes are raised here, when it is made, and never later."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict

from watchkeeper.inference.families import CONFIDENCE_BUCKETS, LATENCY_BUCKETS
from watchkeeper.inference.feedback import Feedback
from watchkeeper.inference.reading import read_result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from watchkeeper.inference.client import CollectorRegistry


class Settings(TypedDict, total=False):
    """The keyword arguments of ``track_prediction``."""

    latency_buckets: Iterable[float]
    """Bounds in seconds, as `serving.buckets` of the model's spec has them."""
    confidence_buckets: Iterable[float]
    """Bounds between 0 and 1."""
    classes: Iterable[str]
    """The classes that get a label value; every other one becomes `other`."""
    max_classes: int
    """Where `classes` is not given: how many of the most frequent get one."""
    read: Callable[[object], object] | None
    """Class and confidence of a result: a pair, a list of pairs, or None; None reads nothing."""
    batch: bool
    """A call is as many predictions as its first sized argument, or its result, has elements."""
    size: Callable[..., int] | None
    """The predictions of a call, from its arguments; where `batch` would count wrong."""
    feedback: Feedback
    """How accuracy is measured."""
    exemplars: bool
    """Whether latencies carry the id of the current OpenTelemetry trace."""
    registry: CollectorRegistry | None
    """Where the metrics are exposed; the default one of prometheus_client if not given."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What all trackers of one version of a model have to agree on."""

    latency_buckets: tuple[float, ...] = LATENCY_BUCKETS
    confidence_buckets: tuple[float, ...] = CONFIDENCE_BUCKETS
    classes: tuple[str, ...] = ()
    max_classes: int = 20
    feedback: Feedback = field(default_factory=Feedback)

    def __post_init__(self) -> None:
        for bounds in (self.latency_buckets, self.confidence_buckets):
            rising = all(low < high for low, high in itertools.pairwise(bounds))
            if not bounds or not rising or not 0 <= bounds[0] <= bounds[-1] < float("inf"):
                raise ValueError(f"bucket bounds rise from each to the next, finite: {bounds}")
        if self.max_classes < 0:
            raise ValueError(f"max_classes is a number of classes: {self.max_classes}")


@dataclass(frozen=True, slots=True)
class Options:
    """What each tracker has for itself."""

    read: Callable[[object], object] | None = read_result
    batch: bool = False
    size: Callable[..., int] | None = None
    exemplars: bool = True


def _floats(bounds: Iterable[float]) -> tuple[float, ...]:
    found = [float(bound) for bound in bounds]
    if found and found[-1] == float("inf"):
        found.pop()  # every histogram has that bucket
    return tuple(found)


def shape_of(settings: Settings) -> Shape:
    """The shape that settings ask for."""
    classes = settings.get("classes", ())
    if isinstance(classes, str):
        raise TypeError(f"classes is a list of names, not one text: {classes!r}")
    return Shape(
        latency_buckets=_floats(settings.get("latency_buckets", LATENCY_BUCKETS)),
        confidence_buckets=_floats(settings.get("confidence_buckets", CONFIDENCE_BUCKETS)),
        classes=tuple(map(str, classes)),
        max_classes=settings.get("max_classes", 20),
        feedback=settings.get("feedback", Feedback()),
    )


def options_of(settings: Settings) -> Options:
    """The options of one tracker; unknown settings are refused."""
    unknown = sorted(settings.keys() - Settings.__annotations__.keys())
    if unknown:
        known = ", ".join(sorted(Settings.__annotations__))
        raise TypeError(f"unknown setting {unknown[0]!r}; there are {known}")
    return Options(
        read=settings.get("read", read_result),
        batch=settings.get("batch", False),
        size=settings.get("size"),
        exemplars=settings.get("exemplars", True),
    )
