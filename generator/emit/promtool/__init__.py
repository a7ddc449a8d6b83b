"""promtool unit tests: one file per pack, loading only the rules that pack needs.

``rule_files`` name plain rule files under ``rules/``; ``watchkeeper test`` unpacks them from the
PrometheusRule objects before it runs promtool, so that no rule is committed twice.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from generator import yamlio
from generator.document import Document, header, validate
from generator.promql import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.ir import Base, Check, TestCase


def base(found: Base) -> Iterator[Document]:
    """One test file per pack and evaluation interval."""
    ordered = sorted(found.tests, key=lambda test: (test.pack, test.interval))
    for (pack, interval), tests in groupby(ordered, key=lambda test: (test.pack, test.interval)):
        cases = tuple(tests)
        name = pack.replace("_", "-") + ("" if interval == 1 else f"-{interval}m")
        value = _file(cases, interval)
        validate(value, __name__)
        body = yamlio.dump(value)
        yield Document(
            f"tests/{name}.yaml", header(f"generator/packs/{pack}") + body, (f"pack:{pack}",)
        )


def _file(tests: tuple[TestCase, ...], interval: int) -> dict[str, Any]:
    sets = dict.fromkeys(name for test in tests for name in test.rule_sets)
    groups = dict.fromkeys(name for test in tests for name in test.groups)
    return {
        "rule_files": [f"rules/{name}.yaml" for name in sets],
        "evaluation_interval": f"{interval}m",
        "group_eval_order": [f"watchkeeper-{name}" for name in groups],
        "tests": [_test(test) for test in tests],
    }


def _test(test: TestCase) -> dict[str, Any]:
    return {
        "name": test.name,
        "interval": f"{test.interval}m",
        "input_series": [
            yamlio.Flow({"series": series, "values": values}) for series, values in test.series
        ],
        "promql_expr_test": _checks(test.checks),
    }


def _checks(checks: Iterable[Check]) -> list[dict[str, Any]]:
    return [
        {
            "expr": check.expr,
            "eval_time": check.at,
            "exp_samples": [
                yamlio.Flow({"labels": series, "value": _exact(value)})
                for series, value in check.samples
            ],
        }
        for check in checks
    ]


def _exact(value: float) -> int | float:
    return int(value) if value == int(value) else float(number(value))
