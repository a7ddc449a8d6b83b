"""What drift jobs are told: a line per model, in lists that grow without moving anybody."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator.compiler.joblists import MAX_BYTES, Entry, lists
from generator.packs.model_drift.jobs import job
from generator.pipeline import build
from generator.spec.model import ModelNumbers
from tests.support import specs
from tests.workloads import estate

if TYPE_CHECKING:
    from pathlib import Path

PATH = "overlays/prod/workloads/model-drift-models.yaml"
FULL = estate.FULL
TOLD = {
    "schedule": "daily",
    "reference": "s3://example-data/churn/reference.parquet",
    "current": "s3://example-data/churn/latest/",
    "method": "wasserstein",
    "columns": ["age", 'Größe "cm"'],
    "exclude": ["id"],
    "time_column": "at",
    "threshold": 0.2,
    "share_max": 0.1,
    "max_age_seconds": 2 * 86400,
    "outcomes": {
        "task": "classification",
        "prediction": "p",
        "label": "l",
        "probability": "q",
        "positive": "yes-class",
    },
    "tests": [
        {"metric": "accuracy", "min": 0.9},
        {"metric": "log_loss", "max": 2.0},
        {"metric": "null_share", "column": "age", "max": 0.05},
        {"metric": "rows", "min": 1000.0},
    ],
    "report": "drift",
}


def platform() -> str:
    """A platform with drift jobs."""
    return estate.platform(estate.RESULTS)


def told(text: str) -> dict[str, dict[str, Any]]:
    """What a list says, by model; it is JSON inside of YAML."""
    (content,) = yaml.safe_load(text)["data"].values()
    found = json.loads(content)
    assert found["version"] == 1
    assert yaml.safe_load(content) == found
    return {each.pop("name"): each for each in found["models"]}


def test_everything_a_model_says_is_told(tmp_path: Path) -> None:
    """Names are the monitor's; floors of what labels tell become tests, others do not."""
    model = specs.model("churn", FULL, task="classification")
    there = estate.tree(tmp_path, platform=platform(), model_churn=model)
    assert told(there[PATH])["churn"] == TOLD


def test_nothing_is_told_that_nobody_said(tmp_path: Path) -> None:
    """Bounds follow from the sample where the model has none; its tier says how long it is good."""
    there = estate.tree(tmp_path, platform=platform(), model_churn=estate.compared("churn"))
    assert told(there[PATH])["churn"].keys() == {
        "schedule",
        "reference",
        "current",
        "method",
        "max_age_seconds",
    }
    assert told(there[PATH])["churn"]["max_age_seconds"] == 26 * 3600


@pytest.mark.parametrize("task", ["ranking", "llm"])
def test_a_task_without_right_answers_has_no_outcomes(tmp_path: Path, task: str) -> None:
    """The monitor knows no quality of a ranking: a test of it would fail each time."""
    more = "outcomes: {prediction: p, label: l}"
    quality = "  quality: {accuracy: {min: 0.9}}\n"
    model = estate.compared("churn", more, spec=quality, task=task)
    found = told(estate.tree(tmp_path, platform=platform(), model_churn=model)[PATH])
    assert found["churn"].keys() & {"outcomes", "tests"} == set()


def test_one_line_of_a_spec_is_one_line_of_a_list(tmp_path: Path) -> None:
    """A changed threshold changes the line of its model, in each environment, and its constant."""
    one, two = (
        estate.tree(
            tmp_path / value,
            platform=platform(),
            model_churn=estate.compared("churn", f"featureScore: {{max: {value}}}"),
            model_credit=estate.compared("credit"),
        )
        for value in ("0.1", "0.2")
    )
    changed = {path for path in two if one[path] != two[path]}
    lists_of = {f"overlays/{env}/workloads/model-drift-models.yaml" for env in ("dev", "prod")}
    assert changed == lists_of | {f"overlays/{env}/data-models.yaml" for env in ("dev", "prod")}
    for path in changed:
        lines = list(zip(one[path].splitlines(), two[path].splitlines(), strict=True))
        assert sum(old != new for old, new in lines) == 1


def entries(count: int) -> list[Entry]:
    """Models whose lines are as long as real ones."""
    return [
        Entry(f"model-{i:05d}", f"{i:05d}" + "x" * 250, f"spec/{i}.yaml:1") for i in range(count)
    ]


