"""Graphs that show the worst of many, and numbers that count what is wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from generator.catalog.ranked import highest, lowest
from generator.ir.boards import PanelKind, Source
from tests.boards import shipped
from tests.boards.yields import Case, panel, proven, query

if TYPE_CHECKING:
    from pathlib import Path

# Two of the three are highest now; over the hour it is another two.
THREE = {
    'x{of="once"}': "9x10 0x50",
    'x{of="always"}': "5x60",
    'x{of="now"}': "1x50 3x10",
}
JOB, OWNER = "kube_job_failed", "kube_job_owner"
JOBS = {
    f'{JOB}{{namespace="ml",job_name="lone",condition="true"}}': "1x60",
    f'{JOB}{{namespace="ml",job_name="mended",condition="true"}}': "1x60",
    f'{OWNER}{{namespace="ml",job_name="mended",owner_kind="CronJob",owner_name="c"}}': "1x60",
    'kube_job_status_start_time{namespace="ml",job_name="mended"}': "100x60",
    'kube_cronjob_status_last_successful_time{namespace="ml",cronjob="c"}': "200x60",
    'namespace:watched{namespace="ml"}': "1x60",
}
CALM = {'up{namespace="ml",job="fine"}': "1x60", 'up{job="router"}': "1x60", 'up{job="b"}': "1x60"}
UP = {**CALM, 'up{namespace="ml",job="was"}': "0x9 1x51", 'up{job="router"}': "0x60"}


def test_lines_are_chosen_once_for_all_of_the_time(tmp_path: Path) -> None:
    """A line that was among the worst at any moment is there all the time, others never are."""
    proven(
        tmp_path,
        Case(highest("x", 2), THREE, {'x{of="once"}': 0, 'x{of="always"}': 5}),
        Case(lowest("x", 2), THREE, {'x{of="once"}': 0, 'x{of="now"}': 3}),
    )


def test_no_graph_chooses_its_lines_at_every_step() -> None:
    """Whatever ranks within a graph does so at the end of the time that is shown."""
    graphs = [
        (board.uid, panel.title, query.expr)
        for board in shipped.found()
        for row in board.rows
        for panel in row.panels
        for query in panel.queries
        if panel.kind is PanelKind.GRAPH and query.source is Source.METRICS and not query.instant
    ]
    ranking = [each for each in graphs if re.search(r"\b(top|bottom)k\b", each[2])]
    assert len(ranking) > 10
    assert [each[:2] for each in ranking if "@ end()" not in each[2]] == []


def test_a_failed_job_that_was_made_good_is_not_counted(tmp_path: Path) -> None:
    """The number of failed jobs is that of the alert; the table names all that are still there."""
    number = panel("wk-kubernetes", "Now", "Failed jobs")
    table = panel("wk-kubernetes", "Jobs", "Failed jobs")
    both = {f'{{namespace="ml", job_name="{name}"}}': 1.0 for name in ("lone", "mended")}
    proven(tmp_path, Case(query(number), JOBS, {"{}": 1}), Case(query(table), JOBS, both))


@pytest.mark.parametrize("chosen", [".+", "ml"])
def test_a_target_without_a_namespace_counts_as_down(tmp_path: Path, chosen: str) -> None:
    """What is scraped outside of Kubernetes has no namespace, and is missed all the same."""
    found = query(panel("wk-stack", "Now", "Targets down"))
    proven(tmp_path, Case(found, UP, {"{}": 1}, {"$namespace": chosen}))


def test_jobs_that_were_never_down_are_one_line(tmp_path: Path) -> None:
    """Of many jobs that are all well none is chosen at random: they are drawn together."""
    found = query(panel("wk-stack", "Ingestion", "Targets that are down, by job"))
    every = '{namespace="all", job="jobs"}'
    down = {'{namespace="ml", job="was"}': 0, '{job="router"}': 1, every: 0.25}
    proven(tmp_path, Case(found, CALM, {every: 0}), Case(found, UP, down))


def test_no_restart_is_a_line_at_nought(tmp_path: Path) -> None:
    """A namespace in which nothing ran out of memory is drawn at 0 and not left out."""
    found = query(panel("wk-kubernetes", "CPU and memory", "Restarts after memory ran out"))
    watched = {f'namespace:watched{{namespace="{name}"}}': "1x60" for name in ("ml", "db")}
    pod = '{namespace="ml",pod="p",container="c"'
    killed = {
        f"kube_pod_container_status_restarts_total{pod}}}": "0x30 2x30",
        f'kube_pod_container_status_last_terminated_reason{pod},reason="OOMKilled"}}': "1x60",
    }
    calm = {'{namespace="ml"}': 0.0, '{namespace="db"}': 0.0}
    some = {**calm, '{namespace="ml"}': 2.0}
    proven(tmp_path, Case(found, watched, calm), Case(f"round({found})", watched | killed, some))
