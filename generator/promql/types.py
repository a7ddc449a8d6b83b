"""What is known of a series before an expression reads it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MetricType(StrEnum):
    """The metric types of the exposition formats; UNKNOWN is judged by no check."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"
    SUMMARY = "summary"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SeriesType:
    """The series of one name.

    ``type`` is that of the series, not of its family: ``_bucket``, ``_sum`` and ``_count`` of a
    histogram are counters. ``labels`` are those that every series of the name carries, target
    labels included, ``__name__`` not.
    """

    name: str
    type: MetricType
    labels: frozenset[str]
    unit: str = ""
