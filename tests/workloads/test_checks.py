"""What is wrong with a spec of programs is said with its place, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support import specs
from tests.workloads import estate

if TYPE_CHECKING:
    from pathlib import Path

CRONS = {
    '"@daily"': "a schedule has five fields",
    '"60 3 * * *"': "the minute of a schedule cannot be 60",
    '"0 3 * * 7"': "the day of the week of a schedule cannot be 7",
    '"0 3 31 2 *"': "this time never comes",
    '"*/0 3 * * *"': "the minute of a schedule cannot be */0",
    '"0 5-3 * * *"': "the hour of a schedule cannot be 5-3",
    '"0 3 * * MON"': "the day of the week of a schedule cannot be MON",
    "5": "a schedule has five fields",
}


def drifting(*drift: str) -> str:
    """A platform with drift jobs."""
    return estate.platform(f"  drift: {{{', '.join(('results: s3://b/x', *drift))}}}\n")


def said(folder: Path, **files: str) -> list[str]:
    """Each finding as its code, its place and its words."""
    found = estate.compiled(folder, **files)
    return [
        f"{each.code.id} {each.origin} {each.message} | {each.fix}" for each in found.diagnostics
    ]


@pytest.mark.parametrize("cron", CRONS)
def test_a_schedule_that_kubernetes_would_refuse(tmp_path: Path, cron: str) -> None:
    """Whoever writes no cron learns it here, and not when no job ever comes."""
    text = drifting(f"schedules: {{nightly: {{cron: {cron}}}}}")
    (found,) = said(tmp_path, platform=text, model_churn=specs.model("churn"))
    assert found.startswith("SPEC")
    assert "platform.yaml:" in found
    assert CRONS[cron] in found


@pytest.mark.parametrize(
    ("drift", "words"),
    [
        ("{}", "results need one place"),
        ("{results: s3://b/x, volume: {}}", "results need one place"),
        ("{results: /results}", "a place in an object store"),
        ("{results: 's3://key:word@b/x'}", "holds no password"),
        ("{volume: {}, claims: {features: /etc}}", "at or below /data"),
        ("{volume: {}, schedules: {" + "a" * 31 + ": {cron: '1 1 * * *'}}}", "30 characters"),
    ],
)
def test_a_place_that_cannot_be(tmp_path: Path, drift: str, words: str) -> None:
    """No place, two places, a path of the pod, a password, a folder that is the program's own."""
    found = said(tmp_path, platform=estate.platform(f"  drift: {drift}\n"))
    assert any(words in each for each in found)


@pytest.mark.parametrize("image", ["watchkeeper", "watchkeeper:latest", "Watch:1", "a b:1"])
def test_an_image_that_nobody_can_know(tmp_path: Path, image: str) -> None:
    """Without a tag, or with one that moves, nobody knows what runs."""
    (found,) = said(tmp_path, platform=f"{specs.PLATFORM}  images: {{exporters: '{image}'}}\n")
    assert "nobody knows what runs" in found


def test_everything_is_said_in_one_run(tmp_path: Path) -> None:
    """Several models, each with a mistake of its own, each at its own line."""
    model = "  drift: {reference: s3://b/a, current: s3://b/c, schedule: %s}\n"
    found = said(
        tmp_path,
        platform=drifting(),
        model_half=specs.model("half", "  drift: {reference: s3://b/a}\n"),
        model_same=specs.model("same", "  drift: {reference: s3://b/a, current: s3://b/a/}\n"),
        model_path=specs.model("path", "  drift: {reference: s3://b/a, current: /data/x}\n"),
        model_word=specs.model("word", model % "dayly"),
        model_rare=specs.model("rare", model % "weekly"),
    )
    assert [each.split(" ")[:2] for each in found] == [
        ["DRIFT701", "spec/model/half.yaml:8:22"],
        ["DRIFT703", "spec/model/path.yaml:8:41"],
        ["DRIFT704", "spec/model/rare.yaml:8:61"],
        ["DRIFT702", "spec/model/same.yaml:8:41"],
        ["REF214", "spec/model/word.yaml:8:61"],
    ]
    assert "write daily" in found[-1]
    assert "up to 1w pass" in found[2]


def test_an_override_is_to_blame_where_it_says_so(tmp_path: Path) -> None:
    """What one environment changes is reported there, what it inherits where it stands."""
    spec = "  environments: {dev: {drift: {schedule: dayly}}}\n"
    (found,) = said(tmp_path, platform=drifting(), model_churn=estate.compared("churn", spec=spec))
    assert found.startswith("REF214 spec/model/churn.yaml:9:42")
    assert "in dev" in found
    weekly = estate.compared(
        "churn",
        "schedule: weekly",
        spec="  freshness: {monitored: 8d}\n  environments: {dev: {freshness: {monitored: 1d}}}\n",
    )
    (found,) = said(tmp_path / "b", platform=drifting(), model_churn=weekly)
    line = weekly.splitlines()[7]
    assert found.startswith(f"DRIFT704 spec/model/churn.yaml:8:{line.index('weekly') + 1} ")


