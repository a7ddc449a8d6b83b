"""Each kind of fault is found where it is, and not next to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.promql import FaultKind, MetricType, SeriesType, infer

K = FaultKind
COMMON = frozenset({"job", "model"})
KNOWN = {
    series.name: series
    for series in (
        SeriesType("requests_total", MetricType.COUNTER, COMMON | {"code"}),
        SeriesType("latency_seconds", MetricType.HISTOGRAM, COMMON, "seconds"),
        SeriesType("latency_seconds_bucket", MetricType.COUNTER, COMMON | {"le"}, "seconds"),
        SeriesType("depth", MetricType.GAUGE, COMMON),
        SeriesType("job:requests:rate5m", MetricType.GAUGE, frozenset({"job"})),
        SeriesType("model_info", MetricType.GAUGE, frozenset({"model", "team"})),
        SeriesType("odd", MetricType.UNKNOWN, COMMON),
    )
}

FAULTY = (
    ("sum(depth", K.SYNTAX, "sum(depth"),
    ("nope(depth)", K.SYNTAX, "nope(depth)"),
    ("rate(depth)", K.SYNTAX, "rate(depth)"),
    ('depth{job="a" or job="b"}', K.SYNTAX, 'depth{job="a" or job="b"}'),
    ("mad_over_time(depth[5m])", K.SYNTAX, "mad_over_time(depth[5m])"),
    ("sum(dept)", K.UNKNOWN_METRIC, "dept"),
    ('{__name__=~"depth|dept"}', K.UNKNOWN_METRIC, "dept"),
    ('{__name__=~"dep.*"}', K.UNKNOWN_METRIC, '{__name__=~"dep.*"}'),
    ('{job="x"}', K.UNKNOWN_METRIC, '{job="x"}'),
    ('depth{modle="x"}', K.UNKNOWN_LABEL, "modle"),
    ("sum by (modle) (depth)", K.UNKNOWN_LABEL, "modle"),
    ("sum without (modle) (depth)", K.UNKNOWN_LABEL, "modle"),
    ("topk by (modle) (3, depth)", K.UNKNOWN_LABEL, "modle"),
    ("sum by (job) (sum by (model) (depth))", K.UNKNOWN_LABEL, "job"),
    ("depth / on (modle) odd", K.UNKNOWN_LABEL, "modle"),
    ("depth / ignoring (modle) odd", K.UNKNOWN_LABEL, "modle"),
    ("depth or on (model) vector(0)", K.UNKNOWN_LABEL, "model"),
    ("depth * on (model) group_left (tema) model_info", K.UNKNOWN_LABEL, "tema"),
    ('label_replace(depth, "d", "$1", "modle", "(.*)")', K.UNKNOWN_LABEL, "modle"),
    ('label_join(depth, "d", "-", "model", "jbo")', K.UNKNOWN_LABEL, "jbo"),
    ("rate(depth[5m])", K.NOT_A_COUNTER, "rate(depth[5m])"),
    ("increase(latency_seconds[5m])", K.NOT_A_COUNTER, "increase(latency_seconds[5m])"),
    ("resets(job:requests:rate5m[5m])", K.NOT_A_COUNTER, "resets(job:requests:rate5m[5m])"),
    (
        "irate(rate(requests_total[5m])[1h:])",
        K.NOT_A_COUNTER,
        "irate(rate(requests_total[5m])[1h:])",
    ),
    ("delta(requests_total[5m])", K.COUNTER_AS_GAUGE, "delta(requests_total[5m])"),
    (
        "rate(sum by (job) (requests_total)[5m:1m])",
        K.RATE_AFTER_SUM,
        "rate(sum by (job) (requests_total)[5m:1m])",
    ),
    (
        "histogram_quantile(0.9, sum by (job) (rate(latency_seconds_bucket[5m])))",
        K.QUANTILE_WITHOUT_LE,
        "histogram_quantile(0.9, sum by (job) (rate(latency_seconds_bucket[5m])))",
    ),
    ("requests_total * depth", K.MATCHING_NEVER, "requests_total * depth"),
    ("depth * on (team) model_info", K.MATCHING_NEVER, "depth * on (team) model_info"),
    ("depth unless sum(depth)", K.MATCHING_NEVER, "depth unless sum(depth)"),
    ("depth * on (model) group_left (job) model_info", K.GROUP_SIDE, "job"),
)

SOUND = (
    "sum by (model, code) (rate(requests_total[5m])) > 0",
    "histogram_quantile(0.99, sum by (le) (rate(latency_seconds_bucket[5m])))",
    "depth * on (model) group_left (team) model_info",
    "depth / ignoring (code) group_right () requests_total",
    "sum by (model) (depth) or vector(0)",
    "depth > on (model) group_left () (model_info or on () vector(0))",
    "rate(requests_total[5m:1m])",
    "rate((requests_total > 0 or vector(0))[5m:1m])",
    "rate(odd[5m]) + delta(odd[5m])",
    "deriv(depth[5m]) and changes(depth[5m])",
    'label_replace(depth, ("d"), "x", "", "")',
    "time() - depth > 7d",
    'sum by (__name__) ({__name__=~"depth|odd"})',
    "topk(scalar(sum(depth)), depth)",
)


@pytest.mark.parametrize(("expr", "kind", "part"), FAULTY, ids=[case[0] for case in FAULTY])
def test_a_faulty_expression_has_exactly_its_fault(expr: str, kind: FaultKind, part: str) -> None:
    """One mistake is one fault that names the part and says what follows."""
    (fault,) = infer(expr, KNOWN.get).faults
    assert (fault.kind, fault.part) == (kind, part)
    assert fault.message


@pytest.mark.parametrize("expr", SOUND)
def test_a_sound_expression_has_no_fault(expr: str) -> None:
    """Right use of the same functions and clauses is not blamed."""
    assert infer(expr, KNOWN.get).faults == ()


def test_a_near_label_is_named() -> None:
    """A misspelt label comes with the one that was meant."""
    (fault,) = infer("sum by (modle) (depth)", KNOWN.get).faults
    assert fault.near == "model"


@pytest.mark.parametrize("name", ["rate", "irate", "increase", "resets"])
def test_functions_of_counters_refuse_gauges(name: str) -> None:
    """Each function that mends resets needs a counter."""
    assert infer(f"{name}(requests_total[5m])", KNOWN.get).faults == ()
    assert [f.kind for f in infer(f"{name}(depth[5m])", KNOWN.get).faults] == [K.NOT_A_COUNTER]


@pytest.mark.parametrize("call", ["delta({})", "idelta({})", "deriv({})", "predict_linear({}, 9)"])
def test_functions_of_gauges_refuse_counters(call: str) -> None:
    """Each function that reads a slope needs a value that may fall."""
    (fault,) = infer(call.format("requests_total[5m]"), KNOWN.get).faults
    assert fault.kind == K.COUNTER_AS_GAUGE
    assert infer(call.format("depth[5m]"), KNOWN.get).faults == ()


def test_a_label_matched_as_empty_is_not_carried() -> None:
    """`{label=""}` leaves the series without the label."""
    assert infer('depth{model=""}', KNOWN.get).labels == frozenset({"job"})


def test_all_faults_and_reads_are_collected() -> None:
    """Every operand, a parameter included, adds its faults and its reads once."""
    inferred = infer("topk(scalar(nope), rate(depth[5m])) / on (job) sum(gone)", KNOWN.get)
    kinds = [fault.kind for fault in inferred.faults]
    assert kinds == [K.UNKNOWN_METRIC, K.NOT_A_COUNTER, K.UNKNOWN_METRIC, K.MATCHING_NEVER]
    assert inferred.reads == {"nope", "depth", "gone"}


def test_nothing_is_claimed_of_the_labels_of_an_unknown_metric() -> None:
    """An unknown metric is one fault, and none follows from its unknown labels."""
    inferred = infer('nope{x="1"} * on (y) group_left (z) nope', KNOWN.get)
    assert {fault.kind for fault in inferred.faults} == {K.UNKNOWN_METRIC}
    assert inferred.labels is None
    assert infer("sum by (x) (nope)", KNOWN.get).labels == frozenset("x")


def test_a_fault_made_twice_is_told_once() -> None:
    """A misspelt metric above and below a fraction bar is one fault."""
    assert len(infer("sum(dept) / count(dept)", KNOWN.get).faults) == 1


@pytest.mark.parametrize(
    "expr",
    [
        "(" * 6000,  # so deep ends the process inside promql_parser
        "a" + "+a" * 1500,
        "\ud800",
        "a offset inf",  # a panic inside promql_parser
        "a offset 0x7fffffffffffffff",
    ],
)
def test_hostile_text_is_a_syntax_fault(expr: str) -> None:
    """Neither depth nor broken text nor a fault of promql_parser raises."""
    assert [fault.kind for fault in infer(expr, KNOWN.get).faults] == [K.SYNTAX]


@given(st.lists(st.sampled_from([*'ab1 (){}[]:,"\\=~!<>+-*/^@', "sum", " by "])).map("".join))
def test_any_text_is_read_without_an_exception(expr: str) -> None:
    """Whatever is written, the answer is a value."""
    infer(expr, KNOWN.get)