def test_lists_stay_below_what_kubernetes_takes() -> None:
    """Ten thousand models are several lists, each with its own part of them."""
    found = list(lists("model_drift", "models", entries(10_000)))
    assert len(found) > 8
    assert all(sum(map(len, each.lines)) <= MAX_BYTES for each in found)
    lines = [line for each in found for line in each.lines]
    assert sorted(lines) == [each.line for each in entries(10_000)]
    assert len({each.path for each in found}) == len(found)
    assert list(lists("model_drift", "models", [])) == []


def test_a_new_model_touches_one_list() -> None:
    """No other model moves, unless a list has to be cut in two."""
    before = {each.name: each.lines for each in lists("model_drift", "models", entries(3000))}
    after = {each.name: each.lines for each in lists("model_drift", "models", entries(3001))}
    changed = [name for name in after if after[name] != before.get(name)]
    assert len(changed) == 1
    assert before.keys() == after.keys()


def test_all_lists_are_mounted_in_one_folder(tmp_path: Path) -> None:
    """A job sees every list under its own file name, and the overlay has each."""
    long = ", ".join(f"column_{i}_{'x' * 400}" for i in range(100))
    models = {f"model_m{i}": estate.compared(f"m{i}", f"columns: [{long}]") for i in range(12)}
    there = estate.tree(tmp_path, platform=platform(), **models)
    objects = estate.running(there)
    names = {name for kind, name in objects if kind == "ConfigMap"}
    assert len(names) > 1
    pod = estate.pods(objects)["drift-daily"]
    volumes = {each["name"]: each for each in pod["spec"]["volumes"]}
    mounts = {each["mountPath"]: each for each in estate.container(pod)["volumeMounts"]}
    volume = volumes[mounts["/etc/watchkeeper/drift"]["name"]]
    assert {each["configMap"]["name"] for each in volume["projected"]["sources"]} == names
    keys = [key for name in names for key in objects["ConfigMap", name]["data"]]
    assert len(set(keys)) == len(names)
    assert all(key.endswith(".yaml") for key in keys)


def test_a_run_from_memory_writes_the_same(tmp_path: Path) -> None:
    """What was compiled by an earlier run comes to the same lists and jobs."""
    files = {
        **specs.BASE,
        "platform.yaml": platform(),
        "models/churn.yaml": estate.compared("churn"),
        "models/credit.yaml": specs.model("credit", FULL, task="regression"),
    }
    spec, memory = specs.write(tmp_path / "spec", files), tmp_path / "memory"
    first = build(spec, "spec", memory)
    assert first.ok
    assert memory.exists()
    (spec / "models" / "credit.yaml").write_text(
        specs.model("credit", FULL.replace("1000", "2000"), task="regression"), "utf-8"
    )
    again, fresh = build(spec, "spec", memory), build(spec, "spec")
    assert again.context.compiled
    assert again.documents == fresh.documents


def test_the_job_of_a_model_follows_its_numbers() -> None:
    """A pack that is given nothing to compare makes no job, and a bound of nothing is none."""
    none = ModelNumbers()
    assert job("churn", "ranking", none, none) is None
    drift = {"reference": "/a", "current": "/b", "featureScore": {"max": 0.0}}
    found = job("churn", "ranking", ModelNumbers.model_validate({"drift": drift}), none)
    assert found
    assert "threshold" not in found.fields


@pytest.mark.parametrize(
    ("own", "tier", "wanted"),
    [({}, 0.3, None), ({}, 0.2, 0.2), ({"max": 0.4}, 0.2, 0.4), ({"max": None}, 0.2, None)],
)
def test_a_bound_for_all_sizes_is_told_where_somebody_wrote_it(
    own: dict[str, float | None], tier: float, wanted: float | None
) -> None:
    """The built-in one of the tiers is not: the monitor's own follows from the number of rows."""
    drift = {"reference": "/a", "current": "/b", "featureScore": own}
    numbers = [
        ModelNumbers.model_validate({"drift": each})
        for each in (drift, {"featureScore": {"max": tier}})
    ]
    found = job("churn", "ranking", *numbers)
    assert found
    assert found.fields.get("threshold") == wanted