def test_a_model_that_waits_for_a_platform(tmp_path: Path) -> None:
    """Data without a place for results; and a platform whose place is refused says that alone."""
    model = estate.compared("churn")
    (found,) = said(tmp_path / "a", platform=estate.platform(), model_churn=model)
    assert found.startswith("K8S610 spec/model/churn.yaml:8")
    (found,) = said(
        tmp_path / "b", platform=estate.platform("  drift: {results: x}\n"), model_churn=model
    )
    assert "K8S610" not in found


def test_a_model_may_be_compared_in_some_environments_only(tmp_path: Path) -> None:
    """Where an environment has no jobs, its models do without; that is no mistake."""
    text = specs.PLATFORM.replace(
        "{name: prod, cluster: prod}",
        "{name: prod, cluster: prod, overrides: {drift: {results: s3://b/x}}}",
    )
    there = estate.tree(
        tmp_path, platform=text + estate.IMAGES, model_churn=estate.compared("churn")
    )
    assert estate.running(there, "dev") == {}
    assert ("CronJob", "watchkeeper-drift-daily") in estate.running(there, "prod")


def test_programs_without_an_image(tmp_path: Path) -> None:
    """All that would run is named where it is asked for, with the environments."""
    found = said(
        tmp_path,
        platform=specs.PLATFORM + estate.RESULTS,
        services_mlflow=specs.service("mlflow", "  exporter: {}\n"),
    )
    assert [each.split(" ")[0] for each in found] == ["K8S611", "K8S611"]
    assert all("dev, prod" in each for each in found)


def test_an_exporter_that_does_not_exist(tmp_path: Path) -> None:
    """Feast reports by itself: what is asked for there would never run."""
    found = said(
        tmp_path,
        platform=estate.platform(),
        services_feast=specs.service("feast", "  exporter: {}\n"),
    )
    assert [each.split(" ")[0] for each in found] == ["REF215"]


@pytest.mark.parametrize(
    ("exporter", "words"),
    [
        ("{source: sql}", "needs secretRef"),
        ("{source: sql, secretRef: {name: s, key: u}, address: 'http://x'}", "of source: rest"),
        ("{secretRef: {name: s, key: u}}", "of source: sql"),
        ("{source: file}", "has no value"),
    ],
)
def test_an_exporter_that_mixes_its_sources(tmp_path: Path, exporter: str, words: str) -> None:
    """What belongs to the other source would be ignored."""
    service = specs.service("mlflow", f"  exporter: {exporter}\n")
    found = said(tmp_path, platform=estate.platform(), services_mlflow=service)
    assert [words in each for each in found] == [True]


@pytest.mark.parametrize(
    ("drift", "words"),
    [
        ("tests: [{metric: rows}]", "always passes"),
        ("tests: [{metric: null_share, max: 5%}]", "column goes with"),
        ("tests: [{metric: rows, column: age, min: 5}]", "column goes with"),
        ("tests: [{metric: rowz, min: 5}]", "has no value"),
        ("outcomes: {prediction: p, probability: q}", "which positive names"),
        ("outcomes: {label: l}", "prediction is missing"),
        ("report: sometimes", "has no value"),
    ],
)
def test_what_a_job_would_refuse_later(tmp_path: Path, drift: str, words: str) -> None:
    """The monitor would complain in the night; here somebody is looking."""
    found = said(tmp_path, platform=drifting(), model_churn=estate.compared("churn", drift))
    assert [words in each for each in found] == [True]


def test_a_model_that_may_take_the_whole_run(tmp_path: Path) -> None:
    """The time of one model is shorter than that of all, where either is written."""
    model = estate.compared("churn")
    (found,) = said(
        tmp_path / "a", platform=drifting("deadline: 10m", "timeout: 1h"), model_churn=model
    )
    assert found.startswith("DRIFT705 spec/platform.yaml:")
    assert "one model may take 1h in dev, and the whole run 10m" in found
    (found,) = said(tmp_path / "b", platform=drifting("deadline: 10m"), model_churn=model)
    assert "DRIFT705" in found
    assert said(tmp_path / "c", platform=drifting("timeout: 59m"), model_churn=model) == []
    text = drifting().replace(
        "{name: prod, cluster: prod}",
        "{name: prod, cluster: prod, overrides: {drift: {timeout: 2h}}}",
    )
    (found,) = said(tmp_path / "d", platform=text, model_churn=model)
    assert "may take 2h in prod" in found
