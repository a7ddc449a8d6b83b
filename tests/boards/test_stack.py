"""The board of the stack, the lines of boards, and the moments that are marked in graphs."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from generator.catalog import PackKind
from generator.catalog.board import ROLLED_OUT, TRAINED
from generator.ir.boards import WIDTH
from generator.packs.models import board_model
from generator.packs.prometheus.panels_delivery import STACK
from tests.boards import shipped
from tests.support.command import tool

if TYPE_CHECKING:
    from pathlib import Path

    from generator.catalog.board import Annotation
    from generator.ir.boards import Board

ALWAYS = {"Watchdog"}  # it fires for good, and is on no board
# Of whatever is asked from outside, and not of the stack alone; and on the board of drift.
WITHOUT = {"EndpointUnreachable", "DriftResultsUnreadable"}

# Minutes of two hours. The two pods of `new` are of a ReplicaSet that was made after an hour; `old`
# was scaled to nothing for half an hour; `other` belongs to another model.
MADE = {
    'kube_replicaset_created{namespace="ml",replicaset="churn-old"}': "0x120",
    'kube_replicaset_created{namespace="ml",replicaset="churn-new"}': "_x60 3600x60",
    'kube_replicaset_created{namespace="ml",replicaset="other"}': "60x120",
    'kube_replicaset_created{namespace="shop",replicaset="cart"}': "120x120",
    'namespace:watched{namespace="ml"}': "1x120",
}
PODS = {
    ("churn-old-1", "churn-old", "churn"): "1x20 _x30 1x70",
    ("churn-new-1", "churn-new", "churn"): "_x60 1x60",
    ("churn-new-2", "churn-new", "churn"): "_x60 1x60",
    ("other-1", "other", "fraud"): "1x120",
}
TIMES = {
    'model_last_trained_timestamp_seconds{model_name="churn",model_version="1"}': "600x120",
    'model_last_trained_timestamp_seconds{model_name="churn",model_version="2"}': "_x60 3000x60",
    'model_last_trained_timestamp_seconds{model_name="fraud",model_version="1"}': "0x120",
    'model:identity{model_name="churn",team="a",tier="1"}': "1x120",
    'model:identity{model_name="fraud",team="a",tier="1"}': "1x120",
}


def board(uid: str) -> Board:
    """A board by its uid."""
    (found,) = (each for each in shipped.found() if each.uid == uid)
    return found


def test_the_alerts_of_the_stack_are_those_of_its_packs() -> None:
    """A part of the stack that is added is on the board without anybody thinking of it."""
    packs = {pack.name for pack in shipped.context().active() if pack.kind is PackKind.STACK}
    alerting = {pack.name for pack in shipped.context().active() if pack.alerts}
    assert {*STACK.split("|")} == packs & alerting


def test_every_alert_and_threshold_of_the_stack_is_on_its_board() -> None:
    """Whoever is woken finds the panel with the way to the runbook, and the line in it."""
    panels = [panel for row in board("wk-stack").rows for panel in row.panels]
    linked = {link.title.removeprefix("Runbook: ") for panel in panels for link in panel.links}
    drawn = "".join(query.expr for panel in panels for query in panel.queries if query.limit)
    packs = [pack for pack in shipped.context().active() if pack.kind is PackKind.STACK]
    alerts = [alert for pack in packs for alert in pack.alerts]
    assert {alert.name for alert in alerts} - linked == ALWAYS | WITHOUT
    assert [a.name for a in alerts if a.threshold and a.threshold.series not in drawn] == []


@pytest.mark.parametrize("uid", ["wk-kubernetes", "wk-stack"])
def test_no_line_of_a_board_is_ragged(uid: str) -> None:
    """Panels side by side are as high as one another and fill the width."""
    for row in board(uid).rows:
        for top in {panel.y for panel in row.panels}:
            line = [panel for panel in row.panels if panel.y == top]
            assert sum(panel.width for panel in line) == WIDTH, (row.title, line[0].title)
            assert len({panel.height for panel in line}) == 1, (row.title, line[0].title)


def pods() -> dict[str, str]:
    """The pods, and what each of them reports for its model."""
    found = {}
    for (pod, made_by, model), values in PODS.items():
        at = f'namespace="ml",pod="{pod}"'
        info = f'kube_pod_info{{{at},created_by_kind="ReplicaSet",created_by_name="{made_by}"}}'
        found[info] = values
        found[f'model_prediction_requests_total{{{at},model_name="{model}"}}'] = values
    return found


def asked(mark: Annotation, series: dict[str, str], at: str, *samples: tuple[str, int]) -> object:
    """A case for promtool: what an annotation yields at a time."""
    expr = mark.expr.replace('"$model_name"', '"churn"').replace("$team", ".+")
    return {
        "interval": "1m",
        "input_series": [{"series": name, "values": text} for name, text in series.items()],
        "promql_expr_test": [
            {
                "expr": expr.replace("$tier", ".+"),
                "eval_time": at,
                "exp_samples": [{"labels": labels, "value": value} for labels, value in samples],
            }
        ],
    }


def test_moments_are_those_of_what_is_looked_at(tmp_path: Path) -> None:
    """A rollout is marked when its ReplicaSet was made, a training when it ended, and no other."""
    old, new = ('{replicaset="churn-old"}', 0), ('{replicaset="churn-new"}', 3600)
    of_all = [
        (f'{{namespace="ml", {labels.strip("{}")}}}', value)
        for labels, value in (old, new, ('{replicaset="other"}', 60))
    ]
    cases = [
        asked(board_model.ROLLED_OUT, MADE | pods(), "10m", old),
        asked(board_model.ROLLED_OUT, MADE | pods(), "1h50m", old, new),
        asked(ROLLED_OUT, MADE, "1h50m", *of_all),
        asked(TRAINED, TIMES, "1h50m", ('{model_name="churn"}', 3000)),
    ]
    path = tmp_path / "moments.yaml"
    path.write_text(json.dumps({"tests": cases}), "utf-8")
    done = subprocess.run(
        [tool("promtool"), "test", "rules", str(path)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
