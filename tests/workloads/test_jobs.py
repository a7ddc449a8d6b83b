"""Drift jobs: a CronJob for each schedule that models are on, and one exporter of the results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support import specs
from tests.workloads import estate

if TYPE_CHECKING:
    from pathlib import Path

NIGHTLY = "schedules: {nightly: {cron: '30 2 * * *', timeZone: Europe/Berlin}}"
SERVE = "drift-exporter"


def platform(*drift: str) -> str:
    """A platform with drift jobs and some keys more of theirs."""
    return estate.platform(f"  drift: {{{', '.join(drift)}}}\n")


def found(folder: Path, *drift: str, **models: str) -> estate.Objects:
    """What runs in prod; two models unless others are given."""
    models = models or {
        "model_churn": estate.compared("churn"),
        "model_credit": estate.compared("credit"),
    }
    drift = drift or ("results: s3://example-drift/results",)
    return estate.running(estate.tree(folder, platform=platform(*drift), **models))


def job(objects: estate.Objects, schedule: str = "daily") -> estate.Object:
    """The ``spec`` of the CronJob of a schedule."""
    spec = objects["CronJob", f"watchkeeper-drift-{schedule}"]["spec"]
    assert isinstance(spec, dict)
    return spec


def work(objects: estate.Objects, schedule: str = "daily") -> estate.Object:
    """The ``spec`` of its Job."""
    return dict(job(objects, schedule)["jobTemplate"]["spec"])


def test_models_without_data_have_no_job(tmp_path: Path) -> None:
    """The exporter waits for results; no list and no CronJob is there."""
    objects = found(tmp_path, model_churn=specs.model("churn"))
    assert {kind for kind, _ in objects} == {
        "ServiceAccount",
        "Deployment",
        "Service",
        "NetworkPolicy",
    }


def test_each_schedule_is_a_job(tmp_path: Path) -> None:
    """Those that no model is on are not made; the zone of the clock is said."""
    objects = found(
        tmp_path,
        "results: s3://example-drift/results",
        NIGHTLY,
        model_churn=estate.compared("churn"),
        model_credit=estate.compared("credit", "schedule: nightly"),
    )
    names = {name for kind, name in objects if kind == "CronJob"}
    assert names == {"watchkeeper-drift-daily", "watchkeeper-drift-nightly"}
    nightly = job(objects, "nightly")
    assert (nightly["schedule"], nightly["timeZone"]) == ("30 2 * * *", "Europe/Berlin")
    assert job(objects)["timeZone"] == "Etc/UTC"


def test_two_runs_never_meet_and_none_lasts(tmp_path: Path) -> None:
    """Late ones are left out, hanging ones ended, ended ones removed."""
    spec = found(tmp_path, "results: s3://b/x", "deadline: 20m", "timeout: 2m")
    assert job(spec)["concurrencyPolicy"] == "Forbid"
    assert job(spec)["startingDeadlineSeconds"] == 1800
    assert work(spec)["activeDeadlineSeconds"] == 1200
    assert work(spec)["ttlSecondsAfterFinished"] == 86400
    args = estate.container(work(spec)["template"])["args"]
    assert "--timeout=120" in args


def test_a_pod_that_dies_is_tried_again_and_one_without_hope_is_not(tmp_path: Path) -> None:
    """Status 2 is data that cannot be read: a second look would not mend it."""
    spec = work(found(tmp_path))
    assert spec["backoffLimitPerIndex"] == 1
    assert spec["template"]["spec"]["restartPolicy"] == "Never"
    disrupted, hopeless = spec["podFailurePolicy"]["rules"]
    assert disrupted["action"] == "Ignore"
    assert hopeless == {
        "action": "FailIndex",
        "onExitCodes": {"operator": "In", "values": [2]},
    }


@pytest.mark.parametrize(("count", "pods"), [(1, 1), (50, 1), (51, 2)])
def test_many_models_share_several_pods(tmp_path: Path, count: int, pods: int) -> None:
    """Each pod knows how many there are; which of them it is, Kubernetes tells it."""
    models = {f"model_m{i}": estate.compared(f"m{i}") for i in range(count)}
    spec = work(found(tmp_path, **models))
    assert spec["completionMode"] == "Indexed"
    assert spec["completions"] == spec["parallelism"] == pods
    variables = estate.container(spec["template"])["env"]
    assert variables == [{"name": "WATCHKEEPER_DRIFT_SHARDS", "value": str(pods)}]


def test_the_command_is_the_one_that_is_documented(tmp_path: Path) -> None:
    """A job is told its list, its schedule, and where results go."""
    container = estate.container(work(found(tmp_path))["template"])
    assert container["command"] == ["python", "-m", "watchkeeper.drift"]
    assert container["args"] == [
        "run",
        "--config=/etc/watchkeeper/drift",
        "--schedule=daily",
        "--results=s3://example-drift/results/prod",
        "--timeout=600",
        "--deadline=3240",
    ]


def test_environments_keep_their_results_apart(tmp_path: Path) -> None:
    """One place in the spec is a folder for each environment: none shows another's drift."""
    there = estate.tree(
        tmp_path,
        platform=platform("results: s3://example-drift/results/"),
        model_churn=estate.compared("churn"),
    )
    for environment in ("dev", "prod"):
        for name in ("drift-daily", SERVE):
            pod = estate.pods(estate.running(there, environment))[name]
            wanted = f"--results=s3://example-drift/results/{environment}"
            assert wanted in estate.container(pod)["args"]


def test_the_exporter_is_found_by_its_monitor(tmp_path: Path) -> None:
    """Labels, port and selectors of monitor, Service, pod and policy are the same facts."""
    there = estate.tree(
        tmp_path, platform=platform("results: s3://b/x"), model_churn=estate.compared("churn")
    )
    objects = estate.running(there)
    monitors = estate.objects(there["base/monitors/model-drift.yaml"])
    spec = monitors["ServiceMonitor", f"watchkeeper-{SERVE}"]["spec"]
    service = objects["Service", f"watchkeeper-{SERVE}"]
    pod = estate.pods(objects)[SERVE]
    wanted = spec["selector"]["matchLabels"]
    assert service["spec"]["selector"] == wanted
    assert wanted.items() <= service["metadata"]["labels"].items()
    assert wanted.items() <= pod["metadata"]["labels"].items()
    (opened,) = estate.container(pod)["ports"]
    assert [each["port"] for each in spec["endpoints"]] == [opened["name"]]
    assert f"--port={opened['containerPort']}" in estate.container(pod)["args"]
    policies = estate.objects(there["base/network/model-drift.yaml"])
    exporter = policies["NetworkPolicy", f"watchkeeper-{SERVE}"]["spec"]
    assert exporter["ingress"][0]["ports"] == [{"port": opened["containerPort"]}]
    assert "ingress" not in policies["NetworkPolicy", "watchkeeper-drift-jobs"]["spec"]


def test_a_model_runs_where_it_is_enabled(tmp_path: Path) -> None:
    """Each environment has its own models, with what it says of their data."""
    spec = (
        "  environments:\n    dev: {drift: {current: s3://dev-data/churn}}\n"
        "    prod: {enabled: false}\n"
    )
    there = estate.tree(
        tmp_path,
        platform=platform("results: s3://b/x"),
        model_churn=estate.compared("churn", spec=spec),
    )
    assert "s3://dev-data/churn" in there["overlays/dev/workloads/model-drift-models.yaml"]
    assert ("CronJob", "watchkeeper-drift-daily") not in estate.running(there, "prod")
