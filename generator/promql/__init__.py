"""PromQL: the only writer of it (``text``) and a reader that infers what it yields (``infer``).

Knows neither specs nor packs; what the metrics are, the caller's ``lookup`` says.
"""

from generator.promql.faults import Fault, FaultKind
from generator.promql.infer import infer
from generator.promql.inferred import Inferred
from generator.promql.ranges import windows
from generator.promql.selectors import reads
from generator.promql.syntax import ungraphed
from generator.promql.templates import template_faults, template_labels
from generator.promql.text import duration, le, matchers, number, pretty, quote, selector
from generator.promql.types import MetricType, SeriesType

__all__ = [
    "Fault",
    "FaultKind",
    "Inferred",
    "MetricType",
    "SeriesType",
    "duration",
    "infer",
    "le",
    "matchers",
    "number",
    "pretty",
    "quote",
    "reads",
    "selector",
    "template_faults",
    "template_labels",
    "ungraphed",
    "windows",
]
