"""What queries of services' boards answer, for series that a platform really brings forth."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from generator.catalog import ServiceThreshold
from generator.catalog.board import Panel, Query
from generator.catalog.panels import nearing, share
from generator.catalog.service import counted, most
from tests.boards import shipped
from tests.boards.test_queries import sent
from tests.support.command import tool

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Minutes of three hours; a series that is not there has an underscore.
ALL_ALONG = {'up{job="a"}': "1x180"}
COUNTED = {
    'runs{job="a",of="old"}': "5x180",
    'runs{job="a",of="born"}': "_x150 1x30",
    'runs{job="a",of="grows"}': "0+1x180",
    'runs{job="a",of="restarted"}': "7x150 0x9 1x21",
    'runs{job="a",of="no sample an hour ago"}': "1000x119 stale 1000x60",
    'up{job="late"}': "_x140 1x40",
    'runs{job="late",of="there before it was watched"}': "_x141 1000x40",
    'up{job="back"}': "1x90 0x50 1x40",
    'runs{job="back",of="there before it broke"}': "1000x90 stale _x49 1000x40",
}
EXPECTED = {
    "old": 0,
    "born": 1,
    "grows": 60,
    "restarted": 1,
    "no sample an hour ago": 0,
    "there before it was watched": 0,
    "there before it broke": 0,
}
DAG = 'dag_id="etl",namespace="ml",quantile="0.99"'
ENDED = 'mlflow_runs_finished_total{namespace="ml",'
POD = 'namespace="ml",http_response_status_code'


def answers(
    folder: Path, expr: str, series: Mapping[str, str], expected: Mapping[str, float]
) -> str:
    """Why promtool says that a query has another answer after three hours, or nothing."""
    samples = [{"labels": labels, "value": value} for labels, value in expected.items()]
    case = {
        "interval": "1m",
        "input_series": [{"series": name, "values": text} for name, text in series.items()],
        "promql_expr_test": [{"expr": sent(expr), "eval_time": "3h", "exp_samples": samples}],
    }
    path = folder / "asked.yaml"
    path.write_text(json.dumps({"tests": [case]}), "utf-8")
    command = [tool("promtool"), "test", "rules", str(path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def query(uid: str, title: str, ref: str = "A") -> str:
    """The text of a query of a board, as its pack wrote it."""
    (found,) = (
        each.expr
        for board in shipped.found()
        for row in board.rows
        for panel in row.panels
        for each in panel.queries
        if (board.uid, panel.title, each.ref) == (uid, title, ref)
    )
    return found


def test_events_are_counted_from_the_first_one_on(tmp_path: Path) -> None:
    """A counter that begins within the window counts whole, unless it is older than it seems."""
    expr = f"round(sum by (of) ({counted('runs', '1h')}))"
    expected = {f'{{of="{name}"}}': value for name, value in EXPECTED.items()}
    assert answers(tmp_path, expr, ALL_ALONG | COUNTED, expected) == ""


def test_what_never_happened_is_no_share_of_what_did(tmp_path: Path) -> None:
    """Without a single failure the share of failures is nought, and nothing of nothing is none."""
    expr = share("rate(bad[5m])", "rate(every[5m])", "of")
    series = {
        'every{of="well"}': "0+4x180",
        'every{of="half"}': "0+4x180",
        'bad{of="half"}': "0+2x180",
        'every{of="still"}': "9x180",
    }
    expected = {'{of="well"}': 0, '{of="half"}': 0.5}
    assert answers(tmp_path, expr, series, expected) == ""


@pytest.mark.parametrize(("values", "drawn"), [("1x180", False), ("1x90 4x20 1x70", True)])
def test_a_bound_is_drawn_once_values_come_near_it(
    values: str, drawn: object, tmp_path: Path
) -> None:
    """A bound far above everything would press all lines flat."""
    threshold = ServiceThreshold("most:seconds:max", 10, unit="seconds", help="Any.")
    panel = Panel(
        title="Any", description="Any.", unit="seconds", queries=(Query("A", "max(some)"),)
    )
    limit = nearing(panel.bounded(threshold, "most")).queries[1].expr.replace("$__range", "2h")
    series = {"some": values, threshold.series: "10x180"}
    assert answers(tmp_path, limit, series, {"{}": 10} if drawn else {}) == ""


def test_the_worst_are_chosen_for_all_of_the_time_that_is_shown(tmp_path: Path) -> None:
    """A line that was high once is whole, although ten others are higher now."""
    panel = Panel(title="Any", description="Any.", unit="count", queries=(Query("A", "some"),))
    expr = most(panel).queries[0].expr
    series = {f'some{{of="{number}"}}': f"{number}x180" for number in range(10, 20)}
    series['some{of="once"}'] = "1x150 99x5 1x30"
    expected = {f'some{{of="{number}"}}': number for number in range(11, 20)}
    expected['some{of="once"}'] = 1
    assert answers(tmp_path, expr, series, expected) == ""


@pytest.mark.parametrize("longer", ["duration", "failed"])
def test_a_long_dag_run_is_seen_however_it_ended(longer: str, tmp_path: Path) -> None:
    """Well and badly, each has a timer of the same labels: neither hides the other."""
    series = {
        f"airflow_dagrun_{timer}{{{DAG}}}": "900x180" if timer == longer else "60x180"
        for timer in ("duration", "failed")
    }
    expr = query("wk-airflow", "Longest runs")
    assert answers(tmp_path, expr, series, {'{dag_id="etl"}': 900}) == ""


def test_both_boards_count_dag_runs_alike(tmp_path: Path) -> None:
    """The overview of the pipeline has the same whole number as the table of Airflow."""
    series = {
        'up{job="airflow",namespace="ml"}': "1x180",
        'airflow_dagrun_failed_count{job="airflow",namespace="ml",dag_id="etl"}': "5x90 8x90",
    }
    assert (
        answers(tmp_path, query("wk-airflow", "DAGs, last day"), series, {'{dag_id="etl"}': 3})
        == ""
    )
    assert (
        answers(tmp_path, query("wk-pipeline", "DAG runs of the last day", "B"), series, {"{}": 3})
        == ""
    )


@pytest.mark.parametrize(
    ("series", "failed"),
    [
        ({f'{ENDED}experiment="new",status="FAILED",pod="a"}}': "_x150 2x30"}, 2),
        (
            {
                f'{ENDED}experiment="old",status="FAILED",pod="a"}}': "70x150 stale",
                f'{ENDED}experiment="old",status="FAILED",pod="b"}}': "_x152 70x9 71x30",
            },
            1,
        ),
        ({f'{ENDED}experiment="old",status="FAILED",pod="a"}}': "70x180"}, 0),
    ],
    ids=["the first of an experiment", "told by a new pod of the exporter", "long ago"],
)
def test_runs_of_mlflow_are_whole_and_each_is_counted_once(
    series: dict[str, str], failed: int, tmp_path: Path
) -> None:
    """New experiments count from their first run on, and old runs do not count again."""
    series |= {'mlflow_exporter_up{namespace="ml",pod="a"}': "1x180"}
    expr = query("wk-mlflow", "Runs that ended in the last hour")
    assert answers(tmp_path, expr, series, {'{status="FAILED"}': failed}) == ""


@pytest.mark.parametrize(
    ("uid", "title", "series", "line"),
    [
        (
            "wk-feast",
            "Failed in the last hour, by view",
            {
                'feast_materialization_result_total{job="feast",namespace="ml",'
                'feature_view="age",status="success"}': "0+1x180"
            },
            '{feature_view="age"}',
        ),
        (
            "wk-kubeflow",
            "Failed jobs of the last hour",
            {
                'training_operator_jobs_created_total{job="kubeflow",job_namespace="ml",'
                'framework="jax"}': "0+1x180"
            },
            '{job_namespace="ml",framework="jax"}',
        ),
        (
            "wk-airflow",
            "Failed runs within five minutes",
            {
                'up{job="airflow",namespace="ml"}': "1x180",
                'airflow_dagrun_failed_count{job="airflow",namespace="ml",dag_id="etl"}': "3x180",
            },
            '{dag_id="etl"}',
        ),
    ],
    ids=["feast", "kubeflow", "airflow"],
)
def test_what_has_not_failed_is_drawn_at_nought(
    uid: str, title: str, series: dict[str, str], line: str, tmp_path: Path
) -> None:
    """What goes on without a failure has a line, at the bottom."""
    assert answers(tmp_path, query(uid, title), series, {line: 0}) == ""


@pytest.mark.parametrize(
    ("uid", "title", "series"),
    [
        ("wk-mlflow", "Server errors", 'mlflow_http_request_total{namespace="ml",status="200"}'),
        (
            "wk-feast",
            "Failing",
            'feast_feature_server_request_total{namespace="ml",status="success"}',
        ),
        (
            "wk-feast",
            "Not found",
            'feast_online_features_status_total{namespace="ml",status="present"}',
        ),
    ],
)
def test_a_number_of_errors_is_nought_before_the_first_one(
    uid: str, title: str, series: str, tmp_path: Path
) -> None:
    """A healthy service says 0, not that nothing is known."""
    board = next(each for each in shipped.found() if each.uid == uid)
    (panel,) = (each for each in board.rows[0].panels if each.title == title)
    assert answers(tmp_path, panel.queries[0].expr, {series: "0+60x180"}, {"{}": 0}) == ""


def test_every_revision_has_a_name(tmp_path: Path) -> None:
    """Pods that are not named after a revision stand for themselves; no failure is nought."""
    series = {
        f'kn_serving_invocation_duration_seconds_count{{{POD}="200",pod="{pod}"}}': "0+60x180"
        for pod in ("churn-00002-deployment-6c9d4-k2x7p", "mine-0")
    }
    for title, value in (("Requests by revision", 1), ("Failed share by revision", 0)):
        expected = {f'{{revision="ml/{name}"}}': value for name in ("churn-00002", "mine-0")}
        assert answers(tmp_path, query("wk-kserve", title), series, expected) == ""
