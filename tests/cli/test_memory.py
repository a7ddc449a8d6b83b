"""The memory between runs saves work and never changes what comes out."""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support import specs
from tests.support.command import CLEAN, FINDINGS, tree, watchkeeper

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def memory(project: Path, name: str = "cache") -> Path:
    """What a run remembers of models, or of the last clean run."""
    return project / ".watchkeeper" / f"{name}.json"


def halved(path: Path) -> None:
    """A run died while the file was written."""
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def flipped(path: Path) -> None:
    """One bit of a threshold fell over."""
    data = path.read_bytes()
    changed = data.replace(b"0.05", b"0.06") if b"0.05" in data else data.replace(b"0", b"1")
    assert changed != data
    path.write_bytes(changed)


def replaced_by(data: bytes) -> Callable[[Path], None]:
    """Something else stands where the memory was."""
    return lambda path: path.write_bytes(data) and None


def folder(path: Path) -> None:
    """A folder stands where the memory was."""
    path.unlink()
    path.mkdir()


def dangling(path: Path) -> None:
    """A link to nothing stands where the memory was."""
    path.unlink()
    path.symlink_to("/nowhere/at/all")


DAMAGE = {
    "empty": replaced_by(b""),
    "halved": halved,
    "one number changed": flipped,
    "binary": replaced_by(bytes(range(256)) * 64),
    "another program's": replaced_by(b'{"version": 1, "base": [], "models": {}}\n'),
    "a list with its checksum": replaced_by(
        hashlib.blake2b(b"[]", digest_size=16).hexdigest().encode() + b"\n[]"
    ),
    "a folder": folder,
    "a dangling link": dangling,
}


@pytest.mark.parametrize("which", ["cache", "settled"])
@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_memory_changes_nothing(
    name: str, which: str, project: Path, original: Path
) -> None:
    """Whatever stands in the file, the tree is the one a first run would write."""
    DAMAGE[name](memory(project, which))
    shutil.rmtree(project / "generated")
    done = watchkeeper(project, "generate")
    assert done.code == CLEAN, done.said
    assert tree(project / "generated") == tree(original / "generated")


def test_a_memory_of_another_project_changes_nothing(project: Path, tmp_path: Path) -> None:
    """A copied folder brings the memory of other specs along; it is not believed."""
    other = specs.estate(tmp_path / "other", churn=specs.model("churn", "  traffic: {min: 7}\n"))
    assert watchkeeper(other, "generate").code == CLEAN
    shutil.copy(memory(other), memory(project))
    before = tree(project / "generated")
    assert watchkeeper(project, "generate").code == CLEAN
    assert tree(project / "generated") == before


def platform(project: Path) -> None:
    """The defaults of a tier change for every model."""
    text = specs.PLATFORM + "  modelDefaults: {tiers: {'1': {errorRate: {max: 2%}}}}\n"
    specs.write(project / "spec", {"platform.yaml": text})


def task_default(project: Path) -> None:
    """The defaults of a task change for the models of it."""
    text = specs.PLATFORM + "  modelDefaults: {tasks: {ranking: {quality: {ndcg: {min: 0.4}}}}}\n"
    specs.write(project / "spec", {"platform.yaml": text})


def environment(project: Path) -> None:
    """A third environment appears."""
    text = specs.PLATFORM.replace("{name: dev,", "{name: qa, cluster: qa}\n    - {name: dev,")
    specs.write(project / "spec", {"platform.yaml": text})


def team(project: Path) -> None:
    """A second team takes a model over."""
    files = {
        "teams/two.yaml": specs.TEAM.replace("ml-risk", "two"),
        "models/churn.yaml": specs.model("churn", owner="two"),
    }
    specs.write(project / "spec", files)


def moved(project: Path) -> None:
    """A file gets another name."""
    (project / "spec/models/churn.yaml").rename(project / "spec/models/moved.yaml")


def gone(project: Path) -> None:
    """A model leaves."""
    (project / "spec/models/churn.yaml").unlink()


@pytest.mark.parametrize("change", [platform, task_default, environment, team, moved, gone])
def test_what_is_remembered_never_outlives_a_change(
    change: Callable[[Path], None], project: Path
) -> None:
    """With and without a memory of the time before, a change leads to the same tree."""
    files = {f"models/m{n}.yaml": specs.model(f"m{n}") for n in range(3)}
    specs.write(project / "spec", files)
    assert watchkeeper(project, "generate").code == CLEAN
    change(project)
    assert watchkeeper(project, "generate").code == CLEAN
    fresh = shutil.copytree(project / "spec", project / "fresh" / "spec").parent
    assert watchkeeper(fresh, "generate").code == CLEAN
    assert tree(project / "generated") == tree(fresh / "generated")


def test_a_clash_with_a_remembered_model_is_found(project: Path) -> None:
    """A model that was not read again still owns its name."""
    specs.write(project / "spec", {"models/zzz.yaml": specs.model("churn")})
    done = watchkeeper(project, "generate")
    assert done.code == FINDINGS
    assert "REF207" in done.said


def test_a_remembered_model_loses_its_team(project: Path) -> None:
    """A model is read again when the team it names is gone."""
    text = specs.PLATFORM.replace("owner: ml-risk", "owner: two")
    team = specs.TEAM.replace("ml-risk", "two")
    (project / "spec/teams/ml-risk.yaml").unlink()
    (project / "spec/services/feast.yaml").unlink()
    specs.write(project / "spec", {"platform.yaml": text, "teams/two.yaml": team})
    done = watchkeeper(project, "generate")
    assert done.code == FINDINGS
    assert "spec/models/churn.yaml:5:10 error REF201" in done.said


def test_a_changed_platform_reaches_models_that_no_memory_holds(tmp_path: Path) -> None:
    """Models beside a team in one file are always read again; their text is still written anew."""
    mixed = specs.TEAM + "---\n" + specs.model("churn")
    specs.write(tmp_path / "spec", {"platform.yaml": specs.PLATFORM, "all.yaml": mixed})
    assert watchkeeper(tmp_path, "generate").code == CLEAN
    labelled = specs.PLATFORM + "  rules: {labels: {release: other}}\n"
    specs.write(tmp_path / "spec", {"platform.yaml": labelled})
    assert watchkeeper(tmp_path, "generate").code == CLEAN
    data = tmp_path / "generated" / "overlays" / "prod" / "data-models.yaml"
    assert "release: other" in data.read_text("utf-8")
