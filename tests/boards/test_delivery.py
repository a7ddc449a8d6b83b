"""How boards get to Grafana, and what they do not depend on."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator.emit.kustomize import base as kustomization
from generator.ir import Base, Platform
from generator.ir.deploy import Policy
from generator.pipeline import build
from tests.boards import shipped
from tests.support import specs
from tests.support.command import ROOT, environment, tool

if TYPE_CHECKING:
    from pathlib import Path

PRINT = """
import sys
from tests.boards import shipped
sys.stdout.write("".join(text for _, text in sorted(shipped.files().items())))
"""


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_bytes_do_not_depend_on_the_hash_seed(seed: str) -> None:
    """Two processes with other hash seeds write the same bytes."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PRINT],
        cwd=ROOT,
        env=environment(PYTHONHASHSEED=seed),
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.stdout == "".join(text for _, text in sorted(shipped.files().items()))


def test_boards_do_not_know_the_models(tmp_path: Path) -> None:
    """One model or three: the boards are the same, byte for byte."""
    found = []
    for count in (1, 3):
        models = {f"model{i}": specs.model(f"model-{i}") for i in range(count)}
        folder = specs.estate(tmp_path / str(count), **models)
        result = build(folder / "spec", "spec")
        assert result.ok
        found.append({d.path: d.body for d in result.documents if "/dashboards/" in d.path})
    assert found[0] == found[1]
    assert "base/dashboards/wk-fleet.json" in found[0]
    assert "base/dashboards/wk-mlflow.json" not in found[0]


def test_a_service_that_is_not_watched_has_no_panels(tmp_path: Path) -> None:
    """The overview has the rows of those services that there are, and no empty heading."""
    titles = []
    for names in ((), ("airflow",)):
        folder = specs.estate(tmp_path / str(len(names)), churn=specs.model("churn"))
        for name in names:
            specs.write(folder / "spec", {f"{name}.yaml": specs.service(name)})
        (overview,) = (
            json.loads(each.body)
            for each in build(folder / "spec", "spec").documents
            if each.path.endswith("wk-pipeline.json")
        )
        titles.append({panel["title"] for panel in overview["panels"]})
    assert titles[1] - titles[0] == {"Training", "DAG success", "DAG runs of the last day"}


def test_a_board_is_a_config_map_for_the_sidecar(tmp_path: Path) -> None:
    """What kustomize makes has label, folder and namespace, a name without a hash, and is small."""
    policy = Policy("any", (("app", "any"),), (), pack="any")
    base = Base((), (), (), (), (), platform=Platform(policies=(policy,)), boards=shipped.found())
    (document,) = kustomization(base)
    text = yaml.safe_load(document.body) | {"resources": []}
    specs.write(tmp_path / "base", {"kustomization.yaml": yaml.safe_dump(text)})
    specs.write(tmp_path / "base", {k.removeprefix("base/"): v for k, v in shipped.files().items()})
    overlay = {"namespace": "watching", "resources": ["../base"]}
    specs.write(tmp_path / "prod", {"kustomization.yaml": yaml.safe_dump(overlay)})
    built = subprocess.run(
        [tool("kustomize"), "build", str(tmp_path / "prod")],
        capture_output=True,
        check=True,
        timeout=60,
    )
    maps = list(yaml.safe_load_all(built.stdout))
    assert len(maps) == len(shipped.found())
    for found, each in zip(shipped.found(), sorted(maps, key=_uid), strict=True):
        assert each["metadata"] == {
            "name": f"watchkeeper-{found.object}",
            "namespace": "watching",
            "labels": {"grafana_dashboard": "1"},
            "annotations": {"grafana_folder": "Watchkeeper"},
        }
        assert each["data"] == {f"{found.uid}.json": shipped.files()[f"base/{found.path}"]}
        assert len(json.dumps(each).encode()) < shipped.MOST_BYTES


def _uid(found: dict[str, Any]) -> str:
    return str(next(iter(found["data"])))


def test_a_board_goes_with_its_service(tmp_path: Path) -> None:
    """Where a service does not run there is no board of it; elsewhere there is."""
    off = "  environments:\n    dev: {enabled: false}\n"
    folder = specs.estate(tmp_path, churn=specs.model("churn"))
    specs.write(folder / "spec", {"mlflow.yaml": specs.service("mlflow", off)})
    result = build(folder / "spec", "spec")
    specs.write(folder / "generated", {each.path: each.body for each in result.documents})
    for environment_, wanted in (("dev", 0), ("prod", 1)):
        overlay = folder / "generated" / "overlays" / environment_
        built = subprocess.run(
            [tool("kustomize"), "build", str(overlay)],
            capture_output=True,
            check=True,
            encoding="utf-8",
            timeout=60,
        ).stdout
        assert built.count("name: watchkeeper-board-mlflow\n") == wanted
        assert built.count("name: watchkeeper-board-fleet\n") == 1


def test_the_sdk_is_loaded_for_boards_alone(tmp_path: Path) -> None:
    """A second run, which keeps the boards of the first, does not wait for the SDK."""
    folder = specs.estate(tmp_path, churn=specs.model("churn"))
    script = (
        "import sys, pathlib; from generator.pipeline import build; "
        f"here = pathlib.Path({str(folder)!r}); build(here / 'spec', 'spec', here / 'm');"
        "print('grafana_foundation_sdk' in sys.modules)"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env=environment(),
            capture_output=True,
            check=True,
            encoding="utf-8",
            timeout=60,
        ).stdout.strip()
        for _ in range(2)
    ]
    assert said == ["True", "False"]
