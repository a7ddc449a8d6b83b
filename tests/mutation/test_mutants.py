"""The mutators change what they say, and a run tells sharp tests from weak ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from generator.pipeline.promtool import promtool
from tests.mutation.mutants import cli, expressions, rules, tree

if TYPE_CHECKING:
    from pathlib import Path

# Values, with the last quiet minute and the first loud one.
Cases = dict[str, tuple[int, int | None]]

ZERO = "0 times anything is 0"
GUARD = ["0 / 0 is above no limit", ZERO, ZERO]
PART, OTHER = "sum by (x) (rate(a[5m]))", "sum by (x) (rate(b[5m]))"
RULE = {
    "alert": "QueueLong",
    "expr": 'sum by (job) (queue_length{job="a"}) > 10',
    "for": "4m",
    "labels": {"severity": "page"},
}
SHARP: Cases = {"0x9 11x5": (13, 14), "0x9 10x5": (14, None)}
WEAK: Cases = {"0x30 100x30": (25, 50)}


def texts(expr: str, kind: str, *, signal: bool = False) -> list[str]:
    """The mutants of one kind, without those that are skipped."""
    made = expressions.edits(expr, frozenset({"queue:length:max"}), signal=signal)
    return [edit.expr for edit in made if edit.kind == kind and not edit.skip]


def skips(expr: str) -> list[str]:
    """Why mutants of an expression are skipped."""
    return [edit.skip for edit in expressions.edits(expr, frozenset()) if edit.skip]


@pytest.mark.parametrize(
    ("expr", "kind", "expected"),
    [
        ("a > 0", "flip", ["a < 0"]),
        ("a > 0", "edge", ["a >= 0"]),
        ("a <= 5", "edge", ["a < 5"]),
        ("a == 1", "flip", ["a != 1"]),
        ("a == 1", "edge", []),
        ("a == 1", "threshold", ["a == 1.1"]),
        ("a > bool 2", "flip", ["a < bool 2"]),
        ("a > 20", "threshold", ["a > 22", "a > 18"]),
        ("0.5 * a > b", "threshold", ["0.55 * a > b", "0.45 * a > b"]),
        ("a - 5", "threshold", []),
        ("a > x:y:max", "threshold", ["a > (x:y:max * 1.1)", "a > (x:y:max * 0.9)"]),
        ("a > queue:length:max", "threshold", []),
        ("a and on (x) b", "dropped", ["a"]),
        ("a unless b", "dropped", ["a"]),
        ("a or absent(a)", "dropped", ["a"]),
        ("rate(a[5m] offset 1h)", "window", ["rate(a[10m] offset 1h)", "rate(a[2m30s] offset 1h)"]),
        ('rate(a{b="[1m]"}[1h])', "window", ['rate(a{b="[1m]"}[2h])', 'rate(a{b="[1m]"}[30m])']),
        (
            "max_over_time(a[1h:5m])",
            "window",
            ["max_over_time(a[2h:5m])", "max_over_time(a[30m:5m])"],
        ),
    ],
)
def test_expressions(expr: str, kind: str, expected: list[str]) -> None:
    """Each kind of mutation changes one thing and leaves the rest."""
    assert texts(expr, kind) == expected


def test_matching_stays() -> None:
    """A changed operator keeps how its sides are matched."""
    expr = "a < on (x) group_left (team) b"
    assert texts(expr, "flip") == ["a > on (x) group_left (team) b"]


def test_nested_comparison() -> None:
    """Only one of two comparisons changes in each mutant, and what they bind stays."""
    found = texts("a / (b > 0) > 0.5", "edge")
    assert found == ["a / (b >= 0) > 0.5", "(a / (b > 0)) >= 0.5"]


def test_signals() -> None:
    """Recording rules are mutated in windows and aggregations only."""
    expr = "sum by (x) (rate(a[4m])) > 0"
    assert texts(expr, "aggregation", signal=True) == ["max by (x) (rate(a[4m])) > 0"]
    assert len(texts(expr, "window", signal=True)) == 2
    assert not texts(expr, "flip", signal=True)


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        ("a > 0", [ZERO, ZERO]),
        ("count(a) > 1", ["the same for whole numbers"]),
        ("count(a) > 10", []),
        ("a > 1", []),
        ("x:y:max unless a > 5", ["only asked for, not compared"] * 2),
        ("a > scalar(max(x:y:max))", []),
        ("up == 1", ["another number like the larger one"]),
        ("sum by (x) (rate(a{b='c'}[5m])) / (sum by (x) (rate(a[5m])) > 0) > c", GUARD),
        (f"{PART} / (({PART} + {OTHER} or {PART}) > 0) > c", GUARD),
        (f"{PART} / ({OTHER} > 0) > c", [ZERO, ZERO]),
        (f"{PART} / (({PART} or {OTHER}) > 0) > c", [ZERO, ZERO]),
        (f"{PART} / ({PART} > 0)", [ZERO, ZERO]),
        (f"{PART} / ({PART} > 0) < c", [ZERO, ZERO]),
    ],
)
def test_equivalent_mutants_are_skipped(expr: str, expected: list[str]) -> None:
    """A mutant that no test can tell from the rule is named as such."""
    assert skips(expr) == expected


def test_labels_and_durations(tmp_path: Path) -> None:
    """Labels are dropped one by one, ``for`` is doubled and halved."""
    found = planted(tmp_path, SHARP)
    place = tree.Place("queue", 0, 0)
    made = [each for each in rules.of_alert(found, place, frozenset()) if not each.skip]
    assert [each.rule["labels"] for each in made if each.kind == "label"] == [{}]
    assert [each.rule["for"] for each in made if each.kind == "for"] == ["8m", "2m"]


def test_for_below_the_interval(tmp_path: Path) -> None:
    """A ``for`` that ends at the same evaluation is the same."""
    found = planted(tmp_path, SHARP, **{"for": "1m"})
    made = list(rules.of_alert(found, tree.Place("queue", 0, 0), frozenset()))
    assert [each.rule["for"] for each in made if each.kind == "for" and each.skip] == ["30s"]


def planted(folder: Path, cases: Cases, **changed: str) -> tree.Tree:
    """A generated tree of one rule."""
    (folder / "base" / "rules").mkdir(parents=True)
    (folder / "tests").mkdir()
    group = {"name": "queue", "interval": "1m", "rules": [RULE | changed]}
    content = json.dumps({"spec": {"groups": [group]}})
    (folder / "base" / "rules" / "queue.yaml").write_text(content, "utf-8")
    tests = {
        "rule_files": ["rules/queue.yaml"],
        "evaluation_interval": "1m",
        "tests": [_test(values, *when) for values, when in cases.items()],
    }
    (folder / "tests" / "queue.yaml").write_text(json.dumps(tests), "utf-8")
    return tree.load(folder)


def _test(values: str, quiet: int, loud: int | None) -> dict[str, Any]:
    firing = 'ALERTS{alertname="QueueLong",alertstate="firing"}'
    labels = f'{firing[:-1]},job="a",severity="page"}}'
    checks: list[dict[str, Any]] = [{"expr": firing, "eval_time": f"{quiet}m", "exp_samples": []}]
    if loud:
        samples = [{"labels": labels, "value": 1}]
        checks.append({"expr": firing, "eval_time": f"{loud}m", "exp_samples": samples})
    series = [{"series": 'queue_length{job="a"}', "values": values}]
    return {"name": f"QueueLong: {values}", "input_series": series, "promql_expr_test": checks}


class TestRun:
    """Whole runs on a planted tree."""

    def test_promtool(self) -> None:
        """Without promtool none of these runs would mean anything: make tools builds it."""
        assert promtool() is not None

    def test_weak_case(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """A case far beyond the threshold lets it move, and the report shows where."""
        planted(tmp_path, WEAK)
        assert cli.main(["--generated", str(tmp_path)]) == 1
        out = capsys.readouterr().out
        assert '+ sum by (job) (queue_length{job="a"}) > 11' in out
        assert '+ sum by (job) (queue_length{job="a"}) < 10' not in out

    def test_sharp_cases(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Cases at the threshold and at the minute kill every mutant."""
        planted(tmp_path, SHARP)
        assert cli.main(["--generated", str(tmp_path), "--floor", "100"]) == 0
        summary = capsys.readouterr().out.splitlines()[-1]
        assert summary == "mutants: killed 7 of 7 (100.0 %), floor 100 %"

    def test_broken_tests_kill_nothing(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Tests that fail without a mutation are an error, not a perfect score."""
        never: Cases = {"0x30 1x30": (25, 50)}
        planted(tmp_path, never)
        assert cli.main(["--generated", str(tmp_path)]) == 1
        assert "FAILED queue: QueueLong, unmutated" in capsys.readouterr().out

    def test_sample(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """A sample has its size and is the same in each run."""
        planted(tmp_path, WEAK)
        runs = []
        for _ in range(2):
            cli.main(["--generated", str(tmp_path), "--sample", "3"])
            runs.append(capsys.readouterr().out)
        assert runs[0] == runs[1]
        assert " of 3 " in runs[0].splitlines()[-1]
