"""The inferred labels are those that a real Prometheus gives, node by node."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.promql import MetricType, SeriesType, infer

# Each label has its own name as value, so that joins meet; `le` needs numbers.
SERIES = (
    ('a{x="x",y="y",z="z"}', "0+60x20"),
    ('b{x="x",y="y",z="z"}', "5x20"),
    ('one{x="x",t="t"}', "2x20"),
    ('other{q="q"}', "3x20"),
    ("bare", "7x20"),
    ('h_bucket{x="x",le="1.0"}', "0+3x20"),
    ('h_bucket{x="x",le="+Inf"}', "0+6x20"),
)
COUNTERS = ("a", "h_bucket")

# Expression, the labels some sample carries, and (if fewer) those that every sample carries.
CASES: tuple[tuple[str, ...], ...] = (
    # selectors, subqueries, unary operators, scalars
    ("a", "x y z"),
    ('{__name__=~"a|one"}', "t x y z", "x"),
    ("b offset 1m", "x y z"),
    ("b @ 0", "x y z"),
    ("-b", "x y z"),
    ("max_over_time(sum by (x) (b)[5m:1m])", "x"),
    ("time()", ""),
    ("scalar(b) + 1", ""),
    ("vector(1)", ""),
    # functions
    ("rate(a[5m])", "x y z"),
    ("last_over_time(b[5m])", "x y z"),
    ("day_of_week()", ""),
    ("day_of_week(b)", "x y z"),
    ('absent(none{x="x",y=~"y",z!="z"})', "x"),
    ('absent((none{x="x"}))', "x"),
    ('absent(none{x="x",y=""})', "x"),
    ('absent({__name__="none",x="x"})', "x"),
    ('absent(none{x="x"} > 1)', ""),
    ('absent(sum(none{x="x"}))', ""),
    ('absent_over_time(none{x="x"}[5m])', "x"),
    ('absent_over_time(none{x="x"}[5m:1m])', ""),
    ("histogram_quantile(0.9, h_bucket)", "x"),
    ("histogram_quantile(0.9, sum by (le) (rate(h_bucket[5m])))", ""),
    ("histogram_fraction(0, 1, sum by (x, le) (rate(h_bucket[5m])))", "x"),
    ('label_replace(b, "d", "$1", "x", "(.*)")', "d x y z"),
    ('label_replace(b, "d", "constant", "", "")', "d x y z"),
    ('label_replace(b, "x", "k$1", "y", "(.*)")', "x y z"),
    ('label_replace(b, "x", "", "x", ".*")', "y z"),
    ('label_replace(b, "__name__", "k", "", "")', "x y z"),
    ('label_join(b, "d", "-", "x", "y")', "d x y z"),
    ('label_join(b, "d", "-", "none", "none")', "d x y z"),
    ('label_join(b, "x", "-", "none")', "y z"),
    # aggregations
    ("sum(b)", ""),
    ("sum by (x, none) (b)", "x"),
    ("sum by (x) (b or vector(0))", "x", ""),
    ("sum without (x) (b)", "y z"),
    ("sum without () (b)", "x y z"),
    ("group by (x) (b)", "x"),
    ("topk by (x) (1, b)", "x y z"),
    ("bottomk without (x) (1, b)", "x y z"),
    ("quantile(0.5, b)", ""),
    ('count_values("v", b)', "v"),
    ('count_values by (x) ("v", b)', "v x"),
    ('count_values without (x) ("v", b)', "v y z"),
    # binary operators with a number
    ("b > 1", "x y z"),
    ("1 < bool b", "x y z"),
    ("time() - b", "x y z"),
    # one to one
    ("a - b", "x y z"),
    ("a > b", "x y z"),
    ("a > on (x) b", "x"),
    ("a > bool on (x) b", "x"),
    ("a + on (x, none) b", "x"),
    ("a + on () b", ""),
    ("b * on (x) one", "x"),
    ("one * on (x) b", "x"),
    ("a - ignoring (y) b", "x z"),
    ("a > ignoring (y) b", "x z"),
    ("a + ignoring () b", "x y z"),
    ("b * ignoring (y, z, t) one", "x"),
    # many to one
    ("b * on (x) group_left one", "x y z"),
    ("b * on (x) group_left (t) one", "t x y z"),
    ("b > on (x) group_left (t) one", "t x y z"),
    ("one < bool on (x) group_right (t) b", "t x y z"),
    ("b * on (x) group_left (y) one", "x z"),
    ("b * on (x) group_left (none) one", "x y z"),
    ("b * ignoring (y, z, t) group_left (t) one", "t x y z"),
    ("h_bucket / ignoring (le) group_left sum without (le) (h_bucket)", "le x"),
    ("b * on () group_left (q) other", "q x y z"),
    # sets
    ("b and on (x) one", "x y z"),
    ("b unless on (x) bare", "x y z"),
    ("b unless other", "x y z"),
    ("b or other", "q x y z", ""),
    ("sum by (x) (b) or vector(0)", "x", ""),
)

# Pairs that Prometheus never joins, and so yield nothing.
NEVER = ("bare * b", "b * on (x) bare", "b * ignoring (y, z) one", "b and on (q) other")


def lookup(name: str) -> SeriesType | None:
    """What SERIES says of a metric."""
    found = [re.findall(r"(\w+)=", text) for text, _ in SERIES if text.split("{")[0] == name]
    kind = MetricType.COUNTER if name in COUNTERS else MetricType.GAUGE
    return SeriesType(name, kind, frozenset(found[0])) if found else None


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[frozenset[str]]]:
    """The label names of each sample that promtool gets for each expression, in one run."""
    here = Path(__file__).parents[2] / ".tools" / "bin"
    promtool = shutil.which("promtool", path=f"{here}{os.pathsep}{os.environ['PATH']}")
    assert promtool, "promtool is missing: run `make tools`"
    # No expression yields this sample, so promtool reports what each one does yield.
    wrong = [{"labels": '{wrong="wrong"}', "value": -1}]
    exprs = [*(case[0] for case in CASES), *NEVER]
    asked = [{"expr": expr, "eval_time": "10m", "exp_samples": wrong} for expr in exprs]
    series = [{"series": name, "values": values} for name, values in SERIES]
    tests = [{"interval": "1m", "input_series": series, "promql_expr_test": asked}]
    path = tmp_path_factory.mktemp("promtool") / "labels.json"
    path.write_text(json.dumps({"evaluation_interval": "1m", "tests": tests}))
    ran = subprocess.run(
        [promtool, "test", "rules", path], capture_output=True, text=True, check=False
    )
    reports = re.findall(r'expr: (".*"), time.*\n.*exp:.*\n\s*got: *(.*)', ran.stdout + ran.stderr)
    return {json.loads(expr): _samples(got) for expr, got in reports}


def _samples(got: str) -> list[frozenset[str]]:
    samples = re.findall(r"\{[^}]*\}", got)
    return [frozenset(re.findall(r'(\w+)="', sample)) - {"__name__"} for sample in samples]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_labels_are_those_prometheus_gives(
    case: tuple[str, ...], evaluated: dict[str, list[frozenset[str]]]
) -> None:
    """What is inferred, what is written in the table and what is evaluated are one."""
    expr, can, must = case[0], frozenset(case[1].split()), frozenset(case[-1].split())
    samples = evaluated[expr]
    inferred = infer(expr, lookup)
    assert inferred.labels == can == frozenset().union(*samples)
    assert inferred.guaranteed == must == samples[0].intersection(*samples[1:])


@pytest.mark.parametrize("expr", NEVER)
def test_what_is_said_never_to_match_yields_nothing(
    expr: str, evaluated: dict[str, list[frozenset[str]]]
) -> None:
    """A MATCHING_NEVER fault is raised where Prometheus indeed returns no sample."""
    assert [fault.kind for fault in infer(expr, lookup).faults] == ["matching-never"]
    assert evaluated[expr] == []
