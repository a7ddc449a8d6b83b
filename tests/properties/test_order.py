"""What must not matter does not: order of files and keys, hash seeds, other models."""

from __future__ import annotations

import atexit
import difflib
import json
import random
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.pipeline import build
from tests.support import specs
from tests.support.command import CLEAN, tree, watchkeeper

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ENVIRONMENTS = ("dev", "prod")
INVENTORY = "inventory.json"
# What all specs here share is compiled once; tests/cli/test_memory.py proves that it may be.
MEMORY = Path(tempfile.mkdtemp(prefix="watchkeeper-properties-")) / "cache.json"
atexit.register(shutil.rmtree, MEMORY.parent, ignore_errors=True)
few = settings(max_examples=25, deadline=None, derandomize=True)

NUMBERS = st.fixed_dictionaries(
    {},
    optional={
        "errorRate": st.fixed_dictionaries({"max": st.sampled_from(["1%", 0.02, None])}),
        "traffic": st.fixed_dictionaries({"min": st.integers(1, 9), "max": st.integers(10, 99)}),
        "quality": st.dictionaries(
            st.sampled_from(["accuracy", "f1", "auc"]),
            st.fixed_dictionaries({"min": st.sampled_from([0.5, 0.75, 0.9])}),
            min_size=1,
        ),
        "alerts": st.dictionaries(
            st.sampled_from(["ModelMetricsAbsent", "ModelAccuracyDegraded"]),
            st.sampled_from([{"for": "20m"}, {"severity": "ticket"}, {"disabled": "So it is"}]),
            min_size=1,
        ),
        "objectives": st.fixed_dictionaries(
            {
                "availability": st.fixed_dictionaries(
                    {"target": st.just("99%"), "window": st.just("7d")}
                )
            }
        ),
    },
)
MODEL = st.builds(
    lambda numbers, task, tier, other: {
        "owner": "ml-risk",
        "tier": tier,
        "task": task,
        **numbers,
        **({"environments": other} if other else {}),
    },
    NUMBERS,
    st.sampled_from(["ranking", "classification"]),
    st.sampled_from([1, 2, 3]),
    st.dictionaries(st.sampled_from(ENVIRONMENTS), NUMBERS, max_size=2),
)
FLEET = st.lists(MODEL, min_size=2, max_size=5).map(
    lambda found: {f"m{number}x": spec for number, spec in enumerate(found)}
)


def compiled(files: Mapping[str, str]) -> dict[str, str]:
    """The documents of a spec folder, by path."""
    with tempfile.TemporaryDirectory() as folder:
        spec = specs.write(Path(folder) / "spec", {**specs.BASE, **files})
        found = build(spec, "spec", MEMORY)
    assert [str(each) for each in found.diagnostics] == []
    return {each.path: each.body for each in found.documents}


def document(name: str, spec: Mapping[str, Any], order: random.Random | None = None) -> str:
    """A model as JSON, which is YAML; its keys in the order given or in any other."""
    whole = {
        "apiVersion": "watchkeeper/v1",
        "kind": "Model",
        "metadata": {"name": name},
        "spec": spec,
    }
    return json.dumps(shuffled(whole, order) if order else whole, indent=1) + "\n"


def shuffled(value: Any, order: random.Random) -> Any:  # noqa: ANN401 - any YAML value
    """The same mappings with their keys in another order."""
    if not isinstance(value, dict):
        return value
    keys = list(value)
    order.shuffle(keys)
    return {key: shuffled(value[key], order) for key in keys}


def without(found: Mapping[str, str], *paths: str) -> dict[str, str]:
    """The documents but some."""
    return {path: body for path, body in found.items() if path not in paths}


def lines(found: Mapping[str, str]) -> Counter[tuple[str, str]]:
    """Every line with its file."""
    return Counter((path, line) for path, body in found.items() for line in body.splitlines())


@few
@given(FLEET, st.integers(0, 9))
def test_the_order_of_keys_is_irrelevant(fleet: dict[str, Any], seed: int) -> None:
    """The same keys in another order lead to the same bytes, inventory included."""
    order = random.Random(seed)  # noqa: S311 - an order, not a secret
    one = {f"{name}.yaml": document(name, spec) for name, spec in fleet.items()}
    other = {f"{name}.yaml": document(name, spec, order) for name, spec in fleet.items()}
    assert compiled(one) == compiled(other)


@few
@given(FLEET, st.permutations(range(5)))
def test_the_order_of_files_is_irrelevant(fleet: dict[str, Any], places: list[int]) -> None:
    """Other file names, or one file for all, change nothing but where the inventory points."""
    texts = [document(name, spec) for name, spec in fleet.items()]
    one = compiled({f"f{number}.yaml": text for number, text in enumerate(texts)})
    moved = compiled({f"f{places[number]}.yaml": text for number, text in enumerate(texts)})
    joined = compiled({"all.yaml": "---\n".join(texts)})
    assert without(one, INVENTORY) == without(moved, INVENTORY) == without(joined, INVENTORY)


