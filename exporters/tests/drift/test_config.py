"""The file of jobs, as the compiler and as people write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from watchkeeper.drift import cli
from watchkeeper.drift.config import Shard, load

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "drift.yaml"),
        ("[]", "not a file of jobs of version 1"),
        ("version: 2", "not a file of jobs of version 1"),
        ("version: 1", "models is no list of mappings"),
        ("version: 1\nmodels: [{name: a}, {name: a}]", "model a is there 2 times"),
        ("version: 1\nmodels: [{reference: x}]", "model 1: name is missing, or no text"),
        ("version: 1\nmodels: []\nresult: x", "result is no field, did you mean results?"),
        ("version: 1\nmodels: []\nmlflow: {uri: x}", "mlflow: uri is no field"),
        ("version: 1\nmodels: []", "nothing says where results are"),
        (b"\xff\xfe\x00", "drift.yaml"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: str | bytes, said: str
) -> None:
    """In a line without a traceback."""
    path = tmp_path / "drift.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert cli.main(["run", "--config", str(path)]) == 2
    assert said in caplog.text
    assert "Traceback" not in caplog.text


def test_a_folder_of_files_is_one_list(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """As Kubernetes shows several ConfigMaps; a model may be in one of them only."""
    folder = tmp_path / "config"
    (folder / "..data").mkdir(parents=True)
    assert cli.main(["run", "--config", str(folder)]) == 2
    assert "this folder has no file that ends with .yaml" in caplog.text
    for name in ("b", "a", "c"):
        text = f"version: 1\nmodels: [{{name: {name}, reference: r, current: c}}]\n"
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    (folder / "a.yaml").write_text((folder / "a.yaml").read_text() + "results: x\n", "utf-8")
    (folder / ".hidden.yaml").write_text("{", "utf-8")
    config = load(str(folder))
    assert (list(config.models), config.results) == (["a", "b", "c"], "x")
    assert config.only("b")["models"] == [config.models["b"]]
    (folder / "c.yaml").write_text((folder / "b.yaml").read_text() + "results: y\n", "utf-8")
    caplog.clear()
    assert cli.main(["run", "--config", str(folder)]) == 2
    assert "results is said in two ways" in caplog.text
    assert "model b is there 2 times" in caplog.text


def test_no_file_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """By its path."""
    assert cli.main(["run", "--config", str(tmp_path / "absent.yaml")]) == 2
    assert "absent.yaml" in caplog.text


def test_ten_thousand_models_are_read_at_once(tmp_path: Path) -> None:
    """Each with its schedule; shards are counted without understanding the rest."""
    entry = "  - {{name: m{n}, schedule: s{s}, reference: a, current: b}}\n"
    path = tmp_path / "drift.yaml"
    text = "version: 1\nmodels:\n" + "".join(entry.format(n=n, s=n % 7) for n in range(10_000))
    path.write_text(text, "utf-8")
    config = load(str(path))
    chosen = [config.chosen("s3", Shard(index, 3)) for index in range(3)]
    assert sum(map(len, chosen)) == len([n for n in range(10_000) if n % 7 == 3])
