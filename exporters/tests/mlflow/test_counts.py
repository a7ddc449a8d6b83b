"""Counts are right, whatever happens to experiments and runs on a real server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.reading import ended, fresh, runs

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.reading import Reading
    from support.tracking import Tracking

    Make = Callable[..., Reading]

MINUTE = 60_000


def test_every_status_is_counted(make: Make, server: Tracking) -> None:
    """Also SCHEDULED, and runs that ended without a time."""
    name = fresh("all")
    experiment = server.experiment(name)
    for status in ("FINISHED", "FINISHED", "FAILED", "SCHEDULED", "RUNNING"):
        server.run(experiment, status, end=2000)
    server.run(experiment, "KILLED")
    page = make(server)()
    expected = {"FINISHED": 2, "FAILED": 1, "SCHEDULED": 1, "RUNNING": 1, "KILLED": 1}
    assert runs(page, name) == expected
    assert ended(page, name) == {"FINISHED": 2, "FAILED": 1, "KILLED": 1}
    assert page["mlflow_exporter_up"] == 1


def test_statuses_without_a_run_are_zero(make: Make, server: Tracking) -> None:
    """So that the first failure is a rise from 0, and no new series."""
    name = fresh("idle")
    server.experiment(name)
    page = make(server)()
    for status in ("RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"):
        assert page[f"mlflow_runs{{experiment={name},status={status}}}"] == 0
    for status in ("FINISHED", "FAILED", "KILLED"):
        assert page[f"mlflow_runs_finished_total{{experiment={name},status={status}}}"] == 0


def test_a_deleted_run_is_gone_but_has_ended(make: Make, server: Tracking) -> None:
    """The gauge falls and rises again with the run; the counter stays."""
    name = fresh("deleted")
    experiment = server.experiment(name)
    run, _ = (server.run(experiment, "FAILED", end=2000) for _ in range(2))
    read = make(server)
    assert runs(read(), name) == {"FAILED": 2}
    server.call("runs/delete", run_id=run)
    page = read()
    assert runs(page, name) == {"FAILED": 1}
    assert ended(page, name) == {"FAILED": 2}
    server.call("runs/restore", run_id=run)
    page = read()
    assert runs(page, name) == ended(page, name) == {"FAILED": 2}


def test_a_renamed_experiment_has_its_new_name_only(make: Make, server: Tracking) -> None:
    """Nothing is left of the old one."""
    old, new = fresh("old"), fresh("new")
    experiment = server.experiment(old)
    server.run(experiment, "FINISHED", end=2000)
    read = make(server)
    read()
    server.call("experiments/update", experiment_id=experiment, new_name=new)
    page = read()
    assert runs(page, new) == ended(page, new) == {"FINISHED": 1}
    assert not [key for key in page if old in key]


def test_a_deleted_experiment_has_no_runs(make: Make, server: Tracking) -> None:
    """It keeps its counter, so that restoring it is no burst of failures."""
    name = fresh("gone")
    experiment = server.experiment(name)
    server.run(experiment, "FAILED", end=2000)
    read = make(server)
    before = read()
    server.call("experiments/delete", experiment_id=experiment)
    page = read()
    assert not [key for key in page if key.startswith("mlflow_runs{") and name in key]
    assert ended(page, name) == {"FAILED": 1}
    assert page["mlflow_experiments{lifecycle=deleted}"] == (
        before["mlflow_experiments{lifecycle=deleted}"] + 1
    )
    server.call("experiments/restore", experiment_id=experiment)
    page = read()
    assert runs(page, name) == ended(page, name) == {"FAILED": 1}


def test_a_run_that_is_opened_again_ends_again(make: Make, server: Tracking) -> None:
    """Meanwhile it runs, and the counter does not fall."""
    name = fresh("reopened")
    experiment = server.experiment(name)
    run = server.run(experiment, "FINISHED", end=2000)
    read = make(server)
    read()
    server.update(run, "RUNNING")
    page = read()
    assert runs(page, name) == {"RUNNING": 1}
    assert ended(page, name) == {"FINISHED": 1}
    server.update(run, "FAILED")
    assert ended(read(), name) == {"FINISHED": 1, "FAILED": 1}


def test_the_oldest_running_run_is_that_which_still_runs(make: Make, server: Tracking) -> None:
    """Deleted and ended ones do not count, and without any there is none."""
    name = fresh("stuck")
    experiment = server.experiment(name)
    series = f"mlflow_run_oldest_running_timestamp_seconds{{experiment={name}}}"
    server.run(experiment, "FINISHED", start=1000, end=2000)
    read = make(server)
    assert series not in read()
    deleted, old, young = (server.run(experiment, start=start) for start in (2000, 3000, 4000))
    server.call("runs/delete", run_id=deleted)
    page = read()
    assert page[series] == 3
    assert page[f"mlflow_experiment_last_run_timestamp_seconds{{experiment={name}}}"] == 4
    server.update(old, "FINISHED", 5000)
    assert read()[series] == 4
    server.update(young, "FINISHED", 5000)
    assert series not in read()


def test_durations_are_those_of_ended_runs(make: Make, server: Tracking) -> None:
    """A bound belongs to its bucket; clocks that ran backwards are left out."""
    name = fresh("durations")
    experiment = server.experiment(name)
    for end in (1000 + MINUTE, 1001 + MINUTE, 500):
        server.run(experiment, "FINISHED", start=1000, end=end)
    server.run(experiment, "KILLED")
    server.run(experiment)
    page = make(server)()
    bucket = f"mlflow_run_duration_seconds_bucket{{experiment={name},le=%s}}"
    assert [page[bucket % le] for le in ("10.0", "60.0", "300.0", "+Inf")] == [0, 1, 2, 2]
    assert page[f"mlflow_run_duration_seconds_count{{experiment={name}}}"] == 2
    assert page[f"mlflow_run_duration_seconds_sum{{experiment={name}}}"] == 120.001


def test_models_have_versions_and_aliases_and_prompts_are_none(
    make: Make, server: Tracking
) -> None:
    """Of versions that were deleted nothing is left."""
    name, prompt = fresh("churn"), fresh("prompt")
    run = server.run(server.experiment(fresh("made")), "FINISHED", end=2000)
    server.model(name, run, run, run)
    read = make(server)
    before = read()["mlflow_registered_models"]
    server.prompt(prompt)
    server.alias(prompt, "production", 1)
    server.alias(name, "champion", 2)
    server.alias(name, "challenger", 3)
    server.call("model-versions/delete", "DELETE", name=name, version="3")
    page = read()
    assert page["mlflow_registered_models"] == before
    assert page[f"mlflow_model_versions{{model={name}}}"] == 2
    found = {
        key: value for key, value in page.items() if "mlflow_model_alias" in key and name in key
    }
    assert found == {f"mlflow_model_alias_version{{alias=champion,model={name}}}": 2}
    assert not [key for key in page if prompt in key]


def test_a_champion_has_the_metrics_that_were_asked_for(make: Make, server: Tracking) -> None:
    """The latest value of the run that made it, and no other alias, run or metric."""
    name = fresh("champion")
    experiment = server.experiment(fresh("metrics"))
    first, second = (server.run(experiment) for _ in range(2))
    for run, key, value, step in (
        (first, "accuracy", 0.1, 1),
        (second, "accuracy", 0.7, 1),
        (second, "accuracy", 0.9, 2),
        (second, "loss", 3.0, 1),
    ):
        server.call("runs/log-metric", run_id=run, key=key, value=value, timestamp=step, step=step)
    server.model(name, first, second)
    server.alias(name, "champion", 2)
    server.alias(name, "old", 1)
    page = make(server, "accuracy")()
    found = {key: value for key, value in page.items() if "mlflow_model_metric" in key}
    assert found[f"mlflow_model_metric{{alias=champion,metric=accuracy,model={name}}}"] == 0.9
    assert len([key for key in found if name in key]) == 1