@few
@given(FLEET)
def test_removing_a_model_removes_its_lines_only(fleet: dict[str, Any]) -> None:
    """Every line of data that goes names the model, no line comes, and the base stays."""
    gone = "m0x"
    files = {f"{name}.yaml": document(name, spec) for name, spec in fleet.items()}
    before = compiled(files)
    after = compiled(without(files, f"{gone}.yaml"))
    data = [path for path in before if "/data-" in path or path.startswith("base/")]
    lost = lines({path: before[path] for path in data})
    lost.subtract(lines({path: after[path] for path in data}))
    assert {count for _, count in lost.items()} <= {0, 1}
    assert all(
        f"model_name: {gone}," in line or f"model_name: {gone}}}" in line
        for (_, line), count in lost.items()
        if count
    )
    changed = {path for path in before if before[path] != after.get(path)}
    assert all(path == INVENTORY or path.startswith("overlays/") for path in changed)
    assert gone not in "".join(body for path, body in after.items() if path.startswith("overlays/"))


def test_adding_a_model_touches_one_shard_an_environment() -> None:
    """A new model is one file's business in each environment, and the inventory's."""
    files = {f"{name}.yaml": specs.model(name) for name in ("a", "b")}
    before = compiled(files)
    after = compiled({**files, "c.yaml": specs.model("c")})
    assert before.keys() == after.keys()
    changed = {path for path in after if after[path] != before[path]}
    shards = {f"overlays/{environment}/data-models.yaml" for environment in ENVIRONMENTS}
    assert changed == {*shards, INVENTORY}
    for path in shards:
        added = set(after[path].splitlines()) - set(before[path].splitlines())
        assert added
        assert all("model_name: c," in line for line in added)


def test_one_datum() -> None:
    """One number in one spec is one line in one file of each environment, and nowhere else."""
    floor = "  quality: {accuracy: {min: %s}}\n"
    files = {"other.yaml": specs.model("other", floor % 0.8)}
    before = compiled({**files, "churn.yaml": specs.model("churn", floor % 0.85)})
    after = compiled({**files, "churn.yaml": specs.model("churn", floor % 0.9)})
    changed = {path: difference(before[path], body) for path, body in after.items()}
    rule = "    - {record: 'model:quality:min', expr: vector(%s), labels: {model_name: churn, "
    assert {path: found for path, found in changed.items() if found} == {
        f"overlays/{environment}/data-models.yaml": [
            f"-{rule % 0.85}metric: accuracy}}}}",
            f"+{rule % 0.9}metric: accuracy}}}}",
        ]
        for environment in ENVIRONMENTS
    }


def difference(before: str, after: str) -> list[str]:
    """The lines that went, then those that came."""
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in found if not line.startswith(("---", "+++", "@@"))]


@few
@given(FLEET)
def test_every_constant_is_stated_once(fleet: dict[str, Any]) -> None:
    """No overlay states one series twice: a join on it would fail for the whole fleet."""
    found = compiled({f"{name}.yaml": document(name, spec) for name, spec in fleet.items()})
    for environment in ENVIRONMENTS:
        series = Counter(constants(found, f"overlays/{environment}/"))
        assert series
        assert [each for each, count in series.items() if count > 1] == []


def constants(found: Mapping[str, str], folder: str) -> Iterable[tuple[str, str]]:
    """Name and labels of each constant below a folder."""
    for path, body in found.items():
        if path.startswith(f"{folder}data-"):
            for group in yaml.safe_load(body)["spec"]["groups"]:
                for rule in group["rules"]:
                    yield rule["record"], str(sorted(rule.get("labels", {}).items()))


def test_the_hash_seed_is_irrelevant(tmp_path: Path) -> None:
    """Two processes that order their sets differently write the same tree."""
    found = []
    for seed in ("1", "2"):
        folder = specs.estate(tmp_path / seed, a=specs.model("a", task="classification"))
        extra = {"b.yaml": specs.model("b", "  alerts: {ModelMetricsAbsent: {for: 20m}}\n")}
        services = {"s.yaml": specs.service("feast") + "---\n" + specs.service("airflow")}
        specs.write(folder / "spec", {**extra, **services})
        done = watchkeeper(folder, "generate", env={"PYTHONHASHSEED": seed})
        assert done.code == CLEAN, done.said
        found.append(tree(folder / "generated"))
    assert found[0] == found[1]
